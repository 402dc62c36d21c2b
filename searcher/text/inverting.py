"""Inverting: from the occurrences of terms in the texts of a batch to postings, by sorting arrays."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.text.arrays import as_text, running_sum, spread

Array = npt.NDArray[Any]
EXACT = 3
"""Characters of the words that are grouped by them as they are, and are found inside longer ones too; longer words are
grouped by a hash, proved against the text."""


@dataclass(frozen=True, slots=True)
class Inverted:
    """Postings of a batch by term, documents ascending within a term.

    `terms`: ascending, gram keys (first code point << 21 | second) or words; `counts`: postings of each, shape
    (terms,); `documents` and `frequencies`: shape (postings,).
    """

    terms: Array | list[str]
    counts: Array
    documents: Array
    frequencies: Array


def _begins(*columns: Array) -> npt.NDArray[np.bool_]:
    """Whether each row of ordered columns differs from the row before it; the first does."""
    new = np.zeros(len(columns[0]), np.bool_)
    new[:1] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return new


def _order(columns: Sequence[Array]) -> Array:
    """The stable order of rows by columns of numbers below 2 ** 32, the most important first.

    A stable sort of 16 bits is a radix sort, several times as fast as one of 64.
    """
    digits = []
    for column in reversed(columns):
        digits.append(column.astype(np.uint16, copy=False))
        if column.dtype != np.uint16 and len(column) and int(column.max()) >> 16:
            digits.append((column >> 16).astype(np.uint16))
    order: Array = np.argsort(digits[0], kind="stable")
    for digit in digits[1:]:
        order = order[np.argsort(digit[order], kind="stable")]
    return order


def small(codes: Array) -> Array:
    """Code points as 16 bits where they fit."""
    return codes.astype(np.uint16) if len(codes) and int(codes.max()) < 1 << 16 else codes


def _postings(new_term: npt.NDArray[np.bool_], documents: Array) -> tuple[Array, Array, Array, Array]:
    """The postings of ordered occurrences, of which some begin a term: where each term begins among the occurrences,
    how many postings it has, and their documents and frequencies."""
    first = np.flatnonzero(new_term | _begins(documents))
    frequencies = np.diff(first, append=len(documents))
    begins = np.flatnonzero(new_term[first])
    return first[begins], np.diff(begins, append=len(first)), documents[first], frequencies


def invert_pairs(first: Array, second: Array, documents: Array, shift: int) -> Inverted:
    """Postings of pairs of code points, whose documents ascend; a term is `first << shift | second`."""
    order = _order([first, second])
    first, second, documents = first[order], second[order], documents[order]
    begins, counts, found, frequencies = _postings(_begins(first, second), documents)
    terms = (first[begins].astype(np.uint64) << np.uint64(shift)) | second[begins]
    return Inverted(terms, counts, found, frequencies)


@dataclass(frozen=True, slots=True)
class Grouped:
    """Occurrences of words, those of one word together, else in the order given.

    `documents`: where each stands, shape (occurrences,); `sizes`: how many each word has; `words`: the words.
    """

    documents: Array
    sizes: Array
    words: list[str]


PartsOf = Callable[[Sequence[str]], Sequence[Sequence[int]]]
"""Where words of EXACT characters stand inside each of some longer words."""


def invert_words(codes: Array, starts: Array, lengths: Array, documents: Array, parts_of: PartsOf) -> Inverted:
    """Postings of the words that stand at places of `codes`, `lengths` characters long, and of the parts of the long
    ones; their documents ascend."""
    long = np.flatnonzero(lengths > EXACT)
    grouped, order = _group_long(codes, starts[long], lengths[long], documents[long])
    owner, part_starts = _parts(grouped, starts[long][order], parts_of)
    groups = [grouped]
    for n in range(1, EXACT + 1):
        chosen = np.flatnonzero(lengths == n)
        at, of = starts[chosen], documents[chosen]
        if n == EXACT and len(owner):
            at = np.concatenate([at, part_starts])
            of = np.concatenate([of, documents[long][order][owner]])
            ascending = _order([of])
            at, of = at[ascending], of[ascending]
        groups.append(_group(codes, at, n, of))
    words = [word for group in groups for word in group.words]
    rank = sorted(range(len(words)), key=words.__getitem__)
    given = np.concatenate([group.sizes for group in groups])
    sizes = given[rank]
    starts = running_sum(sizes)
    # Groups in the order of their words.
    found = np.concatenate([group.documents for group in groups])
    found = found[spread(running_sum(given)[rank] - starts[:-1], starts, np.arange(len(found)))]
    new_word = np.zeros(len(found), np.bool_)
    new_word[starts[:-1]] = True
    _, counts, found, frequencies = _postings(new_word, found)
    return Inverted([words[i] for i in rank], counts, found, frequencies)


def _group(codes: Array, starts: Array, length: int, documents: Array) -> Grouped:
    """Group words of one length, of few characters."""
    columns = [codes[starts + i] for i in range(length)]
    order = _order(columns)
    new = np.flatnonzero(_begins(*(column[order] for column in columns)))
    letters = np.stack([column[order[new]] for column in columns], axis=1)
    text = as_text(letters)
    words = [text[i : i + length] for i in range(0, len(text), length)]
    return Grouped(documents[order], np.diff(new, append=len(order)), words)


def _group_long(codes: Array, starts: Array, lengths: Array, documents: Array) -> tuple[Grouped, Array]:
    """Group words of many characters; and the order of their occurrences that this takes."""
    keys = _word_keys(codes, starts, lengths)
    order = np.argsort(keys, kind="stable")
    new = np.flatnonzero(_begins(keys[order]))
    if not _same_words(codes, starts[order], lengths[order], new):
        keys = _slow_word_keys(codes, starts, lengths)
        order = np.argsort(keys, kind="stable")
        new = np.flatnonzero(_begins(keys[order]))
    words = _slices(codes, starts[order[new]], lengths[order[new]])
    return Grouped(documents[order], np.diff(new, append=len(order)), words), order


def _parts(grouped: Grouped, starts: Array, parts_of: PartsOf) -> tuple[Array, Array]:
    """The parts inside grouped words that begin at `starts`: whose each is, and where it begins."""
    offsets = parts_of(grouped.words)
    count = np.array([len(of_word) for of_word in offsets], np.int64)
    flat = np.array([offset for of_word in offsets for offset in of_word], np.int64)
    # Of each occurrence: how many parts, and where they begin among all offsets.
    counts = np.repeat(count, grouped.sizes)
    begins = np.repeat(running_sum(count)[:-1], grouped.sizes)
    owner = np.repeat(np.arange(len(counts)), counts)
    sums = running_sum(counts)
    at = flat[spread(begins - sums[:-1], sums, np.arange(len(owner)))]
    return owner, starts[owner] + at


def _word_keys(codes: Array, starts: Array, lengths: Array) -> npt.NDArray[np.uint64]:
    """A hash of each word, the same for the same word."""
    keys = lengths.astype(np.uint64)
    for i in range(int(lengths.max()) if len(lengths) else 0):
        more = np.flatnonzero(lengths > i)
        keys[more] = keys[more] * np.uint64(0x9E3779B97F4A7C15) + codes[starts[more] + i]
    return keys


def _same_words(codes: Array, starts: Array, lengths: Array, new: Array) -> bool:
    """Whether the words of each group (from `new` on) are the same as its first."""
    example = np.repeat(new, np.diff(new, append=len(starts)))
    if not np.array_equal(lengths, lengths[example]):
        return False
    for i in range(int(lengths.max()) if len(lengths) else 0):
        more = np.flatnonzero(lengths > i)
        if not np.array_equal(codes[starts[more] + i], codes[starts[example[more]] + i]):
            return False
    return True


def _slices(codes: Array, starts: Array, lengths: Array) -> list[str]:
    """The words at some places."""
    sums = running_sum(lengths)
    text = as_text(codes[spread(starts - sums[:-1], sums, np.arange(int(sums[-1])))])
    return [text[a:b] for a, b in itertools.pairwise(sums.tolist())]


def _slow_word_keys(codes: Array, starts: Array, lengths: Array) -> Array:
    """Keys that cannot collide, for texts made so that the hashes do."""
    words = _slices(codes, starts, lengths)
    place = {word: i for i, word in enumerate(dict.fromkeys(words))}
    return np.fromiter(map(place.__getitem__, words), np.uint64, len(words))
