"""Pinyin without tones: how characters are read, which sound alike, and what typed pinyin may mean.

Readings of characters are pypinyin's, kept in `readings.txt` (`scripts/make_readings.py` makes it), which is read in a
few milliseconds; pypinyin itself is loaded only to tell how words are read that may be what was typed. `ü` is written
`v`, as one types it.
"""

from __future__ import annotations

import functools
import heapq
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw", *"aeo")
"""What a syllable may be cut down to: its initial, or the vowel that it begins with."""
LONGEST = 60
"""Characters of pinyin that are read; nobody types more to find a term."""
_LONGEST_SYLLABLE = 6
_READINGS_TRIED = 32
_INITIAL_COST, _UNFINISHED_COST = 2, 1
_TYPED = re.compile("[a-z]")
_APART = re.compile(r"[\s'’`·0-9-]+")
_VOWEL = re.compile("[aeiouv]")
READINGS = Path(__file__).with_name("readings.txt")
"""A line a syllable: itself, the characters that are usually read so, and others that may be, apart by tabs."""
_NEAR_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "l": "n", "f": "h"}


class Unit(NamedTuple):
    """What is known of one character: its syllable in full (`whole`), or how it begins; or itself."""

    text: str
    whole: bool = True


class Reading(NamedTuple):
    """One way to read what was typed, a unit a character; the more of it is short for something, the larger `cost`."""

    units: tuple[Unit, ...]
    cost: int

    @property
    def whole(self) -> bool:
        """Whether every syllable is there in full."""
        return not self.cost


class Fit(IntEnum):
    """How well a word is read as pinyin says."""

    USUAL = 0
    UNUSUAL = 1
    WRONG = 2


def _may_be(unit: Unit, char: str, syllables: Sequence[str]) -> bool:
    if unit.text == char:
        return True
    return any(syllable == unit.text if unit.whole else syllable.startswith(unit.text) for syllable in syllables)


@functools.lru_cache(maxsize=4096)
def plain(syllable: str) -> str:
    """A syllable without its tone: `lǚ` is `lv`."""
    decomposed = unicodedata.normalize("NFD", syllable.replace("ü", "v").replace("ê", "e"))
    umlaut = decomposed.replace("u\u0308", "v")
    return "".join(char for char in umlaut if not unicodedata.combining(char))


def readable(syllable: str) -> bool:
    """Whether a plain syllable can be typed: some that dictionaries have are no more than a hum."""
    return _VOWEL.search(syllable) is not None


@functools.cache
def _table() -> tuple[tuple[str, str, str], ...]:
    """Syllables, each with the characters that are usually read so, and with others that may be."""
    lines = READINGS.read_text(encoding="utf-8").splitlines()
    split = (line.split("\t") for line in lines if not line.startswith("#"))
    return tuple((syllable, usual, others) for syllable, usual, others in split)


@functools.cache
def _usual_characters() -> dict[str, str]:
    """The characters that are usually read as each syllable."""
    return {syllable: usual for syllable, usual, _ in _table()}


def near(syllable: str) -> str:
    """What a syllable becomes where zh/z, ch/c, sh/s, l/n, f/h, ng/n are not told apart, as in many dialects."""
    initial = next((initial for initial in INITIALS[:-3] if syllable.startswith(initial)), "")
    rest = syllable[len(initial) :]
    return _NEAR_INITIALS.get(initial, initial) + (rest[:-1] if rest.endswith("ng") else rest)


@functools.cache
def _joined() -> dict[str, list[str]]:
    """The syllables that each of those stands for that `near` gives."""
    groups: dict[str, list[str]] = {}
    for syllable in _usual_characters():
        groups.setdefault(near(syllable), []).append(syllable)
    return groups


def typed_pinyin(text: str) -> bool:
    """Whether a folded text could be pinyin: Latin letters, perhaps with marks, apostrophes or ideographs between."""
    bare = plain(text)
    return len(bare) <= LONGEST and _TYPED.search(bare) is not None


class Readings:
    """How the characters of an alphabet are read, among them those that are not ideographs: they have no reading."""

    def __init__(self, alphabet: Iterable[str]) -> None:
        self._alphabet = frozenset(alphabet)
        self._usually: dict[str, list[str]] = {}
        self._begun: dict[str, str] = {}

    @functools.cached_property
    def _by_syllable(self) -> dict[str, list[str]]:
        """The characters that may be read as each syllable that any may be."""
        groups = ((syllable, self._standing(usual + others)) for syllable, usual, others in _table())
        return {syllable: chars for syllable, chars in groups if chars}

    def _standing(self, chars: str) -> list[str]:
        here = self._alphabet
        return [char for char in chars if char in here]

    def _usually_read(self, syllable: str) -> list[str]:
        """The characters that are usually read so: few syllables are asked for, so they are looked for one by one."""
        known = self._usually.get(syllable)
        if known is None:
            known = self._usually[syllable] = self._standing(_usual_characters()[syllable])
        return known

    @staticmethod
    @functools.lru_cache(maxsize=4096)
    def of(char: str) -> tuple[str, ...]:
        """The readings of a character, the usual ones first."""
        others = (syllable for syllable, _, others in _table() if char in others)
        return (*Readings.usual(char), *others)

    @staticmethod
    @functools.lru_cache(maxsize=4096)
    def usual(char: str) -> tuple[str, ...]:
        """The readings of a character that are not rare; of those that no phrase has, the first."""
        return tuple(syllable for syllable, usual, _ in _table() if char in usual)

    @functools.cached_property
    def _phrases(self) -> Mapping[str, Sequence[Sequence[str]]]:
        """How phrases are read, by pypinyin, which takes a fifth of a second to load."""
        from pypinyin.phrases_dict import phrases_dict

        phrases: Mapping[str, Sequence[Sequence[str]]] = phrases_dict
        return phrases

    def alike(self, char: str) -> str:
        """The characters of the alphabet that have a usual reading in common with `char`, itself aside."""
        return self._without(char, map(self._usually_read, self.usual(char)))

    def nearly_alike(self, char: str) -> str:
        """Those that are read alike where the sounds that `near` joins are not told apart; `alike` ones too."""
        joined = (other for syllable in self.usual(char) for other in _joined()[near(syllable)])
        return self._without(char, map(self._usually_read, joined))

    @staticmethod
    def _without(char: str, groups: Iterable[Sequence[str]]) -> str:
        return "".join(dict.fromkeys(other for group in groups for other in group if other != char))

    def characters(self, unit: Unit) -> str:
        """The characters of the alphabet that a unit may stand for."""
        if not unit.text.isascii():
            return unit.text
        if unit.whole:
            return "".join(self._by_syllable.get(unit.text, ()))
        if unit.text not in self._begun:
            groups = (chars for syllable, chars in self._by_syllable.items() if syllable.startswith(unit.text))
            self._begun[unit.text] = "".join(char for group in groups for char in group)
        return self._begun[unit.text]

    def spells(self, letters: str) -> bool:
        """Whether Latin letters are syllables of the alphabet, each in full."""
        return self._syllables.fullmatch(letters) is not None

    @functools.cached_property
    def _syllables(self) -> re.Pattern[str]:
        return re.compile(f"(?:{'|'.join(map(re.escape, self._by_syllable))})+")

    def fit(self, word: str, units: Sequence[Unit]) -> Fit:
        """How well a word, whose characters may be read as `units`, is read so: 重庆 is never zhongqing, though 重 is.

        What pypinyin's phrases tell of the word, or of how it begins, decides; else whether the readings are usual.
        """
        for length in range(len(word), 1, -1):
            spoken = self._spoken(word[:length])
            if spoken:
                if not all(_may_be(unit, char, read) for unit, char, read in zip(units, word, spoken, strict=False)):
                    return Fit.WRONG
                return Fit.USUAL if length >= len(units) else self._by_character(word[length:], units[length:])
        return self._by_character(word, units)

    def _spoken(self, word: str) -> list[list[str]]:
        """How pypinyin reads the characters of a word that is one of its phrases, or begins one; empty for others."""
        known = self._phrases.get(word)
        if known is None:
            place = bisect_left(self._ordered, word)
            longer = self._ordered[place] if place < len(self._ordered) else ""
            known = self._phrases[longer][: len(word)] if longer.startswith(word) else []
        return [[plain(one) for one in syllables] for syllables in known] if len(known) == len(word) else []

    @functools.cached_property
    def _ordered(self) -> list[str]:
        return sorted(self._phrases)

    def _by_character(self, word: str, units: Sequence[Unit]) -> Fit:
        usual = (self.usual(char) for char in word)
        usually = all(_may_be(unit, char, read) for unit, char, read in zip(units, word, usual, strict=False))
        return Fit.USUAL if usually else Fit.UNUSUAL

    def readings(self, typed: str) -> list[Reading]:
        """The ways to read typed text, the least abbreviated first: `pingyao`, `xi'an`, `py`, `平yao`.

        Each unit is a syllable, its initial, or at the end how a syllable begins. Tone numbers are passed over. Empty
        where it cannot be pinyin.
        """
        pieces = [piece for piece in _APART.split(plain(typed)) if piece]
        text = "".join(pieces)
        if not typed_pinyin(text):
            return []
        breaks = set()
        end = 0
        for piece in pieces:
            end += len(piece)
            breaks.add(end)
        found: list[Reading] = []
        waiting: list[tuple[int, int, int, tuple[Unit, ...]]] = [(0, 0, 0, ())]
        pushed = 0
        while waiting and len(found) < _READINGS_TRIED and pushed < 100 * _READINGS_TRIED:
            cost, _, at, units = heapq.heappop(waiting)
            if at == len(text):
                found.append(Reading(units, cost))
                continue
            limit = min(end for end in breaks if end > at)
            for stop, unit, more in self._units(text, at, limit):
                pushed += 1
                # Of two readings of one cost the one of fewer, longer syllables goes first.
                heapq.heappush(waiting, (cost + more, pushed, stop, (*units, unit)))
        return sorted(found, key=lambda reading: (reading.cost, len(reading.units)))

    def _units(self, text: str, at: int, limit: int) -> Iterable[tuple[int, Unit, int]]:
        if not text[at].isascii():
            yield at + 1, Unit(text[at]), 0
            return
        for stop in range(min(limit, at + _LONGEST_SYLLABLE), at, -1):
            if text[at:stop] in self._by_syllable:
                yield stop, Unit(text[at:stop]), 0
        initial = next((initial for initial in INITIALS if text.startswith(initial, at, limit)), None)
        if initial is not None:
            yield at + len(initial), Unit(initial, whole=False), _INITIAL_COST
        if limit == len(text) and limit - at > len(initial or ""):
            rest = text[at:limit]
            if any(syllable.startswith(rest) and syllable != rest for syllable in self._by_syllable):
                yield limit, Unit(rest, whole=False), _UNFINISHED_COST
