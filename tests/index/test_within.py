"""Searching within results: the narrowing query restricts exactly what the earlier one found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from program import CORPUS
from scanning import write_records

import searcher
from searcher.errors import QueryError
from searcher.index import Index
from searcher.results.model import Filters, Sort

EARLIER = ("煤", "土地 效能", "煤 OR 粮", "-煤", '"土地"', "date:2025-06", "煤 魑魅", "谁释放了土地效能？", "标题:土地")
NARROWING = (
    "山西",
    "煤 电",
    "NOT 煤",
    "山西 OR 土地",
    '"碳达峰"',
    "煤 NEAR/20 电",
    "煤*",
    "煤 -电",
    "date:2025-09",
    "魑魅",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("within")
    searcher.build_index(CORPUS, folder / "index")
    with searcher.open_index(folder / "index") as opened:
        yield opened


def ids(index: Index, query: str, *within: str) -> set[str]:
    return {hit.id for hit in index.search(query, within=within, limit=10_000).hits}


def matching(index: Index, query: str) -> set[str]:
    """What a query matches with nothing relaxed: AND never is."""
    return set(index.matching(f"({query}) AND (煤 OR -煤)"))


@pytest.mark.parametrize(("earlier", "narrowing"), list(product(EARLIER, NARROWING)))
def test_what_is_left_is_in_both(index: Index, earlier: str, narrowing: str) -> None:
    both = ids(index, earlier) & matching(index, narrowing)
    results = index.search(narrowing, within=[earlier], limit=10_000)
    assert {hit.id for hit in results.hits} == both
    assert results.total == len(both) == index.count(narrowing, within=[earlier])[0]
    assert 0 <= results.literal <= results.total
    assert results.within == (earlier,)
    if ids(index, earlier) and not both:
        assert "none matches" in results.notes[-1]


def test_each_step_narrows_the_last(index: Index) -> None:
    chain = ("煤", "山西 OR 电", "-碳达峰", "项目")
    found = ids(index, chain[0])
    for number in range(1, len(chain)):
        found &= matching(index, chain[number])
        assert ids(index, chain[number], *chain[:number]) == found


def test_hits_of_both_queries_are_highlighted(index: Index) -> None:
    results = index.search("电", within=["煤"], limit=50)
    assert results.hits
    for hit in results.hits:
        marked = {hit.paragraph.text[start:end] for start, end in hit.highlights}
        assert marked >= {"煤", "电"}


def test_literal_is_of_both_queries(tmp_path: Path) -> None:
    texts = {"a": "煤炭价格上涨，土地释放效能。", "b": "煤炭的价格，释放土地效能。", "c": "煤炭价格与释放土地效能。"}
    (tmp_path / "corpus").mkdir()
    write_records(tmp_path / "corpus" / "one.jsonl", texts)
    searcher.build_index(tmp_path / "corpus", tmp_path / "index")
    with searcher.open_index(tmp_path / "index") as opened:
        assert opened.count("释放土地效能", within=["煤炭价格"]) == (3, 1)
        assert opened.search("释放土地效能", within=["煤炭价格"]).hits[0].id == "c"


def test_within_nothing_is_a_plain_search(index: Index) -> None:
    plain, narrowed = index.search("煤 电"), index.search("煤 电", within=())
    assert plain.hits == narrowed.hits
    assert narrowed.within == ()


def test_within_goes_with_filters_order_and_pages(index: Index) -> None:
    filters = Filters(since="2025-09-01")
    both = ids(index, "煤") & matching(index, "电 AND date:2025-09-01..")
    found = index.search("电", within=["煤"], filters=filters, sort=Sort.OLDEST, limit=10_000)
    assert {hit.id for hit in found.hits} == both
    paged = [index.search("电", within=["煤"], limit=2, offset=at).hits for at in range(0, 6, 2)]
    assert [hit.id for page in paged for hit in page] == [
        hit.id for hit in index.search("电", within=["煤"], limit=6).hits
    ]


def test_an_earlier_query_that_cannot_be_read_is_an_error(index: Index) -> None:
    with pytest.raises(QueryError) as raised:
        index.search("煤", within=["("])
    assert raised.value.query == "("
