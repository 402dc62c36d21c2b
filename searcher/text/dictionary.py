"""Words with their frequencies as sorted arrays: jieba's dictionary in a form that is mapped, not loaded.

Words are kept by length in UTF-16 code units, packed four units to an integer, so that every window of a text is
looked up by binary search, all windows of one length at once.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from searcher.i18n import _
from searcher.text.arrays import distinct_codes

if TYPE_CHECKING:
    from searcher.text.dictionary_file import CountedWords

Array = npt.NDArray[np.generic]
_SHORT = 4
_FEW_UNITS = 8
_FEW_VALUES = 1 << 20
"""Below so many a table takes less time than a sort."""
_UNIT = np.uint64(16)
FIRST_IDEOGRAPH, LAST_IDEOGRAPH = "一", "鿕"
"""Those that jieba knows."""
SIGNS_IN_BLOCKS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#&._%-"


@functools.cache
def block() -> re.Pattern[str]:
    """What jieba takes as one block to segment; a word with any other character can never be cut out of a text.

    (Made where it is first asked for: so wide a range takes longer than many a query, which is often but ideographs.)
    """
    return re.compile(rf"[{FIRST_IDEOGRAPH}-{LAST_IDEOGRAPH}{re.escape(SIGNS_IN_BLOCKS)}]+")


def code_units(text: str) -> npt.NDArray[np.uint16]:
    """UTF-16 code units of `text`, shape (units,)."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def _pack(units: npt.NDArray[np.uint16], length: int) -> npt.NDArray[np.uint64]:
    """The first min(length, 4) units of every row or window as one integer; order is that of the units."""
    key = units[..., 0].astype(np.uint64)
    for i in range(1, min(length, _SHORT)):
        key = (key << np.uint64(16)) | units[..., i]
    return key


def _ranked(values: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The distinct ones of numbers from 0 on, ascending, and the place of each among them."""
    if int(values.max(initial=0)) >= _FEW_VALUES:
        return np.unique(values, return_inverse=True)
    distinct = distinct_codes(values)
    place = np.zeros(_FEW_VALUES, np.int64)
    place[distinct] = np.arange(len(distinct))
    return distinct, place[values]


class Dictionary:
    """Frequencies of words; `arrays` is what `build` gave, in memory or mapped."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.frequencies = arrays["frequencies"]
        """The distinct ones, ascending."""
        lengths = (int(name.removeprefix("heads")) for name in arrays if name.startswith("heads"))
        self._tables = {
            n: (
                arrays[f"heads{n}"],
                arrays[f"ranks{n}"],
                # Files keep arrays flat.
                arrays[f"tails{n}"].reshape(-1, n - _SHORT) if n > _SHORT else None,
            )
            for n in sorted(lengths)
        }
        self.total = int(arrays["total"][0])

    @staticmethod
    def build(words: Mapping[str, int] | CountedWords, total: int | None = None) -> dict[str, Array]:
        """Arrays of a dictionary of `words` (word to frequency).

        `heads{n}`: sorted first four units of the words of n units; `tails{n}`: their other units, shape
        (words, n - 4); `ranks{n}`: places in `frequencies`; `total`: the sum of all frequencies, one number, or what
        is to count as it.
        """
        from searcher.text.dictionary_file import CountedWords

        given = words if isinstance(words, CountedWords) else CountedWords.of(words)
        codes, lengths, count = given.codes, given.lengths, given.counts
        starts = np.cumsum(lengths) - lengths
        distinct, rank = _ranked(count)
        # What jieba suggests for a word that is as frequent as may be needs one bit more.
        frequencies = distinct.astype(np.uint32 if int(distinct.max(initial=0)) < 1 << 32 else np.uint64)
        rank_type = np.uint16 if len(frequencies) <= 0x10000 else np.uint32
        counted = count.sum() if total is None else total
        arrays: dict[str, Array] = {"frequencies": frequencies}
        outside = np.zeros(0x110000, np.bool_)
        known = np.flatnonzero(np.bincount(codes)) if len(codes) else codes
        outside[known] = [not block().fullmatch(chr(code)) for code in known.tolist()]
        kept = (count > 0) & ~np.logical_or.reduceat(outside[codes], starts) if len(codes) else count > 0
        for n in np.unique(lengths[kept]).tolist():
            of_length = np.flatnonzero(kept & (lengths == n))
            units = codes[starts[of_length][:, None] + np.arange(n)].astype(np.uint16)
            head_type = {1: np.uint16, 2: np.uint32}.get(n, np.uint64)
            heads = _pack(units, n).astype(head_type)
            order = (
                np.lexsort((*units[:, : _SHORT - 1 : -1].T, heads)) if n > _SHORT else np.argsort(heads, kind="stable")
            )
            again = np.flatnonzero(heads[order[1:]] == heads[order[:-1]])
            if n > _SHORT:
                again = again[(units[order[again + 1]] == units[order[again]]).all(axis=1)]
            if len(again):
                # Of a word that stands twice the last counts; jieba's sum has both.
                order = np.delete(order, again)
            arrays[f"heads{n}"] = heads[order]
            arrays[f"ranks{n}"] = rank[of_length][order].astype(rank_type)
            if n > _SHORT:
                arrays[f"tails{n}"] = np.ascontiguousarray(units[order, _SHORT:])
        arrays["total"] = np.array([counted], np.uint64)
        return arrays

    def faults(self) -> Iterator[str]:
        """What is wrong with the arrays, in words: tables must be in order and lead to frequencies."""
        for n, (heads, ranks, tails) in self._tables.items():
            keys = heads.astype(np.uint64)
            steps = keys[1:] >= keys[:-1] if n > _SHORT else keys[1:] > keys[:-1]
            if len(ranks) != len(heads) or (tails is not None and len(tails) != len(heads)):
                yield _("tables of words of {n} units differ in length").format(n=n)
            elif not steps.all():
                yield _("words of {n} units are not in order").format(n=n)
            elif len(ranks) and int(ranks.astype(np.int64).max()) >= len(self.frequencies):
                yield _("a word of {n} units has no frequency").format(n=n)
        if (np.diff(self.frequencies.astype(np.int64)) < 1).any():
            yield _("frequencies are not in order")

    def holds(self, rows: npt.NDArray[np.uint16]) -> npt.NDArray[np.bool_]:
        """Whether each row of code units, shape (n, at most 4), is a word."""
        if rows.shape[1] not in self._tables or not len(rows):
            return np.zeros(len(rows), np.bool_)
        heads = self._tables[rows.shape[1]][0]
        keys = _pack(rows, rows.shape[1]).astype(heads.dtype)
        places = heads.searchsorted(keys)
        places[places == len(heads)] = 0
        found: npt.NDArray[np.bool_] = heads[places] == keys
        return found

    def windows(self, text: str, longest: int | None = None, shortest: int = 1) -> list[tuple[int, int, int]]:
        """Every word that stands anywhere in `text`: (start, length, frequency), in code units, by length."""
        units = code_units(text)
        limit = len(units) if longest is None else min(len(units), longest)
        if limit <= _SHORT and len(units) <= _FEW_UNITS:
            return list(self._few_windows(units.tolist(), shortest, limit))
        found: list[tuple[int, int, int]] = []
        packed = units.astype(np.uint64)
        width = 1
        for n, (heads, ranks, tails) in self._tables.items():
            if n > limit:
                break
            while width < min(n, _SHORT):
                packed = (packed[:-1] << _UNIT) | units[width:]
                width += 1
            if n < shortest:
                continue
            keys = packed[: len(units) - n + 1].astype(heads.dtype)
            places = heads.searchsorted(keys)
            places[places == len(heads)] = 0
            for start in (heads[places] == keys).nonzero()[0].tolist():
                place = int(places[start])
                if tails is not None:
                    tail = units[start + _SHORT : start + n]
                    while place < len(heads) and heads[place] == keys[start] and not np.array_equal(tails[place], tail):
                        place += 1
                    if place == len(heads) or heads[place] != keys[start]:
                        continue
                found.append((start, n, int(self.frequencies[ranks[place]])))
        return found

    def _few_windows(self, units: list[int], shortest: int, longest: int) -> Iterator[tuple[int, int, int]]:
        """The same for words of at most _SHORT units in a few units, which are sooner looked up one by one."""
        for n, (heads, ranks, _tails) in self._tables.items():
            if shortest <= n <= longest:
                for start in range(len(units) - n + 1):
                    key = 0
                    for unit in units[start : start + n]:
                        key = key << 16 | unit
                    place = int(heads.searchsorted(heads.dtype.type(key)))
                    if place < len(heads) and heads.item(place) == key:
                        yield start, n, int(self.frequencies[ranks[place]])

    def frequency(self, word: str) -> int:
        """The frequency of `word`, 0 where it is none."""
        n = len(code_units(word))
        return next((f for start, length, f in self.windows(word) if start == 0 and length == n), 0)

    def tables(self) -> Iterator[tuple[int, npt.NDArray[np.uint16], Array]]:
        """The words by their length in code units, ascending: the length, the units of each word, shape (words,
        length), and the place of its frequency in `frequencies`, shape (words,)."""
        for n, (heads, ranks, tails) in self._tables.items():
            units = np.empty((len(heads), n), np.uint16)
            short = min(n, _SHORT)
            packed = heads.astype("<u8").view("<u2").reshape(-1, 4)
            units[:, :short] = packed[:, short - 1 :: -1]
            if tails is not None:
                units[:, _SHORT:] = tails
            yield n, units, ranks
