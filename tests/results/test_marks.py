"""Ranges become marks."""

from __future__ import annotations

import html

from hypothesis import given
from hypothesis import strategies as st

from searcher.results.render.marks import clip, mark, shift


def ranges_in(length: int) -> st.SearchStrategy[list[tuple[int, int]]]:
    edges = st.sets(st.integers(0, length), max_size=8).map(sorted)
    return edges.map(lambda found: list(zip(found[::2], found[1::2], strict=False)))


@given(st.text("煤焦油碳达峰a1", min_size=1, max_size=30), st.data())
def test_marks_stand_around_the_ranges_and_the_text_is_whole(text: str, data: st.DataObject) -> None:
    ranges = data.draw(ranges_in(len(text)))
    marked = mark(text, ranges, "【", "】")
    assert marked.replace("【", "").replace("】", "") == text
    assert [piece.partition("】")[0] for piece in marked.split("【")[1:]] == [text[a:b] for a, b in ranges]


def test_the_text_is_escaped_and_the_marks_are_not() -> None:
    assert mark("a<b>&c", [(1, 4)], "<mark>", "</mark>", html.escape) == "a<mark>&lt;b&gt;</mark>&amp;c"


@given(ranges_in(40), st.integers(0, 40), st.integers(0, 40))
def test_clipping_keeps_exactly_the_characters_within(ranges: list[tuple[int, int]], start: int, end: int) -> None:
    inside = {at for a, b in ranges for at in range(a, b) if start <= at < end}
    assert {at for a, b in shift(clip(ranges, start, end), start) for at in range(a, b)} == inside
