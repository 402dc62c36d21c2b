"""Timelines and breakdowns equal counting the paragraphs one by one."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import searcher
from searcher.errors import QueryError, UsageError
from searcher.index import Index
from searcher.results.model import Filters
from searcher.results.persons import persons
from searcher.results.timeline import PERIODS

LENGTHS = {"day": 10, "month": 7, "year": 4}
QUERIES = ["煤", '"煤焦油"', "的", "NOT 煤", "标题:第3号", "甲 OR 乙"]
DATES = [None, "2023-12-31", "2024-01-01", "2024-02-29", "2024-03-01", "2025-11-30", "2026-01-05"]
BYLINES = [[], ["本报记者 张三 李四"], ["通讯员 王五", "张三"], ["张三"], "李四 摄"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Records of known and unknown dates in several segments; some files were changed and some are gone."""
    folder = tmp_path_factory.mktemp("timeline")
    corpus = folder / "corpus"
    corpus.mkdir()
    chance = random.Random(7)
    for number in range(8):
        write(corpus / f"{number}.jsonl", number, chance)
        if number in (3, 5):
            searcher.build_index(corpus, folder / "index")
    write(corpus / "2.jsonl", 2, chance)
    (corpus / "4.jsonl").unlink()
    searcher.build_index(corpus, folder / "index")
    with searcher.open_index(folder / "index") as opened:
        assert opened.info().segments > 1
        yield opened


def write(file: Path, number: int, chance: random.Random) -> None:
    with file.open("w", encoding="utf-8") as out:
        for i in range(40):
            record = {
                "text": "".join(chance.choices("煤焦油的甲乙丙丁", k=12)) + f"{i}。",
                "date": chance.choice(DATES),
                "headline": f"第{number}号{i // 3}",
                "section": chance.choice(["要闻", "能源", None]),
                "byline": chance.choice(BYLINES),
            }
            out.write(json.dumps({key: value for key, value in record.items() if value}, ensure_ascii=False) + "\n")


def by_scan(index: Index, query: str | None, by: str, filters: Filters) -> Counter[str | None]:
    """Counts by period, of everything where there is no query; None is no date."""
    hits = {hit.id for hit in index.search(query, limit=10_000, filters=filters).hits} if query else None
    counts: Counter[str | None] = Counter()
    for paragraph in index.paragraphs():
        article = paragraph.article
        wanted = paragraph.id in hits if hits is not None else lets_through(filters, article.date, article.section)
        if wanted:
            counts[article.date[: LENGTHS[by]] if article.date else None] += 1
    return counts


def lets_through(filters: Filters, date: str | None, section: str | None) -> bool:
    if filters.section and section != filters.section:
        return False
    return not filters.since or (date is not None and date >= filters.since)


@pytest.mark.parametrize("filters", [Filters(), Filters(section="能源"), Filters(since="2024-02-01")], ids=str)
@pytest.mark.parametrize("by", PERIODS)
def test_a_timeline_counts_as_a_scan_does(index: Index, by: str, filters: Filters) -> None:
    found = index.timeline(QUERIES, by, filters=filters)
    whole = by_scan(index, None, by, filters)
    assert found.undated == whole.pop(None, 0)
    assert {period: count for period, count in zip(found.periods, found.paragraphs, strict=True) if count} == whole
    for query, series in zip(QUERIES, found.series, strict=True):
        expected = by_scan(index, query, by, filters)
        assert series.query == query
        assert series.total == sum(expected.values()) == index.count(query, filters=filters)[0]
        assert series.undated == expected.pop(None, 0)
        assert {period: count for period, count in zip(found.periods, series.counts, strict=True) if count} == expected


def test_periods_follow_one_another_from_first_to_last(index: Index) -> None:
    assert index.timeline(["煤"], "year").periods == ("2023", "2024", "2025", "2026")
    months = index.timeline(["煤"], "month").periods
    assert (months[0], months[1], months[-1], len(months)) == ("2023-12", "2024-01", "2026-01", 26)
    days = index.timeline(["煤"], "day").periods
    assert ("2024-02-29" in days, len(days)) == (True, 737)
    assert index.timeline(["煤"], "month", filters=Filters(since="2025-01-01")).periods[0] == "2025-11"


def test_days_that_every_query_asks_for_bound_the_periods(index: Index) -> None:
    whole = index.timeline(["煤"], "day")
    for queries, periods in (
        (["煤 date:2024-02..2024-03"], ("2024-02-29", "2024-03-01")),
        (["煤 AND date:2024-02", "date:2024-03-01 油"], ("2024-02-29", "2024-03-01")),
        (["煤 date:2024..", "油 date:..2024-03"], ("2023-12-31", "2026-01-05")),
        (["煤 date:2024-02", "油"], ("2023-12-31", "2026-01-05")),
        (["NOT date:2024-02"], ("2023-12-31", "2026-01-05")),
        (["煤 OR date:2024-02"], ("2023-12-31", "2026-01-05")),
    ):
        found = index.timeline(queries, "day")
        assert (found.periods[0], found.periods[-1]) == periods
        at = whole.periods.index(periods[0])
        assert found.paragraphs == whole.paragraphs[at : at + len(found.periods)]
        assert [one.total for one in found.series] == [index.count(query)[0] for query in queries]
    within = index.timeline(["煤"], "day", within=["date:2024-02..2024-03"])
    assert (within.periods[0], within.total) == ("2024-02-29", index.count("煤 date:2024-02..2024-03")[0])
    assert index.timeline(["煤 date:2024-02 date:2024-03"], "day").periods == ()


def test_one_query_may_be_given_as_it_is(index: Index) -> None:
    assert index.timeline("煤焦", "day") == index.timeline(["煤焦"], "day")


def test_shares_are_of_the_paragraphs_of_the_period(index: Index) -> None:
    found = index.timeline(["煤"], "month")
    (series,) = found.series
    for count, whole, share in zip(series.counts, found.paragraphs, found.shares(series), strict=True):
        assert share == (count / whole if whole else None)


def test_what_finds_nothing_is_there_with_nothing(index: Index) -> None:
    found = index.timeline(['"没有的词语"', "煤"], "year")
    assert found.series[0].counts == (0, 0, 0, 0)
    assert found.series[0].total == 0 < found.series[1].total


def test_an_empty_span_has_no_periods(index: Index) -> None:
    found = index.timeline(["煤"], "day", filters=Filters(since="2030-01-01"))
    assert (found.periods, found.series[0].counts, found.total) == ((), (), 0)


def test_wrong_questions_are_refused(index: Index) -> None:
    with pytest.raises(UsageError, match="month"):
        index.timeline(["煤"], "week")
    with pytest.raises(UsageError):
        index.timeline([], "day")
    with pytest.raises(QueryError):
        index.timeline(["煤", '"'], "day")


def test_a_breakdown_counts_persons_and_keeps_the_total(index: Index) -> None:
    found = index.breakdown("煤", ["author", "section", "author"])
    hits = index.search("煤", limit=10_000).hits
    assert found.total == len(hits)
    assert [field.by for field in found.fields] == ["author", "section"]
    authors, sections = ({facet.value: facet.count for facet in field.values} for field in found.fields)
    assert authors == Counter(name for hit in hits for name in persons(hit.article.byline) or (None,))
    assert set(authors) == {None, "张三", "李四", "王五"}
    assert sum(sections.values()) == found.total
