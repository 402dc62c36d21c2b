"""Words of a text: jieba's dictionary route, without its hidden Markov model.

Two ways of our own give the same words. `MappedSegmenter` reads the dictionary in mapped form: nothing to load, right
for queries. `ArraySegmenter` (see `segmenting`) cuts in bulk. `jieba` itself is the reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from math import log
from typing import Protocol

from searcher.text.dictionary import FIRST_IDEOGRAPH, LAST_IDEOGRAPH, block

Cut = Callable[[str], list[str]]
"""From a folded text to its words and the signs between them: joined, they are the text."""

_LETTER = re.compile("[a-zA-Z0-9]")


class Words(Protocol):
    """A dictionary as a segmenter needs it."""

    @property
    def total(self) -> int:
        """The sum of all frequencies."""

    def windows(self, text: str) -> Iterable[tuple[int, int, int]]:
        """Every word that stands anywhere in `text`: (start, length, frequency)."""


class MappedSegmenter:
    """Cuts by a mapped dictionary.

    The route is the one of greatest probability, as jieba computes it: from the end backwards, ties to the longer
    word, the logarithms added in the same order, so that the floating-point sums are the same too.
    """

    def __init__(self, dictionary: Words) -> None:
        self._dictionary = dictionary
        self._log_total = log(dictionary.total)

    def __call__(self, text: str) -> list[str]:
        """The words of `text`, in order."""
        if text and min(text) >= FIRST_IDEOGRAPH and max(text) <= LAST_IDEOGRAPH:
            return list(self._cut_block(text))
        out: list[str] = []
        end = 0
        for found in block().finditer(text):
            out.extend(text[end : found.start()])
            out.extend(self._cut_block(found[0]))
            end = found.end()
        out.extend(text[end:])
        return out

    def _cut_block(self, block: str) -> Iterable[str]:
        # A block has no character beyond the basic plane, so that code units are characters here.
        words_at: list[list[tuple[int, int]]] = [[] for _ in block]
        for start, length, frequency in self._dictionary.windows(block):
            words_at[start].append((start + length, frequency))
        best = [0.0] * (len(block) + 1)
        step = list(range(1, len(block) + 1))
        for i in range(len(block) - 1, -1, -1):
            words = words_at[i] or [(i + 1, 1)]
            best[i], step[i] = max((log(f) - self._log_total + best[end], end) for end, f in words)
        i, letters = 0, ""
        while i < len(block):
            end = step[i]
            if end == i + 1 and _LETTER.match(block[i]):
                letters += block[i]
            else:
                if letters:
                    yield letters
                    letters = ""
                yield block[i:end]
            i = end
        if letters:
            yield letters
