"""Numbered records of plain values, kept as JSON in compressed blocks, each found by its number."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.errors import DamagedIndexError
from searcher.i18n import _
from searcher.store.arrays import ArrayFile, ArrayFileWriter

_BLOCK_WEIGHT = 8
_LEVEL = 6
_BLOCKS_KEPT = 64
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def pack(value: Any) -> bytes:
    """A plain value as compressed JSON; lone surrogates, which pages may hold, are kept."""
    return zlib.compress(_encode(value).encode("utf-8", "surrogatepass"), _LEVEL)


def unpack(file: ArrayFile, name: str, data: bytes) -> Any:
    """The inverse of `pack`, for data of an array of a file. Raises DamagedIndexError."""
    try:
        return json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    except (ValueError, zlib.error) as error:
        raise DamagedIndexError(file.path, _("{name} cannot be unpacked").format(name=name)) from error


class RecordsWriter:
    """Collects records; `write` puts them under three arrays: NAME (blocks), NAME.ends and NAME.first."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._first: list[int] = [0]
        self._pending: list[Any] = []
        self._weight = 0

    def add(self, record: Any, weight: int = 1) -> None:
        """Append one record; a block holds some 8 of weight 1."""
        self._pending.append(record)
        self._weight += weight
        if self._weight >= _BLOCK_WEIGHT:
            self._close_block()

    def add_blocks(self, records: Records) -> None:
        """Append all records of another file as they are packed there."""
        self._close_block()
        base = self._first[-1]
        self._blocks.extend(records.packed())
        self._first.extend(base + first for first in records.firsts[1:])

    def _close_block(self) -> None:
        if self._pending:
            self._blocks.append(pack(self._pending))
            self._first.append(self._first[-1] + len(self._pending))
            self._pending, self._weight = [], 0

    def write(self, writer: ArrayFileWriter, name: str) -> None:
        """Write what was collected into an array file."""
        self._close_block()
        writer.add(name, np.frombuffer(b"".join(self._blocks), np.uint8))
        writer.add(f"{name}.ends", np.cumsum(np.array([len(b) for b in self._blocks], np.int64)).astype(np.uint64))
        writer.add(f"{name}.first", np.array(self._first, np.uint32))


class Records:
    """Reads records; the last few blocks are kept unpacked."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file, self._name = file, name
        self._ends: npt.NDArray[Any] = file[f"{name}.ends"]
        self._first: npt.NDArray[Any] = file[f"{name}.first"]
        self._block = lru_cache(maxsize=_BLOCKS_KEPT)(self._unpack)

    def __len__(self) -> int:
        return int(self._first[-1])

    @property
    def firsts(self) -> list[int]:
        """The number of the first record of each block, and at the end of all."""
        numbers: list[int] = self._first.tolist()
        return numbers

    def packed(self) -> Iterator[bytes]:
        """The blocks as they are kept."""
        start = 0
        for end in self._ends.tolist():
            yield self._file.view(self._name, start, end).tobytes()
            start = end

    def _unpack(self, block: int) -> list[Any]:
        start = int(self._ends[block - 1]) if block else 0
        data = self._file.view(self._name, start, int(self._ends[block])).tobytes()
        records: list[Any] = unpack(self._file, self._name, data)
        return records

    def __getitem__(self, number: int) -> Any:
        block = bisect_right(self._first, number) - 1
        return self._block(block)[number - int(self._first[block])]

    def __iter__(self) -> Iterator[Any]:
        for block in range(len(self._ends)):
            yield from self._unpack(block)
