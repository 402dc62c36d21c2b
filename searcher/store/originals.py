"""The texts as they were read, given back from their folded form and what folding took from them.

A text each of whose characters was folded to one, or dropped as a blank, is its folded text with each character's usual
original in its place, and beside that

    unusual.document, unusual.place, unusual.code
                        characters whose original is another: in which paragraph, which character of the folded text
    blank.document, blank.place, blank.code
                        dropped blanks: in which paragraph, where they stand in the original
    verbatim, verbatim.document
                        records of the texts for which this would not do or not pay, and whose they are

all in the order of the paragraphs, and of places within one.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from searcher.results.model import Range
from searcher.store.arrays import ArrayFile, ArrayFileWriter, narrow
from searcher.store.records import Records, RecordsWriter
from searcher.text.arrays import running_sum

if TYPE_CHECKING:
    from searcher.text.bulk import FoldedBatch
    from searcher.text.codebook import Codebook

Array = npt.NDArray[Any]
_UNUSUAL_SHARE = 8
_KINDS = ("unusual", "blank")


class OriginalText(NamedTuple):
    """A text as it was read. `coded`: the codes of its folded text, where it was given back from them, else None;
    `blanks`: how many characters of the folded text stand before each dropped blank, ascending."""

    text: str
    coded: bytes | None = None
    blanks: Sequence[int] = ()

    def original(self, start: int, end: int) -> Range:
        """The range of the text that the folded, non-empty range [start, end) came from, where there are codes."""
        if not self.blanks:
            return start, end
        return start + bisect_right(self.blanks, start), end + bisect_right(self.blanks, end - 1)


def _weight(text: str) -> int:
    return 1 + len(text) // 32


def write_originals(writer: ArrayFileWriter, batch: FoldedBatch, book: Codebook, texts: Sequence[str]) -> None:
    """Write what gives `texts` back from `batch`, their folded form."""
    usual = np.arange(0x110000, dtype=np.uint32)
    usual[book.characters] = book.originals
    places, folded = batch.pairs()
    lengths = np.diff(batch.original_starts)
    owners = np.repeat(np.arange(len(texts)), lengths)
    kept_before = running_sum(~batch.blanks)
    differs = places[np.flatnonzero(usual.take(folded) != batch.originals.take(places))]
    blanks = np.flatnonzero(batch.blanks)
    odd = np.bincount(owners[differs], minlength=len(texts)) + np.bincount(owners[blanks], minlength=len(texts))
    verbatim = ~batch.plain | (odd * _UNUSUAL_SHARE > lengths)
    first = batch.original_starts[owners]
    for name, at, place in (
        ("unusual", differs, kept_before[differs] - kept_before[first[differs]]),
        ("blank", blanks, blanks - first[blanks]),
    ):
        stays = ~verbatim[owners[at]]
        _write_places(writer, name, owners[at][stays], place[stays], batch.originals[at][stays])
    kept = np.flatnonzero(verbatim)
    records = RecordsWriter()
    for i in kept.tolist():
        records.add(texts[i], _weight(texts[i]))
    records.write(writer, "verbatim")
    writer.add("verbatim.document", kept.astype(np.uint32))


def _write_places(writer: ArrayFileWriter, name: str, documents: Array, places: Array, codes: Array) -> None:
    writer.add(f"{name}.document", documents.astype(np.uint32))
    writer.add(f"{name}.place", narrow(places))
    writer.add(f"{name}.code", narrow(codes))


class Originals:
    """Reads the original texts of a segment."""

    def __init__(self, file: ArrayFile, book: Codebook) -> None:
        self.file = file
        self._book = book
        self.verbatim = Records(file, "verbatim")
        """Texts that are kept as they were."""
        self._places: dict[str, tuple[Array, Array, Array]] = {
            kind: (file[f"{kind}.document"], file[f"{kind}.place"], file[f"{kind}.code"]) for kind in _KINDS
        }
        self._verbatim_owners: Array = file["verbatim.document"]
        self._owners = [file[f"{kind}.document"] for kind in ("verbatim", *_KINDS)]

    @functools.cached_property
    def _marked(self) -> bytes:
        """A bit for each paragraph up to the last one of which anything is kept here, set for those: nine in ten have
        nothing, which a bit tells sooner than a search."""
        marks = np.zeros(max([0, *(owners.item(-1) + 1 for owners in self._owners if len(owners))]), np.bool_)
        for owners in self._owners:
            marks[owners] = True
        return np.packbits(marks, bitorder="little").tobytes()

    def _of(self, kind: str, document: int) -> tuple[list[int], list[int]]:
        """Places and codes of a paragraph's items."""
        owners, places, codes = self._places[kind]
        first, last = _range_of(document, owners)
        return places[first:last].tolist(), codes[first:last].tolist()

    def texts(self, documents: Sequence[int], coded: Sequence[bytes]) -> list[OriginalText]:
        """The original texts of paragraphs, of whose folded texts these are the codes."""
        marked = self._marked
        beyond = 8 * len(marked)
        usual = self._book.decode_usual(coded)
        return [
            self._text(document, codes, text)
            if document < beyond and marked[document >> 3] >> (document & 7) & 1
            else OriginalText(text, codes)
            for document, codes, text in zip(documents, coded, usual, strict=True)
        ]

    def _text(self, document: int, coded: bytes, usual: str) -> OriginalText:
        """A text that is kept as it was, or has characters that are not the usual ones, or blanks."""
        first, last = _range_of(document, self._verbatim_owners)
        if first < last:
            return OriginalText(self.verbatim[first])
        places, codes = self._of("unusual", document)
        blank_places, blank_codes = self._of("blank", document)
        chars = list(usual)
        for place, code in zip(places, codes, strict=True):
            chars[place] = chr(code)
        if not blank_places:
            return OriginalText("".join(chars), coded)
        pieces: list[str] = []
        before: list[int] = []
        done = 0
        for i, (place, code) in enumerate(zip(blank_places, blank_codes, strict=True)):
            before.append(place - i)
            pieces.extend(chars[done : place - i])
            pieces.append(chr(code))
            done = place - i
        return OriginalText("".join(pieces + chars[done:]), coded, before)


def _range_of(document: int, owners: Array) -> Range:
    """The range of a document's items among those of all."""
    # Of the type of the owners, so that these need not be converted to be searched.
    first, last = owners.searchsorted(np.array([document, document + 1], owners.dtype)).tolist()
    return first, last


def merge_originals(writer: ArrayFileWriter, parts: Sequence[Originals], documents: Sequence[Array]) -> None:
    """Write the originals of parts as one; `documents`: of each part, the new number of each paragraph, or negative."""
    files = [part.file for part in parts]
    for kind in _KINDS:
        owners = [numbers[file[f"{kind}.document"]] for numbers, file in zip(documents, files, strict=True)]
        kept = [owner >= 0 for owner in owners]
        united = [
            np.concatenate([values[k] for values, k in zip(column, kept, strict=True)])
            for column in (owners, *([file[f"{kind}.{name}"] for file in files] for name in ("place", "code")))
        ]
        _write_places(writer, kind, *united)
    verbatim = RecordsWriter()
    kept_numbers = []
    for part, numbers in zip(parts, documents, strict=True):
        new = numbers[part.file["verbatim.document"]]
        kept_numbers.append(new[new >= 0])
        if (new >= 0).all():
            verbatim.add_blocks(part.verbatim)
        else:
            for number, record in zip(new.tolist(), part.verbatim, strict=True):
                if number >= 0:
                    verbatim.add(record, _weight(record))
    verbatim.write(writer, "verbatim")
    writer.add("verbatim.document", np.concatenate(kept_numbers).astype(np.uint32))
