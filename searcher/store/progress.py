"""How far long work is, as whoever does it tells whoever waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` in a stage, counted in files, or in bytes where `unit` says so.

    Stages are reading, indexing, committing (of an update), verifying, comparing (of a check) and copying (into a
    corpus).
    """

    stage: str
    done: int
    total: int
    unit: str = "files"


Report = Callable[[Progress], None]
