"""JSON: the keys and their order are a contract (docs/output.md).

Texts are the original, ranges count characters (code points) of ``text``. What a terminal would obey is escaped as
JSON does it, which changes no value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from searcher.results.model import ArticleInfo, Hit, Range, Results, StoredParagraph, Suggestion
from searcher.results.render.formats import AskedArticle, Table, View
from searcher.results.render.safe import is_obeyed, is_plain
from searcher.results.reports import IndexInfo

if TYPE_CHECKING:
    from searcher.store.check import CheckReport

JsonObject = dict[str, Any]


def results_object(results: Results) -> JsonObject:
    """A page of results as one object."""
    return {**totals_object(results), "hits": [hit_object(hit) for hit in results.hits]}


def totals_object(results: Results) -> JsonObject:
    """What there is to say of a search beside its hits."""
    return {
        **count_object(results.query, results.total, results.literal),
        "took_ms": round(results.took_ms, 3),
        "generation": results.generation,
        **within_object(results.within),
        **notes_object(results.notes),
        **({"suggestions": [suggestion_object(one) for one in results.suggestions]} if results.suggestions else {}),
    }


def within_object(within: Sequence[str]) -> JsonObject:
    """The earlier queries that were narrowed, where there were any."""
    return {"within": list(within)} if within else {}


def notes_object(notes: Sequence[str]) -> JsonObject:
    """What was relaxed, cut or not found, where there is something to say."""
    return {"notes": list(notes)} if notes else {}


def suggestion_object(suggestion: Suggestion) -> JsonObject:
    """What may have been meant, and how much it finds."""
    mended = [{"typed": typed, "meant": meant} for typed, meant in suggestion.mended]
    return {"query": suggestion.query, "total": suggestion.total, "mended": mended}


def hit_object(hit: Hit) -> JsonObject:
    """One hit; `page` and `path` are the paragraph's own, the rest of the origin is the article's."""
    article, paragraph = hit.article, hit.paragraph
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "id": hit.id,
        "date": article.date,
        "page": paragraph.page or article.page,
        "section": article.section,
        "newspaper": article.newspaper,
        "headline": article.headline,
        "byline": list(article.byline),
        "source": article.source,
        "path": paragraph.path or article.path,
        "lines": list(paragraph.lines) if paragraph.lines else None,
        "text": paragraph.text,
        "highlights": [list(found) for found in hit.highlights],
        "passage": list(hit.passage),
        "article": article.id,
        "of_article": hit.of_article,
        "kicker": article.kicker,
        "subhead": article.subhead,
        "headline_highlights": [list(found) for found in hit.headline_highlights],
    }


def article_object(asked: AskedArticle) -> JsonObject:
    """A whole article; `asked` is the id of the paragraph that was asked for, or None for the article itself."""
    info: ArticleInfo = asked.article.info
    highlights = asked.highlights
    return {
        "id": info.id,
        "asked": asked.paragraph,
        "newspaper": info.newspaper,
        "date": info.date,
        "page": info.page,
        "section": info.section,
        "kicker": info.kicker,
        "headline": info.headline,
        "subhead": info.subhead,
        "byline": list(info.byline),
        "source": info.source,
        "path": info.path,
        "paragraphs": [_paragraph_object(part, highlights.get(part.id, ())) for part in asked.article.paragraphs],
        "headline_highlights": [list(found) for found in highlights.get(info.id, ())],
    }


def _paragraph_object(paragraph: StoredParagraph, highlights: Sequence[Range]) -> JsonObject:
    article = paragraph.article
    return {
        "id": paragraph.id,
        "text": paragraph.text,
        "kind": paragraph.kind,
        "page": paragraph.page or article.page,
        "path": paragraph.path or article.path,
        "lines": list(paragraph.lines) if paragraph.lines else None,
        "highlights": [list(found) for found in highlights],
    }


def count_object(query: str, total: int, literal: int) -> JsonObject:
    """How many paragraphs match, without the hits."""
    return {"query": query, "total": total, "literal": literal}


def info_object(info: IndexInfo) -> JsonObject:
    """What an index holds."""
    return asdict(info)


def check_object(report: CheckReport) -> JsonObject:
    """What a check of an index found."""
    return {"sound": report.sound, **asdict(report)}


def table_objects(listed: Table) -> Iterator[JsonObject]:
    """The rows of a table, each by the names of its columns."""
    return (dict(zip(listed.columns, row, strict=True)) for row in listed.rows)


def dumps(value: JsonObject, *, indent: int | None = 2) -> str:
    """One object as text; Chinese stays readable."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if is_plain(text):
        return text
    if indent is None:
        return text.translate(_ESCAPED)
    # Line feeds within texts are escaped already: those that are left are the layout.
    return text.translate(_ESCAPED_BUT_NEWLINES)


def array(values: Iterable[JsonObject]) -> Iterator[str]:
    """The lines of a JSON array, an element a line, as the elements come."""
    opening = "["
    for value in values:
        yield f"{opening}{dumps(value, indent=None)}"
        opening = ","
    yield "]" if opening == "," else "[]"


def render_results(found: Results, hits: Iterable[Hit], view: View) -> Iterator[str]:
    """One object, its hits written as they come."""
    *head, last = dumps(totals_object(found)).split("\n")[:-1]
    yield from (*head, f"{last},")
    written = ""
    for hit in hits:
        yield f"{written}," if written else '  "hits": ['
        written = "\n".join(f"    {line}" for line in dumps(hit_object(hit)).split("\n"))
    yield from (written, "  ]") if written else ('  "hits": []',)
    yield "}"


def render_articles(articles: Iterable[AskedArticle], view: View) -> Iterator[str]:
    """One object where one article was asked for, else an array of them."""
    objects = [article_object(asked) for asked in articles]
    if len(objects) == 1:
        yield dumps(objects[0])
    else:
        yield from array(objects)


def render_table(listed: Table, view: View) -> Iterator[str]:
    """An object with the title and the rows, each an object by the names of the columns."""
    yield dumps({"title": listed.title, "rows": list(table_objects(listed))})


class _Escapes(dict[int, str]):
    """Fills itself, for `str.translate`: `\\uXXXX` for what a terminal would obey (two beyond the basic plane)."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        escaped = self[code] = json.dumps(char)[1:-1] if is_obeyed(char) else char
        return escaped


_ESCAPED = _Escapes()
_ESCAPED_BUT_NEWLINES = _Escapes({0x0A: "\n"})
