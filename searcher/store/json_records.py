"""Numbered records of plain values, each as JSON, found by its number.

For small records that are asked for one at a time: to unpack a block of them would take several times as long as to
read one. Arrays: NAME (the JSON of all, one after the other) and its sizes (see `sizes`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.errors import DamagedIndexError
from searcher.i18n import _
from searcher.store.arrays import ArrayFile, ArrayFileWriter
from searcher.store.sizes import read_starts, write_sizes
from searcher.text.arrays import running_sum, spread

Array = npt.NDArray[Any]
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().raw_decode


def write_json_records(writer: ArrayFileWriter, name: str, records: Iterable[Any]) -> None:
    """Write records; lone surrogates, which pages may hold, are kept."""
    packed = [_encode(record).encode("utf-8", "surrogatepass") for record in records]
    writer.add(name, np.frombuffer(b"".join(packed), np.uint8))
    write_sizes(writer, name, np.array([len(record) for record in packed], np.int64))


def merge_json_records(writer: ArrayFileWriter, name: str, parts: Sequence[JsonRecords], kept: Sequence[Array]) -> None:
    """Write the records of several files as one; `kept`: the numbers of those to keep of each, ascending."""

    def pieces() -> Iterator[Array]:
        for part, numbers in zip(parts, kept, strict=True):
            if len(numbers) == len(part):
                yield part.packed
            else:
                sums = running_sum(np.diff(part.starts)[numbers])
                yield part.packed[spread(part.starts[numbers] - sums[:-1], sums, np.arange(int(sums[-1])))]

    writer.add_pieces(name, pieces(), np.uint8)
    write_sizes(
        writer, name, np.concatenate([np.diff(part.starts)[numbers] for part, numbers in zip(parts, kept, strict=True)])
    )


class JsonRecords:
    """Reads records."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file, self._name = file, name
        self.starts = read_starts(file, name)
        """Where each record begins, in bytes, shape (records + 1,)."""
        self._base, self.size = file.span(name)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def packed(self) -> Array:
        """The records as they are kept."""
        return self._file[self._name]

    def __getitem__(self, number: int) -> Any:
        start, end = self._base + self.starts.item(number), self._base + self.starts.item(number + 1)
        self._file.verify(start, end)
        try:
            # Written without blanks around it, which `decode` would look for.
            text = self._file.mapped[start:end].decode("utf-8", "surrogatepass")
            value, stop = _decode(text)
            if stop != len(text):
                raise ValueError
        except ValueError as error:
            raise DamagedIndexError(self._file.path, _("{name} cannot be unpacked").format(name=self._name)) from error
        return value

    def __iter__(self) -> Iterator[Any]:
        return map(self.__getitem__, range(len(self)))
