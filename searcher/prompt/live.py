"""Counting and the first headlines while one types: on a thread, a short rest after the last key, the newest query
only."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from searcher.errors import QueryError, SearcherError
from searcher.i18n import _
from searcher.prompt.lines import HIT, QUIET, STRONG, Line, cut
from searcher.prompt.state import State, asking, narrowing
from searcher.prompt.titles import title_of
from searcher.results.model import Hit, Results, Sort
from searcher.results.render.columns import columns
from searcher.results.render.heading import BETWEEN, page_name
from searcher.results.render.safe import safe
from searcher.results.render.text import totals

if TYPE_CHECKING:
    from searcher.index import Index

REST = 0.08
"""Seconds without a key after which a query is asked."""
HEADLINES = 3
_FETCHED = 10


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What was found for a line while it was typed: how many, and the best hits of the first articles; `problem` where
    it cannot be read (yet)."""

    typed: str
    results: Results | None = None
    hits: tuple[Hit, ...] = ()
    problem: str = ""


def question(line: str, state: State) -> State | None:
    """What a line would ask from a state; None for a command, or nothing."""
    typed = line.strip()
    if not typed or typed[0] in ":：":
        return None
    if typed[0] in "/／":
        rest = typed[1:].strip()
        return narrowing(state, rest) if rest and state.query else None
    return asking(state, typed)


def glimpse(index: Index, line: str, state: State) -> Glimpse | None:
    """What a line would find. A number is that of a shown result, and its article is all that is shown."""
    typed = line.strip()
    if typed.isdecimal() and (hit := state.hit(int(typed))):
        return Glimpse(line, None, (hit,))
    asked = question(line, state)
    if asked is None:
        return None
    try:
        results = index.search(
            asked.query, limit=_FETCHED, filters=asked.filters, sort=asked.sort or Sort.RELEVANCE, within=asked.within
        )
    except QueryError as error:
        return Glimpse(line, problem=str(error))
    articles: dict[str, Hit] = {}
    for hit in results.hits:
        articles.setdefault(hit.article.id, hit)
    return Glimpse(line, results, tuple(articles.values())[:HEADLINES])


def render_glimpse(glimpse: Glimpse, width: int, rows: int) -> list[Line]:
    """The count and a headline a line, in `rows` lines of `width` columns at most."""
    lines: list[Line] = []
    if glimpse.problem:
        lines.append(((QUIET, f"… {safe(glimpse.problem)}"),))
    elif glimpse.results is not None:
        lines.append(((STRONG, totals(glimpse.results)),))
    lines += [_headline(hit, width) for hit in glimpse.hits]
    return [cut(line, width) for line in lines[:rows]]


def _headline(hit: Hit, width: int) -> Line:
    """The headline, cut so that date and page stand behind it where there is room for them."""
    info = hit.article
    text, marks = title_of(hit)
    line: list[tuple[str, str]] = [("", "  ")]
    done = 0
    for start, end in marks:
        line += [("", text[done:start]), (HIT, text[start:end])]
        done = end
    line.append(("", text[done:]))
    places = safe("".join(f"{BETWEEN}{place}" for place in (info.date, page_name(info.page)) if place))
    head = tuple(piece for piece in line if piece[1])
    if columns(places) > width // 2:
        return head
    return (*cut(head, width - columns(places)), (QUIET, places))


class Live:
    """A thread that looks at the newest line that was typed, and no other. Typing never waits for it."""

    def __init__(
        self, reading: Callable[[], AbstractContextManager[Index]], notify: Callable[[], None], rest: float = REST
    ) -> None:
        self._reading, self._notify, self._rest = reading, notify, rest
        self._changed = threading.Condition()
        self._wanted: tuple[str, State] | None = None
        self._number = 0
        self._leaving = False
        self._thread: threading.Thread | None = None
        self.glimpse: Glimpse | None = None
        """What was found last; replaced as a whole."""

    def typed(self, line: str, state: State) -> None:
        """The line is so now. What it finds replaces `glimpse` after a while, unless it is typed on."""
        asks = question(line, state) is not None
        with self._changed:
            self._number += 1
            self._wanted = (line, state) if asks else None
            if not asks:
                self.glimpse = None
            self._changed.notify()
        if asks and self._thread is None:
            self._thread = threading.Thread(target=self._look, name="live", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End the thread; it may be in the midst of a query, and as a daemon does not keep the program."""
        with self._changed:
            self._leaving = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout=0.2)

    def _look(self) -> None:
        while (taken := self._take()) is not None:
            number, line, state = taken
            found = self._found(line, state)
            with self._changed:
                newest = self._number == number
                if newest:
                    self.glimpse = found
            if newest:
                self._notify()

    def _take(self) -> tuple[int, str, State] | None:
        """The newest line once no key has come for a while, with its number; None at the end."""
        with self._changed:
            while True:
                self._changed.wait_for(lambda: self._leaving or self._wanted is not None)
                number = self._number
                while self._changed.wait(self._rest) and not self._leaving:
                    number = self._number
                if self._leaving:
                    return None
                wanted, self._wanted = self._wanted, None
                if wanted is not None:
                    return number, *wanted

    def _found(self, line: str, state: State) -> Glimpse | None:
        try:
            with self._reading() as index:
                return glimpse(index, line, state)
        except SearcherError:
            return None
        except Exception as error:  # It is told when the query is asked; here it only must not end the thread.
            return Glimpse(line, problem=_("cannot look now: {error}").format(error=error))
