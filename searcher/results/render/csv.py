"""Comma-separated values (RFC 4180) for spreadsheets: no cell is run, and nothing in one is hidden.

A spreadsheet takes a cell that begins with = + - @ (also full-width), a tab or a line end for a formula or drops what
stands before one; such a cell gets an apostrophe before it, which makes it text (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from searcher.results.model import ArticleInfo, Hit, Results, StoredParagraph
from searcher.results.render.formats import AskedArticle, Table, View
from searcher.results.render.marks import ellipses
from searcher.results.render.safe import safe

_END = "\r\n"
_RUN = tuple("=+-@＝＋－＠−\t\r\n")
_ORIGIN = (
    "newspaper", "date", "page", "section", "kicker", "headline", "subhead", "byline", "source", "path", "first_line",
    "last_line",
)  # fmt: skip
HIT_COLUMNS = ("rank", "score", "id", *_ORIGIN, "passage", "text")
PARAGRAPH_COLUMNS = ("id", "asked", *_ORIGIN, "kind", "text")

Value = str | int | float | None


def render_results(found: Results, hits: Iterable[Hit], view: View) -> Iterator[str]:
    """A hit a row, under the names of the columns."""
    yield _row(HIT_COLUMNS)
    for hit in hits:
        text = hit.paragraph.text
        start, end = hit.passage
        passage = text[start:end].join(ellipses(text, hit.passage))
        yield _row((hit.rank, round(hit.score, 6), hit.id, *_origin(hit.article, hit.paragraph), passage, text))


def render_articles(articles: Iterable[AskedArticle], view: View) -> Iterator[str]:
    """A paragraph a row; `asked` is 1 for the one that was asked for, or for all of an article that was."""
    yield _row(PARAGRAPH_COLUMNS)
    for asked in articles:
        for part in asked.article.paragraphs:
            here = int(asked.paragraph in (None, part.id))
            yield _row((part.id, here, *_origin(asked.article.info, part), part.kind, part.text))


def render_table(listed: Table, view: View) -> Iterator[str]:
    """A row a row, under the names of the columns."""
    yield _row(listed.columns)
    yield from map(_row, listed.rows)


def _origin(article: ArticleInfo, paragraph: StoredParagraph) -> tuple[Value, ...]:
    first, last = paragraph.lines or (None, None)
    return (
        article.newspaper,
        article.date,
        paragraph.page or article.page,
        article.section,
        article.kicker,
        article.headline,
        article.subhead,
        "、".join(article.byline),
        article.source,
        paragraph.path or article.path,
        first,
        last,
    )


def _row(values: Sequence[Value]) -> str:
    written = io.StringIO()
    # With another line end the writer would not quote this one.
    csv.writer(written, lineterminator=_END).writerow(map(cell, values))
    return written.getvalue().removesuffix(_END)


def cell(value: Value) -> Value:
    """A value fit for a spreadsheet; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    shown = safe(value, newlines=True)
    return f"'{shown}" if value.startswith(_RUN) else shown
