"""Invented text in columns, as a newspaper sets it."""

from __future__ import annotations

CLOSING = "，。、；：！？”’）》…"


def fill(text: str, columns: int = 18, indent: int = 2) -> list[str]:
    """Break a paragraph of full-width characters into lines of one column, closing marks hanging."""
    lines, line, room = [], "", columns - indent
    for character in text:
        if room <= 0 and character not in CLOSING:
            lines.append(line)
            line, room = "", columns
        line += character
        room -= 1
    return [*lines, line]
