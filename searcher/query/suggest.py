"""What may have been meant by a query of which little is found: its parts mended, the rest as it was typed.

Parts are plain groups, phrases and sides of NEAR that are asked of the text or of headlines and not excluded. Only
those are mended that are found in next to no paragraph as they stand; numbers are taken as meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from searcher.errors import QueryError
from searcher.query.doubt import LETTERS, Doubt, asked_parts, ideographs
from searcher.query.english import helping_groups
from searcher.query.nodes import Exact, Words
from searcher.query.parse import parse
from searcher.query.questions import only_asks, without_asking
from searcher.query.spelling import Mend, Spelling
from searcher.query.terms import Vocabulary
from searcher.results.model import Suggestion

SUGGESTIONS = 3
"""At most so many are made."""
_ESCAPED = re.compile(r"\\?(.)", re.DOTALL)


class _Run(NamedTuple):
    """A run of a part with the mends of it; characters [start, end) of the query."""

    start: int
    end: int
    mends: Sequence[Mend]


class Speller:
    """Mends queries by the terms of an index."""

    def __init__(self, vocabulary: Vocabulary, doubt: Doubt) -> None:
        self._fold = vocabulary.analyzer.folder
        self._doubt = doubt
        self._spelling = Spelling(vocabulary)

    def suggest(self, query: str, total: Callable[[str], int]) -> tuple[Suggestion, ...]:
        """What may have been meant, the likeliest first; `total` tells how many paragraphs a whole query finds.

        Raises QueryError where `query` cannot be read.
        """
        parts = asked_parts(parse(query))
        helping = helping_groups([part for part, field in parts if isinstance(part, Words) and not field])
        runs = [run for part, field in parts if part.span not in helping for run in self._mended(query, part, field)]
        found: dict[str, Suggestion] = {}
        for chosen in _choices(runs):
            suggestion = _applied(query, runs, chosen)
            if suggestion.query not in found and len(found) < SUGGESTIONS:
                try:
                    count = total(suggestion.query)
                except QueryError:
                    # A mended part may read as an operator, or make the query too long.
                    continue
                if count:
                    found[suggestion.query] = Suggestion(suggestion.query, suggestion.mended, count)
        return tuple(found.values())

    def _mended(self, query: str, part: Words | Exact, field: str | None) -> list[_Run]:
        """The runs of a part that something likelier than what was typed is known for."""
        places = _places(query, part)
        if places is None or not self._doubt.unlikely(part, field):
            return []
        form = self._fold.with_offsets(part.text)
        if only_asks(form.text):
            return []
        runs = []
        for expression, mend in ((ideographs(), self._spelling.ideographs), (LETTERS, self._spelling.letters)):
            for match in expression.finditer(without_asking(form.text)):
                start, end = form.original(*match.span())
                # Of several runs of a part one may be all that is amiss.
                if not self._spelling.common(match[0]) and (mends := mend(match[0])):
                    runs.append(_Run(places[start], places[end - 1] + 1, mends))
        return sorted(runs, key=lambda run: run.start)


def _places(query: str, part: Words | Exact) -> list[int] | None:
    """Where each character of a part's text stands in the query, behind its quote and escapes."""
    start, end = part.span
    for first in (start, start + 1):
        places: list[int] = []
        text: list[str] = []
        for found in _ESCAPED.finditer(query, first, end):
            if len(text) == len(part.text):
                break
            places.append(found.start(1))
            text.append(found[1])
        if "".join(text) == part.text:
            return places
    return None


def _choices(runs: Sequence[_Run]) -> Iterator[tuple[int, ...]]:
    """Which mend of each run to take: the best of each first, then in one run the next ones."""
    if not runs:
        return
    best = (0,) * len(runs)
    yield best
    others = [
        (mend.cost - run.mends[0].cost, number, place)
        for number, run in enumerate(runs)
        for place, mend in enumerate(run.mends)
        if place
    ]
    for _, number, place in sorted(others):
        yield (*best[:number], place, *best[number + 1 :])


def _applied(query: str, runs: Sequence[_Run], chosen: Sequence[int]) -> Suggestion:
    """The query with its runs replaced; how much it finds is not known yet."""
    pieces, mended, done = [], [], 0
    for run, place in zip(runs, chosen, strict=True):
        meant = run.mends[place].text
        pieces += [query[done : run.start], meant]
        mended.append((query[run.start : run.end], meant))
        done = run.end
    return Suggestion("".join([*pieces, query[done:]]), tuple(mended), 0)
