"""Bringing an index up to date with its corpus: only what is new, changed or gone is touched."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from searcher.errors import (
    IndexMismatchError,
    MissingExtraError,
    NoCorpusError,
    NoIndexError,
    SearcherError,
    UnreadableFileError,
    system_reason,
)
from searcher.i18n import N_, _
from searcher.reading import Page, read_pages
from searcher.reading.files import files_below, open_regular
from searcher.reading.jumps import join_continued
from searcher.results.reports import BuildReport, Skipped
from searcher.store.analyzer import Analyzer
from searcher.store.analyzer_writer import current_identity
from searcher.store.builder import SegmentBuilder, file_ref
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
from searcher.store.opening import Generation, open_newest_generation
from searcher.store.progress import Progress, Report
from searcher.store.rows import ArticleRow, FileEntry, holdings
from searcher.store.segment import open_segment
from searcher.store.user_dictionary import UserDictionary, difference, path_of, read_user_dictionary
from searcher.store.writing import sync_folder, writing
from searcher.text.fold import default_folder
from searcher.text.word_lists import is_word_list

_RECENT_NS = 2_000_000_000
# Segments of one tier are within this factor in size; so many of a tier are merged into one.
_TIER = 8
_TIER_WIDTH = 8
_SMALLEST_TIER = 1_000
_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class _Found:
    """A corpus file as the folder shows it."""

    path: str
    file: Path
    size: int
    modified: int


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


def _compared(found: Mapping[str, _Found], known: Mapping[str, FileEntry]) -> Changes:
    added, changed = [], []
    for path, file in found.items():
        entry = known.get(path)
        if entry is None:
            added.append(path)
        elif (entry.size, entry.modified) != (file.size, file.modified) and (
            entry.size != file.size or not _same_content(entry, file.file)
        ):
            changed.append(path)
    return Changes(tuple(added), tuple(changed), tuple(path for path in known if path not in found))


def scan(corpus: Path) -> tuple[dict[str, _Found], list[Skipped]]:
    """Every corpus file by its path, in order of path, and what is not read (`files_below`). Raises NoCorpusError."""
    if not corpus.is_dir():
        reason = _("is not a folder") if corpus.exists() else _("no such folder")
        raise NoCorpusError(
            _("{corpus}: {reason}; put page texts there, or name another with --corpus").format(
                corpus=corpus, reason=reason
            )
        )
    found: dict[str, _Found] = {}
    skipped: list[Skipped] = []
    for one in files_below(corpus):
        if is_word_list(one.file, corpus):
            continue
        path = _relative(one.file, corpus)
        if one.refused is not None:
            skipped.append(Skipped(path, one.refused))
        elif one.status is not None:
            found[path] = _Found(path, one.file, one.status.st_size, one.status.st_mtime_ns)
    return dict(sorted(found.items())), skipped


def _relative(file: Path, corpus: Path) -> str:
    try:
        return file.relative_to(corpus).as_posix()
    except ValueError:
        return str(file)


def digest_of(file: Path) -> str:
    """A hash of a regular file's content. Raises OSError."""
    with open_regular(file) as stream:
        return hashlib.file_digest(stream, "blake2b").hexdigest()[:32]


def _refused(found: _Found, error: OSError) -> UnreadableFileError:
    return UnreadableFileError(found.path, _("cannot be read: {reason}").format(reason=system_reason(error)))


def _digest_or_reason(found: _Found) -> str:
    """The hash of a file's content. Raises UnreadableFileError, caused by the OSError."""
    try:
        return digest_of(found.file)
    except OSError as error:
        raise _refused(found, error) from error


def _touched(found: _Found) -> bool:
    """Whether a file was written to, or went away, since the folder showed it."""
    try:
        status = found.file.stat()
    except OSError:
        return True
    return (status.st_size, status.st_mtime_ns) != (found.size, found.modified)


def _linked(page: Page) -> bool:
    return any(a.continues_on or a.continued_from for a in page.articles)


class _Reader:
    """Reads corpus files into a builder; holds back what continues on other pages until its issue is together."""

    def __init__(self, corpus: Path, builder: SegmentBuilder) -> None:
        self._corpus, self._builder = corpus, builder
        self._held: dict[tuple[str | None, str | None], list[tuple[FileEntry, list[Page]]]] = {}
        self.issues_linked: set[tuple[str | None, str | None]] = set()

    def read(self, found: _Found) -> None:
        """Read one file; what is wrong with it goes into its entry."""
        now = time.time_ns()
        # A file written in the same moment may change once more and keep its time: its content decides next time.
        modified = found.modified if now - found.modified > _RECENT_NS else 0
        entry = FileEntry(found.path, found.size, modified, "")
        problems: list[UnreadableFileError] = []
        batch: list[Page] = []
        held: list[Page] = []
        try:
            entry = replace(entry, digest=_digest_or_reason(found))
            for page in self._pages(found, problems):
                if held or _linked(page):
                    held.append(page)
                    continue
                batch.append(page)
                if sum(len(p.articles) for p in batch) > _ROWS_AT_ONCE:
                    self._add(entry, batch)
                    batch = []
        except (UnreadableFileError, MissingExtraError) as error:
            if isinstance(error.__cause__, OSError):
                # The system refused it: without a digest the next run tries again.
                entry = replace(entry, modified=0, digest="")
            reason = error.reason if isinstance(error, UnreadableFileError) else str(error)
            self._add(replace(entry, skipped=(*_skips(problems, found.path), Skipped(found.path, reason))), ())
            return
        if _touched(found):
            # What was read and the digest may be of different texts: the next run reads it again.
            entry = replace(entry, modified=0, digest="")
        entry = replace(entry, skipped=_skips(problems, found.path))
        if held:
            self._hold(entry, [*batch, *held])
        else:
            self._add(entry, batch)

    def _pages(self, found: _Found, problems: list[UnreadableFileError]) -> Iterator[Page]:
        """The pages of a file. Only what fails in reading them is a fault of the file, not what is done with them."""
        try:
            yield from read_pages(found.file, root=self._corpus, problems=problems)
        except (UnreadableFileError, MissingExtraError):
            raise
        except OSError as error:
            raise _refused(found, error) from error
        except Exception as error:
            # One page must not end the run, whatever it does to the reader.
            reason = _("a fault of the program in reading it: {kind}: {error}")
            raise UnreadableFileError(found.path, reason.format(kind=type(error).__name__, error=error)) from error

    def _add(self, entry: FileEntry, pages: Iterable[Page], linked: bool = False) -> None:
        pages = list(pages)
        rows = [ArticleRow(page, article) for page in pages for article in page.articles if article.paragraphs]
        issues = tuple(dict.fromkeys((page.newspaper, page.date) for page in pages))
        texts = [paragraph.text for row in rows for paragraph in row.article.paragraphs]
        counted = replace(
            entry,
            articles=len(rows),
            paragraphs=len(texts),
            characters=sum(map(len, texts)),
            pages=len(pages),
            issues=issues,
            linked=linked,
        )
        self._builder.add(counted, rows)

    def _hold(self, entry: FileEntry, pages: list[Page]) -> None:
        issue = (pages[0].newspaper, pages[0].date)
        self.issues_linked.update((page.newspaper, page.date) for page in pages)
        self._held.setdefault(issue, []).append((entry, pages))

    def finish(self) -> None:
        """Join the articles of each issue that was held back, and add its files."""
        for issue in list(self._held):
            files = self._held.pop(issue)
            joined = join_continued([page for _, pages in files for page in pages])
            at = 0
            for entry, pages in files:
                self._add(entry, joined[at : at + len(pages)], linked=True)
                at += len(pages)


def _skips(problems: list[UnreadableFileError], path: str) -> tuple[Skipped, ...]:
    return tuple(Skipped(path, problem.reason) for problem in problems)


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
    def __init__(self, index: Path, corpus: Path, found: dict[str, _Found], base: _Base, progress: Report) -> None:
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
        reader = _Reader(self._corpus, builder)
        for path in (*self.changed, *self.removed):
            self._bury(path)
        queue = sorted((*self.added, *self.changed))
        for done, path in enumerate(queue):
            self._progress(Progress("reading", done, len(queue)))
            reader.read(self._found[path])
        for path in self._partners(reader.issues_linked, set(queue)):
            self._bury(path)
            reader.read(self._found[path])
        self._progress(Progress("indexing", len(queue), len(queue)))
        reader.finish()
        self._progress(Progress("committing", len(queue), len(queue)))
        return self._merged(builder)

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


def _tier(documents: int) -> int:
    tier, size = 0, _SMALLEST_TIER
    while documents > size:
        tier, size = tier + 1, size * _TIER_WIDTH
    return tier


def _same_content(entry: FileEntry, file: Path) -> bool:
    try:
        return entry.digest == digest_of(file)
    except OSError:
        # Still unreadable, as it was: nothing has changed.
        return not entry.digest
