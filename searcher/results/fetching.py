"""From ranked candidates to hits: text, ranges, passage, and how much of its article matches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from searcher.query.found import Answer
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
        for candidate, (paragraph, original, of_article) in zip(batch, _read(batch, answer, segments), strict=True):
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


def _read(
    candidates: Sequence[Candidate], answer: Answer, segments: Sequence[Segment]
) -> Iterator[tuple[StoredParagraph, OriginalText, int]]:
    """The paragraph of each candidate, and how many of its article match; those of one segment are read together."""
    places: dict[int, list[int]] = {}
    for place, candidate in enumerate(candidates):
        places.setdefault(candidate.segment, []).append(place)
    found: dict[int, tuple[StoredParagraph, OriginalText, int]] = {}
    for number, here in places.items():
        segment, matching = segments[number], answer.found[number].matching
        documents = [candidates[place].document for place in here]
        articles = segment.articles_of(np.array(documents))
        first, end = segment.first[articles], segment.first[articles + 1]
        counts = (matching.searchsorted(end) - matching.searchsorted(first)).tolist()
        for place, (paragraph, text), count in zip(
            here, segment.paragraphs(documents, articles.tolist()), counts, strict=True
        ):
            found[place] = paragraph, text, count
    return map(found.__getitem__, range(len(candidates)))
