"""Sorted terms of fields, behind Whoosh's terms reader and cursor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound


class Lexicon(Protocol):
    """The terms of one field, in the order of their bytes."""

    def __contains__(self, term: bytes) -> bool:
        """Whether a document holds the term."""

    def terms_from(self, term: bytes) -> Iterator[bytes]:
        """The terms from this one on, ascending."""

    def info(self, term: bytes) -> TermInfo | None:
        """Statistics of a term; None where there is no such term."""

    def matcher(self, term: bytes, format: Any, scorer: Any) -> Any:
        """The postings of a term that is there."""


class LexiconTermsReader(base.TermsReader):  # type: ignore[misc]
    """Whoosh's terms reader over a lexicon a field."""

    def __init__(self, lexicons: Mapping[str, Lexicon]) -> None:
        self._lexicons = lexicons

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field, text = term
        lexicon = self._lexicons.get(field)
        return lexicon is not None and text in lexicon

    def cursor(self, fieldname: str, fieldobj: Any) -> Any:
        """A cursor over the terms of a field."""
        lexicon = self._lexicons.get(fieldname)
        return base.EmptyCursor() if lexicon is None else LexiconCursor(lexicon, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Every (field, term)."""
        for field in sorted(self._lexicons):
            for term in self._lexicons[field].terms_from(b""):
                yield field, term

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Every (field, term) from this one on, over the fields that follow too."""
        for field in sorted(self._lexicons):
            if field >= fieldname:
                for term in self._lexicons[field].terms_from(prefix if field == fieldname else b""):
                    yield field, term

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every (field, term) with its statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The same from a term on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Statistics of a term. Raises TermNotFound."""
        lexicon = self._lexicons.get(fieldname)
        info = lexicon.info(text) if lexicon is not None else None
        if info is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return info

    def frequency(self, fieldname: str, text: bytes) -> float:
        """The sum of the weights of a term's postings; 0 where there is no such term."""
        return float(self.term_info(fieldname, text).weight()) if (fieldname, text) in self else 0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many documents hold a term."""
        return int(self.term_info(fieldname, text).doc_frequency()) if (fieldname, text) in self else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        """The postings of a term. Raises TermNotFound."""
        if (fieldname, text) not in self:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return self._lexicons[fieldname].matcher(text, format_, scorer)

    def indexed_field_names(self) -> list[str]:
        """Names of the fields that have terms."""
        return sorted(self._lexicons)


class LexiconCursor(base.FieldCursor):  # type: ignore[misc]
    """Whoosh's cursor over a lexicon. Terms are given as the field reads them."""

    def __init__(self, lexicon: Lexicon, field: Any) -> None:
        self.lexicon, self._field = lexicon, field
        self._terms = lexicon.terms_from(b"")
        self._term: bytes | None = None
        self.next()

    def first(self) -> Any:
        """To the first term."""
        return self.find(b"")

    def find(self, term: bytes | str) -> Any:
        """To this term, or the first after it."""
        wanted = term if isinstance(term, bytes) else self._field.to_bytes(term)
        self._terms = self.lexicon.terms_from(wanted)
        return self.next()

    def next(self) -> Any:
        """To the next term; gives it, or None at the end."""
        self._term = next(self._terms, None)
        return self.text()

    def text(self) -> Any:
        """The current term, or None at the end."""
        return None if self._term is None else self._field.from_bytes(self._term)

    def term_info(self) -> TermInfo | None:
        """Statistics of the current term."""
        return None if self._term is None else self.lexicon.info(self._term)

    def is_valid(self) -> bool:
        """Whether there is a current term."""
        return self._term is not None
