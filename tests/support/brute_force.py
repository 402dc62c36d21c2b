"""What a query finds, by looking at every paragraph: the oracle of Boolean queries, and random trees to ask of it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from jieba_cutter import jieba_cutter

from searcher.index import Index
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
    Wildcard,
    Words,
    asks_nothing,
)
from searcher.query.questions import telling_parts
from searcher.text.fold import fold
from searcher.text.words import Cut

RUN = 16
"""The most characters that `*` stands for."""
NOWHERE = (0, 0)


@dataclass(frozen=True, slots=True)
class Record:
    """A paragraph as it is asked: its texts folded; `fields`: the values of each field, by name."""

    id: str
    text: str
    date: str | None
    fields: dict[str, tuple[str, ...]]
    original: str


def records_of(index: Index) -> list[Record]:
    """Every paragraph of an index."""
    out = []
    for paragraph in index.paragraphs():
        article = paragraph.article
        headline = "\n".join(filter(None, (article.kicker, article.headline, article.subhead)))
        fields = {
            "headline": (fold(headline),),
            "byline": tuple(map(fold, article.byline)),
            **{
                name: (fold(value),) if (value := getattr(article, name)) else ()
                for name in ("section", "page", "source", "newspaper")
            },
        }
        out.append(Record(paragraph.id, fold(paragraph.text), article.date, fields, paragraph.text))
    return out


class BruteForce:
    """Evaluates trees by scanning."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._words: dict[str, list[str]] = {}

    @cached_property
    def _cut(self) -> Cut:
        return jieba_cutter()

    def found(self, node: Node) -> set[str]:
        """Ids of the paragraphs that match a tree, nothing relaxed."""
        test = self._test(node, None)
        return {record.id for record in self._records if test(record)}

    def _test(self, node: Node, field: str | None) -> Callable[[Record], bool]:
        match node:
            case All(parts) | And(parts):
                asking = [part for part in parts if not (isinstance(part, Words) and asks_nothing(part.text))]
                tests = [self._test(part, field) for part in asking]
                return lambda record: all(test(record) for test in tests)
            case Or(parts):
                tests = [self._test(part, field) for part in parts]
                return lambda record: any(test(record) for test in tests)
            case Not(part):
                test = self._test(part, field)
                return lambda record: not test(record)
            case InField(name, inner):
                return self._test(inner, name)
            case Dates(first, last):
                return lambda record: bool(record.date) and (first or "") <= str(record.date) <= (last or "9999-99-99")
        holds = self._holds(node, field)
        if field is None:
            return lambda record: holds(record.text)
        return lambda record: any(map(holds, record.fields[field]))

    def _holds(self, node: Node, field: str | None) -> Callable[[str], bool]:
        """Whether a leaf holds of a folded text."""
        match node:
            case Exact(text) | Words(text) if field == "page":
                wanted = page(fold(text))
                return lambda value: page(value) == wanted
            case Words(text) if field in (None, "headline"):
                literal, words = trimmed(fold(text)), self._required(trimmed(fold(text)))
                return lambda value: literal in value or (len(words) > 1 and all(word in value for word in words))
            case Exact(text) | Words(text):
                wanted = fold(text)
                return lambda value: bool(wanted) and wanted in value
            case Wildcard(pattern):
                pieces = [piece if piece in "*?" else fold(piece) for piece in split(pattern)]
                return lambda value: any(stands(value, at, pieces) for at in range(len(value) + 1))
            case Near(parts, distance):
                folded = [fold(part.text) for part in parts]
                return lambda value: near(value, folded, distance)
        raise AssertionError(node)

    def _required(self, folded: str) -> list[str]:
        if folded not in self._words:
            words = [w for part in telling_parts(folded) for w in self._cut(part) if any(map(str.isalnum, w))]
            long = {word for word in words if len(word) > 1}
            self._words[folded] = [*(long if len(long) > 1 else set(words))]
        return self._words[folded]


def trimmed(text: str) -> str:
    """Without the signs at its edges."""
    inside = [at for at, char in enumerate(text) if char.isalnum()]
    return text[inside[0] : inside[-1] + 1] if inside else ""


def page(text: str) -> str:
    """A page number without 第, 版 and leading zeros."""
    text = text.removeprefix("第").removesuffix("版")
    return "".join(
        char
        for at, char in enumerate(text)
        if char != "0" or not text[at + 1 : at + 2].isdecimal() or (at and text[at - 1].isdecimal())
    )


def split(pattern: str) -> list[str]:
    """Plain pieces and wildcards, in order."""
    return [
        "".join(run)
        for is_wild, group in itertools.groupby(pattern, "*?".__contains__)
        for run in ([[c] for c in group] if is_wild else [group])
    ]


def stands(text: str, at: int, pieces: Sequence[str]) -> bool:
    """Whether the pieces of a pattern stand in a text from a place on."""
    places = {at}
    for piece in pieces:
        if piece == "?":
            places = {place + 1 for place in places if text[place : place + 1].isalnum()}
        elif piece == "*":
            for place in [*places]:
                for end in range(place + 1, min(place + RUN, len(text)) + 1):
                    if not text[end - 1].isalnum():
                        break
                    places.add(end)
        else:
            places = {place + len(piece) for place in places if text.startswith(piece, place)}
        if not places:
            return False
    return True


def near(text: str, parts: Sequence[str], distance: int) -> bool:
    """Whether an occurrence of each part can be chosen so that none overlaps the next or is too far from it."""
    if not all(part and part in text for part in parts):
        return False
    occurrences = [[(at, at + len(p)) for at in range(len(text)) if text.startswith(p, at)] for p in parts]
    return any(
        all(0 <= b[0] - a[1] <= distance for a, b in itertools.pairwise(sorted(choice)))
        for choice in itertools.product(*occurrences)
    )


class RandomTrees:
    """Trees whose leaves are drawn from paragraphs, so that they find something."""

    def __init__(self, records: Sequence[Record], seed: int) -> None:
        self._records = [record for record in records if record.original.strip()]
        self._rng = random.Random(seed)

    def tree(self, depth: int = 3) -> Node:
        """One that asks for nothing that may be relaxed at its top."""
        rng = self._rng
        record = rng.choice(self._records)
        kind = rng.choice(["and", "and", "or", "or", "not", "leaf"])
        if depth == 0 or kind == "leaf":
            return self._leaf(record, at_top=depth == 3)
        if kind == "not":
            return Not(self.tree(depth - 1), NOWHERE) if depth > 1 else Not(self._leaf(record), NOWHERE)
        parts = tuple(self.tree(depth - 1) for _ in range(rng.randint(2, 3)))
        return And(parts, NOWHERE) if kind == "and" else Or(parts, NOWHERE)

    def _leaf(self, record: Record, *, at_top: bool = False) -> Node:
        kinds = [self._exact, self._wildcard, self._near, self._field, self._dates, *([] if at_top else [self._words])]
        while True:
            leaf = self._rng.choice(kinds)(record)
            if leaf is not None:
                return leaf

    def substring(self, text: str, longest: int = 12) -> str | None:
        """Characters that stand in a text, not white alone."""
        start = self._rng.randrange(len(text))
        part = text[start : start + self._rng.randint(1, longest)]
        return part if fold(part) else None

    def _exact(self, record: Record) -> Node | None:
        part = self.substring(record.original)
        return Exact(part, NOWHERE) if part else None

    def _words(self, record: Record) -> Node | None:
        parts = [self.substring(record.original, 6) or "" for _ in range(self._rng.randint(1, 2))]
        text = "".join(parts)
        return None if asks_nothing(text) else Words(text, NOWHERE)

    def _wildcard(self, record: Record) -> Node | None:
        part = self.substring(record.original, 8)
        if part is None or len(part) < 2 or any(sign in part for sign in "*?＊？"):
            return None
        at = self._rng.randrange(len(part))
        sign = self._rng.choice("*?")
        pattern = part[:at] + sign + part[at + self._rng.randint(0, 1) :]
        plain = pattern.replace(sign, "")
        return Wildcard(pattern, NOWHERE) if fold(plain) and not asks_nothing(plain) else None

    def _near(self, record: Record) -> Node | None:
        parts = [self.substring(record.original, 4) for _ in range(self._rng.randint(2, 3))]
        if not all(part and len(fold(part)) > 1 for part in parts):
            return None
        exact = tuple(Exact(str(part), NOWHERE) for part in parts)
        return Near(exact, self._rng.choice([0, 2, 10, 40]), NOWHERE)

    def _field(self, record: Record) -> Node | None:
        named = [(name, value) for name, values in record.fields.items() for value in values if value]
        if not named:
            return None
        name, value = self._rng.choice(named)
        if name == "page":
            return InField(name, Exact(value, NOWHERE), NOWHERE)
        parts = [part for part in (self.substring(value, 5) for _ in range(2)) if part and not asks_nothing(part)]
        if not parts:
            return None
        kinds: list[Node] = [
            Exact(parts[0], NOWHERE),
            Words(parts[-1], NOWHERE),
            Not(Exact(parts[0], NOWHERE), NOWHERE),
        ]
        kinds.append(Or(tuple(Words(part, NOWHERE) for part in parts), NOWHERE) if len(parts) > 1 else kinds[0])
        return InField(name, self._rng.choice(kinds), NOWHERE)

    def _dates(self, record: Record) -> Node | None:
        other = self._rng.choice(self._records).date
        if not (record.date and other):
            return None
        first, last = sorted((record.date, other))
        return Dates(*self._rng.choice([(first, last), (first, None), (None, last), (first, first)]), NOWHERE)
