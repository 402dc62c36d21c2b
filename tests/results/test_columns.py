"""Widths and line breaks of Chinese text on a terminal."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.results.render.columns import columns, wrap
from searcher.results.render.safe import safe

wcwidth = pytest.importorskip("wcwidth").wcwidth

NEVER_FIRST = "，。、；：！？”’）》"
NEVER_LAST = "“‘（《"
NEWSPRINT = st.text(st.sampled_from("煤焦油碳达峰一二三 0123456789.%AVOCsG“”‘’（）《》，。、；：！？…—"), max_size=120)


def lines_of(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


@pytest.mark.parametrize(
    ("first", "last"), [(0x20, 0x7E), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF), (0x2010, 0x2027)]
)
def test_widths_are_those_that_terminals_use(first: int, last: int) -> None:
    chars = [chr(code) for code in range(first, last + 1)]
    # Spacing marks (Mc) of old Hangul tones are the one kind that tables disagree about.
    different = [
        char
        for char in chars
        if unicodedata.category(char) not in ("Cn", "Mc") and safe(char) == char and columns(char) != wcwidth(char)
    ]
    assert different == []


@given(NEWSPRINT, st.integers(2, 60))
def test_every_line_fits(text: str, width: int) -> None:
    assert [line for line in lines_of(text, width) if columns(line) > width] == []


@given(NEWSPRINT, st.integers(16, 60))
def test_lines_lose_nothing_but_blanks(text: str, width: int) -> None:
    assert "".join("".join(lines_of(text, width)).split()) == "".join(text.split())


@given(
    st.lists(
        st.sampled_from(["煤焦油", "“链条”上的", "（塑料）", "《账本》", "2.49", "VOCs", "50%", "，", "。", "……", " "]),
        max_size=60,
    ),
    st.integers(16, 60),
)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(pieces: list[str], width: int) -> None:
    text = (
        re.sub(r"[，。…]{3,}", "。", "煤" + "".join(pieces))
        .replace(" ，", "，")
        .replace(" 。", "。")
        .replace(" …", "…")
    )
    lines = lines_of(text, width)
    assert not [line for line in lines[1:] if line[0] in NEVER_FIRST]
    assert not [line for line in lines[:-1] if line[-1] in NEVER_LAST]


@given(
    st.lists(
        st.sampled_from(["261.5", "5G", "PBAT", "1,234.56", "2025-05-09", "SCP-2", "2.49亿", "煤", "，", " "]),
        max_size=60,
    ),
    st.integers(12, 60),
)
def test_numbers_and_latin_words_stay_whole(pieces: list[str], width: int) -> None:
    text = "".join(pieces)
    breaks = {start for start, _ in wrap(text, width)[1:]}
    words = [found.span() for found in re.finditer(r"[0-9A-Za-z](?:[0-9A-Za-z]|[-.,](?=[0-9A-Za-z]))*", text)]
    torn = [text[a:b] for a, b in words if any(a < at < b for at in breaks) and columns(text[a:b]) <= width - 4]
    assert torn == []


def test_a_word_wider_than_the_line_is_broken_and_keeps_every_character() -> None:
    assert lines_of("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_suffix_stays_with_its_point() -> None:
    for width in range(12, 30):
        assert all(line.startswith((".", "以")) for line in lines_of("以 .markdown, .html, .jsonl", width))


def test_line_feeds_end_a_line() -> None:
    assert lines_of("一\n二\n\n三", 20) == ["一", "二", "", "三"]


def test_marks_take_their_columns() -> None:
    text = "煤焦油深加工项目"
    assert lines_of(text, 16) == [text]
    marked = wrap(text, 16, [(0, 3)], (2, 2))
    assert [text[start:end] for start, end in marked] == ["煤焦油深加工", "项目"]
