"""The order in which an answer is shown: scores, what stands literally, and what else speaks for the best."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from searcher.query import scoring
from searcher.query.asked_terms import AskedTerms
from searcher.query.found import Answer
from searcher.query.lifts import evidence_lifts, have_headlines, headline_lifts, lifted
from searcher.query.matching import Matcher
from searcher.query.nodes import Words, asks_nothing
from searcher.query.parts import plain_groups
from searcher.query.questions import telling_parts
from searcher.query.ranking import Candidate, Scores
from searcher.store.field_reader import Documents, intersect


class Ranker:
    """Ranks answers over the segments of one generation."""

    def __init__(self, terms: AskedTerms, matchers: Sequence[Matcher]) -> None:
        self._terms, self._matchers = terms, matchers
        self._segments, self._analyzer, self._evaluator = terms.segments, terms.analyzer, terms.evaluator

    @functools.cached_property
    def _have_headlines(self) -> bool:
        return have_headlines(self._segments)

    def rank(self, answer: Answer, wanted: int) -> list[Candidate]:
        """The best `wanted` of an answer, best first."""
        groups = [group for group in plain_groups(answer.node) if not asks_nothing(group.text)]
        bonus = scoring.literal_bonus(sum(len(group.text) for group in groups))
        if answer.sentence:
            # In a sentence a group that stands literally says little more than its words do, but for the whole of it.
            terms = [self._terms.of_texts([group.text]) for group in groups]
            lifts = [scoring.GROUP_SHARE * sum(map(self._evaluator.importance, of_group)) for of_group in terms]
        else:
            lifts = [bonus] * len(groups)
        scored = []
        for number, part in enumerate(answer.found):
            scores = self._evaluator.score(number, part.matching, answer.terms)
            for group, lift in zip(groups, lifts, strict=True):
                literal = part.literal if len(groups) == 1 else self._matchers[number].literal(group)
                _lift(scores, part.matching, literal, lift)
            if answer.sentence:
                _lift(scores, part.matching, part.literal, bonus)
            scored.append((part.matching, scores))
        return self._lifted(scored, answer, groups, wanted)

    def _lifted(
        self, scored: Sequence[tuple[Documents, Scores]], answer: Answer, groups: Sequence[Words], wanted: int
    ) -> list[Candidate]:
        """The best `wanted` of scored documents, those at the top by what else speaks for them."""
        by_headline = scoring.RERANKED if self._have_headlines else 0
        # One word stands in one sentence wherever it stands, and has nothing to be near to.
        several = answer.sentence or (len(answer.terms) > 1 and sum(map(self._terms.content_words, groups)) > 1)
        by_evidence = scoring.LOOKED_AT if several else 0
        best = self._evaluator.order.best(scored, max(wanted, by_headline, by_evidence))
        if not (by_headline or by_evidence):
            return best
        lifts = np.zeros(len(best), np.float32)
        if by_headline:
            lifts[:by_headline] += headline_lifts(best[:by_headline], answer.terms, self._segments, self._evaluator)
        if by_evidence:
            parts = [part for group in groups for part in telling_parts(self._analyzer.fold(group.text))]
            lifts[:by_evidence] += evidence_lifts(best[:by_evidence], parts, self._segments, self._evaluator)
        return lifted(best, lifts)[:wanted]


def _lift(scores: Scores, documents: Documents, standing: Documents, lift: float) -> None:
    """Add to the scores of those documents that are among `standing`."""
    if standing is documents:
        scores += np.float32(lift)
    else:
        scores[documents.searchsorted(intersect(documents, standing))] += np.float32(lift)
