"""Nearness is what its definition says: held against every choice of occurrences there is."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.errors import QueryError
from searcher.query.near import is_near, near_ranges
from searcher.query.nodes import MAX_PARTS, Near
from searcher.query.parse import parse

TEXTS = st.text(st.sampled_from("甲乙丙丁x"), max_size=14)
PARTS = st.lists(st.text(st.sampled_from("甲乙丙丁"), min_size=1, max_size=2), min_size=1, max_size=5)


def every_arrangement(text: str, parts: list[str], distance: int) -> set[tuple[int, int]]:
    """The occurrences of all arrangements, by trying every choice of one occurrence a part."""
    occurrences = [[(at, at + len(p)) for at in range(len(text)) if text.startswith(p, at)] for p in parts]
    found: set[tuple[int, int]] = set()
    for choice in itertools.product(*occurrences):
        if all(0 <= b[0] - a[1] <= distance for a, b in itertools.pairwise(sorted(choice))):
            found.update(choice)
    return found


@settings(max_examples=600)
@given(TEXTS, PARTS, st.integers(0, 5))
def test_near_is_what_trying_everything_finds(text: str, parts: list[str], distance: int) -> None:
    expected = every_arrangement(text, parts, distance)
    assert near_ranges(text, parts, distance) == sorted(expected)
    assert is_near(text, parts, distance) == bool(expected)


def test_many_ways_that_fail_hide_none_that_succeeds() -> None:
    """A search that keeps only some of the ways to begin would lose this one."""
    text = "甲" * 200 + "乙甲丙"
    assert is_near(text, ["甲", "乙", "丙", "甲"], 0)
    assert near_ranges(text, ["甲", "乙", "丙", "甲"], 0) == [(199, 200), (200, 201), (201, 202), (202, 203)]
    assert not is_near(text, ["乙", "乙"], 1000)


def test_one_occurrence_serves_one_part() -> None:
    assert not is_near("甲", ["甲", "甲"], 10)
    assert is_near("甲x甲", ["甲", "甲"], 1)
    assert not is_near("甲乙甲", ["甲乙", "乙甲"], 10)
    assert not is_near("甲", ["", "甲"], 10)


@pytest.mark.parametrize("query", ['"{}"~3', "{}"])
def test_the_limit_of_parts(query: str) -> None:
    parts = [chr(0x7532 + i) for i in range(MAX_PARTS + 1)]
    joint = " " if "~" in query else " NEAR/3 "
    allowed = parse(query.format(joint.join(parts[:-1])))
    assert isinstance(allowed, Near)
    assert len(allowed.parts) == MAX_PARTS
    with pytest.raises(QueryError, match="at most 8 parts") as caught:
        parse(query.format(joint.join(parts)))
    assert caught.value.query[caught.value.position] == parts[-1]
