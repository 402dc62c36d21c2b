"""The fields of the index as Whoosh sees them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from whoosh import analysis, fields

from searcher.store.analyzer import Analyzer
from searcher.store.whoosh_index.terms import Places, occurrences, words

NAMED = ("newspaper", "page", "section", "source", "byline")
"""Fields whose terms are whole values; a by-line has a term for each of its names."""
BYLINE_JOINT = ","


class IndexAnalyzer(analysis.Analyzer):  # type: ignore[misc]
    """Gives the terms that the index has of a text, folded: of a query (`mode="query"`) its words, else all of them.

    `pos` counts letters, digits and ideographs; `startchar` and `endchar` are of the text as it was given.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[analysis.Token]:
        folded = self._analyzer.folder.with_offsets(value)
        terms = words if mode == "query" else occurrences
        places = Places(folded.text, self._analyzer)
        token = analysis.Token(positions, chars, removestops=removestops, mode=mode, **kwargs)
        for occurrence in terms(folded.text, self._analyzer):
            token.text = occurrence.term
            token.boost = 1.0
            token.stopped = False
            if keeporiginal:
                token.original = occurrence.term
            if positions:
                token.pos = start_pos + places.first(occurrence)
            if chars:
                start, end = folded.original(occurrence.start, occurrence.end)
                token.startchar, token.endchar = start_char + start, start_char + end
            yield token


class FoldedText(fields.TEXT):  # type: ignore[misc]
    """A text; its terms may hold lone surrogates, as a page may."""

    def to_bytes(self, value: Any) -> bytes:
        """A term as it is kept."""
        value = value[0] if isinstance(value, (list, tuple)) else value
        return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")

    def from_bytes(self, bs: bytes) -> str:
        """The inverse of `to_bytes`."""
        return bs.decode("utf-8", "surrogatepass")


def day_field() -> fields.DATETIME:
    """A day: one term a day, without the coarser terms that Whoosh adds for ranges, since there are few days."""
    field = fields.DATETIME(stored=True, sortable=True)
    field.shift_step = 0
    return field


def day_of(date: str | None) -> datetime.datetime | None:
    """An ISO 8601 day as Whoosh has it; None where there is none, or no such day."""
    try:
        return datetime.datetime.fromisoformat(date) if date else None
    except ValueError:
        return None


def make_schema(analyzer: Analyzer) -> fields.Schema:
    """The fields: two searched texts, a day, whole values, and where the paragraph stands in the corpus."""
    cut = IndexAnalyzer(analyzer)
    return fields.Schema(
        id=fields.ID(stored=True, unique=True, sortable=True),
        text=FoldedText(analyzer=cut, stored=True),
        headline=FoldedText(analyzer=cut, stored=True),
        date=day_field(),
        newspaper=fields.ID(stored=True, sortable=True),
        page=fields.ID(stored=True, sortable=True),
        section=fields.ID(stored=True, sortable=True),
        source=fields.ID(stored=True, sortable=True),
        byline=fields.KEYWORD(stored=True, sortable=True, commas=True),
        kind=fields.ID(stored=True, sortable=True),
        path=fields.STORED,
    )
