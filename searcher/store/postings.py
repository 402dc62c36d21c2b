"""Postings of a term as bytes: which documents hold it, and how often.

    one document, once   its number, in `id_width` bytes
    else                 mode (1 byte) · counts of documents, of wide gaps, of repeats (1 or 4 bytes each; the last two
                         only where there are any) · gaps (low part, 1, 2 or `id_width` bytes each) · places and high
                         parts of wide gaps · places and frequencies (1 byte, 255 for more) of repeats

Gaps are differences of ascending document numbers, the first from 0. Most fit the low part; the few that do not have
their high part (2 bytes) apart, so that decoding is `astype` and `cumsum`. Most terms stand in a paragraph once; only
those that do not have a frequency written. Places count postings of the term, in 1, 2 or 4 bytes as their number needs.
A term that would take `id_width` bytes by chance has one byte more, so that the length tells the two forms apart.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Int = npt.NDArray[Any]

_WIDTHS = (1, 2, 3, 4)
_LARGE, _HAS_WIDE, _HAS_REPEATS = 4, 8, 16
_HIGH = 2
MAX_FREQUENCY = 255


def id_width(documents: int) -> int:
    """Bytes of a document number in a segment of so many documents."""
    return 3 if documents <= 1 << 24 else 4


def _place_width(count: Int) -> Int:
    return np.where(count <= 1 << 8, 1, np.where(count <= 1 << 16, 2, 4))


def _starts(counts: Int) -> Int:
    """Running sums: shape (n + 1,), from 0."""
    out = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=out[1:])
    return out


def _scatter(out: Bytes, at: Int, values: Int, width: int) -> None:
    """Write each value little-endian in `width` bytes at its offset."""
    # What does not fit in a byte is cut off.
    out[at] = values.astype(np.uint8)
    for byte in range(1, width):
        out[at + byte] = (values >> (8 * byte)).astype(np.uint8)


def _scatter_by_width(out: Bytes, at: Int, values: Int, widths: Int) -> None:
    for width in _WIDTHS:
        chosen = widths == width
        if chosen.any():
            _scatter(out, at[chosen], values[chosen], width)


def encode(counts: Int, documents: Int, frequencies: Int, width: int) -> tuple[Bytes, Int]:
    """Encode the postings of many terms.

    `counts`: postings of each term (all at least 1), shape (terms,); `documents`: ascending within a term, shape
    (postings,); `frequencies`: the same shape, at least 1. Returns the bytes of all terms and where each ends, shape
    (terms,).
    """
    terms = len(counts)
    if terms == 0:
        return np.empty(0, np.uint8), np.empty(0, np.int64)
    counts = counts.astype(np.int64)
    first = _starts(counts)
    # Four bytes a posting where eight would do no better: what is done here is bound by memory.
    term_of = np.repeat(np.arange(terms, dtype=np.int32), counts)
    documents = documents.astype(np.uint32)
    gaps = np.empty(len(documents), np.uint32)
    np.subtract(documents[1:], documents[:-1], out=gaps[1:])
    gaps[first[:-1]] = documents[first[:-1]]
    repeats = np.flatnonzero(frequencies > 1)
    n_repeats = np.bincount(term_of[repeats], minlength=terms)

    places = _place_width(counts)
    widths = np.array([1, 2, width])
    wide = np.flatnonzero(gaps >= 1 << 8)
    wider = wide[gaps[wide] >= 1 << 16]
    n_wide = [np.bincount(term_of[at], minlength=terms) for at in (wide, wider)]
    n_wide.append(np.zeros(terms, np.int64))
    # A high part has two bytes: a gap of 24 bits or more cannot be split after the first byte.
    unfit = term_of[wider[gaps[wider] >= 1 << 24]]
    step = np.where(counts > 255, 4, 1)
    sizes = np.stack([counts * w + n * (places + _HIGH) + step * (n > 0) for w, n in zip(widths, n_wide, strict=True)])
    sizes[0][unfit] = np.iinfo(np.int64).max
    mode = sizes.argmin(axis=0)
    wide_of = np.choose(mode, n_wide)
    large, has_wide, has_repeats = counts > 255, wide_of > 0, n_repeats > 0
    header = 1 + step * (1 + has_wide + has_repeats)
    single = (counts == 1) & ~has_repeats
    low_width = widths[mode]
    length = header + counts * low_width + wide_of * (places + _HIGH) + n_repeats * (places + 1)
    length += length == width
    length[single] = width
    ends = np.cumsum(length)
    starts = ends - length
    out = np.zeros(int(ends[-1]), np.uint8)

    _scatter(out, starts[single], documents[first[:-1]][single], width)
    many = ~single
    flags = _LARGE * large + _HAS_WIDE * has_wide + _HAS_REPEATS * has_repeats
    out[starts[many]] = (mode + flags)[many]
    _scatter_by_width(out, (starts + 1)[many], counts[many], step[many])
    chosen = many & has_wide
    _scatter_by_width(out, (starts + 1 + step)[chosen], wide_of[chosen], step[chosen])
    chosen = many & has_repeats
    _scatter_by_width(out, (starts + 1 + step * (1 + has_wide))[chosen], n_repeats[chosen], step[chosen])

    gaps_at = starts + header
    for i in range(3):
        chosen = np.flatnonzero(many & (mode == i))
        sums = _starts(counts[chosen])
        nth = np.arange(int(sums[-1]))
        low = gaps[np.repeat(first[chosen] - sums[:-1], counts[chosen]) + nth]
        at = np.repeat(gaps_at[chosen] - sums[:-1] * widths[i], counts[chosen]) + nth * widths[i]
        _scatter(out, at, low, int(widths[i]))

    wide_at = gaps_at + counts * low_width
    for i, at in enumerate((wide, wider)):
        of = term_of[at]
        kept = (many & (mode == i))[of]
        at, of = at[kept], of[kept]
        nth = np.arange(len(of)) - _starts(np.bincount(of, minlength=terms))[of]
        _scatter_by_width(out, wide_at[of] + nth * places[of], at - first[of], places[of])
        _scatter(out, (wide_at + wide_of * places)[of] + nth * _HIGH, gaps[at] >> (8 * (i + 1)), _HIGH)

    # A term that stands in one document, once, has no repeats.
    repeat_at = wide_at + wide_of * (places + _HIGH)
    of = term_of[repeats]
    nth = np.arange(len(of)) - _starts(n_repeats)[of]
    _scatter_by_width(out, repeat_at[of] + nth * places[of], repeats - first[of], places[of])
    out[(repeat_at + n_repeats * places)[of] + nth] = frequencies[repeats].clip(max=MAX_FREQUENCY)
    return out, ends


_PLACE_TYPES: dict[int, np.dtype[Any]] = {1: np.dtype("<u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}
# Of the width of an index, so that numpy need not convert them where they are used as one.
_NUMBER = np.dtype(np.int64)


def count(blob: Bytes, width: int) -> int:
    """How many documents hold the term: its document frequency."""
    if len(blob) == width:
        return 1
    return int.from_bytes(blob[1:5].tobytes(), "little") if blob[0] & _LARGE else int(blob[1])


def _header(blob: Bytes) -> tuple[int, int, int, int, int]:
    """Mode, counts of documents, wide gaps and repeats, and where the gaps begin."""
    mode = int(blob[0])
    step = 4 if mode & _LARGE else 1
    counts, at = [0, 0, 0], 1
    for i, present in enumerate((1, mode & _HAS_WIDE, mode & _HAS_REPEATS)):
        if present:
            counts[i] = int.from_bytes(blob[at : at + step].tobytes(), "little")
            at += step
    return mode, counts[0], counts[1], counts[2], at


def decode(blob: Bytes, width: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64] | None, Bytes | None]:
    """Documents, ascending, shape (n,); places of those that hold the term more than once, and their frequencies
    (None, None where there are none)."""
    if len(blob) == width:
        return np.array([int.from_bytes(blob.tobytes(), "little")], _NUMBER), None, None
    mode, n, n_wide, n_repeats, at = _header(blob)
    low = (1, 2, width)[mode & 3]
    place_width = 1 if n <= 1 << 8 else 2 if n <= 1 << 16 else 4
    place = _PLACE_TYPES[place_width]
    if low == 3:
        parts = blob[at : at + 3 * n].astype(_NUMBER)
        documents = parts[0::3] | parts[1::3] << 8 | parts[2::3] << 16
    else:
        documents = np.frombuffer(blob, _PLACE_TYPES[low], n, at).astype(_NUMBER)
    at += n * low
    if n_wide:
        wide = np.frombuffer(blob, place, n_wide, at)
        at += n_wide * place_width
        high = np.frombuffer(blob, "<u2", n_wide, at).astype(_NUMBER)
        at += n_wide * _HIGH
        documents[wide] += high << (8 * low)
    np.cumsum(documents, out=documents)
    if not n_repeats:
        return documents, None, None
    places = np.frombuffer(blob, place, n_repeats, at).astype(np.int64)
    at += n_repeats * place_width
    return documents, places, np.frombuffer(blob, np.uint8, n_repeats, at)


def _gather(blob: Bytes, at: Int, width: int) -> Int:
    """The little-endian integers of `width` bytes at the offsets `at`."""
    value = blob[at].astype(np.int64)
    for byte in range(1, width):
        value |= blob[at + byte].astype(np.int64) << (8 * byte)
    return value


def _gather_by_width(blob: Bytes, at: Int, widths: Int) -> Int:
    out = np.zeros(len(at), np.int64)
    for width in _WIDTHS:
        chosen = widths == width
        if chosen.any():
            out[chosen] = _gather(blob, at[chosen], width)
    return out


def counts_of(blob: Bytes, starts: Int, ends: Int, width: int) -> Int:
    """The document frequencies of many terms at once, shape (terms,)."""
    out = np.ones(len(starts), np.int64)
    many = ends - starts != width
    at = starts[many]
    out[many] = np.where(blob[at] & _LARGE, 0, blob[at + 1])
    large = many.copy()
    large[many] = (blob[at] & _LARGE) > 0
    out[large] = _gather(blob, starts[large] + 1, 4)
    return out


def decode_many(blob: Bytes, starts: Int, ends: Int, width: int) -> tuple[Int, Int, Int]:
    """Decode the postings of many terms at once: the inverse of `encode`.

    `starts` and `ends`: where each term's bytes stand in `blob`. Returns counts, shape (terms,), and documents and
    frequencies, shape (postings,).
    """
    counts = counts_of(blob, starts, ends, width)
    first = _starts(counts)
    documents = np.zeros(int(first[-1]), np.int64)
    frequencies = np.ones(int(first[-1]), np.int64)
    single = ends - starts == width
    documents[first[:-1][single]] = _gather(blob, starts[single], width)
    many = np.flatnonzero(~single)
    if not len(many):
        return counts, documents, frequencies
    at, n, base = starts[many], counts[many], first[:-1][many]
    mode = blob[at].astype(np.int64)
    step = np.where(mode & _LARGE, 4, 1)
    has_wide, has_repeats = (mode & _HAS_WIDE) > 0, (mode & _HAS_REPEATS) > 0
    n_wide = np.zeros(len(many), np.int64)
    n_wide[has_wide] = _gather_by_width(blob, (at + 1 + step)[has_wide], step[has_wide])
    n_repeats = np.zeros(len(many), np.int64)
    repeats_at = at + 1 + step * (1 + has_wide)
    n_repeats[has_repeats] = _gather_by_width(blob, repeats_at[has_repeats], step[has_repeats])
    low = np.array([1, 2, width])[mode & 3]
    place_width = _place_width(n)
    gaps_at = at + 1 + step * (1 + has_wide + has_repeats)

    def along(sizes: Int) -> tuple[Int, Int]:
        """Which term, and which item within it, for every item of lists of these sizes."""
        of = np.repeat(np.arange(len(sizes)), sizes)
        return of, np.arange(len(of)) - _starts(sizes)[of]

    of, nth = along(n)
    gaps = _gather_by_width(blob, gaps_at[of] + nth * low[of], low[of])
    own_first = _starts(n)
    wide_at = gaps_at + n * low
    of_wide, nth_wide = along(n_wide)
    place = _gather_by_width(blob, wide_at[of_wide] + nth_wide * place_width[of_wide], place_width[of_wide])
    high = _gather(blob, (wide_at + n_wide * place_width)[of_wide] + nth_wide * _HIGH, _HIGH)
    gaps[own_first[of_wide] + place] += high << (8 * low[of_wide])
    sums = np.cumsum(gaps)
    before = np.concatenate([[0], sums])[own_first[:-1]]
    documents[base[of] + nth] = sums - before[of]
    repeat_at = wide_at + n_wide * (place_width + _HIGH)
    of_again, nth_again = along(n_repeats)
    place = _gather_by_width(blob, repeat_at[of_again] + nth_again * place_width[of_again], place_width[of_again])
    times = blob[(repeat_at + n_repeats * place_width)[of_again] + nth_again]
    frequencies[base[of_again] + place] = times
    return counts, documents, frequencies
