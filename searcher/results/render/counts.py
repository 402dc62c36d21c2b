"""Counts as bars in a terminal: paragraphs by a field, and queries over time. Exact counts stand beside every bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from searcher.i18n import N_, _, ngettext
from searcher.results.facets import Breakdown, FieldFacets
from searcher.results.render.columns import columns
from searcher.results.render.formats import Table
from searcher.results.render.json import JsonObject
from searcher.results.render.layout import measure
from searcher.results.render.safe import safe
from searcher.results.render.style import Style
from searcher.results.timeline import Series, Timeline

_FIELD_NAMES = {
    "newspaper": N_("newspaper"),
    "section": N_("section"),
    "page": N_("page"),
    "source": N_("source"),
    "author": N_("author"),
    "year": N_("year"),
    "month": N_("month"),
    "day": N_("day"),
}
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_GAP = "  "
_SHORTEST_BAR = 10
_LONGEST_RUN = 31
"""Periods in a row without a hit that are all shown; of more the first and last are named, and how many."""


def bar(share: float, room: int) -> str:
    """A bar of `share` (0 to 1) of `room` columns, to an eighth of a column; what is not nothing shows."""
    eighths = round(share * room * 8)
    if share > 0:
        eighths = max(eighths, 1)
    whole, rest = divmod(eighths, 8)
    return (_EIGHTHS[8] * whole + _EIGHTHS[rest]).rstrip()


def percents(shares: Sequence[float | None], largest: float | None = None) -> list[str]:
    """Shares (0 to 1) with as many decimals as the largest of them, or `largest`, needs for three digits; – for None.

    What is not nothing is not shown as nothing: <0.1%.
    """
    most = max((share or 0.0 for share in shares), default=0.0) if largest is None else largest
    decimals = 1 if most >= 0.0995 else 2
    least = 10.0**-decimals
    return [
        "–" if share is None else f"<{least}%" if 0 < share * 100 < least / 2 else f"{share * 100:.{decimals}f}%"
        for share in shares
    ]


def cut(text: str, wide: int) -> str:
    """The text with … where it takes more than `wide` columns."""
    if columns(text) <= wide:
        return text
    kept = ""
    for char in text:
        if columns(kept + char) > wide - 1:
            break
        kept += char
    return kept + "…"


def field_name(by: str) -> str:
    """What a field that paragraphs are counted by is called."""
    return _(_FIELD_NAMES[by])


def not_told() -> str:
    """What stands for a value that the page does not tell."""
    return _("not told")


def paragraphs_of(query: str, count: int) -> str:
    """How many paragraphs match a query, as a sentence."""
    message = ngettext("{query}: {count} paragraph", "{query}: {count} paragraphs", count)
    return message.format(query=query, count=f"{count:,}")


def render_breakdown(breakdown: Breakdown, style: Style, width: int, *, limit: int | None = 20) -> Iterator[str]:
    """Values, counts, shares of all that match, and bars, a field after the other, `limit` values of each at most."""
    yield from style.lines(safe(paragraphs_of(breakdown.query, breakdown.total)), measure(width), style.strong)
    for note in breakdown.notes:
        yield from style.lines(safe(note), measure(width), style.quiet)
    for field in breakdown.fields if breakdown.total else ():
        yield ""
        yield style.paint(field_name(field.by), style.strong)
        yield from _field_lines(field, breakdown.total, style, width, limit)


def _field_lines(field: FieldFacets, total: int, style: Style, width: int, limit: int | None) -> Iterator[str]:
    shown = field.values[:limit]
    if not shown:
        return
    names = [not_told() if facet.value is None else safe(facet.value) for facet in shown]
    counts = [f"{facet.count:,}" for facet in shown]
    shares = percents([facet.count / total for facet in shown])
    numbers = max(map(len, counts)) + max(map(len, shares)) + 3 * len(_GAP)
    wide = max(min(max(map(columns, names)), width - numbers - _SHORTEST_BAR), 6)
    room = max(width - wide - numbers, 1)
    most = max(facet.count for facet in shown)
    for name, count, share, facet in zip(names, counts, shares, shown, strict=True):
        name = cut(name, wide)
        label = name + " " * (wide - columns(name))
        if facet.value is None:
            label = style.paint(label, style.quiet)
        cells = (count.rjust(max(map(len, counts))), share.rjust(max(map(len, shares))), bar(facet.count / most, room))
        yield _GAP.join((label, *cells))
    left = len(field.values) - len(shown)
    if left:
        more = sum(facet.count for facet in field.values[len(shown) :])
        message = ngettext(
            "and {left} more value, {count} paragraphs", "and {left} more values, {count} paragraphs", left
        )
        yield from style.lines(message.format(left=f"{left:,}", count=f"{more:,}"), measure(width), style.quiet)


def render_timeline(timeline: Timeline, style: Style, width: int, *, share: bool = False) -> Iterator[str]:
    """A line a period with a count and a bar for each query, all on one scale; `share` makes the bars shares of all
    paragraphs of the period. Queries stand side by side where `width` lets them, else one block after the other."""
    yield from _legend(timeline, style, width)
    if not timeline.periods:
        return
    measured = [[value or 0.0 for value in _measure(timeline, one, share)] for one in timeline.series]
    most = max((value for values in measured for value in values), default=0) or 1
    numbers = [_numbers(timeline, one, share, most) for one in timeline.series]
    wide = max(len(cell) for cells in numbers for cell in cells)
    label = columns(timeline.periods[0])
    across = max(1, (width - label) // (2 * len(_GAP) + wide + _SHORTEST_BAR))
    for first in range(0, len(timeline.series), across):
        block = range(first, min(first + across, len(timeline.series)))
        room = max((width - label) // len(block) - 2 * len(_GAP) - wide, 1)
        yield ""
        if len(timeline.series) > 1:
            heads = (cut(f"{_letter(at)} {safe(timeline.series[at].query)}", wide + len(_GAP) + room) for at in block)
            padded = (head + " " * (wide + len(_GAP) + room - columns(head)) for head in heads)
            yield style.paint((" " * label + _GAP + _GAP.join(padded)).rstrip(), style.strong)
        yield from _rows(timeline, [(numbers[at], measured[at]) for at in block], most, wide, room, style, width)
    yield from _remarks(timeline, style, width, share)


def _measure(timeline: Timeline, series: Series, share: bool) -> Sequence[float | None]:
    return timeline.shares(series) if share else series.counts


def _numbers(timeline: Timeline, series: Series, share: bool, most: float) -> list[str]:
    """The count of each period as it is shown: – where there are no paragraphs at all; `most` is the largest share."""
    if not share:
        pairs = zip(series.counts, timeline.paragraphs, strict=True)
        return [f"{count:,}" if whole else "–" for count, whole in pairs]
    counts = [f"{count:,}" for count in series.counts]
    shares = percents(timeline.shares(series), most)
    wide = max(map(len, shares), default=0)
    return [
        "–" if value == "–" else f"{count} {value.rjust(wide)}" for count, value in zip(counts, shares, strict=True)
    ]


def _rows(
    timeline: Timeline,
    block: Sequence[tuple[Sequence[str], Sequence[float]]],
    most: float,
    wide: int,
    room: int,
    style: Style,
    width: int,
) -> Iterator[str]:
    for places, folded in _runs(timeline):
        if folded:
            yield from style.lines(_no_hits(timeline, places[0], places[-1]), measure(width), style.quiet)
            continue
        for at in places:
            cells = []
            for numbers, values in block:
                drawn = bar(values[at] / most, room)
                cells.append(numbers[at].rjust(wide) + _GAP + drawn + " " * (room - columns(drawn)))
            yield (timeline.periods[at] + _GAP + _GAP.join(cells)).rstrip()


def _runs(timeline: Timeline) -> Iterator[tuple[range, bool]]:
    """Places of periods next to each other, and whether they are folded to one line, being many without a hit."""
    held = [any(counts) for counts in zip(*(one.counts for one in timeline.series), strict=True)]
    at = 0
    for hit, run in groupby(held):
        places = range(at, at + len(list(run)))
        yield places, not hit and len(places) > _LONGEST_RUN
        at = places.stop


def _no_hits(timeline: Timeline, first: int, last: int) -> str:
    count = last - first + 1
    messages = {
        "day": ngettext(
            "⋮ {count} day without a hit: {first} – {last}",
            "⋮ {count} days without a hit: {first} – {last}",
            count,
        ),
        "month": ngettext(
            "⋮ {count} month without a hit: {first} – {last}",
            "⋮ {count} months without a hit: {first} – {last}",
            count,
        ),
        "year": ngettext(
            "⋮ {count} year without a hit: {first} – {last}",
            "⋮ {count} years without a hit: {first} – {last}",
            count,
        ),
    }
    periods = timeline.periods
    return messages[timeline.by].format(count=f"{count:,}", first=periods[first], last=periods[last])


def _legend(timeline: Timeline, style: Style, width: int) -> Iterator[str]:
    for at, one in enumerate(timeline.series):
        name = safe(one.query) if len(timeline.series) == 1 else f"{_letter(at)} {safe(one.query)}"
        text = paragraphs_of(name, one.total)
        if one.undated:
            text += _(", {count} of them without a date").format(count=f"{one.undated:,}")
        yield from style.lines(text, measure(width), style.strong)
        for note in one.notes:
            yield from style.lines(safe(note), measure(width), style.quiet)


def _remarks(timeline: Timeline, style: Style, width: int, share: bool) -> Iterator[str]:
    remarks = []
    if share:
        remarks.append(_("Shares are of all paragraphs of the period."))
    if not all(timeline.paragraphs[at] for places, folded in _runs(timeline) if not folded for at in places):
        remarks.append(_("–: the index has no paragraph of this period."))
    if timeline.undated:
        message = ngettext(
            "{count} paragraph of the index has no date and is in no period.",
            "{count} paragraphs of the index have no date and are in no period.",
            timeline.undated,
        )
        remarks.append(message.format(count=f"{timeline.undated:,}"))
    if remarks:
        yield ""
    for remark in remarks:
        yield from style.lines(remark, measure(width), style.quiet)


def _letter(at: int) -> str:
    """A, B, … Z, then numbers: what tells queries apart without colours."""
    return chr(ord("A") + at) if at < 26 else str(at + 1)


def breakdown_table(breakdown: Breakdown) -> Table:
    """A row a value of each field."""
    rows = [(field.by, facet.value, facet.count) for field in breakdown.fields for facet in field.values]
    return Table(breakdown.query, ("by", "value", "paragraphs"), rows)


def breakdown_object(breakdown: Breakdown) -> JsonObject:
    """The same as plain values."""
    return {
        "query": breakdown.query,
        "total": breakdown.total,
        "facets": [
            {"by": field.by, "values": [{"value": facet.value, "count": facet.count} for facet in field.values]}
            for field in breakdown.fields
        ],
        "notes": list(breakdown.notes),
    }


def timeline_table(timeline: Timeline) -> Table:
    """A row a period of each query, and one for what has no date; the share is of all paragraphs of the period."""
    rows: list[tuple[str | int | float | None, ...]] = []
    for one in timeline.series:
        shares = timeline.shares(one)
        pairs = zip(timeline.periods, one.counts, timeline.paragraphs, shares, strict=True)
        rows += [(one.query, period, count, whole, _rounded(share)) for period, count, whole, share in pairs]
        if timeline.undated:
            rows.append((one.query, None, one.undated, timeline.undated, _rounded(one.undated / timeline.undated)))
    title = " / ".join(one.query for one in timeline.series)
    return Table(title, ("query", timeline.by, "paragraphs", "of", "share"), rows)


def timeline_object(timeline: Timeline) -> JsonObject:
    """The same as plain values, a list of numbers a query."""
    return {
        "by": timeline.by,
        "periods": list(timeline.periods),
        "paragraphs": list(timeline.paragraphs),
        "undated": timeline.undated,
        "series": [
            {
                "query": one.query,
                "total": one.total,
                "undated": one.undated,
                "counts": list(one.counts),
                "shares": [_rounded(share) for share in timeline.shares(one)],
                "notes": list(one.notes),
            }
            for one in timeline.series
        ],
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)
