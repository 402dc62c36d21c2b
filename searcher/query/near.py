"""Nearness: whether strings stand close together in a text, and where.

Parts are *near* where an occurrence of each can be chosen so that, taken in the order of the text, whatever order that
is, none overlaps the next and at most `distance` characters stand between the end of one and the beginning of the next.
An occurrence serves one part only, so that a part asked for twice must stand twice.

Which parts have been placed so far is one of 2^parts sets, and every state of the search is a set of such sets: one
integer with a bit for each. So a text is decided in one pass over the occurrences, whatever stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from searcher.query.looking import matching_texts
from searcher.query.nodes import MAX_PARTS

Range = tuple[int, int]
_Place = tuple[int, int, int]
"""Where a part stands: beginning, end, number of the part."""

_NOTHING_PLACED = 1


def is_near(text: str, parts: Sequence[str], distance: int) -> bool:
    """Whether all parts (at most MAX_PARTS, since a state has 2^parts bits) are near in `text`. One pass."""
    everything = 1 << ((1 << len(parts)) - 1)
    return any(_with(before, part) & everything for (_, _, part), before in _passed(_places(text, parts), distance))


def near_among(texts: Sequence[str], parts: Sequence[str], distance: int) -> list[int]:
    """The numbers of the texts, none with a line feed, in which all parts are near."""
    if len(parts) == 2 and all(parts):
        one, other = map(re.escape, parts)
        between = f".{{0,{distance}}}?"
        return matching_texts(re.compile(f"{one}{between}{other}|{other}{between}{one}"), texts)
    return [number for number, text in enumerate(texts) if is_near(text, parts, distance)]


def near_ranges(text: str, parts: Sequence[str], distance: int) -> list[Range]:
    """Every occurrence that takes part in some arrangement in which all parts are near, ascending."""
    places = _places(text, parts)
    forward = dict(_passed(places, distance))
    # The same from the end: what can follow an occurrence is what, in the mirrored text, comes before it.
    mirrored = sorted((-end, -begin, part) for begin, end, part in places)
    backward = {(-end, -begin, part): after for (begin, end, part), after in _passed(mirrored, distance)}
    sets = 1 << len(parts)
    return sorted({place[:2] for place in places if _complete(forward[place], backward[place], place[2], sets)})


def _places(text: str, parts: Sequence[str]) -> list[_Place]:
    """Every occurrence of every part, overlapping ones too, by where it begins; an empty part stands nowhere."""
    found: list[_Place] = []
    if not all(parts):
        return found
    for number, part in enumerate(parts):
        at = text.find(part)
        while at >= 0:
            found.append((at, at + len(part), number))
            at = text.find(part, at + 1)
    found.sort()
    return found


def _with(sets: int, part: int) -> int:
    """The sets that lack a part, each with it: a set is the number of a bit, the part a bit of that number."""
    lacking = sets & _LACKING[part]
    return lacking << (1 << part)


_LACKING = [sum(1 << number for number in range(1 << MAX_PARTS) if not number >> part & 1) for part in range(MAX_PARTS)]
"""For each part, all sets without it."""


def _passed(places: Sequence[_Place], distance: int) -> Iterator[tuple[_Place, int]]:
    """Each place, in order, with the sets that may have been placed right before it, the empty one always."""
    ended = _Window(distance)
    waiting: dict[int, int] = {}
    ends = sorted({end for _, end, _ in places})
    next_end = 0
    for begin, end, part in places:
        while ends[next_end] <= begin:
            ended.add(ends[next_end], waiting.pop(ends[next_end], 0))
            next_end += 1
        before = ended.within(begin) | _NOTHING_PLACED
        waiting[end] = waiting.get(end, 0) | _with(before, part)
        yield (begin, end, part), before


class _Window:
    """The union of what was added at most `distance` before a place, places ascending: a queue of two stacks, each with
    the union of what lies above, so that nothing is united twice."""

    def __init__(self, distance: int) -> None:
        self._distance = distance
        self._old: list[tuple[int, int]] = []
        self._new: list[tuple[int, int]] = []
        self._new_union = 0

    def add(self, place: int, sets: int) -> None:
        self._new.append((place, sets))
        self._new_union |= sets

    def within(self, place: int) -> int:
        least = place - self._distance
        while self._old and self._old[-1][0] < least:
            self._old.pop()
        if not self._old:
            union = 0
            while self._new:
                at, sets = self._new.pop()
                union |= sets
                self._old.append((at, union))
            self._new_union = 0
            while self._old and self._old[-1][0] < least:
                self._old.pop()
        return self._new_union | (self._old[-1][1] if self._old else 0)


def _complete(before: int, after: int, part: int, sets: int) -> bool:
    """Whether a set that may come before a part and one that may come after it are together all the others."""
    lacking = before & _LACKING[part]
    # The complement of a set among all is the mirrored number; what must follow lacks the part itself, too.
    missing = int(f"{lacking:0{sets}b}"[::-1], 2) >> (1 << part)
    return missing & after != 0
