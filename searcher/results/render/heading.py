"""What stands over a passage or an article: its headline, and where and when it stood and who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from searcher.i18n import _
from searcher.results.model import ArticleInfo, Range, StoredParagraph
from searcher.results.render.columns import columns
from searcher.results.render.safe import safe, safe_ranges
from searcher.results.render.style import Style

_BESIDE = "  "
BETWEEN = " · "


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
        yield style.paint(no_headline(), style.quiet)
    if info.subhead:
        yield from _quietly(style.lines(safe(info.subhead), width - len(_BESIDE), style.quiet))
    yield from _quietly(flow(map(safe, origin(info)), style, width - len(_BESIDE)))


def no_headline() -> str:
    """What stands for a headline where there is none."""
    return _("(no headline)")


def _quietly(lines: Iterable[str]) -> Iterator[str]:
    return (_BESIDE + line for line in lines)


def origin(info: ArticleInfo) -> list[str]:
    """Newspaper, date, page, section, by-line and source, of which only what is known; as the index has them."""
    parts = (
        info.newspaper,
        info.date,
        page_name(info.page),
        info.section,
        " ".join(info.byline),
        info.source,
    )
    return [part for part in parts if part]


def flow(parts: Iterable[str], style: Style, width: int) -> Iterator[str]:
    """The parts quietly with · between them; lines are broken between parts where that can be."""
    line = ""
    for part in parts:
        longer = f"{line}{BETWEEN}{part}" if line else part
        if line and columns(longer) > width:
            yield from style.lines(line, width, style.quiet)
            longer = part
        line = longer
    if line:
        yield from style.lines(line, width, style.quiet)


def page_name(page: str | None) -> str | None:
    """The page as newspapers name it: 第B2版."""
    return f"第{page}版" if page else None


def elsewhere(paragraph: StoredParagraph) -> str | None:
    """The name of the page that a paragraph stands on, where that is not its article's."""
    return page_name(paragraph.page) if paragraph.page != paragraph.article.page else None


def line_range(paragraphs: Sequence[StoredParagraph]) -> tuple[int, int] | None:
    """The first and last line of the file that hold these paragraphs, where lines are known."""
    known = [paragraph.lines for paragraph in paragraphs if paragraph.lines]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else None
