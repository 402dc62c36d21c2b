"""Searching within results: a query narrows what earlier ones found, exactly, and says so where nothing is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from searcher.i18n import _
from searcher.query.answer import Answerer
from searcher.query.found import Answer
from searcher.results.model import Filters


def answer_within(answerer: Answerer, query: str, filters: Filters, within: Sequence[str] = ()) -> Answer:
    """What `query` finds; within earlier queries, what the first finds and every further one matches.

    The first may be relaxed, as any search; those that narrow it are not. Raises QueryError.
    """
    queries = (*within, query)
    nodes = [answerer.read(text) for text in queries]
    answer = answerer.answer(nodes[0], filters)
    for number in range(1, len(queries)):
        before = answer.total
        answer = answerer.narrowed(answer, nodes[number])
        if before and not answer.total:
            return replace(answer, notes=(*answer.notes, _nothing_left(queries[:number], queries[number], before)))
    return answer


def _nothing_left(earlier: Sequence[str], query: str, before: int) -> str:
    return _(
        "Of the {count} paragraphs found for {earlier} none matches {query}; a search within results is exact."
    ).format(count=before, earlier=" › ".join(earlier), query=query)
