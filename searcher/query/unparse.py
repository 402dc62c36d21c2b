"""A tree back into query text, in one canonical spelling."""

from __future__ import annotations

import itertools
import re

from searcher.errors import QueryError
from searcher.query.fields import DATE, WILDCARD
from searcher.query.lex import Kind, tokens
from searcher.query.nodes import All, And, Dates, Exact, InField, Near, Node, Not, Or, Wildcard, Words, asks_nothing
from searcher.query.parser import RANGE_GOES_ON

_SIGNS = re.compile(r'[\s()（）"＂\\*＊?？:：&＆|｜“”„「」『』]')
_QUOTED = re.compile(r'["＂\\]')


def format_query(node: Node) -> str:
    """Text that `parse` reads as `node` again, but for spans: half-width signs, English names, no blank too many.

    `node` must be as the parser makes them (see `nodes.py`); a plain text that it could not have made raises
    ValueError. The text is not held to the parser's limit of length.
    """
    if isinstance(node, Words):
        return _words(node.text)
    if isinstance(node, Exact):
        return _exact(node)
    if isinstance(node, Wildcard):
        return _wildcard(node.pattern)
    if isinstance(node, Near):
        return f" NEAR/{node.distance} ".join(map(_exact, node.parts))
    if isinstance(node, Dates):
        return _dates(node)
    if isinstance(node, InField):
        return f"{node.field}:{_within(node.node, All, And, Or, Not, Near)}"
    if isinstance(node, Not):
        return f"NOT {_within(node.part, All, And, Or, Near)}"
    if isinstance(node, All):
        return _juxtaposed(node)
    if isinstance(node, And):
        return " AND ".join(_within(part, All, And, Or) for part in node.parts)
    return " OR ".join(_within(part, Or) for part in node.parts)


def _within(node: Node, *parenthesised: type[Node]) -> str:
    text = format_query(node)
    return f"({text})" if isinstance(node, parenthesised) else text


def _juxtaposed(node: All) -> str:
    texts = [_within(part, All, And, Or) for part in node.parts]
    for place, (before, part) in enumerate(itertools.pairwise(node.parts), 1):
        if isinstance(before, Dates) and isinstance(part, Words) and RANGE_GOES_ON.match(" ".join(texts[place:])):
            texts[place] = "\\" + texts[place]
    return " ".join(texts)


def _words(text: str) -> str:
    """The text as it is where it reads back as one plain group, else with a backslash before what has a meaning."""
    for written in (text, _SIGNS.sub(_escaped, text), "\\" + text, "\\" + _SIGNS.sub(_escaped, text)):
        if _reads_as(written, Kind.WORDS, text):
            return written
    raise ValueError("no query has this plain text")


def _wildcard(pattern: str) -> str:
    escaped = _SIGNS.sub(lambda found: found[0] if found[0] in "*?" else _escaped(found), pattern)
    # Beside a word that asks, a mark at the end is a question's.
    bare: tuple[str, ...] = () if _final_marks_only(pattern) else (pattern, escaped)
    for written in (*bare, f"{WILDCARD}:{escaped}"):
        if _reads_as(written, Kind.PATTERN, pattern):
            return written
    raise ValueError("no query has this pattern")


def _final_marks_only(pattern: str) -> bool:
    """Whether a pattern's only wildcards are question marks behind its last letter or digit."""
    return "*" not in pattern and asks_nothing(pattern[pattern.index("?") :]) if "?" in pattern else False


def _exact(node: Exact) -> str:
    return f'"{_QUOTED.sub(_escaped, node.text)}"'


def _dates(node: Dates) -> str:
    if node.first == node.last:
        return f"{DATE}:{node.first}"
    return f"{DATE}:{node.first or ''}..{node.last or ''}"


def _escaped(found: re.Match[str]) -> str:
    return "\\" + found[0]


def _reads_as(written: str, kind: Kind, text: str) -> bool:
    """Whether `written` alone is one token of this kind and text. „ closes with “, so it could pair elsewhere."""
    if re.search(r"(?<!\\)„", written):
        return False
    try:
        first, *others = tokens(written)
    except QueryError:
        return False
    return first.kind is kind and first.text == text and len(others) == 1
