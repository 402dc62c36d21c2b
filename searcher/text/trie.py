"""A dictionary as a trie in hash tables, so that the words in many texts are looked up by arrays.

Words of one code unit stand in an array by unit. For those of more, each depth has a table of its transitions: from the
node of the first units and the next unit to the node of both. Tables are open: a key lies at its hash or at the next
free slot after it, and so many slots are free that most keys, and most of what is none, are told at the first look.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.text.dictionary import Dictionary

Array = npt.NDArray[Any]
Found = tuple[int, Array, Array]
"""Words of one length in a text: the length, where they begin, and their weights."""
UNITS = 0x10000
NO_UNIT = 1
"""Stands in a text for what no word can hold."""
_SLOTS_A_KEY = 3
_UNIT = np.uint64(16)
_WORD, _NODE = 32, (1 << 32) - 1
"""A value is the number of a word, shifted by so many bits, and that of a node; 0 for none."""


class _Table:
    """Keys above 0, each with a value."""

    def __init__(self, keys: Array, values: npt.NDArray[np.int64]) -> None:
        """`keys`: each once; `values`: of each, the same shape."""
        bits = max(4, (_SLOTS_A_KEY * len(keys) - 1).bit_length())
        self._last = (1 << bits) - 1
        # Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4): the upper bits of a product.
        width = 8 * keys.dtype.itemsize
        self._factor = keys.dtype.type(0x9E3779B1 if width == 32 else 0x9E3779B97F4A7C15)
        self._shift = keys.dtype.type(width - bits)
        self._keys = np.zeros(1 << bits, keys.dtype)
        self._values = np.zeros(1 << bits, np.int64)
        slots, left = self._hashed(keys), np.arange(len(keys))
        while len(left):
            at, of = slots[left], keys[left]
            free = self._keys[at] == 0
            # Of several keys at one slot the last stays.
            self._keys[at[free]] = of[free]
            settled = self._keys[at] == of
            left = left[~settled]
            slots[left] = (slots[left] + 1) & self._last
        self._values[slots] = values

    def _hashed(self, keys: Array) -> npt.NDArray[np.int64]:
        hashed = keys * self._factor
        hashed >>= self._shift
        slots: npt.NDArray[np.int64] = hashed.astype(np.int64)
        return slots

    def find(self, keys: Array) -> tuple[Array, Array]:
        """The places in `keys`, all above 0, of those that are here, in no order, and the value of each."""
        slots = self._hashed(keys)
        # Faster than indices that are checked; no slot is out of range.
        met = self._keys.take(slots, mode="wrap")
        found = np.flatnonzero(met == keys)
        places, at = [found], [slots[found]]
        left = np.flatnonzero((met != keys) & (met != 0))
        while len(left):
            slot = (slots[left] + 1) & self._last
            slots[left] = slot
            of, met = keys[left], self._keys[slot]
            found = np.flatnonzero(met == of)
            places.append(left[found])
            at.append(slot[found])
            left = left[(met != of) & (met != 0)]
        return np.concatenate(places), self._values.take(np.concatenate(at), mode="wrap")


def _united(keys: Array) -> tuple[Array, Array]:
    """The distinct ones of keys, ascending, and the place of each of `keys` among them."""
    # A stable sort merges what is in order already, as the words of one length are.
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    first = np.ones(len(keys), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    places = np.empty(len(keys), np.int64)
    places[order] = np.cumsum(first) - 1
    return ordered[first], places


class Trie:
    """The words of a dictionary.

    The weight of a word is the logarithm of its share in all frequencies; what is no word counts as if met once.
    """

    def __init__(self, dictionary: Dictionary) -> None:
        log_total = log(dictionary.total)
        # Of math's logarithm, as jieba's: numpy's may differ in the last bit.
        self._weights = np.array([0.0, *(log(f or 1) - log_total for f in dictionary.frequencies.tolist())])
        self._single = np.full(UNITS, log(1) - log_total)
        self._only_begins = np.zeros(UNITS, np.bool_)
        """Whether a unit begins words and is none."""
        tables = {n: (units, ranks) for n, units, ranks in dictionary.tables()}
        for units, _ranks in tables.values():
            self._only_begins[units[:, 0]] = True
        if 1 in tables:
            units, ranks = tables.pop(1)
            self._single[units[:, 0]] = self._weights[ranks.astype(np.int64) + 1]
            self._only_begins[units[:, 0]] = False
        self.longest = max(tables, default=1)
        """Code units that a word has at most."""
        self._depths: list[_Table] = []
        node_of = {n: units[:, 0].astype(np.uint64) for n, (units, _) in tables.items()}
        for depth in range(2, self.longest + 1):
            longer = [n for n in tables if n >= depth]
            keys = [(node_of[n] << _UNIT) | tables[n][0][:, depth - 1] for n in longer]
            distinct, own = _united(np.concatenate(keys))
            words, nodes = np.zeros(len(distinct), np.int32), np.zeros(len(distinct), np.int32)
            ends = np.cumsum([len(of_length) for of_length in keys])
            for n, end, of_length in zip(longer, ends.tolist(), keys, strict=True):
                at = own[end - len(of_length) : end]
                if n == depth:
                    words[at] = tables[n][1].astype(np.int32) + 1
                else:
                    nodes[at] = at + 1
                    node_of[n] = (at + 1).astype(np.uint64)
            values = (words.astype(np.int64) << _WORD) | nodes
            self._depths.append(_Table(distinct.astype(np.uint32) if depth == 2 else distinct, values))

    def words(self, units: npt.NDArray[np.uint16]) -> list[Found]:
        """Every word of two or more code units that stands anywhere in `units`, which are above 0: by length,
        ascending, those of one length in no order."""
        out: list[Found] = []
        keys = (units[:-1].astype(np.uint32) << np.uint32(16)) | units[1:]
        starts = np.arange(0)
        for length, table in enumerate(self._depths, 2):
            places, values = table.find(keys)
            starts = places if length == 2 else starts[places]
            nodes = values & _NODE
            whole = np.flatnonzero(values > _NODE)
            out.append((length, starts[whole], self._weights[values[whole] >> _WORD]))
            inside = np.flatnonzero((nodes != 0) & (starts < len(units) - length))
            if not len(inside):
                break
            starts = starts[inside]
            keys = (nodes[inside].astype(np.uint64) << _UNIT) | units[starts + length]
        return out

    def singles(self, units: npt.NDArray[np.uint16], words: Sequence[Found]) -> Array:
        """The weight of each of `units` alone, shape (units,); `words`: those in `units`.

        What is no word stands alone only where no word begins, as in jieba: elsewhere its weight is minus infinity.
        """
        weights = self._single[units]
        odd = np.flatnonzero(self._only_begins[units])
        if len(odd):
            begun = np.zeros(len(units), np.bool_)
            for _length, starts, _weights in words:
                begun[starts] = True
            weights[odd[begun[odd]]] = -np.inf
        return weights
