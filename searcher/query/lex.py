"""Query text into tokens: quotes, operators, fields, wildcards and plain groups. `docs/queries.md` states the rules.

Everything is read from a copy of the query of the same length, the *signs*: full-width forms made half-width, white
space made a blank, an escaped character (and its backslash) made NUL, which is no sign. So an offset into the one is
an offset into the other, and no rule has to think of widths or escapes.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from searcher.errors import QueryError
from searcher.i18n import _
from searcher.query import fields
from searcher.query.english import ASKING, OPENING
from searcher.query.nodes import MAX_PARTS, Exact, Span, asks_nothing

MAX_DISTANCE = 1000
"""The largest distance that NEAR takes, in characters."""
LONGEST_WITH_FINAL_MARK = 4
"""A half-width `?` that ends a longer group is a question's, not a wildcard; of a shorter one it may be either."""
LONGEST_WITH_FULL_WIDTH_MARK = 8
"""A full-width `？` inside of a longer group stands between sentences, as in a headline."""

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_SIGN_OF: dict[int, str] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "！＼"},
    **{ord(blank): " " for blank in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"},
    **dict.fromkeys(range(0x2000, 0x200B), " "),
    ord("\u301c"): "~",
}
TYPOGRAPHIC = "“„「『"
"""Quotes that open a phrase or stand in running text."""
_QUOTE = re.compile('["“”„「」『』]')
_CLOSES = {"”": "“", "」": "「", "』": "『"}
_GROUP_END = re.compile(r'[ ()"]|&&|\|\||$', re.DOTALL)
_AFTER_PHRASE = re.compile(r'[ ()"]|&&|\|\||~[0-9]|$')
_FIELD = re.compile(r"([^\W\d_]+):")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_NEAR = re.compile(r"(?:NEAR|near|Near)/([0-9]+)")
_NEAR_AMISS = re.compile(r"NEAR(?:/.*)?", re.DOTALL)
_PARENTHESES = re.compile(r'\([^()"&|*]*\)')
_TILDE = re.compile("~([0-9]*)")
_MARK = re.compile(r"\?")
_NOT_BLANK = re.compile("[^ ]")
_RUN = re.compile("[^ ]+")
# Beside those that questions.py knows.
_ASKS_TOO = re.compile(
    rf"怎|甚么|(?<![a-z])(?:{'|'.join(sorted(ASKING))})(?![a-z])|^(?:{'|'.join(sorted(OPENING))})(?![a-z])"
)
_STRAIGHT = re.compile('"[^"]*"')
_CLAUSE = re.compile("[,。;!！]")
_SENTENCE = re.compile("[,。;!！?]")


class Kind(Enum):
    """What a token is."""

    WORDS = "a plain group"
    PATTERN = "a group with wildcards"
    PHRASE = "a quoted phrase"
    NEAR_PHRASE = "a quoted phrase with ~"
    FIELD = "a field name and its colon"
    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "NEAR"
    END = "the end of the query"


class Token(NamedTuple):
    """One token; `text` is without quoting and escapes, for a FIELD the canonical name."""

    kind: Kind
    span: Span
    text: str = ""
    distance: int = 0
    """Of NEAR and NEAR_PHRASE, in characters."""
    parts: tuple[Exact, ...] = ()
    """Of NEAR_PHRASE."""
    may_ask: bool = False
    """Of a PATTERN: whether it ends with a half-width `?` that may be a question's as well."""


_ONE_SIGN = {"(": Kind.OPEN, ")": Kind.CLOSE}
_TWO_SIGNS = {"&&": Kind.AND, "||": Kind.OR}
_OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT, "|": Kind.OR}


def too_many_parts() -> str:
    """What is said of a NEAR with more than MAX_PARTS parts."""
    return _("at most {most} parts can be near each other; leave some out, or join them with AND").format(
        most=MAX_PARTS
    )


def tokens(query: str) -> Iterator[Token]:
    """The tokens of `query`, an END last, one as it is asked for. Raises QueryError."""
    return _Lexer(query).read()


class _Lexer:
    def __init__(self, query: str) -> None:
        self.query = query
        self.signs = _ESCAPE.sub("\0\0", query).translate(_SIGN_OF)
        if self.signs.endswith("\\"):
            raise QueryError(
                _("this backslash has nothing to escape; write \\\\ for a backslash"), query, len(query) - 1
            )
        self.closing = self._pair_quotes()
        self.closers = frozenset(self.closing.values())

    def read(self) -> Iterator[Token]:
        at = self._next(0)
        while at < len(self.signs):
            token = self._token(at)
            yield token
            at = self._next(token.span[1])
        yield Token(Kind.END, (at, at))

    def _next(self, at: int) -> int:
        """The first place from `at` on that is not blank."""
        found = _NOT_BLANK.search(self.signs, at)
        return found.start() if found else len(self.signs)

    def _token(self, at: int) -> Token:
        signs = self.signs
        if (end := self._bare_parentheses(at)) is not None:
            return Token(Kind.WORDS, (at, end), self._plain(at, end))
        if (kind := _ONE_SIGN.get(signs[at])) is not None:
            return Token(kind, (at, at + 1))
        if (kind := _TWO_SIGNS.get(signs[at : at + 2])) is not None:
            return Token(kind, (at, at + 2))
        if self._opens_phrase(at):
            return self._phrase(at)
        if self._is_prefix_not(at):
            return Token(Kind.NOT, (at, at + 1))
        return self._group(at)

    def _plain(self, start: int, end: int) -> str:
        """What was typed there, without its escapes."""
        return _ESCAPE.sub(r"\1", self.query[start:end])

    def _bare_parentheses(self, at: int) -> int | None:
        """The end of parentheses that hold no letter or digit, as page text has them: （）, (！)."""
        found = _PARENTHESES.match(self.signs, at)
        return found.end() if found and asks_nothing(self._plain(at, found.end())) else None

    # Quotes

    def _pair_quotes(self) -> dict[int, int]:
        """From each opening quote to the one that closes it. Straight quotes pair first to last and count always;
        typographic ones nest, count only outside of straight ones, and may be left without a partner."""
        closing: dict[int, int] = {}
        straight: int | None = None
        open_quotes: dict[str, list[int]] = {"“": [], "「": [], "『": []}
        for found in _QUOTE.finditer(self.signs):
            sign, at = found[0], found.start()
            if sign == '"':
                if straight is not None:
                    closing[straight] = at
                straight = at if straight is None else None
            elif straight is None:
                self._pair_typographic(sign, at, open_quotes, closing)
        if straight is not None:
            raise self._not_closed(straight)
        return closing

    def _pair_typographic(self, sign: str, at: int, open_quotes: dict[str, list[int]], closing: dict[int, int]) -> None:
        double = open_quotes["“"]
        if sign == "„" or (sign == "“" and not (double and self.signs[double[-1]] == "„")):
            double.append(at)
        elif sign in "「『":
            open_quotes[sign].append(at)
        elif waiting := open_quotes[_CLOSES.get(sign, sign)]:
            closing[waiting.pop()] = at

    def _opens_phrase(self, at: int) -> bool:
        """Whether a quote at a group's start opens a phrase: a straight one always; a typographic one if what
        follows its partner ends a group, since page text such as “双碳”目标 is full of quotes that quote no query."""
        if self.signs[at] not in '"' + TYPOGRAPHIC:
            return False
        if at in self.closing:
            return self.signs[at] == '"' or _AFTER_PHRASE.match(self.signs, self.closing[at] + 1) is not None
        if self.signs[at] == "“" and at in self.closers:
            return False
        raise self._not_closed(at)

    def _not_closed(self, at: int) -> QueryError:
        message = _("this quote is not closed; close it, or write \\{sign} for the sign itself")
        return QueryError(message.format(sign=self.query[at]), self.query, at)

    def _phrase(self, start: int) -> Token:
        close = self.closing[start]
        text = self._plain(start + 1, close)
        if not text.strip():
            raise QueryError(_("there is nothing between these quotes; write a text there"), self.query, start)
        tilde = _TILDE.match(self.signs, close + 1)
        if tilde is None or (not tilde[1] and self._is_quote(tilde.end())):
            return Token(Kind.PHRASE, (start, close + 1), text)
        if not tilde[1]:
            raise QueryError(_('~ needs a distance in characters, as in "a b"~10'), self.query, close + 1)
        parts = tuple(
            Exact(self._plain(*found.span()), found.span()) for found in _RUN.finditer(self.signs, start + 1, close)
        )
        if len(parts) < 2:
            raise QueryError(
                _('~ needs two parts or more with a blank between them, as in "a b"~10'), self.query, close + 1
            )
        if len(parts) > MAX_PARTS:
            raise QueryError(too_many_parts(), self.query, parts[MAX_PARTS].span[0])
        distance = self._distance(tilde[1], tilde.start(1))
        return Token(Kind.NEAR_PHRASE, (start, tilde.end()), text, distance, parts)

    def _is_quote(self, at: int) -> bool:
        return self.signs[at : at + 1] in tuple('"' + TYPOGRAPHIC)

    def _distance(self, digits: str, at: int) -> int:
        if len(digits) > len(str(MAX_DISTANCE)) or int(digits) > MAX_DISTANCE:
            message = _("the distance is at most {most} characters").format(most=MAX_DISTANCE)
            raise QueryError(message, self.query, at)
        return int(digits)

    # Plain groups

    def _is_prefix_not(self, at: int) -> bool:
        """Whether `-` or `!` starts a group and negates it: `-a`, `-"a"`, `-(a)`, but not `-`, `--` or `a-b`, nor
        right behind a closing quote or parenthesis as in `"θ"-"θ"`."""
        signs, following = self.signs, self.signs[at + 1 : at + 2]
        if signs[at] not in "-!" or following in ("", " ", ")", "-", "!") or (at and signs[at - 1] in ')"”」』'):
            return False
        if following in ("(", '"') or self._opens_phrase(at + 1):
            return True
        end = self._group_end(at + 1)
        return any(wild in signs[at:end] for wild in "*?") or not asks_nothing(self._plain(at + 1, end))

    def _group_end(self, at: int) -> int:
        found = _GROUP_END.search(self.signs, at)
        return found.start() if found else len(self.signs)

    def _group(self, start: int) -> Token:
        signs, end = self.signs, self._group_end(start)
        group = signs[start:end]
        if (kind := _OPERATORS.get(group)) is not None:
            return Token(kind, (start, end))
        if near := _NEAR.fullmatch(group):
            return Token(Kind.NEAR, (start, end), distance=self._distance(near[1], start + near.start(1)))
        if _NEAR_AMISS.fullmatch(group):
            raise QueryError(_("NEAR needs a distance in characters, as in a NEAR/10 b"), self.query, start)
        if named := _FIELD.match(signs, start, end):
            name = fields.canonical(named[1])
            if name == fields.WILDCARD:
                return self._pattern(start, named.end(), end)
            if name is not None and not (named[1] in fields.SPEAKERS and _SENTENCE.search(signs, named.end(), end)):
                return Token(Kind.FIELD, (start, named.end()), name)
            if name is None:
                self._check_no_field_is_meant(named)
        if self._has_wildcard(start, end):
            return self._pattern(start, start, end)._replace(may_ask=self.query[end - 1] == "?")
        return Token(Kind.WORDS, (start, end), self._plain(start, end))

    def _check_no_field_is_meant(self, named: re.Match[str]) -> None:
        """`autor:x` is an error, but the colons of http://x, Code::Blocks, GDP:5, AI：未来 and Vol: 2 are text."""
        name, colon = named[1], named.end() - 1
        following = self.signs[colon + 1 : colon + 2]
        if not _LATIN_WORD.fullmatch(name) or following in tuple(":/"):
            return
        typed_as_field = self.query[colon] == ":" and not name.isupper() and following not in ("", " ")
        if typed_as_field or fields.nearest(name, slip=True) is not None:
            raise QueryError(fields.unknown(name), self.query, named.start())

    # Wildcards

    def _pattern(self, start: int, text_start: int, end: int) -> Token:
        """A group that has wildcards, or is said to have some; its wildcards become half-width."""
        signs = self.signs[text_start:end]
        if not any(wild in signs for wild in "*?"):
            raise QueryError(_("wildcard: needs a group with * or ? right behind it"), self.query, text_start)
        if not signs.strip("*?"):
            raise QueryError(_("a pattern needs a character beside its wildcards, as in 煤*"), self.query, text_start)
        for escape in _ESCAPE.finditer(self.query, text_start, end):
            if escape[1] in "*?＊？":
                raise QueryError(
                    _("a group with wildcards cannot also hold this sign itself; put the rest in quotes"),
                    self.query,
                    escape.start(),
                )
        return Token(Kind.PATTERN, (start, end), self._plain(text_start, end).translate({0xFF0A: "*", 0xFF1F: "?"}))

    def _has_wildcard(self, start: int, end: int) -> bool:
        signs = self.signs[start:end]
        marks = [found.start() for found in _MARK.finditer(self.signs, start, end)]
        if "*" in signs:
            return True
        if not marks or _CLAUSE.search(signs) or _asks(signs):
            return False
        length, content_end = len(self._plain(start, end)), self._content_end(start, end)
        if inside := [at for at in marks if at < content_end]:
            return length <= LONGEST_WITH_FULL_WIDTH_MARK or self._any_half_width(inside)
        only_marks = len(marks) == end - start
        if length > LONGEST_WITH_FINAL_MARK or not self._any_half_width(marks):
            return False
        return only_marks or (content_end > start and not self.asks)

    @functools.cached_property
    def asks(self) -> bool:
        """Whether the query has a word that asks, outside of straight quotes."""
        return _asks(_STRAIGHT.sub(" ", self.signs))

    def _any_half_width(self, marks: list[int]) -> bool:
        return any(self.query[at] == "?" for at in marks)

    def _content_end(self, start: int, end: int) -> int:
        """The end of the last letter or digit of the group; `start` if it has none."""
        while end > start and asks_nothing(self.query[end - 1]):
            end -= 1
        return end


def _asks(signs: str) -> bool:
    """Whether the signs have a word that asks, in Chinese or English; WHO is an organisation."""
    from searcher.query.questions import asks
    from searcher.text.fold import fold

    # A group at a time: folding joins Chinese text over blanks.
    folded = " ".join(map(fold, signs.replace("WHO", " ").replace("\0", " ").split())).rstrip(" ?")
    return asks(folded) or _ASKS_TOO.search(folded) is not None
