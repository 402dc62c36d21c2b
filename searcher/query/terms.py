"""The terms of an index with their counts: found by how they begin, in characters or in pinyin.

A term is a word that stands in a text: as the index cuts it, or two neighbouring characters that the index's
dictionary knows as a word. The tables are made when they are first asked for; after that a prefix is answered in a few
milliseconds.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.results.counted import TermCount
from searcher.store.analyzer import Analyzer
from searcher.store.segment import Segment
from searcher.text.arrays import GRAM_SHIFT, as_text, code_points, running_sum
from searcher.text.pinyin import Fit, Reading, Readings, typed_pinyin

Array = npt.NDArray[Any]
_SECOND = np.uint64((1 << GRAM_SHIFT) - 1)
_LATIN_END = 0x80
_CODES = 0x10000
"""Code points that pinyin is looked up for; what is beyond is rare in words."""


class Grams:
    """All pairs of neighbouring characters in the texts, and how many paragraphs hold each.

    `keys`: first code point << 21 | second, ascending, shape (n,); `counts`: those of paragraphs no longer in the index
    too, shape (n,).
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        runs = [segment.field("text").gram_run() for segment in segments]
        keys = np.concatenate([np.asarray(run.terms, np.uint64) for run in runs] or [np.empty(0, np.uint64)])
        counts = np.concatenate([run.counts for run in runs] or [np.empty(0, np.int64)]).astype(np.int64)
        if len(runs) > 1:
            keys, place = np.unique(keys, return_inverse=True)
            counts = np.bincount(place, counts, len(keys)).astype(np.int64)
        paired = (keys & _SECOND) > 0
        self.keys: Array = keys[paired]
        self.counts: Array = counts[paired]

    def pairs(self) -> tuple[Array, Array]:
        """The first and the second code point of each, shape (n,)."""
        return (self.keys >> np.uint64(GRAM_SHIFT)).astype(np.uint32), (self.keys & _SECOND).astype(np.uint32)


class Vocabulary:
    """The terms of the texts of all segments of one generation."""

    def __init__(self, segments: Sequence[Segment], analyzer: Analyzer) -> None:
        self._segments, self.analyzer = segments, analyzer

    @functools.cached_property
    def grams(self) -> Grams:
        """The pairs of characters in the texts."""
        return Grams(self._segments)

    @functools.cached_property
    def counts(self) -> dict[str, int]:
        """Every term, ascending, with how many paragraphs have it as a word, those no longer in the index too."""
        first, second = self.grams.pairs()
        plain = np.flatnonzero((first < _CODES) & (second < _CODES))
        rows = np.stack([first[plain], second[plain]], axis=1).astype(np.uint16)
        words = plain[self.analyzer.dictionary.holds(rows)]
        text = as_text(np.stack([first[words], second[words]], axis=1).ravel())
        counts = {text[2 * i : 2 * i + 2]: count for i, count in enumerate(self.grams.counts[words].tolist())}
        for segment in self._segments:
            run = segment.field("text").word_run()
            for word, count in zip(run.terms, run.counts.tolist(), strict=True):
                counts[word] = counts.get(word, 0) + count
        counts.update(self._pairs_alone(first, second, counts))
        return dict(sorted(counts.items()))

    def _pairs_alone(self, first: Array, second: Array, counts: Mapping[str, int]) -> dict[str, int]:
        """Pairs of Latin letters or digits that must be words, since more paragraphs hold them than have longer words
        with them inside: the index does not tell the two apart."""
        plain = np.flatnonzero((first < _LATIN_END) & (second < _LATIN_END))
        rest = {
            chr(a) + chr(b): count
            for a, b, count in zip(
                first[plain].tolist(), second[plain].tolist(), self.grams.counts[plain].tolist(), strict=True
            )
        }
        for word, count in counts.items():
            if len(word) > 2 and word.isascii():
                for pair in {word[i : i + 2] for i in range(len(word) - 1)}:
                    if pair in rest:
                        rest[pair] -= count
        return {pair: count for pair, count in rest.items() if count > 0}

    @functools.cached_property
    def _terms(self) -> list[str]:
        return list(self.counts)

    @functools.cached_property
    def _frequencies(self) -> Array:
        """What terms are ranked by before they are counted; a character stands in more paragraphs than have it as a
        word, so it is ranked by the pairs that begin with it."""
        frequencies = np.fromiter(self.counts.values(), np.int64, len(self.counts))
        first, _ = self.grams.pairs()
        codes, starts = np.unique(first, return_index=True)
        in_pairs = dict(zip(as_text(codes), np.add.reduceat(self.grams.counts, starts).tolist(), strict=True))
        for place, term in enumerate(self._terms):
            if len(term) == 1:
                frequencies[place] = max(int(frequencies[place]), in_pairs.get(term, 0))
        return frequencies

    @functools.cached_property
    def _columns(self) -> _Columns:
        return _Columns(self._terms)

    @functools.cached_property
    def readings(self) -> Readings:
        """How the characters of the texts are read."""
        return Readings(set("".join(self._terms)))

    def count(self, term: str) -> int:
        """How many paragraphs hold a folded, non-empty string exactly."""
        return sum(len(segment.field("text").exact(term)) for segment in self._segments)

    def starting(self, prefix: str, limit: int) -> tuple[TermCount, ...]:
        """The terms that begin with `prefix`, at most `limit`, those that more paragraphs have as a word first.

        Latin letters are read as pinyin too, of which each syllable may be cut down to its initial and the last one be
        unfinished; the less abbreviated a term is, the earlier it comes. Counts are exact.
        """
        folded = self.analyzer.fold(prefix)
        found: list[tuple[int, int, str]] = []
        for cost, term in self._beginning(folded):
            if len(found) >= limit:
                break
            # What stands only in paragraphs that are no longer in the index is no term of it.
            if count := self.count(term):
                found.append((cost, -count, term))
        return tuple(TermCount(term, -count) for _, count, term in sorted(found))

    def _beginning(self, folded: str) -> Iterator[tuple[int, str]]:
        """The terms that begin so with what it costs to read the prefix so, the lowest cost first, then by frequency.
        An unusual reading of a character costs 1 more."""
        readings = self._readings(folded)
        places, reading_of = self._places(folded, readings)
        costs = np.array([0, *(reading.cost for reading in readings)])[reading_of]
        unusual: list[tuple[int, str]] = []
        for at in np.lexsort((-self._frequencies[places], costs)).tolist():
            cost, term, number = int(costs[at]), self._terms[int(places[at])], int(reading_of[at])
            while unusual and unusual[0][0] < cost:
                yield unusual.pop(0)
            fit = self.readings.fit(term, readings[number - 1].units) if number else Fit.USUAL
            if fit is Fit.USUAL:
                yield cost, term
            elif fit is Fit.UNUSUAL:
                unusual.append((cost + 1, term))
        yield from unusual

    def read_as(self, typed: str) -> list[str]:
        """The terms that folded Latin letters stand for, read as pinyin in full, those that more hold first."""
        found: set[str] = set()
        for reading in self._readings(typed):
            if reading.whole:
                terms = (self._terms[place] for place in self._columns.whole(reading, self.readings).tolist())
                found.update(term for term in terms if self.readings.fit(term, reading.units) is Fit.USUAL)
        return sorted(found, key=lambda term: (-self.counts[term], term))

    def _readings(self, typed: str) -> list[Reading]:
        return self.readings.readings(typed) if typed_pinyin(typed) else []

    def _places(self, folded: str, readings: Sequence[Reading]) -> tuple[Array, Array]:
        """Places of the terms that begin so, and for each the number of the reading by which it does, from 1 on; 0 for
        those that begin with these characters."""
        reading_of = np.full(len(self._terms), -1, np.int16)
        for number, reading in reversed(list(enumerate(readings, 1))):
            reading_of[self._columns.starting(reading, self.readings)] = number
        reading_of[bisect_left(self._terms, folded) : bisect_left(self._terms, folded + "\U0010ffff")] = 0
        places = np.flatnonzero(reading_of >= 0)
        return places, reading_of[places]


class _Columns:
    """The first characters of all terms, a column a place, so that what may stand there is asked of all at once."""

    _WIDTH = 8

    def __init__(self, terms: Sequence[str]) -> None:
        lengths = np.fromiter(map(len, terms), np.int64, len(terms))
        codes = code_points("".join(terms))
        starts = running_sum(lengths)[:-1]
        self._lengths = lengths
        self._columns = []
        for place in range(self._WIDTH):
            column = np.zeros(len(terms), np.uint16)
            long = np.flatnonzero(lengths > place)
            code = codes[starts[long] + place]
            column[long] = np.where(code < _CODES, code, 0)
            self._columns.append(column)

    def starting(self, reading: Reading, readings: Readings) -> Array:
        """Places of the terms whose first characters may be read so; beyond _WIDTH they are not looked at."""
        found: Array | None = None
        for column, unit in zip(self._columns, reading.units, strict=False):
            able = np.zeros(_CODES, np.bool_)
            codes = code_points(readings.characters(unit))
            able[codes[codes < _CODES]] = True
            found = np.flatnonzero(able[column]) if found is None else found[able[column[found]]]
        if found is None:
            return np.empty(0, np.int64)
        long_enough: Array = found[self._lengths[found] >= len(reading.units)]
        return long_enough

    def whole(self, reading: Reading, readings: Readings) -> Array:
        """Those that have no further character."""
        found = self.starting(reading, readings)
        whole: Array = found[self._lengths[found] == len(reading.units)]
        return whole
