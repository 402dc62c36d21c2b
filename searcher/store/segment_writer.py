"""Writing a segment: by merging parts, which are spilled batches or older segments.

Beside the two fields `text` (documents: paragraphs) and `headline` (documents: articles), see `field`, a segment has

    articles.sizes      how many paragraphs each article has
    articles.file       the number of each article's file
    articles.NAME       for each of COLUMNS: a number in `names`, 0 for none; no items where all are 0
    names               packed: for each column its distinct values, the first null
    files               packed: the file entries
    meta                records of the articles (see `rows`)
    verbatim, unusual, blank
                        what gives the original texts back from the folded ones (see `originals`)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.store.arrays import ArrayFile, ArrayFileWriter, narrow
from searcher.store.field import write_grams, write_lengths, write_texts, write_words
from searcher.store.json_records import merge_json_records
from searcher.store.originals import merge_originals
from searcher.store.postings import id_width
from searcher.store.records import pack
from searcher.store.rows import COLUMNS, FileEntry, combine
from searcher.store.segment import Segment

Array = npt.NDArray[Any]


class Names:
    """Numbers the distinct values of a column; 0 is none."""

    def __init__(self) -> None:
        self.values: list[str | None] = [None]
        self._numbers: dict[str | None, int] = {None: 0, "": 0}

    def number(self, value: str | None) -> int:
        """The number of a value."""
        known = self._numbers.get(value)
        if known is None:
            known = self._numbers[value] = len(self.values)
            self.values.append(value)
        return known


def write_columns(
    writer: ArrayFileWriter,
    columns: dict[str, Array],
    names: dict[str, list[str | None]],
    files: Sequence[FileEntry],
) -> None:
    """Write the columns of articles (and `file`), the lists they number, and the file entries."""
    for name, numbers in columns.items():
        writer.add(f"articles.{name}", narrow(numbers if numbers.any() else numbers[:0]))
    writer.add("names", np.frombuffer(pack(names), np.uint8))
    writer.add("files", np.frombuffer(pack([file.to_json() for file in files]), np.uint8))


def _renumber(kept: Sequence[Array], sizes: Sequence[int]) -> tuple[list[Array], int]:
    """New numbers, in a row over all parts, of the kept numbers of each part, -1 for the others; and how many."""
    out, base = [], 0
    for numbers, size in zip(kept, sizes, strict=True):
        new = np.full(size, -1, np.int64)
        new[numbers] = base + np.arange(len(numbers))
        out.append(new)
        base += len(numbers)
    return out, base


@dataclass(frozen=True, slots=True)
class _Numbering:
    """What becomes of the documents of a field of several parts: of each part, the new number of each document (-1 for
    the dead) and the living ones; and how many these are in all."""

    numbers: list[Array]
    alive: list[Array]
    total: int


def _numberings(parts: Sequence[Segment]) -> dict[str, _Numbering]:
    """The numbering of each field: paragraphs in `text`, articles in `headline`."""
    out = {}
    for name, alive, sizes in (
        ("text", [part.living_documents() for part in parts], [part.documents for part in parts]),
        ("headline", [part.living_articles() for part in parts], [part.articles for part in parts]),
    ):
        numbers, total = _renumber(alive, sizes)
        out[name] = _Numbering(numbers, alive, total)
    return out


def merge_words(writer: ArrayFileWriter, parts: Sequence[Segment]) -> None:
    """Write the words of the living documents of parts: a share of what a segment is."""
    for name, numbering in _numberings(parts).items():
        runs = [part.field(name).word_run() for part in parts]
        write_words(writer, name, runs, numbering.numbers, id_width(numbering.total))


def merge_parts(path: Path, parts: Sequence[Segment], words: Callable[[], ArrayFile] | None = None) -> int:
    """Write the living documents of parts, in order, as one segment; returns the footer's checksum.

    A file whose articles were spread over parts that follow one another becomes whole. `words`: gives what
    `merge_words` wrote of the same parts elsewhere; it is called when all else is written.
    """
    numberings = _numberings(parts)
    with ArrayFileWriter(path) as writer:
        for name, numbering in numberings.items():
            fields = [part.field(name) for part in parts]
            write_grams(
                writer, name, [field.gram_run() for field in fields], numbering.numbers, id_width(numbering.total)
            )
            kept = numbering.alive
            write_lengths(writer, name, [field.lengths[k] for field, k in zip(fields, kept, strict=True)])
            write_texts(writer, name, fields, kept)
        merge_originals(writer, [part.originals for part in parts], numberings["text"].numbers)
        alive_articles = numberings["headline"].alive
        sizes = [part.sizes[kept] for part, kept in zip(parts, alive_articles, strict=True)]
        writer.add("articles.sizes", narrow(np.concatenate(sizes)))
        _merge_columns(writer, parts, alive_articles)
        merge_json_records(writer, "meta", [part.meta for part in parts], alive_articles)
        if words is None:
            merge_words(writer, parts)
        else:
            for name, array in words().items():
                writer.add(name, array)
        return writer.close()


def _merge_columns(writer: ArrayFileWriter, parts: Sequence[Segment], kept: Sequence[Array]) -> None:
    files: list[FileEntry] = []
    of_file = []
    for part, articles in zip(parts, kept, strict=True):
        new = np.full(len(part.files), -1, np.int64)
        for i, entry in enumerate(part.files):
            if i in part.dead_files:
                continue
            if files and files[-1].path == entry.path:
                files[-1] = combine(files[-1], entry)
            else:
                files.append(entry)
            new[i] = len(files) - 1
        of_file.append(new[part.column("file")[articles]])
    columns = {"file": np.concatenate(of_file)}
    united = {name: Names() for name in COLUMNS}
    for name in COLUMNS:
        columns[name] = np.concatenate(
            [
                np.array([united[name].number(v) for v in part.names[name]], np.int64)[part.column(name)[articles]]
                for part, articles in zip(parts, kept, strict=True)
            ]
        )
    write_columns(writer, columns, {name: names.values for name, names in united.items()}, files)
