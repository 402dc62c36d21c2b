"""One line's worth of the dynamic programme: the states after a line, by those before it."""

from __future__ import annotations

from collections.abc import Iterable
from math import log

from searcher.reading.clues import GOES_ON, NARROW
from searcher.reading.costs import Costs
from searcher.reading.evidence import Evidence
from searcher.reading.habits import Rates
from searcher.reading.headings import LEAST_HEADING
from searcher.reading.states import (
    CAPTION,
    CLOSED,
    DONE,
    END0,
    END1,
    HEAD,
    IN0,
    IN1,
    MAX_HEAD,
    OVER0,
    OVER1,
    PHOTO,
    SIGNED,
    SUB0,
    SUB1,
    TAIL,
    WRAP0,
    WRAP1,
    Beam,
    Event,
    Role,
)

MAX_STATES = 12


def _by_cost(item: tuple[int, tuple[float, Event | None]]) -> float:
    return item[1][0]


class Step:
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
        self.opens = costs.article + self.unsigned + self.after + costs.bare + self.unmarked + costs.any_column
        """What it costs that a paragraph in the column at hand opens an article, but for its words."""
        self.limits = [1e9] * 256
        """No limit, by state: what `_prune` starts with."""

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
            if state <= IN1:
                self._more(key, cost, event, i)
            elif WRAP0 <= state <= WRAP1:
                self._more_heading(key, cost, event, i)
            elif state >= CAPTION or state == PHOTO:
                self._more_caption(key, cost, event, i)
            else:
                self._begin(key, cost, event, i)
        sure = e.sure[i]
        if sure:
            # Three full lines of one column in a row: nothing but the middle of a paragraph of that column.
            inside = {k: v for k, v in self.new.items() if k & 255 <= IN1 and k >> 8 & 255 in sure}
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
            if END0 <= key & 255 <= SUB1 and cost + new_column < limits[key & 255]:
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
                key += OVER0 if e.over[i] else END0
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
        ended = (OVER0 if e.over[i] else END0) + headed
        for column in columns:
            over = filled - hang - column
            fits = over <= 0.0 and column < filled + room
            if goes_on <= bound:
                value = goes_on if fits else goes_on + e.misfit(i, filled, column)
                if value <= bound:
                    key = column << 8 | (IN0 + headed)
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
        if state == PHOTO:
            self._put(DONE, stop + (0.0 if e.credit[i] else 5.0), event)
        else:
            self._put((key & 0xFF00) | (state - CAPTION), stop, event)

    def _begin(self, key: int, cost: float, event: Event | None, i: int) -> None:
        """Line i begins something after a boundary."""
        e = self.e
        state = key & 255
        if e.closes_up[i]:
            cost += 12.0
        if state <= SUB1:
            self._after_body(key, cost, event, i)
        elif state >= TAIL:
            self._after_tail(state - TAIL, cost, event, i)
        elif state >= HEAD:
            self._after_head(state - HEAD, cost, event, i)
        else:
            self._headline(cost, event, i)
            self._paragraph(0, 0, cost + self.after, (event, i, Role.OPENING), i, fresh=True)
        again = event is not None and event[2] == Role.CAPTION
        caption = e.caption[i]
        if again and e.go_on[i] >= 1.0 and caption > self.c.caption_again:
            caption = self.c.caption_again
        if OVER0 <= state <= OVER1:
            caption -= self.c.after_end
        if caption < 9.0 and cost + caption - 2.0 <= self.bound:
            if state >= HEAD and state != HEAD + SIGNED:
                # A caption ends a headline block.
                state = TAIL + CLOSED if state >= TAIL else HEAD + CLOSED
            inside = e.caption_column(i) << 16 | (key & 0xFF00) | (CAPTION + state)
            like_text = 0.0
            if state <= END1 and not again:
                if e.credit[i]:
                    caption += self.c.lone_credit
                elif e.starts_in(i, key >> 8 & 255):
                    like_text = self.c.like_text
            self._settle_caption(inside, cost + caption, (event, i, Role.CAPTION), i, like_text)

    def _after_body(self, key: int, cost: float, event: Event | None, i: int) -> None:
        e, c = self.e, self.c
        state, column, headed = key & 255, key >> 8 & 255, key & 1
        ended = OVER0 <= state <= OVER1
        if not ended and state < SUB0 and column and e.follows(i, column):
            self._plain_start(key, cost, event, i)
            return
        # The same article goes on.
        stay = cost + (c.signed_goes_on if ended else 0.0) + e.starts_article[i]
        if state >= SUB0:
            stay += self._torn(stay, i) + (c.open if e.open[i] else 0.0)
        bound = self.bound
        if stay <= bound + 1.5:
            self._paragraph(column, headed, stay, (event, i, Role.PARAGRAPH), i, fresh=False)
        shown = event is not None and event[2] == Role.CAPTION
        again = c.heading_again if state >= SUB0 else c.heading + (c.heading_after_caption if shown else 0.0)
        if stay + again + LEAST_HEADING <= bound:
            self._heading(column, headed, stay + again, event, i)
        if e.byline[i] and state >= SUB0:
            # Pieces of one article have their own by-lines, below their headings.
            self._put(key, cost + c.piece_byline, (event, i, Role.HEADING))
        elif e.byline[i] and e.tight[i][0] not in "（(":
            self._put(column << 8 | (OVER0 + headed), cost + 0.5, (event, i, Role.BYLINE))
        elif e.names_line[i] and state <= END1:
            self._put(column << 8 | (OVER0 + headed), cost + c.names_line, (event, i, Role.BYLINE))
        # It ends here.
        leave = cost + c.article + (self.signed if ended else self.unsigned) - (c.after_caption if shown else 0.0)
        if state >= SUB0:
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
                self._put(TAIL + 1, trailing + max(e.trailing(i), 0.0) * c.topic, (event, i, Role.TRAILING))
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
        opening = cost + self.opens
        if not headed:
            opening += c.headless
        if opening - 1.8 <= self.bound:
            self._settle((column,), 0, opening + e.cohesion(i), (event, i, Role.OPENING), i, filled)

    def _headline(self, cost: float, event: Event | None, i: int) -> None:
        """A new article begins with its headline."""
        head = cost + self.before + self.e.headline(i)
        if head <= self.bound:
            self._put(HEAD + 1, head + max(-self.e.trailing(i), 0.0) * self.c.topic, (event, i, Role.HEADLINE))

    def _after_head(self, n: int, cost: float, event: Event | None, i: int) -> None:
        e = self.e
        signed = n == SIGNED
        torn = self._torn(cost, i) + (self.c.open if e.open[i] else 0.0)
        if n < MAX_HEAD:
            more = cost + self._next_head_line(n, i)
            if more <= self.bound:
                self._put(HEAD + n + 1, more + max(-e.trailing(i), 0.0) * self.c.topic, event)
        lead = cost + torn + (self.marked if signed or e.starts_article[i] else self.unmarked)
        self._paragraph(0, 1, lead, (event, i, Role.LEAD), i, fresh=True)
        self._heading(0, 1, cost + self.c.heading_first + self.c.heading + self.unmarked, event, i)
        if e.caption[i] < 9.0:
            photo = cost + self.c.photo + e.caption[i] - 4.0 * e.pictured(i)
            self._settle_caption(e.caption_column(i) << 16 | PHOTO, photo, (event, i, Role.PHOTO), i)
        if e.byline[i]:
            by = cost + 0.2 + (self.c.two_manners if e.signatures else 0.0)
            self._put(HEAD + SIGNED, by, (event, i, Role.BYLINE))

    def _after_tail(self, n: int, cost: float, event: Event | None, i: int) -> None:
        e, c = self.e, self.c
        if n < MAX_HEAD:
            more = cost + self._next_head_line(n, i)
            if more <= self.bound:
                self._put(TAIL + n + 1, more + max(e.trailing(i), 0.0) * c.topic, event)
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
            self._put((OVER0 if e.over[i] else END0) + headed, alone, event)
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
        self._put(column << 8 | (SUB0 + headed), cost + (2.0 * wide if column and wide > 1 else 0.0), now)
        if column and i + 1 < len(e.width):
            misfit = e.misfit(i, filled, column)
            if misfit < 3.0:
                self._put(column << 8 | (WRAP0 + headed), cost + misfit + 1.0, now)

    def _more_heading(self, key: int, cost: float, event: Event | None, i: int) -> None:
        """Another line of a small heading."""
        e = self.e
        column, headed = key >> 8 & 255, key & 1
        wide = e.width[i] - e.hang[i] - column
        cost += e.resume[i]
        if e.heading(i) < 12.0 or e.stop[i] < 2.0:
            ends = (OVER0 if e.over[i] else SUB0) + headed
            self._put(column << 8 | ends, cost + (3.0 * wide if wide > 0 else 0.0), event)
        misfit = e.misfit(i, e.width[i], column)
        if misfit < 3.0:
            self._put(key, cost + misfit + 1.5, event)
