"""Texts as arrays of code points, and runs of places in arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
SEPARATOR = 10
"""The code point that ends each text of a batch; white space never survives folding, so no text holds it."""
GRAM_SHIFT = 21
"""A gram is a number: its first code point, shifted by so many bits, and its second."""


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """Code points of `text`, shape (characters,)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def as_text(codes: Array) -> str:
    """The text of code points."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def running_sum(counts: Array) -> npt.NDArray[np.int64]:
    """Sums from 0: shape (n + 1,)."""
    out = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=out[1:])
    return out


def distinct_codes(codes: Array) -> Array:
    """The distinct code points among `codes`, ascending. (Sooner than a sort, which `np.unique` is.)"""
    met = np.zeros(int(codes.max(initial=0)) + 1, np.bool_)
    met[codes] = True
    return np.flatnonzero(met)


def spread(values: Array, starts: Array, places: Array) -> Array:
    """For runs of `starts` (n + 1 of them), the value of the run that each place of `places` (counted along the runs)
    belongs to, plus the place."""
    return np.repeat(values, np.diff(starts)) + places
