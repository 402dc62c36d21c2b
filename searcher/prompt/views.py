"""What is shown on the whole screen, one frozen view a thing: the list of results, and texts that are scrolled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from searcher.prompt.lines import HIT, Line, plain

Lay = Callable[[int], Sequence[Line]]
"""Gives the lines of a text for so many columns."""
HitPlace = tuple[int, int]
"""A line of a text and the piece of it that a hit begins with."""


class Kind(Enum):
    """What a text is."""

    ARTICLE = "article"
    PAGE = "page"
    FILE = "file"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class ListView:
    """The results: `selected` counts from 0 among those shown so far, `top` is the first on the screen."""

    selected: int = 0
    top: int = 0


@dataclass(frozen=True, slots=True)
class TextView:
    """A text laid out for `width` columns, the line `top` first on the screen. `hit` is the one jumped to, None before.

    `id` is the article's that it is, or that it was opened from; `title` stands at the bottom; it is opened at the
    line that begins with `start`.
    """

    kind: Kind
    id: str
    title: str
    lay: Lay
    start: str = ""
    width: int = 0
    lines: tuple[Line, ...] = ()
    hits: tuple[HitPlace, ...] = ()
    top: int = 0
    hit: int | None = None


View = ListView | TextView


def laid_out(view: TextView, width: int) -> TextView:
    """The view for so many columns; what was at the top of the screen stays there, as nearly as lines allow."""
    if view.width == width:
        return view
    lines = tuple(view.lay(width))
    if view.lines:
        top = view.top * len(lines) // len(view.lines)
    else:
        top = next((at for at, line in enumerate(lines) if view.start and plain(line).startswith(view.start)), 0)
    return replace(view, width=width, lines=lines, hits=tuple(hit_places(lines)), top=top)


def hit_places(lines: Sequence[Line]) -> Iterator[HitPlace]:
    """Where hits begin; one that is broken over lines counts once."""
    running = False
    for number, line in enumerate(lines):
        for piece, (name, text) in enumerate(line):
            hit = HIT in name.split()
            if hit and not running:
                yield number, piece
            # The margin of a line ends no hit that runs on from the line before.
            running = hit or (running and piece == 0 and not text.strip(" │"))
        if not line:
            running = False


def scrolled(view: TextView, by: int, rows: int) -> TextView:
    """The view moved by so many lines, as far as there is text for `rows` of them."""
    return replace(view, top=max(0, min(view.top + by, len(view.lines) - rows)))


def jumped(view: TextView, by: int, rows: int) -> TextView:
    """The view at the next hit (`by` 1) or the one before (-1), round at the ends; itself where it has none.

    The first jump goes to the first hit from the top of the screen on, or the last above it.
    """
    if not view.hits:
        return view
    if view.hit is not None:
        hit = (view.hit + by) % len(view.hits)
    else:
        below = [number for number, (line, _piece) in enumerate(view.hits) if line >= view.top]
        first = below[0] if below else 0
        hit = first if by > 0 else (first - 1) % len(view.hits)
    return at_hit(replace(view, hit=hit), rows)


def at_hit(view: TextView, rows: int) -> TextView:
    """The view scrolled so far that its hit is on the screen, with some lines around it."""
    if view.hit is None or view.hit >= len(view.hits):
        return scrolled(view, 0, rows)
    line = view.hits[view.hit][0]
    margin = min(3, max(rows // 4, 0))
    if view.top + margin <= line < view.top + rows - margin:
        return view
    return scrolled(view, line - rows // 3 - view.top, rows)


def selected(view: ListView, number: int, count: int, rows: int) -> ListView:
    """The list with the result at `number` (from 0, brought within `count`) selected and on the screen."""
    number = max(0, min(number, count - 1))
    top = min(view.top, number)
    top = max(top, number - rows + 1)
    return ListView(number, max(0, min(top, count - rows)) if count > rows else 0)
