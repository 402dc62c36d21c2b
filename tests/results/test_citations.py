"""Citations: by GB/T 7714, and in formats that parsers read back as what was cited."""

from __future__ import annotations

import json
import re

import invented
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import UsageError
from searcher.results.citation import Citation, citation, citations, keys
from searcher.results.render.citations import STYLES, gbt7714, render_citations

CITED = Citation("2025-06-13-A1:2", ("张三",), "给每一度电记一本账", "汾水新报", "2025-06-13", "A1", "要闻")
TEX = dict(zip(["backslash", "braceleft", "braceright", "asciitilde", "asciicircum"], "\\{}~^", strict=True))


def changed(**changes: object) -> Citation:
    known = {name: getattr(CITED, name) for name in CITED.__slots__}
    return Citation(**(known | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cited", "line"),
    [
        (CITED, "张三. 给每一度电记一本账[N]. 汾水新报, 2025-06-13(A1)."),
        (
            changed(authors=("张三", "李四", "王五"), title="一", page="02"),
            "张三, 李四, 王五. 一[N]. 汾水新报, 2025-06-13(02).",
        ),
        (
            changed(authors=("张三", "李四", "王五", "赵六")),
            "张三, 李四, 王五, 等. 给每一度电记一本账[N]. 汾水新报, 2025-06-13(A1).",
        ),
        (changed(authors=()), "给每一度电记一本账[N]. 汾水新报, 2025-06-13(A1)."),
        (changed(page=None), "张三. 给每一度电记一本账[N]. 汾水新报, 2025-06-13."),
        (changed(date=None), "张三. 给每一度电记一本账[N]. 汾水新报, [日期不详](A1)."),
        (changed(newspaper=None), "张三. 给每一度电记一本账[N]. [报纸名不详], 2025-06-13(A1)."),
        (changed(title=None, opening="走进园区"), "张三. [走进园区][N]. 汾水新报, 2025-06-13(A1)."),
        (Citation("x:1"), "[题名不详][N]. [报纸名不详], [日期不详]."),
    ],
)
def test_gbt7714(cited: Citation, line: str) -> None:
    assert gbt7714(cited) == line


def test_an_article_is_cited_by_its_headline_and_persons() -> None:
    article = invented.article(invented.BODY, byline=("本报记者 张三 李四",), headline="长治高新区：\n 给每一度电 记账")
    cited = citation(article)
    assert cited.authors == ("张三", "李四")
    assert cited.title == "长治高新区：给每一度电 记账"
    assert cited.opening is None


def test_without_a_headline_the_beginning_of_the_text_stands_for_it() -> None:
    plain = {"headline": None, "kicker": None, "subhead": None}
    assert citation(invented.article("走进园区，管廊铺到另一头。", **plain)).opening == "走进园区"
    assert citation(invented.article("长" * 50, **plain)).opening == "长" * 20 + "…"
    assert citation(invented.article("正文。", **(plain | {"subhead": "副题"}))).title == "副题"


def test_an_article_is_cited_once() -> None:
    first, second = invented.article("一。"), invented.article("二。", id="other:1")
    assert [cited.id for cited in citations([first, second, first])] == [first.info.id, "other:1"]


def test_keys_are_stable() -> None:
    assert CITED.key == "2025-06-13-A1.2"
    assert changed(id="报/一:1").key == changed(id="报/一:1").key != changed(id="报/二:1").key


@given(st.lists(st.text(alphabet="aA报.:-/ 1{}%,", max_size=6).map(lambda stem: f"{stem}:1"), unique=True, max_size=20))
def test_keys_are_plain_and_differ_in_any_case(ids: list[str]) -> None:
    found = keys([Citation(id) for id in ids])
    assert all(re.fullmatch("[A-Za-z0-9][A-Za-z0-9.-]*", key) for key in found.values())
    assert len({key.lower() for key in found.values()}) == len(ids)


PIECES = [*"煤电账 aB\\{}%&$#_~^\"'@,=-.\t\n\x1b\u202e", " and ", "others", "ER  - "]
HOSTILE = (
    st.lists(st.sampled_from(PIECES), max_size=12).map(lambda pieces: " ".join("".join(pieces).split())).filter(bool)
)
CITATIONS = st.builds(
    Citation,
    id=st.integers(1, 99).map("x:{}".format),
    authors=st.lists(HOSTILE, max_size=4, unique=True).map(tuple),
    title=HOSTILE,
    newspaper=st.none() | HOSTILE,
    date=st.none() | st.dates().map(str),
    page=st.none() | st.sampled_from(["A1", "02", "a_1"]),
)


def shown(text: str) -> str:
    """What stands for a text in formats that are plain text: controls written out."""
    return text.replace("\x1b", "␛").replace("\u202e", "‹U+202E›")


@given(st.lists(CITATIONS, max_size=2, unique_by=lambda cited: cited.id))
def test_bibtex_is_read_back(cited: list[Citation]) -> None:
    entries = read_bibtex("\n".join(render_citations(cited, "bibtex")))
    assert [entry["key"] for entry in entries] == [one.key for one in cited]
    for entry, one in zip(entries, cited, strict=True):
        assert untex(entry["title"][1:-1]) == shown(one.title or "")
        assert [untex(name) for name in people(entry.get("author", ""))] == [shown(name) for name in one.authors]
        assert untex(entry.get("journal", "")) == shown(one.newspaper or "")
        assert entry.get("date") == one.date
        assert untex(entry.get("pages", "")) == (one.page or "")
        assert entry["entrysubtype"] == "newspaper"


@given(st.lists(CITATIONS, max_size=2, unique_by=lambda cited: cited.id))
def test_ris_is_read_back(cited: list[Citation]) -> None:
    records = read_ris("\n".join(render_citations(cited, "ris")))
    for record, one in zip(records, cited, strict=True):
        assert record[0] == ("TY", "NEWS")
        assert [value for tag, value in record if tag == "AU"] == [shown(name) for name in one.authors]
        assert dict(record)["TI"] == shown(one.title or "")
        assert dict(record).get("T2") == (shown(one.newspaper) if one.newspaper else None)
        assert dict(record).get("DA") == (one.date.replace("-", "/") if one.date else None)


@given(st.lists(CITATIONS, max_size=2, unique_by=lambda cited: cited.id))
def test_csl_json_is_read_back(cited: list[Citation]) -> None:
    items = json.loads("\n".join(render_citations(cited, "csl-json")))
    names = {"id", "type", "author", "title", "container-title", "issued", "page", "section", "language"}
    for item, one in zip(items, cited, strict=True):
        assert set(item) <= names
        assert item["type"] == "article-newspaper"
        assert [author["literal"] for author in item.get("author", [])] == list(one.authors)
        assert item["title"] == one.title
        parts = item["issued"]["date-parts"][0] if one.date else None
        assert parts == (list(map(int, one.date.split("-"))) if one.date else None)


def test_nothing_cited_is_nothing() -> None:
    assert {style: list(render_citations([], style)) for style in STYLES} == {
        "gbt7714": [],
        "bibtex": [],
        "ris": [],
        "csl-json": ["[]"],
    }


def test_another_style_is_refused() -> None:
    with pytest.raises(UsageError, match="gbt7714"):
        render_citations([CITED], "apa")


def read_bibtex(text: str) -> list[dict[str, str]]:
    """Entries by BibTeX's grammar: values in braces that match, whatever stands before a brace, or bare words."""
    entries = []
    while (found := re.compile(r"\s*@(\w+)\{([^,\s{}]+),").match(text)) is not None:
        entry = {"type": found[1], "key": found[2]}
        text = text[found.end() :]
        while (field := re.compile(r"\s*(\w+)\s*=\s*").match(text)) is not None:
            text = text[field.end() :]
            end = closing(text) if text[0] == "{" else re.match(r"\w+", text).end()  # type: ignore[union-attr]
            entry[field[1]] = text[1 : end - 1] if text[0] == "{" else text[:end]
            text = text[end:].lstrip().removeprefix(",")
        assert text.lstrip().startswith("}")
        text = text.lstrip()[1:]
        entries.append(entry)
    assert not text.strip()
    return entries


def closing(text: str) -> int:
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if not depth:
            return place + 1
    raise AssertionError("braces do not match")


def people(names: str) -> list[str]:
    """Names by BibTeX's rule: parted by an `and` between blanks outside of braces."""
    out, depth, start, place = [], 0, 0, 0
    while place < len(names):
        depth += (names[place] == "{") - (names[place] == "}")
        if not depth and (found := re.compile(r"\s+and\s+", re.IGNORECASE).match(names, place)):
            out.append(names[start:place])
            start = place = found.end()
            continue
        place += 1
    out = [*out, names[start:]] if names else []
    return [name[1:-1] if name.startswith("{") and closing(name) == len(name) else name for name in out]


def untex(text: str) -> str:
    return re.sub(r"\\(?:text(\w+)\{\}|(.))", lambda found: TEX[found[1]] if found[1] else found[2], text)


def read_ris(text: str) -> list[list[tuple[str, str]]]:
    records: list[list[tuple[str, str]]] = []
    for line in text.split("\n"):
        if not line:
            continue
        found = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert found is not None, line
        if found[1] == "TY":
            records.append([])
        records[-1].append((found[1], found[2]))
    assert all(record[-1] == ("ER", "") for record in records)
    return records
