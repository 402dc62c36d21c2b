"""Patterns with `*` and `?`, matched in bounded time.

`*` stands for up to RUN letters, digits or ideographs, also none, and `?` for one. Which places of a text the pattern
may have come to is an integer with a bit for each place; a piece of the pattern moves all of them at once, so that no
way is tried twice. A regular expression, which would try each, is used where so few are possible that it is faster.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from functools import cached_property

from searcher.query.looking import matching_texts

Range = tuple[int, int]

RUN = 16
"""The most characters that `*` stands for."""
_FEW_STARS = 2
_WILD = re.compile(r"([*?])")


class Pattern:
    """A pattern over folded text. It is cut before it is folded, since folding makes wildcards of other signs."""

    def __init__(self, pattern: str, fold: Callable[[str], str]) -> None:
        pieces = ((piece if piece in ("*", "?") else fold(piece)) for piece in _WILD.split(pattern))
        self._pieces = tuple(filter(None, pieces))

    @property
    def strings(self) -> tuple[str, ...]:
        """The folded strings that must stand in a text where the pattern does."""
        return tuple(piece for piece in self._pieces if piece not in ("*", "?"))

    @property
    def is_string(self) -> bool:
        """Whether a text holds the pattern as soon as it holds its one string: `煤*`."""
        return len(self.strings) == 1 and "?" not in self._pieces

    def holds(self, text: str) -> bool:
        """Whether the pattern stands anywhere in a folded text. One of wildcards alone stands nowhere."""
        if not self.strings:
            return False
        if self._pieces.count("*") <= _FEW_STARS:
            return self._expression.search(text) is not None
        return bool(_Places(text).after(self._pieces, _all_places(text)))

    def among(self, texts: Sequence[str]) -> list[int]:
        """The numbers of the texts that hold it."""
        if self.strings and self._pieces.count("*") <= _FEW_STARS:
            return matching_texts(self._expression, texts)
        return [number for number, text in enumerate(texts) if self.holds(text)]

    def ranges(self, text: str) -> list[Range]:
        """Where it stands, from left to right without overlap, each as short as it can be."""
        if not self.strings:
            return []
        # The places from which the pattern can be followed to its end, the first character's first.
        begins = f"{_Places(text).before(self._pieces, _all_places(text)):b}"[::-1]
        reach = sum(map(len, self.strings)) + self._pieces.count("?") + RUN * self._pieces.count("*")
        found: list[Range] = []
        start = begins.find("1")
        while start >= 0:
            ends = _Places(text[start : start + reach]).after(self._pieces, 1)
            end = start + (ends & -ends).bit_length() - 1
            found.append((start, end))
            start = begins.find("1", end)
        return found

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        any_one = r"[^\W_]"
        kinds = {"*": f"{any_one}{{0,{RUN}}}?", "?": any_one}
        return re.compile("".join(kinds.get(piece) or re.escape(piece) for piece in self._pieces))


def _all_places(text: str) -> int:
    return (1 << (len(text) + 1)) - 1


class _Places:
    """Moves sets of places of one text, bit i for the place before character i."""

    def __init__(self, text: str) -> None:
        self._text = text
        # The first character is the lowest bit.
        self._plain = int("".join("1" if char.isalnum() else "0" for char in reversed(text)) or "0", 2)
        self._occurrences: dict[str, int] = {}

    def after(self, pieces: tuple[str, ...], places: int) -> int:
        """Where the pieces may end that begin at `places`."""
        for piece in pieces:
            if piece == "?":
                places = (places & self._plain) << 1
            elif piece == "*":
                for _ in itertools.repeat(None, RUN):
                    places |= (places & self._plain) << 1
            else:
                places = (places & self._begins(piece)) << len(piece)
            if not places:
                break
        return places

    def before(self, pieces: tuple[str, ...], places: int) -> int:
        """Where the pieces may begin that end at `places`."""
        for piece in reversed(pieces):
            if piece == "?":
                places = (places >> 1) & self._plain
            elif piece == "*":
                for _ in itertools.repeat(None, RUN):
                    places |= (places >> 1) & self._plain
            else:
                places = (places >> len(piece)) & self._begins(piece)
            if not places:
                break
        return places

    def _begins(self, piece: str) -> int:
        """Where a string begins."""
        known = self._occurrences.get(piece)
        if known is None:
            known, at = 0, self._text.find(piece)
            while at >= 0:
                known |= 1 << at
                at = self._text.find(piece, at + 1)
            self._occurrences[piece] = known
        return known
