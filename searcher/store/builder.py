"""Building: articles in, segments out, in bounded memory.

Rows gather until a batch is large enough, a batch becomes a segment, and at the end the segments of a build are merged.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from searcher.store.analyzer import Analyzer, write_analyzer
from searcher.store.generation import FileRef, SegmentRef
from searcher.store.rows import ArticleRow, FileEntry, combine
from searcher.store.segment import Segment
from searcher.store.segment_writer import merge_segments, write_batch
from searcher.text.bulk import BulkAnalyzer, BulkFolder
from searcher.text.fold import default_folder
from searcher.text.words import bulk_cutter

BATCH_CHARACTERS = 4_000_000
"""Characters in a batch: what bounds the memory of a build."""


def new_name(kind: str) -> str:
    """A name that no file of any generation bears."""
    return f"{kind}-{secrets.token_hex(8)}.arrays"


def file_ref(path: Path, footer: int) -> FileRef:
    """Refer to a finished file."""
    return FileRef(path.name, path.stat().st_size, footer)


class SegmentBuilder:
    """Collects the articles of files and writes them as segments into `folder`.

    `analyzer` is that of an index that is there; None makes a new one, fitted to the first batch, as `analyzer_ref`.
    """

    def __init__(self, folder: Path, analyzer: Analyzer | None = None) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._bulk: BulkAnalyzer | None = None
        self._files: list[FileEntry] = []
        self._rows: list[list[ArticleRow]] = []
        self._characters = 0
        self.analyzer_ref: FileRef | None = None
        self.segments: list[SegmentRef] = []

    def add(self, entry: FileEntry, rows: Sequence[ArticleRow]) -> None:
        """Add a file, or a further part of the file that was added last (with the same path)."""
        if self._files and self._files[-1].path == entry.path:
            self._files[-1] = combine(self._files[-1], entry)
            self._rows[-1].extend(rows)
        else:
            self._files.append(entry)
            self._rows.append(list(rows))
        self._characters += sum(len(p.text) for row in rows for p in row.article.paragraphs)
        if self._characters >= BATCH_CHARACTERS:
            self.flush()

    def analyzer(self) -> Analyzer:
        """The index's analyzer, made now where there is none yet."""
        if self._analyzer is None:
            texts = [p.text for rows in self._rows for row in rows for p in row.article.paragraphs]
            path = self._folder / new_name("analyzer")
            footer = write_analyzer(path, BulkFolder(default_folder())(texts))
            self.analyzer_ref = file_ref(path, footer)
            self._analyzer = Analyzer(path, footer)
        return self._analyzer

    def flush(self) -> None:
        """Write what was collected as a segment."""
        if not self._files:
            return
        analyzer = self.analyzer()
        if self._bulk is None:
            # A few pages are cut by the mapped dictionary: loading another would take longer.
            cut = analyzer.cut if self._characters < 50_000 else bulk_cutter()
            self._bulk = BulkAnalyzer(analyzer.folder, analyzer.dictionary, cut)
        path = self._folder / new_name("segment")
        footer = write_batch(path, self._bulk, analyzer.book, self._files, self._rows)
        documents = sum(len(row.article.paragraphs) for rows in self._rows for row in rows)
        self.segments.append(SegmentRef(file_ref(path, footer), documents))
        self._files, self._rows, self._characters = [], [], 0

    def merge(self, refs: Sequence[SegmentRef]) -> SegmentRef:
        """Write the living documents of segments as one new segment."""
        analyzer = self.analyzer()
        segments = [open_segment(self._folder, ref, analyzer) for ref in refs]
        path = self._folder / new_name("segment")
        try:
            footer = merge_segments(path, segments)
            documents = sum(len(s.living_documents()) for s in segments)
        finally:
            for segment in segments:
                segment.close()
        return SegmentRef(file_ref(path, footer), documents)

    def discard(self, refs: Sequence[SegmentRef]) -> None:
        """Remove segments of this build that were merged into another."""
        for ref in refs:
            (self._folder / ref.file.name).unlink(missing_ok=True)


def open_segment(folder: Path, ref: SegmentRef, analyzer: Analyzer) -> Segment:
    """Map a segment of a generation."""
    return Segment(folder / ref.file.name, analyzer.book, ref.file.footer, ref.dead)
