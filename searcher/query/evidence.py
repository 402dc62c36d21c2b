"""What a text that answers looks like: one of its sentences holds much of what is asked, it names the same figures, and
it begins with what is asked about.

The evidence of a text, among those looked at together:

    SENTENCE_SHARE · (the most grams asked for that one sentence holds, with those in the first LEAD characters)
    + CHARACTER_SHARE · (the most characters asked for that one sentence holds, with those of the first sentence)
    + LATIN_SHARE · (the figures and Latin words asked for that the text holds whole)
    + BEGINNING_SHARE · (how many of its first characters, BEGINNING at most, stand together in what is asked)

Each gram, character, figure and Latin word counts once, by its weight. The beginning counts with every sentence, since
what a text is about is named there and left out further on. Characters find what grams cannot: words that are turned
round, shortened or written with others between. Grams weigh their idf in the index; characters, figures and Latin words
theirs among the texts looked at, all of which hold much of what is asked: what most hold tells them no further apart.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.query import scoring
from searcher.query.ranking import Scores
from searcher.text.arrays import SEPARATOR, code_points

Array = npt.NDArray[Any]
_ENDS = "。!?;" + chr(SEPARATOR)
_LATIN = re.compile("[a-z0-9]+")


def grams_of(parts: Iterable[str]) -> list[str]:
    """The grams of folded texts, each once, in order."""
    pairs = (a + b for part in parts for a, b in itertools.pairwise(part))
    return list(dict.fromkeys(pair for pair in pairs if pair.isalnum()))


def evidence(parts: Sequence[str], texts: Sequence[str], weigh: Callable[[str], float]) -> Scores:
    """The evidence of folded texts for what is asked, shape (texts,); never below 0.

    `parts`: what is left of the folded question without the words that ask; `weigh`: the weight of a gram, 0 for one
    that no paragraph holds.
    """
    characters = sorted(char for char in set("".join(parts)) if char.isalnum())
    if not characters or not texts:
        return np.zeros(len(texts), np.float32)
    looked_at = _look_at(texts, characters)
    asked = chr(SEPARATOR).join(parts)
    by_grams = by_characters = np.zeros(len(texts))
    weighed = [(gram, weight) for gram in grams_of(parts) if (weight := weigh(gram)) > 0]
    if weighed:
        found = _grams(looked_at, [gram for gram, _ in weighed], characters)
        weights = np.array([weight for _, weight in weighed])
        places = found.at - looked_at.starts[looked_at.texts[found.at]]
        by_grams = _most(looked_at, found, places < scoring.LEAD, weights)
    at = (looked_at.numbers > 0).nonzero()[0]
    if len(at):
        found = _Found(at, looked_at.numbers[at].astype(np.int64) - 1)
        pairs = np.unique(looked_at.texts[at] * len(characters) + found.units)
        weights = _rarity(len(texts), np.bincount(pairs % len(characters), minlength=len(characters)))
        first = looked_at.sentences[looked_at.starts][looked_at.texts[at]]
        by_characters = _most(looked_at, found, looked_at.sentences[at] == first, weights)
    total: Scores = (
        scoring.SENTENCE_SHARE * by_grams
        + scoring.CHARACTER_SHARE * by_characters
        + scoring.LATIN_SHARE * _by_latin(parts, texts)
        + scoring.BEGINNING_SHARE * np.array([begun(text, asked) for text in texts])
    ).astype(np.float32)
    return total


@dataclass(frozen=True, slots=True)
class _LookedAt:
    """Texts joined by SEPARATOR. Of each character: its number in what is asked from 1 on (0: none, below 0: it ends a
    sentence), and the numbers of its text and, over all texts, of its sentence; `starts`: where each text begins."""

    numbers: Array
    texts: Array
    sentences: Array
    starts: Array


@dataclass(frozen=True, slots=True)
class _Found:
    """Where units (grams or characters) stand among all texts, ascending, and which ones; each of shape (n,)."""

    at: Array
    units: Array


def _look_at(texts: Sequence[str], characters: Sequence[str]) -> _LookedAt:
    # Each text has an end, so that also an empty last one has a first character.
    codes = code_points("".join(text + chr(SEPARATOR) for text in texts))
    # A table over all code points: its pages that no text touches are never made.
    table = np.zeros(0x110000, np.int32)
    table[list(map(ord, characters))] = np.arange(1, len(characters) + 1)
    table[list(map(ord, _ENDS))] = -1
    numbers = table[codes]
    ends = numbers < 0
    starts = np.concatenate([[0], (codes == SEPARATOR).nonzero()[0][:-1] + 1])
    sizes = np.diff(starts, append=len(codes))
    return _LookedAt(numbers, np.repeat(np.arange(len(texts)), sizes), np.cumsum(ends) - ends, starts)


def _grams(looked_at: _LookedAt, grams: Sequence[str], characters: Sequence[str]) -> _Found:
    number_of = {char: number for number, char in enumerate(characters, 1)}
    wanted = np.array([number_of[gram[0]] * (len(characters) + 1) + number_of[gram[1]] for gram in grams], np.int64)
    numbers = looked_at.numbers
    both = ((numbers[:-1] > 0) & (numbers[1:] > 0)).nonzero()[0]
    keys = numbers[both].astype(np.int64) * (len(characters) + 1) + numbers[both + 1]
    order = wanted.argsort()
    places = wanted[order].searchsorted(keys)
    places[places == len(wanted)] = 0
    hit = wanted[order[places]] == keys
    return _Found(both[hit], order[places[hit]])


def _most(looked_at: _LookedAt, found: _Found, leading: Array, weights: Array) -> Array:
    """The most that one sentence of each text holds together with what leads the text: `leading`, shape of `found`."""
    texts, units = looked_at.texts[found.at], found.units
    begins = np.unique(texts[leading] * len(weights) + units[leading])
    lead = np.bincount(begins // len(weights), weights[begins % len(weights)], len(looked_at.starts))
    known = np.zeros(len(looked_at.starts) * len(weights), np.bool_)
    known[begins] = True
    further = ~known[texts * len(weights) + units]
    held = np.unique(looked_at.sentences[found.at[further]] * len(weights) + units[further])
    sentences = int(looked_at.sentences[-1]) + 1
    added = np.bincount(held // len(weights), weights[held % len(weights)], sentences)
    most: Array = lead + np.maximum.reduceat(added, looked_at.sentences[looked_at.starts])
    return most


def _rarity(texts: int, holding: Array) -> Array:
    """The idf of what so many of the texts hold, 0 for what none holds."""
    return np.where(holding > 0, np.log(1 + (texts - holding + 0.5) / (holding + 0.5)), 0.0)


def _by_latin(parts: Iterable[str], texts: Sequence[str]) -> Array:
    """The weights of the figures and Latin words of what is asked that each text holds whole: 11 is not in 2011."""
    asked = {run for part in parts for run in _LATIN.findall(part)}
    if not asked:
        return np.zeros(len(texts))
    held = [asked.intersection(_LATIN.findall(text)) for text in texts]
    runs = sorted(set().union(*held))
    holding = np.array([[run in here for run in runs] for here in held], np.float64).reshape(len(texts), len(runs))
    weights: Array = holding @ _rarity(len(texts), holding.sum(0))
    return weights


def begun(text: str, asked: str) -> int:
    """How many of the first characters of a folded text, signs before them aside, stand together in what is asked:
    BEGINNING at most. `asked`: its parts, with SEPARATOR between them."""
    start = 0
    while start < len(text) and not text[start].isalnum():
        start += 1
    end, last = start, min(len(text), start + scoring.BEGINNING)
    while end < last and text[start : end + 1] in asked:
        end += 1
    return end - start
