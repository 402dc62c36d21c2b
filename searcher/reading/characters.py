"""The characters of a page's lines as one array: what is asked of a few characters of every line is asked at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int32]
"""Indices of characters in all lines set one after the other."""
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

    def at(self, places: Places) -> str:
        """The characters at the places."""
        return self.codes[places].tobytes().decode("utf-16-le")

    def count(self, chars: str, most: int) -> npt.NDArray[np.int32]:
        """How many of the first `most` characters of each line are among `chars`."""
        wanted = np.zeros(OTHER + 1, dtype=bool)
        wanted[list(map(ord, chars))] = True
        sums = np.zeros(len(self.codes) + 1, dtype=np.int32)
        np.cumsum(wanted[self.codes], out=sums[1:])
        first = self.start[:-1]
        counts: npt.NDArray[np.int32] = sums[np.minimum(self.start[1:], first + most)] - sums[first]
        return counts


def _codes(text: str) -> npt.NDArray[np.uint16]:
    try:
        codes = np.frombuffer(text.encode("utf-16-le"), dtype="<u2")
    except UnicodeEncodeError:
        codes = None
    if codes is not None and len(codes) == len(text):
        return codes
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return np.where((points > OTHER) | (points >> 11 == 0x1B), OTHER, points).astype(np.uint16)
