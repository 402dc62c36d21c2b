"""What speaks for and against the readings of each line of a page, in nats; computed once a line.

The physics: a line of a paragraph is broken where the next unbreakable piece (a character, a number, a Latin word, an
opening bracket with what follows) no longer fits the column. So the width of a full line and of the first piece of the
next one bound the width of the column from both sides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from itertools import compress
from math import ceil
from operator import add, sub

import numpy as np

from searcher.reading.briefs import BRIEF_DATELINE, BRIEF_HEADING, BRIEF_HEADLINE, NAME_APART, NAME_BEGINS, find_briefs
from searcher.reading.clues import UNMARKED_CAPTION, Clues
from searcher.reading.columns import find_body, find_indent, find_sure
from searcher.reading.headings import heading_cost, headline_cost, least_headline_cost
from searcher.reading.sheet import Sheet
from searcher.reading.vocabulary import Vocabulary

MIN_COLUMN, MAX_COLUMN = 5, 60
ROOM_LEFT = 4.8
"""A line is broken though the next piece would have fitted."""
AHEAD_LINES = 26
NO_HEADING = 15.0
"""A line is no headline and no small heading."""

_HALF_EMPTY = "，。、“”（）：；《》"
_HAN_PAIR = re.compile("(?=([\u4e00-\u9fff]{2}))")


class Evidence(Clues):
    """Clues, and what follows from them for each reading of each line; by position in `rows`, as those."""

    __slots__ = (
        "_cohesion",
        "_columns",
        "_heading",
        "_headline",
        "_overs",
        "_pictured",
        "_squeezed",
        "_words",
        "body",
        "brief",
        "broken",
        "high",
        "indent",
        "low",
        "sure",
        "trailing",
    )

    def __init__(self, sheet: Sheet, rows: list[int], ends: Collection[int] = (), begins: Collection[int] = ()) -> None:
        super().__init__(sheet, rows, ends, begins)
        n = len(rows)
        self.brief: set[int] = set()
        """Lines of a column of briefs."""
        for lines in find_briefs(self):
            self.brief.update(lines)
            for i in lines:
                self.starts_article[i] = min(self.starts_article[i], BRIEF_DATELINE)
            name = lines.start - 1
            self.begin[name] += NAME_BEGINS
            self.apart[name + 1] += NAME_APART
        self.indent = find_indent(self)
        self.low = list(map(sub, self.width, self.hang))
        self.high = list(map(add, self.width, self.room))
        """Least column that a line fits, and the least one in which the next piece would have fitted, too."""
        self.sure = find_sure(self, self.low, self.high)
        self.body = [False] * n
        """Whether a line is the first of a paragraph for sure."""
        self._headline = [-1.0] * n
        self._heading: list[float | None] = [None] * n
        firsts, through = find_body(self, self.indent, self.low, self.high, self.sure)
        for i in firsts:
            self.body[i] = True
            self._headline[i] = self._heading[i] = NO_HEADING
            self.caption[i] = UNMARKED_CAPTION
        for i in through:
            self.plain[i] = True
        self._look_at_sizes()
        marks = self.characters.count(_HALF_EMPTY, 2 * MAX_COLUMN)
        self._squeezed: list[float] = np.minimum(0.45 * marks, 4.0).tolist()
        """By how much justification may have squeezed each line: punctuation marks are half empty."""
        self._cohesion: dict[int, float] = {}
        self._pictured: dict[int, float] = {}
        self._words = Vocabulary(self.characters)
        self.broken = self._words.torn
        """Whether a word seems to be broken between line i - 1 and line i."""
        self._overs = list(compress(range(n), self.over))
        self.trailing = self._look_at_topics()
        """How much more of a line's words stand after it than before: -1 … 1."""
        self._columns: dict[int, tuple[int, ...]] = {}

    def _look_at_sizes(self) -> None:
        """Where a headline's size begins or ends, where sizes are known."""
        before = False
        for i, large in enumerate(self.large):
            if large != before:
                self.resume[i] += 9.0
                if i:
                    self._mark(i - 1)
            if large:
                self.begin[i] += 9.0
                self._mark(i)
            before = large

    def _look_at_topics(self) -> list[float]:
        """`trailing` of all lines."""
        n = len(self.tight)
        lines = np.arange(n)
        starts = np.array([-1, *compress(range(n), self.starts_article)])
        overs = np.array([-1, *self._overs, n])
        first = np.maximum(lines - 120, starts[starts.searchsorted(lines) - 1])
        first = np.maximum(first, overs[overs[:-1].searchsorted(np.maximum(lines - 9, 0), "right") - 1])
        last = np.minimum(lines + 60, overs[overs.searchsorted(lines, "right")])
        leanings = self._words.leanings(np.clip(first, 0, lines), np.minimum(last, n - 1))
        for i in compress(range(n), self.adopted):
            # Below every law of a page stands the same.
            leanings[i] = 0.0
        return leanings

    def follows(self, i: int, column: int) -> bool:
        """Whether line i, by its width, starts a paragraph of the column, and line i + 1 goes on with it."""
        filled = self.width[i] + self.indent
        if not self.plain[i] or self.starts_article[i] or self.caption[i] < 9.0 or self.closes_up[i]:
            return False
        if i + 1 >= len(self.width) or not filled - self.hang[i] <= column < filled + self.room[i]:
            return False
        if self.low[i + 1] > column or self.special[i + 1]:
            return False
        return column < self.high[i + 1] or self.stop[i + 1] < 0.5

    def starts_in(self, i: int, column: int) -> bool:
        """Whether line i, by its width, is the first of a paragraph of several lines in the column."""
        filled = self.width[i] + self.indent
        return filled - self.hang[i] <= column < filled + self.room[i]

    def misfit(self, i: int, filled: float, column: int) -> float:
        """Cost of line i, of width `filled` with its indent, going on in the next line in this column."""
        over = filled - self.hang[i] - column
        if over > 0.0:
            squeezed = self._squeezed[i]
            cost = 0.6 * over if over <= squeezed else 1.5 + 2.5 * (over - squeezed)
        else:
            left = column - filled - self.room[i]
            if left < 0.0:
                return 0.0
            cost = ROOM_LEFT + 1.5 * left
        return cost if cost < 9.0 else 9.0

    def columns(self, i: int) -> tuple[int, ...]:
        """Columns that a paragraph which begins with line i may stand in."""
        known = self._columns.get(i)
        if known is None:
            known = self._columns[i] = self._find_columns(i)
        return known

    def _find_columns(self, i: int) -> tuple[int, ...]:
        filled = self.width[i] + self.indent
        first = max(MIN_COLUMN, ceil(filled - self.hang[i] - self._squeezed[i]))
        beyond = ceil(filled + min(self.room[i], 4.0))
        if first >= beyond:
            first = max(round(filled), MIN_COLUMN)
            beyond = first + 1
        known = tuple(range(first, beyond))
        if len(known) > 2 and i + 1 < len(self.width):
            after = self.width[i + 1]
            if after <= first:
                known = known[:2]
            elif after >= beyond - 1:
                known = known[:-3:-1]
            else:
                known = tuple(sorted(known, key=lambda c: abs(c - after))[:2])
        if beyond > MAX_COLUMN + 1:
            known = tuple([min(c, MAX_COLUMN) for c in known])
        return known

    def caption_column(self, i: int) -> int:
        """A caption's column: that of its first line, which is not indented."""
        return min(max(round(self.width[i]), 2), 255)

    def headline(self, i: int) -> float:
        """Cost of line i as a line of a headline block."""
        known = self._headline[i]
        if known < 0.0:
            brief = BRIEF_HEADLINE if i in self.brief else 0.0
            known = self._headline[i] = max(headline_cost(self, i) + brief, 0.0)
        return known

    def least_headline(self, i: int) -> float:
        """No more than `headline` says of line i, at little cost."""
        known = self._headline[i]
        return least_headline_cost(self, i) if known < 0.0 else known

    def heading(self, i: int) -> float:
        """Cost of line i as a small heading or a list item of one line."""
        known = self._heading[i]
        if known is None:
            known = self._heading[i] = heading_cost(self, i) - (BRIEF_HEADING if i in self.brief else 0.0)
        return known

    def pictured(self, i: int) -> float:
        """Share of the words of the headline line before i that stand in the caption which starts with line i."""
        known = self._pictured.get(i)
        if known is None:
            pairs = set(_HAN_PAIR.findall(self.tight[i - 1][:60])) if i else set()
            caption = "".join(self.tight[i : i + 3])[:300]
            known = self._pictured[i] = sum(p in caption for p in pairs) / (len(pairs) + 1)
        return known

    def cohesion(self, i: int) -> float:
        """Cost of an article's end before line i: how much of the vocabulary goes on (see Vocabulary.parting)."""
        known = self._cohesion.get(i)
        if known is None:
            first = max(i - 30, 0, _last(self._overs, i - 2) + 1)
            known = self._cohesion[i] = self._words.parting(i, min(first, i), i + AHEAD_LINES)
        return known


def _last(places: list[int], i: int) -> int:
    """The last of the places that is not after i; -1 where there is none."""
    at = bisect_right(places, i)
    return places[at - 1] if at else -1
