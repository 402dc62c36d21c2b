"""Hits under their articles, and the part of a folded hit that is worth a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from searcher.results.model import ArticleInfo, Hit, Range
from searcher.text.units import clause_end

WINDOW = 500
"""Hits that are brought together at a time: an export of any number must not keep all of them."""


class Group(NamedTuple):
    """Hits of one article in order of rank; the first stands for all."""

    hits: tuple[Hit, ...]

    @property
    def article(self) -> ArticleInfo:
        """The article that they belong to."""
        return self.hits[0].article

    @property
    def more(self) -> int:
        """How many other paragraphs of the article match, which are not among these."""
        return max(0, self.hits[0].of_article - len(self.hits))


def grouped(hits: Iterable[Hit], *, flat: bool = False) -> Iterator[Group]:
    """The hits of each article together, articles in the order of their best hit; `flat` leaves each hit alone.

    Only hits of the same window are brought together, so that an article may come again `WINDOW` hits later.
    """
    if flat:
        yield from (Group((hit,)) for hit in hits)
        return
    coming = iter(hits)
    while window := list(islice(coming, WINDOW)):
        of_articles: dict[str, list[Hit]] = {}
        for hit in window:
            of_articles.setdefault(hit.article.id, []).append(hit)
        yield from (Group(tuple(group)) for group in of_articles.values())


def clauses(text: str, within: Range, highlights: Sequence[Range], width: int) -> Range:
    """The clause of the passage `within` that holds the first highlight, and what follows it up to `width` characters.

    Cut between clauses only, so within no word and no number; where the passage has no such place it is the passage.
    """
    start, stop = within
    first = next((place for place, end in highlights if start <= place and end <= stop), start)
    last = next((end for place, end in highlights if place == first), first)
    edges = [start, *(found.end() for found in clause_end().finditer(text, start, stop)), stop]
    low = max(edge for edge in edges if edge <= first)
    fitting = [edge for edge in edges if low < edge <= low + width and edge >= last]
    return low, fitting[-1] if fitting else min((edge for edge in edges if edge >= max(last, low + 1)), default=stop)
