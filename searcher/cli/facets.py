"""`searcher facets`: what is found, counted by section, author, page, …"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from searcher.cli.app import command
from searcher.cli.charts import FontOption, PlotOption
from searcher.cli.filtering import AuthorOption, NewspaperOption, SectionOption, SinceOption, UntilOption
from searcher.cli.formats import FormatOption, NoPagerOption, OutputOption
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus

if TYPE_CHECKING:
    from searcher.results.facets import Breakdown
    from searcher.results.render.formats import Format, View


class By(StrEnum):
    """What can be counted by: `searcher.results.facets.BY`."""

    SECTION = "section"
    AUTHOR = "author"
    NEWSPAPER = "newspaper"
    PAGE = "page"
    SOURCE = "source"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@command("facets")
def facets(
    settings: Settings,
    query: Annotated[
        list[str], typer.Argument(metavar="QUERY", help="What to look for; several words are joined with a blank.")
    ],
    by: Annotated[
        list[By] | None,
        typer.Option(
            "--by",
            metavar="section|author|newspaper|page|source|year|month|day",
            help="What to count by (else section); may be given several times.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=1, help="Values of each that text shows, the most first.")
    ] = 20,
    since: SinceOption = None,
    until: UntilOption = None,
    section: SectionOption = None,
    author: AuthorOption = None,
    newspaper: NewspaperOption = None,
    plot: PlotOption = None,
    font: FontOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
    no_pager: NoPagerOption = False,
) -> ExitStatus:
    """Count the paragraphs found by section, author, page or date.

    A paragraph by several authors counts for each. Other formats than text give every value.
    """
    from searcher.cli.charts import checked, draw, show
    from searcher.cli.emit import chosen
    from searcher.cli.filtering import filters_of
    from searcher.cli.opening import opened

    into, plot = chosen(format, output), checked(plot)
    filters = filters_of(since, until, section, author, newspaper)
    with opened(settings) as index:
        found = index.breakdown(" ".join(query), [str(one) for one in by or [By.SECTION]], filters=filters)
    if plot is not None and found.total:
        from searcher.results.render.plot import plot_breakdown

        draw(settings, plot, lambda kind: plot_breakdown(found, kind, font=font))
    counted = [(found.query, found.total, found.notes)]
    return show(settings, counted, lambda into, view: _lines(found, into, view, limit), into, output, no_pager)


def _lines(found: Breakdown, into: Format, view: View, limit: int) -> Iterator[str]:
    from searcher.results.render import counts
    from searcher.results.render.json import dumps

    if into.layout:
        return counts.render_breakdown(found, view.style, view.width, limit=limit)
    if into.name == "json":
        return iter([dumps(counts.breakdown_object(found))])
    return into.renderer.render_table(counts.breakdown_table(found), view)
