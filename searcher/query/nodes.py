"""What a query means, as a tree. The parser makes these, the evaluator answers them, `explain` shows them.

Every node keeps its `span`: the range of characters of the query, as typed, that it was read from.
Texts are kept as typed (without the quoting); folding is the evaluator's business, so that one place decides it.
"""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """A plain run of characters: found where it stands literally, or where all of its words stand."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Exact:
    """Exactly these characters, wherever a segmenter would cut: every paragraph that a scan would find, no other."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Characters with `*` (any run, also none) and `?` (one character); at least one plain character."""

    pattern: str
    span: Span


@dataclass(frozen=True, slots=True)
class Near:
    """All parts as exact strings, in any order, with at most `distance` folded characters between neighbours."""

    parts: tuple[Exact, ...]
    distance: int
    span: Span


@dataclass(frozen=True, slots=True)
class InField:
    """`node` asked of a field other than the paragraph's text; `field` is the canonical English name."""

    field: str
    node: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Dates:
    """Issues from `first` to `last`, both inclusive, ISO 8601 days; None is an open end."""

    first: str | None
    last: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class All:
    """Plain juxtaposition: every part should appear; relaxing it (and saying so) is allowed."""

    parts: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class And:
    """Every part must match."""

    parts: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part must match."""

    parts: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not match. Alone, or under Or, it stands for all other paragraphs."""

    part: Node
    span: Span


Node = Words | Exact | Wildcard | Near | InField | Dates | All | And | Or | Not
TEXT_FIELDS = ("headline", "byline", "section", "page", "source", "newspaper")
"""Canonical field names that `InField` may bear (dates have a node of their own)."""
