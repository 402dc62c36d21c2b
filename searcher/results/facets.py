"""Counting matching paragraphs by a value of their article: exact, over columns, without looking at a paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from searcher.errors import UsageError
from searcher.i18n import _
from searcher.results.counted import Facet
from searcher.store.field_reader import Documents
from searcher.store.rows import names_of
from searcher.store.segment import Segment

DATE_PARTS = {"year": 4, "month": 7, "day": 10}
"""The fields that are parts of a date, and how many characters of an ISO 8601 day tell them."""
BY = ("newspaper", "section", "page", "source", "author", *DATE_PARTS)
"""What paragraphs can be counted by; under `author` one counts for each person of its by-line."""


@dataclass(frozen=True, slots=True)
class FieldFacets:
    """The values of one field (`by`, one of BY), the most paragraphs first."""

    by: str
    values: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The paragraphs that match a query, `total` of them, counted by several fields.

    The counts of a field add up to `total`, except under `author`, where a paragraph by several counts for each.
    """

    query: str
    total: int
    fields: tuple[FieldFacets, ...]
    notes: tuple[str, ...] = ()


def _values(by: str) -> tuple[str, Callable[[str | None], Iterable[str | None]]]:
    """The column to count, and what its values are counted as."""
    if by in DATE_PARTS:
        length = DATE_PARTS[by]
        return "date", lambda value: (value[:length] if value else None,)
    if by == "author":
        from searcher.results.persons import persons

        return "byline", lambda value: persons(names_of(value)) or (None,)
    return by, lambda value: (value,)


def count(segments: Sequence[Segment], found: Iterable[Documents], by: str) -> tuple[Facet, ...]:
    """Counts of the found paragraphs of each segment, the largest first, then by value. Raises UsageError."""
    if by not in BY:
        raise UsageError(_("{by}: cannot be counted by; use one of {names}").format(by=by, names=", ".join(BY)))
    column, values = _values(by)
    counts: Counter[str | None] = Counter()
    for segment, documents in zip(segments, found, strict=True):
        numbers = segment.column(column)[segment.articles_of(documents)]
        for number, times in enumerate(np.bincount(numbers).tolist()):
            if times:
                for value in values(segment.names[column][number]):
                    counts[value] += times
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0] is None, item[0] or ""))
    return tuple(Facet(value, times) for value, times in ranked)
