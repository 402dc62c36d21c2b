"""Any tree survives being written and read; any text is a tree or a stated error with its place."""

from __future__ import annotations

import dataclasses
import datetime
import itertools

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from searcher.errors import QueryError
from searcher.query.caret import caret
from searcher.query.lex import MAX_DISTANCE
from searcher.query.nodes import (
    MAX_DEPTH,
    TEXT_FIELDS,
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
    children,
)
from searcher.query.parse import MAX_LENGTH, parse
from searcher.query.unparse import format_query
from searcher.results.render.columns import columns

TODAY = datetime.date(2025, 5, 9)
NOWHERE = (0, 0)
SIGNS = '煤电谁什么a1 　\n*?＊？()（）"＂“”„「」『』:：-－!！&|｜~～\\.,，。'
PIECES = [
    *SIGNS, "AND", " OR ", "NOT ", " NEAR/3 ", "NEAR", "标题:", "date:", "headline：", "wildcard:", "autor:", "记者：",
    "2025-05", "..", "2025年", "去年", '"a b"~2', "http://x", "，你", "煤?", "煤* ", "\u202e", "\ud800", "e\u0301",
]  # fmt: skip

anything = st.text(st.characters(), max_size=12)  # Also what no encoding can write.
near_the_grammar = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
texts = st.one_of(st.text(st.sampled_from(SIGNS), max_size=8), st.sampled_from(PIECES), anything)


def without_spans(node: Node) -> Node:
    node = dataclasses.replace(node, span=NOWHERE)
    if isinstance(node, All | And | Or | Near):
        return dataclasses.replace(node, parts=tuple(without_spans(part) for part in node.parts))
    if isinstance(node, Not):
        return Not(without_spans(node.part), NOWHERE)
    return InField(node.field, without_spans(node.node), NOWHERE) if isinstance(node, InField) else node


# Trees that the parser can make, from what nodes.py promises of them

words = texts.filter(lambda text: not asks_nothing(text)).map(lambda text: Words(text, NOWHERE))
punctuation = texts.filter(lambda text: text != "" and asks_nothing(text)).map(lambda text: Words(text, NOWHERE))
exacts = texts.filter(lambda text: text.strip() != "").map(lambda text: Exact(text, NOWHERE))
nears = st.builds(
    Near, st.lists(exacts, min_size=2, max_size=4).map(tuple), st.integers(0, MAX_DISTANCE), st.just(NOWHERE)
)


@st.composite
def wildcards(draw: st.DrawFn) -> Wildcard:
    kept = [char for char in draw(texts) if char not in "*?＊？"] or ["煤"]
    signs = draw(st.lists(st.sampled_from("*?"), min_size=1, max_size=4))
    for sign in signs:
        kept.insert(draw(st.integers(0, len(kept))), sign)
    return Wildcard("".join(kept), NOWHERE)


@st.composite
def dates(draw: st.DrawFn) -> Dates:
    first, last = sorted(draw(st.tuples(st.dates(), st.dates())))
    opening = draw(st.sampled_from(["both", "first", "last"]))
    return Dates(
        None if opening == "last" else first.isoformat(), None if opening == "first" else last.isoformat(), NOWHERE
    )


def joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=4)
    with_punctuation = st.tuples(parts, st.lists(st.one_of(parts, punctuation), min_size=1, max_size=3)).flatmap(
        lambda drawn: st.permutations([drawn[0], *drawn[1]])
    )
    return st.one_of(
        with_punctuation.map(lambda some: All(tuple(some), NOWHERE)),
        several.map(lambda some: And(tuple(some), NOWHERE)),
        several.map(lambda some: Or(tuple(some), NOWHERE)),
        parts.map(lambda part: Not(part, NOWHERE)),
    )


asked_of_text = st.recursive(st.one_of(words, exacts, wildcards(), nears), joined, max_leaves=6)
fields = st.builds(InField, st.sampled_from(TEXT_FIELDS), asked_of_text, st.just(NOWHERE))
trees = st.recursive(st.one_of(words, exacts, wildcards(), nears, dates(), fields), joined, max_leaves=12)


@given(trees)
@settings(max_examples=400, deadline=None)
def test_a_tree_written_and_read_is_the_same_tree(tree: Node) -> None:
    assert without_spans(parse(format_query(tree), today=TODAY)) == tree


@given(trees)
@settings(deadline=None)
def test_the_canonical_text_is_its_own_canonical_text(tree: Node) -> None:
    text = format_query(tree)
    assert format_query(parse(text, today=TODAY)) == text


def read(query: str) -> Node | QueryError:
    try:
        return parse(query, today=TODAY)
    except QueryError as error:
        return error


def check(query: str) -> None:
    """`query` is a tree whose spans nest within it and that can be written, or an error that can be shown."""
    outcome = read(query)
    if isinstance(outcome, QueryError):
        assert outcome.query == query
        assert 0 <= outcome.position <= len(query)
        assert "\n" not in str(outcome)
        lines = caret(outcome, 60).split("\n")
        assert len(lines) == 2
        assert max(map(columns, lines)) <= 60
    else:
        check_spans(outcome, (0, len(query)), 0)
        written = format_query(outcome)
        # Written out, a query at the limit may be longer than it was typed.
        if len(written) <= MAX_LENGTH:
            assert without_spans(parse(written, today=TODAY)) == without_spans(outcome)


def check_spans(node: Node, outer: tuple[int, int], depth: int) -> None:
    start, end = node.span
    assert outer[0] <= start < end <= outer[1]
    assert depth <= MAX_DEPTH
    for child in children(node):
        check_spans(child, node.span, depth + 1)
    for before, after in itertools.pairwise(children(node)):
        assert before.span[1] <= after.span[0]


@given(near_the_grammar)
@settings(max_examples=600, deadline=None)
def test_text_of_the_grammar_is_a_tree_or_an_error(query: str) -> None:
    check(query)


@given(st.text(st.characters(), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_tree_or_an_error(query: str) -> None:
    check(query)


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_bytes_that_are_no_text_are_a_tree_or_an_error(raw: bytes) -> None:
    """A shell hands over undecodable bytes as lone surrogates."""
    check(raw.decode("utf-8", "surrogateescape"))


@given(near_the_grammar, st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_long_text_is_a_tree_or_an_error(piece: str, times: int) -> None:
    check(piece * times)


@given(near_the_grammar)
@settings(max_examples=200, deadline=None)
def test_nothing_that_asks_for_something_is_dropped(query: str) -> None:
    """Every letter and digit that no operator, field name or date took stands in a leaf of the tree."""
    node = read(query)
    assume(not isinstance(node, QueryError))
    covered = [leaf.span for leaf in leaves(node)]
    left_over = "".join(char for at, char in enumerate(query) if not any(start <= at < end for start, end in covered))
    for taken in ("AND", "OR", "NOT", "NEAR/3", "标题", "headline", "date", "记者"):
        left_over = left_over.replace(taken, " ")
    assert asks_nothing(left_over)


def leaves(node: Node) -> list[Node]:
    if isinstance(node, All | And | Or | Not | InField):
        return [leaf for child in children(node) for leaf in leaves(child)]
    return [node]
