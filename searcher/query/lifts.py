"""What lifts the best paragraphs of an answer further: their articles' headlines, and evidence that they answer.

Only the best are looked at, and nothing is taken from any, so that those looked at stay above all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from searcher.query import scoring
from searcher.query.evaluate import Evaluator
from searcher.query.ranking import Candidate, Scores
from searcher.query.scoring import Term
from searcher.store.segment import Segment


def have_headlines(segments: Sequence[Segment]) -> bool:
    """Whether any article has a headline to look at."""
    return any(segment.field("headline").has_terms for segment in segments)


def _of_segments(
    candidates: Sequence[Candidate], segments: Sequence[Segment]
) -> Iterator[tuple[Segment, list[int], list[int]]]:
    """Each segment that has candidates, their places among all candidates, and their documents."""
    for number, segment in enumerate(segments):
        places = [i for i, c in enumerate(candidates) if c.segment == number]
        if places:
            yield segment, places, [candidates[i].document for i in places]


def headline_lifts(
    candidates: Sequence[Candidate], terms: Sequence[Term], segments: Sequence[Segment], evaluator: Evaluator
) -> Scores:
    """What candidates gain by the terms that the headlines of their articles hold, shape (candidates,)."""
    lifts = np.zeros(len(candidates), np.float32)
    for segment, places, documents in _of_segments(candidates, segments):
        articles = segment.articles_of(np.array(documents))
        headline = segment.field("headline")
        for term in terms:
            found = headline.word(term.text)
            if found is not None and len(found.documents):
                lift = scoring.HEADLINE_SHARE * evaluator.importance(term)
                lifts[places] += np.float32(lift) * np.isin(articles, found.documents)
    return lifts


def evidence_lifts(
    candidates: Sequence[Candidate], parts: Sequence[str], segments: Sequence[Segment], evaluator: Evaluator
) -> Scores:
    """What candidates gain by their evidence for a sentence or question, of which `parts` are left.

    They are looked at together, whatever segments they are in.
    """
    from searcher.query.evidence import evidence

    texts = [""] * len(candidates)
    for segment, places, documents in _of_segments(candidates, segments):
        folded = segment.field("text").folded_many(np.array(documents))
        for place, text in zip(places, folded, strict=True):
            texts[place] = text
    return evidence(parts, texts, lambda gram: evaluator.importance(Term("gram", gram, 1.0)))


def lifted(candidates: Sequence[Candidate], lifts: Scores) -> list[Candidate]:
    """The candidates with what they gain, best first; those that come out even in the order that they had."""
    raised = [
        Candidate(c.score + lift, c.segment, c.document) if lift else c
        for c, lift in zip(candidates, lifts.tolist(), strict=True)
    ]
    return sorted(raised, key=lambda candidate: -candidate.score)
