"""Words that a user adds to the dictionary, in jieba's format: `word [frequency] [tag]`, one a line.

They change the dictionary as `jieba.load_userdict` would: a word that is there already gets the new frequency, one of
frequency 0 is none any more, and one without a frequency gets the least that has it cut out whole. Words are folded as
texts are before they are cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from searcher.i18n import _
from searcher.text.dictionary import block
from searcher.text.words import MappedSegmenter

LONGEST = 64
"""Characters that a user's word has at most."""
MOST_FREQUENT = 0xFFFFFFFF
_LINE = re.compile(r"(?P<word>\S+)(?:\s+(?P<frequency>[0-9]+))?(?:\s+[a-z]+)?")


@dataclass(frozen=True, slots=True)
class UserWord:
    """A folded word; `frequency` None is to be computed."""

    text: str
    frequency: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A line, counted from 1, that cannot be used, and why."""

    line: int
    reason: str


def parse_user_words(text: str, fold: Callable[[str], str]) -> tuple[tuple[UserWord, ...], tuple[Fault, ...]]:
    """The words of a user dictionary, in order, and the lines that are none. Empty lines are passed over."""
    words: list[UserWord] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            faults.append(Fault(number, _("a line is a word, a frequency in figures and a tag in small letters")))
            continue
        word = fold(found["word"])
        frequency = int(found["frequency"][:20]) if found["frequency"] else None
        reason = _fault(word, frequency)
        if reason:
            faults.append(Fault(number, reason))
        else:
            words.append(UserWord(word, frequency))
    return tuple(words), tuple(faults)


def _fault(word: str, frequency: int | None) -> str | None:
    if len(word) > LONGEST:
        return _("a word has at most {most} characters; this one has {count}").format(most=LONGEST, count=len(word))
    outside = next((char for char in word if not block().fullmatch(char)), None)
    if outside is not None:
        return _("no word can hold {sign}: it always stands between words").format(sign=outside)
    if not any(map(str.isalnum, word)):
        return _("a word needs a letter, a digit or an ideograph")
    if frequency is not None and frequency > MOST_FREQUENT:
        return _("a frequency is at most {most:,}").format(most=MOST_FREQUENT)
    return None


def with_user_words(words: Mapping[str, int], total: int, added: Iterable[UserWord]) -> tuple[dict[str, int], int]:
    """A dictionary (word to frequency) with words added in order, and what jieba then counts as the sum of frequencies,
    which was `total`."""
    growing = _Growing(words, total)
    for word in added:
        growing.add(word)
    return growing.frequencies, growing.total


class _Growing:
    """A dictionary that grows as jieba's does."""

    def __init__(self, words: Mapping[str, int], total: int) -> None:
        self.frequencies = dict(words)
        self.total = total
        self._longest = max(map(len, words), default=0)
        self._begun: set[str] | None = None

    def windows(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Every word that stands anywhere in `text`: (start, length, frequency)."""
        for start in range(len(text)):
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                if frequency := self.frequencies.get(text[start:end], 0):
                    yield start, end - start, frequency

    def add(self, word: UserWord) -> None:
        frequency = self._suggested(word.text) if word.frequency is None else word.frequency
        self.frequencies[word.text] = frequency
        # jieba adds the new frequency and does not take the old one away.
        self.total += frequency
        self._longest = max(self._longest, len(word.text))
        if self._begun is not None:
            self._begun.update(_beginnings(word.text))

    def _suggested(self, word: str) -> int:
        """The least frequency that has `word` cut out whole (`jieba.Tokenizer.suggest_freq`)."""
        share = 1.0
        for piece in MappedSegmenter(self)(word):
            share *= self._counted(piece) / float(self.total)
        return max(int(share * self.total) + 1, self.frequencies.get(word, 1))

    def _counted(self, piece: str) -> int:
        """What jieba holds of a piece: 0 where words begin with it, 1 where it holds nothing."""
        if piece in self.frequencies:
            return self.frequencies[piece]
        if self._begun is None:
            self._begun = {beginning for word in self.frequencies for beginning in _beginnings(word)}
        return 0 if piece in self._begun else 1


def _beginnings(word: str) -> Iterable[str]:
    """Beginnings of a word that may be pieces of another and no words: characters, and runs of Latin letters."""
    return (word[:end] for end in range(1, len(word))) if word[0].isascii() else (word[0],) if len(word) > 1 else ()
