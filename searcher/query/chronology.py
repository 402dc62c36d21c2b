"""What matches in order of its issue's date, instead of best first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searcher.query.evaluate import Evaluator
from searcher.query.found import Answer
from searcher.query.ranking import Candidate, Scores
from searcher.store.field_reader import Documents
from searcher.store.segment import Segment


def chronological(
    segments: Sequence[Segment], evaluator: Evaluator, answer: Answer, wanted: int, *, oldest: bool
) -> list[Candidate]:
    """The first `wanted` paragraphs of an answer, the newest issue first or the `oldest`; undated ones come last.

    Within an issue they stand in the order of the corpus. Their scores are those of their terms.
    """
    days = np.unique(np.concatenate([segment.dates for segment in segments])) if segments else np.empty(0, np.int64)
    found = []
    for segment, part in zip(segments, answer.found, strict=True):
        dates = segment.dates[segment.articles_of(part.matching)]
        # The place among all days is small enough to be a score that is exact.
        places = np.searchsorted(days, dates).astype(np.float32)
        found.append((part.matching, np.where(dates > 0, -places, np.float32("-inf")) if oldest else places))
    return _scored(evaluator, answer, evaluator.order.best(found, wanted))


def _scored(evaluator: Evaluator, answer: Answer, candidates: list[Candidate]) -> list[Candidate]:
    scores: dict[tuple[int, int], float] = {}
    for number in {candidate.segment for candidate in candidates}:
        documents: Documents = np.array(sorted(c.document for c in candidates if c.segment == number))
        of_part: Scores = evaluator.score(number, documents, answer.terms)
        scores |= {(number, d): s for d, s in zip(documents.tolist(), of_part.tolist(), strict=True)}
    return [candidate._replace(score=scores[candidate.segment, candidate.document]) for candidate in candidates]
