"""Values of fields, and terms, with how many paragraphs hold them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facet:
    """A value of a field and how many of the matching paragraphs are under it; None where the page did not tell."""

    value: str | None
    count: int


@dataclass(frozen=True, slots=True)
class TermCount:
    """A term of the index, folded, and how many paragraphs hold it (as many as an exact search for it finds)."""

    term: str
    count: int
