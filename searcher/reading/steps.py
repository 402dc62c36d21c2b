"""One line's worth of the dynamic programme: the states after a line, by those before it."""

from __future__ import annotations

from math import log

from searcher.reading.clues import GOES_ON, NARROW, UNMARKED_CAPTION
from searcher.reading.costs import Costs
from searcher.reading.credits import DRAWN
from searcher.reading.evidence import Evidence
from searcher.reading.frontier import Frontier
from searcher.reading.habits import Rates
from searcher.reading.headings import LEAST_HEADING
from searcher.reading.states import (
    CAPTION,
    CLOSED,
    DONE,
    END0,
    END1,
    HEAD,
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
    State,
    has_headings,
)
from searcher.reading.vocabulary import MOST_OFF

# Members of an enumeration are slow to look up.
_PARAGRAPH, _OPENING, _LEAD, _HEADING, _HEADLINE, _TRAILING, _CAPTION, _PHOTO, _BYLINE = map(
    int,
    (
        Role.PARAGRAPH,
        Role.OPENING,
        Role.LEAD,
        Role.HEADING,
        Role.HEADLINE,
        Role.TRAILING,
        Role.CAPTION,
        Role.PHOTO,
        Role.BYLINE,
    ),
)
SIGNED_OFF = 1.5
"""Nats by which a signature lowers a paragraph's end."""
NEVER = 1e9


class Step(Frontier):
    """A frontier that moves from line to line."""

    __slots__ = (
        "after",
        "bare",
        "before",
        "heading",
        "heading_topic",
        "headline",
        "least",
        "left",
        "marked",
        "moved",
        "opens",
        "signed",
        "trailed",
        "turn",
        "unmarked",
        "unsigned",
    )

    def __init__(self, evidence: Evidence, costs: Costs, rates: Rates, beam: float) -> None:
        super().__init__(evidence, costs, beam)
        self.before = -log(rates.first)
        self.after = -log(1 - rates.first)
        self.heading_topic = costs.heading_topic * (1.0 - rates.first)
        self.signed = -log(rates.signed)
        self.unsigned = -log(1 - rates.signed)
        self.marked = -log(rates.marked)
        self.unmarked = -log(1 - rates.marked)
        self.opens = costs.article + self.unsigned + self.after + costs.bare + self.unmarked + costs.any_column
        """What it costs that a paragraph in the column at hand opens an article, but for its words."""
        # Least costs so far, at this line, of leaving an article, of leaving one whose headline follows, and of
        # changing the column in an article without or with a headline: what is dearer leads nowhere.
        self.left = self.trailed = NEVER
        self.moved = [NEVER, NEVER]
        self.bare = 0.0
        """What the first paragraph of an article costs at this line, but for its column and its words."""
        self.least = self.headline = -1.0
        """No more than the start of another article costs at this line, and what the line costs as one of a headline;
        less than 0 where nothing is known yet."""
        self.heading, self.turn = NEVER, 0.0
        """What this line costs as a small heading by its looks (NEVER where that is not known yet) and its words."""

    def advance(self, beam: Beam, i: int) -> Beam:
        """The states after line i."""
        e, c, most = self.e, self.c, self.beam
        new: dict[int, State] = {}
        self.new = new
        self.bound = self.left = self.trailed = NEVER
        self.moved = [NEVER, NEVER]
        self.least = self.headline = -1.0
        self.heading = NEVER
        low, high, plain, go_on, stop = e.low[i], e.high[i], e.plain[i], e.go_on[i], e.stop[i]
        resume = 0.0 if e.closes_up[i] else e.resume[i]
        for cost, key, event in beam:
            bound = self.bound
            if cost > bound + SIGNED_OFF:
                break
            state = key & 255
            if state > IN1:
                if WRAP0 <= state <= WRAP1:
                    self._more_heading(key, cost, event, i)
                elif state >= CAPTION or state == PHOTO:
                    self._more_caption(key, cost, event, i)
                else:
                    self._begin(state, key, cost, event, i)
                continue
            # Another line of a paragraph: it goes on after line i, or ends there; as `settle`, for one column.
            column = key >> 8
            cost += resume
            over = low - column
            fits = over <= 0.0 and column < high
            value = cost + go_on
            if value <= bound:
                if not fits:
                    value += e.misfit(i, e.width[i], column)
                if value <= bound:
                    old = new.get(key)
                    if old is None or value < old[0]:
                        new[key] = (value, key, event)
                        if value + most < bound:
                            bound = self.bound = value + most
            if not fits or not plain:
                value = cost + c.stop + stop
                if over > 0.6:
                    value += 2.5 * over + 1.0
                if value <= bound:
                    key += OVER0 if e.over[i] else END0
                    old = new.get(key)
                    if old is None or value < old[0]:
                        new[key] = (value, key, event)
                        if value + most < bound:
                            self.bound = value + most
        sure = e.sure[i + 3] if e.body[i] else e.sure[i]
        if sure:
            # Three full lines of one column, this line the last of them or the paragraph's first before them: nothing
            # but the middle of a paragraph of that column.
            inside = self.within(sure)
            if inside:
                return inside
        return self.kept()

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
            credited = i + 1 < len(e.credit) and e.credit[i + 1]
            go_on = GOES_ON if credited else e.go_on[i]
            first = event is not None and event[1] == i
            if first and filled < NARROW and e.stop[i] > 2.0:
                go_on += self.c.narrow_caption
            if not credited:
                go_on += e.misfit(i, filled, column)
            self.put(key, cost + go_on + like_text, event)
            stop = cost + self.c.stop + e.stop[i] + 2.0 * max(0.0, filled - e.hang[i] - column - 0.5)
            if first and e.stop[i] < 0.5:
                stop -= self.c.one_line
            if e.over[i]:
                # Writers sign, photographers are credited.
                stop += 6.0
        if state == PHOTO:
            self.put(DONE, stop + (0.0 if e.credit[i] else 5.0), event)
        else:
            self.put((key & 0xFF00) | (state - CAPTION), stop, event)

    def _begin(self, state: int, key: int, cost: float, event: Event | None, i: int) -> None:
        """Line i begins something after a boundary."""
        e = self.e
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
            self._first_paragraph(0, cost + self.after, (event, i, _OPENING), i)
        again = event is not None and event[2] == _CAPTION
        if again or e.caption[i] < UNMARKED_CAPTION or OVER0 <= state <= OVER1:
            self._caption(state, key, cost, event, i, again=again)

    def _caption(self, state: int, key: int, cost: float, event: Event | None, i: int, *, again: bool) -> None:
        """Line i begins a caption; `again` says that one goes before."""
        e = self.e
        caption = e.caption[i]
        if again and e.go_on[i] >= 1.0 and caption > self.c.caption_again:
            caption = self.c.caption_again
        if OVER0 <= state <= OVER1:
            caption -= self.c.after_end
        if caption >= UNMARKED_CAPTION or cost + caption - 2.0 > self.bound:
            return
        if state >= HEAD and state != HEAD + SIGNED:
            # A caption ends a headline block.
            state = TAIL + CLOSED if state >= TAIL else HEAD + CLOSED
        inside = e.caption_column(i) << 16 | (key & 0xFF00) | (CAPTION + state)
        like_text = 0.0
        if state <= END1 and not again:
            if e.credit[i]:
                caption += 0.0 if DRAWN.match(e.tight[i]) else self.c.lone_credit
            elif e.starts_in(i, key >> 8 & 255):
                like_text = self.c.like_text
        self._settle_caption(inside, cost + caption, (event, i, _CAPTION), i, like_text)

    def _after_body(self, key: int, cost: float, event: Event | None, i: int) -> None:
        e, c = self.e, self.c
        state, column, headed = key & 255, key >> 8 & 255, key & 1
        if state < OVER0 and column and e.plain[i] and e.follows(i, column):
            self._plain_start(key, cost, event, i)
            return
        ended, small = OVER0 <= state <= OVER1, state >= SUB0
        shown = event is not None and event[2] == _CAPTION
        # The same article goes on.
        stay = cost + e.starts_article[i]
        if ended:
            stay += c.signed_goes_on
        elif small:
            stay += self._torn(stay, i) + (c.open if e.open[i] else 0.0)
        begin = e.begin[i]
        self._next_paragraph(column, headed, stay + begin, (event, i, _PARAGRAPH), i)
        if small:
            again = least = stay + c.heading_again
        else:
            again = stay + (c.heading + c.heading_after_caption if shown else c.heading)
            least = again + c.heading_more
        if least + begin + LEAST_HEADING <= self.bound:
            if self.heading == NEVER:
                self.heading, self.turn = e.heading(i), self._turn(i)
            if least + begin + self.heading + self.turn <= self.bound:
                if not small:
                    # An article that has one small heading has others.
                    again += c.heading_more if has_headings(event) else c.heading_alone
                self._heading(column, headed, again + begin + self.heading + self.turn, event, i)
        if e.byline[i] and small:
            # Pieces of one article have their own by-lines, below their headings.
            self.put(key, cost + c.piece_byline, (event, i, _HEADING))
        elif e.byline[i] and e.tight[i][0] not in "（(":
            self.put(column << 8 | (OVER0 + headed), cost + 0.5, (event, i, _BYLINE))
        elif e.names_line[i] and state <= END1:
            self.put(column << 8 | (OVER0 + headed), cost + c.names_line, (event, i, _BYLINE))
        # It ends here.
        leave = cost + c.article + (self.signed if ended else self.unsigned)
        if shown:
            leave -= c.after_caption
        if small:
            leave += 4.0
        self._leave(leave, headed, event, i)

    def _leave(self, leave: float, headed: int, event: Event | None, i: int) -> None:
        """The article at hand is over, at the cost `leave`: line i begins its headline, or another article."""
        e, c = self.e, self.c
        gone = leave if headed else leave + c.headless
        goes, trails = gone < self.left, not headed and leave < self.trailed
        if not goes and not trails:
            return
        if self.least < 0.0:
            self.bare = self.after + c.bare + (self.marked if e.starts_article[i] else self.unmarked)
            self._find_least(e.least_headline(i), i)
        if leave + self.least - MOST_OFF > self.bound:
            return
        if self.headline < 0.0:
            self.headline = e.headline(i)
            self._find_least(self.headline, i)
            if leave + self.least - MOST_OFF > self.bound:
                return
        headline, bare = self.headline, self.bare
        # Shared words take no more than MOST_OFF from the cost: what is too dear without it needs no look at them.
        trails = trails and leave - MOST_OFF + self.after + headline <= self.bound
        heads = goes and gone - MOST_OFF + self.before + headline <= self.bound
        opens = goes and gone - MOST_OFF + bare + e.begin[i] <= self.bound
        if not trails and not heads and not opens:
            return
        cohesion = e.cohesion(i)
        if trails:
            self.trailed = leave
            trailing = leave + cohesion + self.after + headline
            if trailing <= self.bound:
                self.put(TAIL + 1, trailing + max(e.trailing[i], 0.0) * c.topic, (event, i, _TRAILING))
        if heads or opens:
            self.left = gone
            gone += cohesion
            self._headline(gone, event, i)
            self._first_paragraph(0, gone + bare, (event, i, _OPENING), i)

    def _find_least(self, headline: float, i: int) -> None:
        """Set `least` for a line that costs `headline` as one of a headline block."""
        opening = self.bare + self.c.any_column + self.e.begin[i]
        self.least = min(headline + min(self.before, self.after), opening)

    def _plain_start(self, key: int, cost: float, event: Event | None, i: int) -> None:
        """Line i looks in every way like the next paragraph in the column: nothing else is worth weighing."""
        e = self.e
        column, headed = key >> 8 & 255, key & 1
        cost += e.begin[i]
        self.settle((column,), headed, cost + self.c.same_column, (event, i, _PARAGRAPH), i)
        opening = cost + self.opens
        if not headed:
            opening += self.c.headless
        if opening - MOST_OFF <= self.bound:
            self.settle((column,), 0, opening + e.cohesion(i), (event, i, _OPENING), i)

    def _headline(self, cost: float, event: Event | None, i: int) -> None:
        """A new article begins with its headline."""
        head = cost + self.before + self.e.headline(i)
        if head <= self.bound:
            self.put(HEAD + 1, head + max(-self.e.trailing[i], 0.0) * self.c.topic, (event, i, _HEADLINE))

    def _after_head(self, n: int, cost: float, event: Event | None, i: int) -> None:
        e = self.e
        torn = self._torn(cost, i) + (self.c.open if e.open[i] else 0.0)
        if n < MAX_HEAD:
            more = cost + self._next_head_line(n, i)
            if more <= self.bound:
                self.put(HEAD + n + 1, more + max(-e.trailing[i], 0.0) * self.c.topic, event)
        lead = cost + torn + (self.marked if n == SIGNED or e.starts_article[i] else self.unmarked)
        self._first_paragraph(1, lead, (event, i, _LEAD), i)
        small = cost + self.c.heading_first + self.c.heading + self.unmarked + e.heading(i) + e.begin[i]
        if small <= self.bound:
            self._heading(0, 1, small + self._turn(i), event, i)
        if e.caption[i] < UNMARKED_CAPTION:
            photo = cost + self.c.photo + e.caption[i] - 4.0 * e.pictured(i)
            self._settle_caption(e.caption_column(i) << 16 | PHOTO, photo, (event, i, _PHOTO), i)
        if e.byline[i]:
            by = cost + 0.2 + (self.c.two_manners if e.signatures else 0.0)
            self.put(HEAD + SIGNED, by, (event, i, _BYLINE))

    def _after_tail(self, n: int, cost: float, event: Event | None, i: int) -> None:
        e, c = self.e, self.c
        if n < MAX_HEAD:
            more = cost + self._next_head_line(n, i)
            if more <= self.bound:
                self.put(TAIL + n + 1, more + max(e.trailing[i], 0.0) * c.topic, event)
        self._headline(cost + c.next_head, event, i)
        opening = cost + self._torn(cost, i) + self.after + (self.marked if e.starts_article[i] else self.unmarked)
        opening += c.open if e.open[i] else 0.0
        self._first_paragraph(0, opening, (event, i, _OPENING), i)

    def _next_head_line(self, n: int, i: int) -> float:
        cost = self.c.next_line + self.e.headline(i) + (0.0 if n < 3 else 2.0) + self.e.apart[i]
        return cost + (self._torn(0.0, i) if cost < 12.0 else 0.0)

    def _torn(self, cost: float, i: int) -> float:
        """Cost of a break between lines i - 1 and i that is no line's end of one text, where it tears a word."""
        return self.c.broken if self.e.broken[i] and cost <= self.bound else 0.0

    def _turn(self, i: int) -> float:
        """Cost of a small heading whose words stand before it rather than after it."""
        return max(-self.e.trailing[i], 0.0) * self.heading_topic

    def _next_paragraph(self, column: int, headed: int, cost: float, event: Event, i: int) -> None:
        """Line i is the first of an article's next paragraph, in the column at hand or in another one."""
        if cost > self.bound:
            return
        c = self.c
        if column:
            self.settle((column,), headed, cost + c.same_column, event, i)
            if cost >= self.moved[headed]:
                return
            self.moved[headed] = cost
            cost += c.new_column
        else:
            cost += c.any_column
        if cost <= self.bound:
            self.settle(self.e.columns(i), headed, cost, event, i, column)

    def _first_paragraph(self, headed: int, cost: float, event: Event, i: int) -> None:
        """Line i is the first of an article's first paragraph."""
        e, c = self.e, self.c
        cost += e.begin[i]
        if cost > self.bound:
            return
        over = e.over[i]
        # One line says nothing of its column.
        alone = cost + c.stop + e.stop[i] + (0.0 if over else c.alone)
        self.put((OVER0 if over else END0) + headed, alone, event)
        cost += c.any_column
        if cost <= self.bound:
            self.settle(e.columns(i), headed, cost, event, i)

    def _heading(self, column: int, headed: int, cost: float, event: Event | None, i: int) -> None:
        """Line i is a small heading of one line, or the first of two; `cost` is that of its looks and words, too."""
        if cost > self.bound:
            return
        e = self.e
        filled = e.width[i] + e.indent
        now = (event, i, _HEADING)
        wide = filled - column
        self.put(column << 8 | (SUB0 + headed), cost + (2.0 * wide if column and wide > 1 else 0.0), now)
        if column and i + 1 < len(e.width):
            misfit = e.misfit(i, filled, column)
            if misfit < 3.0:
                self.put(column << 8 | (WRAP0 + headed), cost + misfit + 1.0, now)

    def _more_heading(self, key: int, cost: float, event: Event | None, i: int) -> None:
        """Another line of a small heading."""
        e = self.e
        column, headed = key >> 8 & 255, key & 1
        wide = e.width[i] - e.hang[i] - column
        cost += e.resume[i]
        if e.heading(i) < 12.0 or e.stop[i] < 2.0:
            ends = (OVER0 if e.over[i] else SUB0) + headed
            self.put(column << 8 | ends, cost + (3.0 * wide if wide > 0 else 0.0), event)
        misfit = e.misfit(i, e.width[i], column)
        if misfit < 3.0:
            self.put(key, cost + misfit + 1.5, event)
