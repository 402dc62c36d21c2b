"""One word or run of words mended by the terms of an index: what was likelier meant than what was typed.

A noisy channel (Kernighan, Church and Gale, "A spelling correction program based on a noisy channel model", 1990): each
candidate costs −ln of how likely its words are in the index, and of how likely the slip is that leads from it to what
was typed. A run costs what its cheapest cut into terms costs. A word of the dictionary that no text has may be meant as
well, in a small index more likely than in a large one: together such words are as likely as all terms that are counted
once (Good, "The population frequencies of species and the estimation of population parameters", 1953).
Costs are in nats; those of slips were chosen by `benchmarks/suggestions.py`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf, log
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from searcher.query.doubt import LONGEST, SHORT, lone_places
from searcher.query.scoring import LITTLE
from searcher.query.terms import Vocabulary
from searcher.text.arrays import GRAM_SHIFT, as_text
from searcher.text.confusion import look_alike

Array = npt.NDArray[Any]
SAME_SOUND, SAME_LOOK, NEAR_SOUND, OTHER_CHARACTER = 3.5, 3.0, 5.0, 11.0
"""A wrong character: one that sounds or looks as the right one, that nearly sounds so, any other."""
SWAPPED, DOUBLED, TOO_MANY, TOO_FEW, CUT_OFF = 3.5, 3.0, 10.0, 2.5, 3.0
"""Two characters in each other's place; one twice; one too many; one too few inside, or at an edge."""
WRONG_LETTER, AS_PINYIN = 4.0, 1.0
"""A slip in a word of letters; a word typed by its sound."""
CUT, UNMET = 1.0, 5.0
"""Each place between two terms of a run; one beside a single character where the two never meet in the texts."""
NO_TERM, NO_TERM_OF_TWO = 3.0, 7.0
"""For a run that stands in the texts but is no term; two characters often meet by chance."""
UNSEEN = 2.0
"""For each single character of a run that stands nowhere."""
RAREST = 3e-6
"""A word of the dictionary is at least so likely to be typed, where the texts do not have it."""
MARGIN = 2.0
"""So much less must be the cost of what was meant."""
WORSE = 3.0
"""Alternatives may cost so much more than the best."""
_LONGEST_TERM = 12
# A run of at most so many characters is one word or name.
_NAME = 4
_AROUND = 6
_OTHERS = 24
_WEIGHED, _PUT_IN = 80, 30
_MENDED_AT_MOST = 3
_PLACES = 24
# Pinyin with a slip: letters that it must have, slips that are read, terms of each that are worth a look.
_SHORTEST_PINYIN, _SLIPS_READ, _WORTH = 5, 60, 2


class Mend(NamedTuple):
    """What may have been meant by a run, and what that costs."""

    text: str
    cost: float


class _Edit(NamedTuple):
    """Characters [start, end) of the run become `text`."""

    start: int
    end: int
    text: str
    cost: float


class Spelling:
    """Mends runs of ideographs and words of letters by the vocabulary of an index."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._counts = vocabulary.counts
        total = sum(self._counts.values())
        self._log_total = log(total + 2)
        self._dictionary = vocabulary.analyzer.dictionary
        # Good and Turing: what is not in a sample is as likely as all that is in it once.
        self._unseen = (sum(count == 1 for count in self._counts.values()) + 1) / (total + 2)
        self._known: dict[str, float] = {}

    def ideographs(self, run: str) -> list[Mend]:
        """What may have been meant by a folded run of ideographs, the likeliest first; empty where nothing is."""
        if len(run) < 2 or len(run) > LONGEST:
            return []
        if len(run) <= SHORT:
            return self._mends(run, range(len(run) + 1))
        text, cost = run, 0.0
        for _ in range(_MENDED_AT_MOST):
            mends = self._mends(text, self._weak_places(text))
            if not mends:
                break
            text, cost = mends[0].text, cost + mends[0].cost
        return [Mend(text, cost)] if text != run else []

    def letters(self, word: str) -> list[Mend]:
        """The same for a folded word of Latin letters: another such word, or a term that it is the pinyin of."""
        typed = self._vocabulary.read_as(word)
        found = [Mend(term, AS_PINYIN + self._cost(term)) for term in typed]
        slips = dict.fromkeys(_slips(word))
        found += [Mend(term, WRONG_LETTER + self._cost(term)) for term in slips if term in self._counts]
        understood = any(self._counts[term] >= LITTLE for term in typed)
        if len(word) >= _SHORTEST_PINYIN and self._counts and not understood:
            spelled = [slip for slip in slips if self._vocabulary.readings.spells(slip)]
            terms = dict.fromkeys(t for slip in spelled[:_SLIPS_READ] for t in self._vocabulary.read_as(slip)[:_WORTH])
            found += [Mend(term, WRONG_LETTER + AS_PINYIN + self._cost(term)) for term in terms if term not in typed]
        return self._best([mend for mend in found if mend.text != word and self._vocabulary.count(mend.text)])

    def common(self, run: str) -> bool:
        """Whether a run stands in so many paragraphs that it is what was meant."""
        return self._vocabulary.count(run) >= LITTLE

    def met(self, pair: str) -> int:
        """How many paragraphs hold two neighbouring characters, about."""
        keys = self._vocabulary.grams.keys
        key = np.uint64(ord(pair[0]) << GRAM_SHIFT | ord(pair[1]))
        place = int(keys.searchsorted(key))
        return int(self._vocabulary.grams.counts[place]) if place < len(keys) and keys[place] == key else 0

    @staticmethod
    def _best(found: Iterable[Mend]) -> list[Mend]:
        ranked = sorted(found, key=lambda mend: (mend.cost, mend.text))
        return [mend for mend in ranked if mend.cost <= ranked[0].cost + WORSE]

    # What runs cost

    def _cost(self, term: str) -> float:
        return self._log_total - log(self._counts.get(term, 0) or 0.1)

    def _know(self, run: str) -> None:
        """Find the words of a run that the dictionary has, though maybe no text: how likely each is."""
        if not run.isascii():
            everything = self._dictionary.total
            self._known = {
                run[start : start + length]: -log(self._unseen * max(frequency / everything, RAREST))
                for start, length, frequency in self._dictionary.windows(run)
                if length > 1
            }

    def _cut_cost(self, text: str, lone_cost: float = 0.0) -> float:
        """The cost of the cheapest way to cut a text into terms, with so much more for each of one character."""
        counts, total, known = self._counts, self._log_total, self._known
        met = [True, *(self.met(text[i : i + 2]) > 0 for i in range(len(text) - 1))]
        # For each end, the cost of what ends there with a character of its own, and with a longer term.
        best: list[tuple[float, float]] = [(0.0, 0.0)]
        for end in range(1, len(text) + 1):
            single = total - log(counts.get(text[end - 1], 0) or 0.1) + lone_cost
            lone, longer = single + self._joint(best[end - 1], True, end - 1, met), inf
            for start in range(max(0, end - _LONGEST_TERM), end - 1):
                word = text[start:end]
                count, cost = counts.get(word), known.get(word, inf)
                if count:
                    cost = min(cost, total - log(count))
                if cost < inf:
                    longer = min(longer, cost + self._joint(best[start], False, start, met))
            best.append((lone, longer))
        return min(best[-1])

    @staticmethod
    def _joint(before: tuple[float, float], lone: bool, at: int, met: list[bool]) -> float:
        """The cost up to a place and of cutting there, before a character of its own (`lone`) or a longer term."""
        if not at:
            return 0.0
        after_lone, after_longer = before
        unmet = 0.0 if met[at] else UNMET
        return min(after_lone + unmet, after_longer + (unmet if lone else 0.0)) + CUT

    def _run_cost(self, text: str, standing: int) -> float:
        """The cost of a short run that stands in so many paragraphs: cut into terms, or as it stands."""
        cost = self._cut_cost(text, 0.0 if standing else UNSEEN)
        more = NO_TERM if len(text) > 2 else NO_TERM_OF_TWO
        return min(cost, self._log_total - log(standing) + more) if standing else cost

    def _in_term(self, text: str, edit: _Edit) -> bool:
        """Whether what an edit made stands in a term of several characters; where it took away, what it joined. What
        got longer or shorter must be in one of three: any character makes a word of two with some other."""
        least = 2 if len(edit.text) == edit.end - edit.start else 3
        first, last = edit.start, edit.start + len(edit.text)
        if first == last:
            first, last = first - 1, last + 1
        starts = range(max(0, last - _LONGEST_TERM), first + 1) if first >= 0 else ()
        ends = range(max(last, 2), min(len(text), first + _LONGEST_TERM) + 1)
        return any(text[start:end] in self._counts for start in starts for end in ends if end - start >= least)

    # Edits

    def _mends(self, run: str, places: Iterable[int]) -> list[Mend]:
        """The likeliest mends of one slip at one of the places (of a character, or of a gap before it)."""
        self._know(run)
        edits: dict[str, _Edit] = {}
        for edit in self._edits(run, sorted(set(places))):
            text = run[: edit.start] + edit.text + run[edit.end :]
            if text != run and (text not in edits or edit.cost < edits[text].cost):
                edits[text] = edit
        short = len(run) <= SHORT
        cost_of_run = self._run_cost(run, self._vocabulary.count(run)) if short else self._cut_cost(run)
        found, others = [], []
        for text, edit in edits.items():
            if text not in self._counts:
                others.append((self._rough(text, edit), text))
            elif edit.cost + self._cost(text) + MARGIN <= cost_of_run:
                found.append(Mend(text, edit.cost + self._cost(text)))
        for text in self._weighed([text for _, text in sorted(others)], edits, name=len(run) <= _NAME):
            edit = edits[text]
            in_term = self._in_term(text, edit)
            if short:
                standing = self._vocabulary.count(text)
                unlikely = edit.cost > NEAR_SOUND
                least = LITTLE if unlikely or len(text) == 2 else 1
                if not (in_term and not (unlikely and len(run) <= _NAME)) and standing < least:
                    continue
                # What is left of a word without its end stands wherever the word does.
                left_over = not edit.text and edit.cost == TOO_MANY
                before, after = cost_of_run, self._cut_cost(text) if left_over else self._run_cost(text, standing)
            elif not in_term:
                continue
            else:
                first, last = max(0, edit.start - _AROUND), edit.end + _AROUND
                before = self._cut_cost(run[first:last])
                after = self._cut_cost(text[first : last + len(text) - len(run)])
            if edit.cost + after + MARGIN <= before:
                found.append(Mend(text, edit.cost + after))
        return self._best(found)

    @staticmethod
    def _weighed(likely: Sequence[str], edits: Mapping[str, _Edit], *, name: bool) -> Sequence[str]:
        """Those of likely edits that are weighed: in a run of several words there are many places to put something in,
        which must not crowd out what is put right."""
        if name:
            return likely[:_WEIGHED]
        changed = [text for text in likely if edits[text].start < edits[text].end]
        put_in = [text for text in likely if edits[text].start == edits[text].end]
        return [*changed[:_WEIGHED], *put_in[:_PUT_IN]]

    def _rough(self, text: str, edit: _Edit) -> float:
        """A first guess of the cost of an edit: of the pairs of characters that it makes, and of the slip."""
        first, last = max(0, edit.start - 1), min(len(text), edit.start + len(edit.text) + 1)
        pairs = [self.met(text[i : i + 2]) for i in range(first, last - 1)]
        lost = sum(self._log_total - log(count or 0.1) for count in pairs)
        return edit.cost + lost / max(len(pairs), 1)

    def _edits(self, run: str, places: list[int]) -> Iterator[_Edit]:
        for i in places:
            before = run[i - 1] if i else ""
            if i < len(run):
                after = run[i + 1] if i + 1 < len(run) else ""
                for char, cost in self._replacements(run, i):
                    yield _Edit(i, i + 1, char, cost)
                if len(run) > 2:
                    yield _Edit(i, i + 1, "", DOUBLED if run[i] == before else TOO_MANY)
                if after:
                    yield _Edit(i, i + 2, after + run[i], SWAPPED)
            here = run[i] if i < len(run) else ""
            for char in self._between(run[:i], run[i:]):
                yield _Edit(i, i, char, TOO_FEW if before and here else CUT_OFF)

    def _replacements(self, run: str, place: int) -> Iterator[tuple[str, float]]:
        char, before, after = run[place], run[:place], run[place + 1 :]
        readings = self._vocabulary.readings
        costs: dict[str, float] = {}
        for others, cost in (
            (look_alike(char), SAME_LOOK),
            (readings.alike(char), SAME_SOUND),
            (readings.nearly_alike(char), NEAR_SOUND),
        ):
            for other in others:
                costs.setdefault(other, cost)
        for other, cost in costs.items():
            if (before and self.met(before[-1] + other)) or (after and self.met(other + after[0])):
                yield other, cost
        # Of two characters, another one is half of the word: nobody would see the one in the other.
        if len(run) > 2:
            for other in self._between(before, after):
                if other not in costs:
                    yield other, OTHER_CHARACTER

    def _weak_places(self, run: str) -> list[int]:
        """Places of a long run in and around its words of one character: what is no word is cut into such."""
        near = {place for lone in lone_places(run, self._vocabulary.analyzer) for place in range(lone - 1, lone + 2)}
        return [place for place in sorted(near) if 0 <= place <= len(run)][:_PLACES]

    # Pairs of characters

    def _between(self, before: str, after: str) -> str:
        """Characters between two parts of a run (or at an edge of it, where one is empty): those that make it a term,
        and the likeliest of those that meet both in the texts."""
        if not before and not after:
            return ""
        if not after:
            codes, counts = self._followers(before[-1])
        elif not before:
            codes, counts = self._preceders(after[0])
        else:
            following, following_counts = self._followers(before[-1])
            preceding, preceding_counts = self._preceders(after[0])
            codes, left, right = np.intersect1d(following, preceding, assume_unique=True, return_indices=True)
            counts = np.minimum(following_counts[left], preceding_counts[right])
        chars = as_text(codes[np.argsort(-counts, kind="stable")])
        if len(before) + len(after) < SHORT:
            terms = self._counts
            return chars[:_OTHERS] + "".join(char for char in chars[_OTHERS:] if before + char + after in terms)
        return chars[:_OTHERS]

    def _followers(self, char: str) -> tuple[Array, Array]:
        first = np.uint64(ord(char) << GRAM_SHIFT)
        keys = self._vocabulary.grams.keys
        low, high = keys.searchsorted([first, first + np.uint64(1 << GRAM_SHIFT)]).tolist()
        return (keys[low:high] - first).astype(np.uint32), self._vocabulary.grams.counts[low:high]

    def _preceders(self, char: str) -> tuple[Array, Array]:
        order, seconds, firsts = self._by_second
        low, high = seconds.searchsorted(np.array([ord(char), ord(char) + 1], np.uint32)).tolist()
        return firsts[low:high], self._vocabulary.grams.counts[order[low:high]]

    @functools.cached_property
    def _by_second(self) -> tuple[Array, Array, Array]:
        """The grams in order of their second character."""
        firsts, seconds = self._vocabulary.grams.pairs()
        order = np.argsort(seconds, kind="stable").astype(np.uint32)
        return order, seconds[order], firsts[order]


def _slips(word: str) -> Iterator[str]:
    """Every word of letters one slip away."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        for letter in letters:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
