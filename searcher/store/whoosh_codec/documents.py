"""What a segment keeps of each document: stored fields, lengths, columns, vectors.

Arrays of the file, besides those of the columns:

    stored                 records of the stored fields (see `values`)
    about                  JSON: documents, total field lengths, and the names of the fields by number
    length.NUMBER          length of a field in each document, shape (documents,)
    vector.NUMBER.first    the first item of each document's vector, (documents + 1,)
    vector.NUMBER.terms, vector.NUMBER.at
                           the terms of all vectors in UTF-8; where each begins, (items + 1,)
    vector.NUMBER.weight   weight of each item, (items,); and payloads (see `payloads`)
"""

from __future__ import annotations

import itertools
import json
from array import array
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec import base

from searcher.store.arrays import ArrayFileWriter
from searcher.store.records import Records, RecordsWriter
from searcher.store.whoosh_codec import values
from searcher.store.whoosh_codec.columns import ColumnsWriter, read_column
from searcher.store.whoosh_codec.matcher import ArrayMatcher
from searcher.store.whoosh_codec.payloads import PayloadReader, PayloadWriter, narrow, starts_of
from searcher.store.whoosh_codec.storage import StoredArrays, write_arrays

EXTENSION = ".documents"
COLUMN_EXTENSION = ".column"
"""Of the files that Whoosh's `add_sortable` puts beside a segment; they are Whoosh's own and bear no checksum."""


def column_filename(segment: Any, fieldname: str) -> str:
    """Name of the file of a column that was added to a finished segment."""
    return str(segment.make_filename(f".{fieldname}{COLUMN_EXTENSION}"))


class _VectorWriter:
    """The vectors of one field while they are written."""

    def __init__(self, format: Any) -> None:
        self.payloads = PayloadWriter(format)
        self.documents = array("q")
        self.sizes = array("q")
        self.terms: list[bytes] = []
        self.weights = array("f")

    def add(self, document: int, items: Iterable[tuple[str, float, bytes]]) -> None:
        before = len(self.terms)
        for text, weight, payload in items:
            self.terms.append(text.encode("utf-8", "surrogatepass"))
            self.weights.append(weight)
            self.payloads.add(payload)
        self.documents.append(document)
        self.sizes.append(len(self.terms) - before)

    def write(self, writer: ArrayFileWriter, prefix: str, documents: int) -> None:
        sizes = np.zeros(documents, np.int64)
        sizes[np.array(self.documents)] = np.array(self.sizes)
        writer.add(f"{prefix}first", narrow(starts_of(sizes)))
        writer.add(f"{prefix}terms", np.frombuffer(b"".join(self.terms), np.uint8))
        writer.add(f"{prefix}at", narrow(starts_of(np.array(list(map(len, self.terms)), np.int64))))
        writer.add(f"{prefix}weight", np.array(self.weights, np.float32))
        self.payloads.write(writer, prefix)


class DocumentsWriter(base.PerDocumentWriter):  # type: ignore[misc]
    """Whoosh's writer of what belongs to a document. The file is made by `close`."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage, self._segment = storage, segment
        self._stored = RecordsWriter()
        self._columns = ColumnsWriter()
        self._lengths: dict[str, tuple[array[int], array[int]]] = {}
        self._vectors: dict[str, _VectorWriter] = {}
        self._count = 0
        # Of the current document, its stored values encoded; nothing is kept of one that is cancelled.
        self._fields: dict[str, Any] | None = None
        self._field_lengths: dict[str, int] = {}
        self._column_values: list[tuple[str, Any, Any]] = []
        self._vector_items: list[tuple[str, Any, list[tuple[str, float, bytes]]]] = []
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        """Begin the next document."""
        if self._fields is not None:
            raise ValueError("start_doc was called inside a document")
        if docnum != self._count:
            raise ValueError(f"document {docnum} was started where {self._count} comes next")
        self._fields = {}

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        """Store a value (None: nothing) and a length of the current document. Raises UsageError (see `values`)."""
        assert self._fields is not None
        if value is not None:
            self._fields[fieldname] = values.encode(value)
        if length:
            self._field_lengths[fieldname] = length

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        """Set the current document's value of a column."""
        self._column_values.append((fieldname, columnobj, value))

    def add_vector_items(self, fieldname: str, fieldobj: Any, items: Any) -> None:
        """Add the current document's vector: (text, weight, payload), in order."""
        self._vector_items.append((fieldname, fieldobj.vector, list(items)))

    def finish_doc(self) -> None:
        """End the current document."""
        assert self._fields is not None
        self._stored.add(self._fields)
        for name, length in self._field_lengths.items():
            documents, lengths = self._lengths.setdefault(name, (array("q"), array("q")))
            documents.append(self._count)
            lengths.append(length)
        for name, column, value in self._column_values:
            self._columns.add(name, column, self._count, value)
        for name, format, items in self._vector_items:
            if name not in self._vectors:
                self._vectors[name] = _VectorWriter(format)
            self._vectors[name].add(self._count, items)
        self._count += 1
        self.cancel_doc()

    def cancel_doc(self) -> None:
        """Forget the current document."""
        self._fields = None
        self._field_lengths, self._column_values, self._vector_items = {}, [], []

    def close(self) -> None:
        """Write the file."""
        if self._fields is not None:
            self.finish_doc()
        write_arrays(self._storage, self._segment.make_filename(EXTENSION), self._write)
        self.is_closed = True

    def _write(self, writer: ArrayFileWriter) -> None:
        self._stored.write(writer, "stored")
        names = self._columns.write(writer, self._count)
        totals = {}
        for number, (name, (documents, lengths)) in enumerate(self._lengths.items()):
            column = np.zeros(self._count, np.int64)
            column[np.array(documents)] = np.array(lengths)
            writer.add(f"length.{number}", narrow(column))
            totals[name] = int(column.sum())
        for number, vector in enumerate(self._vectors.values()):
            vector.write(writer, f"vector.{number}.", self._count)
        about = {
            "documents": self._count,
            "lengths": totals,
            "columns": names,
            "vectors": list(self._vectors),
        }
        writer.add("about", np.frombuffer(json.dumps(about).encode(), np.uint8))


class DocumentsReader(base.PerDocumentReader):  # type: ignore[misc]
    """Whoosh's reader of what belongs to a document. Deletions are the segment's."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage, self._segment = storage, segment
        self._arrays = StoredArrays(storage, segment.make_filename(EXTENSION))
        self._file = self._arrays.file
        about = json.loads(self._file["about"].tobytes())
        self._documents = int(about["documents"])
        self._totals: dict[str, int] = about["lengths"]
        self._length_numbers = {name: i for i, name in enumerate(self._totals)}
        self._column_numbers = {name: i for i, name in enumerate(about["columns"])}
        self._vector_numbers = {name: i for i, name in enumerate(about["vectors"])}
        self._stored = Records(self._file, "stored")
        self._beside: dict[str, Any] = {}

    def close(self) -> None:
        """Let the files go."""
        for file in self._beside.values():
            file.close()
        self._beside.clear()
        self._arrays.close()

    def doc_count(self) -> int:
        """Documents that are not deleted."""
        return self._documents - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        """All documents."""
        return self._documents

    def has_deletions(self) -> bool:
        """Whether any document is deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        """The deleted documents."""
        return iter(self._segment.deleted_docs())

    # Columns

    def supports_columns(self) -> bool:
        """Yes."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether the segment has a column for a field."""
        return fieldname in self._column_numbers or bool(
            self._storage.file_exists(column_filename(self._segment, fieldname))
        )

    def list_columns(self) -> list[str]:
        """Names of the columns that were written with the segment."""
        return list(self._column_numbers)

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """Reads a column."""
        number = self._column_numbers.get(fieldname)
        if number is not None:
            return read_column(self._file, number, column, self._documents)
        name = column_filename(self._segment, fieldname)
        if fieldname not in self._beside:
            self._beside[fieldname] = self._storage.open_file(name)
        return column.reader(self._beside[fieldname], 0, self._storage.file_length(name), self._documents)

    # Lengths

    def _lengths(self, fieldname: str) -> npt.NDArray[Any] | None:
        number = self._length_numbers.get(fieldname)
        return None if number is None else self._file[f"length.{number}"]

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Length of a field in a document, exact; `default` where it has none."""
        lengths = self._lengths(fieldname)
        return default if lengths is None else int(lengths[docnum]) or default

    def field_length(self, fieldname: str) -> int:
        """Length of a field in all documents together."""
        return self._totals.get(fieldname, 0)

    def min_field_length(self, fieldname: str) -> int:
        """The least length of a field; 0 where a document does not have it."""
        lengths = self._lengths(fieldname)
        return 0 if lengths is None or not len(lengths) else int(lengths.min())

    def max_field_length(self, fieldname: str) -> int:
        """The greatest length of a field."""
        lengths = self._lengths(fieldname)
        return 0 if lengths is None or not len(lengths) else int(lengths.max())

    # Vectors

    def _vector_range(self, docnum: int, fieldname: str) -> tuple[str, int, int]:
        number = self._vector_numbers.get(fieldname)
        if number is None:
            return "", 0, 0
        prefix = f"vector.{number}."
        first = self._file[f"{prefix}first"]
        return prefix, int(first[docnum]), int(first[docnum + 1])

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Whether a document has a vector of a field."""
        _, first, last = self._vector_range(docnum, fieldname)
        return first < last

    def vector(self, docnum: int, fieldname: str, format_: Any) -> ArrayMatcher:
        """A document's vector: a matcher whose ids are terms. Raises KeyError where there is none."""
        prefix, first, last = self._vector_range(docnum, fieldname)
        if first == last:
            raise KeyError(f"document {docnum} has no vector of field {fieldname}")
        at = self._file.view(f"{prefix}at", first, last + 1).astype(np.int64)
        text = self._file.view(f"{prefix}terms", int(at[0]), int(at[-1])).tobytes()
        places = (at - at[0]).tolist()
        terms = [text[a:b].decode("utf-8", "surrogatepass") for a, b in itertools.pairwise(places)]
        payloads = PayloadReader(self._file, prefix, format_)
        weights = self._file.view(f"{prefix}weight", first, last)
        return ArrayMatcher(terms, weights, lambda: payloads.of(first, last), format=format_)

    # Stored fields

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The stored fields of a document."""
        return values.decode_fields(self._stored[docnum])
