"""Results for people: hits under their article, with its newspaper, date, page and author, wrapped to the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from searcher.i18n import _, ngettext
from searcher.results.model import Hit, Range, Results
from searcher.results.render.columns import columns, wrap
from searcher.results.render.formats import AskedArticle, Table, View
from searcher.results.render.grouping import Group, clauses, grouped
from searcher.results.render.heading import BETWEEN, elsewhere, flow, render_heading
from searcher.results.render.layout import NARROWEST, measure
from searcher.results.render.marks import clip, ellipses, shift
from searcher.results.render.remarks import remarks
from searcher.results.render.safe import safe, safe_ranges
from searcher.results.render.style import Style

_INDENT = 4
_FOLDED = "  + "
_GAP = "  "
_DIGIT_SIGNS = str.maketrans("", "", ",.")


def render_results(found: Results, hits: Iterable[Hit], view: View) -> Iterator[str]:
    """Notes, hits, and the summary with the next command."""
    yield from render_notes(found, view.style, view.width)
    shown = 0
    for group in grouped(hits, flat=view.flat):
        shown += len(group.hits)
        yield from _group_lines(group, view.style, measure(view.width), view.numbered)
        if group.more and not view.flat:
            more = ngettext("{count} more in this article", "{count} more in this article", group.more)
            yield view.style.paint(f"{_FOLDED}{more.format(count=f'{group.more:,}')}", view.style.quiet)
        yield ""
    yield from _footer(found, shown, view)


def render_articles(articles: Iterable[AskedArticle], view: View) -> Iterator[str]:
    """Whole articles with an empty line and a rule between them."""
    from searcher.results.render.article import render_article

    for number, asked in enumerate(articles):
        if number:
            yield from ("", view.style.paint("─" * measure(view.width), view.style.quiet), "")
        yield from render_article(
            asked.article, view.style, view.width, asked=asked.paragraph, highlights=asked.highlights
        )


def render_table(listed: Table, view: View) -> Iterator[str]:
    """Columns side by side, numbers to the right; a last column of words is wrapped."""
    names = [safe(_(name)) for name in listed.columns]
    rows = [[_cell(value) for value in row] for row in listed.rows]
    values = [*zip(*rows, strict=True)] or [()] * len(names)
    numeric = [all(cell.translate(_DIGIT_SIGNS).isdecimal() for cell in column) for column in values]
    wide = [max(map(columns, (name, *column))) for name, column in zip(names, values, strict=True)]
    room = max(measure(view.width) - sum(wide[:-1]) - len(_GAP) * (len(names) - 1), NARROWEST)
    for number, row in enumerate([names, *rows]):
        base = "" if number else view.style.quiet
        margin = "".join(_set(cell, wide[at], numeric[at]) + _GAP for at, cell in enumerate(row[:-1]))
        last = _set(row[-1], wide[-1], True) if numeric[-1] else row[-1]
        for start, end in [(0, len(last))] if numeric[-1] else wrap(last, room):
            yield view.style.paint((margin + last[start:end]).rstrip(), base)
            margin = " " * columns(margin)


def _set(cell: str, wide: int, right: bool) -> str:
    blanks = " " * (wide - columns(cell))
    return blanks + cell if right else cell + blanks


def render_notes(results: Results, style: Style, width: int) -> Iterator[str]:
    """What there is to say beside the hits, a sentence a line, then an empty line; nothing where that is nothing."""
    said = list(remarks(results))
    for sentence in said:
        yield from style.lines(safe(sentence), measure(width), style.quiet)
    if said:
        yield ""


def _footer(found: Results, shown: int, view: View) -> Iterator[str]:
    """The summary of `shown` hits, and the command worth knowing: in one line, so that it can be pasted."""
    style, line = view.style, summary(found, shown)
    if view.next is None:
        yield from style.lines(line, measure(view.width), style.quiet)
        return
    both = f"{line}{BETWEEN}{view.next}"
    if columns(both) <= measure(view.width):
        yield style.paint(both, style.quiet)
        return
    yield from style.lines(line, measure(view.width), style.quiet)
    yield style.paint(view.next, style.quiet)


def summary(found: Results, shown: int | None = None) -> str:
    """One sentence: how many are shown (all of `found.hits`), of how many, how many literally, in how long."""
    count = len(found.hits) if shown is None else shown
    total = totals(found)
    if not count and found.total:
        total = _("{count} of {total}").format(count=0, total=total)
    elif count == 1 < found.total:
        total = _("number {rank} of {total}").format(rank=f"{found.offset + 1:,}", total=total)
    elif count < found.total:
        first, last = f"{found.offset + 1:,}", f"{found.offset + count:,}"
        total = _("{first}–{last} of {total}").format(first=first, last=last, total=total)
    return _("{total}, in {time}").format(total=total, time=_time(found.took_ms))


def totals(found: Results) -> str:
    """How many match, and how many of them literally."""
    if found.of_articles:
        message = ngettext("{total} article", "{total} articles", found.total)
    else:
        message = ngettext("{total} paragraph", "{total} paragraphs", found.total)
    total = message.format(total=f"{found.total:,}")
    if found.literal == found.total:
        return total
    return _("{total}, {literal} literally").format(total=total, literal=f"{found.literal:,}")


def _time(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.2f} s" if milliseconds >= 1000 else f"{milliseconds:.3g} ms"


def _group_lines(group: Group, style: Style, width: int, numbered: bool) -> Iterator[str]:
    best, *folded = group.hits
    yield from render_heading(group.article, style, width, best.headline_highlights)
    yield from _hit_lines(best, style, width, numbered)
    for hit in folded:
        yield from _folded_lines(hit, style, width, numbered)


def _hit_lines(hit: Hit, style: Style, width: int, numbered: bool) -> Iterator[str]:
    text, marks = passage_of(hit)
    margin = _margin(hit, numbered, "")
    for line in style.lines(text, width - len(margin), "", marks):
        yield f"{style.paint(margin, style.quiet) if margin.strip() else margin}{line}"
        margin = " " * len(margin)
    for line in flow(_place(hit), style, width - len(margin)):
        yield margin + line


def _folded_lines(hit: Hit, style: Style, width: int, numbered: bool) -> Iterator[str]:
    """One line where that can be: the clause with the first hit, and the id."""
    margin = _margin(hit, numbered, _FOLDED)
    room = width - len(margin)
    place = BETWEEN.join(_place(hit))
    start, end = clauses(
        hit.paragraph.text, hit.passage, hit.highlights, max(room - columns(place) - 5, room // 2) // 2
    )
    text, marks = _cut(hit, start, end)
    lines = style.lines(text, room, "", marks)
    signs = 0 if not style.across else columns("".join(style.hit)) * len(marks)
    beside = len(lines) == 1 and columns(text) + signs + len(BETWEEN) + columns(place) <= room
    if beside:
        lines[0] += style.paint(BETWEEN + place, style.quiet)
    for line in lines:
        yield f"{style.paint(margin, style.quiet) if margin.strip() else margin}{line}"
        margin = " " * len(margin)
    if not beside:
        yield from (margin + line for line in flow(_place(hit), style, room))


def _margin(hit: Hit, numbered: bool, other: str) -> str:
    return f"{hit.rank}".rjust(_INDENT - 2).ljust(_INDENT) if numbered else other.ljust(_INDENT)


def passage_of(hit: Hit) -> tuple[str, list[Range]]:
    """The part of a paragraph worth showing, fit for a terminal, with … where it is cut, and the hits in it."""
    return _cut(hit, *hit.passage)


def _cut(hit: Hit, start: int, end: int) -> tuple[str, list[Range]]:
    text = hit.paragraph.text
    shown, marks = safe_ranges(text[start:end], clip(hit.highlights, start, end))
    before, after = ellipses(text, (start, end))
    return f"{before}{shown.rstrip()}{after}", shift(marks, len(before))


def _place(hit: Hit) -> Sequence[str]:
    """The id, with the page where the paragraph stands on another one than its article."""
    return [safe(part) for part in (hit.id, elsewhere(hit.paragraph)) if part]


def _cell(value: str | int | float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,}" if isinstance(value, int) else safe(str(value))
