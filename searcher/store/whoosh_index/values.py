"""Fields of whole values in a segment, for Whoosh: terms, and columns to sort and group by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import columns
from whoosh.reading import TermInfo

from searcher.store.rows import names_of
from searcher.store.segment import Segment
from searcher.store.whoosh_codec.matcher import ArrayMatcher
from searcher.store.whoosh_index.schema import BYLINE_JOINT, day_of

Array = npt.NDArray[Any]


def _bytes(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")


def _info(documents: Array) -> TermInfo | None:
    """Statistics of a value that these paragraphs have; None where there are none."""
    if not len(documents):
        return None
    return TermInfo(len(documents), len(documents), 0, 0, 1.0, int(documents[0]), int(documents[-1]))


class ValueColumn(columns.ColumnReader):  # type: ignore[misc]
    """The value of each paragraph: `values[numbers[document]]`."""

    def __init__(self, values: Sequence[Any], numbers: Array) -> None:
        self._values, self._numbers = values, numbers
        self._sign = 1

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, docnum: int) -> Any:
        return self._values[self._numbers[docnum]]

    def __iter__(self) -> Iterator[Any]:
        return (self._values[number] for number in self._numbers.tolist())

    def sort_key(self, docnum: int) -> Any:
        """What to sort by: the value, of a reversed column of numbers its negative."""
        return self[docnum] if self._sign > 0 else -self[docnum]

    def set_reverse(self) -> None:
        """Sort the other way round; only columns of numbers are asked to."""
        self._sign = -1


class ValueLexicon:
    """Terms that are whole values (a `whoosh_codec.lexicon.Lexicon`).

    `values`: the distinct values as a column has them, the first for none; `terms[i]`: the terms of value i;
    `numbers`: the value of each paragraph, shape (documents,).
    """

    def __init__(
        self, segment: Segment, name: str, values: Sequence[Any], terms: Sequence[Sequence[bytes]], numbers: Array
    ) -> None:
        self._segment, self._name = segment, name
        self._values, self._numbers = values, numbers
        self._of_term: dict[bytes, list[int]] = {}
        for number, own in enumerate(terms):
            for term in dict.fromkeys(own):
                self._of_term.setdefault(term, []).append(number)

    @cached_property
    def _sorted(self) -> list[bytes]:
        living = self._numbers[self._segment.living_documents()]
        used = set(np.unique(living).tolist())
        return sorted(term for term, numbers in self._of_term.items() if used.intersection(numbers))

    def column(self) -> ValueColumn:
        """The value of each paragraph."""
        return ValueColumn(self._values, self._numbers)

    def documents(self, term: bytes) -> Array:
        """The living paragraphs with a term, ascending."""
        marked = np.isin(self._numbers, self._of_term.get(term, []))
        if self._segment.dead_documents is not None:
            marked &= ~self._segment.dead_documents
        return np.flatnonzero(marked)

    def __contains__(self, term: bytes) -> bool:
        return term in self._of_term and len(self.documents(term)) > 0

    def terms_from(self, term: bytes) -> Iterator[bytes]:
        """The terms from this one on, ascending."""
        return iter(self._sorted[bisect_left(self._sorted, term) :])

    def info(self, term: bytes) -> TermInfo | None:
        """Statistics of a term."""
        return _info(self.documents(term))

    def matcher(self, term: bytes, format: Any, scorer: Any) -> Any:
        """The postings of a term."""
        return ArrayMatcher(self.documents(term), format=format, term=(self._name, term), scorer=scorer)


def name_lexicon(segment: Segment, name: str) -> ValueLexicon:
    """The field of a column of names."""
    names = segment.names[name]
    split = [names_of(value) if name == "byline" else (value,) if value else () for value in names]
    values = [_bytes(BYLINE_JOINT.join(own)) for own in split]
    terms = [[_bytes(one) for one in own] for own in split]
    return ValueLexicon(segment, name, values, terms, np.repeat(segment.column(name), segment.sizes))


def date_lexicon(segment: Segment, field: Any) -> ValueLexicon:
    """The field of days."""
    days = [day_of(date) for date in segment.names["date"]]
    default = field.column_type.default_value()
    values = [field.to_column_value(day) if day else default for day in days]
    terms = [[field.to_bytes(day)] if day else [] for day in days]
    return ValueLexicon(segment, "date", values, terms, np.repeat(segment.column("date"), segment.sizes))


class ParagraphLexicon:
    """The field `id` or `kind`, which every paragraph has its own of. All records are read when terms are listed, or
    the column is used; a single id is found without."""

    def __init__(self, segment: Segment, name: str) -> None:
        self._segment, self._name = segment, name

    @cached_property
    def _all(self) -> ValueLexicon:
        values: list[bytes] = [b""]
        numbers = np.zeros(self._segment.documents, np.int64)
        place: dict[bytes, int] = {}
        for article in range(self._segment.articles):
            first = int(self._segment.first[article])
            for i, paragraph in enumerate(self._segment.article(article).paragraphs):
                value = _bytes(paragraph.id if self._name == "id" else paragraph.kind)
                if value not in place:
                    place[value] = len(values)
                    values.append(value)
                numbers[first + i] = place[value]
        return ValueLexicon(self._segment, self._name, values, [[value] if value else [] for value in values], numbers)

    def _find(self, id: str) -> int | None:
        """The living paragraph with an id."""
        stem, _, number = id.rpartition(":")
        article_number, _, place = number.partition(".")
        if article_number.isdecimal() and place.isdecimal():
            article = self._segment.find_article(stem, int(article_number))
            if article is not None and 0 < int(place) <= int(self._segment.sizes[article]):
                document = int(self._segment.first[article]) + int(place) - 1
                if self._segment.paragraph(document).id == id:
                    return document
        return self._segment.find_record(id)

    def column(self) -> ValueColumn:
        """The value of each paragraph."""
        return self._all.column()

    def documents(self, term: bytes) -> Array:
        """The living paragraphs with a value, ascending."""
        if self._name == "kind" or "_all" in self.__dict__:
            return self._all.documents(term)
        document = self._find(term.decode("utf-8", "surrogatepass"))
        return np.array([] if document is None else [document], np.int64)

    def __contains__(self, term: bytes) -> bool:
        return len(self.documents(term)) > 0

    def terms_from(self, term: bytes) -> Iterator[bytes]:
        """The values from this one on, ascending."""
        return self._all.terms_from(term)

    def info(self, term: bytes) -> TermInfo | None:
        """Statistics of a value."""
        return _info(self.documents(term))

    def matcher(self, term: bytes, format: Any, scorer: Any) -> Any:
        """The postings of a value."""
        return ArrayMatcher(self.documents(term), format=format, term=(self._name, term), scorer=scorer)
