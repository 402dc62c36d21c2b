"""Blanks that spread a line go, those between Latin words stay as one."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from searcher.reading.sheet import BLANK, make_sheet, tighten

LETTERS = "aZ9é.Ж"
OTHERS = "字。，（“"
lines = st.text(st.sampled_from(BLANK + LETTERS + OTHERS), max_size=24)


def by_hand(line: str) -> str:
    """The rule of docs/formats.md, run of blanks by run of blanks."""
    runs = [(blank, "".join(chars)) for blank, chars in itertools.groupby(line, lambda char: char in BLANK)]
    out = ""
    for k, (blank, run) in enumerate(runs):
        around = [runs[j][1][at] if 0 <= j < len(runs) else "" for j, at in ((k - 1, -1), (k + 1, 0))]
        between = all(char and char in LETTERS for char in around)
        out += run if not blank else " " if between else ""
    return out


@given(lines | st.text(st.sampled_from(" " + LETTERS + OTHERS), max_size=24))
def test_a_run_of_blanks_goes_or_becomes_one(line: str) -> None:
    assert tighten(line) == by_hand(line)


@given(st.lists(lines, max_size=6))
def test_lines_of_a_sheet_as_single_lines(page: list[str]) -> None:
    sheet = make_sheet("\n".join(page))
    assert sheet.tight == [by_hand(line) for line in page if line.strip()]


@given(lines)
def test_once_is_enough(line: str) -> None:
    assert tighten(tighten(line)) == tighten(line)


def test_words_keep_their_blank() -> None:
    assert tighten("新  版 Full  Text\u3000Search　发布") == "新版Full Text Search发布"
