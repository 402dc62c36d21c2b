"""What a place of a page shares with the text around it, against counting by hand."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searcher.reading.characters import Characters
from searcher.reading.vocabulary import MAX_LOOK, Vocabulary

LINES = st.lists(st.text("水利工程。a1，", min_size=1, max_size=12), min_size=1, max_size=12)

LONG = "".join(map(chr, range(0x4E00, 0x4E64)))


def pairs(lines: list[str]) -> set[str]:
    return {pair for line in lines for pair in re.findall("(?=([\u4e00-\u9fff]{2}))", line)}


@given(LINES)
def test_torn(lines: list[str]) -> None:
    words = Vocabulary(Characters(lines))
    for i in range(len(lines)):
        assert words.torn[i] == (i > 0 and lines[i - 1][-1] + lines[i][0] in pairs(lines))


@given(LINES | st.just([LONG[70:90], LONG, LONG[40:70]]), st.data())
def test_leanings(lines: list[str], data: st.DataObject) -> None:
    n = len(lines)
    first = [data.draw(st.integers(0, i)) for i in range(n)]
    last = [data.draw(st.integers(i, n - 1)) for i in range(n)]
    said = Vocabulary(Characters(lines)).leanings(np.array(first), np.array(last))
    for i in range(n):
        own = pairs([lines[i][:MAX_LOOK]])
        balance = len(own & pairs(lines[i + 1 : last[i] + 1])) - len(own & pairs(lines[first[i] : i]))
        assert said[i] == balance / (len(own) + 2)


def test_parting_is_dearer_where_the_words_go_on() -> None:
    dam = ["水库的闸门缓缓升起值班员记下水位", "站长说水库的闸门去年才换上新的", "下游的乡镇等着水库的一渠清水浇地"]
    stage = ["剧团的演员自己搭台自己做饭一路走", "山村的孩子放学回家就坐到戏台下面", "团长说只要有人看这台戏就唱下去吧"]
    words = Vocabulary(Characters([*dam, *dam, *stage]))
    assert words.parting(3, 0, 8) > words.parting(6, 0, 8)


def test_empty() -> None:
    assert not Vocabulary(Characters([""])).torn[0]
    assert Vocabulary(Characters(["水"])).leanings(np.array([0]), np.array([0])) == [0.0]
    assert Vocabulary(Characters([])).leanings(np.array([], dtype=int), np.array([], dtype=int)) == []
