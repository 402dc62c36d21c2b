"""What a query means, as a tree. The parser makes these, the evaluator answers them, `explain` shows them.

Every node keeps its `span`: the range of characters of the query, as typed, that it was read from.
Texts are kept as typed (without the quoting); folding is the evaluator's business, so that one place decides it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

Span = tuple[int, int]


class Synonym(NamedTuple):
    """The characters [start, end) of a plain group, folded and without the signs at its edges, and the folded `texts`
    that may stand in their place."""

    start: int
    end: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A plain run of characters: found where it stands literally, or where all of its words stand.

    Where words of it have synonyms (which no parser knows: `synonyms.expand`), one of these will do for each. A text
    without a letter or digit (`asks_nothing`) is punctuation between blanks, as in `煤 —— 电`. It stands only
    in an `All` that also has a part which asks for something; it must neither narrow nor rank the result.
    """

    text: str
    span: Span
    synonyms: tuple[Synonym, ...] = ()


@dataclass(frozen=True, slots=True)
class Exact:
    """Exactly these characters, wherever a segmenter would cut: every paragraph that a scan would find, no other."""

    text: str
    span: Span
    typographic: bool = field(default=False, compare=False)
    """Whether it was typed in quotes that running text has too: “ „ 「 『."""


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Characters with `*` (any run, also none) and `?` (one character); at least one plain character.

    Cut the pattern at `*` and `?` before folding: folding makes wildcards of some other characters (`﹡`, `⁇`).
    """

    pattern: str
    span: Span
    may_ask: bool = field(default=False, compare=False)
    """Whether it ends with a half-width `?` that may be a question's as well."""


@dataclass(frozen=True, slots=True)
class Near:
    """All parts as exact strings, in any order, with at most `distance` folded characters between neighbours."""

    parts: tuple[Exact, ...]
    distance: int
    span: Span


@dataclass(frozen=True, slots=True)
class InField:
    """`node` asked of a field other than the paragraph's text; `field` is the canonical English name.

    `node` holds no `InField` and no `Dates`, at any depth.
    """

    field: str
    node: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Dates:
    """Issues from `first` to `last`, both inclusive, ISO 8601 days; None is an open end."""

    first: str | None
    last: str | None
    span: Span
    typed: str = field(default="", compare=False)
    """What was typed, where a year, or the hundreds of it, were added to it."""


@dataclass(frozen=True, slots=True)
class _Joined:
    """Parts that are asked for together. Those joined in one way never equal those joined in another."""

    parts: tuple[Node, ...]
    span: Span


class All(_Joined):
    """Plain juxtaposition: every part should appear; relaxing it (and saying so) is allowed.

    What may be relaxed are the parts that ask for text; a `Not`, `Dates` or `InField` part is a condition that the
    user has set.
    """

    __slots__ = ()


class And(_Joined):
    """Every part must match."""

    __slots__ = ()


class Or(_Joined):
    """At least one part must match."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not match. Alone, or under Or, it stands for all other paragraphs."""

    part: Node
    span: Span


Node = Words | Exact | Wildcard | Near | InField | Dates | All | And | Or | Not
TEXT_FIELDS = ("headline", "byline", "section", "page", "source", "newspaper")
"""Canonical field names that `InField` may bear (dates have a node of their own)."""
MAX_PARTS = 8
"""The most parts that a `Near` has."""
MAX_DEPTH = 100
"""No node that the parser makes stands under more than so many others, so a walk may recurse."""


@lru_cache(1_024)
def asks_nothing(text: str) -> bool:
    """Whether `text` has no letter or digit (after NFKC, so that `℃` and `①` are some): only punctuation and signs."""
    return not any(
        char.isalnum() or any(part.isalnum() for part in unicodedata.normalize("NFKC", char)) for char in text
    )


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right under `node`, in order."""
    if isinstance(node, All | And | Or | Near):
        return node.parts
    if isinstance(node, Not):
        return (node.part,)
    return (node.node,) if isinstance(node, InField) else ()


def dates_in(node: Node) -> Iterator[Dates]:
    """The `Dates` of a tree, in order."""
    if isinstance(node, Dates):
        yield node
    for part in children(node):
        yield from dates_in(part)


def groups_with_synonyms(node: Node) -> Iterator[Words]:
    """The plain groups of a tree that have synonyms, in order."""
    if isinstance(node, Words):
        if node.synonyms:
            yield node
    else:
        for part in children(node):
            yield from groups_with_synonyms(part)
