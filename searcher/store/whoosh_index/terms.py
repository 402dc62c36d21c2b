"""The terms that the index has of a folded text, and where in it they stand (see `text.bulk`)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from searcher.store.analyzer import Analyzer

_LONGEST_PART = 3


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term and its range in the folded text."""

    term: str
    start: int
    end: int


def is_gram(term: str) -> bool:
    """Whether a term is kept as two neighbouring characters, not as a word."""
    return len(term) == 2 and term.isalnum()


def words(folded: str, analyzer: Analyzer) -> Iterator[Occurrence]:
    """The words that have a letter, digit or ideograph in them, in order."""
    start = 0
    for word in analyzer.cut(folded):
        if any(map(str.isalnum, word)):
            yield Occurrence(word, start, start + len(word))
        start += len(word)


def grams(folded: str) -> Iterator[Occurrence]:
    """Every two neighbouring letters, digits or ideographs, in order."""
    for start in range(len(folded) - 1):
        pair = folded[start : start + 2]
        if pair.isalnum():
            yield Occurrence(pair, start, start + 2)


def whole_words(folded: str, analyzer: Analyzer) -> Iterator[Occurrence]:
    """The words that are kept as such: all that are no grams, and the words of three inside longer ones."""
    for word in words(folded, analyzer):
        if is_gram(word.term):
            continue
        yield word
        if len(word.term) > _LONGEST_PART:
            for at, length, _ in analyzer.dictionary.windows(word.term, _LONGEST_PART):
                if length == _LONGEST_PART:
                    start = word.start + at
                    yield Occurrence(word.term[at : at + length], start, start + length)


def occurrences(folded: str, analyzer: Analyzer) -> list[Occurrence]:
    """Every term of a text as often as the index counts it, in order of place, longer ones first."""
    return sorted((*grams(folded), *whole_words(folded, analyzer)), key=lambda o: (o.start, -o.end))


def _all_places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


class Places:
    """Where the terms of one text stand, counted in letters, digits and ideographs.

    Signs and blanks take no place, so that what stands on both sides of a comma are neighbours, as in every Whoosh
    field. A term takes as many places as it has characters: a phrase is true where its terms follow one another,
    wherever the text was cut.
    """

    def __init__(self, folded: str, analyzer: Analyzer) -> None:
        self._folded, self._analyzer = folded, analyzer
        self._rank = list(itertools.accumulate(map(str.isalnum, folded), initial=0))
        self._words: dict[str, list[Occurrence]] | None = None

    def of(self, term: str) -> list[tuple[int, int]]:
        """First and last place of every occurrence of a term, ascending."""
        if is_gram(term):
            starts = _all_places(self._folded, term)
            return [(self._rank[start], self._rank[start + 2] - 1) for start in starts]
        if self._words is None:
            self._words = {}
            for occurrence in whole_words(self._folded, self._analyzer):
                self._words.setdefault(occurrence.term, []).append(occurrence)
        found = sorted(self._words.get(term, ()), key=lambda o: o.start)
        return [(self._rank[o.start], self._rank[o.end] - 1) for o in found]

    def first(self, occurrence: Occurrence) -> int:
        """The first place of an occurrence."""
        return self._rank[occurrence.start]


def within(term: str, other: str, most: int) -> bool:
    """Whether one becomes the other by `most` insertions, deletions and replacements of a character at most."""
    if abs(len(term) - len(other)) > most:
        return False
    row = list(range(len(other) + 1))
    for i, char in enumerate(term, 1):
        diagonal, row[0] = row[0], i
        for j, wanted in enumerate(other, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (char != wanted))
        if min(row) > most:
            return False
    return row[-1] <= most
