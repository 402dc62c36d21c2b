"""A Whoosh codec over array files: `ix.writer(codec=SearcherCodec())`, for any Whoosh schema.

A segment is two files, each checksummed and mapped (see `arrays`): what belongs to its documents, and its inverted
index. Nothing in them is pickled, so that opening one runs no code of whoever wrote it, and a flipped bit is a
DamagedIndexError that names the file.

What is not ours is Whoosh's table of contents: `whoosh.index` keeps the schema and the list of segments of *its*
indexes by pickle, and a schema, which holds analyzers, may be of any classes. So an index that
`whoosh.index.create_in` made must come from someone trusted, whatever its codec. The program's own index has no such
file; it is opened through its manifest (`searcher.store.whoosh_index`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.codec import base

from searcher.store.whoosh_codec import documents
from searcher.store.whoosh_codec.documents import DocumentsReader, DocumentsWriter
from searcher.store.whoosh_codec.terms import TermsWriter, open_terms


class SearcherCodec(base.Codec):  # type: ignore[misc]
    """Writes and reads Whoosh segments as array files."""

    def per_document_writer(self, storage: Any, segment: Any) -> DocumentsWriter:
        """Writes what belongs to documents."""
        return DocumentsWriter(storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> TermsWriter:
        """Writes postings."""
        return TermsWriter(storage, segment)

    def per_document_reader(self, storage: Any, segment: Any) -> DocumentsReader:
        """Reads what belongs to documents. Raises DamagedIndexError."""
        return DocumentsReader(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> Any:
        """Reads postings. Raises DamagedIndexError."""
        return open_terms(storage, segment)

    def supports_columns(self) -> bool:
        """Yes."""
        return True

    @staticmethod
    def column_filename(segment: Any, fieldname: str) -> str:
        """Where Whoosh's `add_sortable` puts a column of a finished segment."""
        return documents.column_filename(segment, fieldname)

    def new_segment(self, storage: Any, indexname: str) -> SearcherSegment:
        """A segment without documents."""
        return SearcherSegment(indexname)


class SearcherSegment(base.Segment):  # type: ignore[misc]
    """A segment as Whoosh's table of contents lists it: its name, how many documents it has, which are deleted."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self._documents = 0
        self._deleted: set[int] = set()

    def codec(self) -> SearcherCodec:
        """The codec that reads it."""
        return SearcherCodec()

    def should_assemble(self) -> bool:
        """No: an array file is mapped as it is."""
        return False

    def set_doc_count(self, doccount: int) -> None:
        """Say how many documents it has."""
        self._documents = doccount

    def doc_count_all(self) -> int:
        """All documents."""
        return self._documents

    def deleted_count(self) -> int:
        """How many are deleted."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        """The deleted documents, ascending."""
        return iter(sorted(self._deleted))

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a document as deleted, or as not deleted."""
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return docnum in self._deleted
