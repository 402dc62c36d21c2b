"""jieba itself, which says what the words of a text are."""

from __future__ import annotations

from searcher.text.dictionary import Dictionary
from searcher.text.words import Cut


def jieba_cutter(dictionary: Dictionary | None = None) -> Cut:
    """Cuts by jieba with its own dictionary or the words of another."""
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
