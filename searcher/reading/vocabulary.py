"""Which pairs of characters of a page stand where: what a place shares with the text before and after it."""

from __future__ import annotations

from math import log

import numpy as np
import numpy.typing as npt

from searcher.reading.characters import Characters

MOST, MOST_OFF = 3.0, 1.8
"""Nats by which vocabulary that goes on may raise the cost of an article's end, and by which it may lower it."""
COHESION = 1.4
"""Weight of the vocabulary that goes on from before a place to after it."""
AHEAD, BACK = 300, 500
"""Characters after and before a place that are compared for what goes on."""
MAX_WINDOW = 4000
"""Characters before and after a line in which its words are looked for."""
MAX_LOOK = 60
"""Characters of a line that are looked for."""
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF

Lines = npt.NDArray[np.int64]
"""A line for each line."""


class Vocabulary:
    """The pairs of Han characters inside a page's lines, each with the place of the same pair before and after it.

    Places are characters of all lines set one after the other; `start[i]` is that of line i (of lines beyond the last,
    the end). Made by sorting the page's pairs.
    """

    def __init__(self, lines: Characters) -> None:
        codes, start = lines.codes, lines.start
        self.start: list[int] = start.tolist()
        self._start = start
        # Sorting and comparing 32 bits takes half the time of 64.
        self._before = np.full(len(codes), -2, dtype=np.int32)
        self._after = self._before.copy()
        self._bounds = np.array((-1, 0, 0), dtype=np.int32)
        """Of the pairs in `parting`: an array made once is faster than a tuple."""
        self.torn = [False] * (len(start) - 1)
        """For each line whether the two characters that meet before it meet inside a line, too: a word seems broken."""
        if len(codes) < 2:
            return
        han = (codes >= FIRST_HAN) & (codes <= LAST_HAN)
        found = han[:-1] & han[1:]
        seams = start[1:-1] - 1
        met = found[seams]
        found[seams] = False
        places = np.flatnonzero(found)
        if not len(places):
            return
        # Two stable sorts by one character each, which are radix sorts, are faster than one by pairs.
        by_second = places[codes[1:][places].argsort(kind="stable")]
        place = by_second[codes[by_second].argsort(kind="stable")]
        pairs = (codes[:-1].astype(np.uint32) << 16) | codes[1:]
        by_pair = pairs[place]
        same = np.flatnonzero(by_pair[1:] == by_pair[:-1])
        first, second = place[same], place[1:][same]
        self._before[places] = -1
        self._after[places] = len(codes)
        self._before[second] = first
        self._after[first] = second
        seam = pairs[seams[met]]
        at = np.minimum(by_pair.searchsorted(seam), len(by_pair) - 1)
        torn = np.zeros(len(seams) + 1, dtype=bool)
        torn[1:][met] = by_pair[at] == seam
        self.torn = torn.tolist()

    def leanings(self, first: Lines, last: Lines) -> list[float]:
        """For every line, how much more of its pairs stand in the text after it, to line `last`, than before, from line
        `first`: -1 … 1."""
        start = self._start
        begin, end = start[:-1], start[1:]
        low = np.maximum(start[first], begin - MAX_WINDOW)
        high = np.minimum(start[last + 1], end + MAX_WINDOW) - 1
        size = end - begin
        opening = begin.repeat(size)
        known = (self._before > -2) & (self._before < opening)
        ahead = (self._after >= end.repeat(size)) & (self._after < high.repeat(size))
        if size.max(initial=0) > MAX_LOOK:
            seen = np.arange(len(opening), dtype=np.int32) < opening + (MAX_LOOK - 1)
            known &= seen
            ahead &= seen
        back = known & (self._before >= low.repeat(size))
        # Of at most MAX_LOOK pairs a line a byte holds the count.
        count, more, less = (
            np.add.reduceat(pairs.view(np.int8), begin, dtype=np.int8) for pairs in (known, ahead, back)
        )
        share: list[float] = ((more - less) / (count + 2)).tolist()
        return share

    def parting(self, i: int, first: int, last: int) -> float:
        """Cost of an article's end before line i: how much of the vocabulary of the lines from `first` goes on after
        line i, to line `last` (a log likelihood ratio).

        The share of pairs after i that stand before it, too, is about 0.04 where articles meet and 0.14 within one.
        """
        here = self.start[i]
        after = self.start[min(i + 1, len(self.start) - 1)]
        low = max(self.start[first], here - BACK)
        before = self._before[after : min(self.start[min(last, len(self.start) - 1)], after + AHEAD)].copy()
        before.sort()
        bounds = self._bounds
        bounds[1], bounds[2] = low, here
        none, within, beyond = before.searchsorted(bounds).tolist()
        count, shared = beyond - none, beyond - within
        if count <= 16:
            return 0.0
        return max(-MOST_OFF, min(MOST, COHESION * log((shared / (count + 2) + 0.005) / 0.08)))
