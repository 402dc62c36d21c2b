"""Writing a segment: from a batch of articles, or by merging segments.

Beside the two fields `text` (documents: paragraphs) and `headline` (documents: articles) a segment has

    articles.first      the number of the first paragraph of each article, (articles + 1,)
    articles.file       the number of each article's file
    articles.date       YYYYMMDD, 0 for none
    articles.NAME       for newspaper, page, section, source, byline: a number in `names`, 0 for none
    names               zlib-packed JSON: for each of these columns its distinct values, the first null
    files               zlib-packed JSON: the file entries
    meta                records of the articles (see `rows`)
    verbatim, verbatim.document
                        records of original texts that the usual unfolding does not give back, and whose they are
    unusual.document, unusual.place, unusual.code
                        characters of the other texts that are not the usual original of their folded form
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.store.arrays import ArrayFileWriter
from searcher.store.field import MemoryRun, write_grams, write_lengths, write_texts, write_words
from searcher.store.postings import id_width
from searcher.store.records import RecordsWriter
from searcher.store.rows import ArticleRow, FileEntry, article_record, combine
from searcher.text.bulk import BulkAnalyzer, FoldedBatch, running_sum
from searcher.text.codebook import Codebook

Array = npt.NDArray[Any]
COLUMNS = ("newspaper", "page", "section", "source", "byline")
BYLINE_JOINT = "\n"
"""Between the names of a by-line in its column."""
_UNUSUAL_SHARE = 8


def pack_json(value: Any) -> Array:
    """A value as zlib-packed JSON bytes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return np.frombuffer(zlib.compress(text), np.uint8)


def date_number(date: str | None) -> int:
    """YYYY-MM-DD as the integer YYYYMMDD; 0 for none."""
    return int(date.replace("-", "")) if date else 0


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


def _column_values(row: ArticleRow) -> tuple[str | None, ...]:
    page, article = row.page, row.article
    return (page.newspaper, page.page, page.section, article.source, BYLINE_JOINT.join(article.byline))


def _write_columns(
    writer: ArrayFileWriter, columns: dict[str, Array], names: dict[str, list[str | None]], files: Sequence[FileEntry]
) -> None:
    for name, numbers in columns.items():
        highest = int(numbers.max()) if len(numbers) else 0
        writer.add(f"articles.{name}", numbers.astype(np.uint8 if highest < 256 else np.uint32))
    writer.add("names", pack_json(names))
    writer.add("files", pack_json([file.to_json() for file in files]))


def _unusual(batch: FoldedBatch, book: Codebook) -> tuple[Array, Array, Array, Array]:
    """Which texts must be kept verbatim; and of the others, document, place and original of each unusual character."""
    usual = np.arange(0x110000, dtype=np.uint32)
    usual[book.characters] = book.originals
    texts = len(batch.plain)
    lengths = np.diff(batch.original_starts)
    of_plain = np.repeat(batch.plain, lengths)
    inside = np.ones(len(batch.codes), np.bool_)
    inside[batch.starts[1:] - 1] = False
    folded = batch.codes[inside][np.repeat(batch.plain, np.diff(batch.starts) - 1)]
    differs = np.zeros(len(batch.originals), np.bool_)
    differs[of_plain] = usual[folded] != batch.originals[of_plain]
    places = np.flatnonzero(differs)
    documents = np.repeat(np.arange(texts), lengths)[places]
    verbatim = ~batch.plain | (np.bincount(documents, minlength=texts) * _UNUSUAL_SHARE > lengths)
    kept = ~verbatim[documents]
    places, documents = places[kept], documents[kept]
    return verbatim, documents, places - batch.original_starts[documents], batch.originals[places]


def _verbatim_record(text: str) -> bytes:
    return json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass")


def write_batch(
    path: Path, analyzer: BulkAnalyzer, book: Codebook, files: Sequence[FileEntry], rows: Sequence[Sequence[ArticleRow]]
) -> int:
    """Write the articles of `files` (rows[i] are those of files[i]) as a new segment; returns the footer's checksum."""
    articles = [row for of_file in rows for row in of_file]
    texts = [paragraph.text for row in articles for paragraph in row.article.paragraphs]
    with ArrayFileWriter(path) as writer:
        batch = analyzer.fold(texts)
        _write_field(writer, "text", batch, analyzer, book)
        _write_field(writer, "headline", analyzer.fold([row.headline for row in articles]), analyzer, book)
        verbatim, documents, places, codes = _unusual(batch, book)
        writer.add("unusual.document", documents.astype(np.uint32))
        writer.add("unusual.place", places.astype(np.uint32))
        writer.add("unusual.code", codes.astype(np.uint32))
        records = RecordsWriter()
        kept = np.flatnonzero(verbatim)
        records.add_all(_verbatim_record(texts[i]) for i in kept.tolist())
        records.write(writer, "verbatim")
        writer.add("verbatim.document", kept.astype(np.uint32))

        sizes = np.array([len(row.article.paragraphs) for row in articles], np.int64)
        writer.add("articles.first", running_sum(sizes).astype(np.uint32))
        of_file = np.repeat(np.arange(len(files)), [len(r) for r in rows]) if files else np.empty(0, np.int64)
        columns = {"file": of_file, "date": np.array([date_number(row.page.date) for row in articles], np.int64)}
        names = {name: Names() for name in COLUMNS}
        values = [_column_values(row) for row in articles]
        for i, name in enumerate(COLUMNS):
            columns[name] = np.array([names[name].number(value[i]) for value in values], np.int64)
        _write_columns(writer, columns, {name: n.values for name, n in names.items()}, files)
        records = RecordsWriter()
        records.add_all(map(article_record, articles))
        records.write(writer, "meta")
        return writer.close()


def _write_field(
    writer: ArrayFileWriter, name: str, batch: FoldedBatch, analyzer: BulkAnalyzer, book: Codebook
) -> None:
    documents = len(batch.plain)
    same, width = [np.arange(documents)], id_width(documents)
    grams, lengths = analyzer.grams(batch)
    write_grams(writer, name, [MemoryRun(grams)], same, width)
    write_words(writer, name, [MemoryRun(analyzer.words(batch))], same, width)
    write_lengths(writer, name, [lengths])
    coded, starts = book.encode_batch(batch.codes)
    write_texts(writer, name, [(coded, starts[batch.starts], same[0])])


class _MergedColumns:
    """Columns of several segments with their names united."""

    def __init__(self) -> None:
        self.names = {name: Names() for name in COLUMNS}

    def renumber(self, name: str, values: Sequence[str | None], numbers: Array) -> Array:
        """Numbers of one segment as numbers of the merged one."""
        united = self.names[name]
        return np.array([united.number(value) for value in values], np.int64)[numbers]


def merge_segments(path: Path, segments: Sequence[Any]) -> int:
    """Write the living documents of `segments` (`segment.Segment`), in order, as one; returns the footer's checksum."""
    alive = [s.living_documents() for s in segments]
    alive_articles = [s.living_articles() for s in segments]

    def renumber(kept: Sequence[Array], sizes: Sequence[int]) -> tuple[list[Array], int]:
        out, base = [], 0
        for numbers, size in zip(kept, sizes, strict=True):
            new = np.full(size, -1, np.int64)
            new[numbers] = base + np.arange(len(numbers))
            out.append(new)
            base += len(numbers)
        return out, base

    documents, total = renumber(alive, [s.documents for s in segments])
    articles, total_articles = renumber(alive_articles, [s.articles for s in segments])
    with ArrayFileWriter(path) as writer:
        for name, numbers, kept, size in (
            ("text", documents, alive, total),
            ("headline", articles, alive_articles, total_articles),
        ):
            fields = [s.field(name) for s in segments]
            write_grams(writer, name, [f.gram_run() for f in fields], numbers, id_width(size))
            write_words(writer, name, [f.word_run() for f in fields], numbers, id_width(size))
            write_lengths(writer, name, [f.lengths[k] for f, k in zip(fields, kept, strict=True)])
            write_texts(writer, name, [(*f.coded_texts(), k) for f, k in zip(fields, kept, strict=True)])

        parts = [s.file for s in segments]
        owners = [numbers[part["unusual.document"]] for numbers, part in zip(documents, parts, strict=True)]
        for name, columns_of in (
            ("document", owners),
            ("place", [part["unusual.place"] for part in parts]),
            ("code", [part["unusual.code"] for part in parts]),
        ):
            kept_values = [v[u >= 0].astype(np.uint32) for v, u in zip(columns_of, owners, strict=True)]
            writer.add(f"unusual.{name}", np.concatenate(kept_values))
        records, kept_numbers = RecordsWriter(), []
        for i, segment in enumerate(segments):
            for number, record in zip(
                documents[i][parts[i]["verbatim.document"]].tolist(), segment.verbatim, strict=True
            ):
                if number >= 0:
                    records.add(record)
                    kept_numbers.append(number)
        records.write(writer, "verbatim")
        writer.add("verbatim.document", np.array(kept_numbers, np.uint32))

        sizes = [
            np.diff(part["articles.first"].astype(np.int64))[k] for part, k in zip(parts, alive_articles, strict=True)
        ]
        writer.add("articles.first", running_sum(np.concatenate(sizes)).astype(np.uint32))
        files: list[FileEntry] = []
        of_file = []
        for segment, kept in zip(segments, alive_articles, strict=True):
            new = np.full(len(segment.files), -1, np.int64)
            for i, entry in enumerate(segment.files):
                if i in segment.dead_files:
                    continue
                if files and files[-1].path == entry.path:
                    files[-1] = combine(files[-1], entry)
                else:
                    files.append(entry)
                new[i] = len(files) - 1
            of_file.append(new[segment.file["articles.file"][kept]])
        columns = {"file": np.concatenate(of_file)}
        columns["date"] = np.concatenate([p["articles.date"][k] for p, k in zip(parts, alive_articles, strict=True)])
        merged = _MergedColumns()
        for name in COLUMNS:
            columns[name] = np.concatenate(
                [
                    merged.renumber(name, s.names[name], s.file[f"articles.{name}"][k])
                    for s, k in zip(segments, alive_articles, strict=True)
                ]
            )
        _write_columns(writer, columns, {name: n.values for name, n in merged.names.items()}, files)
        records = RecordsWriter()
        for segment, kept in zip(segments, alive_articles, strict=True):
            living = set(kept.tolist())
            records.add_all(record for i, record in enumerate(segment.meta) if i in living)
        records.write(writer, "meta")
        return writer.close()
