"""How often queries are answered in each day, month or year: exact, over columns, without looking at a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from searcher.errors import UsageError
from searcher.i18n import _
from searcher.query.matching import Matcher
from searcher.query.nodes import All, And, Dates, Node
from searcher.results.model import Filters
from searcher.store.field_reader import Documents
from searcher.store.segment import Segment

if TYPE_CHECKING:
    from searcher.store.analyzer import Analyzer

Array = npt.NDArray[Any]

PERIODS = ("day", "month", "year")
"""What a timeline can be divided into."""
_UNITS = {"day": "D", "month": "M", "year": "Y"}


@dataclass(frozen=True, slots=True)
class Series:
    """One query over the periods of a timeline.

    `counts` has a number of matching paragraphs for each period; `undated` are those whose page tells no date. They add
    up to `total`. `notes` say what was relaxed, for people.
    """

    query: str
    counts: tuple[int, ...]
    undated: int = 0
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """All matching paragraphs."""
        return sum(self.counts) + self.undated


@dataclass(frozen=True, slots=True)
class Timeline:
    """Queries compared over consecutive periods, from the first to the last that has paragraphs; none is left out.

    `periods` are ISO 8601 (2025-05-09, 2025-05 or 2025). `paragraphs` counts all paragraphs of each period, under the
    same filters as the queries, and `undated` those of them without a date: what a share is of.
    """

    by: str
    periods: tuple[str, ...]
    paragraphs: tuple[int, ...]
    undated: int
    series: tuple[Series, ...]

    @property
    def total(self) -> int:
        """All matching paragraphs of all queries; one that several match counts for each."""
        return sum(one.total for one in self.series)

    def shares(self, series: Series) -> tuple[float | None, ...]:
        """The share (0 to 1) of the paragraphs of each period that match; None where a period has none."""
        pairs = zip(series.counts, self.paragraphs, strict=True)
        return tuple(count / whole if whole else None for count, whole in pairs)


@dataclass(frozen=True, slots=True)
class Dated:
    """Paragraphs counted by period: `places` ascending numbers of periods since 1970, `counts` of the same shape."""

    places: Array
    counts: Array
    undated: int


def count_dates(segments: Sequence[Segment], found: Iterable[Documents], by: str) -> Dated:
    """Count the found paragraphs of each segment by the period of their issue. Raises UsageError for another `by`."""
    if by not in PERIODS:
        raise UsageError(_("{by}: no period of a timeline; use one of {names}").format(by=by, names=", ".join(PERIODS)))
    places, counts, undated = [], [], 0
    for segment, documents in zip(segments, found, strict=True):
        names = segment.names["date"]
        of_date = np.bincount(segment.column("date")[segment.articles_of(documents)], minlength=len(names))
        known = np.array([name is not None for name in names], np.bool_)
        undated += int(of_date[~known].sum())
        days = np.array([name for name in names if name], "datetime64[D]")
        places.append(days.astype(f"datetime64[{_UNITS[by]}]").astype(np.int64))
        counts.append(of_date[known])
    if not places:
        return Dated(np.empty(0, np.int64), np.empty(0, np.int64), 0)
    every, to = np.unique(np.concatenate(places), return_inverse=True)
    sums = np.zeros(len(every), np.int64)
    np.add.at(sums, to, np.concatenate(counts))
    held = sums > 0
    return Dated(every[held], sums[held], undated)


def timeline(by: str, everything: Dated, found: Iterable[tuple[str, Dated, tuple[str, ...]]]) -> Timeline:
    """Put counts side by side: `everything` are all paragraphs, `found` a query, its counts and its notes each."""
    empty = not len(everything.places)
    first, last = (0, -1) if empty else (int(everything.places[0]), int(everything.places[-1]))

    def spread(dated: Dated) -> tuple[int, ...]:
        counts = np.zeros(last - first + 1, np.int64)
        counts[dated.places - first] = dated.counts
        return tuple(counts.tolist())

    names = np.arange(first, last + 1).astype(f"datetime64[{_UNITS[by]}]").astype(str).tolist()
    series = tuple(Series(query, spread(dated), dated.undated, notes) for query, dated, notes in found)
    return Timeline(by, tuple(names), spread(everything), everything.undated, series)


def everything(segments: Sequence[Segment], analyzer: Analyzer, filters: Filters) -> Iterator[Documents]:
    """All paragraphs of each segment that the filters let through."""
    for segment in segments:
        found = Matcher(segment, analyzer).filtered(filters)
        yield segment.living_documents() if found is None else found


def narrowed(filters: Filters, queries: Iterable[Sequence[Node]]) -> Filters:
    """The filters with the days that queries ask for, from the first to the last of them; each query is nodes that must
    all match. As they are where a query asks for any day."""
    spans = [_days_asked(nodes) for nodes in queries]
    firsts, lasts = [first for first, _ in spans], [last for _, last in spans]
    since = min((first for first in firsts if first), default=None) if all(firsts) else None
    until = max((last for last in lasts if last), default=None) if all(lasts) else None
    return replace(
        filters,
        since=max(filter(None, (filters.since, since)), default=None),
        until=min(filter(None, (filters.until, until)), default=None),
    )


def _days_asked(nodes: Sequence[Node]) -> tuple[str | None, str | None]:
    """The first and last day that all nodes let through; None is an open end."""
    firsts, lasts = [], []
    left = list(nodes)
    while left:
        match left.pop():
            case Dates(first, last):
                firsts.append(first)
                lasts.append(last)
            case All(parts) | And(parts):
                left += parts
    return max(filter(None, firsts), default=None), min(filter(None, lasts), default=None)
