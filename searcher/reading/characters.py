"""The characters of a page's lines as one array: what is asked of a few characters of every line is asked at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int32]
"""Indices of characters in all lines set one after the other."""


class Characters:
    """The characters of lines set one after the other.

    `codes` are their code points, `start` has the place of each line's first one, and that of the end.
    """

    __slots__ = ("codes", "start")

    def __init__(self, lines: list[str]) -> None:
        self.start = np.zeros(len(lines) + 1, dtype=np.int32)
        np.cumsum(np.fromiter(map(len, lines), dtype=np.int32, count=len(lines)), out=self.start[1:])
        self.codes = np.frombuffer("".join(lines).encode("utf-32-le", "surrogatepass"), dtype="<u4")

    def at(self, places: Places) -> str:
        """The characters at the places."""
        return self.codes[places].tobytes().decode("utf-32-le", "surrogatepass")
