"""What the prompt asks of an index beside searching: orders, whole articles, pages, changes of the corpus."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import CORPUS

import searcher
from searcher.errors import NotFoundError
from searcher.index import Index
from searcher.results.model import Sort

DATES = ("2025-03-02", None, "2024-12-31", "2025-03-02", "2025-11-05", None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of pages and of records, some without a date, in two segments, and its index."""
    made = tmp_path_factory.mktemp("room")
    shutil.copytree(CORPUS, made / "corpus")
    searcher.build_index(made / "corpus", made / "index")
    records = [{"id": f"r{i}", "date": date, "text": f"第{i}条记录说的是煤。"} for i, date in enumerate(DATES)]
    lines = "\n".join(json.dumps({k: v for k, v in r.items() if v}, ensure_ascii=False) for r in records)
    (made / "corpus" / "records.jsonl").write_text(lines, encoding="utf-8")
    searcher.build_index(made / "corpus", made / "index")
    return made


@pytest.fixture(scope="module")
def index(folder: Path) -> Iterator[Index]:
    with searcher.open_index(folder / "index") as opened:
        assert opened.info().segments > 1
        yield opened


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
def test_by_date_means_by_the_date_of_the_issue(index: Index, sort: Sort) -> None:
    everything = index.search("煤", limit=1000).hits
    hits = index.search("煤", limit=1000, sort=sort).hits
    days = [hit.article.date for hit in hits]
    dated = [day for day in days if day]
    assert dated == sorted(dated, reverse=sort is Sort.NEWEST)
    assert days[len(dated) :] == [None, None]
    assert sorted(hit.id for hit in hits) == sorted(hit.id for hit in everything)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_of_results_join_to_the_whole(index: Index, sort: Sort) -> None:
    whole = [hit.id for hit in index.search("煤", limit=100, sort=sort).hits]
    pages = [hit.id for at in range(0, len(whole), 7) for hit in index.search("煤", limit=7, offset=at, sort=sort).hits]
    assert pages == whole


def test_highlights_of_an_article_agree_with_those_of_its_hits(index: Index) -> None:
    for hit in index.search("煤焦油 园区", limit=50).hits:
        found = index.highlights("煤焦油 园区", index.article(hit.id))
        assert found[hit.id] == hit.highlights
        assert found[hit.article.id] == hit.headline_highlights


def test_the_articles_of_a_page_are_those_that_its_file_gives(index: Index, folder: Path) -> None:
    for file in sorted((folder / "corpus").glob("*.txt")):
        ids = [f"{file.stem}:{number}" for number in range(1, 40)]
        there = []
        for id in ids:
            try:
                there.append(index.article(id).info.id)
            except NotFoundError:
                break
        assert list(index.articles_of_page(f"{file.stem}:1")) == there


def test_the_changes_are_those_that_an_update_makes(folder: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(folder / "corpus", corpus)
    searcher.build_index(corpus, tmp_path / "index")
    with searcher.open_index(tmp_path / "index") as index:
        assert not index.changes(corpus)
        (corpus / "records.jsonl").unlink()
        shutil.copy(CORPUS / "2025-06-13-A1.txt", corpus / "new.txt")
        (corpus / "2025-09-19-01.txt").open("a", encoding="utf-8").write("多了一行。\n")
        (corpus / "2025-09-19-02.txt").touch()
        changes = index.changes(corpus)
    assert (changes.added, changes.changed, changes.removed) == (
        ("new.txt",),
        ("2025-09-19-01.txt",),
        ("records.jsonl",),
    )
    report = searcher.build_index(corpus, tmp_path / "index")
    assert (report.added, report.changed, report.removed) == (1, 1, 1)
