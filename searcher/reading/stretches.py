"""Stretches of lines in which widths leave no choice: the programme goes on through them without weighing."""

from __future__ import annotations

from searcher.reading.clues import FINAL_GOES_ON, GOES_ON
from searcher.reading.evidence import Evidence
from searcher.reading.states import END0, END1, IN0, IN1, Beam, Role
from searcher.reading.steps import NEVER, Step
from searcher.reading.vocabulary import MOST_OFF

# Members of an enumeration are slow to look up.
_PARAGRAPH, _OPENING = int(Role.PARAGRAPH), int(Role.OPENING)
SURE_ROOM = 1.0
"""Room for so much more than the next piece, from which a line that ends a sentence ends its paragraph."""
SURE_LEAD = 4.0
"""Nats by which a paragraph's end may be dearer than its going on where the next line is the first of another."""


class Stretches:
    """Stretches of clear lines, as far as the states that a beam has agree on them."""

    __slots__ = ("beam", "c", "e", "opens")

    def __init__(self, evidence: Evidence, step: Step) -> None:
        self.e = evidence
        self.c = step.c
        self.beam = step.beam
        self.opens = step.opens

    def run(self, beam: Beam, i: int) -> int:
        """Go on through lines that can only be the middle of a paragraph; the first line after them, at least i.

        The best state is inside a paragraph, and line i is plain.

        Works on the beam in place. Nothing is decided in such lines: in the best column each is full, and none ends
        a sentence. Three of them leave no other state than to be inside a paragraph of their column.
        """
        e = self.e
        least, best, _ = beam[0]
        column = best >> 8
        low, high, plain = e.low, e.high, e.plain
        if not low[i] <= column < high[i]:
            return i
        if len(beam) > 1 and any(state[1] & 255 > IN1 for state in beam):
            ahead = self._full(i)
            if not ahead or column not in ahead:
                return i
            beam[:] = [state for state in beam if state[1] & 255 <= IN1]
        k, n = i + 1, len(plain) - 1
        while k < n and plain[k] and low[k] <= column < high[k]:
            k += 1
        if len(beam) > 1 and any(state[1] >> 8 != column for state in beam):
            limit = least + self.beam
            width = e.width
            kept = []
            for cost, key, event in beam:
                other = key >> 8
                if other != column:
                    for line in range(i, k):
                        if not low[line] <= other < high[line]:
                            cost += e.misfit(line, width[line], other)
                            if cost > limit:
                                break
                if cost <= limit:
                    kept.append((cost, key, event))
            kept.sort()
            beam[:] = kept
        return k

    def _full(self, i: int) -> range | None:
        """The columns that line i and the two after it fill for sure, where they are nothing but the middle of a
        paragraph."""
        e = self.e
        return e.sure[i + 2] if i + 2 < len(e.sure) and not e.resume[i] else None

    def _only_starts(self, i: int, column: int) -> bool:
        """Whether line i may start a paragraph of the column, but not go on with one."""
        return column >= self.e.high[i] and self.e.follows(i, column)

    def glide(self, beam: Beam, i: int) -> int:
        """Go on through paragraphs of one column as far as widths leave no choice; the first line after them.

        Works on the beam in place: states that differ only in whether a headline stands before, and in whether the
        paragraph has ended where line i tells. A line that ends a sentence and leaves room for another piece ends its
        paragraph; one that is short by the indent and filled by the next begins another. After a line that leaves no
        room, the next line tells. All that is weighed is whether a paragraph is the first of a new article.
        """
        e = self.e
        least, first, _ = beam[0]
        state, column = first & 254, first >> 8
        if not 0 < column < 256:
            return i
        for cost, key, _ in beam:
            if key >> 8 != column or key & 255 > END1:
                return i
            if key & 254 != state:
                if not e.body[i] and ((state == IN0 and cost > least + SURE_LEAD) or not self._only_starts(i, column)):
                    return i
                # A paragraph begins here for sure, so the one before has ended.
                state = END0
        bare = headed = None
        for cost, key, event in beam:
            if key & 254 == state:
                if key & 1:
                    headed = (cost, event)
                else:
                    bare = (cost, event)
        width, room, low, high, plain, special = e.width, e.room, e.low, e.high, e.plain, e.special
        stays, opens = GOES_ON + self.c.same_column, GOES_ON + self.opens
        k, n = i, len(width)
        inside = state == IN0
        while k < n:
            if inside:
                while k < n and plain[k] and low[k] <= column < high[k]:
                    k += 1
                if k == n or special[k] or plain[k]:
                    break
                if e.go_on[k] >= FINAL_GOES_ON and column - width[k] - room[k] >= SURE_ROOM:
                    more = e.resume[k] + self.c.stop + e.stop[k]
                elif not low[k] <= column or k + 1 == n:
                    break
                elif self._only_starts(k + 1, column):
                    more = e.resume[k] + self.c.stop + e.stop[k]
                elif column < high[k] and plain[k + 1] and column in (self._full(k + 1) or ()):
                    more = e.resume[k] + e.go_on[k]
                    inside = False
                else:
                    break
                bare = bare and (bare[0] + more, bare[1])
                headed = headed and (headed[0] + more, headed[1])
            else:
                if not e.follows(k, column):
                    break
                begin = e.begin[k]
                least = min(bare[0] if bare else NEVER, headed[0] if headed else NEVER)
                bound = least + begin + stays + self.beam
                new = bare and (bare[0] + begin + stays, (bare[1], k, _PARAGRAPH))
                for old, more in ((bare, self.c.headless), (headed, 0.0)):
                    if old:
                        cost = old[0] + begin + opens + more
                        if cost - MOST_OFF <= bound and (not new or cost - MOST_OFF < new[0]):
                            cost += e.cohesion(k)
                            if cost <= bound and (not new or cost < new[0]):
                                new = (cost, (old[1], k, _OPENING))
                bare = new
                headed = headed and (headed[0] + begin + stays, (headed[1], k, _PARAGRAPH))
            inside = not inside
            k += 1
        if k > i:
            state = column << 8 | (IN0 if inside else END0)
            beam.clear()
            if bare:
                beam.append((bare[0], state, bare[1]))
            if headed:
                beam.append((headed[0], state | 1, headed[1]))
            beam.sort()
        return k
