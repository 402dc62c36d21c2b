"""Bringing an index up to date with its corpus: only what is new, changed or gone is touched."""

from __future__ import annotations

import contextlib
import os
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from searcher.errors import (
    IndexMismatchError,
    NoIndexError,
    SearcherError,
)
from searcher.i18n import N_, _
from searcher.results.reports import BuildReport, Skipped
from searcher.store.analyzer import Analyzer
from searcher.store.analyzer_writer import current_identity
from searcher.store.builder import SegmentBuilder, file_ref
from searcher.store.corpus import CorpusFile, same_content, scan
from searcher.store.generation import (
    FileRef,
    Manifest,
    SegmentRef,
    clear_unfinished,
    commit,
    generations,
    names_in,
    tidy,
    writer_lock,
)
from searcher.store.intake import Intake
from searcher.store.opening import Generation, open_newest_generation
from searcher.store.progress import Progress, Report
from searcher.store.rows import FileEntry, holdings
from searcher.store.segment import open_segment
from searcher.store.user_dictionary import UserDictionary, difference, path_of, read_user_dictionary
from searcher.store.worker import Taken
from searcher.store.writing import sync_folder, writing
from searcher.text.fold import default_folder

# Segments of one tier are within this factor in size; so many of a tier are merged into one.
_TIER = 8
_TIER_WIDTH = 8
_SMALLEST_TIER = 1_000
_MUCH, _AT_ONCE = 3_000_000, 1_500_000
"""Bytes of texts that are worth to be read in several processes, and how many go to one at once."""


@dataclass(slots=True)
class _Known:
    """A file of the index: where it is kept."""

    segment: int
    number: int
    entry: FileEntry


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths of corpus files that are new, changed or gone since they were indexed, each in order of path."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def changes(corpus: Path, known: Mapping[str, FileEntry]) -> Changes:
    """How a corpus differs from its files as they were indexed; reads only what was touched. Raises NoCorpusError."""
    return _compared(scan(corpus)[0], known)


def _compared(found: Mapping[str, CorpusFile], known: Mapping[str, FileEntry]) -> Changes:
    added, changed = [], []
    for path, file in found.items():
        entry = known.get(path)
        if entry is None:
            added.append(path)
        elif (entry.size, entry.modified) != (file.size, file.modified) and (
            entry.size != file.size or not same_content(entry, file.file)
        ):
            changed.append(path)
    return Changes(tuple(added), tuple(changed), tuple(path for path in known if path not in found))


def bring_up_to_date(
    corpus: Path,
    index: Path,
    *,
    rebuild: bool = False,
    progress: Report | None = None,
    user_dictionary: Path | None = None,
) -> BuildReport:
    """Make the index hold what the corpus holds. See `searcher.build_index`."""
    started = time.perf_counter()
    found, unlisted = scan(corpus)
    with writing(index):
        if not index.is_dir():
            index.mkdir(parents=True, exist_ok=True)
            sync_folder(index.parent)
    with writer_lock(index):
        before = names_in(index)
        try:
            base = _base(index, corpus, user_dictionary, rebuild)
            update = _Update(index, corpus, found, base, progress or (lambda _: None))
            manifest = update.run()
        except BaseException:
            with contextlib.suppress(OSError, SearcherError):
                clear_unfinished(index, before)
            raise
        return update.report(manifest, unlisted, time.perf_counter() - started)


@dataclass(frozen=True, slots=True)
class _Base:
    """What an update starts from: a generation, or None to start anew (and why, where nobody asked for it)."""

    old: Generation | None
    user: UserDictionary | None
    why_anew: str | None = None

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The lines of the user dictionary that are no words."""
        return self.user.skipped if self.user else ()


def _base(index: Path, corpus: Path, given: Path | None, rebuild: bool) -> _Base:
    """Find the base. Raises UsageError where the user dictionary cannot be used."""
    old, why = None, None
    if not rebuild:
        try:
            old = open_newest_generation(index, N_("it is brought up to date"))
        except NoIndexError:
            pass
        except IndexMismatchError:
            why = _("the index was made by another version of this program")
    made_with = old.analyzer.made_with if old else None
    path, is_given = path_of(corpus, given, made_with)
    user = read_user_dictionary(path, default_folder(), given=is_given) if path else None
    if user is not None and not (user.words or user.skipped):
        user = None
    if old is None or old.manifest.identity == current_identity(user):
        return _Base(old, user, why)
    why = difference(corpus, given, made_with) or _("the index was made with another dictionary or by other rules")
    old.close()
    return _Base(None, user, why)


class _Update:
    def __init__(self, index: Path, corpus: Path, found: dict[str, CorpusFile], base: _Base, progress: Report) -> None:
        self._index, self._corpus, self._found, self._progress = index, corpus, found, progress
        self._base, old = base, base.old
        self._old = old.manifest if old else None
        self._analyzer = old.analyzer if old else None
        self._old_segments = old.segments if old else ()
        self._known: dict[str, _Known] = {}
        self._dead: dict[int, set[int]] = {}
        for i, segment in enumerate(self._old_segments):
            self._dead[i] = set(segment.dead_files)
            for j, entry in enumerate(segment.files):
                if j not in segment.dead_files:
                    self._known[entry.path] = _Known(i, j, entry)
        self.added: list[str] = []
        self.changed: list[str] = []
        self.removed: list[str] = []
        self.unchanged = 0

    def _compare(self) -> None:
        found = _compared(self._found, {path: known.entry for path, known in self._known.items()})
        self.added, self.changed, self.removed = map(list, (found.added, found.changed, found.removed))
        self.unchanged = len(self._found) - len(self.added) - len(self.changed)

    def run(self) -> Manifest:
        """Read, write, merge and commit; gives the generation that holds then."""
        self._compare()
        last = max([0, *generations(self._index)])
        if self._old and self._old.generation == last and not (self.added or self.changed or self.removed):
            tidy(self._index, self._old)
            return self._old
        builder = SegmentBuilder(self._index, self._analyzer, self._base.user)
        try:
            segments = self._written(builder)
        finally:
            builder.close()
        for segment in self._old_segments:
            segment.close()
        analyzer = self._analyzer or builder.analyzer()
        old_ref = self._old.analyzer if self._old else None
        ref: FileRef = builder.analyzer_ref or old_ref or file_ref(analyzer.file.path, analyzer.file.footer_checksum)
        manifest = Manifest(
            generation=last + 1,
            created=time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            identity=current_identity(self._base.user),
            analyzer=ref,
            segments=tuple(segments),
            counts=self._counts(segments, analyzer),
        )
        commit(self._index, manifest, self._old)
        return manifest

    def _written(self, builder: SegmentBuilder) -> list[SegmentRef]:
        """Read what is to be read, write it, merge; gives the segments of the new generation."""
        intake = Intake(self._corpus, builder)
        for path in (*self.changed, *self.removed):
            self._bury(path)
        queue = sorted((*self.added, *self.changed))
        self._read(queue, intake, builder)
        for path in self._partners(intake.issues_linked, set(queue)):
            self._bury(path)
            intake.read(self._found[path])
        self._progress(Progress("indexing", len(queue), len(queue)))
        intake.finish()
        self._progress(Progress("committing", len(queue), len(queue)))
        return self._merged(builder)

    def _read(self, queue: Sequence[str], intake: Intake, builder: SegmentBuilder) -> None:
        """Read files in order; many texts in other processes."""
        files = [self._found[path] for path in queue]
        elsewhere = (os.cpu_count() or 1) > 1 and sum(file.size for file in files if file.is_text) >= _MUCH
        if elsewhere:
            builder.expect_much()
        taken: deque[tuple[int, Future[Taken]]] = deque()
        done = 0

        def wait() -> int:
            """For the first part that is read elsewhere; how many files it has."""
            count, result = taken.popleft()
            for entry, pages in result.result().held:
                intake.hold(entry, pages)
            return count

        for part in _parts(files):
            while taken and taken[0][1].done():
                done += wait()
            if elsewhere and part[0].is_text and builder.knows_text:
                taken.append((len(part), builder.take(self._corpus, part)))
                continue
            for file in part:
                self._progress(Progress("reading", done, len(files)))
                intake.read(file)
                done += 1
        while taken:
            self._progress(Progress("reading", done, len(files)))
            done += wait()

    def _bury(self, path: str) -> None:
        known = self._known.pop(path)
        self._dead[known.segment].add(known.number)

    def _partners(self, linked: set[tuple[str | None, str | None]], queued: set[str]) -> Iterator[str]:
        """Unchanged files that an article may continue from or on, in an issue that changed."""
        gone = {
            issue
            for i, segment in enumerate(self._old_segments)
            for j, entry in enumerate(segment.files)
            if j in self._dead[i] and entry.linked
            for issue in entry.issues
        }
        for path, known in sorted(self._known.items()):
            if known.entry.linked and path not in queued and {*known.entry.issues} & (linked | gone):
                yield path

    def _merged(self, builder: SegmentBuilder) -> list[SegmentRef]:
        """The segments of the new generation: empty ones dropped, small ones merged by tiers of size."""
        refs: list[SegmentRef] = []
        for i, ref in enumerate(self._old.segments if self._old else ()):
            if len(self._dead[i]) < len(self._old_segments[i].files):
                refs.append(replace(ref, dead=tuple(sorted(self._dead[i]))))
        new = builder.finish()
        if new:
            refs.append(new)
        while True:
            tiers = Counter(_tier(ref.documents) for ref in refs)
            full = [tier for tier, count in tiers.items() if count >= _TIER]
            if not full:
                return refs
            chosen = [ref for ref in refs if _tier(ref.documents) <= min(full)]
            refs = [ref for ref in refs if _tier(ref.documents) > min(full)]
            refs.append(builder.merge(chosen))

    def _counts(self, refs: list[SegmentRef], analyzer: Analyzer) -> dict[str, Any]:
        """What the whole generation holds."""
        living = []
        for ref in refs:
            segment = open_segment(self._index, ref, analyzer)
            living += [entry for i, entry in enumerate(segment.files) if i not in ref.dead]
            segment.close()
        return holdings(living)

    def report(self, manifest: Manifest, unlisted: list[Skipped], seconds: float) -> BuildReport:
        """What was done, and what the index holds now."""
        counts = manifest.counts
        return BuildReport(
            added=len(self.added),
            changed=len(self.changed),
            removed=len(self.removed),
            unchanged=self.unchanged,
            skipped=(*self._base.skipped, *unlisted, *(Skipped(*row) for row in counts["skipped"])),
            issues=counts["issues"],
            pages=counts["pages"],
            articles=counts["articles"],
            paragraphs=counts["paragraphs"],
            characters=counts["characters"],
            generation=manifest.generation,
            seconds=seconds,
            why_anew=self._base.why_anew,
        )


def _parts(files: Sequence[CorpusFile]) -> Iterator[list[CorpusFile]]:
    """Files in order, several texts that follow one another together, up to _AT_ONCE bytes."""
    part: list[CorpusFile] = []
    size = 0
    for file in files:
        size += file.size
        if part and not (file.is_text and part[0].is_text and size <= _AT_ONCE):
            yield part
            part, size = [], file.size
        part.append(file)
    if part:
        yield part


def _tier(documents: int) -> int:
    tier, size = 0, _SMALLEST_TIER
    while documents > size:
        tier, size = tier + 1, size * _TIER_WIDTH
    return tier
