"""A whole article for people, the paragraph that was asked for marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from searcher.i18n import _
from searcher.results.model import Range, StoredArticle, StoredParagraph
from searcher.results.render.heading import flow, line_range, page_name, render_heading
from searcher.results.render.layout import measure
from searcher.results.render.marks import clip, shift
from searcher.results.render.safe import safe, safe_ranges
from searcher.results.render.style import Style

_GUTTER = "    "
_HERE = "  ▶ "


def render_article(
    article: StoredArticle,
    style: Style,
    width: int,
    *,
    asked: str | None = None,
    highlights: Mapping[str, Sequence[Range]] | None = None,
) -> Iterator[str]:
    """The lines of an article. `asked` is the id of the paragraph to mark.

    `highlights` are ranges by the id of a paragraph, those of the headline by that of the article.
    """
    width = measure(width)
    highlights = highlights or {}
    yield from render_heading(article.info, style, width, highlights.get(article.info.id, ()))
    page = article.info.page
    for paragraph in article.paragraphs:
        yield ""
        here = paragraph.page or article.info.page
        if here != page:
            page = here
            yield style.paint(f"{_GUTTER}— {safe(page_name(page) or '')} —", style.quiet)
            yield ""
        ranges = highlights.get(paragraph.id, ())
        yield from _paragraph(paragraph, style, width, paragraph.id == asked, ranges)
    yield ""
    yield from flow(map(safe, [article.info.id, *places(article)]), style, width)


def places(article: StoredArticle) -> Iterator[str]:
    """The file and the lines of it that hold the article; of one that is continued elsewhere, each file."""
    for path, group in groupby(article.paragraphs, key=lambda part: part.path or article.info.path):
        found = line_range(list(group))
        if found is None:
            yield path
        else:
            yield _("{path}, lines {first}–{last}").format(path=path, first=found[0], last=found[1])


def text_of(paragraph: StoredParagraph, ranges: Sequence[Range] = ()) -> tuple[str, list[Range]]:
    """The text of a paragraph, of a caption with the sign that says so, and `ranges` of it where they stand then."""
    sign = _caption(paragraph)
    return f"{sign}{paragraph.text}", shift(clip(ranges, 0, len(paragraph.text)), len(sign))


def _caption(paragraph: StoredParagraph) -> str:
    return "[图] " if paragraph.kind == "caption" else ""


def _paragraph(
    paragraph: StoredParagraph, style: Style, width: int, asked: bool, ranges: Sequence[Range]
) -> Iterator[str]:
    text, marks = safe_ranges(*text_of(paragraph, ranges), newlines=True)
    gutter = _HERE if asked else _GUTTER
    for line in style.lines(text, width - len(_GUTTER), "", marks):
        yield f"{style.paint(gutter, style.strong) if asked else gutter}{line}"
        # The mark runs down the whole paragraph, so that it is seen where the paragraph is longer than the screen.
        gutter = "  │ " if asked else _GUTTER
