"""Building: articles in, segments out, in bounded memory.

Rows gather until a batch is large enough; batches become spills, in other processes where there are several; and at the
end the spills of a build are merged to one segment.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from searcher.store.analyzer import Analyzer
from searcher.store.analyzer_writer import write_analyzer
from searcher.store.arrays import ArrayFile
from searcher.store.generation import FileRef, SegmentRef
from searcher.store.rows import ArticleRow, FileEntry
from searcher.store.segment import Segment, open_segment
from searcher.store.segment_writer import merge_parts
from searcher.store.spill import Batch, Spill, write_spill
from searcher.store.user_dictionary import UserDictionary
from searcher.store.worker import Taken, Workers
from searcher.text.bulk import BulkAnalyzer, BulkFolder
from searcher.text.fold import default_folder

if TYPE_CHECKING:
    from searcher.store.corpus import CorpusFile

BATCH_CHARACTERS = 1_000_000
"""Characters in a batch: what bounds the memory of a build."""
_FEW_CHARACTERS = 50_000
_SAMPLE_CHARACTERS = 250_000
_MOST_WORKERS = 4


def _sample(texts: list[str]) -> list[str]:
    """Texts from all over, enough to know which characters are frequent."""
    return texts[:: max(1, sum(map(len, texts)) // _SAMPLE_CHARACTERS)]


def new_name(kind: str) -> str:
    """A name that no file of any generation bears."""
    return f"{kind}-{secrets.token_hex(8)}.arrays"


def file_ref(path: Path, footer: int) -> FileRef:
    """Refer to a finished file."""
    return FileRef(path.name, path.stat().st_size, footer)


class SegmentBuilder:
    """Collects the articles of files and writes them as a segment into `folder`.

    `analyzer` is that of an index that is there; None makes a new one, fitted to the first batch, as `analyzer_ref`,
    with the words of `user`.
    """

    def __init__(self, folder: Path, analyzer: Analyzer | None = None, user: UserDictionary | None = None) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._user = user
        self._bulk: BulkAnalyzer | None = None
        self._workers: Workers | None = None
        self._batch = Batch()
        self._spills: list[tuple[Path, Callable[[], int | None]]] = []
        self._sent: list[Future[int]] = []
        self._told = False
        self._sample: list[str] = []
        self.analyzer_ref: FileRef | None = None

    def add(self, entry: FileEntry, rows: Sequence[ArticleRow]) -> None:
        """Add a file, or a further part of the file that was added last (with the same path)."""
        self._batch.add(entry, rows)
        if self._batch.characters >= BATCH_CHARACTERS // 2:
            # There is likely more to come.
            self.expect_much()
        if self._batch.characters >= BATCH_CHARACTERS:
            self._spill()

    def expect_much(self) -> None:
        """Have other processes started, which load what they need meanwhile."""
        if self._workers is None:
            self._workers = Workers(min(_MOST_WORKERS, os.cpu_count() or 1))

    @property
    def knows_text(self) -> bool:
        """Whether enough was added to make the analyzer by, or it is there."""
        return self._analyzer is not None or self._batch.characters >= _SAMPLE_CHARACTERS

    def take(self, corpus: Path, files: Sequence[CorpusFile]) -> Future[Taken]:
        """Have files read by another process, and added after all that was added before, but for those that are held
        back. To be called where text is known."""
        self.expect_much()
        if self._batch.files:
            self._spill()
        workers = self._told_workers()
        assert workers is not None
        path = self._folder / new_name("spill")
        taken = workers.read(path, corpus, files)
        self._spills.append((path, lambda: taken.result().footer))
        return taken

    def analyzer(self) -> Analyzer:
        """The index's analyzer, made now where there is none yet."""
        if self._analyzer is None:
            path = self._folder / new_name("analyzer")
            footer = write_analyzer(path, BulkFolder(default_folder())(self._sample), self._user)
            self.analyzer_ref = file_ref(path, footer)
            self._analyzer = Analyzer(path, footer)
        return self._analyzer

    def _spill(self) -> None:
        """Have what was collected written as a spill."""
        batch, self._batch = self._batch, Batch()
        if self._analyzer is None:
            self._sample = _sample(batch.texts)
        path = self._folder / new_name("spill")
        if workers := self._told_workers():
            # What waits to be sent is in memory, too: wait for the first of several.
            for written in self._sent:
                if written.done():
                    # What went wrong ends the build here, not when all is read.
                    written.result()
            self._sent = [written for written in self._sent if not written.done()]
            if len(self._sent) > _MOST_WORKERS:
                self._sent[0].result()
            written = workers.write_spill(path, batch)
            self._sent.append(written)
            self._spills.append((path, written.result))
            return
        analyzer = self.analyzer()
        if self._bulk is None:
            self._bulk = analyzer.bulk(few=batch.characters < _FEW_CHARACTERS)
        footer = write_spill(path, self._bulk, analyzer.book, batch)
        self._spills.append((path, lambda: footer))

    def _told_workers(self) -> Workers | None:
        """The other processes, where there are any, told the analyzer."""
        if self._workers is not None and not self._told:
            analyzer = self.analyzer()
            self._workers.use(analyzer.file.path, analyzer.file.footer_checksum)
            self._told = True
        return self._workers

    def finish(self) -> SegmentRef | None:
        """Write all that was added as one segment; None where nothing was."""
        if self._batch.files:
            self._spill()
        try:
            written = [(path, footer) for path, result in self._spills if (footer := result()) is not None]
            if not written:
                return None
            book = self.analyzer().book
            spills = [Spill(path, book, footer) for path, footer in written]
            return self._merge(spills, self._words_merged(spills))
        finally:
            self.close()

    def _words_merged(self, spills: Sequence[Spill]) -> Callable[[], ArrayFile] | None:
        """Have the words of several spills merged by another process, where there is one."""
        if self._workers is None or len(spills) < 2:
            return None
        path = self._folder / new_name("spill")
        written = self._workers.merge_words(path, [(spill.file.path, spill.file.footer_checksum) for spill in spills])
        self._spills.append((path, written.result))
        return lambda: ArrayFile(path, written.result())

    def close(self) -> None:
        """End other processes and remove what is only temporary; to be called where `finish` was not."""
        if self._workers is not None:
            self._workers.close()
            self._workers = None
        for path, _ in self._spills:
            path.unlink(missing_ok=True)
        self._spills = []

    def merge(self, refs: Sequence[SegmentRef]) -> SegmentRef:
        """Write the living documents of segments as one new segment."""
        return self._merge([open_segment(self._folder, ref, self.analyzer()) for ref in refs])

    def _merge(self, parts: Sequence[Segment], words: Callable[[], ArrayFile] | None = None) -> SegmentRef:
        path = self._folder / new_name("segment")
        try:
            footer = merge_parts(path, parts, words)
            return SegmentRef(file_ref(path, footer), sum(len(part.living_documents()) for part in parts))
        finally:
            for part in parts:
                part.close()
