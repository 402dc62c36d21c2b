"""Terminal columns: how wide a text shows, and where a line of Chinese may be broken.

Widths follow Unicode's East Asian Width (UAX #11): wide and full-width characters take two columns, ambiguous ones
one. The standard library's table is used because importing a larger one would cost more than drawing a page.
Line breaking follows the usual rule of Chinese setting (标点避头尾, compare UAX #14): a line begins with no closing
mark and ends with no opening one, the mark being carried with its neighbour; numbers and Latin words stay whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from searcher.text.units import MARKS, WORD

if TYPE_CHECKING:
    from searcher.results.model import Range

_OPENING = r"“‘（《〈【「『〔〖［｛￥＄(\[{«‹¥$#"
_CLOSING = r"，。、；：！？”’）》〉】」』〕〗］｝％…—～·‧‰℃°\)\]},.;:!?»›%"
_UNIT = re.compile(rf"\s+|(?:[{_OPENING}]|\.(?=[A-Za-z0-9]))*(?:{WORD}|\S)[{_CLOSING}{MARKS}]*")


def columns(text: str) -> int:
    """The number of terminal columns that `text` takes; controls count nothing (`safe` has written them out)."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(_COLUMNS.__getitem__, text))


def wrap(text: str, width: int, marks: Sequence[Range] = (), mark_columns: tuple[int, int] = (0, 0)) -> list[Range]:
    """The lines of `text`, as ranges of its characters, each at most `width` columns where that can be.

    White space at a break belongs to no line; a line feed ends a line. Only a unit that is wider than a line (a very
    long number or Latin word) is broken within. `marks` are ranges that the caller will put signs around, so many
    columns before and after as `mark_columns` says; the signs stay on the line of the character that they touch.
    """
    taken = list(map(_COLUMNS.__getitem__, text))
    for start, end in marks:
        taken[start] += mark_columns[0]
        taken[end - 1] += mark_columns[1]
    # Columns before each character: those of a span are a difference.
    before = [0, *accumulate(taken)]
    lines: list[Range] = []
    start = end = used = 0
    for first, last in _units(text, width, before):
        if text[first].isspace():
            for _ in range(text.count("\n", first, last)):
                lines.append((start, end))
                start = end = last
                used = 0
            continue
        wide = before[last] - before[first]
        gap = before[first] - before[end] if used else 0
        if used and used + gap + wide > width:
            lines.append((start, end))
            used = 0
        if not used:
            start, gap = first, 0
        end = last
        used += gap + wide
    if used or not lines:
        lines.append((start, end))
    return lines


def _units(text: str, width: int, before: Sequence[int]) -> Iterator[Range]:
    """What must stay together, in order; what is wider than a line, character by character."""
    for found in _UNIT.finditer(text):
        start, end = found.span()
        if text[start].isspace() or before[end] - before[start] <= width:
            yield start, end
        else:
            yield from ((at, at + 1) for at in range(start, end))


class _Columns(dict[str, int]):
    """Fills itself: a page uses a few thousand of a million characters."""

    def __missing__(self, char: str) -> int:
        if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc", "Zl", "Zp"):
            wide = 0
        else:
            wide = 2 if unicodedata.east_asian_width(char) in "WF" else 1
        self[char] = wide
        return wide


_COLUMNS = _Columns()
