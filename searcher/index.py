"""An open index: one generation of it, searched."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np

from searcher.errors import NotFoundError, UsageError
from searcher.i18n import _
from searcher.query.answer import Answerer
from searcher.query.evaluate import Evaluator
from searcher.query.found import Answer
from searcher.query.ranking import Candidate
from searcher.query.scoring import LITTLE
from searcher.query.within import answer_within
from searcher.results.fetching import fetch_hits
from searcher.results.model import Filters, Hit, Range, Results, Sort, StoredArticle, StoredParagraph, Suggestion
from searcher.results.passages import Highlighter
from searcher.store.opening import open_newest_generation
from searcher.store.rows import article_id
from searcher.store.segment import Segment
from searcher.text.word_lists import USER_DICTIONARY

# What not every search needs is imported where it is used: a search from the shell should begin at once.
if TYPE_CHECKING:
    from searcher.query.doubt import Doubt
    from searcher.query.explain import Explanation
    from searcher.query.similar import Likeness
    from searcher.query.suggest import Speller
    from searcher.query.synonyms import Synonyms
    from searcher.query.terms import Vocabulary
    from searcher.results.counted import Facet, TermCount
    from searcher.results.facets import Breakdown
    from searcher.results.reports import IndexInfo
    from searcher.results.timeline import Timeline
    from searcher.store.update import Changes
    from searcher.store.whoosh_index.reading import WhooshIndex


class Index:
    """One generation of an index, opened for reading; it stays as it is while a writer makes newer ones.

    Opening maps files and reads little of them. Where the newest generation is damaged the one before is opened, with
    a DamageWarning. `synonyms`: a file of words that queries find for one another; see docs/queries.md. Raises
    NoIndexError, DamagedIndexError, IndexMismatchError, IndexReadError, UsageError where the synonyms cannot be read.
    """

    def __init__(self, folder: Path, synonyms: Path | None = None) -> None:
        self._folder = folder
        self._opened = open_newest_generation(folder)
        self._manifest, self._analyzer = self._opened.manifest, self._opened.analyzer
        self._segments = list(self._opened.segments)
        self.evaluator = Evaluator(self._segments)
        """Scores terms and exact strings, without a query language."""
        self.synonyms = self._read_synonyms(synonyms) if synonyms else None
        """What queries find in place of their words; None where no file of them was given."""
        self._answerer = Answerer(self._segments, self._analyzer, self.evaluator, self.synonyms)

    def _read_synonyms(self, path: Path) -> Synonyms:
        from searcher.query.synonyms import read_synonyms

        try:
            return read_synonyms(path, self._analyzer.folder)
        except BaseException:
            self.close()
            raise

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

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        filters: Filters | None = None,
        sort: Sort = Sort.RELEVANCE,
        within: Sequence[str] = (),
        suggest: bool = False,
    ) -> Results:
        """The paragraphs that answer `query`, best first (or in another order), from the one at `offset` on, `limit` at
        most.

        `within`: earlier queries, the first first. Only what the first finds and every further one matches is searched,
        and `query` is not relaxed then. With `suggest`, what may have been meant is looked for where little is found,
        which may take longer than the search. Raises QueryError where a query cannot be read, DamagedIndexError where
        a file turns out damaged.
        """
        started = time.perf_counter()
        answer = self._answer(query, filters, within)
        hits = tuple(self._hits(answer, limit, offset, sort))
        suggestions = self._suggestions(query, answer, filters, within) if suggest else ()
        return self._results(query, answer, hits, started, offset, within, suggestions)

    def stream(
        self,
        query: str,
        *,
        limit: int | None = None,
        offset: int = 0,
        filters: Filters | None = None,
        sort: Sort = Sort.RELEVANCE,
        within: Sequence[str] = (),
        suggest: bool = False,
    ) -> tuple[Results, Iterator[Hit]]:
        """The same with the hits apart, one at a time, all of them where `limit` is None: for exports of any number.

        The results have no hits, and the time that it took to rank. This index must stay open while hits are taken.
        """
        started = time.perf_counter()
        answer = self._answer(query, filters, within)
        hits = self._hits(answer, answer.total if limit is None else limit, offset, sort)
        suggestions = self._suggestions(query, answer, filters, within) if suggest else ()
        return self._results(query, answer, (), started, offset, within, suggestions), hits

    def _hits(self, answer: Answer, limit: int, offset: int, sort: Sort) -> Iterator[Hit]:
        """The hits of an answer, ranked by now, one at a time."""
        wanted = offset + limit if limit > 0 else 0
        if not wanted:
            chosen = []
        elif sort is Sort.RELEVANCE:
            chosen = self._answerer.rank(answer, wanted)
        else:
            from searcher.query.chronology import chronological

            chosen = chronological(self._segments, self.evaluator, answer, wanted, oldest=sort is Sort.OLDEST)
        return fetch_hits(chosen[offset:], answer.node, answer, self._segments, self._analyzer, offset)

    def _results(
        self,
        query: str,
        answer: Answer,
        hits: tuple[Hit, ...],
        started: float,
        offset: int,
        within: Sequence[str],
        suggestions: tuple[Suggestion, ...],
    ) -> Results:
        return Results(
            query,
            answer.total,
            answer.literal_total,
            hits,
            (time.perf_counter() - started) * 1000,
            self.generation,
            offset,
            answer.notes,
            tuple(within),
            suggestions,
        )

    def highlights(self, query: str, article: StoredArticle) -> dict[str, tuple[Range, ...]]:
        """What to highlight of `query` in a whole article: ranges by paragraph id, and by the article's own id those of
        its headline. Raises QueryError."""
        node = self._answerer.read(query)
        of_text, of_headline = Highlighter(node, self._analyzer), Highlighter(node, self._analyzer, "headline")
        found = {paragraph.id: of_text(paragraph.text) for paragraph in article.paragraphs}
        return found | {article.info.id: of_headline(article.info.headline or "")}

    def _answer(self, query: str, filters: Filters | None, within: Sequence[str]) -> Answer:
        """What is found, before it is ranked. Raises QueryError."""
        return answer_within(self._answerer, query, filters or Filters(), within)

    def _suggestions(
        self, query: str, answer: Answer, filters: Filters | None, within: Sequence[str]
    ) -> tuple[Suggestion, ...]:
        # Where enough hold the query as it was typed, what tells slips is not even loaded.
        if answer.literal_total >= LITTLE or not self._doubt.doubtful(answer):
            return ()
        return self.suggest(query, filters=filters, within=within)

    @functools.cached_property
    def _vocabulary(self) -> Vocabulary:
        from searcher.query.terms import Vocabulary

        return Vocabulary(self._segments, self._analyzer)

    @functools.cached_property
    def _speller(self) -> Speller:
        from searcher.query.suggest import Speller

        return Speller(self._vocabulary, self._doubt)

    @functools.cached_property
    def _doubt(self) -> Doubt:
        from searcher.query.doubt import Doubt

        fields = [segment.field("text") for segment in self._segments]
        return Doubt(self._analyzer, self._answerer.count, lambda pair: any(field.gram_size(pair) for field in fields))

    @functools.cached_property
    def _likeness(self) -> Likeness:
        from searcher.query.similar import Likeness

        return Likeness(self._segments, self._analyzer, self.evaluator)

    def suggest(
        self, query: str, *, filters: Filters | None = None, within: Sequence[str] = ()
    ) -> tuple[Suggestion, ...]:
        """What may have been meant by `query`, the likeliest first: it with some parts mended by the index's own terms.

        Empty where every part is found as it was typed, or nothing likelier is known. Raises QueryError.
        """
        return self._speller.suggest(query, lambda meant: self._answer(meant, filters, within).total)

    def terms(self, prefix: str, *, limit: int = 20) -> tuple[TermCount, ...]:
        """The terms of the index that begin with `prefix`, in characters or in pinyin, those that most hold first."""
        return self._vocabulary.starting(prefix, limit)

    def similar(self, id: str, *, limit: int = 10, offset: int = 0) -> Results:
        """Other articles on what the article with this id (or that of its paragraph) is about, the nearest first.

        A hit is the paragraph of such an article that says most of it. `total` and `literal` count the articles.
        Raises NotFoundError.
        """
        segment, article, _ = self._locate(id)
        return self._likeness.similar(id, self._segments.index(segment), article, limit, offset, self.generation)

    def count(self, query: str, *, filters: Filters | None = None, within: Sequence[str] = ()) -> tuple[int, int]:
        """How many paragraphs match, and in how many of them every group stands as typed. Raises QueryError."""
        answer = self._answer(query, filters, within)
        return answer.total, answer.literal_total

    def explain(self, query: str) -> Explanation:
        """How `query` is read, and how many paragraphs each part of it matches by itself. Raises QueryError."""
        from searcher.query.explain import explain

        return explain(self._answerer.read(query), self._analyzer, self._answerer.count, self._answerer.telling)

    def facets(self, query: str, by: str, *, filters: Filters | None = None) -> tuple[Facet, ...]:
        """How many of the paragraphs that match are under each newspaper, section, page, source, author, year, month or
        day (`by`), the most first. Raises QueryError, and UsageError for another `by`."""
        from searcher.results import facets

        answer = self._answerer.answer(self._answerer.read(query), filters or Filters())
        return facets.count(self._segments, [part.matching for part in answer.found], by)

    def values(self, by: str) -> tuple[Facet, ...]:
        """The same for all paragraphs. Raises UsageError."""
        from searcher.results import facets

        return facets.count(self._segments, [segment.living_documents() for segment in self._segments], by)

    def breakdown(
        self, query: str, by: Sequence[str], *, filters: Filters | None = None, within: Sequence[str] = ()
    ) -> Breakdown:
        """The same by several fields at once, with the total, as `search` finds them. Raises QueryError, UsageError."""
        from searcher.results import facets

        answer = self._answer(query, filters, within)
        found = [part.matching for part in answer.found]
        fields = tuple(facets.FieldFacets(one, facets.count(self._segments, found, one)) for one in dict.fromkeys(by))
        return facets.Breakdown(query, answer.total, fields, answer.notes)

    def timeline(
        self,
        queries: Sequence[str],
        by: str = "month",
        *,
        filters: Filters | None = None,
        within: Sequence[str] = (),
    ) -> Timeline:
        """How many of the paragraphs that match each query, and how many of all, are of each day, month or year (`by`).

        All are those that the filters let through; and of the days that the queries ask for, where each of them does.
        Raises QueryError, and UsageError for another `by` or no query.
        """
        from searcher.results import timeline

        queries = (queries,) if isinstance(queries, str) else queries
        if not queries:
            raise UsageError(_("a timeline needs a query"))
        filters = filters or Filters()
        read = ([self._answerer.read(text) for text in (*within, query)] for query in queries)
        whole = timeline.everything(self._segments, self._analyzer, timeline.narrowed(filters, read))
        every = timeline.count_dates(self._segments, whole, by)
        found = []
        for query in dict.fromkeys(queries):
            answer = self._answer(query, filters, within)
            documents = [part.matching for part in answer.found]
            found.append((query, timeline.count_dates(self._segments, documents, by), answer.notes))
        return timeline.timeline(by, every, found)

    def matching(self, query: str, *, filters: Filters | None = None) -> Iterator[str]:
        """The ids of all paragraphs that match, in the order in which the index keeps them. Raises QueryError."""
        answer = self._answerer.answer(self._answerer.read(query), filters or Filters())
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

    def articles_of_page(self, id: str) -> tuple[str, ...]:
        """Ids of all articles that stand on the page of the one with this id, in the order of the page.

        Raises NotFoundError.
        """
        segment, article, _ = self._locate(id)
        file = int(segment.column("file")[article])
        all_of_file = range(int(segment.first_article[file]), int(segment.first_article[file + 1]))
        columns = [segment.column(name) for name in ("newspaper", "date", "page")]
        path = segment.files[file].path
        return tuple(
            article_id(path, number)
            for number, other in enumerate(all_of_file, 1)
            if all(column[other] == column[article] for column in columns)
        )

    def outdated_words(self, corpus: Path, user_dictionary: Path | None = None) -> str | None:
        """What was done to the user dictionary since this index was made, in a clause; None where nothing was.

        `user_dictionary`: one that is not the corpus's own. Reads no dictionary but the user's. Raises UsageError where
        that cannot be read.
        """
        if user_dictionary is None and self._analyzer.made_with is None and not (corpus / USER_DICTIONARY).exists():
            return None
        from searcher.store.user_dictionary import difference

        return difference(corpus, user_dictionary, self._analyzer.made_with)

    def changes(self, corpus: Path) -> Changes:
        """Which files of the corpus are new, changed or gone since they were indexed. Raises NoCorpusError."""
        from searcher.store.update import changes

        known = {
            entry.path: entry
            for segment in self._segments
            for number, entry in enumerate(segment.files)
            if number not in segment.dead_files
        }
        return changes(corpus, known)

    def paragraphs(self) -> Iterator[StoredParagraph]:
        """Every paragraph, in the order in which the index keeps them."""
        for segment in self._segments:
            for article in segment.living_articles().tolist():
                yield from segment.article(article).paragraphs

    def _locate(self, id: str) -> tuple[Segment, int, int | None]:
        stem, _colon, number = id.rpartition(":")
        article_number, _dot, paragraph_number = number.partition(".")
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
            _("{id}: no paragraph or article has this id; `searcher search` shows the ids of what it finds").format(
                id=id
            )
        )

    def info(self) -> IndexInfo:
        """What the index holds and how it was made."""
        from searcher.results.reports import IndexInfo

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
            user_words=made_with.words if (made_with := self._analyzer.made_with) else 0,
        )


def _iso(date: int) -> str:
    return f"{date // 10000:04d}-{date // 100 % 100:02d}-{date % 100:02d}"
