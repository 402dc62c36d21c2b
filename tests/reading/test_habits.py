"""A page's clear cases tell its habits."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.reading.evidence import Evidence
from searcher.reading.habits import HEADLINE, MAX_BLOCK, Rates, _blocks, find_habits
from searcher.reading.sheet import make_sheet

STORIES = {
    "库区清晨看水人": "清晨六点库区的闸门缓缓升起，值班员把库区的水位一项一项记进表里，看水人又抬头看了一眼对岸的山。",
    "山村第一百场戏": "县里的剧团昨天在山村演了今年第一百场戏，山村的台下坐着老人和放学回家的孩子，掌声没有停。",
    "盐碱地里种高粱": "五千亩连片的盐碱地今春种上了耐盐的高粱，盐碱地里的种子是省农科院选育的，根扎得很深。",
}


def habits(*, before: bool, source: str = "本报讯 ", name: str = " 段禾青", bottom: str = "") -> Rates:
    text = ""
    for head, body in STORIES.items():
        lines = [source + body[:16], *[body[k : k + 18] for k in range(16, len(body), 18)]]
        lines[-1] += name
        text += "\n".join([head, *lines] if before else [*lines, head]) + "\n"
    sheet = make_sheet(text + bottom)
    return find_habits(Evidence(sheet, list(range(len(sheet)))))


def test_where_headlines_stand() -> None:
    assert habits(before=True).first > 0.7
    assert habits(before=False).first < 0.3


def test_articles_signed_and_marked() -> None:
    usual = habits(before=True)
    assert habits(before=True, name="").signed < usual.signed
    assert habits(before=True, source="").marked < usual.marked


@pytest.mark.parametrize("text", ["", "一行\n", "字\n" * 50, "一句话。\n" * 50])
def test_pages_without_clear_cases(text: str) -> None:
    sheet = make_sheet(text)
    rates = find_habits(Evidence(sheet, list(range(len(sheet)))))
    assert all(0 < rate < 1 for rate in (rates.first, rates.signed, rates.marked))


FLAG = st.sampled_from([False, False, False, True])


@given(st.lists(st.tuples(FLAG, FLAG, FLAG, FLAG), max_size=16))
def test_blocks_are_all_stretches_between_texts(lines: list[tuple[bool, bool, bool, bool]]) -> None:
    ends, starts, sure, dear = ([line[k] for line in lines] for k in range(4))
    page: Any = SimpleNamespace(
        width=[9.0] * len(lines),
        stop=[0.1 if end else 2.6 for end in ends],
        starts_article=[9.0 * start for start in starts],
        body=sure,
        headline=lambda i: HEADLINE if dear[i] else 1.0,
    )
    inner = [not any(line) for line in lines]
    assert list(_blocks(page)) == [
        (i, k)
        for k in range(len(lines) + 1)
        for i in range(max(k - MAX_BLOCK, 0), k)
        if (not i or ends[i - 1]) and (k == len(lines) or starts[k] or sure[k]) and all(inner[i:k])
    ]
