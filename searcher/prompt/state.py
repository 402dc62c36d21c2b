"""Where a session stands: what was asked, narrowed and filtered, and what of it was shown. States are frozen; commands
make new ones, so that going back is taking an earlier one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from searcher.prompt.conditions import Condition, filters_of

if TYPE_CHECKING:
    from searcher.results.model import Filters, Hit, Results, Sort


@dataclass(frozen=True, slots=True)
class State:
    """A question and its answer, as far as it was had.

    `query` is what was asked last, empty before the first; `within` the earlier queries that it narrows. `like` is the
    id of the paragraph whose likes are found instead, else None; `sort` the order, None for best first. `results` is
    the page of results that was shown last, `hits` are those had so far, by rank from 1 on, of which `shown` were
    shown in lines.
    """

    query: str = ""
    within: tuple[str, ...] = ()
    like: str | None = None
    conditions: tuple[Condition, ...] = ()
    sort: Sort | None = None
    results: Results | None = None
    hits: tuple[Hit, ...] = ()
    shown: int = 0

    @property
    def asked(self) -> bool:
        """Whether there is a question."""
        return bool(self.query or self.like)

    @property
    def filters(self) -> Filters:
        """The conditions as the library takes them."""
        return filters_of(self.conditions)

    @property
    def question(self) -> tuple[object, ...]:
        """What the results depend on."""
        return self.query, self.within, self.like, self.conditions, self.sort

    @property
    def queries(self) -> tuple[str, ...]:
        """The query and what it narrows, the first first."""
        return (*self.within, self.query) if self.query else ()

    @property
    def left(self) -> int:
        """How many results were not shown yet."""
        return self.total - self.shown

    @property
    def total(self) -> int:
        """How many results there are."""
        return self.results.total if self.results else 0

    def hit(self, number: int) -> Hit | None:
        """The result with this number, where it was had."""
        return self.hits[number - 1] if 0 < number <= len(self.hits) else None


def asking(state: State, query: str) -> State:
    """A new query; filters and order stay."""
    return State(query, conditions=state.conditions, sort=state.sort)


def narrowing(state: State, query: str) -> State:
    """A query within what the present ones find."""
    return State(query, (*state.within, state.query), None, state.conditions, state.sort)


def likening(state: State, id: str) -> State:
    """What is like the article of this id."""
    return State("", like=id, conditions=state.conditions, sort=state.sort)


def filtering(state: State, conditions: Iterable[Condition]) -> State:
    """The same question under these filters."""
    return replace(state, conditions=tuple(conditions), results=None, hits=(), shown=0)


def sorting(state: State, sort: Sort | None) -> State:
    """The same question in another order."""
    return replace(state, sort=sort, results=None, hits=(), shown=0)


def had(state: State, hits: Iterable[Hit]) -> State:
    """The state with further results, none of them shown in lines."""
    return replace(state, hits=(*state.hits, *hits))


def showing(state: State, results: Results) -> State:
    """The state after the next of its results were shown: `results`, which begin where those shown before ended."""
    return replace(state, results=results, shown=state.shown + len(results.hits))
