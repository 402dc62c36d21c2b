"""Highlighting is ranges first; here ranges become marks in a text. Shared by all formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from searcher.results.model import Range


def mark(
    text: str, ranges: Iterable[Range], opening: str, closing: str, escape: Callable[[str], str] | None = None
) -> str:
    """`text` with `opening` and `closing` put around each of `ranges` (characters of `text`, ascending, apart).

    `escape`, where given, is applied to every piece of the text, and not to the marks.
    """
    plain = escape or str
    pieces: list[str] = []
    done = 0
    for start, end in ranges:
        pieces += (plain(text[done:start]), opening, plain(text[start:end]), closing)
        done = end
    pieces.append(plain(text[done:]))
    return "".join(pieces)


def clip(ranges: Iterable[Range], start: int, end: int) -> list[Range]:
    """The parts of `ranges` that lie in [start, end), counted from `start`; empty ones are left out."""
    cut = ((max(first, start) - start, min(last, end) - start) for first, last in ranges)
    return [(first, last) for first, last in cut if first < last]


def ellipses(text: str, within: Range) -> tuple[str, str]:
    """What stands before and after a part of a text: … where something is left out there, else nothing."""
    start, end = within
    return "…" if text[:start].strip() else "", "…" if text[end:].strip() else ""


def shift(ranges: Iterable[Range], by: int) -> list[Range]:
    """`ranges` moved by so many characters."""
    return [(start + by, end + by) for start, end in ranges]


def joined(ranges: Iterable[Range]) -> list[Range]:
    """`ranges` (ascending, apart) with those that touch made one; empty ones are left out."""
    whole: list[Range] = []
    for start, end in ranges:
        if whole and whole[-1][1] == start:
            whole[-1] = (whole[-1][0], end)
        elif start < end:
            whole.append((start, end))
    return whole
