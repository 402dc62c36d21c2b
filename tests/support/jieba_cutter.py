"""jieba itself, which says what the words of a text are."""

from __future__ import annotations

from searcher.text.dictionary import Dictionary
from searcher.text.words import Cut


def frequencies_of(dictionary: Dictionary) -> dict[str, int]:
    """Every word that can be cut out of a text, with its frequency, by length."""
    out: dict[str, int] = {}
    for n, units, ranks in dictionary.tables():
        # A word has no character beyond the basic plane, so that code units are characters here.
        text = units.astype("<u2").tobytes().decode("utf-16-le", "surrogatepass")
        words = (text[i : i + n] for i in range(0, len(text), n))
        out.update(zip(words, dictionary.frequencies[ranks].tolist(), strict=True))
    return out


def jieba_cutter(dictionary: Dictionary | None = None) -> Cut:
    """Cuts by jieba with its own dictionary or the words of another."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    if dictionary is not None:
        frequencies = frequencies_of(dictionary)
        for word in list(frequencies):
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
        cutter.FREQ, cutter.total, cutter.initialized = frequencies, dictionary.total, True
    return lambda text: list(cutter.cut(text, HMM=False))
