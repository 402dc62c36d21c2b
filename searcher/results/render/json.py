"""JSON and JSON Lines: the keys and their order are a contract (docs/output.md).

Texts are the original, ranges count characters (code points) of ``text``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from searcher.results.model import ArticleInfo, Hit, IndexInfo, Results, StoredArticle, StoredParagraph

if TYPE_CHECKING:
    from searcher.store.check import CheckReport

JsonObject = dict[str, Any]


def results_object(results: Results) -> JsonObject:
    """A page of results as one object."""
    return {
        "query": results.query,
        "total": results.total,
        "literal": results.literal,
        "took_ms": round(results.took_ms, 3),
        "generation": results.generation,
        "hits": [hit_object(hit) for hit in results.hits],
    }


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
    }


def article_object(article: StoredArticle, asked: str | None = None) -> JsonObject:
    """A whole article; `asked` is the id of the paragraph that was asked for, or None for the article itself."""
    info: ArticleInfo = article.info
    return {
        "id": info.id,
        "asked": asked,
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
        "paragraphs": [_paragraph_object(paragraph) for paragraph in article.paragraphs],
    }


def _paragraph_object(paragraph: StoredParagraph) -> JsonObject:
    article = paragraph.article
    return {
        "id": paragraph.id,
        "text": paragraph.text,
        "kind": paragraph.kind,
        "page": paragraph.page or article.page,
        "path": paragraph.path or article.path,
        "lines": list(paragraph.lines) if paragraph.lines else None,
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


def dumps(value: JsonObject, *, indent: int | None = 2) -> str:
    """One object as text; Chinese stays readable."""
    return json.dumps(value, ensure_ascii=False, indent=indent)


def array(values: Iterable[JsonObject]) -> Iterator[str]:
    """The lines of a JSON array, an element a line, as the elements come."""
    opening = "["
    for value in values:
        yield f"{opening}{dumps(value, indent=None)}"
        opening = ","
    yield "]" if opening == "," else "[]"


def hit_lines(results: Results) -> Iterator[str]:
    """JSON Lines: one hit a line."""
    return (dumps(hit_object(hit), indent=None) for hit in results.hits)
