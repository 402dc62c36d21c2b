"""A view drawn for a screen of so many columns and rows: exactly that many lines, each exactly that wide."""

from __future__ import annotations

from searcher.i18n import _
from searcher.prompt.lines import HIT, QUIET, STRONG, Line, beside, classed, cut, padded, wide
from searcher.prompt.marked import pieces
from searcher.prompt.state import State
from searcher.prompt.titles import title_of
from searcher.prompt.views import Kind, ListView, TextView, View
from searcher.results.model import Hit
from searcher.results.render.columns import columns
from searcher.results.render.heading import BETWEEN, render_heading
from searcher.results.render.layout import measure
from searcher.results.render.safe import safe
from searcher.results.render.style import Style
from searcher.results.render.text import passage_of

SIDE_BY_SIDE = 100
"""Columns from which the list and the preview stand side by side."""
_WIDEST_LIST = 56
_DATED = 44
_SHORTEST_TITLE = 20
SELECTED, CURRENT, BAR = "selected", "current", "bar"
"""Classes of the selected result, of the hit that was jumped to, of the line at the bottom."""


def list_rows(width: int, height: int) -> int:
    """How many results the list has room for."""
    return max(height - 1, 1) if width >= SIDE_BY_SIDE else max((height - 2) * 2 // 5, 1)


def text_rows(height: int) -> int:
    """How many lines of a text there is room for."""
    return max(height - 1, 1)


def draw(view: View, state: State, style: Style, width: int, height: int, message: str = "") -> list[Line]:
    """The screen; `message` stands at the bottom instead of what can be done."""
    if isinstance(view, ListView):
        lines = _list(view, state, style, width, height)
        bar = _bar(_list_title(view, state), message or _list_keys(), width)
    else:
        lines = _text(view, height)
        bar = _bar(_text_title(view, height), message or _text_keys(view), width)
    rows = max(height - 1, 0)
    body = [padded(line, width) for line in lines[:rows]]
    body += [padded((), width)] * (rows - len(body))
    return [*body, classed(bar, BAR)][:height] if height else []


def _list(view: ListView, state: State, style: Style, width: int, height: int) -> list[Line]:
    rows = list_rows(width, height)
    hits = state.hits[view.top : view.top + rows]
    chosen = state.hits[view.selected] if view.selected < len(state.hits) else None
    if width >= SIDE_BY_SIDE:
        room = min(width * 2 // 5, _WIDEST_LIST)
        left = [_row(hit, hit is chosen, room) for hit in hits]
        right = preview(chosen, style, width - room - 3) if chosen else []
        return beside(left + [()] * (rows - len(left)), right[:rows], room, (QUIET, " │ "))
    rule: Line = ((QUIET, "─" * width),)
    list_lines = [_row(hit, hit is chosen, width) for hit in hits]
    return [*list_lines, *[()] * (rows - len(list_lines)), rule, *(preview(chosen, style, width) if chosen else [])]


def _row(hit: Hit, chosen: bool, width: int) -> Line:
    """One result in one line: its number, its headline, and its date where there is room."""
    info = hit.article
    sign = "▶" if chosen else " "
    head: list[tuple[str, str]] = [(QUIET, f"{sign}{hit.rank:>3} ")]
    headline, marks = title_of(hit)
    done = 0
    for start, end in marks:
        head += [("", headline[done:start]), (HIT, headline[start:end])]
        done = end
    head.append(("", headline[done:]))
    date = f"  {safe(info.date)}" if info.date and width >= _DATED else ""
    line = padded(tuple(piece for piece in head if piece[1]), width - columns(date))
    line = (*line, (QUIET, date)) if date else line
    return classed(line, SELECTED) if chosen else line


def preview(hit: Hit, style: Style, width: int) -> list[Line]:
    """The heading of a hit's article and its passage."""
    room = measure(min(width, 80))
    text, marks = passage_of(hit)
    lines = [
        *render_heading(hit.article, style, room, hit.headline_highlights),
        "",
        *style.lines(text, room, "", marks),
        "",
        style.paint(safe(hit.id), style.quiet),
    ]
    return list(pieces(lines))


def _text(view: TextView, height: int) -> list[Line]:
    shown = list(view.lines[view.top : view.top + text_rows(height)])
    if view.hit is not None and view.hit < len(view.hits):
        number, piece = view.hits[view.hit]
        if view.top <= number < view.top + len(shown):
            shown[number - view.top] = _with_current(shown[number - view.top], piece)
    return shown


def _with_current(line: Line, piece: int) -> Line:
    name, text = line[piece]
    return (*line[:piece], (f"{name} {CURRENT}", text), *line[piece + 1 :])


def _bar(title: str, keys: str, width: int) -> Line:
    """Where one is at the left, what can be done at the right, or only how to ask for it, as there is room."""
    for right in (f"{keys} ", f"{_('? keys')} "):
        left = cut(((STRONG, f" {title}"),), max(width - columns(right) - 2, 0))
        if wide(left) > min(columns(title), _SHORTEST_TITLE):
            return (*padded(left, width - columns(right)), ("", right))
    return padded(((STRONG, f" {title}"),), width)


def _list_title(view: ListView, state: State) -> str:
    return _("{number} of {total}").format(number=f"{view.selected + 1:,}", total=f"{state.total:,}")


def _text_title(view: TextView, height: int) -> str:
    parts = [view.title]
    if view.hits:
        at = view.hit + 1 if view.hit is not None else 0
        parts.insert(0, _("hit {number} of {total}").format(number=at, total=len(view.hits)) if at else _hits(view))
    last = view.top + text_rows(height)
    if len(view.lines) > text_rows(height):
        parts.append(f"{min(100 * last // len(view.lines), 100)}%")
    return BETWEEN.join(parts)


def _hits(view: TextView) -> str:
    from searcher.i18n import ngettext

    return ngettext("{total} hit", "{total} hits", len(view.hits)).format(total=len(view.hits))


def _list_keys() -> str:
    return _("Enter opens · p page · / within · q back · ? keys")


def _text_keys(view: TextView) -> str:
    if view.kind is Kind.ARTICLE:
        return _("n N hits · [ ] articles · p page · q back · ? keys")
    if view.kind is Kind.PAGE:
        return _("p file · q back · ? keys")
    return _("q back")
