"""The characters of a page's lines as one array: what is asked of a few characters of every line is asked at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from searcher.text.arrays import code_points

Codes = npt.NDArray[np.uint16]
"""Code points; OTHER for those that are none of the Basic Multilingual Plane."""
OTHER = 0xFFFF
"""Stands for characters beyond the Basic Multilingual Plane and for surrogates: none of them is looked for."""


class Characters:
    """The characters of lines set one after the other.

    `codes` are their code points, or OTHER; `start` has the place of each line's first one, and that of the end.
    """

    __slots__ = ("codes", "start")

    def __init__(self, lines: list[str]) -> None:
        self.start = np.zeros(len(lines) + 1, dtype=np.int32)
        np.cumsum(np.fromiter(map(len, lines), dtype=np.int32, count=len(lines)), out=self.start[1:])
        self.codes = _codes("".join(lines))

    @property
    def first(self) -> Codes:
        """Each line's first character."""
        return self.codes[self.start[:-1]]

    @property
    def second(self) -> Codes:
        """Each line's second character; OTHER for a line that has none."""
        places = np.minimum(self.start[:-1] + 1, self.start[1:] - 1)
        return np.where(places > self.start[:-1], self.codes[places], np.uint16(OTHER))

    @property
    def last(self) -> Codes:
        """Each line's last character."""
        return self.codes[self.start[1:] - 1]

    def count(self, chars: str, most: int) -> npt.NDArray[np.int32]:
        """How many of the first `most` characters of each line are among `chars`."""
        wanted = np.zeros(OTHER + 1, dtype=bool)
        wanted[list(map(ord, chars))] = True
        sums = np.zeros(len(self.codes) + 1, dtype=np.int32)
        np.cumsum(wanted[self.codes], out=sums[1:])
        first = self.start[:-1]
        counts: npt.NDArray[np.int32] = sums[np.minimum(self.start[1:], first + most)] - sums[first]
        return counts


def text_of(codes: Codes) -> str:
    """The characters one after the other."""
    return codes.tobytes().decode("utf-16-le")


def table(values: Mapping[str, float], other: float) -> npt.NDArray[np.float64]:
    """What each character is worth, by its code: `values` has that of some, `other` is that of all others."""
    out = np.full(OTHER + 1, other)
    out[list(map(ord, values))] = list(values.values())
    return out


def _codes(text: str) -> Codes:
    try:
        codes = np.frombuffer(text.encode("utf-16-le"), dtype="<u2")
    except UnicodeEncodeError:
        codes = None
    if codes is not None and len(codes) == len(text):
        return codes
    points = code_points(text)
    return np.where((points > OTHER) | (points >> 11 == 0x1B), OTHER, points).astype(np.uint16)
