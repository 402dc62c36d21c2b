"""The reading of a page's lines that costs least: a dynamic programme over all lines of the page at once.

A reading gives every line a role (`Role`). Its cost is the sum of three kinds of evidence, each in nats (negative
logarithms of rough probabilities): how well lines fill a column of one width, how their ends and starts look, and how
the parts of an article follow one another. States are merged as in Viterbi's algorithm, and states that are much
dearer than the best one are dropped, so the time is linear in the number of lines.
"""

from __future__ import annotations

from searcher.reading.costs import Costs
from searcher.reading.evidence import Evidence
from searcher.reading.habits import Rates
from searcher.reading.states import (
    CAPTION,
    END0,
    HEAD,
    IN0,
    IN1,
    OVER0,
    START,
    SUB0,
    SUB1,
    TAIL,
    WRAP0,
    WRAP1,
    Beam,
    Role,
)
from searcher.reading.steps import Step
from searcher.reading.stretches import Stretches

BEAM = 8.0
"""Nats by which a state may be dearer than the best one; what is dearer is dropped."""
_ROLES = {int(role): role for role in Role}


def read_lines(
    evidence: Evidence, rates: Rates | None = None, costs: Costs | None = None, beam: float = BEAM
) -> list[tuple[int, Role]]:
    """The lines that begin something in the cheapest reading of the page, each with its role, in order.

    Time is linear in the number of lines.
    """
    n = len(evidence.width)
    if not n:
        return []
    costs = costs or Costs()
    step = Step(evidence, costs, rates or Rates(), beam)
    stretches = Stretches(evidence, step)
    states: Beam = [(0.0, START, None)]
    plain = evidence.plain
    i = 0
    while i < n:
        first = states[0][1]
        if plain[i] and first & 255 <= IN1:
            after = stretches.run(states, i)
            if after > i:
                i = after
                continue
        if len(states) <= 4 and states[-1][1] >> 8 == first >> 8:
            after = stretches.glide(states, i)
            if after > i:
                i = after
                continue
        states = step.advance(states, i)
        i += 1
    event = min(states, key=lambda state: state[0] + closing(state[1] & 255, costs))[2]
    parts = []
    while event is not None:
        event, line, role = event
        parts.append((line, _ROLES[role]))
    return parts[::-1]


def closing(state: int, costs: Costs) -> float:
    """What it costs that the page ends in `state`."""
    if state >= CAPTION:
        return 1.0 + closing(state - CAPTION, costs)
    if HEAD <= state < TAIL:
        return costs.bodiless
    if state in (IN0, IN1):
        return 3.0 + (costs.headless if state == IN0 else 0.0)
    if state in (SUB0, SUB1, WRAP0, WRAP1):
        return 3.0 + (costs.headless if not state & 1 else 0.0)
    return costs.headless if state in (END0, OVER0) else 0.0
