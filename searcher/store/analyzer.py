"""How an index was made to see text: its folding, its dictionary and its codebook, kept with it in mapped form.

So a query is folded and cut as the index was, with nothing to load; an index made otherwise is told by its identity.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from searcher.memo import remembered
from searcher.store.arrays import ArrayFile
from searcher.text.codebook import Codebook
from searcher.text.dictionary import Dictionary
from searcher.text.fold import Folder
from searcher.text.words import MappedSegmenter

# A search from the shell should begin at once: few indexes have words of a user.
if TYPE_CHECKING:
    from searcher.store.user_dictionary import MadeWith
    from searcher.text.bulk import BulkAnalyzer
    from searcher.text.segmenting import ArraySegmenter
    from searcher.text.user_words import UserWord

_WORDS_KEPT = 1_000
TERMS = 2
"""Number of the rules by which terms are made of words; an index made under other rules is refused."""


class Analyzer:
    """The mapped analyzer of an index; each part is made when it is first needed."""

    def __init__(self, path: Path, footer: int | None = None) -> None:
        self.file = ArrayFile(path, footer)
        self._folded: dict[str, str] = {}
        self._words: dict[str, tuple[str, ...]] = {}
        self._parts: dict[str, tuple[str, ...]] = {}

    @functools.cached_property
    def folder(self) -> Folder:
        """The index's folding."""
        return Folder(dict(zip(self.file["fold.from"].tolist(), self.file["fold.to"].tolist(), strict=True)))

    def fold(self, text: str) -> str:
        """The folded form of a text of a query, which is asked for again and again. The last are kept."""
        return remembered(self._folded, text, self.folder, _WORDS_KEPT)

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
        return remembered(self._words, folded, self._telling_words, _WORDS_KEPT)

    def _telling_words(self, folded: str) -> tuple[str, ...]:
        return tuple(word for word in self.cut(folded) if any(map(str.isalnum, word)))

    def parts(self, word: str) -> tuple[str, ...]:
        """The words of two and three characters inside a longer word, as jieba's search mode gives them. The last are
        kept."""
        return remembered(self._parts, word, self._parts_of, _WORDS_KEPT)

    def _parts_of(self, word: str) -> tuple[str, ...]:
        found = self.dictionary.windows(word, 3, 2)
        return tuple(word[start : start + length] for start, length, _ in found if length < len(word))

    @functools.cached_property
    def made_with(self) -> MadeWith | None:
        """The user dictionary that the index was made with."""
        if "user.source" not in self.file:
            return None
        from searcher.store.user_dictionary import MadeWith

        digest, _, path = self.file["user.source"].tobytes().partition(b"\n")
        words = len(self.file["user.frequencies"])
        return MadeWith(digest.decode(), words, Path(os.fsdecode(path)) if path else None)

    def user_words(self) -> tuple[UserWord, ...]:
        """The words that a user added to the dictionary, in order."""
        if self.made_with is None or not self.made_with.words:
            return ()
        from searcher.text.user_words import UserWord

        words = self.file["user.words"].tobytes().decode().split("\n")
        frequencies = self.file["user.frequencies"].tolist()
        return tuple(UserWord(word, None if f < 0 else f) for word, f in zip(words, frequencies, strict=True))

    @functools.cached_property
    def _array_segmenter(self) -> ArraySegmenter:
        """Cuts many texts as `cut` cuts one; a tenth of a second to make."""
        from searcher.text.segmenting import ArraySegmenter

        return ArraySegmenter(self.dictionary)

    def bulk(self, *, few: bool = False) -> BulkAnalyzer:
        """Analyzes batches of texts as the index does. `few`: what takes no time to begin with, but longer for many."""
        # What only builds need is not loaded by whoever searches.
        from searcher.text.bulk import BulkAnalyzer
        from searcher.text.segmenting import one_by_one

        segmenter = one_by_one(self.cut) if few else self._array_segmenter.starts
        return BulkAnalyzer(self.folder, self.dictionary, segmenter)

    @functools.cached_property
    def book(self) -> Codebook:
        """The codes that the index's texts are kept in."""
        return Codebook(self.file["codebook.characters"], self.file["codebook.originals"])
