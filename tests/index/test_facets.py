"""Facets and ids equal counting the hits one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import searcher
from searcher.errors import UsageError
from searcher.index import Index
from searcher.results.facets import BY
from searcher.results.model import Filters, Hit

REPOSITORY = Path(__file__).parents[2]
QUERIES = ["煤焦油", "的", "NOT 的", "平遥 OR 长治", "标题:煤", "什么是碳达峰？"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("facets")
    searcher.build_index(REPOSITORY / "corpus", folder)
    with searcher.open_index(folder) as opened:
        yield opened


def values(hit: Hit, by: str) -> tuple[str | None, ...]:
    article = hit.article
    if by == "author":
        return article.byline or (None,)
    if by in ("year", "month", "day"):
        return (article.date[: {"year": 4, "month": 7, "day": 10}[by]] if article.date else None,)
    value: str | None = getattr(article, by)
    return (value,)


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("query", QUERIES)
def test_facets_are_counts_of_the_hits(index: Index, query: str, by: str) -> None:
    hits = index.search(query, limit=10_000).hits
    expected = Counter(value for hit in hits for value in values(hit, by))
    found = index.facets(query, by)
    assert {facet.value: facet.count for facet in found} == expected
    assert [facet.count for facet in found] == sorted(expected.values(), reverse=True)


def test_facets_are_under_filters(index: Index) -> None:
    filters = Filters(since="2025-09-01")
    (only,) = index.facets("的", "month", filters=filters)
    assert only.value == "2025-09"
    assert only.count == index.search("的", limit=0, filters=filters).total


@pytest.mark.parametrize("query", QUERIES)
def test_matching_gives_every_id_once(index: Index, query: str) -> None:
    ids = list(index.matching(query))
    assert sorted(ids) == sorted(hit.id for hit in index.search(query, limit=10_000).hits)
    assert len(set(ids)) == len(ids)


def test_counting_by_something_else_is_refused(index: Index) -> None:
    with pytest.raises(UsageError, match="section"):
        index.facets("的", "weather")
