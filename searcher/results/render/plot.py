"""Charts for papers: counts over time and by a field, as SVG, PNG or PDF.

Queries are told apart by colour and by dashes, markers or hatching, so that a chart can be printed in black. The axis
of counts begins at 0. Text in SVG is drawn as paths, so that a chart looks the same where the font is not installed.
The same counts give the same file.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from searcher.errors import MissingExtraError, UsageError
from searcher.i18n import _
from searcher.results.facets import Breakdown, FieldFacets
from searcher.results.render.columns import columns
from searcher.results.render.counts import cut, field_name, not_told, percents
from searcher.results.render.fonts import Fonts, fonts_for
from searcher.results.render.safe import safe
from searcher.results.timeline import Series, Timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KINDS = ("svg", "png", "pdf")
"""Kinds of file that a chart can be."""
_WIDTH, _HEIGHT, _LEGEND_LINE = 6.3, 3.2, 0.2
"""Inches: the width of a column of text on A4; a height that goes with it, and what a line of the legend adds."""
_DPI = 300
_COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#56B4E9", "#E69F00")
"""Okabe and Ito's colours, which people with any colour vision tell apart."""
_DASHES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)))
_MARKERS = "osD^vP"
_HATCHES = ("", "////", "----", "xxxx", "\\\\\\\\", "||||")
"""Lines only: dots make an SVG ten times as large."""
_MARKED = 60
"""Points of a line at most that get a marker each."""
_CROWDED = 120
"""Periods from which on lines of several queries would cover each other."""
_PANEL = 1.4
"""Inches: the height of the panel of one query."""
_LEGEND_COLUMNS, _HANDLE_COLUMNS = 84, 9
"""Columns of text that a legend has room for, and those of them that stand for the sample of a line."""
_AS_OUTLINE = 400
"""Periods from which on bars are one outline, which takes a hundredth of the time and looks alike."""
_AS_BARS = 6
"""Periods at most in which several queries are bars side by side."""
_TICKS = {"day": 7, "month": 9, "year": 12}
_STEPS = (
    *(("day", step) for step in (2, 5, 10, 15)),
    *(("month", step) for step in (1, 2, 3, 6)),
    *(("year", step) for step in (1, 2, 5, 10, 20, 50, 100, 200, 500)),
)
"""Steps of the calendar at which periods are named, the finest first."""
_NAME_COLUMNS = 40
_VALUES = 20
"""Values of a field that are drawn; the rest is counted below."""


def kind_of(file: Path) -> str:
    """The kind of chart that a file's name asks for. Raises UsageError."""
    kind = file.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise UsageError(_("{file}: a chart is a file .svg, .png or .pdf").format(file=file))
    return kind


def plot_timeline(timeline: Timeline, kind: str, *, share: bool = False, font: Path | None = None) -> bytes:
    """A chart of one of KINDS: a single query, or few periods, as bars; else a line a query; of so many periods that
    lines would cover each other, a panel a query, all on one scale.

    `share` draws shares of all paragraphs of each period. Periods without paragraphs are left empty, or passed over by
    lines. Raises MissingExtraError without matplotlib, and MissingFontError.
    """
    if not timeline.periods:
        raise UsageError(_("no paragraph has a date: there is nothing to draw"))
    names = [f"{cut(safe(one.query), _NAME_COLUMNS)} (n = {sum(one.counts):,})" for one in timeline.series]
    axis = _("share of paragraphs") if share else _("paragraphs")
    with _drawing([*names, axis], font) as (figure, fonts):
        if len(timeline.series) > 1 and len(timeline.periods) > _CROWDED:
            _panels(figure, timeline, share, [*map(fonts.fit, names)], fonts.fit(axis))
            return _file(figure, kind)
        across = max(1, min(len(names), _LEGEND_COLUMNS // (max(map(columns, names)) + _HANDLE_COLUMNS)))
        figure.set_size_inches(_WIDTH, _HEIGHT + _LEGEND_LINE * -(-len(names) // across))
        axes = figure.add_subplot()
        if len(timeline.series) == 1 or len(timeline.periods) <= _AS_BARS:
            handles = _bars(axes, timeline, timeline.series, share)
        else:
            handles = _lines(axes, timeline, share)
        _dress(axes, timeline, share)
        axes.set_ylabel(fonts.fit(axis))
        # Names go in as texts afterwards: matplotlib hides a label that begins with _.
        legend = figure.legend(handles, ["·"] * len(handles), loc="outside upper left", ncols=across, frameon=False)
        for text, name in zip(legend.get_texts(), names, strict=True):
            text.set_text(fonts.fit(name))
        return _file(figure, kind)


def plot_breakdown(breakdown: Breakdown, kind: str, *, font: Path | None = None) -> bytes:
    """A chart of one of KINDS: bars for the values of each field, exact counts at their ends, the most first.

    Raises MissingExtraError without matplotlib, and MissingFontError.
    """
    title = f"{cut(safe(breakdown.query), _NAME_COLUMNS)} (n = {breakdown.total:,})"
    rows = [[(_value(facet.value), facet.count) for facet in field.values[:_VALUES]] for field in breakdown.fields]
    heads = [_head(field) for field in breakdown.fields]
    axis = _("paragraphs")
    texts = [title, axis, *heads, *(name for field in rows for name, _count in field)]
    with _drawing(texts, font) as (figure, fonts):
        heights = [max(len(field), 1) + 1.2 for field in rows]
        figure.set_size_inches(_WIDTH, 0.9 + 0.2 * sum(heights))
        figure.suptitle(fonts.fit(title), x=0.01, ha="left", fontsize="medium")
        panels = figure.subplots(len(rows), 1, squeeze=False, height_ratios=heights)[:, 0]
        for axes, field, head in zip(panels, rows, heads, strict=True):
            names = [fonts.fit(name) for name, _count in field]
            counts = [count for _name, count in field]
            bars = axes.barh(range(len(field)), counts, height=0.7, color=_COLORS[0])
            shares = percents([count / breakdown.total for count in counts])
            axes.bar_label(
                bars, [f"{count:,}  ({share})" for count, share in zip(counts, shares, strict=True)], padding=3
            )
            axes.set_yticks(range(len(field)), names)
            axes.set_ylim(len(field) - 0.4, -0.6)
            axes.set_xlim(0, max(counts, default=1) * 1.2)
            axes.set_title(fonts.fit(head), loc="left", fontsize="small")
            axes.tick_params(left=False, bottom=False, labelbottom=False)
            axes.spines[["top", "right", "bottom"]].set_visible(False)
        return _file(figure, kind)


def ticks(periods: Sequence[str], most: int) -> list[int]:
    """Places of the periods to name, `most` at most: all, else those at even steps of the calendar."""
    if len(periods) <= most:
        return list(range(len(periods)))
    days = [date.fromisoformat(f"{period}-01-01"[:10]) for period in periods]
    for unit, step in _STEPS:
        places = [place for place, day in enumerate(days) if _stands_out(day, unit, step)]
        if 2 <= len(places) <= most:
            return places
    step = -(-len(periods) // most)
    return list(range(0, len(periods), step))


def _stands_out(day: date, unit: str, step: int) -> bool:
    """Whether a day begins a step of the calendar; steps of days begin anew each month."""
    if unit == "day":
        return (day.day - 1) % step == 0 and day.day + step <= 32
    if unit == "month":
        return day.day == 1 and (day.month - 1) % step == 0
    return day.day == day.month == 1 and day.year % step == 0


def _value(value: str | None) -> str:
    return not_told() if value is None else cut(safe(value), _NAME_COLUMNS)


def _head(field: FieldFacets) -> str:
    left = len(field.values) - _VALUES
    name = field_name(field.by)
    return (
        name
        if left <= 0
        else _("{name}: the first {count} of {all}").format(name=name, count=_VALUES, all=len(field.values))
    )


def _heights(timeline: Timeline, series: Series, share: bool) -> list[tuple[int, float]]:
    """Place and height of each period that has paragraphs."""
    shares = timeline.shares(series)
    return [
        (place, whole * 100 if share else float(series.counts[place]))
        for place, whole in enumerate(shares)
        if whole is not None
    ]


def _panels(figure: Figure, timeline: Timeline, share: bool, names: Sequence[str], axis: str) -> None:
    figure.set_size_inches(_WIDTH, 0.5 + _PANEL * len(names))
    panels = figure.subplots(len(names), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    for axes, one in zip(panels, timeline.series, strict=True):
        _bars(axes, timeline, [one], share)
    # The scale is set by what all panels hold, so all are drawn before one is dressed.
    for axes, name in zip(panels, names, strict=True):
        _dress(axes, timeline, share)
        axes.set_title(name, loc="left", fontsize="medium")
    figure.supylabel(axis, fontsize="medium")


def _bars(axes: Axes, timeline: Timeline, series: Sequence[Series], share: bool) -> list[Any]:
    # Many bars without gaps, since gaps of a fraction of a dot make patterns that are not in the counts.
    thick = (0.8 if len(timeline.periods) <= _MARKED else 1.0) / len(series)
    handles: list[Any] = []
    for number, one in enumerate(series):
        points = _heights(timeline, one, share)
        offset = (number - (len(series) - 1) / 2) * thick
        if len(timeline.periods) > _AS_OUTLINE:
            heights = dict(points)
            edges = [place - 0.5 for place in range(len(timeline.periods) + 1)]
            outline = [heights.get(place, 0.0) for place in range(len(timeline.periods))]
            handles.append(axes.stairs(outline, edges, fill=True, color=_COLORS[0]))
            continue
        handles.append(
            axes.bar(
                [place + offset for place, _height in points],
                [height for _place, height in points],
                width=thick,
                color=_COLORS[number % len(_COLORS)] if not _hatch(number) else "white",
                edgecolor=_COLORS[number % len(_COLORS)],
                hatch=_hatch(number),
                linewidth=0.6,
            )
        )
    return handles


def _hatch(number: int) -> str:
    return _HATCHES[number % len(_HATCHES)]


def _lines(axes: Axes, timeline: Timeline, share: bool) -> list[Any]:
    handles = []
    for number, one in enumerate(timeline.series):
        points = _heights(timeline, one, share)
        handles += axes.plot(
            [place for place, _height in points],
            [height for _place, height in points],
            color=_COLORS[number % len(_COLORS)],
            linestyle=_DASHES[number % len(_DASHES)],
            marker=_MARKERS[number % len(_MARKERS)] if len(points) <= _MARKED else None,
            markersize=4,
            linewidth=1.3,
            clip_on=False,
        )
    return handles


def _dress(axes: Axes, timeline: Timeline, share: bool) -> None:
    """The axes of a chart over time: counts from 0 on, periods by name."""
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    places = ticks(timeline.periods, _TICKS[timeline.by])
    axes.set_xticks(places, [timeline.periods[place] for place in places])
    margin = 0.6 if len(timeline.periods) <= _MARKED else len(timeline.periods) * 0.01
    axes.set_xlim(-margin, len(timeline.periods) - 1 + margin)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=not share, min_n_ticks=2))
    if share:
        axes.yaxis.set_major_formatter(PercentFormatter())
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


@contextmanager
def _drawing(texts: Iterable[str], font: Path | None) -> Iterator[tuple[Figure, Fonts]]:
    """An empty figure, with settings of its own whatever the user's matplotlib is set to, and fonts for the texts."""
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError(
            _("charts need matplotlib, which is not installed: pip install 'searcher[plot]'")
        ) from error
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        fonts = fonts_for(texts, font)
        matplotlib.rcParams.update(
            {
                "font.family": list(fonts.families),
                "font.size": 9,
                "text.parse_math": False,
                "axes.unicode_minus": False,
                "axes.linewidth": 0.6,
                "hatch.linewidth": 0.6,
                "svg.fonttype": "path",
                "svg.hashsalt": "searcher",
                "pdf.fonttype": 42,
            }
        )
        yield Figure(layout="constrained"), fonts


def _file(figure: Figure, kind: str) -> bytes:
    """The figure as a file; without dates and versions, so that the same figure gives the same bytes."""
    unsaid: dict[str, dict[str, None]] = {
        "svg": {"Date": None, "Creator": None},
        "png": {"Software": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    }
    out = io.BytesIO()
    figure.savefig(out, format=kind, dpi=_DPI, metadata=unsaid[kind])
    return out.getvalue()
