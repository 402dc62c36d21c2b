"""Asking: queries, narrowing, more results, filters, order, likes. Each takes a desk and a state and gives a step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from searcher.errors import UsageError
from searcher.i18n import _
from searcher.prompt.conditions import conditions, with_conditions, without_field
from searcher.prompt.desk import Browse, Desk, Step
from searcher.prompt.state import State, asking, filtering, had, likening, narrowing, showing, sorting
from searcher.results.model import Hit, Range, Results, Sort, StoredArticle

if TYPE_CHECKING:
    from searcher.index import Index

_ROWS_BESIDE = 3
"""Rows of the screen that the query, the prompt and the toolbar take."""
SORTS = {"date": Sort.NEWEST, "oldest": Sort.OLDEST, "relevance": None}
"""What `:sort` takes."""


def search(desk: Desk, state: State, query: str) -> Step:
    """The first results of a query. Raises QueryError."""
    return answer(desk, asking(state, query))


def narrow(desk: Desk, state: State, query: str) -> Step:
    """The results of a query among the present ones. Raises QueryError, UsageError."""
    if not state.query:
        raise UsageError(_("nothing to search within: type a query first"))
    if not query:
        raise UsageError(_("/ takes what to look for within the results, as /{example}").format(example="长治"))
    return answer(desk, narrowing(state, query))


def more(desk: Desk, state: State, argument: str) -> Step:
    """The next results. Raises UsageError where there are none."""
    if state.results is None:
        raise UsageError(_("nothing to show more of: type a query first"))
    if not state.left:
        raise UsageError(_("that is all: {total} in all").format(total=state.results.total))
    return answer(desk, state)


def sort(desk: Desk, state: State, argument: str) -> Step:
    """Another order. Raises UsageError."""
    wanted = SORTS.get(argument)
    if argument not in SORTS:
        raise UsageError(_(":sort takes one of {words}").format(words=", ".join(SORTS)))
    if state.like:
        raise UsageError(_("what is alike comes the nearest first; it has no other order"))
    if not state.asked:
        told = {Sort.NEWEST: _("the newest first, from now on"), Sort.OLDEST: _("the oldest first, from now on")}
        return Step(sorting(state, wanted), iter([told[wanted] if wanted else _("the best first, from now on")]))
    return _again(desk, sorting(state, wanted))


def filter(desk: Desk, state: State, argument: str) -> Step:
    """Add filters, or list those in force. Raises QueryError, UsageError."""
    if not argument:
        return Step(state, _in_force(desk, state))
    return _again(desk, filtering(state, with_conditions(state.conditions, conditions(argument))))


def clear(desk: Desk, state: State, argument: str) -> Step:
    """Drop all filters, or the one of a field. Raises UsageError."""
    if not state.conditions:
        raise UsageError(_("no filter is in force"))
    return _again(desk, filtering(state, without_field(state.conditions, argument.rstrip(":：")) if argument else ()))


def similar(desk: Desk, state: State, argument: str) -> Step:
    """Articles like that of a result. Raises UsageError."""
    return answer(desk, likening(state, hit_of(state, argument, "similar").id))


def browse(desk: Desk, state: State, argument: str) -> Step:
    """The results on the whole screen, where there is one. Raises UsageError."""
    if not state.hits:
        raise UsageError(_("nothing to browse: type a query first"))
    number = hit_of(state, argument, "browse").rank if argument else state.hits[0].rank
    return Step(state, _no_screen(desk), browse=Browse(number))


def open_result(desk: Desk, state: State, number: int) -> Step:
    """The article of a shown result, its hits set apart."""
    hit = state.hit(number)
    if hit is None:
        raise UsageError(
            _('result {number} is not shown yet (:more); to search for the number: "{number}"').format(number=number)
        )
    return Step(state, read(desk, state, hit), browse=Browse(number, opened=True))


def show(desk: Desk, state: State, argument: str) -> Step:
    """The same in lines. Raises UsageError."""
    return Step(state, read(desk, state, hit_of(state, argument, "show")))


def read(desk: Desk, state: State, hit: Hit) -> Iterator[str]:
    """The lines of a hit's article."""
    from searcher.results.render.article import render_article

    index = desk.library.index()
    article = index.article(hit.id)
    marks = highlights_of(index, state, article)
    yield from render_article(article, desk.style, desk.width, asked=hit.id, highlights=marks)


def highlights_of(index: Index, state: State, article: StoredArticle) -> dict[str, tuple[Range, ...]]:
    """What to set apart in an article of all that was asked: ranges by paragraph id, by the article's own id those of
    its headline."""
    found: dict[str, tuple[Range, ...]] = {}
    for query in state.queries:
        for id, ranges in index.highlights(query, article).items():
            found[id] = joined((*found.get(id, ()), *ranges))
    return found


def joined(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    """Ranges in order, those that overlap or touch made one."""
    made: list[Range] = []
    for start, end in sorted(ranges):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return tuple(made)


def hit_of(state: State, argument: str, command: str) -> Hit:
    """The shown result that an argument names. Raises UsageError."""
    if not argument.isdecimal():
        raise UsageError(_(":{command} takes the number of a result, as :{command} 2").format(command=command))
    hit = state.hit(int(argument))
    if hit is None:
        raise UsageError(_("no result {number} was shown").format(number=argument))
    return hit


def answer(desk: Desk, state: State) -> Step:
    """The next results of a state's question: as many as there is room for."""
    results = fetch(desk, state, state.shown, desk.options.limit)
    state = had(replace(state, hits=state.hits[: state.shown]), results.hits)
    shown = fitting(desk, results)
    return Step(showing(state, shown), render(desk, state, shown))


def fetch(desk: Desk, state: State, offset: int, limit: int) -> Results:
    """A page of the results of a state's question. Raises QueryError, SearcherError."""
    index = desk.library.index()
    if state.like:
        return index.similar(state.like, limit=limit, offset=offset)
    return index.search(
        state.query,
        limit=limit,
        offset=offset,
        filters=state.filters,
        sort=state.sort or Sort.RELEVANCE,
        within=state.within,
        suggest=True,
    )


def fitting(desk: Desk, results: Results) -> Results:
    """The results, or their beginning, as far as the screen has room; one at least."""
    env = desk.settings.env
    if not (desk.options.fit and env.stdout_isatty and results.hits):
        return results
    room = env.height - _ROWS_BESIDE
    for count in range(len(results.hits), 1, -1):
        fewer = replace(results, hits=results.hits[:count])
        if sum(1 for _line in _laid_out(desk, fewer)) <= room:
            return fewer
    return replace(results, hits=results.hits[:1])


def again(desk: Desk, state: State) -> Iterator[str]:
    """The lines of results that were had before, those shown last."""
    if state.results is None:
        return iter(())
    return render(desk, state, state.results)


def render(desk: Desk, state: State, results: Results) -> Iterator[str]:
    """Results as lines, with what they are results of where the query does not say."""
    lines = _laid_out(desk, results) if results.hits else _nothing(desk, state, results)
    if state.like and state.conditions:
        return chain([_("Filters have no effect on what is alike.")], lines)
    return lines


def _laid_out(desk: Desk, results: Results) -> Iterator[str]:
    from searcher.results.render.formats import View
    from searcher.results.render.text import render_results

    left = results.total - results.offset - len(results.hits)
    next = _(":more shows more ({left} left)").format(left=left) if left else _("a number reads that article")
    return render_results(results, results.hits, View(desk.style, desk.width, numbered=True, next=next))


def _nothing(desk: Desk, state: State, results: Results) -> Iterator[str]:
    from searcher.results.render.layout import measure
    from searcher.results.render.remarks import did_you_mean
    from searcher.results.render.safe import safe

    width = measure(desk.width)
    if state.like:
        yield from desk.style.lines(_("Nothing is like {id}.").format(id=safe(state.like)), width)
        return
    queries = " / ".join(state.queries)
    yield from desk.style.lines(_("Nothing found for {query}.").format(query=safe(queries)), width)
    for note in results.notes:
        yield from desk.style.lines(safe(note), width, desk.style.quiet)
    for sentence in did_you_mean(results):
        yield from desk.style.lines(safe(sentence), width, desk.style.quiet)
    if state.conditions:
        shown = safe(" ".join(condition.text for condition in state.conditions))
        yield from desk.style.lines(
            _("The filters {filters} are in force; :clear drops them.").format(filters=shown), width, desk.style.quiet
        )


def _again(desk: Desk, state: State) -> Step:
    """The question of a changed state asked again, where there is one."""
    return answer(desk, state) if state.asked else Step(state, _in_force(desk, state))


def _in_force(desk: Desk, state: State) -> Iterator[str]:
    from searcher.results.render.safe import safe

    if not state.conditions:
        yield _("no filter is in force")
    for condition in state.conditions:
        yield safe(condition.text)


def _no_screen(desk: Desk) -> Iterator[str]:
    yield _("this terminal has no whole screen to browse on; a number reads that article")
