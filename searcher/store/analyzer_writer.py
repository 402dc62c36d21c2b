"""Writing how an index is made to see text, and what tells whether one was made in the same way."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from searcher.store.analyzer import TERMS
from searcher.store.arrays import ArrayFileWriter
from searcher.text.bulk import FoldedBatch
from searcher.text.codebook import Codebook, prior_characters
from searcher.text.dictionary import Dictionary
from searcher.text.dictionary_file import CountedWords, jieba_dictionary_path, jieba_identity, read_dictionary
from searcher.text.fold import default_folder

if TYPE_CHECKING:
    from searcher.store.user_dictionary import MadeWith, UserDictionary
    from searcher.text.user_words import UserWord


def current_identity(user: UserDictionary | MadeWith | None = None) -> str:
    """What an index made now would be made with: rules, folding table, dictionary, the user's words."""
    own = f" user-{user.digest}" if user else ""
    return f"terms{TERMS} {default_folder().identity} jieba-{jieba_identity()}{own}"


def dictionary_arrays(words: CountedWords, user_words: Iterable[UserWord] = ()) -> dict[str, Any]:
    """The arrays of jieba's dictionary, which are `words`, with a user's words added."""
    added = tuple(user_words)
    if not added:
        return Dictionary.build(words)
    from searcher.text.user_words import with_user_words

    by_word = read_dictionary(jieba_dictionary_path())
    return Dictionary.build(*with_user_words(by_word, int(words.counts.sum()), added))


def write_analyzer(path: Path, sample: FoldedBatch, user: UserDictionary | None = None) -> int:
    """Write the analyzer of a new index, its codebook made for `sample`; returns the footer's checksum."""
    words = CountedWords.read(jieba_dictionary_path())
    folder = default_folder()
    with ArrayFileWriter(path) as writer:
        pairs = sorted(folder.simplified.items())
        writer.add("fold.from", np.array([a for a, _ in pairs], np.uint32))
        writer.add("fold.to", np.array([b for _, b in pairs], np.uint32))
        for name, array in dictionary_arrays(words, user.words if user else ()).items():
            writer.add(f"dictionary.{name}", array)
        if user:
            for name, array in _user_arrays(user).items():
                writer.add(f"user.{name}", array)
        characters, originals = Codebook.build(sample, prior_characters(words))
        writer.add("codebook.characters", characters)
        writer.add("codebook.originals", originals)
        return writer.close()


def _user_arrays(user: UserDictionary) -> dict[str, Any]:
    """What is kept of a user dictionary: `words` as UTF-8, a line each; `frequencies`, -1 for none; `source`: its hash
    and, where it was given, its path, a line each."""
    given = os.fsencode(user.path.absolute()) if user.given else b""
    return {
        "words": np.frombuffer("\n".join(word.text for word in user.words).encode(), np.uint8),
        "frequencies": np.array([-1 if w.frequency is None else w.frequency for w in user.words], np.int64),
        "source": np.frombuffer(user.digest.encode() + b"\n" + given, np.uint8),
    }
