"""Many texts at once: folded, cut and inverted as arrays, so that no work is done a token at a time.

What is indexed of a folded text, by runs of letters, digits and ideographs (`str.isalnum`; all else separates):

- grams: every two neighbouring characters of a run, and the last character of a run with 0 beside it, so that the
  postings of one character are those of all grams that begin with it;
- words: of jieba's dictionary route, but those of two plain characters, since such a word *is* its gram; and inside
  words of four characters or more the words of three.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.text.dictionary import Dictionary
from searcher.text.fold import _MAY_JOIN, Folder, latin_letters
from searcher.text.words import Cut

Array = npt.NDArray[Any]
SEPARATOR = 10
"""The code point that ends each text of a batch; white space never survives folding, so no text holds it."""
_CUT_AT_ONCE = 200_000
_SPACE = ord(" ")
_BOUND = "\uffff"
"""Set between words to count them by; no character, so that no text should hold it."""
GRAM_SHIFT = 21


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """Code points of `text`, shape (characters,)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def as_text(codes: Array) -> str:
    """The text of code points."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


@dataclass(frozen=True, slots=True)
class FoldedBatch:
    """Folded texts in one array, each followed by SEPARATOR.

    `codes`: shape (all characters,); `starts`: where each text begins, shape (texts + 1,); `plain`: whether each
    character of a text was folded to one character, or dropped as a blank, shape (texts,); `originals`: the code points
    of the unfolded texts, without separators; `original_starts`: where each begins there, shape (texts + 1,);
    `blanks`: True for the originals that were dropped as blanks of plain texts, the shape of `originals`; `inside`:
    `str.isalnum` of each of `codes`.
    """

    codes: Array
    starts: Array
    plain: Array
    originals: Array
    original_starts: Array
    blanks: Array
    inside: Array

    def pairs(self) -> tuple[Array, Array]:
        """The places in `originals` of the characters of plain texts that were folded to one, and what they became."""
        text_ends = np.zeros(len(self.codes), np.bool_)
        text_ends[self.starts[1:] - 1] = True
        plain = np.repeat(self.plain, np.diff(self.starts))
        places = np.flatnonzero(np.repeat(self.plain, np.diff(self.original_starts)) & ~self.blanks)
        return places, self.codes[plain & ~text_ends]


def running_sum(counts: Array) -> npt.NDArray[np.int64]:
    """Sums from 0: shape (n + 1,)."""
    out = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=out[1:])
    return out


def spread(values: Array, starts: Array, places: Array) -> Array:
    """For runs of `starts` (n + 1 of them), the value of the run that each place of `places` (counted along the runs)
    belongs to, plus the place."""
    return np.repeat(values, np.diff(starts)) + places


class BulkFolder:
    """Folds batches of texts by a table over code points that grows with the characters met."""

    _UNKNOWN, _CAREFUL, _BLANK = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._table = np.full(0x110000, self._UNKNOWN, np.uint32)
        self._alphabet = np.zeros(0x110000, np.uint8)
        self._latin = latin_letters()

    def _learn(self, codes: Array) -> None:
        for code in np.unique(codes[self._table[codes] == self._UNKNOWN]).tolist():
            char = chr(code)
            form = self._folder.cluster(char)
            if _MAY_JOIN.match(char) or len(form) != 1:
                self._table[code] = self._CAREFUL
            else:
                self._table[code] = self._BLANK if char.isspace() else ord(form)

    def _is_latin(self, folded: Array) -> npt.NDArray[np.bool_]:
        return self._latin[np.minimum(folded, len(self._latin) - 1)]

    def _blanks(self, folded: Array, starts: Array) -> None:
        """Settle which single blanks stay as one; a run of several that may stay is left to the careful way."""
        places = np.flatnonzero(folded == self._BLANK)
        owners = np.searchsorted(starts, places, "right") - 1
        inside = (places > starts[owners]) & (places + 1 < starts[owners + 1])
        places = places[inside]
        places = places[self._is_latin(folded[places - 1])]
        after = folded[places + 1]
        stays = places[self._is_latin(after)]
        folded[places[after == self._BLANK]] = self._CAREFUL
        folded[stays] = _SPACE

    def __call__(self, texts: Sequence[str]) -> FoldedBatch:
        """Fold every text as the folder folds one."""
        originals = code_points("".join(texts))
        original_starts = running_sum(np.fromiter(map(len, texts), np.int64, len(texts)))
        self._learn(originals)
        folded = self._table[originals]
        self._blanks(folded, original_starts)
        blanks = folded == self._BLANK
        plain = np.diff(running_sum(folded == self._CAREFUL)[original_starts]) == 0
        odd = np.flatnonzero(~plain)
        odd_folded = [self._folder(texts[i]) for i in odd.tolist()]
        taken = np.repeat(plain, np.diff(original_starts))
        blanks &= taken
        taken &= ~blanks
        sums = running_sum(taken)
        lengths = np.diff(sums[original_starts])
        lengths[odd] = np.fromiter(map(len, odd_folded), np.int64, len(odd))
        starts = running_sum(lengths + 1)
        codes = np.full(int(starts[-1]), SEPARATOR, np.uint32)
        # Each taken character goes to its text's start, as far on as it stands among those of its text.
        shift = np.repeat(starts[:-1] - sums[original_starts[:-1]], np.diff(sums[original_starts]))
        codes[shift + np.arange(len(shift))] = folded[taken]
        odd_starts = running_sum(lengths[odd])
        codes[spread(starts[:-1][odd] - odd_starts[:-1], odd_starts, np.arange(int(odd_starts[-1])))] = code_points(
            "".join(odd_folded)
        )
        return FoldedBatch(codes, starts, plain, originals, original_starts, blanks, self._alphanumeric(codes))

    def _alphanumeric(self, codes: Array) -> npt.NDArray[np.bool_]:
        known = self._alphabet[codes]
        for code in np.unique(codes[known == 0]).tolist():
            self._alphabet[code] = 2 if chr(code).isalnum() else 1
        inside: npt.NDArray[np.bool_] = self._alphabet[codes] == 2
        return inside


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


def _first_of_each(ordered: Array) -> Array:
    """Where each distinct value of an ordered array begins."""
    new = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return np.flatnonzero(new)


def _word_keys(codes: Array, starts: Array, lengths: Array) -> npt.NDArray[np.uint64]:
    """A number for each word, the same for the same word: its characters, or beyond three a hash of them."""
    keys = codes[starts].astype(np.uint64) if len(starts) else np.empty(0, np.uint64)
    longest = int(lengths.max()) if len(lengths) else 0
    hashed = lengths > _EXACT
    for i in range(1, longest):
        more = np.flatnonzero(lengths > i)
        next_code = codes[starts[more] + i].astype(np.uint64)
        exact = ~hashed[more]
        keys[more] = np.where(
            exact,
            (keys[more] << np.uint64(GRAM_SHIFT)) | next_code,
            keys[more] * np.uint64(0x9E3779B97F4A7C15) + next_code,
        )
    keys[hashed] ^= lengths[hashed].astype(np.uint64)
    keys[hashed] |= _HASHED
    return keys


def _number(keys: Array) -> tuple[Array, Array]:
    """Number equal keys alike: where each number is met first, and the number of every key."""
    order = np.argsort(keys, kind="stable")
    firsts = _first_of_each(keys[order])
    number = np.empty(len(keys), np.int64)
    number[order] = np.repeat(np.arange(len(firsts)), np.diff(firsts, append=len(keys)))
    return order[firsts], number


def _same_words(codes: Array, starts: Array, lengths: Array, examples: Array) -> bool:
    """Whether every long word is the same as the example (the place of another word) that its hash chose for it."""
    long = np.flatnonzero(lengths > _EXACT)
    if not np.array_equal(lengths[long], lengths[examples[long]]):
        return False
    for i in range(int(lengths[long].max()) if len(long) else 0):
        more = long[lengths[long] > i]
        if not np.array_equal(codes[starts[more] + i], codes[starts[examples[more]] + i]):
            return False
    return True


def _slices(codes: Array, starts: Array, lengths: Array) -> list[str]:
    text = as_text(codes)
    return [text[a : a + n] for a, n in zip(starts.tolist(), lengths.tolist(), strict=True)]


def _slow_word_keys(codes: Array, starts: Array, lengths: Array) -> Array:
    """Keys that cannot collide, for texts made so that the hashes do."""
    words = _slices(codes, starts, lengths)
    place = {word: i for i, word in enumerate(dict.fromkeys(words))}
    return np.fromiter(map(place.__getitem__, words), np.uint64, len(words))


def _digits(numbers: Array, limit: int) -> list[npt.NDArray[np.uint16]]:
    """Numbers below `limit` as digits of 16 bits, the lowest first."""
    return [(numbers >> shift).astype(np.uint16) for shift in range(0, max(1, (limit - 1).bit_length()), 16)]


def _order(digits: Sequence[npt.NDArray[np.uint16]]) -> Array:
    """The order of numbers given by their digits, the lowest first; a stable sort of 16 bits is a radix sort, several
    times as fast as one of 64."""
    order = np.argsort(digits[0], kind="stable")
    for digit in digits[1:]:
        order = order[np.argsort(digit[order], kind="stable")]
    return order


def _invert(keys: Sequence[Array], documents: Array) -> tuple[Array, Array, Array, Array]:
    """The postings of occurrences in order: of columns of keys and a document for each.

    Returns where each term begins among the ordered occurrences, its postings' number, and their documents and
    frequencies.
    """
    new_document = np.ones(len(documents), np.bool_)
    np.not_equal(documents[1:], documents[:-1], out=new_document[1:])
    new_term = np.zeros(len(documents), np.bool_)
    new_term[:1] = True
    for key in keys:
        new_term[1:] |= key[1:] != key[:-1]
    first = np.flatnonzero(new_document | new_term)
    frequencies = np.diff(first, append=len(documents))
    begins = np.flatnonzero(new_term[first])
    return first[begins], np.diff(begins, append=len(first)), documents[first].astype(np.uint32), frequencies


_EXACT = 3
"""Characters that a word's key holds as they are; a longer word's key is a hash, proved against the text."""
_HASHED = np.uint64(1 << 63)


class BulkAnalyzer:
    """Turns batches of texts into postings by one dictionary and one way of cutting."""

    def __init__(self, folder: Folder, dictionary: Dictionary | Callable[[], Dictionary], cut: Cut) -> None:
        """A dictionary that is still being made is given as what waits for it."""
        self.fold = BulkFolder(folder)
        self._dictionary = dictionary
        self._cut = cut

    def _boundaries(self, batch: FoldedBatch) -> tuple[Array, Array]:
        """Where each word and sign of a batch begins, and its length."""
        ends: list[Array] = []
        texts, first = len(batch.starts) - 1, 0
        while first < texts:
            last = int(np.searchsorted(batch.starts, batch.starts[first] + _CUT_AT_ONCE, "right")) - 1
            last = min(max(last, first + 1), texts)
            begin = int(batch.starts[first])
            # Rust's strings hold no lone surrogates, and no word may hold the bound; a stand-in cuts the same way.
            codes = batch.codes[begin : int(batch.starts[last])]
            codes = np.where(((codes >= 0xD800) & (codes < 0xE000)) | (codes == ord(_BOUND)), 0xFFFD, codes)
            bounds = np.flatnonzero(code_points(_BOUND.join(self._cut(as_text(codes)))) == ord(_BOUND))
            ends += [bounds - np.arange(len(bounds)) + begin, batch.starts[last : last + 1]]
            first = last
        end = np.concatenate(ends) if ends else np.empty(0, np.int64)
        length = np.diff(end, prepend=0)
        return end - length, length

    def words(self, batch: FoldedBatch) -> Inverted:
        """Postings of the words of a batch."""
        starts, lengths = self._boundaries(batch)
        plain = running_sum(batch.inside)
        telling = plain[starts + lengths] - plain[starts]
        kept = (telling > 0) & ~((lengths == 2) & (telling == 2))
        starts, lengths = starts[kept], lengths[kept]
        examples, number = _number(_word_keys(batch.codes, starts, lengths))
        if not _same_words(batch.codes, starts, lengths, examples[number]):
            examples, number = _number(_slow_word_keys(batch.codes, starts, lengths))
        words = _slices(batch.codes, starts[examples], lengths[examples])
        documents = np.searchsorted(batch.starts, starts, "right") - 1
        words, numbers, documents = self._with_parts(words, number, documents)
        names = sorted(words)
        rank = np.fromiter(map({word: i for i, word in enumerate(names)}.__getitem__, words), np.int64, len(words))
        keys = rank[numbers]
        order = _order([*_digits(documents, len(batch.starts)), *_digits(keys, len(names))])
        _, counts, documents, frequencies = _invert([keys[order]], documents[order])
        return Inverted(names, counts, documents, frequencies)

    def _with_parts(self, words: list[str], number: Array, documents: Array) -> tuple[list[str], Array, Array]:
        """Add to the words (distinct, and by number as they occur) those of three characters inside longer ones."""
        dictionary = self._dictionary if isinstance(self._dictionary, Dictionary) else self._dictionary()
        long = [i for i, word in enumerate(words) if len(word) > _EXACT]
        joined = "\n".join(words[i] for i in long)
        if not joined or max(joined) >= "\U00010000":
            long = [i for i in long if max(words[i]) < "\U00010000"]
            joined = "\n".join(words[i] for i in long)
        place = {word: i for i, word in enumerate(words)}
        begins = running_sum(np.array([len(words[i]) + 1 for i in long], np.int64))
        found = [(start, joined[start : start + 3]) for start, n, _ in dictionary.windows(joined, 3) if n == 3]
        owners = np.searchsorted(begins, np.array([start for start, _ in found], np.int64), "right") - 1
        parts: list[list[int]] = [[] for _ in words]
        for owner, (_, part) in zip(owners.tolist(), found, strict=True):
            parts[long[owner]].append(place.setdefault(part, len(place)))
        sizes = np.array([len(p) for p in parts], np.int64)
        part_starts = running_sum(sizes)
        flat = np.array([n for p in parts for n in p], np.int64)
        counts = sizes[number]
        starts = running_sum(counts)
        added = flat[spread(part_starts[number] - starts[:-1], starts, np.arange(int(starts[-1])))]
        return list(place), np.concatenate([number, added]), np.concatenate([documents, np.repeat(documents, counts)])

    def grams(self, batch: FoldedBatch) -> tuple[Inverted, Array]:
        """Postings of the grams of a batch, and how many letters, digits and ideographs each text has."""
        at = np.flatnonzero(batch.inside)
        texts = len(batch.starts) - 1
        first = batch.codes[at]
        # A text's end is not inside, so that a character inside always has one after it.
        second = np.where(batch.inside[at + 1], batch.codes[at + 1], 0)
        documents = np.repeat(np.arange(texts), np.diff(batch.starts))[at]
        limit = 1 + (int(first.max()) if len(first) else 0)
        # Documents ascend already.
        order = _order([*_digits(second, limit), *_digits(first, limit)])
        first, second = first[order], second[order]
        begins, counts, found, frequencies = _invert([first, second], documents[order])
        terms = (first[begins].astype(np.uint64) << np.uint64(GRAM_SHIFT)) | second[begins]
        return Inverted(terms, counts, found, frequencies), np.bincount(documents, minlength=texts)
