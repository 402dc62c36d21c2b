"""`searcher search`: ranked passages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from searcher.cli.app import command
from searcher.cli.formats import ListFormat
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus, QueryError

if TYPE_CHECKING:
    from searcher.results.model import Filters, Results


@command("search")
def search(
    settings: Settings,
    query: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY",
            help="What to look for; several words are joined with a blank. "
            "A query that begins with - goes after --, at the end: searcher search -- -煤",
        ),
    ],
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="Hits on a page of results.")] = 10,
    page: Annotated[int, typer.Option("--page", "-p", metavar="N", min=1, help="Which page of results.")] = 1,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From this day, month or year on: 2025-05, 2025年5月.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Up to this day, month or year, it included.")
    ] = None,
    section: Annotated[str | None, typer.Option("--section", metavar="NAME", help="Only this section (版名).")] = None,
    author: Annotated[str | None, typer.Option("--author", metavar="NAME", help="Only this author.")] = None,
    newspaper: Annotated[str | None, typer.Option("--newspaper", metavar="NAME", help="Only this newspaper.")] = None,
    format: Annotated[
        ListFormat, typer.Option("--format", metavar="text|json|jsonl", help="How to print the hits.")
    ] = ListFormat.TEXT,
    count: Annotated[bool, typer.Option("--count", help="Print only how many paragraphs match.")] = False,
) -> ExitStatus:
    """Find paragraphs and print what matches, best first.

    A missing index is built first. docs/queries.md tells the query language.
    """
    from searcher.cli.opening import opened

    env = settings.env
    text = " ".join(query)
    filters = _filters(since, until, section, author, newspaper)
    with opened(settings) as index:
        if count:
            total, literal = index.count(text, filters=filters)
            if format is ListFormat.TEXT:
                env.write(str(total))
            else:
                from searcher.results.render.json import count_object, dumps

                env.write(dumps(count_object(text, total, literal), indent=None))
            return ExitStatus.OK if total else ExitStatus.NOTHING_FOUND
        results = index.search(text, limit=limit, offset=(page - 1) * limit, filters=filters)
    if format is ListFormat.TEXT and results.hits:
        lines = _text(results, settings, page)
    else:
        _say_notes(results, settings)
        lines = _json(results, settings, format)
    for line in lines:
        env.write(line)
    return ExitStatus.OK if results.total else ExitStatus.NOTHING_FOUND


def _filters(
    since: str | None, until: str | None, section: str | None, author: str | None, newspaper: str | None
) -> Filters:
    from searcher.results.model import Filters

    return Filters(
        since=_days("--since", since)[0] if since else None,
        until=_days("--until", until)[1] if until else None,
        section=section,
        author=author,
        newspaper=newspaper,
    )


def _days(option: str, text: str) -> tuple[str | None, str | None]:
    """The first and last day that a date means, ISO 8601."""
    import datetime

    from searcher.query.dates import parse_date_range

    try:
        first, last = parse_date_range(text, datetime.date.today())
    except QueryError as error:
        raise QueryError(f"{option}: {error}", error.query, error.position) from error
    return first.isoformat() if first else None, last.isoformat() if last else None


def _text(results: Results, settings: Settings, page: int) -> Iterator[str]:
    from searcher.results.render.text import footer, render_hits, render_notes

    style, width = settings.style, settings.env.width
    yield from render_notes(results, style, width)
    yield from render_hits(results, style, width)
    more = results.offset + len(results.hits) < results.total
    ways = [f"more: --page {page + 1}"] if more else []
    ways.append(f"whole article: searcher show {results.hits[0].id}")
    yield from footer(results, ways, style, width)


def _json(results: Results, settings: Settings, format: ListFormat) -> Iterator[str]:
    if format is ListFormat.TEXT:
        return
    from searcher.results.render.json import dumps, hit_lines, results_object

    settings.env.use_utf8()
    if format is ListFormat.JSONL:
        yield from hit_lines(results)
    else:
        yield dumps(results_object(results))


def _say_notes(results: Results, settings: Settings) -> None:
    """Where the notes cannot stand among the results they go to stderr; so does that there are none."""
    from searcher.results.render.safe import safe

    if not results.total:
        settings.env.say(f"nothing found for {safe(results.query)}")
    elif not results.hits:
        settings.env.say(f"no more hits: there are {results.total}")
    for note in results.notes:
        settings.env.say(safe(note))
