"""How wide text is set, and two columns beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from searcher.results.render.columns import columns
from searcher.results.render.safe import safe
from searcher.results.render.style import Style

WIDEST = 100
"""Columns that text is wrapped to at most: lines of more than fifty characters are hard to follow."""
NARROWEST = 12
"""Columns that text is wrapped to at least."""


def measure(width: int) -> int:
    """The columns to set text in on a terminal of `width` columns."""
    return max(NARROWEST, min(width, WIDEST))


def table(rows: Sequence[tuple[str, str]], style: Style, width: int) -> Iterator[str]:
    """Two columns: names quietly, values wrapped beside them."""
    wide = max((columns(name) for name, _ in rows), default=0)
    for name, value in rows:
        label = style.paint(name, style.quiet) + " " * (wide - columns(name))
        for line in style.lines(safe(value), max(measure(width) - wide - 2, NARROWEST)):
            yield f"{label}  {line}"
            label = " " * wide
