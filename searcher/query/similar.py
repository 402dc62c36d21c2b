"""Articles that are about the same as one of the index: what its telling words find, copies of it aside.

The terms that tell most of the article (those of the highest tf · idf, as Lucene's MoreLikeThis chooses them) are a
query; an article answers it by the best that each term scores in any of its paragraphs, for its length. Scores are
shares of what the article itself scores.
"""

from __future__ import annotations

import functools
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.i18n import _, ngettext
from searcher.query.evaluate import Evaluator
from searcher.query.found import Answer, Found
from searcher.query.nodes import Exact, Or
from searcher.query.ranking import Candidate
from searcher.query.scoring import Term, idf, kind_of
from searcher.results.fetching import fetch_hits
from searcher.results.model import Results
from searcher.store.analyzer import Analyzer
from searcher.store.segment import Segment

Array = npt.NDArray[Any]
TERMS = 25
"""So many terms of an article are asked."""
LENGTH = 0.3
"""How much the length of an article counts against it, as `b` in BM25: a long one holds many words by chance."""
LEAST = 0.15
"""The share of the article's own score that makes another one related."""
MOST = 100
"""At most so many related articles are given, the nearest."""
COPY = 0.7
"""An article that has so large a share of another's runs of four characters, or the other of its, is a copy of it."""
_LONGEST = 20_000
_RUN = 4
_SAMPLED = 4
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_COPIES_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Related:
    """An article with its score and its best paragraph."""

    score: float
    segment: int
    article: int
    document: int


def _telling_words(cut: Sequence[str]) -> Iterator[str]:
    """Words that may tell what a text is about: of two characters or more and no numbers; of single characters in a
    row, as names are cut into, each two."""
    before = ""
    for word in cut:
        if len(word) > 1:
            if any(map(str.isalpha, word)):
                yield word
        elif before and word.isalpha():
            yield before + word
        before = word if len(word) == 1 and word.isalpha() else ""


class Likeness:
    """Finds articles like one of the index."""

    def __init__(self, segments: Sequence[Segment], analyzer: Analyzer, evaluator: Evaluator) -> None:
        self._segments, self._analyzer, self._evaluator = segments, analyzer, evaluator

    def similar(self, id: str, segment: int, article: int, limit: int, offset: int, generation: int) -> Results:
        """The articles nearest to the one with this number, the best from the one at `offset` on, as hits: the best
        paragraph of each.

        The article itself and copies of it are left out; so are copies of articles that are nearer. A note tells of
        the former. `total` and `literal` are how many articles are related, MOST at most; `query` is `id`.
        """
        started = time.perf_counter()
        terms = self._telling(segment, article)
        related, copies = self._without_copies(segment, article, self._related(terms, segment, article))
        chosen = related[offset : offset + max(limit, 0)]
        candidates = [Candidate(one.score, one.segment, one.document) for one in chosen]
        node = Or(tuple(Exact(term.text, (0, 0)) for term in terms), (0, 0))
        hits = tuple(
            fetch_hits(candidates, node, self._answer(node, candidates), self._segments, self._analyzer, offset)
        )
        notes = [self._copies_note(copies)] if copies else []
        if not related:
            notes.append(_("No other article is on the same subject."))
        took = (time.perf_counter() - started) * 1000
        return Results(id, len(related), len(related), hits, took, generation, offset, tuple(notes), of_articles=True)

    def _answer(self, node: Or, candidates: Sequence[Candidate]) -> Answer:
        """The candidates as what a search would have found."""
        found = []
        for number in range(len(self._segments)):
            documents = np.array(sorted(c.document for c in candidates if c.segment == number), np.int64)
            found.append(Found(documents, documents))
        return Answer(node, tuple(found), ())

    def _texts(self, segment: int, article: int) -> Iterator[str]:
        """The folded paragraphs of an article."""
        part = self._segments[segment]
        for document in range(int(part.first[article]), int(part.first[article + 1])):
            yield part.field("text").folded(document)

    def _telling(self, segment: int, article: int) -> list[Term]:
        """The terms that tell most of an article, weighted by how often it has them."""
        counts: Counter[str] = Counter()
        looked_at = 0
        headline = self._segments[segment].field("headline").folded(article)
        for text in (headline, *self._texts(segment, article)):
            counts.update(_telling_words(self._analyzer.cut(text[: _LONGEST - looked_at])))
            looked_at += len(text)
            if looked_at >= _LONGEST:
                break
        size = int(np.diff(self._segments[segment].first)[article])
        documents = self._evaluator.statistics.documents
        weighed = []
        for word, count in counts.items():
            term = Term(kind_of(word), word, 1 + log(count))
            holding = self._evaluator.holding(term)
            # A word of this article alone finds no other.
            if holding > 1 and not holding <= min(count, size) == size:
                weighed.append((term.weight * idf(documents, holding), term))
        weighed.sort(key=lambda item: (-item[0], item[1].text))
        return [term for _, term in weighed[:TERMS]]

    def _related(self, terms: Sequence[Term], segment: int, article: int) -> list[_Related]:
        """The related articles, the nearest first; the article itself is left out."""
        by_term = [self._evaluator.scored(term) for term in terms]
        scores = [
            self._scores(number, terms, [parts[number] for parts in by_term]) for number in range(len(self._segments))
        ]
        own = float(scores[segment][0][article])
        if own <= 0:
            return []
        related = []
        for number, (of_articles, of_documents) in enumerate(scores):
            near = np.flatnonzero(of_articles >= LEAST * own)
            if len(near) > 2 * MOST:
                near = near[np.argsort(-of_articles[near], kind="stable")[: 2 * MOST]]
            first = self._segments[number].first
            for other in near.tolist():
                if (number, other) != (segment, article):
                    best = int(first[other]) + int(of_documents[int(first[other]) : int(first[other + 1])].argmax())
                    related.append(_Related(float(of_articles[other]) / own, number, other, best))
        related.sort(key=lambda one: (-one.score, one.segment, one.article))
        return related

    def _scores(self, number: int, terms: Sequence[Term], lists: Sequence[Any]) -> tuple[Array, Array]:
        """For each article of a segment the sum of the best that each term scores in it; the scores of paragraphs."""
        part = self._segments[number]
        of_articles, of_documents = np.zeros(part.articles, np.float32), np.zeros(part.documents, np.float32)
        for term, scored in zip(terms, lists, strict=True):
            if not len(scored.documents):
                continue
            impacts = scored.impacts(term.weight)
            of_documents[scored.documents] += impacts
            articles = part.articles_of(scored.documents)
            starts = np.flatnonzero(np.diff(articles, prepend=-1))
            of_articles[articles[starts]] += np.maximum.reduceat(impacts, starts)
        return of_articles / self._norms[number], of_documents

    @functools.cached_property
    def _norms(self) -> list[Array]:
        """What the scores of the articles of each segment are divided by, for their lengths."""
        lengths = [
            np.add.reduceat(part.field("text").lengths.astype(np.float32), part.first[:-1]) for part in self._segments
        ]
        kept = [length[part.living_articles()] for part, length in zip(self._segments, lengths, strict=True)]
        total, number = sum(float(length.sum(dtype=np.float64)) for length in kept), sum(map(len, kept))
        mean = max(total / max(number, 1), 1.0)
        return [1 - LENGTH + LENGTH * length / np.float32(mean) for length in lengths]

    # Copies

    def _without_copies(
        self, segment: int, article: int, related: Sequence[_Related]
    ) -> tuple[list[_Related], list[_Related]]:
        """The related articles of which none is a copy of another, MOST at most; and the copies of the article."""
        owners: dict[int, list[int]] = {}
        sizes: list[int] = []
        kept: list[_Related] = []
        copies: list[_Related] = []
        self._own(self._runs(segment, article), owners, sizes)
        for one in related:
            if len(kept) == MOST:
                break
            runs = self._runs(one.segment, one.article)
            shared = Counter(owner for run in runs for owner in owners.get(run, ()))
            like = [owner for owner, count in shared.items() if count >= COPY * min(len(runs), sizes[owner])]
            if not like:
                self._own(runs, owners, sizes)
                kept.append(one)
            elif min(like) == 0:
                copies.append(one)
        return kept, copies

    @staticmethod
    def _own(runs: Sequence[int], owners: dict[int, list[int]], sizes: list[int]) -> None:
        for run in runs:
            owners.setdefault(run, []).append(len(sizes))
        sizes.append(len(runs))

    def _runs(self, segment: int, article: int) -> list[int]:
        """A sample of the runs of characters of an article, as numbers: the same ones of every article."""
        codes = np.frombuffer(
            "\n".join(self._texts(segment, article))[:_LONGEST].encode("utf-32-le", "surrogatepass"), "<u4"
        )
        keys = np.zeros(max(len(codes) - _RUN + 1, 0), np.uint64)
        for place in range(_RUN if len(keys) else 0):
            keys = keys * _FACTOR + codes[place : place + len(keys)]
        keys = np.unique(keys * _FACTOR)
        sample = keys[(keys >> np.uint64(40)) % np.uint64(_SAMPLED) == 0]
        return (sample if len(sample) > _RUN else keys).tolist()

    def _copies_note(self, copies: Sequence[_Related]) -> str:
        ids = [self._segments[one.segment].id_of(one.document) for one in copies[:_COPIES_NAMED]]
        note = ngettext(
            "Left out: {count} article with nearly the same text ({ids}).",
            "Left out: {count} articles with nearly the same text ({ids}).",
            len(copies),
        )
        more = ", …" if len(copies) > len(ids) else ""
        return note.format(count=len(copies), ids=", ".join(ids) + more)
