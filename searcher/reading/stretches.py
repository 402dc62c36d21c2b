"""Stretches of lines in which widths leave no choice: the programme goes on through them without weighing."""

from __future__ import annotations

from searcher.reading.clues import FINAL_GOES_ON, GOES_ON
from searcher.reading.evidence import Evidence
from searcher.reading.states import END0, END1, IN0, IN1, Beam, Role
from searcher.reading.steps import Step

SURE_ROOM = 1.0
"""Room for so much more than the next piece, from which a line that ends a sentence ends its paragraph."""


class Stretches:
    """Stretches of clear lines, as far as the states that a beam has agree on them."""

    def __init__(self, evidence: Evidence, step: Step) -> None:
        self.e = evidence
        self.c = step.c
        self.beam = step.beam
        self.opens = step.opens

    def run(self, beam: Beam, i: int) -> int:
        """Go on through lines that can only be the middle of a paragraph; the first line after them, at least i.

        Works on the beam in place. Nothing is decided in such lines: in the best column each is full, and none ends
        a sentence.
        """
        e = self.e
        best, least = 0, 1e18
        for key, value in beam.items():
            if key & 255 > IN1:
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
            if key >> 8 != column or key & 255 > END1:
                return i
            if key & 254 != state:
                if not e.body[i]:
                    return i
                # A paragraph begins here for sure, so the one before has ended.
                state = END0
        width, room, low, high, plain, special = e.width, e.room, e.low, e.high, e.plain, e.special
        bare, headed = beam.get(column << 8 | state), beam.get(column << 8 | state | 1)
        opens = self.opens
        k, n = i, len(width)
        inside = state == IN0
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
                ends = e.resume[k] + self.c.stop + e.stop[k]
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
            state = IN0 if inside else END0
            if bare:
                beam[column << 8 | state] = bare
            if headed:
                beam[column << 8 | state | 1] = headed
        return k
