"""How an index was made to see text: its folding, its dictionary and its codebook, kept with it in mapped form.

So a query is folded and cut as the index was, with nothing to load; an index made otherwise is told by its identity.
"""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np

from searcher.store.arrays import ArrayFile, ArrayFileWriter
from searcher.text.bulk import FoldedBatch
from searcher.text.codebook import Codebook, prior_characters
from searcher.text.dictionary import Dictionary, jieba_dictionary_path, jieba_identity, read_dictionary
from searcher.text.fold import Folder, default_folder
from searcher.text.words import MappedSegmenter

_WORDS_KEPT = 1_000
TERMS = 1
"""Number of the rules by which terms are made of words; an index made under other rules is refused."""


def current_identity() -> str:
    """What an index made now would be made with: rules, folding table, dictionary."""
    return f"terms{TERMS} {default_folder().identity} jieba-{jieba_identity()}"


def write_analyzer(path: Path, sample: FoldedBatch) -> int:
    """Write the analyzer of a new index, its codebook made for `sample`; returns the footer's checksum."""
    words = read_dictionary(jieba_dictionary_path())
    folder = default_folder()
    with ArrayFileWriter(path) as writer:
        pairs = sorted(folder.simplified.items())
        writer.add("fold.from", np.array([a for a, _ in pairs], np.uint32))
        writer.add("fold.to", np.array([b for _, b in pairs], np.uint32))
        for name, array in Dictionary.build(words).items():
            writer.add(f"dictionary.{name}", array)
        characters, originals = Codebook.build(sample, prior_characters(words))
        writer.add("codebook.characters", characters)
        writer.add("codebook.originals", originals)
        return writer.close()


class Analyzer:
    """The mapped analyzer of an index; each part is made when it is first needed."""

    def __init__(self, path: Path, footer: int | None = None) -> None:
        self.file = ArrayFile(path, footer)
        self._words: dict[str, tuple[str, ...]] = {}

    @functools.cached_property
    def folder(self) -> Folder:
        """The index's folding."""
        return Folder(dict(zip(self.file["fold.from"].tolist(), self.file["fold.to"].tolist(), strict=True)))

    @functools.cached_property
    def dictionary(self) -> Dictionary:
        """The index's dictionary."""
        prefix = "dictionary."
        return Dictionary({name.removeprefix(prefix): self.file[name] for name in self.file if name.startswith(prefix)})

    @functools.cached_property
    def cut(self) -> MappedSegmenter:
        """Cuts a folded text into words."""
        return MappedSegmenter(self.dictionary)

    def words(self, folded: str) -> tuple[str, ...]:
        """The words of a folded text that say something: those with a letter, digit or ideograph. The last are kept."""
        known = self._words.get(folded)
        if known is None:
            if len(self._words) > _WORDS_KEPT:
                self._words.clear()
            known = self._words[folded] = tuple(word for word in self.cut(folded) if any(map(str.isalnum, word)))
        return known

    @functools.cached_property
    def book(self) -> Codebook:
        """The codes that the index's texts are kept in."""
        return Codebook(self.file["codebook.characters"], self.file["codebook.originals"])
