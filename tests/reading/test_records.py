"""Ready-made records: `.jsonl` files become pages, and what cannot be used is told, not fatal."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import UnreadableFileError
from searcher.reading import Page, read_page, read_pages
from searcher.reading import records as records_module


def write(path: Path, *records: Any) -> Path:
    path.write_text(
        "".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in records),
        encoding="utf-8",
    )
    return path


def texts(page: Page) -> list[list[str]]:
    return [[p.text for p in a.paragraphs] for a in page.articles]


def test_records_become_pages_and_articles(tmp_path: Path) -> None:
    where = {"date": "2025-05-09", "page": "B2", "section": "园区"}
    file = write(
        tmp_path / "a.jsonl",
        {"id": "1", **where, "headline": "甲", "byline": "张三", "text": "一"},
        {"id": "2", **where, "headline": "甲", "byline": ["张三"], "text": "二"},
        {"id": "3", **where, "headline": "乙", "text": "三"},
        {"id": "4", **where, "text": "四"},
        {"id": "5", **where, "text": "五"},
        {"id": "6", "date": "2025-05-10", "page": 1, "newspaper": "汾水新报", "text": "六", "kind": "caption"},
    )
    first, second = read_pages(file)
    assert (first.date, first.page, first.section, first.newspaper) == ("2025-05-09", "B2", "园区", None)
    assert texts(first) == [["一", "二"], ["三"], ["四"], ["五"]]
    assert [a.headline for a in first.articles] == ["甲", "乙", None, None]
    assert first.articles[0].byline == ("张三",)
    assert [(p.id, p.lines) for a in first.articles for p in a.paragraphs] == [
        ("1", (1, 1)),
        ("2", (2, 2)),
        ("3", (3, 3)),
        ("4", (4, 4)),
        ("5", (5, 5)),
    ]
    assert (second.page, second.newspaper, second.articles[0].paragraphs[0].kind) == ("1", "汾水新报", "caption")


@pytest.mark.parametrize("date", ["2025-05-09", "20250509", "2025/5/9", "2025年5月9日", "2025.05.09"])
def test_dates_are_made_alike(tmp_path: Path, date: str) -> None:
    assert read_page(write(tmp_path / "a.jsonl", {"date": date, "text": "一"})).date == "2025-05-09"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{not json", "not JSON"),
        ("[1, 2]", "not a JSON object"),
        ({"id": "x"}, "no `text`"),
        ({"text": "   "}, "no `text`"),
        ({"text": 7}, "`text` is not a string"),
        ({"text": "一", "headline": ["甲"]}, "`headline` is not a string"),
        ({"text": "一", "byline": 3}, "`byline`"),
        ({"text": "一", "byline": ["张三", 4]}, "`byline`"),
        ({"text": "一", "date": "yesterday"}, "`date`"),
        ({"text": "一", "date": "2025-02-30"}, "`date`"),
        ("[" * 100_000, "line 2"),
    ],
)
def test_bad_records_are_named_and_left_out(tmp_path: Path, bad: Any, reason: str) -> None:
    file = write(tmp_path / "a.jsonl", {"text": "前"}, bad, {"text": "后"})
    problems: list[UnreadableFileError] = []
    pages = list(read_pages(file, problems=problems))
    assert [t for page in pages for t in texts(page)] == [["前"], ["后"]]
    assert len(problems) == 1
    assert "line 2" in str(problems[0])
    assert reason in str(problems[0])
    assert list(read_pages(file)) == pages


def test_no_usable_record_is_an_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="no usable record"):
        list(read_pages(write(tmp_path / "a.jsonl", "{}", "null")))
    (tmp_path / "b.jsonl").write_bytes(b"")
    with pytest.raises(UnreadableFileError, match="empty"):
        list(read_pages(tmp_path / "b.jsonl"))
    with pytest.raises(UnreadableFileError, match="cannot be read"):
        list(read_pages(tmp_path / "none.jsonl"))


def test_other_encodings_and_line_ends(tmp_path: Path) -> None:
    line = json.dumps({"text": "黄河岸畔，果香四溢"}, ensure_ascii=False)
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        file = tmp_path / f"{encoding}.jsonl"
        file.write_bytes(f"{line}\r\n\r\n{line}\r\n".encode(encoding))
        assert texts(read_page(file)) == [["黄河岸畔，果香四溢"]] * 2


def test_a_line_beyond_measure_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records_module, "MAX_LINE", 200)
    file = write(tmp_path / "a.jsonl", {"text": "前"}, {"text": "长" * 5000}, {"text": "后"})
    problems: list[UnreadableFileError] = []
    (page,) = read_pages(file, problems=problems)
    assert texts(page) == [["前"], ["后"]]
    assert "line 2" in str(problems[0])


def test_a_long_file_is_streamed(tmp_path: Path) -> None:
    file = tmp_path / "long.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for i in range(25_000):
            out.write(json.dumps({"id": str(i), "text": "字" * 200}, ensure_ascii=False) + "\n")
    tracemalloc.start()
    count = sum(len(page.articles) for page in read_pages(file))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 25_000
    assert peak < file.stat().st_size


FIELDS = st.fixed_dictionaries(
    {"text": st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)},
    optional={
        "id": st.text("abc0", min_size=1),
        "date": st.dates().map(lambda d: d.replace(year=2000 + d.year % 30, day=min(d.day, 28)).isoformat()),
        "page": st.sampled_from(["1", "02", "A3"]),
        "section": st.sampled_from(["要闻", "园区"]),
        "headline": st.sampled_from(["甲", "乙"]),
        "byline": st.lists(st.sampled_from(["张三", "李四"]), max_size=2),
    },
)


@given(st.lists(FIELDS, min_size=1, max_size=12, unique_by=lambda record: record.get("id", object())))
def test_every_record_comes_out_once_and_in_order(tmp_path_factory: pytest.TempPathFactory, rows: list[Any]) -> None:
    file = write(tmp_path_factory.mktemp("r") / "a.jsonl", *rows)
    problems: list[UnreadableFileError] = []
    out = [
        (page.date, page.page, page.section, a.headline, a.byline, p.id, p.text)
        for page in read_pages(file, problems=problems)
        for a in page.articles
        for p in a.paragraphs
    ]
    assert not problems
    assert out == [
        (
            r.get("date"),
            r.get("page"),
            r.get("section"),
            r.get("headline"),
            tuple(r.get("byline", ())),
            r.get("id"),
            r["text"].strip(),
        )
        for r in rows
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("第一版", "1"),
        ("第02版", "02"),
        ("Ａ０１版", "A01"),
        ("十二版", "12"),
        ("B2", "B2"),
        ("头版", "头版"),
        ("02", "02"),
    ],
)
def test_a_page_is_kept_as_the_reader_of_pages_keeps_it(tmp_path: Path, written: str, kept: str) -> None:
    (page,) = read_pages(write(tmp_path / "a.jsonl", {"text": "一", "page": written}))
    assert page.page == kept
