"""Looking at what was found: counts, time, how a query was read, citations. Each takes a desk and a state and gives a
step."""

from __future__ import annotations

import re
from collections.abc import Iterator

from searcher.errors import UsageError
from searcher.i18n import _
from searcher.prompt.desk import Desk, Step
from searcher.prompt.searching import hit_of
from searcher.prompt.state import State
from searcher.results.model import Hit

DEFAULT_FACET = "section"
FACETS = ("section", "byline", "newspaper", "page", "source", "year", "month", "day")
"""What `:facets` counts by."""
PERIODS = ("day", "month", "year")
STYLES = ("gbt7714", "bibtex", "ris", "csl-json")
"""Styles of citation, the usual one first."""
_NUMBERS = re.compile(r"(\d+)(?:\s*[-–—~～至到]\s*(\d+))?")


def facets(desk: Desk, state: State, argument: str) -> Step:
    """What is found, counted by a field. Raises UsageError."""
    from searcher.query.fields import canonical
    from searcher.results.render.counts import render_breakdown

    _asked(state, "facets")
    name = argument.rstrip(":：") or DEFAULT_FACET
    field = canonical(name) or name
    if field not in FACETS:
        raise UsageError(_(":facets takes one of {words}").format(words=", ".join(FACETS)))
    by = "author" if field == "byline" else field
    found = desk.library.index().breakdown(state.query, [by], filters=state.filters, within=state.within)
    return Step(state, render_breakdown(found, desk.style, desk.width))


def timeline(desk: Desk, state: State, argument: str) -> Step:
    """What is found over time. Raises UsageError."""
    from searcher.results.render.counts import render_timeline

    _asked(state, "timeline")
    by = argument or "month"
    if by not in PERIODS:
        raise UsageError(_(":timeline takes one of {words}").format(words=", ".join(PERIODS)))
    found = desk.library.index().timeline([state.query], by, filters=state.filters, within=state.within)
    return Step(state, render_timeline(found, desk.style, desk.width))


def explain(desk: Desk, state: State, argument: str) -> Step:
    """How a query is read, the present one where none is given. Raises QueryError, UsageError."""
    from searcher.results.render.explained import render_explanation

    if not argument:
        _asked(state, "explain")
    return Step(state, render_explanation(desk.library.index().explain(argument or state.query)))


def cite(desk: Desk, state: State, argument: str) -> Step:
    """Citations of shown results. Raises UsageError."""
    words = argument.split()
    styles = [word.lower() for word in words if word.lower() in STYLES]
    asked = [hit for word in words if word.lower() not in STYLES for hit in _hits_of(state, word)]
    if len(styles) > 1 or not asked:
        raise UsageError(
            _(":cite takes numbers of results and perhaps a style, as :cite 2 or :cite 1-3 {style}").format(
                style=STYLES[1]
            )
        )
    return Step(state, _cited(desk, asked, styles[0] if styles else STYLES[0]))


def _cited(desk: Desk, hits: list[Hit], style: str) -> Iterator[str]:
    from searcher.results.citation import citations
    from searcher.results.render.citations import render_citations
    from searcher.results.render.safe import safe

    index = desk.library.index()
    # Whole lines, so that what is copied from the screen has no line ends within.
    return map(safe, render_citations(citations(index.article(hit.id) for hit in hits), style))


def _hits_of(state: State, word: str) -> list[Hit]:
    """The results of a number or a range of numbers."""
    found = _NUMBERS.fullmatch(word)
    if found is None or found[2] is None:
        return [hit_of(state, word, "cite")]
    first, last = int(found[1]), int(found[2])
    if not first <= last <= len(state.hits):
        raise UsageError(_("no results {first} to {last} were shown").format(first=first, last=last))
    return [hit_of(state, str(number), "cite") for number in range(first, last + 1)]


def _asked(state: State, command: str) -> None:
    if state.like:
        raise UsageError(_(":{command} is for what a query finds, not for what is alike").format(command=command))
    if not state.query:
        raise UsageError(_("nothing to look at: type a query first"))
