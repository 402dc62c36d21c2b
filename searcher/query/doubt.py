"""Whether a query may be mistyped: told by its answer and the postings alone, before anything is loaded to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from searcher.query.found import Answer
from searcher.query.nodes import All, And, Exact, InField, Near, Node, Or, Words
from searcher.query.questions import only_asks, without_asking
from searcher.query.scoring import LITTLE
from searcher.store.analyzer import Analyzer

SOME = 50
"""Where fewer paragraphs hold the words of a long group scattered, a slip in it is looked for too."""
SHORT = 6
"""A run of at most so many ideographs is taken as a name or a word, a longer one as words in a row."""
NAME = 7
"""A group of more ideographs that is read as a sentence is none that one could have mistyped a name in."""
LONGEST = 200
"""Characters of a run that are looked at; a longer one is a text, not a query."""
PARTS_LOOKED_AT, CHARACTERS_LOOKED_AT = 20, 200
"""Parts of a query that are looked at, and characters of all parts together; what is longer was pasted, and mending
each run of it would take minutes."""
LETTERS = re.compile("(?<![0-9a-z])[a-z]{3,30}(?![0-9a-z])")


@cache
def ideographs() -> re.Pattern[str]:
    """Runs of ideographs. (Made where it is first asked for: so wide a range takes longer than many a query.)"""
    return re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,}")


def asked_parts(node: Node) -> list[tuple[Words | Exact, str | None]]:
    """The plain groups and exact strings that a query asks for, with the field (None: the text) that it asks them of;
    those of headlines and the text, and none that is excluded. None of a query that is too long to be a slip."""
    parts = list(_asked(node, None))
    pasted = len(parts) > PARTS_LOOKED_AT or sum(len(part.text) for part, _ in parts) > CHARACTERS_LOOKED_AT
    return [] if pasted else parts


def _asked(node: Node, field: str | None) -> Iterator[tuple[Words | Exact, str | None]]:
    match node:
        case Words() | Exact():
            yield node, field
        case All(parts) | And(parts) | Or(parts) | Near(parts):
            for part in parts:
                yield from _asked(part, field)
        case InField("headline", inner):
            yield from _asked(inner, "headline")
        case _:
            return


def lone_places(run: str, analyzer: Analyzer) -> set[int]:
    """Where the words of one character stand in a run of ideographs."""
    lone: set[int] = set()
    at = 0
    for word in analyzer.cut(run):
        if len(word) == 1:
            lone.add(at)
        at += len(word)
    return lone


def torn(run: str, analyzer: Analyzer, met: Callable[[str], object]) -> bool:
    """Whether two neighbours of a run of ideographs never meet in the texts (`met`) though one of them is cut off as no
    part of a word: so it is where a character of a word is wrong."""
    run = run[:LONGEST]
    lone = lone_places(run, analyzer)
    return any((i in lone or i + 1 in lone) and not met(run[i : i + 2]) for i in range(len(run) - 1))


def _ideographs(text: str) -> int:
    return sum(len(run[0]) for run in ideographs().finditer(text))


class Doubt:
    """Judges by `count` (how many paragraphs match a node) and `met` (whether two characters are ever neighbours)."""

    def __init__(self, analyzer: Analyzer, count: Callable[[Node], int], met: Callable[[str], object]) -> None:
        self.analyzer, self.count, self.met = analyzer, count, met

    def doubtful(self, answer: Answer) -> bool:
        """Whether so little is found, or of some part of the query so little, that something else may be meant, where
        fewer than LITTLE paragraphs hold the query as it was typed."""
        parts = asked_parts(answer.node)
        if not parts:
            return False
        if answer.total < LITTLE:
            return any(self.unlikely(part, field) for part, field in parts)
        # Of a sentence a paragraph need only hold much: that its whole stands nowhere is no reason to doubt it.
        return any(
            self.unlikely(part, field) and not (isinstance(part, Words) and self._of_words(part, field, LITTLE))
            for part, field in parts
            if not (answer.sentence and _ideographs(part.text) > NAME)
        )

    def unlikely(self, part: Words | Exact, field: str | None) -> bool:
        """Whether little is found of a part, and it does not look as if that were all there is.

        A plain group may be found by its words, scattered. It is doubtful then only where characters of it are cut off
        as no part of a word: some in a short group, in a longer one where they are torn from their neighbours.
        """
        folded = without_asking(self.analyzer.fold(part.text))
        if only_asks(folded):
            return False
        literally = self._found(Exact(part.text, part.span), field)
        if literally >= LITTLE or (literally and self._of_words(part, field, 1)):
            return False
        scattered = 0 if isinstance(part, Exact) else self._found(part, field)
        if scattered < LITTLE:
            return True
        runs = [found[0] for found in ideographs().finditer(folded)]
        if any(torn(run, self.analyzer, self.met) for run in runs):
            return True
        return (len(folded) <= SHORT or scattered < SOME) and any(lone_places(run, self.analyzer) for run in runs)

    def _of_words(self, part: Words | Exact, field: str | None, least: int) -> bool:
        """Whether a part is nothing but words of several characters that are each found, in `least` paragraphs: there
        may just be none with all of them."""
        words = self.analyzer.words(self.analyzer.fold(part.text))
        return all(len(word) > 1 and self._found(Exact(word, part.span), field) >= least for word in words)

    def _found(self, part: Words | Exact, field: str | None) -> int:
        return self.count(InField(field, part, part.span) if field else part)
