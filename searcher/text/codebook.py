"""Folded text in one to four bytes a character, searched as bytes.

    0x00         ends a text
    0x01–0x7C    one of the 124 most frequent characters
    0x7D–0xB8    first of two bytes: the next 3,840
    0xB9–0xBA    first of three bytes: the next 8,192
    0xBB–0xBF    first of four bytes: any other code point
    0xC0–0xFF    a further byte: six bits

A first byte is never a further byte, so that a string of codes is found in a text of codes only where the characters
stand. A newspaper page takes 1.5 bytes a character, half of UTF-8.
"""

from __future__ import annotations

import codecs
import functools
import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from searcher.text.arrays import SEPARATOR, code_points, running_sum

if TYPE_CHECKING:
    from searcher.text.bulk import FoldedBatch
    from searcher.text.dictionary_file import CountedWords

Array = npt.NDArray[Any]
_ONE, _TWO, _THREE = 124, 124 + 60 * 64, 124 + 60 * 64 + 2 * 4096
SIZE = _THREE
"""Characters that a codebook gives a short code to."""
_FURTHER = 0xC0
_FURTHER_BYTES = bytes(range(_FURTHER, 256))
_LONGER = 0xFFFFFFFF
"""Stands in a table of code points for the codes of three and four bytes."""
# As arrays, since numpy would make some of plain numbers at every use.
_LEAST_FURTHER, _LOW_BITS = np.array(_FURTHER, np.uint8), np.array(63, np.uint8)
_SIX_BITS, _LONGER_POINT = np.array(6, np.uint16), np.array(_LONGER, np.uint32)
_FEW = 100
"""Bytes below which codes are decoded one by one."""
_CODES = re.compile(rb"[\x00-\xbf][\xc0-\xff]*", re.DOTALL)


def _bytes_of(rank: int, code: int) -> bytes:
    if rank < _ONE:
        return bytes([1 + rank])
    if rank < _TWO:
        rank -= _ONE
        return bytes([0x7D + (rank >> 6), _FURTHER | rank & 63])
    if rank < _THREE:
        rank -= _TWO
        return bytes([0xB9 + (rank >> 12), _FURTHER | rank >> 6 & 63, _FURTHER | rank & 63])
    return bytes([0xBB + (code >> 18), _FURTHER | code >> 12 & 63, _FURTHER | code >> 6 & 63, _FURTHER | code & 63])


def _rank_of(bits: bytes) -> int:
    """The rank that a code of one to three bytes stands for."""
    value = 0
    for byte in bits[1:]:
        value = value << 6 | byte & 63
    if len(bits) == 1:
        return bits[0] - 1
    return _ONE + value + ((bits[0] - 0x7D) << 6) if len(bits) == 2 else _TWO + value + ((bits[0] - 0xB9) << 12)


class _Encoded(dict[str, bytes]):
    """Codes by character, learned as they are met; `ranks` by code point."""

    def __init__(self, ranks: dict[int, int]) -> None:
        super().__init__()
        self._ranks = ranks

    def __missing__(self, char: str) -> bytes:
        code = ord(char)
        bits = self[char] = _bytes_of(self._ranks.get(code, _THREE), code)
        return bits


class _Decoded(dict[bytes, str]):
    """Characters by their codes, learned as they are met; `characters`: code points by rank."""

    def __init__(self, characters: Array) -> None:
        super().__init__({b"\x00": ""})
        self._characters = characters

    def __missing__(self, bits: bytes) -> str:
        if len(bits) < 4:
            char = chr(int(self._characters[_rank_of(bits)]))
        else:
            value = (bits[1] & 63) << 12 | (bits[2] & 63) << 6 | bits[3] & 63
            char = chr(value + ((bits[0] - 0xBB) << 18))
        self[bits] = char
        return char


class _Points:
    """The code points of characters by rank, as a table over the first byte of a code and the six bits of the next."""

    def __init__(self, by_rank: Array) -> None:
        # A rank that no text of the index has may stand beyond the last.
        self._by_rank = np.zeros(SIZE, np.uint32)
        self._by_rank[: len(by_rank)] = by_rank
        lead, further = np.divmod(np.arange(_FURTHER << 6), 64)
        one = lead < 0x7D
        self._table = self._by_rank[
            np.where(one, lead - 1, np.minimum(_ONE + ((lead - 0x7D) << 6) + further, SIZE - 1))
        ]
        self._table[lead > 0xB8] = _LONGER

    def decode(self, codes: npt.NDArray[np.uint8], first: Array) -> npt.NDArray[np.uint32]:
        """The code points of codes that begin at the places `first`, shape of `first`."""
        # Faster than indices that are checked; no place is out of range.
        pairs = codes.take(first, mode="wrap").astype(np.uint16)
        pairs <<= _SIX_BITS
        pairs |= codes[1:].take(first, mode="wrap") & _LOW_BITS
        points: npt.NDArray[np.uint32] = self._table.take(pairs, mode="wrap")
        longer = (points == _LONGER_POINT).nonzero()[0]
        if len(longer):
            at = first[longer]
            lead, joint = codes[at].astype(np.int64), np.zeros(len(at), np.int64)
            for i in (1, 2):
                joint = joint << 6 | codes[at + i] & 63
            three = lead < 0xBB
            rank = np.minimum(_TWO + ((lead - 0xB9) << 12) + joint, SIZE - 1)
            four = ((lead - 0xBB) << 18) + (joint << 6) + (codes[at + 3] & 63)
            points[longer] = np.where(three, self._by_rank[np.where(three, rank, 0)], four)
        return points


class Codebook:
    """`characters`: code points by rank, most frequent first, shape (≤ SIZE,); `originals`: for each the code point
    that folds to it most often, the same shape."""

    def __init__(self, characters: Array, originals: Array) -> None:
        self.characters = characters
        self.originals = originals
        self._encoded = _Encoded(dict(zip(characters.tolist(), range(len(characters)), strict=True)))
        self._decoded = _Decoded(characters)
        self._usual = _Decoded(originals)

    @staticmethod
    def build(batch: FoldedBatch, prior: Array) -> tuple[Array, Array]:
        """Characters and originals from a sample; `prior`: characters, best first, for what the sample lacks."""
        size = 0x110000
        counts = np.bincount(batch.codes, minlength=size).astype(np.int64) * 1_000_000
        counts[SEPARATOR] = 0
        counts[prior] += np.arange(len(prior), 0, -1)
        met = np.flatnonzero(counts)
        characters = met[np.argsort(-counts[met], kind="stable")[:SIZE]].astype(np.uint32)
        places, folded = batch.pairs()
        originals = batch.originals[places]
        # A character is always folded to the same one.
        folded_of = np.zeros(size, np.uint32)
        folded_of[originals] = folded
        times = np.bincount(originals, minlength=size)
        met = np.flatnonzero(times)
        met = met[np.argsort(times[met], kind="stable")]
        usual = np.arange(size, dtype=np.uint32)
        usual[folded_of[met]] = met
        return characters, usual[characters]

    def encode(self, text: str) -> bytes:
        """The bytes of a folded text."""
        return b"".join(map(self._encoded.__getitem__, text))

    def decode(self, data: bytes) -> str:
        """The folded text of whole codes."""
        return "".join(map(self._decoded.__getitem__, _CODES.findall(data)))

    def decode_many(self, coded: Sequence[bytes]) -> list[str]:
        """The folded texts of whole codes, of each of many texts."""
        return self._decode_many(coded, self._points_of_folded, self._decoded)

    def decode_usual(self, coded: Sequence[bytes]) -> list[str]:
        """The usual originals of whole codes, character by character, of each of many texts."""
        return self._decode_many(coded, self._points_of_usual, self._usual)

    @functools.cached_property
    def _points_of_folded(self) -> _Points:
        return _Points(self.characters)

    @functools.cached_property
    def _points_of_usual(self) -> _Points:
        return _Points(self.originals)

    @staticmethod
    def _decode_many(coded: Sequence[bytes], points: _Points, one_by_one: _Decoded) -> list[str]:
        data = b"".join(coded)
        if len(data) < _FEW:
            return ["".join(map(one_by_one.__getitem__, _CODES.findall(text))) for text in coded]
        codes = np.frombuffer(data + b"\0\0\0", np.uint8)
        first = (codes[:-3] < _LEAST_FURTHER).nonzero()[0]
        text, _ = codecs.utf_32_le_decode(points.decode(codes, first).data, "surrogatepass", True)
        if len(coded) == 1:
            return [text]
        ends = itertools.accumulate([len(text_codes.translate(None, _FURTHER_BYTES)) for text_codes in coded])
        return [text[a:b] for a, b in itertools.pairwise([0, *ends])]

    @staticmethod
    def occurrences(data: bytes, pattern: bytes) -> list[tuple[int, int]]:
        """Where whole codes stand in whole codes, from left to right without overlap: ranges of characters."""
        width = len(pattern.translate(None, _FURTHER_BYTES))
        out = []
        at = data.find(pattern)
        while at >= 0:
            start = len(data[:at].translate(None, _FURTHER_BYTES))
            out.append((start, start + width))
            at = data.find(pattern, at + len(pattern))
        return out

    def encode_batch(self, codes: Array) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
        """Bytes of many characters, SEPARATOR becoming 0x00; where those of each begin, shape (characters + 1,)."""
        packed, used, sizes = (table.take(codes) for table in self._packed)
        return np.compress(used.view(np.bool_), packed.view(np.uint8)), running_sum(sizes)

    @functools.cached_property
    def _packed(self) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32], npt.NDArray[np.uint8]]:
        """Of every code point its bytes, the first one first in memory, a 1 for each of them, and their number."""
        packed = _joined(0xBB, np.arange(0x110000, dtype=np.uint32), 3)
        sizes = np.full(len(packed), 4, np.uint8)
        ranks = np.arange(len(self.characters), dtype=np.uint32)
        for further, first, last, lead in ((0, 0, _ONE, 1), (1, _ONE, _TWO, 0x7D), (2, _TWO, _THREE, 0xB9)):
            chosen = self.characters[first:last]
            packed[chosen] = _joined(lead, ranks[first:last] - np.uint32(first), further)
            sizes[chosen] = 1 + further
        packed[SEPARATOR], sizes[SEPARATOR] = 0, 1
        used = np.array([0, 0x1, 0x101, 0x10101, 0x1010101], "<u4")[sizes]
        return packed.astype("<u4"), used, sizes


def _joined(lead: int, values: npt.NDArray[np.uint32], further: int) -> npt.NDArray[np.uint32]:
    """The bytes of codes of a first byte from `lead` on and so many further ones, the first the lowest."""
    out = (values >> np.uint32(6 * further)) + np.uint32(lead)
    for i in range(further):
        out |= (values >> np.uint32(6 * (further - 1 - i)) & np.uint32(63) | np.uint32(_FURTHER)) << np.uint32(
            8 * (i + 1)
        )
    return out


def prior_characters(words: CountedWords) -> Array:
    """Characters by their frequency in a dictionary, digits, letters and signs first."""
    counts = np.bincount(words.codes.astype(np.int64), weights=np.repeat(words.counts, words.lengths))
    ranked = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    signs = code_points(",。、“”0123456789:;()《》%.·—!?abcdefghijklmnopqrstuvwxyz -/+").astype(np.int64)
    return np.concatenate([signs, ranked[~np.isin(ranked, signs)]])
