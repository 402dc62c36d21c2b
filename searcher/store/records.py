"""Numbered records of bytes, compressed in blocks, each found by its number."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.errors import DamagedIndexError
from searcher.store.arrays import ArrayFile, ArrayFileWriter

_BLOCK = 8192
_LEVEL = 6


class RecordsWriter:
    """Collects records; `write` puts them under three arrays: NAME (blocks), NAME.ends and NAME.first."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._first: list[int] = [0]
        self._pending: list[bytes] = []
        self._pending_size = 0
        self._count = 0

    def add(self, record: bytes) -> None:
        """Append one record; it must hold no line feed."""
        self._pending.append(record)
        self._pending_size += len(record) + 1
        self._count += 1
        if self._pending_size >= _BLOCK:
            self._close_block()

    def add_all(self, records: Iterable[bytes]) -> None:
        """Append several records."""
        for record in records:
            self.add(record)

    def _close_block(self) -> None:
        if self._pending:
            self._blocks.append(zlib.compress(b"\n".join(self._pending), _LEVEL))
            self._first.append(self._count)
            self._pending, self._pending_size = [], 0

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
        self._block = lru_cache(maxsize=64)(self._unpack)

    def __len__(self) -> int:
        return int(self._first[-1])

    def _unpack(self, block: int) -> list[bytes]:
        start = int(self._ends[block - 1]) if block else 0
        data = self._file.view(self._name, start, int(self._ends[block]))
        try:
            return zlib.decompress(data.tobytes()).split(b"\n")
        except zlib.error as error:
            raise DamagedIndexError(self._file.path, f"a block of {self._name} cannot be unpacked") from error

    def __getitem__(self, number: int) -> bytes:
        block = int(self._first.searchsorted(number, "right")) - 1
        return self._block(block)[number - int(self._first[block])]

    def __iter__(self) -> Iterator[bytes]:
        for block in range(len(self._ends)):
            yield from self._unpack(block)
