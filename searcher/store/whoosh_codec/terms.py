"""The inverted index of a segment.

Arrays of the file:

    about                JSON: names of the fields by number, and how each one's payloads are kept
    NUMBER.terms, NUMBER.at
                         the terms of a field, ascending; where each begins, (terms + 1,)
    NUMBER.first         the first posting of each term, (terms + 1,)
    NUMBER.ends, NUMBER.postings
                         where the documents of each term end; the bytes of all (see `store.postings`)
    NUMBER.weight        weight of each posting, (postings,); not there where all are 1
    NUMBER.total, NUMBER.greatest
                         sum and greatest of the weights of each term, (terms,)
    NUMBER.shortest, NUMBER.longest
                         least and greatest length of the field where a term stands, (terms,)

and payloads under `NUMBER.` (see `payloads`).
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import formats
from whoosh.codec import base
from whoosh.reading import TermInfo

from searcher.store import postings
from searcher.store.arrays import ArrayFile, ArrayFileWriter
from searcher.store.whoosh_codec.lexicon import LexiconTermsReader
from searcher.store.whoosh_codec.matcher import ArrayMatcher
from searcher.store.whoosh_codec.payloads import PayloadReader, PayloadWriter, narrow, starts_of
from searcher.store.whoosh_codec.storage import StoredArrays, write_arrays

EXTENSION = ".terms"
Array = npt.NDArray[Any]
_WIDTH = 4
"""Bytes of a document number: the number of documents is not known yet when the first postings come."""


class _FieldPostings:
    """The postings of one field while they are written."""

    def __init__(self, format: Any) -> None:
        self.format = type(format).__name__
        self.payloads = PayloadWriter(format)
        self.terms: list[bytes] = []
        self.counts = array("q")
        self.documents = array("q")
        self.weights = array("f")
        self.lengths = array("q")

    def start_term(self, term: bytes) -> None:
        self.terms.append(term)
        self.counts.append(0)

    def add(self, document: int, weight: float, payload: bytes, length: int) -> None:
        self.counts[-1] += 1
        self.documents.append(document)
        self.weights.append(weight)
        self.lengths.append(length or 0)
        self.payloads.add(payload)

    def write(self, writer: ArrayFileWriter, prefix: str) -> None:
        counts = np.array(self.counts, np.int64)
        documents = np.array(self.documents, np.int64)
        weights = np.array(self.weights, np.float32)
        lengths = np.array(self.lengths, np.int64)
        first = starts_of(counts)
        writer.add(f"{prefix}terms", np.frombuffer(b"".join(self.terms), np.uint8))
        writer.add(f"{prefix}at", narrow(starts_of(np.array(list(map(len, self.terms)), np.int64))))
        writer.add(f"{prefix}first", narrow(first))
        blob, ends = postings.encode(counts, documents, np.ones(len(documents), np.int64), _WIDTH)
        writer.add(f"{prefix}postings", blob)
        writer.add(f"{prefix}ends", narrow(ends))
        if (weights != 1).any():
            writer.add(f"{prefix}weight", weights)
        starts = first[:-1]
        # A length of 0 is none, and no bound.
        known = np.where(lengths > 0, lengths, np.iinfo(np.int64).max)
        least = np.minimum.reduceat(known, starts) if len(starts) else known
        writer.add(f"{prefix}total", np.add.reduceat(weights.astype(np.float64), starts) if len(starts) else weights)
        writer.add(f"{prefix}greatest", np.maximum.reduceat(weights, starts) if len(starts) else weights)
        writer.add(f"{prefix}shortest", narrow(np.where(least == np.iinfo(np.int64).max, 0, least)))
        writer.add(f"{prefix}longest", narrow(np.maximum.reduceat(lengths, starts) if len(starts) else lengths))
        self.payloads.write(writer, prefix)


class TermsWriter(base.FieldWriter):  # type: ignore[misc]
    """Whoosh's writer of postings, which come sorted by field and term. The file is made by `close`."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage, self._segment = storage, segment
        self._fields: dict[str, _FieldPostings] = {}
        self._field: _FieldPostings | None = None
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """Begin a field, or go on with it."""
        self._field = self._fields.setdefault(fieldname, _FieldPostings(fieldobj.format))

    def start_term(self, text: bytes) -> None:
        """Begin a term."""
        if self._field is None:
            raise ValueError("start_term was called outside a field")
        self._field.start_term(text)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        """Add a posting to the current term."""
        assert self._field is not None
        self._field.add(docnum, weight, vbytes, length)

    def finish_term(self) -> None:
        """End the current term."""

    def finish_field(self) -> None:
        """End the current field."""
        if self._field is None:
            raise ValueError("finish_field was called outside a field")
        self._field = None

    def close(self) -> None:
        """Write the file."""
        write_arrays(self._storage, self._segment.make_filename(EXTENSION), self._write)
        self.is_closed = True

    def _write(self, writer: ArrayFileWriter) -> None:
        for number, field in enumerate(self._fields.values()):
            field.write(writer, f"{number}.")
        about = {"fields": {name: field.format for name, field in self._fields.items()}}
        writer.add("about", np.frombuffer(json.dumps(about).encode(), np.uint8))


class FieldLexicon:
    """The terms of one field of a segment (a `lexicon.Lexicon`). `format` names the format it was written with."""

    def __init__(self, file: ArrayFile, number: int, name: str, format: str) -> None:
        self._file, self._prefix, self._name = file, f"{number}.", name
        self._written_format = format

    @cached_property
    def _at(self) -> Array:
        return self._file[f"{self._prefix}at"]

    @cached_property
    def _text(self) -> Array:
        return self._file[f"{self._prefix}terms"]

    @cached_property
    def _first(self) -> Array:
        return self._file[f"{self._prefix}first"]

    def _term(self, place: int) -> bytes:
        return self._text[int(self._at[place]) : int(self._at[place + 1])].tobytes()

    def _seek(self, term: bytes) -> int:
        """The place of the first term that is not less."""
        low, high = 0, len(self._at) - 1
        while low < high:
            middle = (low + high) // 2
            if self._term(middle) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def _find(self, term: bytes) -> int:
        place = self._seek(term)
        return place if place < len(self._at) - 1 and self._term(place) == term else -1

    def __contains__(self, term: bytes) -> bool:
        return self._find(term) >= 0

    def terms_from(self, term: bytes) -> Iterator[bytes]:
        """The terms from this one on, ascending."""
        for place in range(self._seek(term), len(self._at) - 1):
            yield self._term(place)

    def _documents(self, place: int) -> Array:
        ends = self._file[f"{self._prefix}ends"]
        start = int(ends[place - 1]) if place else 0
        blob = self._file.view(f"{self._prefix}postings", start, int(ends[place]))
        return postings.decode(blob, _WIDTH)[0]

    def info(self, term: bytes) -> TermInfo | None:
        """Statistics of a term."""
        place = self._find(term)
        if place < 0:
            return None
        documents = self._documents(place)

        def of(name: str) -> Any:
            return self._file[self._prefix + name][place].item()

        return TermInfo(
            weight=of("total"),
            df=len(documents),
            minlength=of("shortest"),
            maxlength=of("longest"),
            maxweight=of("greatest"),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def matcher(self, term: bytes, format: Any, scorer: Any) -> Any:
        """The postings of a term."""
        place = self._find(term)
        first, last = int(self._first[place]), int(self._first[place + 1])
        weight = f"{self._prefix}weight"
        written = self._format(format)
        payloads = PayloadReader(self._file, self._prefix, written)
        return ArrayMatcher(
            self._documents(place),
            self._file.view(weight, first, last) if weight in self._file else None,
            lambda: payloads.of(first, last),
            format=written,
            term=(self._name, term),
            scorer=scorer,
            terminfo=self.info(term) if scorer else None,
        )

    def _format(self, asked: Any) -> Any:
        """The format to read payloads by: the one that they were written with, whatever the schema says now."""
        if type(asked).__name__ == self._written_format:
            return asked
        return getattr(formats, self._written_format, type(asked))()


def open_terms(storage: Any, segment: Any) -> TermsReader:
    """Open the inverted index of a segment."""
    return TermsReader(StoredArrays(storage, segment.make_filename(EXTENSION)))


class TermsReader(LexiconTermsReader):
    """Whoosh's reader of terms, over a file that it closes."""

    def __init__(self, arrays: StoredArrays) -> None:
        self._arrays = arrays
        fields = json.loads(arrays.file["about"].tobytes())["fields"]
        super().__init__({name: FieldLexicon(arrays.file, i, name, f) for i, (name, f) in enumerate(fields.items())})

    def close(self) -> None:
        """Let the file go."""
        self._arrays.close()
