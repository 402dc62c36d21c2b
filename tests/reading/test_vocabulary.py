"""What a place of a page shares with the text around it, against counting by hand."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from searcher.reading.vocabulary import Vocabulary

LINES = st.lists(st.text("水利工程。a1，", min_size=1, max_size=12), min_size=1, max_size=12)


def places(text: str, pair: str) -> list[int]:
    return [found.start() for found in re.finditer(f"(?={re.escape(pair)})", text)]


def pairs(text: str) -> set[str]:
    return set(re.findall("(?=([\u4e00-\u9fff]{2}))", text))


@given(LINES)
def test_torn(lines: list[str]) -> None:
    words = Vocabulary(lines)
    for i in range(len(lines)):
        pair = lines[i - 1][-1] + lines[i][0] if i else ""
        assert words.torn(i) == (pair in pairs(pair) and len(places("".join(lines), pair)) > 1)


@given(LINES, st.data())
def test_leaning(lines: list[str], data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(lines) - 1))
    first, last = data.draw(st.integers(0, i)), data.draw(st.integers(i, len(lines) - 1))
    before, line, after = "".join(lines[first:i]), lines[i], "".join(lines[i + 1 : last + 1])
    # A pair that ends in the line, or starts in it, does not stand in it.
    whole = before + line
    shared_before = sum(any(p < len(before) for p in places(whole, pair)) for pair in pairs(line))
    shared_after = sum(pair in pairs(after) for pair in pairs(line))
    wanted = (shared_after - shared_before) / (len(pairs(line)) + 2)
    assert Vocabulary(lines).leaning(i, first, last) == wanted


def test_parting_is_dearer_where_the_words_go_on() -> None:
    dam = ["水库的闸门缓缓升起值班员记下水位", "站长说水库的闸门去年才换上新的", "下游的乡镇等着水库的一渠清水浇地"]
    stage = ["剧团的演员自己搭台自己做饭一路走", "山村的孩子放学回家就坐到戏台下面", "团长说只要有人看这台戏就唱下去吧"]
    words = Vocabulary([*dam, *dam, *stage])
    assert words.parting(3, 0, 8) > words.parting(6, 0, 8)


def test_empty() -> None:
    assert not Vocabulary([""]).torn(0)
    assert Vocabulary(["水"]).leaning(0, 0, 0) == 0.0
