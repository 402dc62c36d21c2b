"""The place of a query's fault, shown."""

from __future__ import annotations

from searcher.errors import QueryError
from searcher.results.render.columns import columns
from searcher.results.render.safe import safe

NARROWEST = 24
"""Columns; a narrower `width` is taken as this, so that any character fits between two ellipses."""
_CUT = "…"


def caret(error: QueryError, width: int = 80) -> str:
    """Two lines of at most `width` columns: the query, cut to what stands around the fault, and `^` under it.

    What a terminal would obey is written out (`safe`); columns are those of `columns`: Chinese takes two.
    """
    query, place = error.query, min(max(error.position, 0), len(error.query))
    width = max(width, NARROWEST)
    # No window needs more than this; the width of the rest of an over-long query is nobody's business.
    first, last = max(0, place - width), min(len(query), place + width)
    shown = [safe(char) for char in query[first:last]]
    sizes = [columns(text) for text in shown]
    at = place - first
    left, right = _window(sizes, at, width, first == 0, last == len(query))
    before = (_CUT if first + left else "") + "".join(shown[left:at])
    after = "".join(shown[at:right]) + (_CUT if first + right < len(query) else "")
    return f"{before}{after}\n{' ' * columns(before)}^"


def _window(sizes: list[int], at: int, width: int, whole_left: bool, whole_right: bool) -> tuple[int, int]:
    """The range around `at` that fits `width`, with room for ellipses; about a third of it stands behind the place."""
    if whole_left and whole_right and sum(sizes) + (at == len(sizes)) <= width:
        return 0, len(sizes)
    here = sizes[at] if at < len(sizes) else 1
    room = width - 2 * columns(_CUT) - here
    right = min(at + 1, len(sizes))
    used = 0
    while right < len(sizes) and used + sizes[right] <= room // 3:
        used += sizes[right]
        right += 1
    left = at
    while left > 0 and used + sizes[left - 1] <= room:
        used += sizes[left - 1]
        left -= 1
    while right < len(sizes) and used + sizes[right] <= room:
        used += sizes[right]
        right += 1
    return left, right
