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

from searcher.text.dictionary import Dictionary
from searcher.text.fold import _MAY_JOIN, Folder
from searcher.text.words import Cut

Array = npt.NDArray[Any]
SEPARATOR = 10
"""The code point that ends each text of a batch; white space never survives folding, so no text holds it."""
_CUT_AT_ONCE = 200_000
GRAM_SHIFT = 21


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """Code points of `text`, shape (characters,)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def as_text(codes: Array) -> str:
    """The text of code points."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


@dataclass(frozen=True, slots=True)
class FoldedBatch:
    """Folded texts in one array, each followed by SEPARATOR.

    `codes`: shape (all characters,); `starts`: where each text begins, shape (texts + 1,); `plain`: whether a text was
    folded one character to one, shape (texts,); `originals`: the code points of the unfolded texts, without separators;
    `original_starts`: where each begins there, shape (texts + 1,).
    """

    codes: Array
    starts: Array
    plain: Array
    originals: Array
    original_starts: Array


def running_sum(counts: Array) -> npt.NDArray[np.int64]:
    """Sums from 0: shape (n + 1,)."""
    out = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=out[1:])
    return out


def spread(values: Array, starts: Array, places: Array) -> Array:
    """For runs of `starts` (n + 1 of them), the value of the run that each place of `places` (counted along the runs)
    belongs to, plus the place."""
    return np.repeat(values, np.diff(starts)) + places


class BulkFolder:
    """Folds batches of texts by a table over code points that grows with the characters met."""

    _UNKNOWN, _CAREFUL = 0xFFFFFFFF, 0xFFFFFFFE

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._table = np.full(0x110000, self._UNKNOWN, np.uint32)

    def _learn(self, codes: Array) -> None:
        for code in np.unique(codes[self._table[codes] == self._UNKNOWN]).tolist():
            char = chr(code)
            form = self._folder.cluster(char)
            careful = len(form) != 1 or char.isspace() or _MAY_JOIN.match(char)
            self._table[code] = self._CAREFUL if careful else ord(form)

    def __call__(self, texts: Sequence[str]) -> FoldedBatch:
        """Fold every text as the folder folds one."""
        originals = code_points("".join(texts))
        original_starts = running_sum(np.fromiter(map(len, texts), np.int64, len(texts)))
        self._learn(originals)
        folded = self._table[originals]
        careful = running_sum(folded == self._CAREFUL)[original_starts]
        plain = np.diff(careful) == 0
        odd = np.flatnonzero(~plain)
        odd_folded = [self._folder(texts[i]) for i in odd.tolist()]
        lengths = np.diff(original_starts)
        lengths[odd] = np.fromiter(map(len, odd_folded), np.int64, len(odd))
        starts = running_sum(lengths + 1)
        codes = np.full(int(starts[-1]), SEPARATOR, np.uint32)
        at = spread(starts[:-1] - original_starts[:-1], original_starts, np.arange(len(folded)))
        of_plain = np.repeat(plain, np.diff(original_starts))
        codes[at[of_plain]] = folded[of_plain]
        odd_starts = running_sum(lengths[odd])
        codes[spread(starts[:-1][odd] - odd_starts[:-1], odd_starts, np.arange(int(odd_starts[-1])))] = code_points(
            "".join(odd_folded)
        )
        return FoldedBatch(codes, starts, plain, originals, original_starts)


def is_alphanumeric(codes: Array) -> npt.NDArray[np.bool_]:
    """`str.isalnum` of every code point."""
    size = int(codes.max()) + 1 if len(codes) else 1
    met = np.zeros(size, np.bool_)
    met[codes] = True
    table = np.zeros(size, np.bool_)
    for code in np.flatnonzero(met).tolist():
        table[code] = chr(code).isalnum()
    return table[codes]


class Vocabulary(dict[str, int]):
    """Numbers words in the order in which they are first met."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Inverted:
    """Postings of a batch by term, documents ascending within a term.

    `terms`: ascending, gram keys (first code point << 21 | second) or words; `counts`: postings of each, shape
    (terms,); `documents` and `frequencies`: shape (postings,).
    """

    terms: Array | list[str]
    counts: Array
    documents: Array
    frequencies: Array


def _invert(keys: Array, documents: Array, bits: int) -> tuple[Array, Array, Array, Array]:
    """Sort (key, document) occurrences; `bits` is enough for any document number."""
    joint = keys.astype(np.uint64) << np.uint64(bits)
    joint |= documents.astype(np.uint64)
    joint.sort()
    new = np.empty(len(joint), np.bool_)
    new[:1] = True
    np.not_equal(joint[1:], joint[:-1], out=new[1:])
    first = np.flatnonzero(new)
    joint = joint[first]
    frequencies = np.diff(first, append=len(new))
    key_of = joint >> np.uint64(bits)
    begins = np.flatnonzero(np.concatenate([[True], key_of[1:] != key_of[:-1]])) if len(joint) else first
    counts = np.diff(begins, append=len(joint))
    return key_of[begins], counts, (joint & np.uint64((1 << bits) - 1)).astype(np.uint32), frequencies


class BulkAnalyzer:
    """Turns batches of texts into postings by one dictionary and one way of cutting."""

    def __init__(self, folder: Folder, dictionary: Dictionary, cut: Cut) -> None:
        self.fold = BulkFolder(folder)
        self._dictionary = dictionary
        self._cut = cut
        self._vocabulary = Vocabulary()
        self._lengths = np.empty(0, np.int64)
        self._kept = np.empty(0, np.bool_)
        self._parts_starts = np.zeros(1, np.int64)
        self._parts = np.empty(0, np.int64)

    def _learn(self) -> None:
        """Extend the tables by word number to the words met since: length, whether indexed, words of three inside."""
        known = len(self._lengths)
        words = list(self._vocabulary)[known:]
        if not words:
            return
        long = [i for i, word in enumerate(words) if len(word) > 3 and not word.isspace()]
        parts: list[list[int]] = [[] for _ in words]
        joined = "\n".join(words[i] for i in long)
        if joined and max(joined) < "\U00010000":
            begins = running_sum(np.array([len(words[i]) + 1 for i in long]))
            for start, length, _ in self._dictionary.windows(joined, 3):
                if length == 3:
                    at = long[int(np.searchsorted(begins, start, "right")) - 1]
                    parts[at].append(self._vocabulary[joined[start : start + 3]])
        words = list(self._vocabulary)[known:]
        parts += [[] for _ in range(len(words) - len(parts))]
        self._lengths = np.concatenate([self._lengths, np.fromiter(map(len, words), np.int64, len(words))])
        kept = [any(map(str.isalnum, w)) and not (len(w) == 2 and w.isalnum()) for w in words]
        self._kept = np.concatenate([self._kept, np.array(kept, np.bool_)])
        sizes = np.array([len(p) for p in parts])
        self._parts_starts = np.concatenate([self._parts_starts, self._parts_starts[-1] + np.cumsum(sizes)])
        self._parts = np.concatenate([self._parts, np.array([n for p in parts for n in p], np.int64)])

    def _word_occurrences(self, batch: FoldedBatch) -> tuple[Array, Array]:
        """Numbers of the indexed words of a batch and the texts that they stand in, in order of text."""
        numbers: list[Array] = []
        places: list[Array] = []
        texts = len(batch.starts) - 1
        first = 0
        while first < texts:
            last = int(np.searchsorted(batch.starts, batch.starts[first] + _CUT_AT_ONCE, "right")) - 1
            last = min(max(last, first + 1), texts)
            begin, end = int(batch.starts[first]), int(batch.starts[last])
            # Rust's strings hold no lone surrogates; a stand-in of the same length cuts the same way.
            codes = batch.codes[begin:end]
            codes = np.where((codes >= 0xD800) & (codes < 0xE000), 0xFFFD, codes)
            words = self._cut(as_text(codes))
            number = np.fromiter(map(self._vocabulary.__getitem__, words), np.int64, len(words))
            self._learn()
            lengths = self._lengths[number]
            kept = self._kept[number]
            numbers.append(number[kept])
            places.append((np.cumsum(lengths) - lengths + begin)[kept])
            first = last
        number = np.concatenate(numbers) if numbers else np.empty(0, np.int64)
        place = np.concatenate(places) if places else np.empty(0, np.int64)
        documents = np.searchsorted(batch.starts, place, "right") - 1
        counts = self._parts_starts[number + 1] - self._parts_starts[number]
        starts = running_sum(counts)
        parts = self._parts[spread(self._parts_starts[number] - starts[:-1], starts, np.arange(int(starts[-1])))]
        return np.concatenate([number, parts]), np.concatenate([documents, np.repeat(documents, counts)])

    def words(self, batch: FoldedBatch) -> Inverted:
        """Postings of the words of a batch."""
        number, documents = self._word_occurrences(batch)
        words = list(self._vocabulary)
        used = np.flatnonzero(np.bincount(number, minlength=len(words)))
        order = sorted(used.tolist(), key=words.__getitem__)
        rank = np.zeros(len(words), np.int64)
        rank[order] = np.arange(len(order))
        _, counts, documents, frequencies = _invert(rank[number], documents, 31)
        return Inverted([words[i] for i in order], counts, documents, frequencies)

    def grams(self, batch: FoldedBatch) -> tuple[Inverted, Array]:
        """Postings of the grams of a batch, and how many letters, digits and ideographs each text has."""
        codes = batch.codes
        inside = is_alphanumeric(codes)
        at = np.flatnonzero(inside)
        texts = len(batch.starts) - 1
        second = np.zeros(len(at), np.uint64)
        next_inside = inside[np.minimum(at + 1, len(codes) - 1)] if len(codes) else inside
        second[next_inside] = codes[at[next_inside] + 1]
        keys = (codes[at].astype(np.uint64) << np.uint64(GRAM_SHIFT)) | second
        documents = np.repeat(np.arange(texts), np.diff(batch.starts))[at]
        bits = max(1, int(texts).bit_length())
        terms, counts, found, frequencies = _invert(keys, documents, bits)
        return Inverted(terms, counts, found, frequencies), np.bincount(documents, minlength=texts)
