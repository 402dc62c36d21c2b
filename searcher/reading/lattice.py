"""The reading of a page's lines that costs least: a dynamic programme over all lines of the page at once.

A reading gives every line a role (`Role`). Its cost is the sum of three kinds of evidence, each in nats (negative
logarithms of rough probabilities): how well lines fill a column of one width, how their ends and starts look, and how
the parts of an article follow one another. States are merged as in Viterbi's algorithm, and states that are much
dearer than the best one are dropped, so the time is linear in the number of lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from math import log

from searcher.reading.evidence import Evidence


class Role(IntEnum):
    """What a line is in a reading; `MORE` lines go on with what the line before began."""

    MORE = 0
    PARAGRAPH = 1
    """First line of a paragraph of the article at hand."""
    OPENING = 2
    """First line of the first paragraph of an article that has no headline before it."""
    LEAD = 3
    """First line of the first paragraph after a headline."""
    HEADING = 4
    """A small heading, or another line of the body that stands for itself."""
    HEADLINE = 5
    """First line of a headline block that stands before its body: a new article."""
    TRAILING = 6
    """First line of a headline block that stands after its body."""
    CAPTION = 7
    PHOTO = 8
    """First line of a caption that is the whole text of the headline before it."""
    BYLINE = 9
    """A line that holds nothing but a by-line."""


# States after a line. In a paragraph, its end not reached:
_IN0, _IN1 = 0, 1
# At the end of a paragraph of an article without (0) or with (1) a headline before its body:
_END0, _END1 = 2, 3
# The same, and a signature or the like says that the article is over:
_OVER0, _OVER1 = 4, 5
# After a small heading:
_SUB0, _SUB1 = 6, 7
_START = 8
_DONE = 9
_PHOTO = 10
_WRAP0, _WRAP1 = 12, 13
"""Inside a small heading that fills its first line."""
"""Inside the caption of a photo story."""
_HEAD = 16
"""_HEAD + n: after n lines of a headline block before its body."""
_TAIL = 24
"""_TAIL + n: after n lines of a headline block after its body."""
_CAPTION = 32
"""_CAPTION + state: inside a caption; `state` comes back when it ends."""

MAX_HEAD = 6
BEAM = 14.0
MAX_STATES = 40

Back = tuple["Back | None", int]


@dataclass(frozen=True, slots=True)
class Costs:
    """What the parts of a reading cost, in nats."""

    stop: float = 1.8
    """A line is the last of its paragraph."""
    fill: float = 2.6
    """A last line may end anywhere in its column (about the logarithm of a column's width)."""
    same_column: float = 0.1
    new_column: float = 4.6
    any_column: float = 2.2
    """A new article's column: any of about ten."""
    headless: float = 5.0
    bodiless: float = 6.5
    article: float = 2.0
    signed: float = 0.3
    unsigned: float = 1.4
    """An article ends with no sign of it but what follows."""
    signed_goes_on: float = 7.0
    next_head: float = 1.2
    """After a headline that stands after its body, one that stands before its own follows."""
    marked: float = 0.3
    """The body of an article starts with a source or a dateline."""
    unmarked: float = 1.2
    opening_unmarked: float = 3.2
    """A body without source or dateline follows another body directly."""
    heading: float = 3.2
    heading_again: float = 1.6
    topic: float = 9.0
    """Weight of the difference in shared words between a headline and the text before and after it."""


def read_lines(evidence: Evidence, first: float = 0.5, costs: Costs | None = None) -> list[Role]:
    """The role of every line in the cheapest reading of the page.

    `first` is the probability that a headline stands before its body. Time is linear in the number of lines.
    """
    n = len(evidence.width)
    if not n:
        return []
    costs = costs or Costs()
    beam: dict[int, tuple[float, Back | None]] = {_START: (0.0, None)}
    step = _Step(evidence, costs, -log(first), -log(1 - first))
    for i in range(n):
        beam = step.advance(beam, i)
    final = min(beam.items(), key=lambda item: item[1][0] + step.close(item[0] & 255))
    roles = [Role.MORE] * n
    back = final[1][1]
    for i in range(n - 1, -1, -1):
        assert back is not None
        roles[i] = Role(back[1])
        back = back[0]
    return roles


class _Step:
    """One line's worth of the programme; `new` gathers the states after it."""

    def __init__(self, evidence: Evidence, costs: Costs, before: float, after: float) -> None:
        self.e = evidence
        self.c = costs
        self.before = before
        self.after = after
        self.new: dict[int, tuple[float, Back | None]] = {}

    def close(self, state: int) -> float:
        """What it costs that the page ends in `state`."""
        c = self.c
        if state >= _CAPTION:
            return 1.0 + self.close(state - _CAPTION)
        if _HEAD <= state < _TAIL:
            return c.bodiless
        if state in (_IN0, _IN1):
            return 3.0 + (c.headless if state == _IN0 else 0.0)
        if state in (_SUB0, _SUB1, _WRAP0, _WRAP1):
            return 3.0 + (c.headless if not state & 1 else 0.0)
        return c.headless if state in (_END0, _OVER0) else 0.0

    def advance(
        self, beam: dict[int, tuple[float, Back | None]], i: int
    ) -> dict[int, tuple[float, Back | None]]:
        self.new = {}
        e = self.e
        if len(beam) == 1 and e.plain[i]:
            # The common case: the middle of a paragraph, nothing to decide.
            ((key, (cost, back)),) = beam.items()
            if key & 255 <= _IN1 and not e.misfit(i, e.width[i], key >> 8 & 255):
                return {key: (cost, (back, 0))}
        for key, (cost, back) in beam.items():
            state = key & 255
            if state <= _IN1:
                self._more(key, cost, back, i)
            elif _WRAP0 <= state <= _WRAP1:
                self._more_heading(key, cost, back, i)
            elif state >= _CAPTION or state == _PHOTO:
                self._more_caption(key, cost, back, i)
            else:
                self._begin(key, cost, back, i)
        new = self.new
        best = min(value[0] for value in new.values())
        limit = best + BEAM
        kept = {k: v for k, v in new.items() if v[0] <= limit}
        if len(kept) > MAX_STATES:
            kept = dict(sorted(kept.items(), key=lambda item: item[1][0])[:MAX_STATES])
        return kept

    def _put(self, key: int, cost: float, back: Back | None, role: int) -> None:
        old = self.new.get(key)
        if old is None or cost < old[0]:
            self.new[key] = (cost, (back, role))

    def _more(self, key: int, cost: float, back: Back | None, i: int) -> None:
        e = self.e
        if not e.closes_up[i]:
            cost += e.resume[i]
        self._settle(key >> 8 & 255, key & 1, cost, back, i, e.width[i], Role.MORE)

    def _settle(self, column: int, headed: int, cost: float, back: Back | None, i: int, filled: float, role: int) -> None:
        """A paragraph's line fills `filled` of `column`: it goes on after line i, or ends there."""
        e = self.e
        misfit = e.misfit(i, filled, column)
        go_on = cost + misfit + e.go_on[i]
        self._put(column << 8 | (_IN0 + headed), go_on, back, role)
        if misfit == 0.0 and e.plain[i]:
            return
        over = filled - e.hang[i] - column
        stop = cost + self.c.stop + self.c.fill + e.stop[i] + (2.5 * over + 1.0 if over > 0.6 else 0.0)
        self._put(column << 8 | ((_OVER0 if e.over[i] else _END0) + headed), stop, back, role)

    def _more_caption(self, key: int, cost: float, back: Back | None, i: int) -> None:
        if not self.e.closes_up[i]:
            cost += self.e.resume[i]
        self._settle_caption(key, cost, back, i, Role.MORE)

    def _settle_caption(self, key: int, cost: float, back: Back | None, i: int, role: int) -> None:
        e = self.e
        column = key >> 16
        state = key & 255
        filled = e.width[i]
        misfit = e.misfit(i, filled, column)
        if not e.credit[i]:
            self._put(key, cost + misfit + e.go_on[i], back, role)
        stop = cost + self.c.stop + self.c.fill + e.stop[i] + 2.0 * max(0.0, filled - e.hang[i] - column - 0.5)
        if e.credit[i]:
            stop = cost - 2.0
        if state == _PHOTO:
            self._put(_DONE, stop + (0.0 if e.credit[i] else 5.0), back, role)
        else:
            self._put((key & 0xFF00) | (state - _CAPTION), stop, back, role)

    def _begin(self, key: int, cost: float, back: Back | None, i: int) -> None:
        """Line i begins something after a boundary."""
        e, c = self.e, self.c
        state = key & 255
        column = key >> 8 & 255
        if e.closes_up[i]:
            cost += 12.0
        head = e.headline(i)
        in_body = _END0 <= state <= _SUB1
        headed = state & 1
        article = c.article
        if in_body:
            ended = state in (_OVER0, _OVER1)
            if state in (_SUB0, _SUB1):
                article += 4.0
            article += c.signed if ended else c.unsigned
            leave = article if headed else article + c.headless
            # The same article goes on.
            stay = cost + (c.signed_goes_on if ended else 0.0) + e.starts_article[i]
            self._paragraph(column, headed, stay, back, i, Role.PARAGRAPH, fresh=False)
            self._heading(column, headed, stay, back, i, state)
            # A headline after its body.
            if not headed and head < 12.0:
                self._put(_TAIL + 1, cost + article + self.after + head + max(e.trailing(i), 0.0) * c.topic, back, Role.TRAILING)
            # Another article begins.
            if head < 12.0:
                self._put(_HEAD + 1, cost + leave + self.before + head + max(-e.trailing(i), 0.0) * c.topic, back, Role.HEADLINE)
            opening = cost + leave + self.after + (c.marked if e.starts_article[i] else c.opening_unmarked)
            self._paragraph(0, 0, opening, back, i, Role.OPENING, fresh=True)
            if e.byline[i]:
                self._put(column << 8 | (_OVER0 + headed), cost + 0.5, back, Role.BYLINE)
        elif _HEAD <= state < _TAIL:
            n = state - _HEAD
            if head < 12.0 and n < MAX_HEAD:
                self._put(state + 1, cost + 0.8 + head + (0.0 if n < 3 else 2.0) + e.apart[i], back, Role.MORE)
            lead = cost + (c.marked if e.starts_article[i] else c.unmarked)
            self._paragraph(0, 1, lead, back, i, Role.LEAD, fresh=True)
            self._heading(0, 1, cost + 1.5, back, i, state)
            if e.caption[i] < 9.0:
                photo = cost + 2.0 + e.caption[i]
                self._settle_caption(e.caption_column(i) << 16 | _PHOTO, photo, back, i, Role.PHOTO)
            if e.byline[i]:
                self._put(state, cost + 0.2, back, Role.BYLINE)
        elif state >= _TAIL:
            n = state - _TAIL
            if head < 12.0:
                if n < MAX_HEAD:
                    more = cost + 0.8 + head + (0.0 if n < 3 else 2.0) + e.apart[i] + max(e.trailing(i), 0.0) * c.topic
                    self._put(state + 1, more, back, Role.MORE)
                self._put(_HEAD + 1, cost + c.article + self.before + head + max(-e.trailing(i), 0.0) * c.topic, back, Role.HEADLINE)
            self._paragraph(0, 0, cost, back, i, Role.OPENING, fresh=True)
        else:
            if head < 12.0:
                self._put(_HEAD + 1, cost + self.before + head, back, Role.HEADLINE)
            self._paragraph(0, 0, cost + self.after, back, i, Role.OPENING, fresh=True)
        if e.caption[i] < 9.0:
            self._settle_caption(
                e.caption_column(i) << 16 | (column << 8) | (_CAPTION + state),
                cost + e.caption[i],
                back,
                i,
                Role.CAPTION,
            )

    def _paragraph(
        self, column: int, headed: int, cost: float, back: Back | None, i: int, role: int, *, fresh: bool
    ) -> None:
        """Line i is the first of a paragraph, in the column at hand or in another one."""
        e, c = self.e, self.c
        cost += e.begin[i]
        filled = e.width[i] + e.indent
        if column:
            self._settle(column, headed, cost + c.same_column, back, i, filled, role)
        other = c.any_column if fresh or not column else c.new_column
        for candidate in e.columns(i):
            if candidate != column:
                self._settle(candidate, headed, cost + other, back, i, filled, role)

    def _heading(self, column: int, headed: int, cost: float, back: Back | None, i: int, state: int) -> None:
        e, c = self.e, self.c
        look = e.heading(i)
        if look < 12.0:
            wide = e.width[i] + e.indent - column
            extra = 2.0 * wide if column and wide > 1 else 0.0
            cost += look + e.begin[i] + (c.heading_again if state in (_SUB0, _SUB1) else c.heading)
            self._put(column << 8 | (_SUB0 + headed), cost + extra, back, Role.HEADING)
            if column and i + 1 < len(e.width):
                misfit = e.misfit(i, e.width[i] + e.indent, column)
                if misfit < 3.0:
                    self._put(column << 8 | (_WRAP0 + headed), cost + misfit + 1.0, back, Role.HEADING)

    def _more_heading(self, key: int, cost: float, back: Back | None, i: int) -> None:
        """The second and last line of a small heading."""
        e = self.e
        column, headed = key >> 8 & 255, key & 1
        wide = e.width[i] - e.hang[i] - column
        if e.heading(i) < 12.0 or e.stop[i] < 0.5:
            ends = (_OVER0 if e.over[i] else _SUB0) + headed
            self._put(column << 8 | ends, cost + e.resume[i] + (3.0 * wide if wide > 0 else 0.0), back, Role.MORE)
