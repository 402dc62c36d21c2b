"""What a question's answer looks like: one sentence holds much of it, and the paragraph begins with what it is about.

The evidence of a text, from the grams of the question that it holds, each once, by their weights:

    SENTENCE_SHARE · (the most that one sentence holds together with the text's first LEAD characters)
    + LEAD_SHARE · Σ weight · exp(−place / LEAD_REACH), place: where the gram first stands, in characters

The beginning counts with every sentence, since what a paragraph is about is named there and left out further on.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.query import scoring
from searcher.query.ranking import Scores
from searcher.text.bulk import SEPARATOR, code_points

Array = npt.NDArray[Any]
_ENDS = "。!?;" + chr(SEPARATOR)


def grams_of(parts: Iterable[str]) -> list[str]:
    """The grams of folded texts, each once, in order."""
    pairs = (a + b for part in parts for a, b in itertools.pairwise(part))
    return list(dict.fromkeys(pair for pair in pairs if pair.isalnum()))


def evidence(parts: Iterable[str], texts: Sequence[str], weigh: Callable[[str], float]) -> Scores:
    """The evidence of folded texts for a question, shape (texts,).

    `parts`: what is left of the folded question without the words that ask; `weigh`: the weight of a gram, 0 for one
    that no paragraph holds.
    """
    weighed = [(gram, weight) for gram in grams_of(parts) if (weight := weigh(gram)) > 0]
    if not weighed or not texts:
        return np.zeros(len(texts), np.float32)
    held = _places([gram for gram, _ in weighed], texts)
    weights = np.array([weight for _, weight in weighed])
    # Places ascend, so the first of each pair of text and gram is where the gram first stands in the text.
    pairs, first = np.unique(held.texts * len(weights) + held.grams, return_index=True)
    in_text, gram = pairs // len(weights), pairs % len(weights)
    place = held.places[first]
    at_start = np.bincount(in_text, weights[gram] * np.exp(-place / scoring.LEAD_REACH), len(texts))
    leads = place < scoring.LEAD
    lead = np.bincount(in_text[leads], weights[gram[leads]], len(texts))

    in_sentence, first = np.unique(held.sentences * len(weights) + held.grams, return_index=True)
    sentence, gram, text = in_sentence // len(weights), in_sentence % len(weights), held.texts[first]
    further = ~leads[pairs.searchsorted(text * len(weights) + gram)]
    added = np.bincount(sentence[further], weights[gram[further]])
    most = np.zeros(len(texts))
    np.maximum.at(most, text[further], added[sentence[further]])
    total: Scores = (scoring.SENTENCE_SHARE * (lead + most) + scoring.LEAD_SHARE * at_start).astype(np.float32)
    return total


@dataclass(frozen=True, slots=True)
class _Places:
    """Where grams stand: numbers of text, of sentence (over all texts) and of gram, and the place in the text, in
    characters; each of shape (n,), from the first text on."""

    texts: Array
    sentences: Array
    grams: Array
    places: Array


def _places(grams: Sequence[str], texts: Sequence[str]) -> _Places:
    codes = code_points(chr(SEPARATOR).join(texts))
    letters = sorted(set("".join(grams)))
    number_of = {letter: number for number, letter in enumerate(letters, 1)}
    # A table over all code points: its pages that no text touches are never made.
    table = np.zeros(0x110000, np.int32)
    table[list(map(ord, letters))] = np.arange(1, len(letters) + 1)
    table[list(map(ord, _ENDS))] = -1
    numbers = table[codes]
    ends = (numbers < 0).nonzero()[0]
    both = ((numbers[:-1] > 0) & (numbers[1:] > 0)).nonzero()[0]
    keys = numbers[both].astype(np.int64) * (len(letters) + 1) + numbers[both + 1]
    wanted = np.array([number_of[gram[0]] * (len(letters) + 1) + number_of[gram[1]] for gram in grams], np.int64)
    order = wanted.argsort()
    at = wanted[order].searchsorted(keys)
    at[at == len(wanted)] = 0
    hit = wanted[order[at]] == keys
    places, gram = both[hit], order[at[hit]]
    starts = np.concatenate([[0], (codes == SEPARATOR).nonzero()[0] + 1])
    text = starts.searchsorted(places, "right") - 1
    return _Places(text, ends.searchsorted(places), gram, places - starts[text])
