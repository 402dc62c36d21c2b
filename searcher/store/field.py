"""One searchable field in a segment: its postings, and its folded text in codes to prove an exact string by.

Arrays, all under the field's name:

    grams.first, grams.group   first code points, ascending; where the grams of each begin, (first + 1,)
    grams.alphabet             second code points, ascending; 0: the first character ends a run
    grams.second               of each gram, the place of its second code point there, ascending within a group
    grams.postings             the postings of all grams (see `postings`), with their sizes (see `sizes`)
    words, words.sizes         the words in UTF-8, ascending; the bytes of each
    words.postings             as for grams
    length                     letters, digits and ideographs of each document
    text, text.sizes           the codes of all documents, each ended by 0x00; the bytes of each
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from searcher.store import postings
from searcher.store.arrays import ArrayFileWriter, narrow
from searcher.store.sizes import write_sizes
from searcher.text.arrays import GRAM_SHIFT, running_sum, spread

Array = npt.NDArray[Any]
_AT_ONCE = 1_000_000
"""Postings that one thread encodes at once."""
_THREADS = 2
_DROPPED = np.uint32(0xFFFFFFFF)


class Run(Protocol):
    """Sorted terms with their postings: of a spilled batch, or of a segment."""

    @property
    def terms(self) -> Array | list[str]:
        """Ascending."""

    @property
    def counts(self) -> Array:
        """Postings of each term, shape (terms,)."""

    def postings(self, first: int, last: int) -> tuple[Array, Array]:
        """Documents and frequencies of the terms [first, last)."""


def _unite(runs: Sequence[Run]) -> tuple[Array | list[str], list[Array]]:
    """All terms of the runs, ascending, and the place of each run's terms among them."""
    if len(runs) == 1:
        return runs[0].terms, [np.arange(len(runs[0].terms))]
    if all(isinstance(run.terms, list) for run in runs):
        words = sorted({word for run in runs for word in run.terms})
        place = {word: i for i, word in enumerate(words)}
        return words, [np.fromiter(map(place.__getitem__, run.terms), np.int64, len(run.terms)) for run in runs]
    keys = np.sort(np.concatenate([np.asarray(run.terms, np.uint64) for run in runs]), kind="stable")
    keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys
    return keys, [np.searchsorted(keys, np.asarray(run.terms, np.uint64)) for run in runs]


class _Merge:
    """The postings of several runs as one, in ranges of terms that fit in memory.

    `renumber[i]` gives the new number of every document of run i, negative where it is dropped.
    """

    def __init__(self, runs: Sequence[Run], renumber: Sequence[Array], width: int) -> None:
        self._runs, self._width = runs, width
        # Negative numbers become _DROPPED.
        self._renumber = [numbers.astype(np.uint32) for numbers in renumber]
        self.terms, self._places = _unite(runs)
        total = np.zeros(len(self.terms), np.int64)
        for run, places in zip(runs, self._places, strict=True):
            total[places] += run.counts
        self._total = total
        self.counts = np.zeros(len(self.terms), np.int64)
        self.ends = np.zeros(len(self.terms), np.int64)

    def pieces(self) -> Iterator[Array]:
        """The encoded postings, range by range; fills `counts` and `ends` on the way."""
        # numpy lets other threads run while it works through an array.
        with ThreadPoolExecutor(_THREADS) as threads:
            ahead: deque[Future[Array]] = deque()
            for first, last in self._ranges():
                ahead.append(threads.submit(self._encoded, first, last))
                if len(ahead) > _THREADS:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        np.cumsum(self.ends, out=self.ends)

    def _ranges(self) -> Iterator[tuple[int, int]]:
        """Ranges of terms, [first, last), with about so many postings as can be had in memory."""
        sums = np.cumsum(self._total)
        first = 0
        while first < len(sums):
            before = int(sums[first - 1]) if first else 0
            last = max(first + 1, int(np.searchsorted(sums, before + _AT_ONCE, "right")))
            yield first, last
            first = last

    def _encoded(self, first: int, last: int) -> Array:
        """The encoded postings of the terms [first, last); `ends` gets the length of each."""
        documents, frequencies, counts = self._range(first, last)
        self.counts[first:last] = counts
        present = counts > 0
        blob, ends = postings.encode(counts[present], documents, frequencies, self._width)
        self.ends[first:last][present] = np.diff(ends, prepend=0)
        return blob

    def _range(self, first: int, last: int) -> tuple[Array, Array, Array]:
        """Documents, frequencies and counts of the terms [first, last); the runs follow one another in documents."""
        totals = self._total[first:last]
        starts = running_sum(totals)
        documents = np.empty(int(starts[-1]), np.uint32)
        frequencies = np.empty(len(documents), np.uint8)
        # Where the next run's postings of each term go.
        at = starts[:-1]
        for run, places, renumber in zip(self._runs, self._places, self._renumber, strict=True):
            a, b = np.searchsorted(places, [first, last]).tolist()
            terms, counts = places[a:b] - first, run.counts[a:b]
            sums = running_sum(counts)
            to = np.repeat(at[terms] - sums[:-1], counts) + np.arange(int(sums[-1]))
            old, often = run.postings(a, b)
            documents[to], frequencies[to] = renumber[old], often
            at[terms] += counts
        kept = documents != _DROPPED
        if kept.all():
            return documents, frequencies, totals
        terms = np.repeat(np.arange(last - first), totals)[kept]
        return documents[kept], frequencies[kept], np.bincount(terms, minlength=last - first)


def write_grams(writer: ArrayFileWriter, name: str, runs: Sequence[Run], renumber: Sequence[Array], width: int) -> None:
    """Merge the grams of runs into a field."""
    merge = _Merge(runs, renumber, width)
    writer.add_pieces(f"{name}.grams.postings", merge.pieces(), np.uint8)
    kept = merge.counts > 0
    keys = np.asarray(merge.terms, np.uint64)[kept]
    first = (keys >> np.uint64(GRAM_SHIFT)).astype(np.uint32)
    second = (keys & np.uint64((1 << GRAM_SHIFT) - 1)).astype(np.uint32)
    group = np.flatnonzero(np.diff(first, prepend=first[:1] + 1)) if len(first) else first
    writer.add(f"{name}.grams.first", first[group])
    writer.add(f"{name}.grams.group", np.append(group, len(first)).astype(np.uint32))
    # Numbers of characters need two bytes where code points may need four.
    alphabet = np.array(sorted(set(second.tolist())), np.uint32)
    writer.add(f"{name}.grams.alphabet", alphabet)
    writer.add(f"{name}.grams.second", narrow(np.searchsorted(alphabet, second)))
    write_sizes(writer, f"{name}.grams.postings", np.diff(merge.ends[kept], prepend=0))


def write_words(writer: ArrayFileWriter, name: str, runs: Sequence[Run], renumber: Sequence[Array], width: int) -> None:
    """Merge the words of runs into a field."""
    merge = _Merge(runs, renumber, width)
    writer.add_pieces(f"{name}.words.postings", merge.pieces(), np.uint8)
    kept = merge.counts > 0
    words = [
        word.encode("utf-8", "surrogatepass") for word, keep in zip(merge.terms, kept.tolist(), strict=True) if keep
    ]
    writer.add(f"{name}.words", np.frombuffer(b"".join(words), np.uint8))
    writer.add(f"{name}.words.sizes", narrow(np.array([len(w) for w in words], np.int64)))
    write_sizes(writer, f"{name}.words.postings", np.diff(merge.ends[kept], prepend=0))


def write_texts(writer: ArrayFileWriter, name: str, fields: Sequence[Any], keep: Sequence[Array]) -> None:
    """Write the coded texts of fields of parts, of the documents to keep, in order."""

    def pieces() -> Iterator[Array]:
        for field, kept in zip(fields, keep, strict=True):
            codes, starts = field.coded_texts()
            if len(kept) == len(starts) - 1:
                yield codes
            else:
                sums = running_sum((starts[1:] - starts[:-1])[kept])
                yield codes[spread(starts[:-1][kept] - sums[:-1], sums, np.arange(int(sums[-1])))]

    writer.add_pieces(f"{name}.text", pieces(), np.uint8)
    sizes = [np.diff(field.text_starts)[kept] for field, kept in zip(fields, keep, strict=True)]
    writer.add(f"{name}.text.sizes", narrow(np.concatenate(sizes)))


def write_lengths(writer: ArrayFileWriter, name: str, lengths: Sequence[Array]) -> None:
    """Write how many letters, digits and ideographs each document has."""
    writer.add(f"{name}.length", narrow(np.concatenate(lengths).astype(np.int64)))
