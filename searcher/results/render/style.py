"""The two ways of setting text apart on a terminal: ANSI attributes, or signs where there is no colour."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from searcher.results.render.columns import columns, wrap
from searcher.results.render.marks import clip, mark

if TYPE_CHECKING:
    from searcher.results.model import Range


class Style(NamedTuple):
    """Strings put before and after; all empty but the hit signs where there is no colour.

    `across` says that a mark may run on over a line break (signs do; attributes are closed and opened again, so that a
    pager that starts in the middle shows them right).
    """

    hit: tuple[str, str]
    strong: str = ""
    quiet: str = ""
    reset: str = ""
    across: bool = False

    def paint(self, text: str, base: str = "", hits: Iterable[Range] = ()) -> str:
        """`text` in `base` (one of `strong`, `quiet`, empty), with `hits` set apart within it."""
        opening, closing = self.hit
        marked = mark(text, hits, opening, closing + base)
        return f"{base}{marked}{self.reset}" if base else marked

    def lines(self, text: str, width: int, base: str = "", hits: Iterable[Range] = ()) -> list[str]:
        """`text` (already safe) wrapped to `width` columns, each line painted as `paint` does."""
        ranges = list(hits)
        if not self.across:
            broken = wrap(text, width)
            return [self.paint(text[start:end], base, clip(ranges, start, end)) for start, end in broken]
        opening, closing = self.hit
        painted: list[str] = []
        for start, end in wrap(text, width, ranges, (columns(opening), columns(closing))):
            pieces: list[str] = []
            done = start
            for place, sign in _signs(ranges, opening, closing):
                # A closing sign belongs to the character before it, an opening one to the character after.
                if (start < place <= end) if sign == closing else (start <= place < end):
                    pieces += (text[done:place], sign)
                    done = place
            painted.append("".join(pieces) + text[done:end])
        return painted


def _signs(ranges: Iterable[Range], opening: str, closing: str) -> Iterable[tuple[int, str]]:
    for start, end in ranges:
        yield start, opening
        yield end, closing


PLAIN = Style(hit=("【", "】"), across=True)
"""No colour: hits stand in 【】."""
ANSI = Style(hit=("\x1b[1;31m", "\x1b[0m"), strong="\x1b[1m", quiet="\x1b[2m", reset="\x1b[0m")
"""Bold red for hits and faint for what is by the way: both are legible on a light and on a dark ground."""
