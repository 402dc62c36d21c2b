"""Habits of a page that its clear cases tell: where headlines stand, and whether articles are signed and marked.

A clear case is a block of lines that may be a headline between the end of a text and the start of another, where one
of the two is marked as an article's: the end by a signature or a note, the start by a source or a dateline. What the
other one looks like is then a fair sample, and the words of the block tell on which side its own article stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress

from searcher.reading.evidence import Evidence

MAX_BLOCK = 6
HEADLINE = 4.0
"""Cost from which a line is no clear line of a headline."""
TURN = 0.08
"""Difference in shared words from which they tell on which side of a headline its article stands."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Habits of a page, as probabilities."""

    first: float = 0.5
    """A headline stands before its body."""
    signed: float = 0.7
    """An article ends with names or a note in brackets."""
    marked: float = 0.7
    """The body of an article starts with a source or a dateline."""


def find_habits(e: Evidence) -> Rates:
    """What the clear cases of a page say of it. Time is linear in the number of lines."""
    before = after = signed = unsigned = marked = unmarked = 0.0
    n = len(e.width)
    for first, stop in _blocks(e):
        begins = stop < n and bool(e.starts_article[stop])
        ends = bool(first) and e.over[first - 1]
        if not first:
            before += 1.0
        elif stop == n:
            after += 1.0
        elif begins or ends:
            turn = sum(e.trailing[i] for i in range(first, stop)) / (stop - first)
            before += turn > TURN
            after += turn < -TURN
        if begins and first:
            signed += ends
            unsigned += not ends
        if ends or not first:
            marked += begins
            unmarked += not begins
    for i in compress(range(len(e.width)), e.starts_article):
        if i and not _may_head(e, i - 1):
            # No headline stands between: the one before ends there.
            signed += e.over[i - 1]
            unsigned += not e.over[i - 1]
    return Rates(
        first=_rate(before + 0.5, after + 0.5),
        signed=_rate(signed + 5, unsigned + 2),
        marked=_rate(marked + 5, unmarked + 2),
    )


def _rate(yes: float, no: float) -> float:
    return min(max((yes + 0.5) / (yes + no + 1), 0.04), 0.96)


def _may_head(e: Evidence, i: int) -> bool:
    return not e.body[i] and e.stop[i] > 0.5 and e.headline(i) < HEADLINE


def _blocks(e: Evidence) -> Iterator[tuple[int, int]]:
    """Ranges of lines, at a page's edge or between a text's end and another's start, that may be a headline."""
    n = len(e.width)
    starts_article, body, stop = e.starts_article, e.body, e.stop
    for k in sorted({*compress(range(n), starts_article), *compress(range(n), body), n}):
        # Few lines start a text for sure, many end a sentence: so each block is looked for from its end.
        i = k
        while i and k - i <= MAX_BLOCK and stop[i - 1] > 0.5 and not starts_article[i - 1] and not body[i - 1]:
            i -= 1
        after_text = not i or stop[i - 1] <= 0.5
        if k - MAX_BLOCK <= i < k and after_text and all(e.headline(line) < HEADLINE for line in range(i, k)):
            yield i, k
