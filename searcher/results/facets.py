"""Counting matching paragraphs by a value of their article: exact, over columns, without looking at a paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from searcher.errors import UsageError
from searcher.results.model import Facet
from searcher.store.field_reader import Documents
from searcher.store.rows import names_of
from searcher.store.segment import Segment

_DATE_PARTS = {"year": 4, "month": 7, "day": 10}
BY = ("newspaper", "section", "page", "source", "author", *_DATE_PARTS)
"""What paragraphs can be counted by; under `author` one counts for each name of its by-line."""


def _values(by: str) -> tuple[str, Callable[[str | None], Iterable[str | None]]]:
    """The column to count, and what its values are counted as."""
    if by in _DATE_PARTS:
        length = _DATE_PARTS[by]
        return "date", lambda value: (value[:length] if value else None,)
    if by == "author":
        return "byline", lambda value: names_of(value) or (None,)
    return by, lambda value: (value,)


def count(segments: Sequence[Segment], found: Iterable[Documents], by: str) -> tuple[Facet, ...]:
    """Counts of the found paragraphs of each segment, the largest first, then by value. Raises UsageError."""
    if by not in BY:
        raise UsageError(f"{by}: cannot be counted by; use one of {', '.join(BY)}")
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
