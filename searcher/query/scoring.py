"""How well a paragraph answers: BM25 over words and grams, every weight in one place.

score = Σ over terms t of the query: weight(t) · idf(t) · tf · (k1 + 1) / (tf + k1 · (1 − b + b · length / mean length))
idf(t) = ln(1 + (N − df + 0.5) / (df + 0.5))

(Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; the idf with 1 added, as Lucene
has it, is never negative.) Lengths count letters, digits and ideographs. Terms of a plain group are its words, the
words inside its longer words, and its grams, which bridge what the dictionary cuts in two.
"""

from __future__ import annotations

import itertools
from math import log
from typing import NamedTuple

from searcher.store.analyzer import Analyzer

K1 = 1.2
B = 0.5
WORD_WEIGHT = 1.0
GRAM_WEIGHT = 0.5
PART_WEIGHT = 0.5
HEADLINE_SHARE = 0.3
"""The share of a term's weight and idf that a paragraph gets when the headline of its article holds the term."""
RERANKED = 200
"""So many of the best are looked at for their headlines."""
MANY = 0.3
"""The share of a plain query's weight (times idf) that a paragraph must hold where not all of its words can be had."""
ENOUGH, SOME = 100, (0.2, 0.1)
"""Where fewer than ENOUGH paragraphs hold so much of a sentence or question, one of these shares will do."""
SENTENCE_WORDS = 5
"""From so many words of two characters or more on, a plain query is read as a sentence."""
SEVERAL_WORDS, FEW = 3, 10
"""So is one of several words, where fewer than FEW paragraphs hold all of them and none holds them as typed."""
SENTENCE_LENGTH = 7
"""And one with a group of so many letters, digits and ideographs, where fewer than FEW paragraphs hold its words and
none holds it as it was typed."""
LITTLE = 10
"""Where fewer paragraphs are found, something else may have been meant."""
GROUP_SHARE = 0.2
"""The share of its weight that a group of a sentence adds where it stands literally."""
SYNONYM_WEIGHT = 0.4
"""The share of its own weight that a synonym's term has: what was typed weighs more than what stands for it."""
LOOKED_AT = 100
"""So many of the best for several words or a question are looked at for evidence (`searcher.query.evidence`)."""
SENTENCE_SHARE, CHARACTER_SHARE = 1.0, 4.0
"""The shares of its weight that a gram, and a character, adds in the best sentence of a paragraph."""
LATIN_SHARE = 10.0
"""The share of its weight that a figure or Latin word adds where a paragraph holds it whole."""
BEGINNING_SHARE, BEGINNING = 2.5, 20
"""What each of the first characters of a paragraph adds that stand together in what is asked, and so many at most."""
LEAD = 12
"""So many characters of a paragraph count with each of its sentences."""
LITERAL_BONUS, LITERAL_CHARACTER = 1000.0, 200.0
"""Added for each group that stands literally, so that those paragraphs come first whatever their other terms: so much,
or so much for each character of the query where that is more. A character adds less than 200 in all, by its terms (two
grams' worth times k1 + 1) and as evidence, up to some ten million paragraphs."""


class Term(NamedTuple):
    """A weighted term of the index: a word, or a gram (two characters of a run)."""

    kind: str
    text: str
    weight: float


def literal_bonus(characters: int) -> float:
    """What a group that stands literally adds in a query of so many characters."""
    return max(LITERAL_BONUS, LITERAL_CHARACTER * characters)


def idf(documents: int, holding: int) -> float:
    """Inverse document frequency of a term that `holding` of `documents` hold."""
    return log(1 + (documents - holding + 0.5) / (holding + 0.5))


def weights_of(folded: str, analyzer: Analyzer) -> dict[str, float]:
    """The weights of the terms of a folded plain text; a word of two characters is its gram, with both weights."""
    weights: dict[str, float] = {}
    words = analyzer.words(folded)
    for word in words:
        weights[word] = weights.get(word, 0.0) + WORD_WEIGHT
    for word in words:
        if len(word) > 2:
            for part in analyzer.parts(word):
                weights[part] = weights.get(part, 0.0) + PART_WEIGHT
    for gram in map("".join, itertools.pairwise(folded)):
        if gram.isalnum():
            weights[gram] = weights.get(gram, 0.0) + GRAM_WEIGHT
    return weights


def terms_of(folded: str, analyzer: Analyzer) -> list[Term]:
    """The weighted terms of a folded plain text."""
    return [Term(kind_of(text), text, weight) for text, weight in weights_of(folded, analyzer).items()]


def kind_of(word: str) -> str:
    """The kind of term that a word is: of two characters of a run, a gram."""
    return "gram" if len(word) == 2 and word.isalnum() else "word"
