"""Ranking: the best k of the paragraphs that match, over all segments, with exact counts.

Order: score, highest first; then the newer issue; then the place in the corpus (path, then order in the file). So the
order does not depend on how the index came about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.query import scoring
from searcher.query.scoring import Term
from searcher.store.field_reader import Documents, Field, Postings
from searcher.store.segment import Segment

Scores = npt.NDArray[np.float32]
# A term whose postings are so many times the documents to score is looked up by binary search instead.
_LOOKUP = 16


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of all living paragraphs of all segments: how many, and their mean length."""

    documents: int
    mean_length: float


class SegmentScorer:
    """Scores paragraphs of one segment."""

    def __init__(self, field: Field, statistics: Statistics) -> None:
        self._field = field
        lengths = field.lengths.astype(np.float32)
        mean = max(statistics.mean_length, 1.0)
        self._norm = (scoring.K1 * (1 - scoring.B + scoring.B * lengths / mean)).astype(np.float32)
        self._accumulator = np.zeros(field.documents, np.float32)

    def postings(self, term: Term) -> Postings | None:
        """Postings of a term."""
        return self._field.gram(term.text) if term.kind == "gram" else self._field.word(term.text)

    def impacts(self, found: Postings, factor: float) -> Scores:
        """What a term adds to each of its documents, shape (n,); `factor`: its weight times its idf."""
        frequencies = found.all_frequencies()
        scores: Scores = frequencies / (frequencies + self._norm[found.documents])
        scores *= np.float32(factor * (scoring.K1 + 1))
        return scores

    def score(self, documents: Documents, terms: Sequence[tuple[Term, float]]) -> Scores:
        """Scores of ascending `documents` for terms with their factors, shape (n,)."""
        total = np.zeros(len(documents), np.float32)
        for term, factor in terms:
            found = self.postings(term)
            if found is None or not len(found.documents):
                continue
            if len(documents) * _LOOKUP < len(found.documents):
                places = np.minimum(found.documents.searchsorted(documents), len(found.documents) - 1)
                hit = found.documents[places] == documents
                places = places[hit]
                tf = np.ones(len(places), np.float32)
                if found.places is not None and found.frequencies is not None and len(places):
                    at = np.minimum(found.places.searchsorted(places), len(found.places) - 1)
                    again = found.places[at] == places
                    tf[again] = found.frequencies[at[again]]
                total[hit] += tf / (tf + self._norm[documents[hit]]) * np.float32(factor * (scoring.K1 + 1))
            else:
                self._accumulator[found.documents] = self.impacts(found, factor)
                total += self._accumulator[documents]
                self._accumulator[found.documents] = 0
        return total


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paragraph with its score: `segment` is a number, `document` a number in that segment."""

    score: float
    segment: int
    document: int


def best(segments: Sequence[Segment], found: Sequence[tuple[Documents, Scores]], wanted: int) -> list[Candidate]:
    """The `wanted` best of the scored documents of all segments, in order."""
    if wanted <= 0:
        return []
    rows: list[tuple[Any, ...]] = []
    for number, (segment, (documents, scores)) in enumerate(zip(segments, found, strict=True)):
        chosen = top(documents, scores, wanted, segment)
        rows.extend(_row(segment, number, int(documents[i]), float(scores[i])) for i in chosen.tolist())
    rows.sort()
    return [Candidate(-row[0], row[-2], row[-1]) for row in rows[:wanted]]


def top(documents: Documents, scores: Scores, wanted: int, segment: Segment) -> npt.NDArray[np.intp]:
    """Places of the `wanted` best scores of one segment and of all that might tie with the last of them."""
    if len(scores) <= wanted:
        return np.arange(len(scores))
    threshold = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
    chosen = np.flatnonzero(scores >= threshold)
    if len(chosen) <= 4 * wanted:
        return chosen
    # Many ties, as in short notices that are all alike: let only the newest and first of them through.
    above = chosen[scores[chosen] > threshold]
    tied = chosen[scores[chosen] == threshold]
    articles = segment.articles_of(documents[tied])
    dates = segment.dates[articles]
    paths = np.argsort(np.argsort([entry.path for entry in segment.files]))[segment.column("file")[articles]]
    order = np.lexsort((documents[tied], paths, -dates.astype(np.int64)))
    return np.concatenate([above, tied[order[:wanted]]])


def _row(segment: Segment, number: int, document: int, score: float) -> tuple[Any, ...]:
    article = int(segment.articles_of(np.array([document]))[0])
    file = int(segment.column("file")[article])
    # A file stands in one segment only, so that its own order decides within it.
    return (-score, -int(segment.dates[article]), segment.files[file].path, number, document)
