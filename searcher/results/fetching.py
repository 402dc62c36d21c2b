"""From ranked candidates to hits: text, ranges, passage, and how much of its article matches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from searcher.query.answer import Answer
from searcher.query.nodes import Node
from searcher.query.ranking import Candidate
from searcher.results.model import Hit
from searcher.results.passages import Highlighter, passage
from searcher.store.analyzer import Analyzer
from searcher.store.segment import Segment

_BATCH = 256
"""Hits whose articles are counted in one go."""


def fetch_hits(
    candidates: Sequence[Candidate],
    node: Node,
    answer: Answer,
    segments: Sequence[Segment],
    analyzer: Analyzer,
    offset: int = 0,
) -> Iterator[Hit]:
    """The hits of `candidates` (which answer `node`) one at a time, ranked from `offset` + 1 on.

    A paragraph is read when its hit is taken.
    """
    highlighter = Highlighter(node, analyzer)
    of_headline = Highlighter(node, analyzer, "headline")
    rank = offset
    for start in range(0, len(candidates), _BATCH):
        batch = candidates[start : start + _BATCH]
        for candidate, of_article in zip(batch, _hits_of_articles(batch, answer, segments), strict=True):
            rank += 1
            paragraph, coded = segments[candidate.segment].hit(candidate.document)
            ranges = highlighter(paragraph.text, coded)
            yield Hit(
                rank,
                candidate.score,
                paragraph,
                ranges,
                passage(paragraph.text, ranges),
                of_headline(paragraph.article.headline or ""),
                of_article,
            )


def _hits_of_articles(candidates: Sequence[Candidate], answer: Answer, segments: Sequence[Segment]) -> list[int]:
    """How many paragraphs of each candidate's article match."""
    counts = [1] * len(candidates)
    for number in {candidate.segment for candidate in candidates}:
        segment, matching = segments[number], answer.found[number].matching
        places = [place for place, candidate in enumerate(candidates) if candidate.segment == number]
        articles = segment.articles_of(np.array([candidates[place].document for place in places]))
        first, last = segment.first[articles], segment.first[articles + 1]
        found = np.searchsorted(matching, last) - np.searchsorted(matching, first)
        for place, count in zip(places, found.tolist(), strict=True):
            counts[place] = count
    return counts
