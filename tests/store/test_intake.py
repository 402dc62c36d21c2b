"""Pages that other processes read end in the index as those that one process reads."""

from __future__ import annotations

import shutil
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from scanning import write_records

import searcher
from searcher.errors import IndexWriteError
from searcher.reading import Article, Page, Paragraph
from searcher.store import builder, update
from searcher.store.intake import held_from_plain, held_to_plain
from searcher.store.progress import Progress
from searcher.store.rows import FileEntry
from searcher.store.worker import Workers

SAMPLES = Path(__file__).parents[2] / "corpus"
PART = """科学导报 2025年5月9日 第{page}版
煤焦油深加工项目开工
本报讯 煤焦油深加工项目五月八日在平遥开工，今年计划完成投资三亿元，明年九月
建成投产，预计新增产值十亿元。（{mark}）
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Several years of the sample issues, records between them, and files that cannot be read."""
    corpus = tmp_path / "corpus"
    for year in range(2020, 2025):
        folder = corpus / str(year)
        folder.mkdir(parents=True)
        for page in sorted(SAMPLES.glob("*.txt")):
            text = page.read_text(encoding="utf-8").replace("2025", str(year))
            (folder / page.name.replace("2025", str(year))).write_text(text, encoding="utf-8")
        write_records(folder / "k.jsonl", {f"{year}-{i}": f"{year}年第{i}条：煤焦油的价格。" for i in range(5)})
    (corpus / "2022" / "a.txt").write_bytes(b"\x81\xff\xfe\x00" * 40)
    (corpus / "2023" / "z.pdf").write_bytes(b"%PDF-1.4 broken")
    return corpus


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Few texts are enough to be read in other processes; how many files were read so, part by part."""
    counts: list[int] = []
    read = Workers.read

    def reading(self: Workers, path: Path, corpus: Path, files: Any) -> Future[Any]:
        counts.append(len(files))
        return read(self, path, corpus, files)

    monkeypatch.setattr(update.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(update, "_MUCH", 1)
    monkeypatch.setattr(update, "_AT_ONCE", 9_000)
    monkeypatch.setattr(builder, "_SAMPLE_CHARACTERS", 2_000)
    monkeypatch.setattr(Workers, "read", reading)
    return counts


def content(index: Path) -> tuple[Any, ...]:
    with searcher.open_index(index) as opened:
        hits = [
            [(h.id, round(h.score, 4), h.highlights) for h in opened.search(q, limit=60).hits]
            for q in ("煤焦油", "山西的煤", "headline:平遥", "的")
        ]
        return opened.info().paragraphs, list(opened.paragraphs()), hits


def test_the_index_is_that_of_one_process(corpus: Path, tmp_path: Path, elsewhere: list[int]) -> None:
    told: list[Progress] = []
    report = searcher.build_index(corpus, tmp_path / "many", progress=told.append)
    assert len(elsewhere) > 3
    assert max(elsewhere) > 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(update, "_MUCH", 1 << 40)
        parts = len(elsewhere)
        expected = searcher.build_index(corpus, tmp_path / "one")
        assert len(elsewhere) == parts
    assert content(tmp_path / "many") == content(tmp_path / "one")
    assert report.skipped == expected.skipped
    assert {skip.path for skip in report.skipped} == {"2022/a.txt", "2023/z.pdf"}
    assert (report.articles, report.characters) == (expected.articles, expected.characters)
    assert searcher.check_index(tmp_path / "many").sound
    reading = [step.done for step in told if step.stage == "reading"]
    assert reading == sorted(reading)
    assert len(set(reading)) > 5
    assert searcher.build_index(corpus, tmp_path / "many").up_to_date


def test_articles_that_go_on_in_what_another_process_reads_are_joined(
    corpus: Path, tmp_path: Path, elsewhere: list[int]
) -> None:
    searcher.build_index(corpus, tmp_path / "index")
    elsewhere.clear()
    (corpus / "p1.txt").write_text(PART.format(page="1", mark="下转第3版"), encoding="utf-8")
    (corpus / "p2.txt").write_text(PART.format(page="3", mark="上接第1版"), encoding="utf-8")
    searcher.build_index(corpus, tmp_path / "index")
    # Both are held back: the other process has nothing to write.
    assert elsewhere == [2]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(update, "_MUCH", 1 << 40)
        searcher.build_index(corpus, tmp_path / "one")
    several, one = content(tmp_path / "index"), content(tmp_path / "one")
    assert sorted(several[1], key=lambda p: p.id) == sorted(one[1], key=lambda p: p.id)
    assert searcher.check_index(tmp_path / "index").sound


def test_a_process_that_dies_reading_leaves_the_old_index(
    corpus: Path, tmp_path: Path, elsewhere: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    shutil.copytree(SAMPLES, tmp_path / "few")
    searcher.build_index(tmp_path / "few", index)
    before, files = content(index), sorted(index.iterdir())
    read = Workers.read

    def dying(self: Workers, path: Path, corpus: Path, files: Any) -> Future[Any]:
        for popen in self._popens:
            popen.kill()
        return read(self, path, corpus, files)

    monkeypatch.setattr(Workers, "read", dying)
    with pytest.raises(IndexWriteError, match="has ended"):
        searcher.build_index(corpus, index)
    assert sorted(index.iterdir()) == files
    assert content(index) == before


def test_what_was_held_back_comes_back() -> None:
    paragraphs = (Paragraph("正文一\ud800", "caption", (3, 4)), Paragraph("正文二", page="B3", path="b.txt", id="x"))
    article = Article(paragraphs, "题", "引", "副", ("李四", "王五"), "本报讯", "B3", None, "平遥5月9日电")
    page = Page("a.txt", (article, Article(())), "科学导报", "2025-05-09", "B2", "综合", "张三")
    held = [(FileEntry("a.txt", 1, 2, "d", issues=(("科学导报", "2025-05-09"),)), [page])]
    assert held_from_plain(held_to_plain(held)) == held
