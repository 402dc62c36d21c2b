"""Terms are listed with the counts of a scan, by characters and by pinyin; what was removed is listed no more."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import CORPUS
from pypinyin import Style, lazy_pinyin
from scanning import write_records

import searcher
from searcher.index import Index
from searcher.text.fold import fold

ALL = 1_000_000


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("terms")
    shutil.copytree(CORPUS, folder / "corpus")
    searcher.build_index(folder / "corpus", folder / "index")
    write_records(
        folder / "corpus" / "more.jsonl", ["平遥古城迎来游客。", "平遥县的平遥推光漆器。", "PBAT和PBS", "用AI和5G"]
    )
    searcher.build_index(folder / "corpus", folder / "index")
    with searcher.open_index(folder / "index") as opened:
        yield opened


@pytest.fixture(scope="module")
def texts(index: Index) -> list[str]:
    return [fold(paragraph.text) for paragraph in index.paragraphs()]


@pytest.mark.parametrize("prefix", ["", "煤", "平", "平遥", "平遙", "土地", "pb", "2", "的", "1"])
def test_counts_are_those_of_a_scan_and_the_most_come_first(index: Index, texts: list[str], prefix: str) -> None:
    found = index.terms(prefix, limit=200)
    assert found
    assert {one.term: one.count for one in found} == {
        one.term: sum(one.term in text for text in texts) for one in found
    }
    literal = [one for one in found if one.term.startswith(fold(prefix))]
    assert [one.count for one in literal] == sorted((one.count for one in literal), reverse=True)


def test_every_word_of_the_texts_is_a_term(index: Index, texts: list[str]) -> None:
    known = {one.term for one in index.terms("", limit=ALL)}
    words = {word for text in texts for word in index._analyzer.words(text)}
    # Two letters or digits are not told from two of a longer word; those that surely are words are listed.
    assert {word for word in words if len(word) != 2 or not word.isascii()} <= known
    assert {"ai", "5g"} <= known
    assert {one.term for one in index.terms("开", limit=ALL)} >= {word for word in words if word.startswith("开")}


def test_every_term_is_found_by_its_pinyin(index: Index) -> None:
    han = [one for one in index.terms("", limit=ALL) if all("一" <= char <= "鿿" for char in one.term)]
    for one in han[::40]:
        assert one in index.terms("'".join(lazy_pinyin(one.term)), limit=ALL)
        assert one in index.terms("'".join(lazy_pinyin(one.term, style=Style.FIRST_LETTER)), limit=ALL)


def test_pinyin_in_full_in_part_and_by_initials(index: Index) -> None:
    assert [one.term for one in index.terms("pingyao")] == ["平遥", "平遥县"]
    for typed in ("pingya", "pingy", "py", "píngyáo", "PingYao", "平yao", "ping yao"):
        assert "平遥" in {one.term for one in index.terms(typed, limit=100)}, typed
    assert [one.term for one in index.terms("pb")][:2] == ["pbat", "pbs"]


def test_limits(index: Index) -> None:
    assert index.terms("平", limit=0) == ()
    assert len(index.terms("", limit=3)) == 3
    assert index.terms("", limit=3) == index.terms("", limit=30)[:3]
    assert index.terms("没有这样开头的词") == index.terms("\u202e\x1b[31m") == index.terms("x" * 10_000) == ()


def test_what_only_a_removed_file_held_is_no_term(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_records(corpus / "one.jsonl", ["平遥古城迎来游客。"] * 20)
    write_records(corpus / "two.jsonl", ["长治的煤矿停产。"])
    searcher.build_index(corpus, tmp_path / "index")
    (corpus / "two.jsonl").unlink()
    searcher.build_index(corpus, tmp_path / "index")
    with searcher.open_index(tmp_path / "index") as opened:
        assert opened.terms("长") == opened.terms("changzhi") == ()
        assert [one.term for one in opened.terms("平遥")] == ["平遥"]


def test_an_index_of_nothing_has_no_terms(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    write_records(tmp_path / "corpus" / "none.jsonl", ["——！"])
    searcher.build_index(tmp_path / "corpus", tmp_path / "index")
    with searcher.open_index(tmp_path / "index") as opened:
        assert opened.terms("") == opened.terms("a") == opened.terms("平") == ()
        assert opened.suggest("平摇") == opened.suggest("pingyao") == ()
        assert opened.similar("none.jsonl:1").hits == ()
