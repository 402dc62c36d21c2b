"""The options that narrow what is searched, for every command that searches."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from searcher.errors import QueryError, UsageError
from searcher.i18n import _

if TYPE_CHECKING:
    from searcher.results.model import Filters

SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="From this day, month or year on: 2025-05, 2025年5月.")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Up to this day, month or year, it included.")
]
SectionOption = Annotated[str | None, typer.Option("--section", metavar="NAME", help="Only this section (版名).")]
AuthorOption = Annotated[str | None, typer.Option("--author", metavar="NAME", help="Only this author.")]
NewspaperOption = Annotated[str | None, typer.Option("--newspaper", metavar="NAME", help="Only this newspaper.")]


def filters_of(
    since: str | None, until: str | None, section: str | None, author: str | None, newspaper: str | None
) -> Filters:
    """The filters that the options ask for. Raises QueryError for what is no date, UsageError for a range that ends
    before it begins."""
    from searcher.results.model import Filters

    first = _day("--since", since, 0) if since else None
    last = _day("--until", until, 1) if until else None
    if first and last and first > last:
        message = _("this range ends ({last}) before it begins ({first}); change the two").format(
            last=last, first=first
        )
        raise UsageError(f"--since, --until: {message}")
    return Filters(
        since=first,
        until=last,
        section=section,
        author=author,
        newspaper=newspaper,
    )


def _day(option: str, text: str, end: int) -> str:
    """The first (0) or last (1) day that a date means, ISO 8601."""
    from searcher.query.dates import parse_date_range

    try:
        day = parse_date_range(text, datetime.date.today())[end]
        if day is None:
            no_last, no_first = _("this has no last day; write one"), _("this has no first day; write one")
            raise QueryError(no_last if end else no_first, text)
    except QueryError as error:
        raise QueryError(f"{option}: {error}", error.query, error.position) from error
    return day.isoformat()
