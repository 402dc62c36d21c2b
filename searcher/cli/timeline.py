"""`searcher timeline`: queries over days, months or years."""

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
    from searcher.results.render.formats import Format, View
    from searcher.results.timeline import Timeline


class Period(StrEnum):
    """What a timeline is divided into: `searcher.results.timeline.PERIODS`."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@command("timeline")
def timeline(
    settings: Settings,
    query: Annotated[
        list[str],
        typer.Argument(metavar="QUERY", help="What to look for. Several are compared; quote one that has blanks."),
    ],
    by: Annotated[Period, typer.Option("--by", metavar="day|month|year", help="Periods to count.")] = Period.MONTH,
    share: Annotated[
        bool, typer.Option("--share", help="Draw shares of all paragraphs of each period instead of counts.")
    ] = False,
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
    """Count the paragraphs found over time, and compare queries.

    Periods run from the first to the last of which the index has paragraphs (within --since and --until); none is left
    out.
    """
    from searcher.cli.charts import checked, draw, show
    from searcher.cli.emit import chosen
    from searcher.cli.filtering import filters_of
    from searcher.cli.opening import opened

    into, plot = chosen(format, output), checked(plot)
    filters = filters_of(since, until, section, author, newspaper)
    with opened(settings) as index:
        found = index.timeline(query, str(by), filters=filters)
    if plot is not None and found.total:
        from searcher.results.render.plot import plot_timeline

        draw(settings, plot, lambda kind: plot_timeline(found, kind, share=share, font=font))
    counted = [(one.query, one.total, one.notes) for one in found.series]
    return show(settings, counted, lambda into, view: _lines(found, into, view, share), into, output, no_pager)


def _lines(found: Timeline, into: Format, view: View, share: bool) -> Iterator[str]:
    from searcher.results.render import counts
    from searcher.results.render.json import dumps

    if into.layout:
        return counts.render_timeline(found, view.style, view.width, share=share)
    if into.name == "json":
        return iter([dumps(counts.timeline_object(found))])
    return into.renderer.render_table(counts.timeline_table(found), view)
