"""Which paragraphs of a segment match a node: exact sets, never approximate.

`match` gives the paragraphs a query finds, `literal` those of them in which every group stands as it was typed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from searcher.memo import remembered
from searcher.query.looking import AT_ONCE, Budget
from searcher.query.nodes import (
    All,
    And,
    Dates,
    Exact,
    InField,
    Near,
    Node,
    Not,
    Or,
    Synonym,
    Wildcard,
    Words,
    asks_nothing,
    children,
)
from searcher.query.questions import only_asks, telling_words
from searcher.results.model import Filters
from searcher.store.analyzer import Analyzer
from searcher.store.field_reader import NO_DOCUMENTS, Documents, Field, intersect
from searcher.store.rows import names_of
from searcher.store.segment import Segment, date_number

_GROUPS_KEPT = 1_000
_KEPT_BYTES = 16 << 20
"""Memory for the paragraphs of the last patterns and NEARs."""


def without(documents: Documents, others: Documents, size: int) -> Documents:
    """Those of `documents`, of `size`, that are not among `others`."""
    gone = np.zeros(size, np.bool_)
    gone[others] = True
    return documents[~gone[documents]]


def unite(sets: Sequence[Documents], size: int) -> Documents:
    """Documents, of `size`, in any of the sets, ascending."""
    filled = [s for s in sets if len(s)]
    if len(filled) <= 1:
        return filled[0] if filled else NO_DOCUMENTS
    here = np.zeros(size, np.bool_)
    for documents in filled:
        here[documents] = True
    return np.flatnonzero(here)


def stripped(folded: str) -> str:
    """A folded plain group without the signs at its edges: a question still stands literally without its mark."""
    start, end = 0, len(folded)
    while start < end and not folded[start].isalnum():
        start += 1
    while end > start and not folded[end - 1].isalnum():
        end -= 1
    return folded[start:end]


def content_words(words: Sequence[str]) -> list[str]:
    """The words that must all appear where a group is scattered: those of two characters or more, or all if fewer than
    two such are there."""
    long = [word for word in words if len(word) > 1]
    return list(dict.fromkeys(long if len(set(long)) > 1 else words))


class Requirement(NamedTuple):
    """What a paragraph must hold where a group does not stand literally: all of `words`, or one of `instead`."""

    words: tuple[str, ...]
    instead: tuple[str, ...] = ()


def requirements(folded: str, synonyms: Sequence[Synonym], analyzer: Analyzer) -> list[Requirement]:
    """What a folded, stripped group requires: each of its words that must appear, or a synonym in its place."""
    ends = [0, *(end for synonym in synonyms for end in (synonym.start, synonym.end)), len(folded)]
    pieces = [_telling(folded[start:end], analyzer) for start, end in itertools.pairwise(ends)]
    required = content_words([word for piece in pieces for word in piece])
    # Every second piece is one that has synonyms.
    alone = {word for piece in pieces[::2] for word in piece}
    out = [Requirement((word,)) for word in required if word in alone]
    for synonym, piece in zip(synonyms, pieces[1::2], strict=True):
        words = tuple(word for word in piece if word in required)
        out.append(Requirement(words or (folded[synonym.start : synonym.end],), synonym.texts))
    return out


def _telling(piece: str, analyzer: Analyzer) -> list[str]:
    """The words of a piece of a group, those that ask aside, even if there are no others."""
    return [] if only_asks(piece) or asks_nothing(piece) else telling_words(piece, analyzer)


@dataclass(slots=True, eq=False, repr=False)
class Matcher:
    """Matches nodes in one segment."""

    segment: Segment
    analyzer: Analyzer
    budget: Budget = field(default_factory=Budget)
    _known: dict[tuple[Node, Field], Documents] = field(default_factory=dict)
    _known_bytes: int = 0
    _required_words: dict[str, Sequence[str]] = field(default_factory=dict)

    def match(self, node: Node) -> Documents:
        """The paragraphs that match, ascending."""
        return self._match(node, self.segment.field("text"), literally=False)

    def literal(self, node: Node) -> Documents:
        """The paragraphs that match with every plain group standing as it was typed."""
        return self._match(node, self.segment.field("text"), literally=True)

    def scatters(self, node: Node) -> bool:
        """Whether a plain group of the query may match without standing literally."""
        if isinstance(node, Words):
            return bool(node.synonyms) or len(self._required(stripped(self.analyzer.fold(node.text)))) > 1
        return any(self.scatters(part) for part in children(node))

    def _match(self, node: Node, field: Field, literally: bool) -> Documents:
        match node:
            case Words(text, _, synonyms) if synonyms and not literally:
                return self._with_synonyms(stripped(self.analyzer.fold(text)), synonyms, field)
            case Words(text):
                return self._words(stripped(self.analyzer.fold(text)), field, literally)
            case Exact(text):
                return self._exact(self.analyzer.fold(text), field)
            case Wildcard():
                return self._wildcard(node, field)
            case Near():
                return self._near(node, field)
            case InField(name, inner):
                return self._in_field(name, inner, literally)
            case Dates(first, last):
                return self._documents(self.dated(first, last))
            case All(parts) | And(parts):
                return self._all(parts, field, literally)
            case Or(parts):
                return self._any(parts, field, literally)
            case Not(part):
                return without(field.all_documents(), self._match(part, field, False), field.documents)

    def _all(self, parts: Sequence[Node], field: Field, literally: bool) -> Documents:
        wanted = [part for part in parts if not isinstance(part, Not) and not _asks_nothing(part)]
        found: Documents | None = None
        for asked in wanted:
            here = self._match(asked, field, literally)
            found = here if found is None else intersect(found, here)
            if not len(found):
                return found
        for part in parts:
            if isinstance(part, Not):
                found = field.all_documents() if found is None else found
                found = without(found, self._match(part.part, field, False), field.documents)
        return field.all_documents() if found is None else found

    def _any(self, parts: Sequence[Node], field: Field, literally: bool) -> Documents:
        """Frequent characters are united as they are kept: listing the documents of each would take longer than all
        else."""
        chars = [char for part in parts if (char := self._character(part))]
        sets = [self._match(part, field, literally) for part in parts if not self._character(part)]
        if len(chars) < 2:
            return unite([*sets, *map(field.character, chars)], field.documents)
        here = field.holding_any(chars)
        for documents in sets:
            here[documents] = True
        return here.nonzero()[0]

    def _character(self, node: Node) -> str:
        """The letter, digit or ideograph that a node asks for, or nothing where it asks for another thing."""
        if not isinstance(node, Words | Exact) or (isinstance(node, Words) and node.synonyms):
            return ""
        folded = self.analyzer.fold(node.text)
        if isinstance(node, Words):
            folded = stripped(folded)
        return folded if len(folded) == 1 and folded.isalnum() else ""

    def _exact(self, folded: str, field: Field) -> Documents:
        return field.exact(folded) if folded else NO_DOCUMENTS

    def _words(self, folded: str, field: Field, literally: bool) -> Documents:
        words = self._required(folded)
        if literally or len(words) < 2:
            return self._exact(folded, field)
        found: Documents | None = None
        for word in sorted(words, key=len, reverse=True):
            here = field.exact(word)
            found = here if found is None else intersect(found, here)
            if not len(found):
                break
        return NO_DOCUMENTS if found is None else found

    def _with_synonyms(self, folded: str, synonyms: Sequence[Synonym], field: Field) -> Documents:
        found: Documents | None = None
        for requirement in requirements(folded, synonyms, self.analyzer):
            here: Documents | None = None
            for word in requirement.words:
                held = field.exact(word)
                here = held if here is None else intersect(here, held)
            sets = [*([] if here is None else [here]), *map(field.exact, requirement.instead)]
            united = unite(sets, field.documents)
            found = united if found is None else intersect(found, united)
        return NO_DOCUMENTS if found is None else found

    def _required(self, folded: str) -> Sequence[str]:
        """The words that must all stand in a paragraph where a plain group does not stand as it was typed. The last are
        kept."""
        return remembered(self._required_words, folded, self._content_words, _GROUPS_KEPT)

    def _content_words(self, folded: str) -> Sequence[str]:
        return content_words(telling_words(folded, self.analyzer))

    def _wildcard(self, node: Wildcard, field: Field) -> Documents:
        from searcher.query.wildcards import Pattern

        asked = Pattern(node.pattern, self.analyzer.fold)
        candidates: Documents | None = None
        for string in asked.strings:
            here = field.exact(string)
            candidates = here if candidates is None else intersect(candidates, here)
        if candidates is None:
            return NO_DOCUMENTS
        return candidates if asked.is_string else self._looked_at(node, field, candidates, asked.among)

    def _near(self, node: Near, field: Field) -> Documents:
        parts = [self.analyzer.fold(part.text) for part in node.parts]
        candidates: Documents | None = None
        for part in parts:
            here = self._exact(part, field)
            candidates = here if candidates is None else intersect(candidates, here)
        if candidates is None:
            return NO_DOCUMENTS
        from searcher.query.near import near_among

        return self._looked_at(node, field, candidates, lambda texts: near_among(texts, parts, node.distance))

    def _looked_at(
        self, node: Wildcard | Near, field: Field, candidates: Documents, among: Callable[[list[str]], list[int]]
    ) -> Documents:
        """Those of the candidates whose texts hold what a node asks for; the last answers are kept."""
        key = (node, field)
        known = self._known.get(key)
        if known is None:
            self.budget.spend(len(candidates), node.span)
            kept: list[int] = []
            for first in range(0, len(candidates), AT_ONCE):
                texts = field.folded_many(candidates[first : first + AT_ONCE])
                kept += [first + number for number in among(texts)]
            known = candidates[kept]
            self._known[key] = known
            self._known_bytes += known.nbytes
            while self._known_bytes > _KEPT_BYTES and len(self._known) > 1:
                self._known_bytes -= self._known.pop(next(iter(self._known))).nbytes
        return known

    def _documents(self, articles: npt.NDArray[np.bool_]) -> Documents:
        found = self.segment.documents_of(articles)
        dead = self.segment.dead_documents
        return found if dead is None else found[~dead[found]]

    def dated(self, first: str | None, last: str | None) -> npt.NDArray[np.bool_]:
        """Articles of issues from `first` to `last`; those without a date are in no range."""
        dates = self.segment.dates
        marked = dates > 0
        if first:
            marked &= dates >= date_number(first)
        if last:
            marked &= dates <= date_number(last)
        return marked

    def _in_field(self, name: str, inner: Node, literally: bool) -> Documents:
        if name == "headline":
            found = self._match(inner, self.segment.field("headline"), literally)
            marked = np.zeros(self.segment.articles, np.bool_)
            marked[found] = True
            return self._documents(marked)
        return self._documents(self._named(name, inner))

    def _named(self, name: str, node: Node) -> npt.NDArray[np.bool_]:
        """Articles whose value of a column of names matches."""
        match node:
            case All(parts) | And(parts):
                out = np.ones(self.segment.articles, np.bool_)
                for part in parts:
                    out &= self._named(name, part)
                return out
            case Or(parts):
                out = np.zeros(self.segment.articles, np.bool_)
                for part in parts:
                    out |= self._named(name, part)
                return out
            case Not(part):
                return ~self._named(name, part)
            case Words(text) | Exact(text):
                return self.valued(name, text)
            case Wildcard(pattern):
                from searcher.query.wildcards import Pattern

                return self._valued(name, Pattern(pattern, self.analyzer.fold).holds)
            case Near(parts, distance):
                folded = [self.analyzer.fold(part.text) for part in parts]
                from searcher.query.near import is_near

                return self._valued(name, lambda value: is_near(value, folded, distance))
            case _:
                return np.zeros(self.segment.articles, np.bool_)

    def valued(self, name: str, text: str) -> npt.NDArray[np.bool_]:
        """Articles whose value of a column holds `text` under fold; a page must be the same page."""
        wanted = self.analyzer.fold(text)
        if name == "page":
            from searcher.query.pages import asked_pages, page_form

            pages = asked_pages(wanted)
            return self._valued(name, lambda value: page_form(value) in pages)
        return self._valued(name, lambda value: wanted in value)

    def _valued(self, name: str, test: Callable[[str], Any]) -> npt.NDArray[np.bool_]:
        values = self.segment.names[name]
        matching = np.array(
            [
                any(test(self.analyzer.fold(one)) for one in (names_of(value) if name == "byline" else [value or ""]))
                for value in values
            ]
        )
        matching[0] = False
        return matching[self.segment.column(name)]

    def filtered(self, filters: Filters) -> Documents | None:
        """The paragraphs that the filters let through; None where there is no filter."""
        marked: npt.NDArray[np.bool_] | None = None
        if filters.since or filters.until:
            marked = self.dated(filters.since, filters.until)
        for name, text in (
            ("section", filters.section),
            ("byline", filters.author),
            ("newspaper", filters.newspaper),
            ("page", filters.page),
        ):
            if text:
                here = self.valued(name, text)
                marked = here if marked is None else marked & here
        return None if marked is None else self._documents(marked)


def _asks_nothing(node: Node) -> bool:
    """Signs that stand alone between parts that ask for something: they narrow nothing."""
    return isinstance(node, Words) and asks_nothing(node.text)


def occurrences(text: str, part: str) -> list[tuple[int, int]]:
    """Where a non-empty string stands in a text, from left to right, without overlap."""
    out, at = [], text.find(part)
    while at >= 0:
        out.append((at, at + len(part)))
        at = text.find(part, at + len(part))
    return out
