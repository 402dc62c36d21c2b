"""Reading one field of a segment: postings of its terms, and which documents hold an exact string."""

from __future__ import annotations

import functools
import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.store import postings
from searcher.store.arrays import ArrayFile
from searcher.store.cache import Cache
from searcher.store.sizes import read_starts
from searcher.text.arrays import GRAM_SHIFT, running_sum
from searcher.text.codebook import Codebook

Array = npt.NDArray[Any]
Documents = npt.NDArray[np.int64]
NO_DOCUMENTS: Documents = np.empty(0, np.int64)
_CACHE_BYTES = 220
"""Bytes of decoded postings, and of what scoring makes of them, that are kept for each document: as many lists in a
large index as in a small one."""
COMMON = 48
"""A term that one document in so many holds is common: scoring keeps its bits."""
_LEAST_CACHE = 1 << 20
_CHARACTERS = 400
"""Characters whose documents are kept as bits."""
# Below so many candidates the text is looked at straight away: a look costs less than another list of postings.
_FEW = 12
_MANY = 64


@dataclass(slots=True, eq=False)
class Postings:
    """`documents`: ascending, shape (n,); where `places` is not None, the documents at those places hold the term
    `frequencies` times, all others once; `scored`: what scoring makes of them, kept as long as they are."""

    documents: Documents
    places: Array | None = None
    frequencies: Array | None = None
    scored: Any = None

    def nbytes(self, documents: int) -> int:
        """Memory held, about, with what scoring makes of them in a field of so many documents: a number each, and for
        a common term a bit for every document of the field."""
        held = len(self.documents)
        bits = documents // 8 if held * COMMON > documents else 0
        return 700 + 12 * held + (0 if self.places is None else 9 * len(self.places)) + bits

    def all_frequencies(self) -> npt.NDArray[np.float32]:
        """How often each document holds the term, shape (n,)."""
        out = np.ones(len(self.documents), np.float32)
        if self.places is not None:
            out[self.places] = self.frequencies
        return out


def _slim(starts: Array) -> Array:
    """Places that are kept for long, in half the memory where they allow it."""
    return starts.astype(np.uint32) if int(starts[-1]) < 1 << 32 else starts


def intersect(small: Documents, large: Documents) -> Documents:
    """Documents in both; both ascending. By binary search where one is much smaller, else by merging."""
    if len(small) > len(large):
        small, large = large, small
    if not len(small):
        return small
    if len(small) * 16 < len(large):
        places = large.searchsorted(small)
        places[places == len(large)] = 0
        both: Documents = small[large[places] == small]
        return both
    low = int(small[0])
    here = np.zeros(int(small[-1]) - low + 1, np.bool_)
    here[small - low] = True
    large = large[bisect_left(large, low) : bisect_right(large, int(small[-1]))]
    kept: Documents = large[here[large - low]]
    return kept


class Field:
    """A field of a segment. `dead`: True for every document that is no longer part of the index, or None."""

    def __init__(self, file: ArrayFile, name: str, book: Codebook, dead: npt.NDArray[np.bool_] | None) -> None:
        self._file, self._name, self._book = file, name, book
        self.dead = dead
        self.text_starts = running_sum(file[f"{name}.text.sizes"])
        """Where the codes of each document begin, shape (documents + 1,)."""
        self._text_base, _ = file.span(f"{name}.text")
        self.documents = len(self.text_starts) - 1
        self._width = postings.id_width(self.documents)
        self._groups: dict[int, int] | None = None
        self._starts: dict[str, Array] = {}
        self._cache: Cache[Hashable, Postings | None] = Cache(max(_LEAST_CACHE, _CACHE_BYTES * self.documents))
        self._characters: dict[str, Array] = {}

    @property
    def lengths(self) -> Array:
        """Letters, digits and ideographs of each document, shape (documents,)."""
        return self._file[f"{self._name}.length"]

    @property
    def has_terms(self) -> bool:
        """Whether any document has a letter, digit or ideograph."""
        return len(self._file[f"{self._name}.grams.first"]) > 0

    def _postings_starts(self, kind: str) -> Array:
        """Where the postings of each term begin among the bytes of all, shape (terms + 1,)."""
        if kind not in self._starts:
            self._starts[kind] = _slim(read_starts(self._file, f"{self._name}.{kind}.postings"))
        return self._starts[kind]

    def _blob(self, kind: str, term: int) -> Array:
        start, end = self._postings_starts(kind)[term : term + 2].tolist()
        return self._file.view(f"{self._name}.{kind}.postings", start, end)

    def _decode(self, blob: Array) -> Postings:
        found = Postings(*postings.decode(blob, self._width))
        if self.dead is None:
            return found
        keep = ~self.dead[found.documents]
        if found.places is None or found.frequencies is None:
            return Postings(found.documents[keep])
        # Places move up by the dead documents before them.
        place = np.cumsum(keep) - 1
        kept = keep[found.places]
        return Postings(found.documents[keep], place[found.places[kept]], found.frequencies[kept])

    def _group(self, first: int) -> tuple[int, int]:
        """The range of grams that begin with a code point."""
        if self._groups is None:
            codes = self._file[f"{self._name}.grams.first"].tolist()
            self._groups = {code: i for i, code in enumerate(codes)}
        i = self._groups.get(first)
        if i is None:
            return 0, 0
        group = self._file[f"{self._name}.grams.group"]
        return int(group[i]), int(group[i + 1])

    def gram_term(self, first: int, second: int) -> int:
        """The number of a gram, -1 for none."""
        start, end = self._group(first)
        if start == end:
            return -1
        # By bisect, not searchsorted, which would first convert the whole array to the number's type.
        alphabet = self._file[f"{self._name}.grams.alphabet"]
        number = bisect_left(alphabet, second)
        if number == len(alphabet) or int(alphabet[number]) != second:
            return -1
        seconds = self._file[f"{self._name}.grams.second"]
        term = bisect_left(seconds, number, start, end)
        return term if term < end and int(seconds[term]) == number else -1

    def gram_size(self, gram: str) -> int:
        """How many documents hold two neighbouring characters, the dead ones too."""
        term = self.gram_term(ord(gram[0]), ord(gram[1]))
        return postings.count(self._blob("grams", term), self._width) if term >= 0 else 0

    def gram(self, gram: str) -> Postings | None:
        """Postings of two neighbouring characters."""
        known = self._cache.get(gram)
        if known is not None:
            return known[0]
        term = self.gram_term(ord(gram[0]), ord(gram[1]))
        return self._keep(gram, self._decode(self._blob("grams", term)) if term >= 0 else None)

    def held(self, gram: str) -> int:
        """How many living documents hold two neighbouring characters."""
        known = self._cache.get(gram)
        if known is None and self.dead is None:
            return self.gram_size(gram)
        found = known[0] if known is not None else self.gram(gram)
        return len(found.documents) if found else 0

    def encode(self, text: str) -> bytes:
        """The codes of a folded text, to look for in those of documents."""
        return self._book.encode(text)

    def _keep(self, key: Hashable, found: Postings | None) -> Postings | None:
        self._cache.put(key, found, found.nbytes(self.documents) if found else 100)
        return found

    def character(self, char: str) -> Documents:
        """Documents that hold a letter, digit or ideograph: those of all grams that begin with it."""
        return self.holding_any(char).nonzero()[0]

    def holding_any(self, chars: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Whether each document holds any of these letters, digits or ideographs, shape (documents,)."""
        united = np.zeros(-(-self.documents // 8), np.uint8)
        for char in chars:
            united |= self._bits(char)
        return np.unpackbits(united, count=self.documents).view(np.bool_)

    def _bits(self, char: str) -> npt.NDArray[np.uint8]:
        """The documents that hold a character as packed bits."""
        bits = self._characters.pop(char, None)
        if bits is None:
            bits = np.packbits(self._holding_character(char))
            while len(self._characters) >= _CHARACTERS:
                self._characters.pop(next(iter(self._characters)))
        # The last one used stands last, the first one is the next to go.
        self._characters[char] = bits
        return bits

    def _holding_character(self, char: str) -> npt.NDArray[np.bool_]:
        here = np.zeros(self.documents, np.bool_)
        start, end = self._group(ord(char))
        if start < end:
            starts = self._postings_starts("grams")[start : end + 1]
            blob = self._file.view(f"{self._name}.grams.postings", int(starts[0]), int(starts[-1]))
            starts = starts - starts[0]
            here[postings.decode_many(blob, starts[:-1], starts[1:], self._width)[1]] = True
        if self.dead is not None:
            here &= ~self.dead
        return here

    @functools.cached_property
    def _word_starts(self) -> Array:
        return _slim(running_sum(self._file[f"{self._name}.words.sizes"]))

    def word_term(self, word: str) -> int:
        """The number of a word, -1 for none."""
        wanted = word.encode("utf-8", "surrogatepass")
        at = self._word_starts
        text = self._file[f"{self._name}.words"]
        low, high = 0, len(at) - 1
        while low < high:
            middle = (low + high) // 2
            here = text[int(at[middle]) : int(at[middle + 1])].tobytes()
            if here < wanted:
                low = middle + 1
            else:
                high = middle
        if low < len(at) - 1 and text[int(at[low]) : int(at[low + 1])].tobytes() == wanted:
            return low
        return -1

    def word(self, word: str) -> Postings | None:
        """Postings of a word; of two plain characters those of its gram."""
        if len(word) == 2 and word.isalnum():
            return self.gram(word)
        key = ("word", word)
        known = self._cache.get(key)
        if known is not None:
            return known[0]
        term = self.word_term(word)
        return self._keep(key, self._decode(self._blob("words", term)) if term >= 0 else None)

    def all_documents(self) -> Documents:
        """Every living document."""
        if self.dead is None:
            return np.arange(self.documents, dtype=np.int64)
        return np.flatnonzero(~self.dead)

    def exact(self, text: str) -> Documents:
        """Every living document whose folded text holds the folded, non-empty string `text`, and no other."""
        if len(text) == 1 and text.isalnum():
            return self.character(text)
        if len(text) == 2 and text.isalnum():
            found = self.gram(text)
            return found.documents if found else NO_DOCUMENTS
        key = ("exact", text)
        known = self._cache.get(key)
        found = known[0] if known is not None else self._keep(key, Postings(self._prove(text)))
        return found.documents if found else NO_DOCUMENTS

    def _prove(self, text: str) -> Documents:
        pattern = self._book.encode(text)
        grams = {text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalnum()}
        if not grams:
            singles = {char for char in text if char.isalnum()}
            if not singles:
                return self._scan(pattern)
            candidates = self.all_documents()
            for char in singles:
                candidates = intersect(candidates, self.character(char))
            return self.holding(pattern, candidates)
        sized = sorted((self.gram_size(gram), gram) for gram in grams)
        if sized[0][0] == 0:
            return NO_DOCUMENTS
        rarest = self.gram(sized[0][1])
        candidates = rarest.documents if rarest else NO_DOCUMENTS
        for _, gram in sized[1:]:
            if len(candidates) <= _FEW:
                break
            other = self.gram(gram)
            candidates = intersect(candidates, other.documents if other else NO_DOCUMENTS)
        if len(candidates) < _MANY:
            return self.holding(pattern, candidates)
        # Where the string is a word, the text need not be asked of the documents that hold it as one.
        word = self.word(text)
        if word is None:
            return self.holding(pattern, candidates)
        proved = np.zeros(self.documents, np.bool_)
        proved[word.documents] = True
        known = proved[candidates]
        proved[self.holding(pattern, candidates[~known])] = True
        return candidates[proved[candidates]]

    def holding(self, pattern: bytes, candidates: Documents) -> Documents:
        """Those of the candidates whose coded text holds `pattern`, whole codes."""
        starts = (self.text_starts[candidates] + self._text_base).tolist()
        ends = (self.text_starts[candidates + 1] + self._text_base).tolist()
        find, verify = self._file.mapped.find, self._file.verify
        kept = []
        for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
            verify(start, end)
            if find(pattern, start, end) >= 0:
                kept.append(i)
        return candidates[kept] if len(kept) < len(candidates) else candidates

    def _scan(self, pattern: bytes) -> Documents:
        """Look through all text: for strings of signs alone, which have no postings."""
        base, size = self._file.span(f"{self._name}.text")
        self._file.verify(base, base + size)
        find = self._file.mapped.find
        at = self.text_starts
        found: list[int] = []
        place = find(pattern, base, base + size)
        while place >= 0:
            document = bisect_left(at, place - base + 1) - 1
            found.append(document)
            place = find(pattern, base + int(at[document + 1]), base + size)
        documents = np.array(found, np.int64)
        return documents if self.dead is None else documents[~self.dead[documents]]

    def folded(self, document: int) -> str:
        """The folded text of a document."""
        return self._book.decode(self.coded(document))

    def folded_many(self, documents: Documents) -> list[str]:
        """The folded texts of documents."""
        starts = (self.text_starts[documents] + self._text_base).tolist()
        ends = (self.text_starts[documents + 1] + (self._text_base - 1)).tolist()
        mapped, verify = self._file.mapped, self._file.verify
        coded = []
        for start, end in zip(starts, ends, strict=True):
            verify(start, end)
            coded.append(mapped[start:end])
        return self._book.decode_many(coded)

    def coded(self, document: int) -> bytes:
        """The codes of a document's folded text."""
        start, end = self.text_starts.item(document), self.text_starts.item(document + 1) - 1
        start, end = self._text_base + start, self._text_base + end
        self._file.verify(start, end)
        return self._file.mapped[start:end]

    def coded_texts(self) -> tuple[Array, Array]:
        """All codes and where each document's begin, (documents + 1,)."""
        return self._file[f"{self._name}.text"], self.text_starts

    def gram_run(self) -> SegmentRun:
        """The grams, to merge."""
        file, name = self._file, self._name
        first = file[f"{name}.grams.first"].astype(np.uint64)
        sizes: Array = np.diff(file[f"{name}.grams.group"].astype(np.int64))
        keys = np.repeat(first, sizes) << np.uint64(GRAM_SHIFT)
        second = file[f"{name}.grams.alphabet"][file[f"{name}.grams.second"]].astype(np.uint64)
        return SegmentRun(file, f"{name}.grams", keys | second, self._width)

    def word_run(self) -> SegmentRun:
        """The words, to merge."""
        return SegmentRun(self._file, f"{self._name}.words", self.words(), self._width)

    def words(self) -> list[str]:
        """Every word of the field, ascending."""
        text = self._file[f"{self._name}.words"].tobytes()
        at = self._word_starts.tolist()
        return [text[a:b].decode("utf-8", "surrogatepass") for a, b in itertools.pairwise(at)]


class SegmentRun:
    """Terms of a field with their postings, for merging (a `field.Run`)."""

    def __init__(self, file: ArrayFile, name: str, terms: Array | list[str], width: int) -> None:
        self._blob = file[f"{name}.postings"]
        starts = read_starts(file, f"{name}.postings")
        self._starts, self._ends = starts[:-1], starts[1:]
        self._width = width
        self._terms = terms
        self._counts = postings.counts_of(self._blob, self._starts, self._ends, width)

    @property
    def terms(self) -> Array | list[str]:
        """Ascending."""
        return self._terms

    @property
    def counts(self) -> Array:
        """Postings of each term, the dead ones too."""
        return self._counts

    def postings(self, first: int, last: int) -> tuple[Array, Array]:
        """Documents and frequencies of the terms [first, last)."""
        if first == last:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        begin = int(self._starts[first])
        blob = self._blob[begin : int(self._ends[last - 1])]
        _, documents, frequencies = postings.decode_many(
            blob, self._starts[first:last] - begin, self._ends[first:last] - begin, self._width
        )
        return documents, frequencies
