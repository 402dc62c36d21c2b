"""What a posting says beside its document and weight, as arrays: frequency, positions, characters, boosts.

Whoosh's formats encode this as bytes with a pickle inside. Here the bytes of Whoosh's own formats are taken apart into
arrays, and made anew for whoever asks for them; those of any other format are kept as they are.

Arrays, all under a prefix, of the postings in order:

    frequency              occurrences a posting, shape (postings,)
    position               of each occurrence, shape (occurrences,)
    start, end             its characters, the same shape
    boost                  its boost, the same shape
    bytes, bytes.at        payloads of other formats; where each begins, (postings + 1,)
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import formats

from searcher.store.arrays import ArrayFile, ArrayFileWriter

Array = npt.NDArray[Any]
_COLUMNS: dict[type, tuple[str, ...]] = {
    formats.Positions: ("position",),
    formats.Characters: ("position", "start", "end"),
    formats.PositionBoosts: ("position", "boost"),
    formats.CharacterBoosts: ("position", "start", "end", "boost"),
}
_DECODERS: dict[type, str] = {
    formats.Positions: "positions",
    formats.Characters: "characters",
    formats.PositionBoosts: "position_boosts",
    formats.CharacterBoosts: "character_boosts",
}
NONE, FREQUENCY, OCCURRENCES, BYTES = "none", "frequency", "occurrences", "bytes"


def kind_of(format: Any) -> str:
    """How the payloads of a format are kept. A subclass may encode as it likes, so its bytes are kept."""
    if type(format) is formats.Existence:
        return NONE
    if type(format) is formats.Frequency:
        return FREQUENCY
    return OCCURRENCES if type(format) in _COLUMNS else BYTES


def narrow(values: Sequence[int] | Array) -> Array:
    """Integers in the smallest type that holds them."""
    numbers = np.asarray(values)
    if not len(numbers):
        return np.empty(0, np.uint8)
    low, high = int(numbers.min()), int(numbers.max())
    signed = (np.int8, np.int16, np.int32, np.int64)
    unsigned = (np.uint8, np.uint16, np.uint32, np.uint64)
    for kind in signed if low < 0 else unsigned:
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return numbers.astype(kind)
    raise OverflowError(f"{high} does not fit into 64 bits")


def starts_of(counts: Array) -> Array:
    """Where the items of each of many lists begin, given their lengths: shape (n + 1,)."""
    out = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=out[1:])
    return out


class PayloadWriter:
    """Collects the payloads of the postings of one field."""

    def __init__(self, format: Any) -> None:
        self.kind = kind_of(format)
        self._format = format
        self._frequencies = array("q")
        self._columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS.get(type(format), ())}
        self._decode: Callable[[bytes], Any] | None = None
        if self.kind == OCCURRENCES:
            self._decode = format.decoder(_DECODERS[type(format)])
        self._bytes: list[bytes] = []

    def add(self, payload: bytes) -> None:
        """Add the payload of the next posting."""
        if self.kind == FREQUENCY:
            # Whoosh hands a spelling word the payload of another field: it says nothing.
            stated = len(payload) == self._format.posting_size
            self._frequencies.append(self._format.decode_frequency(payload) if stated else 1)
        elif self._decode is not None:
            occurrences = self._decode(payload) if payload else []
            rows = [(row,) for row in occurrences] if len(self._columns) == 1 else occurrences
            self._frequencies.append(len(rows))
            for values, column in zip(zip(*rows, strict=True), self._columns.values(), strict=False):
                column.extend(values)
        elif self.kind == BYTES:
            self._bytes.append(payload)

    def write(self, writer: ArrayFileWriter, prefix: str) -> None:
        """Write what was collected."""
        if self.kind in (FREQUENCY, OCCURRENCES):
            writer.add(f"{prefix}frequency", narrow(np.array(self._frequencies, np.int64)))
        for name, column in self._columns.items():
            writer.add(f"{prefix}{name}", np.array(column, np.float64) if name == "boost" else narrow(column))
        if self.kind == BYTES:
            writer.add(f"{prefix}bytes", np.frombuffer(b"".join(self._bytes), np.uint8))
            writer.add(f"{prefix}bytes.at", narrow(starts_of(np.array(list(map(len, self._bytes)), np.int64))))


class PayloadReader:
    """The payloads of one field; `format` is that of the field as it was written."""

    def __init__(self, file: ArrayFile, prefix: str, format: Any) -> None:
        self._file, self._prefix, self.format = file, prefix, format
        self.kind = kind_of(format)
        self._occurrence_starts: Array | None = None

    def of(self, first: int, last: int) -> Payloads:
        """The payloads of the postings [first, last)."""
        prefix, view = self._prefix, self._file.view
        if self.kind == NONE:
            return Payloads(self.format)
        if self.kind == BYTES:
            at = view(f"{prefix}bytes.at", first, last + 1).astype(np.int64)
            blob = view(f"{prefix}bytes", int(at[0]), int(at[-1])).tobytes() if len(at) else b""
            ends = (at - at[0]).tolist() if len(at) else [0]
            return Payloads(self.format, raw=[blob[a:b] for a, b in itertools.pairwise(ends)])
        frequencies = view(f"{prefix}frequency", first, last).tolist()
        if self.kind == FREQUENCY:
            return Payloads(self.format, frequencies)
        if self._occurrence_starts is None:
            self._occurrence_starts = starts_of(self._file[f"{prefix}frequency"])
        begin, end = int(self._occurrence_starts[first]), int(self._occurrence_starts[last])
        columns = [view(f"{prefix}{name}", begin, end).tolist() for name in _COLUMNS[type(self.format)]]
        starts = (self._occurrence_starts[first : last + 1] - begin).tolist()
        return Payloads(self.format, frequencies, starts, columns)


class Payloads:
    """The payloads of the postings of one term, by their place in it."""

    def __init__(
        self,
        format: Any,
        frequencies: list[int] | None = None,
        starts: list[int] | None = None,
        columns: list[list[Any]] | None = None,
        raw: list[bytes] | None = None,
    ) -> None:
        self.format = format
        self._frequencies, self._starts, self._columns, self._raw = frequencies, starts, columns, raw

    def _rows(self, place: int) -> list[Any]:
        """One occurrence a row: a position, or a tuple of what else is kept."""
        assert self._starts is not None
        assert self._columns is not None
        part = slice(self._starts[place], self._starts[place + 1])
        if len(self._columns) == 1:
            return self._columns[0][part]
        return list(zip(*(column[part] for column in self._columns), strict=True))

    def encoded(self, place: int) -> bytes:
        """The bytes that the format would have for this posting."""
        if self._raw is not None:
            return self._raw[place]
        if self._frequencies is None:
            return b""
        if self._starts is None:
            return self._frequencies[place].to_bytes(self.format.posting_size, "big")
        encoded = self.format.encode(self._rows(place))
        # CharacterBoosts gives the sum of the boosts as well.
        payload: bytes = encoded[0] if isinstance(encoded, tuple) else encoded
        return payload

    def value_as(self, name: str, place: int) -> Any:
        """A posting as Whoosh's formats decode it: "frequency", "weight", "positions", "characters", …"""
        if self._starts is None or not self.format.supports(name):
            return self.format.decode_as(name, self.encoded(place))
        kept = _COLUMNS[type(self.format)]
        rows = self._rows(place)
        if name == "frequency":
            return len(rows)
        if name == "positions":
            return rows if len(kept) == 1 else [row[0] for row in rows]
        if name == "characters":
            return rows if len(kept) == 3 else [row[:3] for row in rows]
        if name == "position_boosts" and "boost" in kept:
            return [(row[0], row[-1]) for row in rows]
        if name == "position_boosts":
            return [(row if len(kept) == 1 else row[0], 1) for row in rows]
        if name == "character_boosts":
            return rows
        return self.format.decode_as(name, self.encoded(place))
