"""A batch on its way into a segment: analyzed, its postings still plain arrays, in a temporary file.

A spill has the arrays of a segment, but that of each field the postings are not yet encoded:

    grams.terms, words + words.sizes    terms, ascending
    KIND.counts                         postings of each term
    KIND.documents, KIND.frequencies    postings, one term after the other

so that a build of any size needs memory only for a batch, and merging is concatenation.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.store.arrays import ArrayFile, ArrayFileWriter, narrow
from searcher.store.field_reader import Field
from searcher.store.json_records import write_json_records
from searcher.store.originals import write_originals
from searcher.store.rows import COLUMNS, ArticleRow, FileEntry, article_record, column_values, combine
from searcher.store.segment import Segment
from searcher.store.segment_writer import Names, write_columns
from searcher.text.arrays import running_sum
from searcher.text.bulk import BulkAnalyzer, FoldedBatch
from searcher.text.codebook import Codebook
from searcher.text.inverting import Inverted

Array = npt.NDArray[Any]
_MAX_FREQUENCY = 255


class SpilledRun:
    """Terms with their postings, read part by part."""

    def __init__(self, file: ArrayFile, name: str, terms: Array | list[str]) -> None:
        self._file, self._name = file, name
        self.terms = terms
        self.counts: Array = file[f"{name}.counts"].astype(np.int64)
        self._starts = running_sum(self.counts)

    def postings(self, first: int, last: int) -> tuple[Array, Array]:
        """Documents and frequencies of the terms [first, last)."""
        a, b = int(self._starts[first]), int(self._starts[last])
        return self._file.read(f"{self._name}.documents", a, b), self._file.read(f"{self._name}.frequencies", a, b)


class SpilledField(Field):
    """A field of a spill, to merge."""

    def gram_run(self) -> SpilledRun:  # type: ignore[override]
        """The grams."""
        name = f"{self._name}.grams"
        return SpilledRun(self._file, name, self._file[f"{name}.terms"])

    def word_run(self) -> SpilledRun:  # type: ignore[override]
        """The words."""
        return SpilledRun(self._file, f"{self._name}.words", self.words())


class Spill(Segment):
    """A spilled batch, read as a part to merge."""

    field_class = SpilledField


def _write_inverted(writer: ArrayFileWriter, name: str, inverted: Inverted) -> None:
    writer.add(f"{name}.counts", narrow(inverted.counts))
    writer.add(f"{name}.documents", inverted.documents.astype(np.uint32))
    writer.add(f"{name}.frequencies", np.minimum(inverted.frequencies, _MAX_FREQUENCY).astype(np.uint8))


def _write_field(
    writer: ArrayFileWriter, name: str, batch: FoldedBatch, analyzer: BulkAnalyzer, book: Codebook
) -> None:
    grams, lengths = analyzer.grams(batch)
    writer.add(f"{name}.grams.terms", np.asarray(grams.terms, np.uint64))
    _write_inverted(writer, f"{name}.grams", grams)
    words = analyzer.words(batch)
    coded_words = [word.encode("utf-8", "surrogatepass") for word in words.terms]
    writer.add(f"{name}.words", np.frombuffer(b"".join(coded_words), np.uint8))
    writer.add(f"{name}.words.sizes", narrow(np.array([len(word) for word in coded_words], np.int64)))
    _write_inverted(writer, f"{name}.words", words)
    writer.add(f"{name}.length", narrow(lengths))
    coded, starts = book.encode_batch(batch.codes)
    writer.add(f"{name}.text", coded)
    writer.add(f"{name}.text.sizes", narrow(np.diff(starts[batch.starts])))


def _turned(columns: Sequence[tuple[str | None, ...]]) -> list[tuple[str | None, ...]]:
    """Values by column, from values by article."""
    return list(zip(*columns, strict=True)) if columns else [()] * len(COLUMNS)


class Batch:
    """Articles of files as plain lists, so that they can be sent to another process as they are."""

    def __init__(self) -> None:
        self.files: list[FileEntry] = []
        self.characters = 0
        self.texts: list[str] = []
        self.headlines: list[str] = []
        self.columns: list[tuple[str | None, ...]] = []
        self.records: list[list[Any]] = []
        self.owners: list[int] = []

    def add(self, entry: FileEntry, rows: Sequence[ArticleRow]) -> None:
        """Add a file, or a further part of the file that was added last."""
        if self.files and self.files[-1].path == entry.path:
            self.files[-1] = combine(self.files[-1], entry)
        else:
            self.files.append(entry)
        self.characters += entry.characters
        self.texts.extend(paragraph.text for row in rows for paragraph in row.article.paragraphs)
        self.headlines.extend(row.headline for row in rows)
        self.columns.extend(map(column_values, rows))
        self.records.extend(map(article_record, rows))
        self.owners.extend([len(self.files) - 1] * len(rows))

    def to_plain(self) -> tuple[Any, ...]:
        """As plain values (for marshal)."""
        files = [entry.to_json() for entry in self.files]
        return files, self.characters, self.texts, self.headlines, self.columns, self.records, self.owners

    @staticmethod
    def from_plain(values: tuple[Any, ...]) -> Batch:
        """The inverse of `to_plain`."""
        batch = Batch()
        files, batch.characters, batch.texts, batch.headlines, batch.columns, batch.records, batch.owners = values
        batch.files = [FileEntry.from_json(entry) for entry in files]
        return batch


def write_spill(path: Path, analyzer: BulkAnalyzer, book: Codebook, batch: Batch) -> int:
    """Analyze a batch into a spill; returns the footer's checksum."""
    with ArrayFileWriter(path, durable=False) as writer:
        folded = analyzer.fold(batch.texts)
        _write_field(writer, "text", folded, analyzer, book)
        write_originals(writer, folded, book, batch.texts)
        del folded
        _write_field(writer, "headline", analyzer.fold(batch.headlines), analyzer, book)
        sizes = [len(record[0]) for record in batch.records]
        writer.add("articles.sizes", narrow(np.array(sizes, np.int64)))
        columns = {"file": np.array(batch.owners, np.int64)}
        names = {}
        for name, values in zip(COLUMNS, _turned(batch.columns), strict=True):
            numbered = Names()
            number = {value: numbered.number(value) for value in dict.fromkeys(values)}
            columns[name] = np.fromiter(map(number.__getitem__, values), np.int64, len(values))
            names[name] = numbered.values
        write_columns(writer, columns, names, batch.files)
        write_json_records(writer, "meta", batch.records)
        return writer.close()
