"""`searcher similar`: articles on the same subject."""

from __future__ import annotations

from typing import Annotated

import typer

from searcher.cli.app import command
from searcher.cli.formats import FormatOption, NoPagerOption, OutputOption
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus
from searcher.i18n import _

_LIMIT = 10


@command("similar")
def similar(
    settings: Settings,
    id: Annotated[str, typer.Argument(metavar="ID", help="Id of a paragraph or an article, as search prints it.")],
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=1, help="Articles on a page of results.")
    ] = _LIMIT,
    page: Annotated[int, typer.Option("--page", "-p", metavar="N", min=1, help="Which page of results.")] = 1,
    format: FormatOption = None,
    output: OutputOption = None,
    no_pager: NoPagerOption = False,
) -> ExitStatus:
    """Find articles that are about the same as one, and print the paragraph of each that says most of it.

    The article itself and copies of it are left out.
    """
    from searcher.cli.emit import chosen, emit, file_of, view_of
    from searcher.cli.next_step import next_step
    from searcher.cli.opening import opened
    from searcher.results.render.remarks import remarks
    from searcher.results.render.safe import safe

    into, file = chosen(format, output), file_of(output)
    with opened(settings) as index:
        found = index.similar(id, limit=limit, offset=(page - 1) * limit)
    empty = not found.hits and file is None and into.layout
    if found.total and not found.hits:
        settings.env.say(_("no more hits: there are {total}").format(total=found.total))
    for sentence in remarks(found) if empty or not into.notes else ():
        settings.env.say(safe(sentence))
    if not empty:
        options = {"--limit": None if limit == _LIMIT else str(limit)}
        next = next_step(settings, "similar", found, options, page)
        lines = into.renderer.render_results(found, found.hits, view_of(settings, file, next=next))
        emit(settings, lines, into, output=file, no_pager=no_pager)
    return ExitStatus.OK if found.total else ExitStatus.NOTHING_FOUND
