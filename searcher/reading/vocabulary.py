"""Which pairs of characters of a page stand where: what a place shares with the text before and after it."""

from __future__ import annotations

from itertools import accumulate
from math import log

import numpy as np

MOST = 3.0
COHESION = 1.4
"""Weight of the vocabulary that goes on from before a place to after it."""
AHEAD, BACK = 300, 500
"""Characters after and before a place that are compared for what goes on."""
MAX_WINDOW = 4000
"""Characters before and after a line in which its words are looked for."""
MAX_LOOK = 60
"""Characters of a line that are looked for."""
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF


class Vocabulary:
    """The pairs of Han characters inside a page's lines, each with the place of the same pair before and after it.

    Places are characters of all lines set one after the other; `start[i]` is that of line i (of lines beyond the last,
    the end). Made by sorting the page's pairs.
    """

    def __init__(self, lines: list[str]) -> None:
        flat = "".join(lines)
        self.start = [0, *accumulate(map(len, lines))]
        codes = np.frombuffer(flat.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
        self._before = np.full(len(codes), -2, dtype=np.int64)
        self._after = self._before.copy()
        self._torn: list[bool] = []
        if len(codes) < 2:
            return
        han = (codes >= FIRST_HAN) & (codes <= LAST_HAN)
        found = han[:-1] & han[1:]
        seams = np.asarray(self.start[1:-1], dtype=np.int64) - 1
        met = found[seams]
        found[seams] = False
        places = np.flatnonzero(found)
        if not len(places):
            return
        # Two stable sorts by one character each, which are radix sorts, are faster than one by pairs.
        chars = codes.astype(np.uint16)
        order = chars[places + 1].argsort(kind="stable")
        place = places[order[chars[places[order]].argsort(kind="stable")]]
        pairs = (codes[:-1] << 16) | codes[1:]
        by_pair = pairs[place]
        same = by_pair[1:] == by_pair[:-1]
        first, second = place[:-1][same], place[1:][same]
        self._before[places] = -1
        self._after[places] = len(codes)
        self._before[second] = first
        self._after[first] = second
        seam = pairs[seams]
        at = np.minimum(by_pair.searchsorted(seam), len(by_pair) - 1)
        self._torn = (met & (by_pair[at] == seam)).tolist()

    def torn(self, i: int) -> bool:
        """Whether the two characters that meet before line i meet inside a line, too: a word seems broken there."""
        return 0 < i <= len(self._torn) and self._torn[i - 1]

    def leaning(self, i: int, first: int, last: int) -> float:
        """How much more of line i's pairs stand in the text after it, to line `last`, than before, from line `first`:
        -1 … 1."""
        begin, end = self.start[i], self.start[i + 1]
        low = max(self.start[first], begin - MAX_WINDOW)
        high = min(self.start[last + 1], end + MAX_WINDOW) - 1
        stop = min(begin + MAX_LOOK, end) - 1
        count = balance = 0
        befores, afters = self._before[begin:stop].tolist(), self._after[begin:stop].tolist()
        for before, after in zip(befores, afters, strict=True):
            if -2 < before < begin:
                count += 1
                if before >= low:
                    balance -= 1
            if end <= after < high:
                balance += 1
        return balance / (count + 2)

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
        none, within, beyond = before.searchsorted((-1, low, here)).tolist()
        count, shared = beyond - none, beyond - within
        if count <= 16:
            return 0.0
        return max(-1.8, min(MOST, COHESION * log((shared / (count + 2) + 0.005) / 0.08)))
