"""A segment as it is read: two fields, the columns of its articles, and the originals of its paragraphs."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from searcher.memo import remembered
from searcher.results.model import StoredArticle, StoredParagraph
from searcher.store.arrays import ArrayFile
from searcher.store.field_reader import Field
from searcher.store.json_records import JsonRecords
from searcher.store.originals import Originals, OriginalText
from searcher.store.records import unpack
from searcher.store.rows import COLUMNS, ArticleFields, FileEntry, paragraphs_of, read_record, stem_of
from searcher.text.arrays import running_sum
from searcher.text.codebook import Codebook

if TYPE_CHECKING:
    from searcher.store.analyzer import Analyzer
    from searcher.store.generation import SegmentRef

Array = npt.NDArray[Any]
_ARTICLES_KEPT = 1_000


def date_number(date: str | None) -> int:
    """YYYY-MM-DD as the integer YYYYMMDD; 0 for none."""
    return int(date.replace("-", "")) if date else 0


class Segment:
    """An immutable part of an index. `dead_files` are numbers of files whose articles no longer count."""

    field_class: type[Field] = Field

    def __init__(self, path: Path, book: Codebook, footer: int | None = None, dead_files: tuple[int, ...] = ()) -> None:
        self.file = ArrayFile(path, footer)
        self._book = book
        self.dead_files = frozenset(dead_files)
        self.sizes: Array = self.file["articles.sizes"].astype(np.int64)
        """How many paragraphs each article has, shape (articles,)."""
        self.first = running_sum(self.sizes)
        """The number of the first paragraph of each article, shape (articles + 1,)."""
        self.articles = len(self.sizes)
        self.documents = int(self.first[-1])
        self._fields: dict[str, Field] = {}
        self._columns: dict[str, Array] = {}
        self._articles: dict[int, ArticleFields] = {}

    def _unpacked(self, name: str) -> Any:
        return unpack(self.file, name, self.file[name].tobytes())

    @functools.cached_property
    def files(self) -> list[FileEntry]:
        """The corpus files that the segment was made from."""
        return [FileEntry.from_json(values) for values in self._unpacked("files")]

    @functools.cached_property
    def names(self) -> dict[str, list[str | None]]:
        """The distinct values of each column of names, the first None."""
        names: dict[str, list[str | None]] = self._unpacked("names")
        return names

    @functools.cached_property
    def meta(self) -> JsonRecords:
        """Records of the articles."""
        return JsonRecords(self.file, "meta")

    @functools.cached_property
    def originals(self) -> Originals:
        """What gives the texts back as they were read."""
        return Originals(self.file, self._book)

    @functools.cached_property
    def first_article(self) -> Array:
        """The number of the first article of each file, shape (files + 1,)."""
        return np.searchsorted(self.column("file"), np.arange(len(self.files) + 1))

    @functools.cached_property
    def dead_articles(self) -> npt.NDArray[np.bool_] | None:
        """True for every article of a dead file, or None where no file is dead."""
        if not self.dead_files:
            return None
        return np.isin(self.column("file"), sorted(self.dead_files))

    @functools.cached_property
    def dead_documents(self) -> npt.NDArray[np.bool_] | None:
        """The same for paragraphs."""
        if self.dead_articles is None:
            return None
        return np.repeat(self.dead_articles, self.sizes)

    def living_documents(self) -> Array:
        """Numbers of the paragraphs that count."""
        return np.arange(self.documents) if self.dead_documents is None else np.flatnonzero(~self.dead_documents)

    def living_articles(self) -> Array:
        """Numbers of the articles that count."""
        return np.arange(self.articles) if self.dead_articles is None else np.flatnonzero(~self.dead_articles)

    def field(self, name: str) -> Field:
        """The field `text` (documents: paragraphs) or `headline` (documents: articles)."""
        if name not in self._fields:
            dead = self.dead_documents if name == "text" else self.dead_articles
            self._fields[name] = self.field_class(self.file, name, self._book, dead)
        return self._fields[name]

    def articles_of(self, documents: Array) -> Array:
        """The article of each paragraph, same shape."""
        return np.searchsorted(self.first, documents, "right") - 1

    def documents_of(self, articles: npt.NDArray[np.bool_]) -> Array:
        """The paragraphs of the articles marked True, ascending."""
        return np.flatnonzero(np.repeat(articles, self.sizes))

    def column(self, name: str) -> Array:
        """A column of the articles, numbers into `names[name]` (or `files`), shape (articles,)."""
        if name not in self._columns:
            numbers = self.file[f"articles.{name}"]
            self._columns[name] = numbers if len(numbers) == self.articles else np.zeros(self.articles, np.uint8)
        return self._columns[name]

    @functools.cached_property
    def _named_columns(self) -> list[tuple[list[str | None], Callable[[int], int]]]:
        """The distinct values of each of COLUMNS, and what gives an article's number among them."""
        return [(self.names[name], self.column(name).item) for name in COLUMNS]

    @functools.cached_property
    def dates(self) -> Array:
        """The date of each article as the integer YYYYMMDD, 0 for none, shape (articles,)."""
        return np.array([date_number(date) for date in self.names["date"]], np.int64)[self.column("date")]

    def _fields_of(self, article: int) -> ArticleFields:
        """The record of an article. The last are kept: who types a query sees mostly what the last keystroke showed."""
        return remembered(self._articles, article, self._read_fields, _ARTICLES_KEPT)

    def _read_fields(self, article: int) -> ArticleFields:
        number = self.column("file").item(article)
        columns = tuple([names[number_of(article)] for names, number_of in self._named_columns])
        place = article - self.first_article.item(number) + 1
        return read_record(self.meta[article], columns, self.files[number].path, place)

    def id_of(self, document: int) -> str:
        """The id of a paragraph; its text is not read."""
        article = bisect_right(self.first, document) - 1
        return self._fields_of(article).id_of(document - int(self.first[article]))

    def texts(self, documents: Sequence[int]) -> list[OriginalText]:
        """The texts of paragraphs as they were read."""
        coded = self.field("text").coded
        return self.originals.texts(documents, [coded(document) for document in documents])

    def paragraph(self, document: int) -> StoredParagraph:
        """A paragraph with what is known of its article."""
        return self.paragraphs([document], self.articles_of(np.array([document])).tolist())[0][0]

    def paragraphs(
        self, documents: Sequence[int], articles: Sequence[int]
    ) -> list[tuple[StoredParagraph, OriginalText]]:
        """Paragraphs of these articles with what is known of those, and with how their texts come from the folded
        ones."""
        return [
            (self._fields_of(article).paragraph(document - self.first.item(article), text.text), text)
            for document, article, text in zip(documents, articles, self.texts(documents), strict=True)
        ]

    def article(self, article: int) -> StoredArticle:
        """An article with all of its paragraphs."""
        fields = self._fields_of(article)
        first, last = int(self.first[article]), int(self.first[article + 1])
        return StoredArticle(
            fields.info,
            fields.paragraphs(text.text for text in self.texts(range(first, last))),
        )

    def find_article(self, path_stem: str, number: int) -> int | None:
        """The living article with this number (from 1) of the file with this stem."""
        for i, entry in enumerate(self.files):
            if i not in self.dead_files and stem_of(entry.path) == path_stem and 0 < number <= entry.articles:
                return int(self.first_article[i]) + number - 1
        return None

    def find_record(self, own_id: str) -> int | None:
        """The living paragraph that brought this id of its own; looks through all records of articles."""
        for article, record in enumerate(self.meta):
            for place, paragraph in enumerate(paragraphs_of(record)):
                if paragraph.id == own_id and (self.dead_articles is None or not self.dead_articles[article]):
                    return int(self.first[article]) + place
        return None

    def close(self) -> None:
        """Let the file go."""
        self._fields.clear()
        self._articles.clear()
        self.file.close()


def open_segment(folder: Path, ref: SegmentRef, analyzer: Analyzer) -> Segment:
    """Map a segment of a generation."""
    return Segment(folder / ref.file.name, analyzer.book, ref.file.footer, ref.dead)
