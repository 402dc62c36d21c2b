"""Whoosh's columns in an array file.

A column writes and reads its bytes by Whoosh's own code. Two of Whoosh's columns pickle; their place is taken by
columns that hold the same values and do not.
"""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from whoosh import columns
from whoosh.compat import BytesIO
from whoosh.filedb.structfile import BufferFile, StructFile

from searcher.errors import UsageError
from searcher.store.arrays import ArrayFile, ArrayFileWriter
from searcher.store.whoosh_codec import values


class JsonColumn(columns.WrappedColumn):  # type: ignore[misc]
    """Any value that `values` knows, as JSON in a column of bytes. A document without a value has None."""

    class Writer(columns.WrappedColumnWriter):  # type: ignore[misc]
        """Writes values."""

        def add(self, docnum: int, value: Any) -> None:
            """Set the value of a document."""
            self._child.add(docnum, b"" if value is None else values.to_bytes(value))

    class Reader(columns.WrappedColumnReader):  # type: ignore[misc]
        """Reads values."""

        def __getitem__(self, docnum: int) -> Any:
            data = self._child[docnum]
            return values.from_bytes(data) if data else None

        def __iter__(self) -> Any:
            return (values.from_bytes(data) if data else None for data in self._child)

        def sort_key(self, docnum: int) -> Any:
            """The value itself."""
            return self[docnum]

    def default_value(self, reverse: bool = False) -> Any:
        """None."""
        return None


class CompressedColumn(columns.CompressedBytesColumn):  # type: ignore[misc]
    """Bytes, compressed one by one; empty where a document has none."""

    _default = b""

    class Reader(columns.CompressedBytesColumn.Reader):  # type: ignore[misc]
        """Reads bytes. A document without a value has nothing to decompress."""

        def __iter__(self) -> Any:
            return (self[docnum] for docnum in range(self._doccount))


def without_pickle(column: Any) -> Any:
    """The column itself, or the one that is kept in its place."""
    if isinstance(column, columns.PickleColumn):
        return JsonColumn(without_pickle(column._child))
    if isinstance(column, columns.CompressedBlockColumn):
        return CompressedColumn()
    if isinstance(column, columns.WrappedColumn):
        kept = copy.copy(column)
        kept._child = without_pickle(column._child)
        return kept
    return column


class _MemoryFile(StructFile):  # type: ignore[misc]
    """Where a column writes to; it is no place to pickle into."""

    def __init__(self, name: str) -> None:
        super().__init__(BytesIO(), name=name)

    def write_pickle(self, obj: Any, protocol: int = -1) -> None:
        """Refuse. Raises UsageError."""
        raise UsageError(f"{self._name}: this kind of column is kept by pickle and cannot be used with this codec")


class ColumnsWriter:
    """The columns of a segment while it is written."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Any, _MemoryFile]] = {}

    def add(self, name: str, column: Any, document: int, value: Any) -> None:
        """Set the value of a document in a column, which is made when it is first met."""
        if name not in self._open:
            file = _MemoryFile(name)
            self._open[name] = without_pickle(column).writer(file), file
        self._open[name][0].add(document, value)

    def write(self, writer: ArrayFileWriter, documents: int) -> list[str]:
        """Write every column under `column.NUMBER`; returns their names by number."""
        for number, (column, file) in enumerate(self._open.values()):
            column.finish(documents)
            writer.add(f"column.{number}", np.frombuffer(file.file.getvalue(), np.uint8))
        return list(self._open)


def read_column(file: ArrayFile, number: int, column: Any, documents: int) -> Any:
    """A reader of a column."""
    data = file[f"column.{number}"].tobytes()
    return without_pickle(column).reader(BufferFile(data, name=f"column {number}"), 0, len(data), documents)
