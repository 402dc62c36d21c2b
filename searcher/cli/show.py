"""`searcher show`: whole articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from searcher.cli.app import command
from searcher.cli.formats import FormatOption, NoPagerOption, OutputOption
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus, NotFoundError

if TYPE_CHECKING:
    from searcher.index import Index
    from searcher.results.render.formats import AskedArticle


@command("show")
def show(
    settings: Settings,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID", help="Ids of paragraphs or articles, as search prints them.")
    ],
    query: Annotated[
        str | None, typer.Option("--query", "-q", metavar="QUERY", help="Mark what this query finds in them.")
    ] = None,
    format: FormatOption = None,
    output: OutputOption = None,
    no_pager: NoPagerOption = False,
) -> ExitStatus:
    """Print whole articles, the asked paragraphs marked.

    An id that is not there is named, the others are shown; the status is 1 then.
    """
    from searcher.cli.emit import chosen, emit, view_of
    from searcher.cli.opening import opened

    into = chosen(format, output)
    missing: list[NotFoundError] = []
    with opened(settings) as index:
        found = _articles(index, list(dict.fromkeys(ids)), query, missing)
        first = next(found, None)
        if first is not None:
            lines = into.renderer.render_articles(_all(first, found), view_of(settings, output))
            emit(settings, lines, into, output=output, no_pager=no_pager)
    for error in missing:
        settings.env.say(_safe(error))
    return ExitStatus.NOTHING_FOUND if missing else ExitStatus.OK


def _articles(index: Index, ids: list[str], query: str | None, missing: list[NotFoundError]) -> Iterator[AskedArticle]:
    from searcher.results.render.formats import AskedArticle

    for id in ids:
        try:
            article = index.article(id)
        except NotFoundError as error:
            missing.append(error)
            continue
        yield AskedArticle(article, id, index.highlights(query, article) if query else {})


def _all(first: AskedArticle, others: Iterator[AskedArticle]) -> Iterator[AskedArticle]:
    yield first
    yield from others


def _safe(error: NotFoundError) -> str:
    from searcher.results.render.safe import safe

    return safe(str(error))
