"""Articles that are about the same."""

from __future__ import annotations

from collections.abc import Sequence

from searcher.query.evaluate import Evaluator
from searcher.query.scoring import terms_of
from searcher.results.model import Hit, Results
from searcher.store.analyzer import Analyzer
from searcher.store.segment import Segment


class Likeness:
    """Finds articles like one of the index."""

    def __init__(self, segments: Sequence[Segment], analyzer: Analyzer, evaluator: Evaluator) -> None:
        self._segments, self._analyzer, self._evaluator = segments, analyzer, evaluator

    def similar(self, id: str, segment: int, article: int, limit: int, offset: int) -> Results:
        """Articles like the one with this number."""
        stored = self._segments[segment].article(article)
        text = self._analyzer.folder("".join(paragraph.text for paragraph in stored.paragraphs))
        terms = sorted(terms_of(text, self._analyzer), key=lambda t: -self._evaluator.importance(t))[:25]
        best, total = self._evaluator.any_of(terms, limit + offset + len(stored.paragraphs))
        hits = []
        for candidate in best:
            paragraph = self._segments[candidate.segment].paragraph(candidate.document)
            if paragraph.article.id != stored.info.id:
                hits.append(Hit(len(hits) + 1, candidate.score, paragraph, (), (0, len(paragraph.text))))
        return Results(id, total, total, tuple(hits[offset : offset + limit]), 0.0, 0, offset)
