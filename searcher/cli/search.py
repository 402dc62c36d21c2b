"""`searcher search`: ranked passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from searcher.cli.app import command
from searcher.cli.filtering import AuthorOption, NewspaperOption, SectionOption, SinceOption, UntilOption, filters_of
from searcher.cli.formats import FormatOption, NoPagerOption, OutputOption
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus, UsageError
from searcher.i18n import _

if TYPE_CHECKING:
    from searcher.results.model import Hit, Results
    from searcher.results.render import formats

_LIMIT = 10
_QUERY_SHOWN = 200
"""Characters of a query that are said again where nothing is found."""


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
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=1, help="Hits on a page of results.")
    ] = _LIMIT,
    page: Annotated[int, typer.Option("--page", "-p", metavar="N", min=1, help="Which page of results.")] = 1,
    since: SinceOption = None,
    until: UntilOption = None,
    section: SectionOption = None,
    author: AuthorOption = None,
    newspaper: NewspaperOption = None,
    within: Annotated[
        list[str] | None,
        typer.Option(
            "--within",
            "-w",
            metavar="QUERY",
            help="Only in what this query finds; several narrow one another, the first first.",
            show_default=False,
        ),
    ] = None,
    all: Annotated[
        bool, typer.Option("--all", help="All hits, as many as there are; they are written as they are read.")
    ] = False,
    flat: Annotated[
        bool, typer.Option("--flat", help="Each hit by itself; else those of one article are folded under its best.")
    ] = False,
    count: Annotated[bool, typer.Option("--count", help="Print only how many paragraphs match.")] = False,
    format: FormatOption = None,
    output: OutputOption = None,
    no_pager: NoPagerOption = False,
) -> ExitStatus:
    """Find paragraphs and print what matches, best first.

    A missing index is built first. docs/queries.md tells the query language.
    """
    from searcher.cli.emit import chosen, emit, file_of, view_of
    from searcher.cli.next_step import next_step
    from searcher.cli.opening import opened
    from searcher.results.render.safe import safe

    text = " ".join(query)
    output = file_of(output)
    into = chosen(format, output)
    filters = filters_of(since, until, section, author, newspaper)
    earlier = tuple(within or ())
    if all and page != 1:
        raise UsageError(_("--all gives every page: leave out --page"))
    with opened(settings) as index:
        if count:
            found = index.search(text, limit=0, filters=filters, within=earlier)
            for note in found.notes:
                settings.env.say(safe(note))
            emit(settings, _counted(found, into), into, output=output)
            return ExitStatus.OK if found.total else ExitStatus.NOTHING_FOUND
        hits: Iterable[Hit]
        if all:
            found, hits = index.stream(text, filters=filters, within=earlier, suggest=True)
        else:
            found = index.search(
                text, limit=limit, offset=(page - 1) * limit, filters=filters, within=earlier, suggest=True
            )
            hits = found.hits
        empty = found.offset >= found.total
        _say(found, settings, notes=not into.notes or (empty and output is None and into.layout))
        if not (empty and output is None and into.layout):
            options = {
                "--limit": None if limit == _LIMIT else str(limit),
                "--since": since,
                "--until": until,
                "--section": section,
                "--author": author,
                "--newspaper": newspaper,
                "--flat": flat,
                "--within": earlier,
            }
            next = next_step(settings, "search", found, options, page)
            view = view_of(settings, output, flat=flat, next=next)
            lines = into.renderer.render_results(found, hits, view)
            emit(settings, lines, into, output=output, no_pager=no_pager)
    return ExitStatus.OK if found.total else ExitStatus.NOTHING_FOUND


def _counted(found: Results, format: formats.Format) -> Iterator[str]:
    from searcher.results.render.formats import Table, View
    from searcher.results.render.json import count_object, dumps, notes_object, within_object

    if format.layout:
        yield str(found.total)
    elif format.name in ("json", "jsonl"):
        count = count_object(found.query, found.total, found.literal)
        yield dumps({**count, **within_object(found.within), **notes_object(found.notes)}, indent=None)
    else:
        counts = Table(found.query, ("total", "literal"), [(found.total, found.literal)])
        yield from format.renderer.render_table(counts, View())


def _say(found: Results, settings: Settings, *, notes: bool) -> None:
    """That there is nothing, or no more, goes to stderr; so do the notes where they cannot stand among the results."""
    from searcher.results.render.remarks import remarks
    from searcher.results.render.safe import safe

    if not found.total:
        query = found.query if len(found.query) <= _QUERY_SHOWN else found.query[:_QUERY_SHOWN] + "…"
        settings.env.say(_("nothing found for {query}").format(query=safe(query)))
    elif found.offset >= found.total:
        settings.env.say(_("no more hits: there are {total}").format(total=found.total))
    for sentence in remarks(found) if notes else ():
        settings.env.say(safe(sentence))
