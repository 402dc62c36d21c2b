"""Texts for the whole screen: an article with its hits, a page as it was read, the lines of its file, the keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from searcher.errors import SearcherError, system_reason
from searcher.i18n import _
from searcher.prompt.commands import help_lines
from searcher.prompt.lines import Line
from searcher.prompt.marked import pieces
from searcher.prompt.reference import key_section, translated
from searcher.prompt.table import Where
from searcher.prompt.views import Kind, TextView
from searcher.results.model import ArticleInfo, Range, StoredArticle
from searcher.results.render.article import render_article
from searcher.results.render.heading import no_headline, page_name
from searcher.results.render.layout import measure
from searcher.results.render.safe import safe
from searcher.results.render.style import Style

if TYPE_CHECKING:
    from searcher.reading.model import Page

_MARGIN = re.compile(r"\s*\S+ {2}| *\[\d+\] | *")
_WIDEST_MARGIN = 24


def article_text(
    article: StoredArticle, style: Style, highlights: Mapping[str, Sequence[Range]], asked: str | None
) -> TextView:
    """An article, its hits set apart; `asked` is the id of a paragraph to mark."""

    def lay(width: int) -> list[Line]:
        return list(pieces(render_article(article, style, width, asked=asked, highlights=highlights)))

    return TextView(Kind.ARTICLE, article.info.id, safe(article.info.headline or no_headline()), lay)


def page_text(info: ArticleInfo, corpus: Path, style: Style) -> TextView:
    """The page that an article begins on, as the reader reads its file now: articles with the lines that they come
    from, what was set aside and what was mended. Raises SearcherError."""
    from searcher.reading.export import render_page
    from searcher.reading.pages import read_pages

    pages = list(read_pages(corpus / info.path, root=corpus))
    page = next((page for page in pages if (page.page, page.date) == (info.page, info.date)), None)
    if page is None:
        raise SearcherError(
            _("{path}: the file no longer has this page; :index brings the index up to date").format(path=info.path)
        )
    rows = render_page(page, all=True).splitlines()

    def lay(width: int) -> list[Line]:
        return list(pieces(_hanging(rows, style, measure(width))))

    return TextView(Kind.PAGE, info.id, _page_title(info, page), lay, start=_start_of(info, rows))


def file_text(info: ArticleInfo, corpus: Path, style: Style, first: int) -> TextView:
    """The lines of the file that an article comes from, from line `first` on, each with its number. Raises
    SearcherError."""
    from searcher.reading.decode import decode

    file = corpus / info.path
    if file.suffix.lower() == ".pdf":
        raise SearcherError(_("{path}: a PDF has no lines to show").format(path=info.path))
    try:
        text = decode(file.read_bytes(), info.path)
    except OSError as error:
        raise SearcherError(f"{info.path}: {system_reason(error)}") from error
    rows = [f"{number:>6}  {line}" for number, line in enumerate(text.splitlines(), 1)]

    def lay(width: int) -> list[Line]:
        return list(pieces(_hanging(rows, style, width)))

    return TextView(Kind.FILE, info.id, safe(info.path), lay, start=f"{first:>6}  ")


def keys_text(style: Style) -> TextView:
    """What the keys of the whole screen do."""

    def lay(width: int) -> list[Line]:
        made: list[str] = []
        for where in (Where.LIST, Where.TEXT):
            section = key_section(where)
            made += [style.paint(_(section.title), style.strong), *help_lines(translated(section), style, width), ""]
        return list(pieces(made))

    return TextView(Kind.KEYS, "", _("keys"), lay)


def _hanging(rows: Sequence[str], style: Style, width: int) -> Iterator[str]:
    """Rows wrapped, the lines of each under the first behind its margin."""
    for row in rows:
        found = _MARGIN.match(row)
        margin = found[0] if found and len(found[0]) <= min(_WIDEST_MARGIN, width // 2) else ""
        base = style.strong if margin.lstrip().startswith("[") else ""
        for line in style.lines(safe(row[len(margin) :]), max(width - len(margin), 2), base):
            yield f"{style.paint(safe(margin), style.quiet) if margin.strip() else margin}{line}"
            margin = " " * len(margin)


def _page_title(info: ArticleInfo, page: Page) -> str:
    parts = (page.newspaper, page.date, page_name(page.page), page.section)
    return safe(" · ".join(part for part in parts if part) or info.path)


def _start_of(info: ArticleInfo, rows: Sequence[str]) -> str:
    """How the line of a page begins that has the headline of an article; nothing where it has none."""
    row = next((row for row in rows if info.headline and row.endswith(info.headline)), "")
    return safe(row[: max(row.find("]"), 0) + 5])
