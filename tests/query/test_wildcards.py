"""Patterns match what trying every way finds, and soon."""

from __future__ import annotations

import itertools

from brute_force import split, stands
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.query.wildcards import RUN, Pattern
from searcher.text.fold import fold

TEXTS = st.text(st.sampled_from("煤电油a，。_ "), max_size=30).map(fold)
PATTERNS = st.text(st.sampled_from("煤电a，*?*?"), min_size=1, max_size=8).filter(lambda pattern: pattern.strip("*?"))


@settings(max_examples=800)
@given(TEXTS, PATTERNS)
def test_a_pattern_stands_where_trying_every_way_says(text: str, pattern: str) -> None:
    pieces = [piece if piece in "*?" else fold(piece) for piece in split(pattern)]
    expected = any(stands(text, at, pieces) for at in range(len(text) + 1))
    asked = Pattern(pattern, fold)
    assert asked.holds(text) == expected
    ranges = asked.ranges(text)
    assert bool(ranges) == expected
    for start, end in ranges:
        # It stands there whole, and in nothing shorter that begins there.
        assert stands(text[:end], start, pieces)
        assert not stands(text[: end - 1], start, pieces)
    for (_, end), (start, _) in itertools.pairwise(ranges):
        assert end <= start
    if asked.is_string:
        assert expected == (asked.strings[0] in text)


def test_a_star_is_a_run_of_bounded_length() -> None:
    asked = Pattern("煤*电", fold)
    assert asked.holds("煤" + "油" * RUN + "电")
    assert not asked.holds("煤" + "油" * (RUN + 1) + "电")
    assert not asked.holds("煤，电")
    assert Pattern("煤*", fold).is_string
    assert not Pattern("煤?", fold).is_string


def test_wildcards_alone_stand_nowhere() -> None:
    asked = Pattern("\u200b*?", fold)
    assert not asked.holds("煤")
    assert asked.ranges("煤") == []


def test_many_ways_that_fail_are_not_tried_one_by_one() -> None:
    """A regular expression would try some 16^12 of them."""
    text = "龘" + "的" * 400
    asked = Pattern("的*" * 12 + "龘", fold)
    assert not asked.holds(text)
    assert asked.ranges(text) == []
    assert Pattern("的*" * 12 + "的", fold).ranges(text)[0] == (1, 14)
