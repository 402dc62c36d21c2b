"""What the widths of lines alone decide: runs of full lines of one column, and paragraphs that begin with such."""

from __future__ import annotations

from collections import Counter
from math import ceil

from searcher.reading.clues import Clues

SURE_COLUMN = 9
"""Narrower columns than this may be lists or verse."""

Bounds = list[float]
"""A bound of the column's width for every line: the least one that it fits (low), or the least one in which the first
piece of the next line would have fitted, too (high)."""


def find_indent(clues: Clues) -> float:
    """By how much first lines are shorter: two characters, or none where the page sets them flush."""
    votes = Counter[int]()
    width, plain = clues.width, clues.plain
    for i in [i for i, stop in enumerate(clues.stop[:-3], start=1) if stop < 1]:
        if plain[i] and plain[i + 1] and width[i - 1] < width[i] - 3:
            votes[round(width[i + 1] - width[i])] += 1
    flush, usual = votes[0] + votes[-1] + votes[1] * 0.5, votes[2] + votes[3] + votes[1] * 0.5
    return 0.0 if flush > 3 and flush > 2 * usual else 2.0


def find_sure(clues: Clues, low: Bounds, high: Bounds) -> list[range | None]:
    """For the last of three or more full lines in a row the columns that they fit, where those are few."""
    sure: list[range | None] = [None] * len(clues.width)
    floor, roof, count, column = 0.0, 999.0, 0, 0
    known: range | None = None
    lines = zip(clues.plain, clues.closes_up, low, high, strict=True)
    for i, (plain, closes_up, least, most) in enumerate(lines):
        if not plain or closes_up:
            floor, roof, count, column, known = 0.0, 999.0, 0, 0, None
            continue
        if least > floor:
            floor, column, known = least, ceil(least), None
        if most < roof:
            roof, known = most, None
        if column >= roof:
            floor, roof, count, column = least, most, 1, ceil(least)
            continue
        count += 1
        if count >= 3 and column >= SURE_COLUMN and column + 3 > roof:
            known = sure[i] = known or range(column, ceil(roof))
    return sure


def find_body(
    clues: Clues, indent: float, low: Bounds, high: Bounds, sure: list[range | None]
) -> tuple[list[int], list[int]]:
    """Lines of which widths leave no choice: first ones of paragraphs, and such as end a sentence amid one.

    A line that is two characters short and followed by three full lines of one column is the first of a paragraph
    there: a headline or small heading before a paragraph would be followed by a short line. And where a sentence
    ends before three full lines, or between two and two, the paragraph goes on, since its successor would begin
    with a short one.
    """
    plain, special, stop, closes_up = clues.plain, clues.special, clues.stop, clues.closes_up
    begins: list[int] = []
    through: list[int] = []
    for i, last in enumerate(sure[3:]):
        if not last:
            continue
        if plain[i]:
            if low[i] > last.stop - 1 - indent or not indent or closes_up[i]:
                continue
        elif special[i] or stop[i] >= 0.5:
            continue
        if not plain[i + 1] or not plain[i + 2]:
            continue
        least, most = max(low[i + 1], low[i + 2]), min(high[i + 1], high[i + 2])
        columns = [c for c in last if least <= c < most]
        if plain[i]:
            if any(low[i] <= c - indent < high[i] for c in columns):
                begins.append(i)
        elif columns and all(low[i] <= c < high[i] for c in columns):
            through.append(i)
    for i in [i for i, known in enumerate(plain[2:-2], start=2) if not known]:
        if special[i] or stop[i] > 0.5 or high[i] <= low[i - 1] or high[i] <= low[i + 1]:
            continue
        if plain[i - 2] and plain[i - 1] and plain[i + 1] and plain[i + 2]:
            column = ceil(max(low[i - 2 : i + 3]))
            if SURE_COLUMN <= column < min(high[i - 2 : i + 3]):
                through.append(i)
    return begins, through
