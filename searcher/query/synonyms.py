"""Synonyms: words that a user wants found for one another, read from a file and put into a query's plain groups.

A line is a group of words with blanks or commas between them, each of which stands for all others; with `=>`, the words
on its left are also found by those on its right, and not the other way. A word with blanks in it goes into straight
quotes. `#` at the start of a line or behind a blank begins a comment. Words are folded as texts are.

They are looked for when a query is read, so that a changed file needs no new index.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from searcher.errors import QueryError, UnreadableFileError, UsageError, system_reason
from searcher.i18n import _
from searcher.query.matching import stripped
from searcher.query.nodes import All, And, InField, Node, Or, Synonym, Words, asks_nothing, groups_with_synonyms
from searcher.store.analyzer import Analyzer

LONGEST = 64
"""Characters of a word, folded."""
MOST_IN_GROUP = 64
MOST_IN_QUERY = 1_000
"""Words that may come into one query."""
_SHOWN = 8
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$")
_ARROW = "=>"
_WORD = re.compile(r'"(?P<quoted>[^"]*)"|(?P<plain>[^\s,，、"]+)|(?P<amiss>")')


@dataclass(frozen=True, slots=True)
class Fault:
    """A line, counted from 1, that cannot be used, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Synonyms:
    """For each folded word what is found for it, too; `longest`: characters of the longest word."""

    table: dict[str, tuple[str, ...]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    longest: int = 0

    def __bool__(self) -> bool:
        return bool(self.table)


NONE = Synonyms()


def read_synonyms(path: Path, fold: Callable[[str], str]) -> Synonyms:
    """Read a file. Raises UsageError where it cannot be read or is no text."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = _("{path}: these synonyms cannot be read: {reason}; name others with --synonyms, or use --no-synonyms")
        raise UsageError(reason.format(path=path, reason=system_reason(error))) from error
    if not data.strip():
        return NONE
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The reader is much to load for what is seldom needed.
        from searcher.reading.decode import decode

        try:
            text = decode(data, path)
        except UnreadableFileError as error:
            reason = _("{path}: these synonyms cannot be used: {reason}")
            raise UsageError(reason.format(path=path, reason=error.reason)) from error
    return parse_synonyms(text, fold)


def parse_synonyms(text: str, fold: Callable[[str], str]) -> Synonyms:
    """The synonyms that lines state; those that cannot be used are faults."""
    table: dict[str, dict[str, None]] = {}
    faults: list[Fault] = []
    for number, line in enumerate(text.split("\n"), 1):
        stated = _COMMENT.sub("", line).strip()
        if not stated:
            continue
        try:
            for word, others in _pairs(stated, fold):
                table.setdefault(word, {}).update(dict.fromkeys(others))
        except ValueError as error:
            faults.append(Fault(number, str(error)))
    kept = {word: tuple(other for other in others if other != word) for word, others in table.items()}
    return Synonyms(kept, tuple(faults), max(map(len, kept), default=0))


def _pairs(line: str, fold: Callable[[str], str]) -> list[tuple[str, Sequence[str]]]:
    """Each word of a line with what is found for it. Raises ValueError."""
    left, arrow, right = line.partition(_ARROW)
    if _ARROW in right:
        raise ValueError(_("a line has at most one =>"))
    words, found = _words(left, fold), _words(right, fold)
    if arrow:
        if not (words and found):
            raise ValueError(_("=> needs words on both sides, as in 疫苗 => 新冠疫苗"))
        return [(word, found) for word in words]
    if len(words) < 2:
        raise ValueError(_("a group needs two different words or more"))
    return [(word, words) for word in words]


def _words(side: str, fold: Callable[[str], str]) -> list[str]:
    words: dict[str, None] = {}
    for found in _WORD.finditer(side):
        if found["amiss"]:
            raise ValueError(_("a quote is not closed"))
        typed = found["quoted"] if found["plain"] is None else found["plain"]
        word = fold(typed)
        if asks_nothing(word):
            raise ValueError(_("{word} has no letter, digit or ideograph").format(word=typed or '""'))
        if len(word) > LONGEST:
            raise ValueError(_("a word has at most {most} characters").format(most=LONGEST))
        words[word] = None
    if len(words) > MOST_IN_GROUP:
        raise ValueError(_("a group has at most {most} words").format(most=MOST_IN_GROUP))
    return list(words)


def expand(node: Node, synonyms: Synonyms, analyzer: Analyzer, query: str = "") -> Node:
    """The tree with the synonyms of its plain groups put in: those that are asked of the text or the headline, and not
    those that are excluded. Raises QueryError beyond MOST_IN_QUERY."""
    expanded = _expanded(node, synonyms, analyzer)
    groups = groups_with_synonyms(expanded)
    if sum(len(synonym.texts) for group in groups for synonym in group.synonyms) > MOST_IN_QUERY:
        message = _("these groups have more than {most:,} synonyms; ask for less at a time, or use --no-synonyms")
        raise QueryError(message.format(most=MOST_IN_QUERY), query, node.span[0])
    return expanded


def _expanded(node: Node, synonyms: Synonyms, analyzer: Analyzer) -> Node:
    match node:
        case Words(text):
            return replace(node, synonyms=tuple(_in_group(stripped(analyzer.fold(text)), synonyms, analyzer)))
        case All(parts) | And(parts) | Or(parts):
            return replace(node, parts=tuple(_expanded(part, synonyms, analyzer) for part in parts))
        case InField("headline", inner):
            return replace(node, node=_expanded(inner, synonyms, analyzer))
        case _:
            return node


def _in_group(folded: str, synonyms: Synonyms, analyzer: Analyzer) -> Iterator[Synonym]:
    """Where words of a folded group that have synonyms stand: whole words, from the left, the longest each time."""
    edges = [0]
    for word in analyzer.cut(folded):
        edges.append(edges[-1] + len(word))
    done = 0
    for i, start in enumerate(edges):
        if start < done:
            continue
        ends = (end for end in edges[i + 1 : i + 1 + synonyms.longest] if end - start <= synonyms.longest)
        for end in sorted(ends, reverse=True):
            others = synonyms.table.get(folded[start:end])
            if others:
                yield Synonym(start, end, others)
                done = end
                break


def notes(node: Node) -> tuple[str, ...]:
    """A sentence on the synonyms that are searched for, where there are some."""
    found: dict[str, None] = {}
    for group in groups_with_synonyms(node):
        for synonym in group.synonyms:
            found.update(dict.fromkeys(synonym.texts))
    if not found:
        return ()
    words = "、".join([*found][:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
    return (_("Synonyms are searched for, too: {words}.").format(words=words),)
