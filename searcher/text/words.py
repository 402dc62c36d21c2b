"""Words of a text: jieba's dictionary route, without its hidden Markov model.

Three ways give the same words. `MappedSegmenter` reads the dictionary in mapped form: nothing to load, right for
queries. `rjieba` cuts in bulk. `jieba` itself is the reference, and cuts in bulk where rjieba has no wheel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from math import log
from typing import Any, Protocol

from searcher.text.dictionary import FIRST_IDEOGRAPH, LAST_IDEOGRAPH, Dictionary, block

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


def bulk_cutter(dictionary: Dictionary | None = None, *, alone: bool = False) -> Cut:
    """The fastest way at hand to cut many texts.

    Loads jieba's dictionary (0.3 s by rjieba, 0.6 s by jieba), or takes the words of another (0.5 s). `alone`: nothing
    else in this process adds words to the dictionary that rjieba has loaded by itself, so that it need not be loaded
    again.
    """
    try:
        import rjieba
    except ImportError:
        return reference_cutter(dictionary)
    cutter: Any = rjieba.Jieba
    if dictionary is None:
        cutter = rjieba if alone else cutter()
    else:
        # rjieba's own ways to change words differ from jieba's in the frequencies that they leave: all are set anew.
        cutter = cutter.empty()
        total = dictionary.total
        for word, frequency in dictionary.items():
            cutter.add_word(word, frequency, "")
            total -= frequency
        if total > 0:
            cutter.add_word(_NO_WORD, total, "")
    # jieba falls back to single characters for white space as for other signs; so does rjieba.
    return lambda text: list(cutter.cut(text, False))


_NO_WORD = "\n\n"
"""Never cut out of a text, since white space separates words: it holds what else counts into the sum of frequencies."""


def reference_cutter(dictionary: Dictionary | None = None) -> Cut:
    """jieba itself, with its own dictionary or the words of another."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    if dictionary is not None:
        frequencies = dict(dictionary.items())
        for word in list(frequencies):
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
        cutter.FREQ, cutter.total, cutter.initialized = frequencies, dictionary.total, True
    return lambda text: list(cutter.cut(text, HMM=False))
