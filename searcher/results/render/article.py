"""A whole article for people, the paragraph that was asked for marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from searcher.results.model import Range, StoredArticle, StoredParagraph
from searcher.results.render.marks import clip
from searcher.results.render.safe import safe, safe_ranges
from searcher.results.render.style import Style
from searcher.results.render.text import measure, page_name, render_heading

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
    """The lines of an article. `asked` is the id of the paragraph to mark; `highlights` are ranges by paragraph id."""
    width = measure(width)
    yield from render_heading(article.info, style, width)
    page = article.info.page
    for paragraph in article.paragraphs:
        yield ""
        here = paragraph.page or article.info.page
        if here != page:
            page = here
            yield style.paint(f"{_GUTTER}— {safe(page_name(page) or '')} —", style.quiet)
            yield ""
        ranges = (highlights or {}).get(paragraph.id, ())
        yield from _paragraph(paragraph, style, width, paragraph.id == asked, ranges)
    yield ""
    yield from style.lines(f"{safe(article.info.id)} · {safe(article.info.path)}", width, style.quiet)


def _paragraph(
    paragraph: StoredParagraph, style: Style, width: int, asked: bool, ranges: Sequence[Range]
) -> Iterator[str]:
    caption = "[图] " if paragraph.kind == "caption" else ""
    text, marks = safe_ranges(paragraph.text, clip(ranges, 0, len(paragraph.text)), newlines=True)
    marks = [(start + len(caption), end + len(caption)) for start, end in marks]
    gutter = _HERE if asked else _GUTTER
    for line in style.lines(caption + text, width - len(_GUTTER), "", marks):
        yield f"{style.paint(gutter, style.strong) if asked else gutter}{line}"
        # The mark runs down the whole paragraph, so that it is seen where the paragraph is longer than the screen.
        gutter = "  │ " if asked else _GUTTER
