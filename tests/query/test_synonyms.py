"""Synonyms widen plain groups, and nothing else; what was typed counts and comes first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from scanning import found, scan, write_records

import searcher
from searcher.errors import QueryError, UsageError
from searcher.index import Index
from searcher.query import synonyms
from searcher.query.explain import Explanation
from searcher.query.synonyms import parse_synonyms
from searcher.text.fold import fold

TEXTS = {
    "typed": "新冠疫苗在太原接种。",
    "synonym": "新冠肺炎的疫苗在太原接种。",
    "latin": "COVID-19 的疫苗在太原接种。",
    "other": "流感疫苗在太原接种。",
    "vaccine": "预防针在太原接种。",
    "scattered": "疫苗接种，新冠之外还有别的。",
}
FILE = """# 疾病
新冠, COVID-19、冠状病毒   # 三种写法
疫苗 => 预防针 "vac cine"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synonyms")
    (folder / "corpus").mkdir()
    write_records(folder / "corpus" / "all.jsonl", TEXTS, headline="接种新冠疫苗")
    searcher.build_index(folder / "corpus", folder / "index")
    (folder / "synonyms.txt").write_text(FILE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def plain(folder: Path) -> Iterator[Index]:
    with searcher.open_index(folder / "index") as index:
        yield index


@pytest.fixture(scope="module")
def index(folder: Path) -> Iterator[Index]:
    with searcher.open_index(folder / "index", synonyms=folder / "synonyms.txt") as index:
        yield index


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("新冠", {"typed", "synonym", "latin", "scattered"}),
        ("COVID-19", {"typed", "synonym", "latin", "scattered"}),
        ("预防针", {"vaccine"}),
        ("新冠疫苗", {"typed", "synonym", "latin", "scattered"}),
        ("太原 AND 疫苗", {"typed", "synonym", "latin", "other", "vaccine"}),
        ("流感疫苗", {"other"}),
        ('"新冠"', {"typed", "synonym", "scattered"}),
        ("新冠*", {"typed", "synonym", "scattered"}),
        ("太原 AND NOT 新冠", {"latin", "other", "vaccine"}),
        ("新冠 NEAR/0 疫苗", {"typed"}),
        ("headline:冠状病毒", set(TEXTS)),
        ("臺灣 OR 冠狀病毒", {"typed", "synonym", "latin", "scattered"}),
    ],
)
def test_what_synonyms_find(index: Index, query: str, expected: set[str]) -> None:
    assert found(index, query) == expected


def test_what_was_typed_counts_and_comes_first(index: Index, plain: Index) -> None:
    for query in ("新冠", "COVID-19", "新冠疫苗", "疫苗"):
        results = index.search(query, limit=10)
        literal = scan(TEXTS, query)
        assert results.literal == len(literal) == plain.search(query).literal
        assert {hit.id for hit in results.hits[: len(literal)]} == literal
        assert results.total > len(literal)
        # More is found, and nothing is lost.
        assert found(plain, query) <= found(index, query)


def synonyms_of(explained: Explanation) -> list[Explanation]:
    """The parts that are synonyms, without the words and grams of what was typed."""
    return [part for part in explained.parts if part.kind == "synonym"]


def test_what_stands_for_it_is_shown_and_said(index: Index, plain: Index) -> None:
    hits = {hit.id: hit for hit in index.search("冠状病毒").hits}
    for key, word in (("latin", "COVID-19"), ("typed", "新冠")):
        hit = hits[key]
        assert word in [hit.paragraph.text[start:end] for start, end in hit.highlights]
    assert any("新冠、covid-19" in note for note in index.search("冠状病毒").notes)
    assert not any("ynonym" in note for note in [*index.search("太原").notes, *plain.search("新冠").notes])
    explained = index.explain("新冠疫苗")
    assert [(part.kind, part.text, part.terms, part.count) for part in synonyms_of(explained)] == [
        ("synonym", "covid-19", ("新冠",), 1),
        ("synonym", "冠状病毒", ("新冠",), 0),
        ("synonym", "预防针", ("疫苗",), 1),
        ("synonym", "vac cine", ("疫苗",), 0),
    ]
    assert synonyms_of(index.explain('"新冠"')) == []


def test_a_synonym_weighs_less_than_what_was_typed(index: Index) -> None:
    scores = {hit.id: hit.score for hit in index.search("太原 疫苗", limit=10).hits}
    assert scores["other"] > scores["vaccine"]


def test_only_whole_words_of_a_group_have_synonyms(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text("原接 甲乙\n太原 并州\n", encoding="utf-8")
    with searcher.open_index(folder / "index", synonyms=file) as index:
        assert [part.text for part in synonyms_of(index.explain("在太原接种"))] == ["并州"]


def test_the_longest_word_wins(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text("新冠 甲\n新冠肺炎 乙\n", encoding="utf-8")
    with searcher.open_index(folder / "index", synonyms=file) as index:
        assert [part.text for part in synonyms_of(index.explain("新冠肺炎疫苗"))] == ["乙"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("新冠", "two different words"),
        ("新冠 新冠", "two different words"),
        ("新冠 =>", "both sides"),
        ("=> 新冠", "both sides"),
        ("甲 => 乙 => 丙", "at most one =>"),
        ("新冠 ——", "no letter"),
        ('新冠 ""', "no letter"),
        ('新冠 "肺炎', "not closed"),
        ("新冠 " + "煤" * 65, "at most 64 characters"),
        (" ".join(f"词{i}" for i in range(65)), "at most 64 words"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: str, told: str) -> None:
    read = parse_synonyms(f"甲 乙\n\n# 说明\n{line}\n丙 => 丁 C#\r\n", fold)
    assert [fault.line for fault in read.faults] == [4]
    assert told in read.faults[0].reason
    assert read.table == {"甲": ("乙",), "乙": ("甲",), "丙": ("丁", "c#")}


def test_limits_and_files_that_cannot_be_read(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "synonyms.txt"
    with pytest.raises(UsageError, match=r"synonyms\.txt: these synonyms cannot be read"):
        searcher.open_index(folder / "index", synonyms=file)
    file.write_bytes(b"\x89PNG\xff\xfe\x00")
    with pytest.raises(UsageError, match="cannot be used"):
        searcher.open_index(folder / "index", synonyms=file)
    file.write_bytes("新冠 疫苗 预防针".encode("gb18030"))
    monkeypatch.setattr(synonyms, "MOST_IN_QUERY", 3)
    with searcher.open_index(folder / "index", synonyms=file) as index:
        assert index.search("新冠").total
        with pytest.raises(QueryError, match="more than 3 synonyms"):
            index.search("新冠 疫苗")
    file.write_text(" \n", encoding="utf-8")
    with searcher.open_index(folder / "index", synonyms=file) as index:
        assert not index.synonyms
