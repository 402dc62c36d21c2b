"""From ranked candidates to hits: text, ranges, passage, and how much of its article matches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from searcher.query.answer import Answer
from searcher.query.nodes import Node
from searcher.query.ranking import Candidate
from searcher.results.model import Hit, StoredParagraph
from searcher.results.passages import Highlighter, passage, word_ends
from searcher.store.analyzer import Analyzer
from searcher.store.originals import OriginalText
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

    Paragraphs are read some at a time, as hits are taken.
    """
    highlighter = Highlighter(node, analyzer)
    of_headline = Highlighter(node, analyzer, "headline")
    ends = word_ends(analyzer)
    rank = offset
    for start in range(0, len(candidates), _BATCH):
        batch = candidates[start : start + _BATCH]
        found = zip(batch, _paragraphs(batch, segments), _hits_of_articles(batch, answer, segments), strict=True)
        for candidate, (paragraph, original), of_article in found:
            rank += 1
            ranges = highlighter.of_original(original)
            yield Hit(
                rank,
                candidate.score,
                paragraph,
                ranges,
                passage(paragraph.text, ranges, ends),
                of_headline(paragraph.article.headline or ""),
                of_article,
            )


def _by_segment(candidates: Sequence[Candidate]) -> dict[int, list[int]]:
    """The places of the candidates of each segment."""
    places: dict[int, list[int]] = {}
    for place, candidate in enumerate(candidates):
        places.setdefault(candidate.segment, []).append(place)
    return places


def _paragraphs(
    candidates: Sequence[Candidate], segments: Sequence[Segment]
) -> Sequence[tuple[StoredParagraph, OriginalText]]:
    """The paragraph of each candidate; those of one segment are read together."""
    found: dict[int, tuple[StoredParagraph, OriginalText]] = {}
    for number, places in _by_segment(candidates).items():
        read = segments[number].paragraphs([candidates[place].document for place in places])
        found.update(zip(places, read, strict=True))
    return [found[place] for place in range(len(candidates))]


def _hits_of_articles(candidates: Sequence[Candidate], answer: Answer, segments: Sequence[Segment]) -> list[int]:
    """How many paragraphs of each candidate's article match."""
    counts = [1] * len(candidates)
    for number, places in _by_segment(candidates).items():
        segment, matching = segments[number], answer.found[number].matching
        articles = segment.articles_of(np.array([candidates[place].document for place in places]))
        found = matching.searchsorted(segment.first[articles + 1]) - matching.searchsorted(segment.first[articles])
        for place, count in zip(places, found.tolist(), strict=True):
            counts[place] = count
    return counts
