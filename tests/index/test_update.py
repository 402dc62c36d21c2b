"""Bringing up to date touches what changed, and ends where a rebuild ends."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from scanning import write_records

import searcher
from searcher.errors import LockedError, NoCorpusError, NoIndexError
from searcher.store.generation import writer_lock

REPOSITORY = Path(__file__).parents[2]
QUERIES = ["煤焦油", "碳达峰 长治", "headline:平遥", "山西的煤", "的", "date:2025-06 煤", "NOT 的"]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    shutil.copytree(REPOSITORY / "corpus", tmp_path / "corpus")
    return tmp_path / "corpus"


def content(index: Path) -> tuple[Any, ...]:
    with searcher.open_index(index) as opened:
        info = opened.info()
        counts = (info.files, info.issues, info.pages, info.articles, info.paragraphs, info.characters)
        paragraphs = {p.id: p for p in opened.paragraphs()}
        answers = []
        for query in QUERIES:
            results = opened.search(query, limit=50)
            answers.append(
                (results.total, results.literal, [(h.id, round(h.score, 3), h.highlights) for h in results.hits])
            )
        return counts, paragraphs, answers


def test_the_second_run_does_nothing(corpus: Path, tmp_path: Path) -> None:
    first = searcher.build_index(corpus, tmp_path / "index")
    before = sorted((tmp_path / "index").iterdir())
    second = searcher.build_index(corpus, tmp_path / "index")
    assert first.added == second.unchanged
    assert second.up_to_date
    assert second.generation == first.generation
    assert sorted((tmp_path / "index").iterdir()) == before
    assert (second.paragraphs, second.characters) == (first.paragraphs, first.characters)


def test_edit_add_and_delete_end_where_a_rebuild_ends(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    searcher.build_index(corpus, index)
    pages = sorted(corpus.glob("*.txt"))
    changed, gone, linked = pages[1], pages[4], pages[0]
    changed.write_text(changed.read_text(encoding="utf-8").replace("煤", "炭"), encoding="utf-8")
    linked.write_text(linked.read_text(encoding="utf-8").replace("山西", "晋地"), encoding="utf-8")
    gone.unlink()
    write_records(corpus / "more.jsonl", ["平遥古城的新消息。", "煤焦油又涨价了。"], date="2025-06-14", headline="平遥")
    report = searcher.build_index(corpus, index)
    assert (report.added, report.changed, report.removed) == (1, 2, 1)
    searcher.build_index(corpus, tmp_path / "anew")
    assert content(index) == content(tmp_path / "anew")


def test_many_random_updates_end_where_a_rebuild_ends(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    rng = random.Random(3)
    for step in range(14):
        for _ in range(rng.randint(1, 3)):
            path = corpus / f"{rng.randrange(9)}.jsonl"
            if path.exists() and rng.random() < 0.4:
                path.unlink()
            else:
                texts = {
                    f"{path.stem}-{i}": f"{rng.choice('煤油电粮')}第{rng.randrange(99)}号，的确{step}。"
                    for i in range(5)
                }
                write_records(path, texts, date=f"2025-0{rng.randint(1, 9)}-01")
        if any(corpus.iterdir()):
            searcher.build_index(corpus, index)
    searcher.build_index(corpus, tmp_path / "anew")
    assert content(index) == content(tmp_path / "anew")
    assert len(list(index.glob("segment-*"))) < 14


def test_touching_a_file_changes_nothing(corpus: Path, tmp_path: Path) -> None:
    searcher.build_index(corpus, tmp_path / "index")
    page = next(corpus.glob("*.txt"))
    os.utime(page, (1, 1))
    assert searcher.build_index(corpus, tmp_path / "index").up_to_date


def test_what_cannot_be_read_is_named_and_harms_nothing(corpus: Path, tmp_path: Path) -> None:
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (corpus / "long.txt").write_text("煤" * 1_000_000, encoding="utf-8")
    (corpus / "broken.jsonl").write_text('{"text": "好的煤"}\n{"text": 5}\nnot json\n', encoding="utf-8")
    report = searcher.build_index(corpus, tmp_path / "index")
    named = {skip.path for skip in report.skipped}
    assert {"binary.txt", "broken.jsonl"} <= named
    assert all(skip.reason for skip in report.skipped)
    with searcher.open_index(tmp_path / "index") as index:
        assert index.search('"好的煤"').total == 1
        assert index.search("释放土地效能").total
    again = searcher.build_index(corpus, tmp_path / "index")
    assert again.up_to_date
    assert {skip.path for skip in again.skipped} == named


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a user who can be refused")
def test_an_unreadable_file_is_named(corpus: Path, tmp_path: Path) -> None:
    page = next(corpus.glob("*.txt"))
    page.chmod(0)
    report = searcher.build_index(corpus, tmp_path / "index")
    assert [skip.path for skip in report.skipped] == [page.name]


def test_an_empty_corpus_makes_an_empty_index(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    report = searcher.build_index(tmp_path / "corpus", tmp_path / "index")
    assert report.paragraphs == 0
    with searcher.open_index(tmp_path / "index") as index:
        assert index.search("煤").total == 0
        assert index.search("NOT 煤").total == 0


def test_a_missing_corpus_or_index_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoCorpusError, match="no such folder"):
        searcher.build_index(tmp_path / "nowhere", tmp_path / "index")
    with pytest.raises(NoIndexError, match="searcher index"):
        searcher.open_index(tmp_path / "nowhere")


def test_a_second_writer_is_told_who_writes(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.mkdir()
    with writer_lock(index), pytest.raises(LockedError, match=f"process {os.getpid()}"):
        searcher.build_index(corpus, index)
