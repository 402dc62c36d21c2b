"""The reading of a page's lines that costs least: a dynamic programme over all lines of the page at once.

A reading gives every line a role (`Role`). Its cost is the sum of three kinds of evidence, each in nats (negative
logarithms of rough probabilities): how well lines fill a column of one width, how their ends and starts look, and how
the parts of an article follow one another. States are merged as in Viterbi's algorithm, and states that are much
dearer than the best one are dropped, so the time is linear in the number of lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from math import log

from searcher.reading.evidence import FINAL_GOES_ON, GOES_ON, LEAST_HEADING, NARROW, Evidence
from searcher.reading.habits import Rates


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
"""_HEAD + n: after n lines of a headline block before its body; n is SIGNED after a by-line, CLOSED after a caption."""
_TAIL = 32
"""_TAIL + n: after n lines of a headline block after its body; n is CLOSED after a caption."""
_CAPTION = 64
"""_CAPTION + state: inside a caption; `state` comes back when it ends."""

MAX_HEAD = 6
SIGNED = MAX_HEAD + 1
CLOSED = MAX_HEAD + 2
BEAM = 8.0
"""Nats by which a state may be dearer than the best one; what is dearer is dropped."""
MAX_STATES = 12
SURE_ROOM = 1.0
"""Room for so much more than the next piece, from which a line that ends a sentence ends its paragraph."""

Event = tuple["Event | None", int, int]
"""What led to a state: the event before, the line, and the role that it took; `MORE` leaves no event."""
Beam = dict[int, tuple[float, Event | None]]
"""Cost and last event by state; a key is column of a caption << 16 | column of the body << 8 | state."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What the parts of a reading cost, in nats."""

    stop: float = 4.0
    """A line is the last of its paragraph (1.8), and ends anywhere in its column (2.6, its width's logarithm)."""
    same_column: float = 0.1
    new_column: float = 3.9
    any_column: float = 2.6
    """A new article's column: any of about ten."""
    headless: float = 6.0
    bodiless: float = 6.5
    article: float = 2.8
    signed_goes_on: float = 8.0
    next_line: float = 0.6
    """A headline block has another line."""
    broken: float = 2.0
    """A line of a headline or a small heading ends inside a word."""
    next_head: float = 2.8
    """After a headline that stands after its body, one that stands before its own follows."""
    bare: float = 0.5
    """A body without source or dateline follows another body directly."""
    heading: float = 2.7
    heading_again: float = 1.5
    heading_first: float = 1.5
    """A body starts with a small heading."""
    heading_topic: float = 5.0
    """Weight of that difference where a small heading stands after its words, as headlines of some pages do."""
    photo: float = 2.5
    """A caption is the whole text of the headline before it."""
    after_end: float = 3.0
    """By how much likelier a caption is after an article's end."""
    like_text: float = 3.0
    """A caption of several lines starts as a paragraph in the column of the text before it would."""
    lone_credit: float = 4.0
    """A caption is nothing but a credit: it rather belongs to the text before it."""
    narrow_caption: float = 3.0
    """A caption of several lines is as narrow as a column of text."""
    one_line: float = 2.0
    """By how much likelier a caption of one sentence ends with its first line, whose width is its own."""
    caption_again: float = 4.5
    """Another caption, of one line, follows a caption."""
    names_line: float = 2.0
    """A line of nothing but names is a by-line after the text."""
    alone: float = -0.5
    """An article's first paragraph has one line."""
    after_caption: float = 1.0
    """By how much likelier an article is over after its caption."""
    heading_after_caption: float = 1.0
    open: float = 4.0
    """A headline or a small heading ends though a quotation or a bracket is open that the next line closes."""
    piece_byline: float = 0.5
    two_manners: float = 2.5
    """A by-line stands below a headline though the page signs articles at their ends."""
    topic: float = 10.0
    """Weight of the difference in shared words between a headline and the text before and after it."""


def read_lines(
    evidence: Evidence, rates: Rates | None = None, costs: Costs | None = None, beam: float = BEAM
) -> list[Role]:
    """The role of every line in the cheapest reading of the page. Time is linear in the number of lines."""
    n = len(evidence.width)
    if not n:
        return []
    step = _Step(evidence, costs or Costs(), rates or Rates(), beam)
    states: Beam = {_START: (0.0, None)}
    i = 0
    while i < n:
        if evidence.plain[i]:
            after = step.run(states, i)
            if after > i:
                i = after
                continue
        if len(states) <= 4:
            after = step.glide(states, i)
            if after > i:
                i = after
                continue
        states = step.advance(states, i)
        i += 1
    _, event = min(((value[0] + step.close(key & 255), value[1]) for key, value in states.items()), key=lambda x: x[0])
    roles = [Role.MORE] * n
    while event is not None:
        event, line, role = event
        roles[line] = Role(role)
    return roles


def _by_cost(item: tuple[int, tuple[float, Event | None]]) -> float:
    return item[1][0]


class _Step:
    """One line's worth of the programme; `new` gathers the states after it, none dearer than `bound`."""

    def __init__(self, evidence: Evidence, costs: Costs, rates: Rates, beam: float) -> None:
        self.e = evidence
        self.c = costs
        self.beam = beam
        self.stop = costs.stop
        self.before = -log(rates.first)
        self.after = -log(1 - rates.first)
        self.heading_topic = costs.heading_topic * (1.0 - rates.first)
        self.signed = -log(rates.signed)
        self.unsigned = -log(1 - rates.signed)
        self.marked = -log(rates.marked)
        self.unmarked = -log(1 - rates.marked)
        self.new: Beam = {}
        self.bound = 0.0
        # Least costs so far, at this line, of leaving an article, of leaving one whose headline follows, and of
        # changing the column in an article without or with a headline: what is dearer leads nowhere.
        self.left = self.trailed = 0.0
        self.moved = [0.0, 0.0]
        self.limits = [1e9] * 256
        """No limit, by state: what `_prune` starts with."""

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

    def run(self, beam: Beam, i: int) -> int:
        """Go on through lines that can only be the middle of a paragraph; the first line after them, at least i.

        Works on the beam in place. Nothing is decided in such lines: in the best column each is full, and none ends
        a sentence.
        """
        e = self.e
        best, least = 0, 1e18
        for key, value in beam.items():
            if key & 255 > _IN1:
                return i
            if value[0] < least:
                best, least = key, value[0]
        column = best >> 8 & 255
        width, low, high, plain = e.width, e.low, e.high, e.plain
        k, n = i, len(width) - 1
        while k < n and plain[k] and low[k] <= column < high[k]:
            k += 1
        if k > i and len(beam) > 1:
            limit = least + self.beam
            for key in [key for key in beam if key >> 8 & 255 != column]:
                cost, event = beam[key]
                for line in range(i, k):
                    cost += e.misfit(line, width[line], key >> 8 & 255)
                    if cost > limit:
                        del beam[key]
                        break
                else:
                    beam[key] = (cost, event)
        return k

    def glide(self, beam: Beam, i: int) -> int:
        """Go on through paragraphs of one column as far as widths leave no choice; the first line after them.

        Works on the beam in place: one state, or two that differ only in whether a headline stands before. A line that
        ends a sentence and leaves room for another piece ends its paragraph; one that is short by the indent and filled
        by the next begins another. All that is weighed is whether that is a new article.
        """
        e = self.e
        first = next(iter(beam))
        state, column = first & 254, first >> 8
        if not 0 < column < 256:
            return i
        for key in beam:
            if key >> 8 != column or key & 255 > _END1:
                return i
            if key & 254 != state:
                if not e.body[i]:
                    return i
                # A paragraph begins here for sure, so the one before has ended.
                state = _END0
        width, room, low, high, plain, special = e.width, e.room, e.low, e.high, e.plain, e.special
        bare, headed = beam.get(column << 8 | state), beam.get(column << 8 | state | 1)
        opens = self.c.article + self.unsigned + self.after + self.c.bare + self.unmarked + self.c.any_column
        k, n = i, len(width)
        inside = state == _IN0
        while k < n:
            if inside:
                while k < n and plain[k] and low[k] <= column < high[k]:
                    k += 1
                if (
                    k == n
                    or special[k]
                    or plain[k]
                    or e.go_on[k] < FINAL_GOES_ON
                    or column - width[k] - room[k] < SURE_ROOM
                ):
                    break
                ends = e.resume[k] + self.stop + e.stop[k]
                bare = bare and (bare[0] + ends, bare[1])
                headed = headed and (headed[0] + ends, headed[1])
            else:
                if not e.follows(k, column):
                    break
                goes_on = e.begin[k] + GOES_ON
                stays = goes_on + self.c.same_column
                bound = min(state[0] for state in (bare, headed) if state) + stays + self.beam
                new = bare and (bare[0] + stays, (bare[1], k, int(Role.PARAGRAPH)))
                for old, more in ((bare, self.c.headless), (headed, 0.0)):
                    cost = old[0] + goes_on + opens + more if old else bound + 2.0
                    if old and cost - 1.8 <= bound:
                        cost += e.cohesion(k)
                        if cost <= bound and (not new or cost < new[0]):
                            new = (cost, (old[1], k, int(Role.OPENING)))
                bare = new
                headed = headed and (headed[0] + stays, (headed[1], k, int(Role.PARAGRAPH)))
            inside = not inside
            k += 1
        if k > i:
            beam.clear()
            state = _IN0 if inside else _END0
            if bare:
                beam[column << 8 | state] = bare
            if headed:
                beam[column << 8 | state | 1] = headed
        return k

    def advance(self, beam: Beam, i: int) -> Beam:
        """The states after line i."""
        self.new = {}
        self.bound = self.left = self.trailed = 1e9
        self.moved = [1e9, 1e9]
        e = self.e
        states = sorted(beam.items(), key=_by_cost) if len(beam) > 1 else beam.items()
        for key, (cost, event) in states:
            if cost > self.bound + 1.5:
                break
            state = key & 255
            if state <= _IN1:
                self._more(key, cost, event, i)
            elif _WRAP0 <= state <= _WRAP1:
                self._more_heading(key, cost, event, i)
            elif state >= _CAPTION or state == _PHOTO:
                self._more_caption(key, cost, event, i)
            else:
                self._begin(key, cost, event, i)
        sure = e.sure[i]
        if sure:
            # Three full lines of one column in a row: nothing but the middle of a paragraph of that column.
            inside = {k: v for k, v in self.new.items() if k & 255 <= _IN1 and k >> 8 & 255 in sure}
            if inside:
                return inside
        return self._prune()

    def _prune(self) -> Beam:
        """Drop what is too dear, and columns that a paragraph's start could change to at that price."""
        bound, new = self.bound, self.new
        if len(new) == 1:
            return new
        limits = self.limits.copy()
        new_column = self.c.new_column
        for key, (cost, _) in new.items():
            if _END0 <= key & 255 <= _SUB1 and cost + new_column < limits[key & 255]:
                limits[key & 255] = cost + new_column
        kept = {key: value for key, value in new.items() if value[0] <= bound and value[0] < limits[key & 255]}
        if len(kept) > MAX_STATES:
            kept = dict(sorted(kept.items(), key=_by_cost)[:MAX_STATES])
        return kept

    def _put(self, key: int, cost: float, event: Event | None) -> None:
        if cost <= self.bound:
            old = self.new.get(key)
            if old is None or cost < old[0]:
                self.new[key] = (cost, event)
                if cost + self.beam < self.bound:
                    self.bound = cost + self.beam

    def _more(self, key: int, cost: float, event: Event | None, i: int) -> None:
        """Another line of a paragraph: it goes on after line i, or ends there; as `_settle`, for one column."""
        e, bound, new = self.e, self.bound, self.new
        if not e.closes_up[i]:
            cost += e.resume[i]
        column = key >> 8
        over = e.low[i] - column
        fits = over <= 0.0 and column < e.high[i]
        value = cost + e.go_on[i]
        if value <= bound:
            if not fits:
                value += e.misfit(i, e.width[i], column)
            if value <= bound:
                old = new.get(key)
                if old is None or value < old[0]:
                    new[key] = (value, event)
                    if value + self.beam < bound:
                        bound = self.bound = value + self.beam
        if not fits or not e.plain[i]:
            value = cost + self.stop + e.stop[i]
            if over > 0.6:
                value = value + 2.5 * over + 1.0
            if value <= bound:
                key += _OVER0 if e.over[i] else _END0
                old = new.get(key)
                if old is None or value < old[0]:
                    new[key] = (value, event)
                    if value + self.beam < bound:
                        self.bound = value + self.beam

    def _settle(
        self, columns: Iterable[int], headed: int, cost: float, event: Event | None, i: int, filled: float
    ) -> None:
        """A paragraph's line fills `filled` of a column, one of `columns`: it goes on after line i, or ends there.

        The two `_put`s are written out: most of the reader's time is spent here.
        """
        e, new, bound, beam = self.e, self.new, self.bound, self.beam
        hang, room, full = e.hang[i], e.room[i], e.plain[i]
        goes_on, stops = cost + e.go_on[i], cost + self.stop + e.stop[i]
        ended = (_OVER0 if e.over[i] else _END0) + headed
        for column in columns:
            over = filled - hang - column
            fits = over <= 0.0 and column < filled + room
            if goes_on <= bound:
                value = goes_on if fits else goes_on + e.misfit(i, filled, column)
                if value <= bound:
                    key = column << 8 | (_IN0 + headed)
                    old = new.get(key)
                    if old is None or value < old[0]:
                        new[key] = (value, event)
                        if value + beam < bound:
                            bound = value + beam
            if not fits or not full:
                value = stops if over <= 0.6 else stops + 2.5 * over + 1.0
                if value <= bound:
                    key = column << 8 | ended
                    old = new.get(key)
                    if old is None or value < old[0]:
                        new[key] = (value, event)
                        if value + beam < bound:
                            bound = value + beam
        self.bound = bound

    def _more_caption(self, key: int, cost: float, event: Event | None, i: int) -> None:
        if not self.e.closes_up[i]:
            cost += self.e.resume[i]
        self._settle_caption(key, cost, event, i)

    def _settle_caption(self, key: int, cost: float, event: Event | None, i: int, like_text: float = 0.0) -> None:
        e = self.e
        column, state = key >> 16, key & 255
        filled = e.width[i]
        if e.credit[i]:
            stop = cost - 2.0
        else:
            # Sentences of a caption stand before its credit.
            go_on = GOES_ON if i + 1 < len(e.credit) and e.credit[i + 1] else e.go_on[i]
            first = event is not None and event[1] == i
            if first and filled < NARROW and e.stop[i] > 2.0:
                go_on += self.c.narrow_caption
            if not (i + 1 < len(e.credit) and e.credit[i + 1]):
                go_on += e.misfit(i, filled, column)
            self._put(key, cost + go_on + like_text, event)
            stop = cost + self.c.stop + e.stop[i] + 2.0 * max(0.0, filled - e.hang[i] - column - 0.5)
            if first and e.stop[i] < 0.5:
                stop -= self.c.one_line
            if e.over[i]:
                # Writers sign, photographers are credited.
                stop += 6.0
        if state == _PHOTO:
            self._put(_DONE, stop + (0.0 if e.credit[i] else 5.0), event)
        else:
            self._put((key & 0xFF00) | (state - _CAPTION), stop, event)

    def _begin(self, key: int, cost: float, event: Event | None, i: int) -> None:
        """Line i begins something after a boundary."""
        e = self.e
        state = key & 255
        if e.closes_up[i]:
            cost += 12.0
        if state <= _SUB1:
            self._after_body(key, cost, event, i)
        elif state >= _TAIL:
            self._after_tail(state - _TAIL, cost, event, i)
        elif state >= _HEAD:
            self._after_head(state - _HEAD, cost, event, i)
        else:
            self._headline(cost, event, i)
            self._paragraph(0, 0, cost + self.after, (event, i, Role.OPENING), i, fresh=True)
        again = event is not None and event[2] == Role.CAPTION
        caption = e.caption[i]
        if again and e.go_on[i] >= 1.0 and caption > self.c.caption_again:
            caption = self.c.caption_again
        if _OVER0 <= state <= _OVER1:
            caption -= self.c.after_end
        if caption < 9.0 and cost + caption - 2.0 <= self.bound:
            if state >= _HEAD and state != _HEAD + SIGNED:
                # A caption ends a headline block.
                state = _TAIL + CLOSED if state >= _TAIL else _HEAD + CLOSED
            inside = e.caption_column(i) << 16 | (key & 0xFF00) | (_CAPTION + state)
            like_text = 0.0
            if state <= _END1 and not again:
                if e.credit[i]:
                    caption += self.c.lone_credit
                elif e.starts_in(i, key >> 8 & 255):
                    like_text = self.c.like_text
            self._settle_caption(inside, cost + caption, (event, i, Role.CAPTION), i, like_text)

    def _after_body(self, key: int, cost: float, event: Event | None, i: int) -> None:
        e, c = self.e, self.c
        state, column, headed = key & 255, key >> 8 & 255, key & 1
        ended = _OVER0 <= state <= _OVER1
        if not ended and state < _SUB0 and column and e.follows(i, column):
            self._plain_start(key, cost, event, i)
            return
        # The same article goes on.
        stay = cost + (c.signed_goes_on if ended else 0.0) + e.starts_article[i]
        if state >= _SUB0:
            stay += self._torn(stay, i) + (c.open if e.open[i] else 0.0)
        bound = self.bound
        if stay <= bound + 1.5:
            self._paragraph(column, headed, stay, (event, i, Role.PARAGRAPH), i, fresh=False)
        shown = event is not None and event[2] == Role.CAPTION
        again = c.heading_again if state >= _SUB0 else c.heading + (c.heading_after_caption if shown else 0.0)
        if stay + again + LEAST_HEADING <= bound:
            self._heading(column, headed, stay + again, event, i)
        if e.byline[i] and state >= _SUB0:
            # Pieces of one article have their own by-lines, below their headings.
            self._put(key, cost + c.piece_byline, (event, i, Role.HEADING))
        elif e.byline[i] and e.tight[i][0] not in "（(":
            self._put(column << 8 | (_OVER0 + headed), cost + 0.5, (event, i, Role.BYLINE))
        elif e.names_line[i] and state <= _END1:
            self._put(column << 8 | (_OVER0 + headed), cost + c.names_line, (event, i, Role.BYLINE))
        # It ends here.
        leave = cost + c.article + (self.signed if ended else self.unsigned) - (c.after_caption if shown else 0.0)
        if state >= _SUB0:
            leave += 4.0
        gone = leave if headed else leave + c.headless
        if gone >= self.left and (headed or leave >= self.trailed):
            return
        head = e.headline(i)
        bare = self.after + c.bare + (self.marked if e.starts_article[i] else self.unmarked)
        least = min(head + min(self.before, self.after), bare + c.any_column + e.begin[i])
        if leave + least - 1.8 > self.bound:
            return
        cohesion = e.cohesion(i)
        if not headed and leave < self.trailed:
            self.trailed = leave
            trailing = leave + cohesion + self.after + head
            if trailing <= self.bound:
                self._put(_TAIL + 1, trailing + max(e.trailing(i), 0.0) * c.topic, (event, i, Role.TRAILING))
        if gone < self.left:
            self.left = gone
            self._headline(gone + cohesion, event, i)
            self._paragraph(0, 0, gone + cohesion + bare, (event, i, Role.OPENING), i, fresh=True)

    def _plain_start(self, key: int, cost: float, event: Event | None, i: int) -> None:
        """Line i looks in every way like the next paragraph in the column: nothing else is worth weighing."""
        e, c = self.e, self.c
        column, headed = key >> 8 & 255, key & 1
        cost += e.begin[i]
        filled = e.width[i] + e.indent
        self._settle((column,), headed, cost + c.same_column, (event, i, Role.PARAGRAPH), i, filled)
        opening = cost + c.article + self.unsigned + self.after + c.bare + self.unmarked + c.any_column
        if not headed:
            opening += c.headless
        if opening - 1.8 <= self.bound:
            self._settle((column,), 0, opening + e.cohesion(i), (event, i, Role.OPENING), i, filled)

    def _headline(self, cost: float, event: Event | None, i: int) -> None:
        """A new article begins with its headline."""
        head = cost + self.before + self.e.headline(i)
        if head <= self.bound:
            self._put(_HEAD + 1, head + max(-self.e.trailing(i), 0.0) * self.c.topic, (event, i, Role.HEADLINE))

    def _after_head(self, n: int, cost: float, event: Event | None, i: int) -> None:
        e = self.e
        signed = n == SIGNED
        torn = self._torn(cost, i) + (self.c.open if e.open[i] else 0.0)
        if n < MAX_HEAD:
            more = cost + self._next_head_line(n, i)
            if more <= self.bound:
                self._put(_HEAD + n + 1, more + max(-e.trailing(i), 0.0) * self.c.topic, event)
        lead = cost + torn + (self.marked if signed or e.starts_article[i] else self.unmarked)
        self._paragraph(0, 1, lead, (event, i, Role.LEAD), i, fresh=True)
        self._heading(0, 1, cost + self.c.heading_first + self.c.heading + self.unmarked, event, i)
        if e.caption[i] < 9.0:
            photo = cost + self.c.photo + e.caption[i] - 4.0 * e.pictured(i)
            self._settle_caption(e.caption_column(i) << 16 | _PHOTO, photo, (event, i, Role.PHOTO), i)
        if e.byline[i]:
            by = cost + 0.2 + (self.c.two_manners if e.signatures else 0.0)
            self._put(_HEAD + SIGNED, by, (event, i, Role.BYLINE))

    def _after_tail(self, n: int, cost: float, event: Event | None, i: int) -> None:
        e, c = self.e, self.c
        if n < MAX_HEAD:
            more = cost + self._next_head_line(n, i)
            if more <= self.bound:
                self._put(_TAIL + n + 1, more + max(e.trailing(i), 0.0) * c.topic, event)
        self._headline(cost + c.next_head, event, i)
        opening = cost + self._torn(cost, i) + self.after + (self.marked if e.starts_article[i] else self.unmarked)
        opening += c.open if e.open[i] else 0.0
        self._paragraph(0, 0, opening, (event, i, Role.OPENING), i, fresh=True)

    def _next_head_line(self, n: int, i: int) -> float:
        cost = self.c.next_line + self.e.headline(i) + (0.0 if n < 3 else 2.0) + self.e.apart[i]
        return cost + (self._torn(0.0, i) if cost < 12.0 else 0.0)

    def _torn(self, cost: float, i: int) -> float:
        """Cost of a break between lines i - 1 and i that is no line's end of one text, where it tears a word."""
        return self.c.broken if cost <= self.bound and self.e.broken(i) else 0.0

    def _paragraph(self, column: int, headed: int, cost: float, event: Event | None, i: int, *, fresh: bool) -> None:
        """Line i is the first of a paragraph, in the column at hand or in another one."""
        e, c = self.e, self.c
        cost += e.begin[i]
        # Only a signature at the line's end takes anything off the cost.
        bound = self.bound + (1.5 if e.over[i] else 0.0)
        if cost > bound:
            return
        filled = e.width[i] + e.indent
        if column:
            self._settle((column,), headed, cost + c.same_column, event, i, filled)
        if fresh:
            # One line says nothing of its column.
            alone = cost + c.stop + e.stop[i] + (0.0 if e.over[i] else c.alone)
            self._put((_OVER0 if e.over[i] else _END0) + headed, alone, event)
        if fresh or not column:
            cost += c.any_column
        elif cost >= self.moved[headed]:
            return
        else:
            self.moved[headed] = cost
            cost += c.new_column
        if cost <= bound:
            columns = e.columns(i)
            if column in columns:
                columns = tuple([other for other in columns if other != column])
            if columns:
                self._settle(columns, headed, cost, event, i, filled)

    def _heading(self, column: int, headed: int, cost: float, event: Event | None, i: int) -> None:
        """Line i is a small heading of one line, or the first of two."""
        e = self.e
        cost += e.heading(i) + e.begin[i]
        if cost > self.bound:
            return
        cost += max(-e.trailing(i), 0.0) * self.heading_topic
        filled = e.width[i] + e.indent
        now = (event, i, Role.HEADING)
        wide = filled - column
        self._put(column << 8 | (_SUB0 + headed), cost + (2.0 * wide if column and wide > 1 else 0.0), now)
        if column and i + 1 < len(e.width):
            misfit = e.misfit(i, filled, column)
            if misfit < 3.0:
                self._put(column << 8 | (_WRAP0 + headed), cost + misfit + 1.0, now)

    def _more_heading(self, key: int, cost: float, event: Event | None, i: int) -> None:
        """Another line of a small heading."""
        e = self.e
        column, headed = key >> 8 & 255, key & 1
        wide = e.width[i] - e.hang[i] - column
        cost += e.resume[i]
        if e.heading(i) < 12.0 or e.stop[i] < 2.0:
            ends = (_OVER0 if e.over[i] else _SUB0) + headed
            self._put(column << 8 | ends, cost + (3.0 * wide if wide > 0 else 0.0), event)
        misfit = e.misfit(i, e.width[i], column)
        if misfit < 3.0:
            self._put(key, cost + misfit + 1.5, event)
