"""The states that a reading may be in after a line, gathered while those before it are gone through."""

from __future__ import annotations

from collections.abc import Iterable

from searcher.reading.costs import Costs
from searcher.reading.evidence import Evidence
from searcher.reading.states import END0, IN0, IN1, OVER0, SUB1, Beam, Event, State

MAX_STATES = 16
SQUEEZED = 2.0
"""Nats by which a column that only squeezed lines fill may be dearer than one that they fill for sure."""


class Frontier:
    """States after line `i`, none dearer than `bound`; of two that differ in nothing but how they came about, the
    cheaper one."""

    __slots__ = ("beam", "bound", "c", "e", "new")

    def __init__(self, evidence: Evidence, costs: Costs, beam: float) -> None:
        self.e = evidence
        self.c = costs
        self.beam = beam
        """Nats by which a state may be dearer than the best one."""
        self.new: dict[int, State] = {}
        self.bound = 1e9

    def put(self, key: int, cost: float, event: Event | None) -> None:
        """Add a state."""
        if cost <= self.bound:
            old = self.new.get(key)
            if old is None or cost < old[0]:
                self.new[key] = (cost, key, event)
                if cost + self.beam < self.bound:
                    self.bound = cost + self.beam

    def settle(
        self, columns: Iterable[int], headed: int, cost: float, event: Event | None, i: int, but: int = 0
    ) -> None:
        """Add that line i, the first of a paragraph in one of `columns` except `but`, goes on or ends there.

        Each `put` is written out: much of the reader's time is spent here.
        """
        e, new, bound, beam = self.e, self.new, self.bound, self.beam
        width, plain = e.width[i] + e.indent, e.plain[i]
        filled, most = width - e.hang[i], width + e.room[i]
        goes_on, stops = cost + e.go_on[i], cost + self.c.stop + e.stop[i]
        inside, ended = IN0 + headed, (OVER0 if e.over[i] else END0) + headed
        for column in columns:
            if column == but:
                continue
            over = filled - column
            fits = over <= 0.0 and column < most
            value = goes_on
            if not fits and goes_on <= bound:
                value += e.misfit(i, width, column)
            if value <= bound:
                key = column << 8 | inside
                old = new.get(key)
                if old is None or value < old[0]:
                    new[key] = (value, key, event)
                    if value + beam < bound:
                        bound = value + beam
            if not fits or not plain:
                value = stops if over <= 0.6 else stops + 2.5 * over + 1.0
                if value <= bound:
                    key = column << 8 | ended
                    old = new.get(key)
                    if old is None or value < old[0]:
                        new[key] = (value, key, event)
                        if value + beam < bound:
                            bound = value + beam
        self.bound = bound

    def within(self, columns: range) -> Beam:
        """The states inside a paragraph of one of the columns, and as cheap ones of others, the cheapest first."""
        inside = [state for state in self.new.values() if state[1] & 255 <= IN1]
        fit = [state for state in inside if state[1] >> 8 in columns]
        if fit and len(fit) < len(inside):
            bound = min(fit)[0] + SQUEEZED
            fit = [state for state in inside if state[0] <= bound or state[1] >> 8 in columns]
        return sorted(fit) if len(fit) > 1 else fit

    def kept(self) -> Beam:
        """The states that are not too dear, the cheapest first.

        Dropped are also those whose column a paragraph's start could change to at that price.
        """
        if len(self.new) == 1:
            return list(self.new.values())
        bound, new_column = self.bound, self.c.new_column
        kept: Beam = []
        limits: dict[int, float] = {}
        for item in sorted(self.new.values()):
            cost = item[0]
            if cost > bound:
                break
            state = item[1] & 255
            if END0 <= state <= SUB1 and cost >= limits.setdefault(state, cost + new_column):
                continue
            kept.append(item)
        return kept[:MAX_STATES]
