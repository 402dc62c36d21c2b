"""An open index: one generation of it, searched."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np

from searcher.errors import NotFoundError, UsageError
from searcher.i18n import _
from searcher.query.answer import Answerer
from searcher.query.evaluate import Evaluator
from searcher.query.explain import Explanation, explain
from searcher.query.parse import parse
from searcher.query.ranking import Candidate
from searcher.results import facets
from searcher.results.facets import Breakdown
from searcher.results.fetching import fetch_hits
from searcher.results.model import Facet, Filters, Hit, IndexInfo, Results, StoredArticle, StoredParagraph
from searcher.store.opening import open_newest_generation
from searcher.store.segment import Segment

if TYPE_CHECKING:
    from searcher.results.timeline import Timeline
    from searcher.store.whoosh_index.reading import WhooshIndex


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
        self.evaluator = Evaluator(self._segments)
        """Scores terms and exact strings, without a query language."""
        self._answerer = Answerer(self._segments, self._analyzer, self.evaluator)

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

    def search(self, query: str, *, limit: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
        """The paragraphs that answer `query`, best first, from the one at `offset` on, `limit` at most.

        Raises QueryError where the query cannot be read, DamagedIndexError where a file turns out damaged.
        """
        started = time.perf_counter()
        found, hits = self.stream(query, limit=limit, offset=offset, filters=filters)
        found = replace(found, hits=tuple(hits))
        return replace(found, took_ms=(time.perf_counter() - started) * 1000)

    def stream(
        self, query: str, *, limit: int | None = None, offset: int = 0, filters: Filters | None = None
    ) -> tuple[Results, Iterator[Hit]]:
        """The same with the hits apart, one at a time, all of them where `limit` is None: for exports of any number.

        The results have no hits, and the time that it took to rank. This index must stay open while hits are taken.
        """
        started = time.perf_counter()
        node = parse(query)
        answer = self._answerer.answer(node, filters or Filters())
        wanted = answer.total if limit is None else offset + limit if limit > 0 else 0
        chosen = self._answerer.rank(answer, wanted)[offset:] if wanted else []
        found = Results(
            query,
            answer.total,
            answer.literal_total,
            (),
            (time.perf_counter() - started) * 1000,
            self.generation,
            offset,
            answer.notes,
        )
        return found, fetch_hits(chosen, node, answer, self._segments, self._analyzer, offset)

    def count(self, query: str, *, filters: Filters | None = None) -> tuple[int, int]:
        """How many paragraphs match, and in how many of them every group stands as typed. Raises QueryError."""
        results = self.search(query, limit=0, filters=filters)
        return results.total, results.literal

    def explain(self, query: str) -> Explanation:
        """How `query` is read, and how many paragraphs each part of it matches by itself. Raises QueryError."""
        return explain(parse(query), self._analyzer, self._answerer.count)

    def facets(self, query: str, by: str, *, filters: Filters | None = None) -> tuple[Facet, ...]:
        """How many of the paragraphs that match are under each newspaper, section, page, source, author, year, month or
        day (`by`), the most first. Raises QueryError, and UsageError for another `by`."""
        answer = self._answerer.answer(parse(query), filters or Filters())
        return facets.count(self._segments, [part.matching for part in answer.found], by)

    def breakdown(self, query: str, by: Sequence[str], *, filters: Filters | None = None) -> Breakdown:
        """The same by several fields at once, with the total. Raises QueryError and UsageError."""
        answer = self._answerer.answer(parse(query), filters or Filters())
        found = [part.matching for part in answer.found]
        fields = tuple(facets.FieldFacets(one, facets.count(self._segments, found, one)) for one in dict.fromkeys(by))
        return facets.Breakdown(query, answer.total, fields, answer.notes)

    def timeline(self, queries: Sequence[str], by: str = "month", *, filters: Filters | None = None) -> Timeline:
        """How many of the paragraphs that match each query, and how many of all, are of each day, month or year (`by`).

        Raises QueryError, and UsageError for another `by` or no query.
        """
        from searcher.results import timeline

        if not queries:
            raise UsageError(_("a timeline needs a query"))
        filters = filters or Filters()
        whole = timeline.everything(self._segments, self._analyzer, filters)
        every = timeline.count_dates(self._segments, whole, by)
        found = []
        for query in dict.fromkeys(queries):
            answer = self._answerer.answer(parse(query), filters)
            documents = [part.matching for part in answer.found]
            found.append((query, timeline.count_dates(self._segments, documents, by), answer.notes))
        return timeline.timeline(by, every, found)

    def matching(self, query: str, *, filters: Filters | None = None) -> Iterator[str]:
        """The ids of all paragraphs that match, in the order in which the index keeps them. Raises QueryError."""
        answer = self._answerer.answer(parse(query), filters or Filters())
        for segment, part in zip(self._segments, answer.found, strict=True):
            for document in part.matching.tolist():
                yield segment.id_of(document)

    def paragraph(self, id: str) -> StoredParagraph:
        """The paragraph with this id. Raises NotFoundError."""
        segment, article, place = self._locate(id)
        if place is None:
            place = 0
        return segment.paragraph(int(segment.first[article]) + place)

    def paragraph_of(self, candidate: Candidate) -> StoredParagraph:
        """The paragraph that the evaluator means."""
        return self._segments[candidate.segment].paragraph(candidate.document)

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
