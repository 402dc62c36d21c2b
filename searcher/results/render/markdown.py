"""Markdown (CommonMark, as GitHub reads it): headings, quotations, and hits in bold. Text stands for itself.

A sign that Markdown would read is escaped with a backslash. Bold is ``**`` where that works, else ``<strong>``: by
the rule of CommonMark 0.31, 6.2, ``**`` beside punctuation opens or closes nothing unless white space or punctuation
stands on its other side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from searcher.results.model import ArticleInfo, Hit, Range, Results
from searcher.results.render.article import places, text_of
from searcher.results.render.formats import AskedArticle, Table, View
from searcher.results.render.grouping import grouped
from searcher.results.render.heading import BETWEEN, elsewhere, no_headline, origin, page_name
from searcher.results.render.marks import clip, ellipses, joined
from searcher.results.render.remarks import remarks
from searcher.results.render.safe import safe
from searcher.results.render.text import summary

_SIGNS = re.compile(r"[\\`*_\[\]<>&|~$@]|(?<=:)(?=//)|(?<=[Ww]{3})(?=\.)")
_AT_LINE_START = re.compile(r"^ *(?:(\d{1,9})(?=[.)](?:\s|$))|(?P<sign>)(?=#{1,6}(?:\s|$)|[-+=]))|^ +", re.MULTILINE)
"""Blanks that would make code, and what would make a heading, a list, a rule."""
_TAGS = ("<strong>", "</strong>")


def render_results(found: Results, hits: Iterable[Hit], view: View) -> Iterator[str]:
    """A heading an article, a quotation a hit."""
    yield f"# {line(found.query)}"
    yield ""
    for note in remarks(found):
        yield from (line(note), "")
    shown = 0
    for group in grouped(hits, flat=view.flat):
        shown += len(group.hits)
        yield from _heading(group.article, group.hits[0].headline_highlights)
        for hit in group.hits:
            start, end = hit.passage
            text = hit.paragraph.text
            before, after = ellipses(text, hit.passage)
            marked = emphasised(text[start:end].rstrip(), clip(hit.highlights, start, end))
            yield from _quoted(f"{before}{marked}{after}")
            yield ">"
            number = f"{hit.rank}. " if view.numbered else ""
            yield f"> {number}{BETWEEN.join(line(part) for part in (hit.id, elsewhere(hit.paragraph)) if part)}"
            yield ""
    yield line(summary(found, shown))


def render_articles(articles: Iterable[AskedArticle], view: View) -> Iterator[str]:
    """Whole articles, the paragraph that was asked for as a quotation."""
    for asked in articles:
        info = asked.article.info
        yield from _heading(info, asked.highlights.get(info.id, ()))
        page = info.page
        for part in asked.article.paragraphs:
            if part.page not in (None, page):
                page = part.page
                yield from (f"*{line(page_name(page) or '')}*", "")
            text = emphasised(*text_of(part, asked.highlights.get(part.id, ())))
            yield from _quoted(text) if part.id == asked.asked else text.split("\n")
            yield ""
        yield line(BETWEEN.join([info.id, *places(asked.article)]))
        yield ""


def render_table(listed: Table, view: View) -> Iterator[str]:
    """A table of GitHub's Markdown."""
    yield f"# {line(listed.title)}"
    yield ""
    yield f"| {' | '.join(map(line, listed.columns))} |"
    yield f"|{'---|' * len(listed.columns)}"
    for row in listed.rows:
        yield f"| {' | '.join('—' if value is None else line(str(value)) for value in row)} |"


def _heading(info: ArticleInfo, hits: Sequence[Range]) -> Iterator[str]:
    if info.kicker:
        yield from (line(info.kicker), "")
    headline = emphasised(" ".join(info.headline.splitlines()), hits) if info.headline else line(no_headline())
    yield f"## {headline}"
    yield ""
    if info.subhead:
        yield from (line(info.subhead), "")
    if known := origin(info):
        yield from (line(BETWEEN.join(known)), "")


def _quoted(text: str) -> Iterator[str]:
    return (f"> {part}".rstrip() for part in text.split("\n"))


def escaped(text: str, *, at_start: bool = True) -> str:
    """Text that Markdown shows as it is; what a terminal would obey is written out. `at_start`: it begins a line."""
    shown = _SIGNS.sub(lambda found: f"\\{found[0]}", safe(text, newlines=True))
    first, newline, rest = shown.partition("\n")
    if at_start:
        return _AT_LINE_START.sub(_escaped_start, shown)
    return f"{first}{newline}{_AT_LINE_START.sub(_escaped_start, rest)}"


def _escaped_start(found: re.Match[str]) -> str:
    return f"{found[1] or ''}\\" if found[1] or found["sign"] is not None else ""


def line(text: str) -> str:
    """The same in one line."""
    return escaped(" ".join(text.split("\n")))


def emphasised(text: str, ranges: Sequence[Range]) -> str:
    """`text` escaped, with `ranges` of it in bold."""

    def piece(start: int, end: int) -> str:
        return escaped(text[start:end], at_start=start == 0 or text[start - 1] == "\n")

    pieces: list[str] = []
    done = 0
    for start, end in joined(ranges):
        opening, closing = ("**", "**") if text[start].isalnum() and text[end - 1].isalnum() else _TAGS
        pieces += (piece(done, start), opening, piece(start, end), closing)
        done = end
    return "".join([*pieces, piece(done, len(text))])
