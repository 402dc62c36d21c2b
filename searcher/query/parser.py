"""Tokens into the tree of a query.

Binding, from the tightest: NOT, NEAR, a blank, AND, OR. A blank and AND bind their parts into different nodes (`All`,
which may be relaxed, and `And`, which may not), and `a AND b c` is `a AND (b c)`: so that relaxing never lets go of a
side of an AND. The parser keeps its own stack, one `_Level` a parenthesis, and never recurses.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator

from searcher.errors import QueryError
from searcher.i18n import N_, _
from searcher.query import fields
from searcher.query.lex import TYPOGRAPHIC, Kind, Token, tokens, too_many_parts
from searcher.query.nodes import (
    MAX_DEPTH,
    MAX_PARTS,
    All,
    And,
    Dates,
    Exact,
    InField,
    Near,
    Node,
    Not,
    Or,
    Span,
    Wildcard,
    Words,
    asks_nothing,
    children,
)
from searcher.query.parse import MAX_GROUPS

_OPERANDS = (Kind.WORDS, Kind.PATTERN, Kind.PHRASE, Kind.NEAR_PHRASE)
RANGE_GOES_ON = re.compile(
    r"(?P<sign>\.\.|(?:[至到~～—]+|-)\s*[0-9０-９〇一二三四五六七八九十])|[0-9]{4}(?:[-年]|\s|$)"
)
"""What, behind a date and a blank, looks like the rest of a range."""

_TOO_DEEP = N_("this is nested deeper than {most} levels; use fewer parentheses, or split the query in two")
_NEAR_JOINS = N_("NEAR joins plain groups and quoted phrases only; for more, put a NEAR/10 b in parentheses")
_AFTER_FIELD = N_(
    "a field's colon takes a group, a phrase or a parenthesis; NOT and other fields go before the field name"
)
_NOT_CLOSED = N_("this parenthesis is not closed; close it, or write \\( for the sign itself")
_ONLY_PUNCTUATION = N_("there is only punctuation here; put it in quotes to search for exactly these signs")
_TOO_MANY = N_("a query may have {most:,} groups; this is one more: leave some out, or split it in two")
_NO_VALUE = N_(
    "a field needs a value behind its colon, as in headline:煤; for the text itself, write \\: or use quotes"
)
_NO_PART = N_("NOT needs a part behind it, as in NOT 煤")
_SPLIT_RANGE = N_("a range of dates takes no blanks, as in date:2025-05-01..2025-05-31 (for text, use quotes)")


@dataclasses.dataclass(slots=True, eq=False, repr=False)
class _Level:
    """What has been read of the query, or of one parenthesis."""

    opened: Token | None = None
    field: str | None = None
    """The field that everything in here is asked of."""
    alternatives: list[Node] = dataclasses.field(default_factory=list)
    """Parts of the OR, complete."""
    factors: list[Node] = dataclasses.field(default_factory=list)
    """Parts of the AND being read, complete."""
    run: list[Node] = dataclasses.field(default_factory=list)
    """Parts of the juxtaposition being read."""
    operator: Token | None = None
    """An AND or OR whose right side has not begun."""
    before: list[Token] = dataclasses.field(default_factory=list)
    """NOTs, and after them at most one field name, that wait for their part."""
    near: Token | None = None
    """A NEAR that waits for its right side."""
    chain: Near | None = None
    """The last part of `run`, if it is a chain of NEAR that can go on."""


class Parser:
    def __init__(self, query: str, today: datetime.date) -> None:
        self.query = query
        self.today = today
        self.levels = [_Level()]
        self.groups = 0

    @property
    def level(self) -> _Level:
        return self.levels[-1]

    def read(self) -> Node:
        for token in tokens(self.query):
            if token.kind in _OPERANDS:
                self.count_groups(token)
                self.add(self.leaf(token), token.span)
            elif token.kind is Kind.OPEN:
                self.open(token)
            elif token.kind is Kind.CLOSE:
                self.close(token)
            elif token.kind in (Kind.AND, Kind.OR):
                self.join(token)
            elif token.kind is Kind.NEAR:
                self.join_near(token)
            elif token.kind in (Kind.NOT, Kind.FIELD):
                self.prefix(token)
        if self.level.opened is not None:
            raise self.error(_NOT_CLOSED, self.level.opened)
        node = self.finish(self.level, (0, len(self.query)))
        self.check_depth(node)
        return node

    def error(self, message: str, at: Token | Span | int, **places: object) -> QueryError:
        """`message` is looked up in the user's language, then its `places` are filled."""
        position = at if isinstance(at, int) else at.span[0] if isinstance(at, Token) else at[0]
        return QueryError(_(message).format(**places), self.query, position)

    # Operands

    def count_groups(self, token: Token) -> None:
        self.groups += len(token.parts) or 1
        if self.groups > MAX_GROUPS:
            raise self.error(_TOO_MANY, token, most=MAX_GROUPS)

    def leaf(self, token: Token) -> Node:
        level = self.level
        field = level.before[-1].text if level.before and level.before[-1].kind is Kind.FIELD else level.field
        if field == fields.DATE:
            return self.dates(token)
        self.check_no_split_range(token)
        if token.kind is Kind.PHRASE:
            return Exact(token.text, token.span, self.query[token.span[0]] in TYPOGRAPHIC)
        if token.kind is Kind.NEAR_PHRASE:
            return Near(token.parts, token.distance, token.span)
        if token.kind is Kind.PATTERN:
            return Wildcard(token.text, token.span, token.may_ask)
        return Words(token.text, token.span)

    def dates(self, token: Token) -> Dates:
        if token.kind not in (Kind.WORDS, Kind.PHRASE):
            raise self.error(N_("a date takes no wildcards and no ~; write a range, as in 2025-05..2025-07"), token)
        from searcher.query.dates import read_days  # A tenth of a one-shot query's imports; most have no date.

        try:
            days = read_days(token.text, self.today)
        except QueryError as error:
            start, end = token.span
            place = start + (token.kind is Kind.PHRASE) + error.position
            raise QueryError(str(error), self.query, min(place, end)) from None
        return Dates(*days.iso(), token.span, token.text if days.completed else "")

    def check_no_split_range(self, token: Token) -> None:
        """`date:2025-05-01 .. 2025-05-31` would be a day and the text of another: not what was meant."""
        level, start = self.level, token.span[0]
        before = level.run[-1] if level.run else None
        if isinstance(before, Dates) and token.kind is Kind.WORDS and not (level.operator or level.before):
            goes_on = RANGE_GOES_ON.match(self.query, start)
            if goes_on and (goes_on["sign"] or before.last is None):
                raise self.error(_SPLIT_RANGE, token)

    def add(self, node: Node, span: Span) -> None:
        """A part has been read, in [span): bind the prefixes and the NEAR that wait for it."""
        level = self.level
        near, level.near = level.near, None
        if near is not None and level.before:
            raise self.error(_NEAR_JOINS, level.before[0])
        for prefix in reversed(level.before):
            span = (prefix.span[0], span[1])
            if prefix.kind is Kind.NOT:
                self.check_asks(node)
                node = Not(node, span)
            elif prefix.text == fields.DATE:
                node = dataclasses.replace(node, span=span)
            else:
                self.check_asks(node)
                node = InField(prefix.text, node, span)
        level.before.clear()
        level.operator = None
        if near is None:
            level.chain = None
            level.run.append(node)
        else:
            level.chain = self.near(level, near, node)
            level.run[-1] = level.chain

    def near(self, level: _Level, near: Token, right: Node) -> Near:
        left = level.run[-1]
        if left is level.chain and isinstance(left, Near):
            if left.distance != near.distance:
                raise self.error(N_("a chain of NEAR takes one distance; use parentheses with AND for two"), near)
            parts = left.parts
        else:
            parts = (self.exact(left),)
        if len(parts) >= MAX_PARTS:
            raise QueryError(too_many_parts(), self.query, right.span[0])
        return Near((*parts, self.exact(right)), near.distance, (left.span[0], right.span[1]))

    def exact(self, node: Node) -> Exact:
        self.check_asks(node)
        if isinstance(node, Words):
            return Exact(node.text, node.span)
        if isinstance(node, Exact):
            return node
        raise self.error(_NEAR_JOINS, node.span)

    # Operators

    def open(self, token: Token) -> None:
        if len(self.levels) > MAX_DEPTH:
            raise self.error(_TOO_DEEP, token, most=MAX_DEPTH)
        before = self.level.before
        named = before[-1].text if before and before[-1].kind is Kind.FIELD else self.level.field
        self.levels.append(_Level(token, named))

    def close(self, token: Token) -> None:
        if len(self.levels) == 1:
            raise self.error(N_("this parenthesis closes nothing; write \\) for the sign itself, or use quotes"), token)
        opened = self.level.opened
        assert opened is not None
        span = (opened.span[0], token.span[1])
        node = self.finish(self.level, span)
        self.levels.pop()
        self.add(dataclasses.replace(node, span=span), span)

    def join(self, token: Token) -> None:
        level = self.level
        self.check_complete(level)
        if not level.run:
            raise self.error(N_("{operator} needs a part on its left"), token, operator=token.kind.value)
        level.factors.append(self.juxtaposed(level))
        if token.kind is Kind.OR:
            level.alternatives.append(_combined(And, level.factors))
            level.factors = []
        level.operator = token

    def join_near(self, token: Token) -> None:
        level = self.level
        self.check_complete(level)
        if not level.run:
            raise self.error(N_("NEAR needs a plain group or a quoted phrase on its left"), token)
        if level.chain is None:
            self.exact(level.run[-1])
        level.near = token

    def prefix(self, token: Token) -> None:
        level = self.level
        if level.before and level.before[-1].kind is Kind.FIELD:
            raise self.error(_AFTER_FIELD, token)
        if token.kind is Kind.FIELD and level.field is not None:
            raise self.error(N_("a field cannot stand inside of another; close the parenthesis before it"), token)
        if len(level.before) >= MAX_DEPTH:
            raise self.error(_TOO_DEEP, token, most=MAX_DEPTH)
        level.before.append(token)

    # Endings

    def finish(self, level: _Level, span: Span) -> Node:
        """The node of a level that has ended; `span` is where it stands."""
        self.check_complete(level)
        if level.operator is not None:
            operator = level.operator.kind.value
            raise self.error(N_("{operator} needs a part on its right"), level.operator, operator=operator)
        if not level.run:
            raise self.error(N_("there is nothing to search for; write a word"), span)
        level.factors.append(self.juxtaposed(level))
        level.alternatives.append(_combined(And, level.factors))
        return _combined(Or, level.alternatives)

    def check_complete(self, level: _Level) -> None:
        """No prefix and no NEAR waits for its part."""
        if level.before:
            last = level.before[-1]
            raise self.error(_NO_VALUE if last.kind is Kind.FIELD else _NO_PART, last)
        if level.near is not None:
            raise self.error(N_("NEAR needs a plain group or a quoted phrase on its right"), level.near)

    def juxtaposed(self, level: _Level) -> Node:
        """The parts of the run as one node. Raises QueryError if all of them are punctuation."""
        if all(isinstance(part, Words) and asks_nothing(part.text) for part in level.run):
            self.check_asks(level.run[0])
        node = _combined(All, level.run)
        level.run, level.chain = [], None
        return node

    def check_asks(self, node: Node) -> None:
        if isinstance(node, Words) and asks_nothing(node.text):
            raise self.error(_ONLY_PUNCTUATION, node.span)

    def check_depth(self, node: Node) -> None:
        for depth, reached in _walk(node):
            if depth > MAX_DEPTH:
                raise self.error(_TOO_DEEP, reached.span, most=MAX_DEPTH)


def _combined(kind: type[All] | type[And] | type[Or], parts: list[Node]) -> Node:
    if len(parts) == 1:
        return parts[0]
    return kind(tuple(parts), (parts[0].span[0], parts[-1].span[1]))


def _walk(node: Node) -> Iterator[tuple[int, Node]]:
    """Every node with the number of those above it."""
    waiting = [(0, node)]
    while waiting:
        depth, reached = waiting.pop()
        yield depth, reached
        waiting.extend((depth + 1, child) for child in children(reached))
