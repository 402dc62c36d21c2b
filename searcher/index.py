"""An open index: one generation of it, searched."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np

from searcher.errors import NotFoundError
from searcher.query import scoring
from searcher.query.evaluate import Evaluator
from searcher.query.matching import Matcher
from searcher.query.nodes import All, And, Exact, InField, Near, Node, Or, Wildcard, Words, asks_nothing
from searcher.query.parse import parse
from searcher.query.scoring import Term
from searcher.results.model import Filters, Hit, IndexInfo, Results, StoredArticle, StoredParagraph
from searcher.results.passages import Highlighter, passage
from searcher.store.field_reader import Documents, intersect
from searcher.store.opening import open_newest_generation
from searcher.store.segment import Segment

if TYPE_CHECKING:
    from searcher.store.whoosh_index.reading import WhooshIndex

MOST = 0.5
"""The share of a query's weight that a paragraph must hold when not all of its words can be had."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Paragraphs of one segment: all that match, and those of them in which every group stands literally."""

    matching: Documents
    literal: Documents


class Index:
    """One generation of an index, opened for reading; it stays as it is while a writer makes newer ones.

    Opening maps files and reads little of them. Where the newest generation is damaged the one before is opened, with
    a DamageWarning. Raises NoIndexError, DamagedIndexError, IndexMismatchError, IndexReadError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened = open_newest_generation(folder)
        self._manifest, self._analyzer = self._opened.manifest, self._opened.analyzer
        self._segments = list(self._opened.segments)
        self._matchers = [Matcher(segment, self._analyzer) for segment in self._segments]
        self.evaluator = Evaluator(self._segments)
        """Scores terms and exact strings, without a query language."""

    @property
    def generation(self) -> int:
        """The number of the generation that is open."""
        return self._manifest.generation

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the files go."""
        self._opened.close()

    def whoosh(self) -> WhooshIndex:
        """This generation as a Whoosh index, for reading; this index must stay open meanwhile."""
        from searcher.store.whoosh_index import open_whoosh

        return open_whoosh(self._opened)

    def _find(self, node: Node, filters: Filters) -> list[_Found]:
        found = []
        for matcher in self._matchers:
            matching = matcher.match(node)
            literal = matcher.literal(node) if matcher.scatters(node) else matching
            let_through = matcher.filtered(filters)
            if let_through is not None:
                same = literal is matching
                matching = intersect(matching, let_through)
                literal = matching if same else intersect(literal, let_through)
            found.append(_Found(matching, literal))
        return found

    def _relaxed(self, node: Node, filters: Filters) -> tuple[list[_Found], str] | None:
        """What holds most of the words of a plain query that nothing holds all of; None where that is not asked."""
        if not isinstance(node, Words) and not (
            isinstance(node, All) and any(isinstance(p, Words) for p in node.parts)
        ):
            return None
        must = [part for part in node.parts if not isinstance(part, Words)] if isinstance(node, All) else []
        terms = self._terms(node)
        weighted = [(term, self.evaluator.importance(term)) for term in terms]
        needed = MOST * sum(importance for _, importance in weighted)
        found = []
        none = np.empty(0, np.int32)
        for i, matcher in enumerate(self._matchers):
            coverage = np.zeros(self._segments[i].documents, np.float32)
            for term, importance in weighted:
                coverage[self.evaluator.scored(term)[i].documents] += np.float32(importance)
            matching = np.flatnonzero(coverage >= needed).astype(np.int32) if needed else none
            if must:
                matching = intersect(matching, matcher.match(And(tuple(must), node.span)))
            let_through = matcher.filtered(filters)
            if let_through is not None:
                matching = intersect(matching, let_through)
            found.append(_Found(matching, none))
        return found, "No paragraph holds all of the words; these hold most of them."

    def _terms(self, node: Node) -> list[Term]:
        """The terms that a query is scored by, over all its parts; a term of several parts counts for each."""
        weights: dict[tuple[str, str], float] = {}
        for text in _scored_texts(node):
            for term in scoring.terms_of(self._analyzer.folder(text), self._analyzer):
                key = (term.kind, term.text)
                weights[key] = weights.get(key, 0.0) + term.weight
        return [Term(kind, text, weight) for (kind, text), weight in weights.items()]

    def search(self, query: str, *, limit: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
        """The paragraphs that answer `query`, best first, from the one at `offset` on, `limit` at most.

        Raises QueryError where the query cannot be read, DamagedIndexError where a file turns out damaged.
        """
        started = time.perf_counter()
        node = parse(query)
        filters = filters or Filters()
        found = self._find(node, filters)
        notes: tuple[str, ...] = ()
        if not any(len(f.matching) for f in found):
            relaxed = self._relaxed(node, filters)
            if relaxed and any(len(f.matching) for f in relaxed[0]):
                found, notes = relaxed[0], (relaxed[1],)
        terms = self._terms(node)
        groups = [
            part
            for part in (node.parts if isinstance(node, All) else [node])
            if isinstance(part, Words) and not asks_nothing(part.text)
        ]
        scored = []
        for i, part in enumerate(found):
            scores = self.evaluator.score(i, part.matching, terms)
            for group in groups:
                literal = part.literal if len(groups) == 1 else self._matchers[i].literal(group)
                if literal is part.matching:
                    scores += np.float32(scoring.LITERAL_BONUS)
                else:
                    stands = part.matching.searchsorted(intersect(part.matching, literal))
                    scores[stands] += np.float32(scoring.LITERAL_BONUS)
            scored.append((part.matching, scores))
        chosen = self.evaluator.order.best(scored, offset + limit)[offset:]
        highlighter = Highlighter(node, self._analyzer)
        of_headline = Highlighter(node, self._analyzer, "headline")
        hits = []
        for rank, candidate in enumerate(chosen, offset + 1):
            paragraph, folded = self._segments[candidate.segment].hit(candidate.document)
            ranges = highlighter(paragraph.text, folded)
            hits.append(
                Hit(
                    rank,
                    candidate.score,
                    paragraph,
                    ranges,
                    passage(paragraph.text, ranges),
                    of_headline(paragraph.article.headline or ""),
                )
            )
        return Results(
            query,
            sum(len(f.matching) for f in found),
            sum(len(f.literal) for f in found),
            tuple(hits),
            (time.perf_counter() - started) * 1000,
            self.generation,
            offset,
            notes,
        )

    def count(self, query: str, *, filters: Filters | None = None) -> tuple[int, int]:
        """How many paragraphs match, and in how many of them every group stands as typed. Raises QueryError."""
        results = self.search(query, limit=0, filters=filters)
        return results.total, results.literal

    def paragraph(self, id: str) -> StoredParagraph:
        """The paragraph with this id. Raises NotFoundError."""
        segment, article, place = self._locate(id)
        if place is None:
            place = 0
        return segment.paragraph(int(segment.first[article]) + place)

    def article(self, id: str) -> StoredArticle:
        """The article with this id, or the one of the paragraph with this id. Raises NotFoundError."""
        segment, article, _ = self._locate(id)
        return segment.article(article)

    def paragraphs(self) -> Iterator[StoredParagraph]:
        """Every paragraph, in the order in which the index keeps them."""
        for segment in self._segments:
            for article in segment.living_articles().tolist():
                yield from segment.article(article).paragraphs

    def _locate(self, id: str) -> tuple[Segment, int, int | None]:
        stem, _, number = id.rpartition(":")
        article_number, _, paragraph_number = number.partition(".")
        if article_number.isdecimal() and (paragraph_number.isdecimal() or not paragraph_number):
            for segment in self._segments:
                article = segment.find_article(stem, int(article_number))
                if article is not None:
                    place = int(paragraph_number) - 1 if paragraph_number else None
                    if place is None or 0 <= place < int(segment.first[article + 1]) - int(segment.first[article]):
                        return segment, article, place
        for segment in self._segments:
            document = segment.find_record(id)
            if document is not None:
                article = int(segment.articles_of(np.array([document]))[0])
                return segment, article, document - int(segment.first[article])
        raise NotFoundError(
            f"{id}: no paragraph or article has this id; `searcher search` shows the ids of what it finds"
        )

    def info(self) -> IndexInfo:
        """What the index holds and how it was made."""
        manifest = self._manifest
        dates = [s.dates[s.living_articles()] for s in self._segments]
        known = np.concatenate(dates) if dates else np.empty(0, np.int64)
        known = known[known > 0]
        newspapers: set[str | None] = set()
        for segment in self._segments:
            used = np.unique(segment.column("newspaper")[segment.living_articles()]).tolist()
            newspapers.update(segment.names["newspaper"][number] for number in used)
        refs = [manifest.analyzer, *(s.file for s in manifest.segments)]
        counts = manifest.counts
        return IndexInfo(
            path=str(self._folder),
            generation=manifest.generation,
            created=manifest.created,
            format=manifest.format,
            analyzer=manifest.identity,
            files=counts["files"],
            issues=counts["issues"],
            pages=counts["pages"],
            articles=counts["articles"],
            paragraphs=counts["paragraphs"],
            characters=counts["characters"],
            size=sum(ref.size for ref in refs),
            segments=len(self._segments),
            newspapers=tuple(sorted(name for name in newspapers if name)),
            first_date=_iso(int(known.min())) if len(known) else None,
            last_date=_iso(int(known.max())) if len(known) else None,
        )


def _iso(date: int) -> str:
    return f"{date // 10000:04d}-{date // 100 % 100:02d}-{date % 100:02d}"


def _scored_texts(node: Node) -> list[str]:
    """The texts of a query that its paragraphs are scored by: all that is asked of the text, not what is excluded."""
    match node:
        case Words(text) | Exact(text):
            return [text]
        case Wildcard(pattern):
            return [piece for piece in pattern.replace("?", "*").split("*") if piece]
        case Near(parts):
            return [part.text for part in parts]
        case All(parts) | And(parts) | Or(parts):
            return [text for part in parts for text in _scored_texts(part)]
        case InField():
            return []
        case _:
            return []
