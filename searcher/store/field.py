"""One searchable field in a segment: its postings, and its folded text in codes to prove an exact string by.

Arrays, all under the field's name:

    grams.first, grams.group   first code points, ascending; where the grams of each begin, (first + 1,)
    grams.second               second code points, ascending within a group; 0: the character ends a run
    grams.ends, grams.postings where the postings of each gram end; the bytes of all
    words, words.at            the words in UTF-8, ascending; where each ends
    words.ends, words.postings as for grams
    length                     letters, digits and ideographs of each document
    text, text.at              the codes of all documents, each ended by 0x00; where each begins, (documents + 1,)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from searcher.store import postings
from searcher.store.arrays import ArrayFileWriter
from searcher.text.bulk import GRAM_SHIFT, Inverted, running_sum, spread

Array = npt.NDArray[Any]
_AT_ONCE = 2_000_000


class Run(Protocol):
    """Sorted terms with their postings: a batch in memory, or a segment on disk."""

    @property
    def terms(self) -> Array | list[str]:
        """Ascending."""

    @property
    def counts(self) -> Array:
        """Postings of each term, shape (terms,)."""

    def postings(self, first: int, last: int) -> tuple[Array, Array]:
        """Documents and frequencies of the terms [first, last)."""


class MemoryRun:
    """A run over an inverted batch."""

    def __init__(self, inverted: Inverted) -> None:
        self._inverted = inverted
        self._starts = running_sum(inverted.counts)

    @property
    def terms(self) -> Array | list[str]:
        """Ascending."""
        return self._inverted.terms

    @property
    def counts(self) -> Array:
        """Postings of each term."""
        return self._inverted.counts

    def postings(self, first: int, last: int) -> tuple[Array, Array]:
        """Documents and frequencies of the terms [first, last)."""
        part = slice(int(self._starts[first]), int(self._starts[last]))
        return self._inverted.documents[part], self._inverted.frequencies[part]


def _unite(runs: Sequence[Run]) -> tuple[Array | list[str], list[Array]]:
    """All terms of the runs, ascending, and the place of each run's terms among them."""
    if len(runs) == 1:
        return runs[0].terms, [np.arange(len(runs[0].terms))]
    if all(isinstance(run.terms, list) for run in runs):
        words = sorted({word for run in runs for word in run.terms})
        place = {word: i for i, word in enumerate(words)}
        return words, [np.fromiter(map(place.__getitem__, run.terms), np.int64, len(run.terms)) for run in runs]
    keys = np.unique(np.concatenate([np.asarray(run.terms, np.uint64) for run in runs]))
    return keys, [np.searchsorted(keys, np.asarray(run.terms, np.uint64)) for run in runs]


class _Merge:
    """The postings of several runs as one, in ranges of terms that fit in memory.

    `renumber[i]` gives the new number of every document of run i, negative where it is dropped.
    """

    def __init__(self, runs: Sequence[Run], renumber: Sequence[Array], width: int) -> None:
        self._runs, self._renumber, self._width = runs, renumber, width
        self.terms, self._places = _unite(runs)
        total = np.zeros(len(self.terms), np.int64)
        for run, places in zip(runs, self._places, strict=True):
            total[places] += run.counts
        self._total = total
        self.counts = np.zeros(len(self.terms), np.int64)
        self.ends = np.zeros(len(self.terms), np.int64)

    def pieces(self) -> Iterator[Array]:
        """The encoded postings, range by range; fills `counts` and `ends` on the way."""
        sums = np.cumsum(self._total)
        first, written = 0, 0
        while first < len(sums):
            before = int(sums[first - 1]) if first else 0
            last = max(first + 1, int(np.searchsorted(sums, before + _AT_ONCE, "right")))
            documents, frequencies, counts = self._range(first, last)
            self.counts[first:last] = counts
            present = counts > 0
            blob, ends = postings.encode(counts[present], documents, frequencies, self._width)
            lengths = np.zeros(last - first, np.int64)
            lengths[present] = np.diff(ends, prepend=0)
            self.ends[first:last] = written + np.cumsum(lengths)
            written += len(blob)
            first = last
            yield blob

    def _range(self, first: int, last: int) -> tuple[Array, Array, Array]:
        if len(self._runs) == 1:
            parts = [self._part(0, first, last)]
            terms, documents, frequencies = parts[0]
        else:
            parts = [self._part(i, first, last) for i in range(len(self._runs))]
            terms, documents, frequencies = (np.concatenate(list(columns)) for columns in zip(*parts, strict=True))
            # The runs follow one another in documents, and a stable sort keeps that order within a term.
            order = np.argsort(terms, kind="stable")
            terms, documents, frequencies = terms[order], documents[order], frequencies[order]
        return documents, frequencies, np.bincount(terms, minlength=last - first)

    def _part(self, i: int, first: int, last: int) -> tuple[Array, Array, Array]:
        run, places, renumber = self._runs[i], self._places[i], self._renumber[i]
        a, b = np.searchsorted(places, [first, last]).tolist()
        documents, frequencies = run.postings(a, b)
        terms = np.repeat(places[a:b] - first, run.counts[a:b])
        numbers = renumber[documents]
        kept = numbers >= 0
        if kept.all():
            return terms, numbers, frequencies
        return terms[kept], numbers[kept], frequencies[kept]


def _offsets(values: Array) -> Array:
    return values.astype(np.uint32 if not len(values) or int(values.max()) < 1 << 32 else np.uint64)


def write_grams(writer: ArrayFileWriter, name: str, runs: Sequence[Run], renumber: Sequence[Array], width: int) -> None:
    """Merge the grams of runs into a field."""
    merge = _Merge(runs, renumber, width)
    writer.add_pieces(f"{name}.grams.postings", merge.pieces(), np.uint8)
    kept = merge.counts > 0
    keys = np.asarray(merge.terms, np.uint64)[kept]
    first = (keys >> np.uint64(GRAM_SHIFT)).astype(np.uint32)
    second = (keys & np.uint64((1 << GRAM_SHIFT) - 1)).astype(np.uint32)
    firsts, group = np.unique(first, return_index=True)
    writer.add(f"{name}.grams.first", firsts.astype(np.uint32))
    writer.add(f"{name}.grams.group", np.append(group, len(first)).astype(np.uint32))
    writer.add(
        f"{name}.grams.second", second.astype(np.uint16) if not len(second) or second.max() < 1 << 16 else second
    )
    writer.add(f"{name}.grams.ends", _offsets(merge.ends[kept]))


def write_words(writer: ArrayFileWriter, name: str, runs: Sequence[Run], renumber: Sequence[Array], width: int) -> None:
    """Merge the words of runs into a field."""
    merge = _Merge(runs, renumber, width)
    writer.add_pieces(f"{name}.words.postings", merge.pieces(), np.uint8)
    kept = merge.counts > 0
    words = [
        word.encode("utf-8", "surrogatepass") for word, keep in zip(merge.terms, kept.tolist(), strict=True) if keep
    ]
    writer.add(f"{name}.words", np.frombuffer(b"".join(words), np.uint8))
    writer.add(f"{name}.words.at", _offsets(running_sum(np.array([len(w) for w in words], np.int64))))
    writer.add(f"{name}.words.ends", _offsets(merge.ends[kept]))


def write_texts(writer: ArrayFileWriter, name: str, texts: Sequence[tuple[Array, Array, Array]]) -> None:
    """Write coded texts, each given as codes, starts (documents + 1,) and the numbers of the documents to keep."""

    def pieces() -> Iterator[Array]:
        for codes, starts, keep in texts:
            if len(keep) == len(starts) - 1:
                yield codes[int(starts[0]) : int(starts[-1])]
            else:
                sizes = (starts[1:] - starts[:-1])[keep]
                sums = running_sum(sizes)
                yield codes[spread(starts[:-1][keep].astype(np.int64) - sums[:-1], sums, np.arange(int(sums[-1])))]

    writer.add_pieces(f"{name}.text", pieces(), np.uint8)
    sizes = [np.diff(starts.astype(np.int64))[keep] for _, starts, keep in texts]
    writer.add(f"{name}.text.at", _offsets(running_sum(np.concatenate(sizes) if sizes else np.empty(0, np.int64))))


def write_lengths(writer: ArrayFileWriter, name: str, lengths: Sequence[Array]) -> None:
    """Write how many letters, digits and ideographs each document has."""
    joined = np.concatenate(lengths) if lengths else np.empty(0, np.int64)
    small = not len(joined) or int(joined.max()) < 1 << 16
    writer.add(f"{name}.length", joined.astype(np.uint16 if small else np.uint32))
