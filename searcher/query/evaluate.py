"""Evaluating weighted terms on arrays: one term, any of several, all of several; the best k and the exact count.

Equal to scoring every paragraph, always: what is skipped is only what provably cannot be among the best.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from searcher.memo import remembered
from searcher.query import scoring
from searcher.query.ranking import Candidate, Order, Scores, best_places
from searcher.query.scored import Scored, SegmentScores, factor_of, impacts_of
from searcher.query.scoring import Term
from searcher.store.field_reader import COMMON, NO_DOCUMENTS, Documents, intersect
from searcher.store.postings import MAX_FREQUENCY
from searcher.store.segment import Segment

Array = npt.NDArray[Any]
# A list of postings so many times as long as the documents to score is looked up by binary search.
_LOOKUP = 16
_SAMPLE = 512
# So few documents are scored by their texts.
_FEW = 16
_FACTORS_KEPT = 10_000
# As arrays, since numpy would make some of plain numbers at every use.
_ONE, _MOST = np.array(1, np.float32), np.array(MAX_FREQUENCY, np.float32)
# Lists with one posting for so many documents of a segment, or more, are read off the totals of all documents.
_SCAN = 6
# So many numbers are exact in single precision.
_NUMBERED = 1 << 24


class Statistics(NamedTuple):
    """Of all living paragraphs of all segments: how many, and their mean length."""

    documents: int
    mean_length: float


_Lists = list[tuple[Scored, float]]
_Combine = Callable[[SegmentScores, _Lists, int], tuple[Documents, Scores, int]]


class Evaluator:
    """Scores and ranks over the `text` field of all segments. Not to be shared by threads."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self.order = Order(segments)
        self._factors: dict[str, float] = {}

    @functools.cached_property
    def statistics(self) -> Statistics:
        """How many paragraphs there are, and their mean length."""
        documents = characters = 0
        for segment in self._segments:
            lengths = segment.field("text").lengths
            if segment.dead_documents is not None:
                lengths = lengths[~segment.dead_documents]
            documents += len(lengths)
            characters += int(lengths.sum(dtype=np.int64))
        return Statistics(documents, characters / max(documents, 1))

    @functools.cached_property
    def _scores(self) -> list[SegmentScores]:
        mean = self.statistics.mean_length
        return [SegmentScores(segment.field("text"), mean) for segment in self._segments]

    def holding(self, term: Term) -> int:
        """How many paragraphs hold a term."""
        return sum(len(part.documents) for part in self.scored(term))

    def importance(self, term: Term) -> float:
        """Weight times idf of a term; 0 where no paragraph holds it."""
        holding = self.holding(term)
        return term.weight * scoring.idf(self.statistics.documents, holding) if holding else 0.0

    def scored(self, term: Term) -> list[Scored]:
        """What a term adds at weight 1, a segment each."""
        found = [part.field.word(term.text) for part in self._scores]
        holding = 0
        for postings in found:
            if postings is not None:
                holding += len(postings.documents)
        total = self.statistics.documents
        return [part.scored(f, total, holding) for part, f in zip(self._scores, found, strict=True)]

    def score(self, segment: int, documents: Documents, terms: Sequence[Term]) -> Scores:
        """Scores of ascending documents of a segment, shape (n,)."""
        part = self._scores[segment]
        if 0 < len(documents) <= _FEW:
            return self._score_few(segment, documents, terms)
        # In double precision the order in which terms are added is not seen in the result: what is equally good ties,
        # also where one document is scored among few and another among many.
        total, spread = np.zeros(len(documents), np.float64), []
        for term in terms:
            scored = self.scored(term)[segment]
            if scored.documents is documents:
                total += scored.impacts(term.weight)
            elif len(documents) * _LOOKUP < len(scored.documents):
                _look_up(total, documents, scored, term.weight)
            else:
                part.sums[scored.documents] += scored.impacts(term.weight)
                spread.append(scored.documents)
        if spread:
            total += part.sums[documents]
        for held in spread:
            part.sums[held] = 0
        return total.astype(np.float32)

    def _score_few(self, segment: int, documents: Documents, terms: Sequence[Term]) -> Scores:
        """The same for a few documents: how often a gram stands in each is counted in its text, which is sooner done
        than to look them up in a list of postings a gram."""
        part = self._scores[segment]
        encode = part.field.encode
        texts = [part.field.coded(document) for document in documents.tolist()]
        rows, factors = [], []
        for term in terms:
            gram = term.text
            # One of two alike may overlap itself, which `count` does not see.
            if term.kind == "gram" and gram[0] != gram[1]:
                code = encode(gram)
                factors.append(self._gram_factor(gram) * term.weight)
                rows.append([text.count(code) for text in texts])
            else:
                scored = self.scored(term)[segment]
                factors.append(scored.factor * term.weight)
                rows.append(scored.frequencies(documents))
        # As Scored has it, with an impact of 0 where there is none.
        frequencies = np.array(rows, np.float32).reshape(-1, len(documents))
        burdens = part.norm[documents] / frequencies.clip(_ONE, _MOST)
        burdens += _ONE
        impacts = np.array(factors, np.float32)[:, None] / burdens
        impacts *= frequencies > 0
        scores: Scores = impacts.sum(axis=0, dtype=np.float64).astype(np.float32)
        return scores

    def _gram_factor(self, gram: str) -> float:
        """What a gram adds at most at weight 1: its idf times k1 + 1; its postings are not read. The last are kept."""
        return remembered(self._factors, gram, self._factor_of, _FACTORS_KEPT)

    def _factor_of(self, gram: str) -> float:
        return factor_of(self.statistics.documents, sum([part.field.held(gram) for part in self._scores]))

    def any_of(self, terms: Sequence[Term], wanted: int) -> tuple[list[Candidate], int]:
        """The best paragraphs that hold at least one term, and how many hold one."""
        return self._ranked(terms, wanted, _any_of)

    def all_of(self, terms: Sequence[Term], wanted: int) -> tuple[list[Candidate], int]:
        """The best paragraphs that hold every term, and how many do."""
        return self._ranked(terms, wanted, _all_of)

    def exact(self, text: str, wanted: int) -> tuple[list[Candidate], int]:
        """The best paragraphs that hold a folded string exactly, and how many do; best by its grams."""
        grams = dict.fromkeys(text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalnum())
        terms = [Term("gram", gram, 1.0) for gram in grams]
        found, count = [], 0
        for number, part in enumerate(self._scores):
            documents = part.field.exact(text)
            found.append((documents, self.score(number, documents, terms)))
            count += len(documents)
        return self.order.best(found, wanted), count

    def _ranked(self, terms: Sequence[Term], wanted: int, combine: _Combine) -> tuple[list[Candidate], int]:
        by_term = [self.scored(term) for term in terms]
        found, count = [], 0
        for number, part in enumerate(self._scores):
            lists = [(parts[number], term.weight) for parts, term in zip(by_term, terms, strict=True)]
            documents, scores, here = combine(part, lists, wanted)
            found.append((documents, scores))
            count += here
        return self.order.best(found, wanted), count


def _add(total: Scores, documents: Documents, scored: Scored, weight: float, zeros: Scores) -> None:
    """Add a term's impacts to the totals of documents; `zeros`: an accumulator, left as it was."""
    held = scored.documents
    if not len(held) or not len(documents):
        return
    if held is documents:
        total += scored.impacts(weight)
    elif len(documents) * _LOOKUP < len(held):
        _look_up(total, documents, scored, weight)
    else:
        zeros[held] = scored.impacts(weight)
        total += zeros[documents]
        zeros[held] = 0


def _look_up(total: Array, documents: Documents, scored: Scored, weight: float) -> None:
    """Add a term's impacts to the totals of a few documents, by binary search."""
    held = scored.documents
    places = held.searchsorted(documents)
    places[places == len(held)] = 0
    hit = (held[places] == documents).nonzero()[0]
    total[hit] += impacts_of(scored.few_burdens(places[hit]), scored.factor * weight)


def _one(scored: Scored, weight: float, wanted: int) -> tuple[Documents, Scores, int]:
    """The best documents of one term: those of the lightest burdens, with all that tie in their score."""
    documents, burdens = scored.lightest(wanted)
    return documents, impacts_of(burdens, scored.factor * weight), len(scored.documents)


def _all_of(part: SegmentScores, lists: _Lists, wanted: int) -> tuple[Documents, Scores, int]:
    """Documents that hold every term, their scores, and their number."""
    lists = sorted(lists, key=lambda item: len(item[0].documents))
    if len(lists) == 1:
        return _one(*lists[0], wanted)
    documents = lists[0][0].documents if lists else NO_DOCUMENTS
    for scored, _ in lists[1:]:
        documents = intersect(documents, scored.documents)
    scores = np.zeros(len(documents), np.float32)
    for scored, weight in lists:
        _add(scores, documents, scored, weight, part.totals)
    return documents, scores, len(documents)


def _any_of(part: SegmentScores, lists: _Lists, wanted: int) -> tuple[Documents, Scores, int]:
    """Documents of a segment that may be among the best, their scores, and how many hold any term.

    Terms that add little (the common ones) cannot lift a document into the best by themselves (MaxScore; Turtle and
    Flood, "Query evaluation: strategies and optimizations", 1995): once the best that hold the others are known to
    reach a floor, they are only looked up for those that may still reach it. They all count.
    """
    lists = [item for item in lists if len(item[0].documents)]
    if len(lists) <= 1:
        return _one(*lists[0], wanted) if lists else (NO_DOCUMENTS, np.empty(0, np.float32), 0)
    totals, marks = part.totals, part.marks
    count = _count_any([scored for scored, _ in lists], marks)
    lists.sort(key=lambda item: -item[0].peak * item[1])
    most = rest = sum(scored.peak * weight for scored, weight in lists)
    floor, done = 0.0, 0
    for scored, weight in lists:
        if rest < floor:
            break
        held = scored.documents
        # A quarter faster than an index that is checked; documents are never out of range.
        here = totals.take(held, mode="wrap")
        here += scored.impacts(weight)
        totals[held] = here
        rest -= scored.peak * weight
        done += 1
        # A floor that the rest could still reach is of no use; the best so far is at most what is not the rest.
        if len(held) >= wanted > 0 and done < len(lists) and most - rest > rest:
            floor = max(floor, _kth(here, wanted))
    # Rounding may lift a sum a little above what its parts promise.
    documents, scores = _taken(
        totals, [scored.documents for scored, _ in lists[:done]], floor * (1 - 1e-5) - max(rest, 0.0)
    )
    for scored, weight in lists[done:]:
        if len(documents) > wanted > 0:
            # The best of these are known better by now: fewer may still reach them.
            able = scores >= float(scores[best_places(scores, wanted)].min()) * (1 - 1e-5) - max(rest, 0.0)
            documents, scores = documents.compress(able), scores.compress(able)
        _add(scores, documents, scored, weight, totals)
        rest -= scored.peak * weight
    return documents, scores, count


def _taken(totals: Scores, lists: Sequence[Documents], least: float) -> tuple[Documents, Scores]:
    """The documents of some lists whose totals reach `least`, and the totals, which are left all 0."""
    size = sum(map(len, lists))
    if size * _SCAN > len(totals) or size > _NUMBERED:
        documents = (totals >= least if least > 0 else totals > 0).nonzero()[0]
        scores = totals.take(documents, mode="wrap")
        totals.fill(0)
        return documents, scores
    held = np.concatenate(lists)
    here = totals.take(held, mode="wrap")
    able = (here >= least if least > 0 else here > 0).nonzero()[0]
    documents, scores = held.take(able), here.take(able)
    # A document that stands in several lists is taken where it wrote its number last.
    numbers = np.arange(len(able), dtype=np.float32)
    totals[documents] = numbers
    once = (totals.take(documents, mode="wrap") == numbers).nonzero()[0]
    totals[held] = 0
    return documents.take(once), scores.take(once)


def _count_any(lists: Sequence[Scored], marks: npt.NDArray[np.bool_]) -> int:
    """How many documents are in any of the lists: common terms by their bits, the others by marks (left all False)."""
    common = [scored for scored in lists if len(scored.documents) * COMMON > len(marks)]
    for scored in lists:
        if len(scored.documents) * COMMON <= len(marks):
            marks[scored.documents] = True
    if not common:
        count = int(np.count_nonzero(marks))
    else:
        bits = np.packbits(marks)
        for scored in common:
            bits |= scored.bits(len(marks))
        count = _count_bits(bits)
    marks.fill(False)
    return count


def _count_bits(bits: Array) -> int:
    """How many bits are set."""
    if hasattr(np, "bitwise_count"):
        return int(np.bitwise_count(bits).sum(dtype=np.int64))
    return int(np.unpackbits(bits).sum(dtype=np.int64))


def _kth(scores: Scores, wanted: int) -> float:
    """A score that at least `wanted` of the scores reach."""
    sample = scores[:: max(1, len(scores) // _SAMPLE)]
    if wanted > len(sample):
        sample = scores
    return float(np.partition(sample, len(sample) - wanted)[len(sample) - wanted])
