"""The one place where text from outside is made fit for a terminal.

Page texts, file names and queries may hold anything: escape sequences that recolour or retitle a terminal, carriage
returns that overwrite a line, bidi overrides that show it in another order, characters that show nothing. They are
shown, not obeyed: the C0 controls by their pictures (``␛``), every other one by its code point (``‹U+202E›``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.results.model import Range


_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""General categories that steer a terminal or cannot be written: controls, formats (bidi, zero width, tags),
surrogates, line and paragraph separators."""
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
"""Letters and marks that show nothing though their category says otherwise (fillers, grapheme joiner)."""


def safe(text: str, *, newlines: bool = False) -> str:
    """`text` with every character that a terminal would obey or hide written out; line feeds stay if `newlines`."""
    if is_plain(text):
        return text
    return text.translate(_KEEPING_NEWLINES if newlines else _SHOWN)


def is_plain(text: str) -> bool:
    """Whether there is nothing in `text` to be written out. False says nothing: this is a quick look."""
    return text.isprintable() and not any(blank in text for blank in _BLANK)


def safe_ranges(text: str, ranges: Iterable[Range], *, newlines: bool = False) -> tuple[str, list[Range]]:
    """`safe(text)` with `ranges` (ascending, apart, characters of `text`) moved to where their characters now stand."""
    pieces: list[str] = []
    moved: list[Range] = []
    done = length = 0
    for start, end in ranges:
        before, inside = safe(text[done:start], newlines=newlines), safe(text[start:end], newlines=newlines)
        length += len(before)
        moved.append((length, length + len(inside)))
        length += len(inside)
        pieces += (before, inside)
        done = end
    pieces.append(safe(text[done:], newlines=newlines))
    return "".join(pieces), moved


def is_obeyed(char: str) -> bool:
    """Whether a terminal would obey or hide this character."""
    return char in _BLANK or unicodedata.category(char) in _OBEYED


def _shown(code: int) -> str:
    char = chr(code)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"‹U+{code:04X}›" if is_obeyed(char) else char


class _Table(dict[int, str]):
    """Fills itself, for `str.translate`: a page uses a few thousand of a million code points."""

    def __missing__(self, code: int) -> str:
        shown = self[code] = _shown(code)
        return shown


_SHOWN = _Table()
_KEEPING_NEWLINES = _Table({0x0A: "\n"})
