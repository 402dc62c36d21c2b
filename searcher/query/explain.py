"""How a query was read, as a tree, and how many paragraphs each part of it matches."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from searcher.i18n import _
from searcher.query.matching import stripped
from searcher.query.nodes import All, And, Dates, Exact, InField, Near, Node, Not, Or, Span, Wildcard, Words, children
from searcher.query.questions import telling_words
from searcher.store.analyzer import Analyzer


@dataclass(frozen=True, slots=True)
class Explanation:
    """One node: its `kind` in a word, the `text` asked for (None where the parts say all), the `terms` that a plain or
    exact text is cut into (of a synonym: what it stands for), how many paragraphs it matches by itself, and its
    parts: of a text that is cut, each of its words, then the grams that bridge them."""

    kind: str
    text: str | None
    terms: tuple[str, ...]
    count: int
    parts: tuple[Explanation, ...] = ()


_KINDS: dict[type[Node], str] = {
    Words: "group",
    Exact: "exactly",
    Wildcard: "pattern",
    Near: "near",
    InField: "field",
    Dates: "dates",
    All: "all of (may be relaxed)",
    And: "all of",
    Or: "any of",
    Not: "not",
}


def _text(node: Node) -> str | None:
    match node:
        case Words(text) | Exact(text):
            return text
        case Wildcard(pattern):
            return pattern
        case Near(distance=distance):
            return _("within {distance} characters").format(distance=distance)
        case InField(name):
            return name
        case Dates(first, last):
            return f"{first or ''}..{last or ''}"
        case _:
            return None


def _terms(node: Node, analyzer: Analyzer) -> tuple[str, ...]:
    match node:
        case Words(text):
            return tuple(telling_words(stripped(analyzer.fold(text)), analyzer))
        case Exact(text):
            return analyzer.words(analyzer.fold(text))
        case _:
            return ()


def explain(
    node: Node, analyzer: Analyzer, count: Callable[[Node], int], telling: Callable[[Node], Node]
) -> Explanation:
    """Explain a tree; `count` tells how many paragraphs a node matches, `telling` gives it without groups that only
    ask, which nothing is required of."""
    told = telling(node)
    explained = _explain(node, analyzer, count, None)
    if told is node:
        return explained
    kept = {part.span for part in (told.parts if isinstance(told, All) else (told,))}
    return replace(_marked(node, explained, kept), count=count(told))


def _marked(node: Node, explained: Explanation, kept: set[Span]) -> Explanation:
    """An explanation in which the groups of a juxtaposition that are not kept are said to ask."""
    if not isinstance(node, All):
        return explained if node.span in kept else replace(explained, kind="asks", terms=(), parts=())
    parts = zip(node.parts, explained.parts, strict=True)
    return replace(explained, parts=tuple(_marked(part, one, kept) for part, one in parts))


def _synonyms(
    node: Words, analyzer: Analyzer, count: Callable[[Node], int], field: str | None
) -> Iterator[Explanation]:
    """What may stand in place of words of a group, each with the word that it stands for."""
    folded = stripped(analyzer.fold(node.text))
    for synonym in node.synonyms:
        for text in synonym.texts:
            asked: Node = Exact(text, node.span)
            if field:
                asked = InField(field, asked, node.span)
            yield Explanation("synonym", text, (folded[synonym.start : synonym.end],), count(asked))


def _cut(
    node: Words | Exact, terms: tuple[str, ...], folded: str, count: Callable[[Node], int], field: str | None
) -> Iterator[Explanation]:
    """The words of a text that is cut into several, and the two characters around each cut."""
    bridges = (a[-1] + b[0] for a, b in itertools.pairwise(terms))
    grams = (gram for gram in bridges if gram in folded and gram.isalnum() and not gram.isascii())
    for kind, texts in (("word", terms), ("gram", grams)):
        for text in dict.fromkeys(texts):
            asked: Node = Exact(text, node.span)
            yield Explanation(kind, text, (), count(InField(field, asked, node.span) if field else asked))


def _explain(node: Node, analyzer: Analyzer, count: Callable[[Node], int], field: str | None) -> Explanation:
    inner = node.field if isinstance(node, InField) else field
    asked = InField(field, node, node.span) if field and not isinstance(node, InField) else node
    parts = tuple(_explain(part, analyzer, count, inner) for part in children(node))
    if isinstance(node, Words) and node.synonyms:
        parts = tuple(_synonyms(node, analyzer, count, field))
    terms = _terms(node, analyzer)
    if isinstance(node, Words | Exact) and len(terms) > 1:
        parts = (*_cut(node, terms, analyzer.fold(node.text), count, field), *parts)
    return Explanation(_KINDS[type(node)], _text(node), terms, count(asked), parts)
