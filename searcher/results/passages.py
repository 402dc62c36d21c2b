"""What to show of a hit: ranges to highlight, and the passage around them. Ranges only; renderers make them visible."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from searcher.query.matching import content_words, occurrences, stripped, wildcard_expression
from searcher.query.near import near_ranges
from searcher.query.nodes import All, And, Exact, InField, Near, Node, Or, Wildcard, Words
from searcher.query.questions import telling_words
from searcher.results.model import Range
from searcher.store.analyzer import Analyzer
from searcher.store.originals import OriginalText

PASSAGE = 160
"""Characters that a passage is at most wide, where its sentences allow it."""
_SENTENCE = re.compile(r"[^。！？!?；;]*(?:[。！？!?；;]+[”’」』）》】]*|$)")
_CLAUSE_END = re.compile(r"[，、：,:。！？；]")


def _wanted(node: Node, name: str | None) -> Iterator[Node]:
    """The leaves to highlight in the paragraph's text (name None) or in a field; what is excluded is not wanted."""
    match node:
        case All(parts) | And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part, name)
        case InField(field, inner):
            if field == name:
                yield from _wanted(inner, None)
        case Words() | Exact() | Wildcard() | Near():
            if name is None or name == "headline":
                # A headline shows what was asked of the text, too.
                yield node


class Highlighter:
    """Finds the ranges of one query in any number of texts."""

    def __init__(self, node: Node, analyzer: Analyzer, field: str | None = None) -> None:
        self._node, self._analyzer, self._field = node, analyzer, field
        self._fold = analyzer.folder
        self._read = False
        self._groups: list[tuple[str, list[str]]] = []
        self._expressions: list[re.Pattern[str]] = []
        self._near: list[tuple[list[str], int]] = []
        self._coded_groups: list[tuple[bytes, list[bytes]]] = []

    def _read_query(self) -> None:
        analyzer = self._analyzer
        self._read = True
        for leaf in _wanted(self._node, self._field):
            match leaf:
                case Words(text):
                    folded = stripped(self._fold(text))
                    words = content_words(telling_words(folded, analyzer))
                    self._groups.append((folded, sorted(words, key=len, reverse=True)))
                case Exact(text):
                    self._groups.append((self._fold(text), []))
                case Wildcard(pattern):
                    self._expressions.append(wildcard_expression(pattern, self._fold))
                case Near(parts, distance):
                    self._near.append(([self._fold(part.text) for part in parts], distance))
        encode = analyzer.book.encode
        self._coded_groups = [(encode(group), [encode(word) for word in words]) for group, words in self._groups]

    def __call__(self, text: str) -> tuple[Range, ...]:
        """The ranges of `text` to highlight: ascending, apart, each under fold what was asked for."""
        if not text:
            return ()
        if not self._read:
            self._read_query()
        form = self._fold.with_offsets(text)
        return tuple(form.original(start, stop) for start, stop in _apart(self._folded_ranges(form.text)))

    def of_original(self, original: OriginalText) -> tuple[Range, ...]:
        """The same for a text of the index, by the codes of its folded form where that is possible."""
        if not self._read:
            self._read_query()
        if original.coded is None or self._expressions or self._near:
            return self(original.text)
        return tuple(original.original(start, stop) for start, stop in _apart(self._coded_ranges(original.coded)))

    def _coded_ranges(self, coded: bytes) -> list[Range]:
        find = self._analyzer.book.occurrences
        ranges: list[Range] = []
        for whole, parts in self._coded_groups:
            found = find(coded, whole) if whole else []
            ranges.extend(found or [place for part in parts for place in find(coded, part)])
        return ranges

    def _folded_ranges(self, text: str) -> list[Range]:
        ranges: list[Range] = []
        for group, words in self._groups:
            whole = occurrences(text, group) if group else []
            ranges.extend(whole or [place for word in words for place in occurrences(text, word)])
        for expression in self._expressions:
            ranges.extend(found.span() for found in expression.finditer(text) if found[0])
        for parts, distance in self._near:
            ranges.extend(near_ranges(text, parts, distance))
        return ranges


def _apart(ranges: list[Range]) -> list[Range]:
    """The ranges in order, without those that overlap an earlier or, from the same start, a longer one."""
    if len(ranges) < 2:
        return ranges
    chosen: list[Range] = []
    end = 0
    for start, stop in sorted(ranges, key=lambda r: (r[0], -r[1])):
        if start >= end:
            chosen.append((start, stop))
            end = stop
    return chosen


def passage(text: str, highlights: Sequence[Range], width: int = PASSAGE) -> Range:
    """The run of whole sentences, at most `width` characters wide where they allow it, with the most hits.

    A sentence that is wider than that is cut between clauses, or else between words; never within a highlight.
    """
    if len(text) <= width:
        return 0, len(text)
    sentences = [m.span() for m in _SENTENCE.finditer(text) if m[0]]
    best, best_key = (0, 0), (-1, 0, 0)
    for i, (start, end) in enumerate(sentences):
        stop = end
        for _, later in sentences[i + 1 :]:
            if later - start > width:
                break
            stop = later
        inside = {text[a:b] for a, b in highlights if start <= a and b <= stop}
        count = sum(start <= a and b <= stop for a, b in highlights)
        key = (len(inside), count, -start)
        if key > best_key:
            best, best_key = (start, stop), key
    start, stop = best
    if stop - start <= width:
        return start, stop
    first = next((a for a, _ in highlights if start <= a < stop), start)
    low, high = _cut_sentence(text, start, stop, first, width)
    return min([low, *(a for a, b in highlights if a < low < b)]), max(
        [high, *(b for a, b in highlights if a < high < b)]
    )


def _cut_sentence(text: str, start: int, stop: int, hit: int, width: int) -> Range:
    """A part of one long sentence around a hit."""
    low = max(start, hit - width // 3)
    if low > start:
        clause = _CLAUSE_END.search(text, low, hit)
        low = clause.end() if clause else _word_start(text, low, hit)
    high = min(stop, low + width)
    if high < stop:
        ends = [m.end() for m in _CLAUSE_END.finditer(text, hit, high)]
        high = ends[-1] if ends and ends[-1] > low + width // 2 else _word_start(text, high, stop)
    return low, high


def _word_start(text: str, at: int, limit: int) -> int:
    """The next place from `at` on that is not inside a word of Latin letters or a number."""
    while at < limit and re.match(r"[A-Za-z0-9.,%]{2}", text[at - 1 : at + 1]):
        at += 1
    return at
