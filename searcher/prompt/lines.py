"""Lines for the screen: pieces of text with the class that says how each looks, and cutting them to columns."""

from __future__ import annotations

from collections.abc import Sequence

from searcher.results.render.columns import columns

Piece = tuple[str, str]
"""A class (`hit`, `strong`, `quiet` or empty, several apart by blanks) and a text."""
Line = tuple[Piece, ...]
HIT, STRONG, QUIET = "hit", "strong", "quiet"


def plain(line: Line) -> str:
    """The text of a line."""
    return "".join(text for _class, text in line)


def wide(line: Line) -> int:
    """The columns of a line."""
    return sum(columns(text) for _class, text in line)


def cut(line: Line, width: int) -> Line:
    """The line, or as much of its beginning as fits `width` columns with … behind it; no wide character is torn."""
    if wide(line) <= width:
        return line
    made: list[Piece] = []
    left = max(width - 1, 0)
    for name, text in line:
        kept = ""
        for char in text:
            if (used := columns(char)) > left:
                left = -1
                break
            kept += char
            left -= used
        if kept:
            made.append((name, kept))
        if left < 0:
            break
    return (*made, (QUIET, "…")) if width > 0 else ()


def padded(line: Line, width: int) -> Line:
    """The line cut or filled to exactly `width` columns."""
    fitting = cut(line, width)
    blanks = width - wide(fitting)
    return (*fitting, ("", " " * blanks)) if blanks else fitting


def classed(line: Line, name: str) -> Line:
    """The line with a further class on every piece."""
    return tuple((f"{own} {name}".strip(), text) for own, text in line)


def beside(left: Sequence[Line], right: Sequence[Line], width: int, between: Piece) -> list[Line]:
    """Two columns of lines as one, the left one `width` columns wide; the shorter one is filled with empty lines."""
    rows = max(len(left), len(right))
    both = zip((*left, *((),) * (rows - len(left))), (*right, *((),) * (rows - len(right))), strict=True)
    return [(*padded(one, width), between, *other) for one, other in both]
