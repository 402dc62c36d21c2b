"""Segmentation by arrays: the words of many texts at once, without a string for any of them.

The words are those of `MappedSegmenter`. Between two characters that no word of the dictionary spans the most probable
route is cut in any case. What lies between two such cuts, most often one to four characters, has a route of its own,
and the routes of all are found together: first the best from their last characters on, then from the last but one.

jieba adds up logarithms from the end of a block on, and where two routes are as good its sums decide by their last
bits. Such blocks, some in a million characters, are cut one character after the other as jieba does; so are routes of
more characters than one finds in a newspaper.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.text.arrays import as_text, code_points, running_sum, spread
from searcher.text.dictionary import FIRST_IDEOGRAPH, LAST_IDEOGRAPH, SIGNS_IN_BLOCKS, Dictionary
from searcher.text.trie import NO_UNIT, UNITS, Found, Trie
from searcher.text.words import Cut

Array = npt.NDArray[Any]
Marks = npt.NDArray[np.bool_]
Segmenter = Callable[[Array], npt.NDArray[np.int64]]
"""From an array of code points to the places where words and signs begin."""
_AT_ONCE = 400_000
"""Characters of a piece that is cut at once."""
_IN_ORDER_AT_ONCE = 20_000
"""Characters whose words are in memory as lists at once: a user's words may begin 64 at a character."""
_LONGEST_ROUTE = 60
_NEAR = 1e-6
"""Difference of logarithms that rounding cannot make, in a block of at most _AT_ONCE characters."""


class ArraySegmenter:
    """Cuts arrays of texts by a dictionary."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._trie = Trie(dictionary)
        self._in_block = np.zeros(UNITS, np.bool_)
        self._in_block[ord(FIRST_IDEOGRAPH) : ord(LAST_IDEOGRAPH) + 1] = True
        self._in_block[list(map(ord, SIGNS_IN_BLOCKS))] = True
        self._is_letter = np.zeros(UNITS, np.bool_)
        self._is_letter[[code for code in range(128) if chr(code).isalnum()]] = True

    def __call__(self, text: str) -> list[str]:
        """The words of a text and the signs between them: joined, they are the text."""
        bounds = [*self.starts(code_points(text)).tolist(), len(text)]
        return [text[a:b] for a, b in itertools.pairwise(bounds)]

    def starts(self, codes: Array) -> npt.NDArray[np.int64]:
        """Where each word and sign of an array of code points begins."""
        units = codes.astype(np.uint16)
        units[(codes >= UNITS) | (codes == 0)] = NO_UNIT
        begins = np.ones(len(codes), np.bool_)
        first = 0
        while first < len(units):
            last = self._end_of_piece(units, first)
            piece = slice(first, last)
            (self._cut_as_jieba if last - first > _AT_ONCE else self._cut)(units[piece], begins[piece])
            first = last
        # Letters and digits that are words by themselves stay together.
        alone = begins & self._is_letter[units]
        alone[:-1] &= begins[1:]
        begins[1:] &= ~(alone[1:] & alone[:-1])
        return np.flatnonzero(begins)

    def _end_of_piece(self, units: Array, first: int) -> int:
        """Where a piece that begins at `first` ends: behind the last of _AT_ONCE characters that is in no block; where
        there is none, with the block."""
        if len(units) - first <= _AT_ONCE:
            return len(units)
        for at in range(first, len(units), _AT_ONCE):
            outside = np.flatnonzero(~self._in_block[units[at : at + _AT_ONCE]])
            if len(outside):
                return at + int(outside[-1]) + 1 if at == first else at + int(outside[0])
        return len(units)

    def _cut(self, units: Array, begins: Marks) -> None:
        """Mark where the words of a piece begin."""
        words = self._trie.words(units)
        spanned = np.zeros(len(units) + 1, np.bool_)
        for length, starts, _weights in words:
            for i in range(1, length):
                spanned[starts + i] = True
        cuts = np.flatnonzero(~spanned)
        sizes = np.diff(cuts)
        several = sizes > 1
        routes, sizes = cuts[:-1][several], sizes[several]
        begins[:] = ~spanned[:-1]
        steps, doubtful = self._steps(units, words, routes, sizes)
        at, ends = routes, routes + sizes
        while len(at):
            at = at + steps[at]
            inside = at < ends
            at, ends = at[inside], ends[inside]
            begins[at] = True
        doubtful = np.concatenate([doubtful, routes[sizes > _LONGEST_ROUTE]])
        if len(doubtful):
            outside = np.concatenate([[-1], np.flatnonzero(~self._in_block[units]), [len(units)]])
            ends = np.unique(outside.searchsorted(doubtful))
            first, last = outside[ends - 1] + 1, outside[ends]
            # Their blocks, each with a sign at its end.
            sums = running_sum(last - first + 1)
            places = spread(first - sums[:-1], sums, np.arange(int(sums[-1])))
            blocks = units.take(places, mode="clip")
            blocks[sums[1:] - 1] = NO_UNIT
            begins_again = np.empty(len(blocks), np.bool_)
            self._cut_as_jieba(blocks, begins_again)
            kept = np.flatnonzero(blocks != NO_UNIT)
            begins[places[kept]] = begins_again[kept]

    def _steps(self, units: Array, words: Sequence[Found], routes: Array, sizes: Array) -> tuple[Array, Array]:
        """Of every character on a route the length of the best word that begins there, shape (units,); and where there
        is another as good. `routes`: where each begins, `sizes`: its characters."""
        ends = (routes + sizes)[np.argsort(np.minimum(sizes, 255).astype(np.uint8), kind="stable")[::-1]]
        longest = min(int(sizes.max(initial=0)), _LONGEST_ROUTE)
        # Of the routes of so many characters at least, the character that is so far from the end.
        turns = [ends[: int(np.count_nonzero(sizes >= far))] - far for far in range(1, longest + 1)]
        # What is farther has no turn.
        far_from_end = np.zeros(len(units), np.uint8)
        for far, at in enumerate(turns, 1):
            far_from_end[at] = far
        found = [(length, *_by_turn(far_from_end[at], longest, at, weights)) for length, at, weights in words]
        singles = self._trie.singles(units, words)
        steps = np.ones(len(units), np.uint8)
        best = np.empty(len(units), np.float64)
        doubtful = [routes[:0]]
        for far, at in enumerate(turns, 1):
            sums = singles[at]
            if far > 1:
                sums += best[at + 1]
            best[at] = sums
            for length, bounds, starts, weights in found:
                if bounds[far] == bounds[far + 1]:
                    continue
                turn = slice(bounds[far], bounds[far + 1])
                at, sums = starts[turn], weights[turn]
                if length < far:
                    sums = sums + best[at + length]
                more = sums - best[at]
                # Of equal ones jieba takes the longer.
                better = np.flatnonzero(more >= 0)
                best[at[better]] = sums[better]
                steps[at[better]] = length
                near = np.abs(more) < _NEAR
                if near.any():
                    doubtful.append(at[near])
        return steps, np.concatenate(doubtful)

    def _cut_as_jieba(self, units: Array, begins: Marks) -> None:
        """The same for blocks, each from its end on, so that sums are the same to the last bit."""
        best = array("d", [0.0]) * (len(units) + 1)
        steps = array("L", [1]) * len(units)
        for last in range(len(units), 0, -_IN_ORDER_AT_ONCE):
            first = max(0, last - _IN_ORDER_AT_ONCE)
            around = units[first : last + self._trie.longest - 1]
            words = self._trie.words(around)
            words_at: list[list[tuple[int, float]]] = [[] for _ in range(first, last)]
            for length, starts, weights in words:
                within = np.flatnonzero(starts < last - first)
                for start, weight in zip(starts[within].tolist(), weights[within].tolist(), strict=True):
                    words_at[start].append((length, weight))
            singles = np.where(self._in_block[around], self._trie.singles(around, words), np.nan).tolist()
            for i in range(last - 1, first - 1, -1):
                most, step = singles[i - first] + best[i + 1], 1
                for length, weight in words_at[i - first]:
                    value = weight + best[i + length]
                    if value >= most:
                        most, step = value, length
                # Sums begin anew at what is in no block.
                best[i], steps[i] = most if most == most else 0.0, step
        begins[:] = False
        at = 0
        while at < len(units):
            begins[at] = True
            at += steps[at]


def _by_turn(far: Array, longest: int, *columns: Array) -> tuple[Any, ...]:
    """Columns in the order of how far each row is from the end, and where each of the distances up to `longest` begins
    (and the one after it), shape (longest + 2,)."""
    order = np.argsort(far, kind="stable")
    bounds = far[order].searchsorted(np.arange(longest + 2)).tolist()
    return (bounds, *(column[order] for column in columns))


def one_by_one(cut: Cut) -> Segmenter:
    """A segmenter by a way to cut texts."""

    def starts(codes: Array) -> npt.NDArray[np.int64]:
        return running_sum(np.fromiter(map(len, cut(as_text(codes))), np.int64))[:-1]

    return starts
