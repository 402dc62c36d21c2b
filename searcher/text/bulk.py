"""Many texts at once: folded, cut and inverted as arrays, so that no work is done a token at a time.

What is indexed of a folded text, by runs of letters, digits and ideographs (`str.isalnum`; all else separates):

- grams: every two neighbouring characters of a run, and the last character of a run with 0 beside it, so that the
  postings of one character are those of all grams that begin with it;
- words: of jieba's dictionary route, but those of two plain characters, since such a word *is* its gram; and inside
  words of four characters or more the words of three.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.text.arrays import GRAM_SHIFT, SEPARATOR, code_points, distinct_codes, running_sum, spread
from searcher.text.dictionary import Dictionary
from searcher.text.fold import _MAY_JOIN, Folder, latin_letters
from searcher.text.inverting import EXACT, Inverted, invert_pairs, invert_words, small
from searcher.text.segmenting import Segmenter

Array = npt.NDArray[Any]
_SPACE = ord(" ")


@dataclass(frozen=True, slots=True)
class FoldedBatch:
    """Folded texts in one array, each followed by SEPARATOR.

    `codes`: shape (all characters,); `starts`: where each text begins, shape (texts + 1,); `plain`: whether each
    character of a text was folded to one character, or dropped as a blank, shape (texts,); `originals`: the code points
    of the unfolded texts, without separators; `original_starts`: where each begins there, shape (texts + 1,);
    `blanks`: True for the originals that were dropped as blanks of plain texts, the shape of `originals`; `inside`:
    `str.isalnum` of each of `codes`.
    """

    codes: Array
    starts: Array
    plain: Array
    originals: Array
    original_starts: Array
    blanks: Array
    inside: Array

    def pairs(self) -> tuple[Array, Array]:
        """The places in `originals` of the characters of plain texts that were folded to one, and what they became."""
        text_ends = np.zeros(len(self.codes), np.bool_)
        text_ends[self.starts[1:] - 1] = True
        plain = np.repeat(self.plain, np.diff(self.starts))
        places = np.flatnonzero(np.repeat(self.plain, np.diff(self.original_starts)) & ~self.blanks)
        return places, self.codes[plain & ~text_ends]


class BulkFolder:
    """Folds batches of texts by a table over code points that grows with the characters met."""

    _UNKNOWN, _CAREFUL, _BLANK = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._table = np.full(0x110000, self._UNKNOWN, np.uint32)
        self._alphabet = np.zeros(0x110000, np.uint8)
        self._latin = latin_letters()

    def _learn(self, codes: Array) -> None:
        for code in distinct_codes(codes[self._table[codes] == self._UNKNOWN]).tolist():
            char = chr(code)
            form = self._folder.cluster(char)
            if _MAY_JOIN.match(char) or len(form) != 1:
                self._table[code] = self._CAREFUL
            else:
                self._table[code] = self._BLANK if char.isspace() else ord(form)

    def _is_latin(self, folded: Array) -> npt.NDArray[np.bool_]:
        return self._latin[np.minimum(folded, len(self._latin) - 1)]

    def _blanks(self, folded: Array, starts: Array) -> None:
        """Settle which single blanks stay as one; a run of several that may stay is left to the careful way."""
        places = np.flatnonzero(folded == self._BLANK)
        owners = np.searchsorted(starts, places, "right") - 1
        inside = (places > starts[owners]) & (places + 1 < starts[owners + 1])
        places = places[inside]
        places = places[self._is_latin(folded[places - 1])]
        after = folded[places + 1]
        stays = places[self._is_latin(after)]
        folded[places[after == self._BLANK]] = self._CAREFUL
        folded[stays] = _SPACE

    def __call__(self, texts: Sequence[str]) -> FoldedBatch:
        """Fold every text as the folder folds one."""
        originals = code_points("".join(texts))
        original_starts = running_sum(np.fromiter(map(len, texts), np.int64, len(texts)))
        self._learn(originals)
        folded = self._table[originals]
        self._blanks(folded, original_starts)
        blanks = folded == self._BLANK
        plain = np.diff(running_sum(folded == self._CAREFUL)[original_starts]) == 0
        odd = np.flatnonzero(~plain)
        odd_folded = [self._folder(texts[i]) for i in odd.tolist()]
        taken = np.repeat(plain, np.diff(original_starts))
        blanks &= taken
        taken &= ~blanks
        sums = running_sum(taken)
        lengths = np.diff(sums[original_starts])
        lengths[odd] = np.fromiter(map(len, odd_folded), np.int64, len(odd))
        starts = running_sum(lengths + 1)
        codes = np.full(int(starts[-1]), SEPARATOR, np.uint32)
        # Each taken character goes to its text's start, as far on as it stands among those of its text.
        shift = np.repeat(starts[:-1] - sums[original_starts[:-1]], np.diff(sums[original_starts]))
        shift += np.arange(len(shift))
        codes[shift] = np.compress(taken, folded)
        odd_starts = running_sum(lengths[odd])
        codes[spread(starts[:-1][odd] - odd_starts[:-1], odd_starts, np.arange(int(odd_starts[-1])))] = code_points(
            "".join(odd_folded)
        )
        return FoldedBatch(codes, starts, plain, originals, original_starts, blanks, self._alphanumeric(codes))

    def _alphanumeric(self, codes: Array) -> npt.NDArray[np.bool_]:
        known = self._alphabet[codes]
        for code in distinct_codes(codes[known == 0]).tolist():
            self._alphabet[code] = 2 if chr(code).isalnum() else 1
        inside: npt.NDArray[np.bool_] = self._alphabet[codes] == 2
        return inside


_PARTS_KEPT = 200_000
"""Words whose parts are remembered."""


class BulkAnalyzer:
    """Turns batches of texts into postings by one dictionary and one way of cutting."""

    def __init__(self, folder: Folder, dictionary: Dictionary, segmenter: Segmenter) -> None:
        self.fold = BulkFolder(folder)
        self._dictionary = dictionary
        self._segmenter = segmenter
        self._parts: dict[str, tuple[int, ...]] = {}

    def words(self, batch: FoldedBatch) -> Inverted:
        """Postings of the words of a batch."""
        starts = self._segmenter(batch.codes)
        lengths = np.diff(starts, append=len(batch.codes))
        plain = running_sum(batch.inside)
        telling = plain[starts + lengths] - plain[starts]
        kept = (telling > 0) & ~((lengths == 2) & (telling == 2))
        kept = np.flatnonzero(kept)
        starts, lengths = starts[kept], lengths[kept]
        texts = np.arange(len(batch.starts) - 1, dtype=np.uint32)
        documents = np.repeat(texts, np.diff(starts.searchsorted(batch.starts)))
        return invert_words(small(batch.codes), starts, lengths, documents, self._parts_of)

    def _parts_of(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Where words of three characters stand inside each word."""
        if len(self._parts) > _PARTS_KEPT:
            self._parts.clear()
        # The dictionary counts code units, and has no word with characters beyond the basic plane.
        new = [word for word in words if word not in self._parts and max(word) < "\U00010000"]
        if new:
            begins = running_sum(np.array([len(word) + 1 for word in new], np.int64))
            found = np.array(
                [start for start, _, _ in self._dictionary.windows("\n".join(new), EXACT, EXACT)], np.int64
            )
            owners = np.searchsorted(begins, found, "right") - 1
            self._parts.update(dict.fromkeys(new, ()))
            for owner, place in zip(owners.tolist(), (found - begins[owners]).tolist(), strict=True):
                self._parts[new[owner]] += (place,)
        return [self._parts.get(word, ()) for word in words]

    def grams(self, batch: FoldedBatch) -> tuple[Inverted, Array]:
        """Postings of the grams of a batch, and how many letters, digits and ideographs each text has."""
        at = np.flatnonzero(batch.inside)
        codes = small(batch.codes)
        lengths = np.diff(at.searchsorted(batch.starts))
        # A text's end is not inside, so that a character inside always has one after it.
        second = codes[at + 1]
        second *= batch.inside[at + 1]
        documents = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
        return invert_pairs(codes[at], second, documents, GRAM_SHIFT), lengths
