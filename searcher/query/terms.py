"""The terms of an index."""

from __future__ import annotations

from collections.abc import Sequence

from searcher.results.model import TermCount
from searcher.store.analyzer import Analyzer
from searcher.store.segment import Segment


class Vocabulary:
    """The terms of the texts of all segments."""

    def __init__(self, segments: Sequence[Segment], analyzer: Analyzer) -> None:
        self._segments, self._analyzer = segments, analyzer

    def starting(self, prefix: str, limit: int) -> tuple[TermCount, ...]:
        """The terms that begin with `prefix`, folded."""
        folded = self._analyzer.folder(prefix)
        counts = {
            word: sum(len(segment.field("text").exact(word)) for segment in self._segments)
            for segment in self._segments
            for word in segment.field("text").words()
            if word.startswith(folded)
        }
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return tuple(TermCount(*item) for item in ranked[:limit])
