"""The terms of a searched text in a segment, for Whoosh. Documents are paragraphs, also those of a headline."""

from __future__ import annotations

import heapq
import itertools
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.query.spans import Span
from whoosh.reading import TermInfo

from searcher.store.analyzer import Analyzer
from searcher.store.segment import Segment
from searcher.store.whoosh_codec.matcher import ArrayMatcher
from searcher.store.whoosh_index.terms import Places, is_gram, within
from searcher.text.arrays import GRAM_SHIFT

Array = npt.NDArray[Any]
_TEXTS_KEPT = 1024


def _term(data: bytes) -> str | None:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None


def _bytes(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")


def _apart(one: str, other: str) -> bool:
    return not any(char in one for char in other)


class TextLexicon:
    """The words and grams of the field `text` or `headline` (a `whoosh_codec.lexicon.Lexicon`).

    Terms that only dead documents hold are not there. Where terms stand is not kept: it is found by cutting the
    texts of those documents that are asked for.
    """

    def __init__(self, segment: Segment, name: str, analyzer: Analyzer) -> None:
        self._segment, self.name, self._analyzer = segment, name, analyzer
        self._field = segment.field(name)
        self._places = lru_cache(maxsize=_TEXTS_KEPT)(self._cut)

    # Documents of the field are paragraphs, or of headlines articles.

    @cached_property
    def lengths(self) -> Array:
        """Letters, digits and ideographs of the field in each paragraph's text, or in its article's headline."""
        lengths = self._field.lengths
        return lengths if self.name == "text" else np.repeat(lengths, self._segment.sizes)

    def _cut(self, owner: int) -> Places:
        return Places(self._field.folded(owner), self._analyzer)

    def places(self, document: int, term: str) -> list[tuple[int, int]]:
        """First and last place of every occurrence of a term (see `terms.Places`)."""
        owner = document
        if self.name == "headline":
            owner = int(self._segment.articles_of(np.array([document]))[0])
        return self._places(owner).of(term)

    def postings(self, term: str) -> tuple[Array, Array]:
        """The living paragraphs that hold a term, ascending, and how often."""
        found = self._field.gram(term) if is_gram(term) else self._field.word(term)
        if found is None:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if self.name == "text":
            return found.documents, found.all_frequencies()
        holding = np.zeros(self._segment.articles, np.float32)
        holding[found.documents] = found.all_frequencies()
        documents = self._segment.documents_of(holding > 0)
        return documents, np.repeat(holding, self._segment.sizes)[documents]

    # Terms

    @cached_property
    def _words(self) -> list[str]:
        return self._field.words()

    @cached_property
    def _grams(self) -> Array:
        """Keys of the grams of two characters, ascending: the order of their UTF-8."""
        keys = np.asarray(self._field.gram_run().terms, np.uint64)
        return keys[(keys & np.uint64((1 << GRAM_SHIFT) - 1)) > 0]

    def _gram(self, place: int) -> str:
        key = int(self._grams[place])
        return chr(key >> GRAM_SHIFT) + chr(key & ((1 << GRAM_SHIFT) - 1))

    def __contains__(self, data: bytes) -> bool:
        term = _term(data)
        return bool(term) and len(self.postings(term or "")[0]) > 0

    def terms_from(self, data: bytes) -> Iterator[bytes]:
        """The terms from this one on, ascending."""
        words, grams = self._words, self._grams
        first_word = bisect_left(words, data, key=_bytes)
        first_gram = bisect_left(range(len(grams)), data, key=lambda i: _bytes(self._gram(i)))
        merged = heapq.merge(
            (_bytes(words[i]) for i in range(first_word, len(words))),
            (_bytes(self._gram(i)) for i in range(first_gram, len(grams))),
        )
        return merged if self._field.dead is None else (term for term in merged if term in self)

    def within(self, text: str, most: int, prefix: int = 0) -> Iterator[str]:
        """The terms that are `most` changes of a character away at most, and share the first `prefix` characters.

        Whoosh's automaton goes through nearly all terms, as any ideograph may take the place of any other. A term
        that is longer than `most` shares a character with all that are near: only those are looked at.
        """
        grams: Array = np.arange(len(self._grams))
        words: list[str] = self._words
        if len(text) > most:
            codes = np.array([ord(char) for char in set(text)], np.uint64)
            second = self._grams & np.uint64((1 << GRAM_SHIFT) - 1)
            grams = np.flatnonzero(np.isin(self._grams >> np.uint64(GRAM_SHIFT), codes) | np.isin(second, codes))
            words = [word for word in words if not _apart(word, text)]
        near = (
            term
            for term in itertools.chain(words, map(self._gram, grams.tolist()))
            if term.startswith(text[:prefix]) and within(text, term, most)
        )
        return (term for term in sorted(near) if self._field.dead is None or _bytes(term) in self)

    def info(self, data: bytes) -> TermInfo | None:
        """Statistics of a term, of living paragraphs."""
        term = _term(data)
        documents, frequencies = self.postings(term) if term else (np.empty(0), np.empty(0))
        if not len(documents):
            return None
        lengths = self.lengths[documents]
        return TermInfo(
            weight=float(frequencies.sum()),
            df=len(documents),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(frequencies.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def matcher(self, data: bytes, format: Any, scorer: Any) -> Any:
        """The postings of a term."""
        term = _term(data) or ""
        documents, frequencies = self.postings(term)
        info = self.info(data) if scorer else None
        return TextMatcher(self, term, documents, frequencies, format=format, scorer=scorer, terminfo=info)


class TextMatcher(ArrayMatcher):
    """Postings of a term, with places that are found when they are asked for."""

    def __init__(self, lexicon: TextLexicon, text: str, documents: Array, frequencies: Array, **options: Any) -> None:
        super().__init__(documents, frequencies, term=(lexicon.name, _bytes(text)), **options)
        self._lexicon, self._text = lexicon, text

    def _current(self) -> list[tuple[int, int]]:
        return self._lexicon.places(self.id(), self._text)

    def spans(self) -> list[Span]:
        """Where the term stands: from its first to its last character, in letters, digits and ideographs."""
        return [Span(first, last) for first, last in self._current()]

    def value_as(self, astype: str) -> Any:
        """The current posting as a format with positions has it."""
        match astype:
            case "positions":
                return [first for first, _ in self._current()]
            case "position_boosts":
                return [(first, 1) for first, _ in self._current()]
            case "frequency":
                return int(self.weight())
            case "weight":
                return self.weight()
        return self.format.decode_as(astype, self.value())

    def value(self) -> bytes:
        """The current posting encoded as Whoosh's format does."""
        payload: bytes = self.format.encode(self.value_as("positions"))
        return payload
