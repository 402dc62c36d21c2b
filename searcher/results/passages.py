"""What to show of a hit: ranges to highlight, and the passage around them. Ranges only; renderers make them visible."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from searcher.query.matching import content_words, occurrences, stripped
from searcher.query.nodes import All, And, Exact, InField, Near, Node, Or, Wildcard, Words
from searcher.query.questions import telling_words
from searcher.results.model import Range
from searcher.store.analyzer import Analyzer
from searcher.store.originals import OriginalText
from searcher.text.units import WORD, clause_end

if TYPE_CHECKING:
    from searcher.query.wildcards import Pattern

PASSAGE = 160
"""Characters that a passage is at most wide, where its sentences allow it."""
_SENTENCE = re.compile(r"(?:[^。！？!?；;]|[!?;](?=[0-9A-Za-z]))*(?:[。！？!?；;]+[”’」』）》】]*|$)")
_CONTEXT = 16
"""Characters on either side that are looked at to tell words."""
WordEnds = Callable[[str], Iterable[int]]
"""From a text to the places in it where its words end, ascending."""


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
        self._fold = analyzer.fold
        self._read = False
        self._groups: list[tuple[str, list[str]]] = []
        self._patterns: list[Pattern] = []
        self._near: list[tuple[list[str], int]] = []
        self._coded_groups: list[tuple[bytes, list[bytes]]] = []

    def _read_query(self) -> None:
        analyzer = self._analyzer
        self._read = True
        for leaf in _wanted(self._node, self._field):
            match leaf:
                case Words(text, _, synonyms):
                    folded = stripped(self._fold(text))
                    self._groups.extend((other, []) for synonym in synonyms for other in synonym.texts)
                    words = content_words(telling_words(folded, analyzer))
                    self._groups.append((folded, sorted(words, key=len, reverse=True)))
                case Exact(text):
                    self._groups.append((self._fold(text), []))
                case Wildcard(pattern):
                    from searcher.query.wildcards import Pattern

                    self._patterns.append(Pattern(pattern, self._fold))
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
        form = self._analyzer.folder.with_offsets(text)
        return tuple(form.original(start, stop) for start, stop in _apart(self._folded_ranges(form.text)))

    def of_original(self, original: OriginalText) -> tuple[Range, ...]:
        """The same for a text of the index, by the codes of its folded form where that is possible."""
        if not self._read:
            self._read_query()
        if original.coded is None or self._patterns or self._near:
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
        for pattern in self._patterns:
            ranges.extend(pattern.ranges(text))
        if self._near:
            from searcher.query.near import near_ranges

            ranges.extend(place for near in self._near for place in near_ranges(text, *near))
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


def word_ends(analyzer: Analyzer) -> WordEnds:
    """Where the words of a text end, as places in it: it is folded and cut as the index was."""

    def ends(text: str) -> Iterator[int]:
        form = analyzer.folder.with_offsets(text)
        end = 0
        for word in analyzer.cut(form.text):
            start, end = end, end + len(word)
            yield form.original(start, end)[1]

    return ends


def passage(text: str, highlights: Sequence[Range], ends: WordEnds | None = None, width: int = PASSAGE) -> Range:
    """The run of whole sentences, at most `width` characters wide where they allow it, with the most hits.

    A sentence that is wider than that is cut between clauses, or else between words (as `ends` tells them; without it,
    between characters); never within a number, a Latin word or a highlight, if that is not itself too wide.
    """
    if len(text) <= width:
        return 0, len(text)
    start, stop = _richest(text, highlights, width)
    if stop - start <= width:
        return start, stop
    first = next((found for found in highlights if start <= found[0] < stop), (start, start))
    low, high = _cut_sentence(text, (start, stop), first, ends or (lambda piece: range(1, len(piece) + 1)), width)
    return min([low, *(a for a, b in highlights if a < low < b)]), max(
        [high, *(b for a, b in highlights if a < high < b)]
    )


def _richest(text: str, highlights: Sequence[Range], width: int) -> Range:
    """The run of sentences with the most different hits, then the most hits, then the first."""
    sentences = [m.span() for m in _SENTENCE.finditer(text) if m[0]]
    best, best_key = (0, 0), (-1, 0)
    last = first_hit = next_hit = 0
    inside: Counter[str] = Counter()
    for i, (start, _) in enumerate(sentences):
        last = max(last, i)
        while last + 1 < len(sentences) and sentences[last + 1][1] - start <= width:
            last += 1
        stop = sentences[last][1]
        while next_hit < len(highlights) and highlights[next_hit][1] <= stop:
            inside[text[slice(*highlights[next_hit])]] += 1
            next_hit += 1
        while first_hit < next_hit and highlights[first_hit][0] < start:
            gone = text[slice(*highlights[first_hit])]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            first_hit += 1
        key = len(inside), next_hit - first_hit
        if key > best_key:
            best, best_key = (start, stop), key
    return best


def _cut_sentence(text: str, sentence: Range, hit: Range, ends: WordEnds, width: int) -> Range:
    """A part of one long sentence around a hit."""
    start, stop = sentence
    low = max(start, hit[0] - width // 3)
    if low > start:
        places = _clause_ends(text, low, hit[0]) or _edges(text, low, hit[0] + 1, ends)
        low = places[0] if places else hit[0]
    high = min(stop, max(low + width, hit[1]))
    if high < stop:
        enough = max(hit[1], low + width // 2)
        places = _clause_ends(text, enough, high) or _edges(text, enough, high + 1, ends)
        # Where nothing ends for so long the next end will do, if it is near.
        high = places[-1] if places else next(iter(_edges(text, high, min(stop, high + width) + 1, ends)), high)
    return low, high


def _clause_ends(text: str, low: int, high: int) -> list[int]:
    """The places after `low`, up to `high`, where a clause ends."""
    # One character more is looked at: a sign before a digit ends nothing.
    return [found.end() for found in clause_end().finditer(text, low, high + 1) if found.end() <= high]


@functools.cache
def _word() -> re.Pattern[str]:
    return re.compile(WORD)


def _edges(text: str, low: int, high: int, ends: WordEnds) -> list[int]:
    """The places from `low` to before `high` that are within no word and no number."""
    start = max(0, low - _CONTEXT)
    piece = text[start : high + _CONTEXT]
    unbroken = [False] * (len(piece) + 1)
    for found in _word().finditer(piece):
        unbroken[found.start() + 1 : found.end()] = [True] * (found.end() - found.start() - 1)
    return [start + end for end in ends(piece) if low <= start + end < high and not unbroken[end]]
