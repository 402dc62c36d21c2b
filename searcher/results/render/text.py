"""Results for people: hits under their article, with its newspaper, date, page and author, wrapped to the terminal.

Everything here gives lines without line ends; whoever asked writes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from searcher.results.model import ArticleInfo, Hit, Range, Results, StoredParagraph
from searcher.results.render.columns import columns
from searcher.results.render.marks import clip, shift
from searcher.results.render.safe import safe, safe_ranges
from searcher.results.render.style import Style

WIDEST = 100
"""Columns that text is wrapped to at most: lines of more than fifty characters are hard to follow."""
_INDENT = 4
_BESIDE = "  "
_BETWEEN = " · "
_NARROWEST = 12


def measure(width: int) -> int:
    """The columns to set text in on a terminal of `width` columns."""
    return max(_NARROWEST, min(width, WIDEST))


def by_article(hits: Sequence[Hit]) -> list[list[Hit]]:
    """The hits of each article together, articles in the order of their best hit."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.article.id, []).append(hit)
    return list(groups.values())


def render_hits(results: Results, style: Style, width: int, *, numbered: bool = False) -> Iterator[str]:
    """The hits of one page of results; `numbered` puts each hit's rank before it."""
    width = measure(width)
    for group in by_article(results.hits):
        yield from render_heading(group[0].article, style, width, group[0].headline_highlights)
        for hit in group:
            yield from _hit_lines(hit, style, width, numbered)
        yield ""


def render_heading(info: ArticleInfo, style: Style, width: int, hits: Sequence[Range] = ()) -> Iterator[str]:
    """Kicker, headline with its `hits`, subhead, and where and when it stood and who wrote it.

    The headline stands out to the left, so that it is told from the rest without colours too.
    """
    if info.kicker:
        yield from _quietly(style.lines(safe(info.kicker), width - len(_BESIDE), style.quiet))
    if info.headline:
        headline, marks = safe_ranges(info.headline, hits)
        yield from style.lines(headline, width, style.strong, marks)
    else:
        yield style.paint("(no headline)", style.quiet)
    if info.subhead:
        yield from _quietly(style.lines(safe(info.subhead), width - len(_BESIDE), style.quiet))
    yield from _quietly(_flow(origin(info), style, width - len(_BESIDE)))


def _quietly(lines: Iterable[str]) -> Iterator[str]:
    return (_BESIDE + line for line in lines)


def origin(info: ArticleInfo) -> list[str]:
    """Newspaper, date, page, section, by-line and source, of which only what is known, fit for a terminal."""
    parts = (
        info.newspaper,
        info.date,
        page_name(info.page),
        info.section,
        " ".join(info.byline),
        info.source,
    )
    return [safe(part) for part in parts if part]


def _flow(parts: Sequence[str], style: Style, width: int) -> Iterator[str]:
    """The parts quietly with · between them; lines are broken between parts where that can be."""
    line = ""
    for part in parts:
        longer = f"{line}{_BETWEEN}{part}" if line else part
        if line and columns(longer) > width:
            yield from style.lines(line, width, style.quiet)
            longer = part
        line = longer
    if line:
        yield from style.lines(line, width, style.quiet)


def page_name(page: str | None) -> str | None:
    """The page as newspapers name it: 第B2版."""
    return f"第{page}版" if page else None


def passage_of(hit: Hit) -> tuple[str, list[Range]]:
    """The part of a paragraph worth showing, fit for a terminal, with … where it is cut, and the hits in it."""
    text = hit.paragraph.text
    start, end = hit.passage
    shown, marks = safe_ranges(text[start:end], clip(hit.highlights, start, end))
    before = "…" if text[:start].strip() else ""
    after = "…" if text[end:].strip() else ""
    return f"{before}{shown.rstrip()}{after}", shift(marks, len(before))


def render_notes(results: Results, style: Style, width: int) -> Iterator[str]:
    """What was relaxed, cut or not found, a sentence a line, then an empty line; nothing where there is no note."""
    for note in results.notes:
        yield from style.lines(safe(note), measure(width), style.quiet)
    if results.notes:
        yield ""


def footer(results: Results, ways: Sequence[str], style: Style, width: int) -> Iterator[str]:
    """The summary and what can be done next."""
    parts = [summary(results), *map(safe, ways)]
    return _flow(parts, style, measure(width))


def summary(results: Results) -> str:
    """One sentence: how many are shown, of how many, how many of them literally, in how long."""
    first, last = results.offset + 1, results.offset + len(results.hits)
    shown = f"{first}–{last} of {results.total}" if results.total > len(results.hits) else f"{results.total}"
    noun = "paragraph" if results.total == 1 else "paragraphs"
    literal = "" if results.literal == results.total else f", {results.literal} literally"
    return f"{shown} {noun}{literal}, in {results.took_ms:.3g} ms"


def _hit_lines(hit: Hit, style: Style, width: int, numbered: bool) -> Iterator[str]:
    text, marks = passage_of(hit)
    number = f"{hit.rank}" if numbered else ""
    margin = number.rjust(_INDENT - 2).ljust(_INDENT)
    lines = style.lines(text, width - len(margin), "", marks)
    for line in lines:
        yield f"{style.paint(margin, style.quiet) if margin.strip() else margin}{line}"
        margin = " " * len(margin)
    yield margin + style.paint(_place(hit.paragraph), style.quiet)


def _place(paragraph: StoredParagraph) -> str:
    """The id, with the page where the paragraph stands on another one than its article."""
    other = paragraph.page and paragraph.page != paragraph.article.page
    return safe(f"{paragraph.id} {page_name(paragraph.page)}" if other else paragraph.id)


def table(rows: Sequence[tuple[str, str]], style: Style, width: int) -> Iterator[str]:
    """Two columns: names quietly, values wrapped beside them."""
    wide = max((columns(name) for name, _ in rows), default=0)
    for name, value in rows:
        label = style.paint(name, style.quiet) + " " * (wide - columns(name))
        for line in style.lines(safe(value), max(measure(width) - wide - 2, _NARROWEST)):
            yield f"{label}  {line}"
            label = " " * wide
