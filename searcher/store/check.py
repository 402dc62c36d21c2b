"""Checking an index: every byte of every file that a generation refers to, and that what the bytes say agrees."""

from __future__ import annotations

import functools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from searcher.errors import DamagedIndexError, IndexMismatchError, NoIndexError
from searcher.i18n import N_, _
from searcher.store.analyzer import TERMS, Analyzer
from searcher.store.analyzer_writer import current_identity, dictionary_arrays
from searcher.store.arrays import ArrayFile
from searcher.store.check_segment import file_faults, segment_faults
from searcher.store.generation import (
    Manifest,
    SegmentRef,
    generations,
    has_moved_on,
    is_ours,
    manifest_name,
    mark_name,
    names_in,
    open_file,
    read_manifest,
)
from searcher.store.opening import Generation, check_rules, open_generation
from searcher.store.progress import Progress, Report
from searcher.store.rows import FileEntry, holdings
from searcher.store.segment import Segment
from searcher.text.codebook import SIZE
from searcher.text.dictionary_file import CountedWords, jieba_dictionary_path
from searcher.text.user_words import UserWord

_REBUILD = N_("run `searcher index --rebuild` to make the index anew")
_WILL_CLEAR = N_("nothing: the next run of `searcher index` clears it away")
_WILL_GO = N_("nothing: the newest generation does not need it, and the next change to the index clears it away")
# What reading arrays that do not fit together can raise.
_MISFIT = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a file of the index: its name, what it is, and what to do."""

    file: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class CheckedGeneration:
    """A generation that was checked. `sound`: its manifest and all that it refers to are what was written, and agree;
    the rest counts what that is, and is 0 where the manifest cannot be read."""

    generation: int
    sound: bool
    created: str = ""
    segments: int = 0
    articles: int = 0
    paragraphs: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found.

    `generations`: newest first; `files`, `bytes`: what was verified, each file once; `problems`: damage; `notes`: what
    harms nothing, such as files that a killed run left behind; `seconds`: wall time.
    """

    path: str
    generations: tuple[CheckedGeneration, ...]
    files: int
    bytes: int
    problems: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    seconds: float

    @property
    def sound(self) -> bool:
        """True where there is no damage."""
        return not self.problems


def check_index(folder: Path, *, progress: Report | None = None) -> CheckReport:
    """Verify an index. See `searcher.check_index`."""
    started = time.perf_counter()
    while True:
        numbers = generations(folder)
        check = _Check(folder, numbers)
        check.open()
        # What is open stays readable. Of what was not there to open, a writer may have cleared it away meanwhile.
        if check.is_whole() or not has_moved_on(folder, numbers):
            break
        check.close()
    try:
        check.run(progress or (lambda _: None))
    finally:
        check.close()
    return check.report(time.perf_counter() - started)


class _Check:
    def __init__(self, folder: Path, numbers: list[int]) -> None:
        if not numbers:
            raise NoIndexError(_("{folder}: no index here; run `searcher index` to make one").format(folder=folder))
        self._folder, self._numbers = folder, numbers
        self._present = names_in(folder)
        self._manifests: dict[int, Manifest] = {}
        self._foreign: set[int] = set()
        self._files: dict[str, tuple[ArrayFile, int]] = {}
        self._opened: dict[int, Generation] = {}
        self._unopened: dict[int, DamagedIndexError] = {}
        self._damaged: set[str] = set()
        self._understood: set[str] = set()
        self.problems: list[Finding] = []
        self.notes: list[Finding] = []

    def open(self) -> None:
        """Open everything that the generations refer to, the newest first. Raises IndexMismatchError for that one."""
        for number in self._numbers:
            try:
                manifest = read_manifest(self._folder, number)
                check_rules(self._folder, manifest)
            except DamagedIndexError as error:
                self._problem(error.path.name, error.reason, number)
                continue
            except IndexMismatchError:
                if number == self._numbers[0]:
                    raise
                self.notes.append(Finding(manifest_name(number), _("another version made it"), _(_WILL_GO)))
                self._foreign.add(number)
                continue
            self._manifests[number] = manifest
            for ref in manifest.files:
                if ref.name not in self._files and ref.name not in self._damaged:
                    try:
                        self._files[ref.name] = open_file(self._folder, ref), number
                    except DamagedIndexError as error:
                        self._problem(ref.name, error.reason, number)
            try:
                self._opened[number] = open_generation(self._folder, manifest)
            except DamagedIndexError as error:
                self._unopened[number] = error
            except _MISFIT as error:
                path = self._folder / manifest_name(number)
                self._unopened[number] = DamagedIndexError(
                    path, _("its files do not fit together: {error}").format(error=error)
                )

    def is_whole(self) -> bool:
        """Whether all could be opened."""
        return not self.problems and not self._unopened

    def close(self) -> None:
        """Let all files go."""
        for file, _number in self._files.values():
            file.close()
        for opened in self._opened.values():
            opened.close()

    def run(self, progress: Report) -> None:
        """Verify every block of every file, and then that what sound files say agrees."""
        done, total = 0, sum(file.size for file, _ in self._files.values())
        for name, (file, number) in self._files.items():
            progress(Progress("verifying", done, total, "bytes"))
            self._guarded(name, number, functools.partial(_blocks, file))
            done += file.size
        done = 0

        def tell(size: int, share: float) -> None:
            progress(Progress("comparing", done + int(size * share), total, "bytes"))

        for number, manifest in self._manifests.items():
            if not self._damaged & manifest.names():
                for size in self._generation(number, manifest, tell):
                    done += size
        self._leftovers()

    def _problem(self, name: str, what: str, generation: int) -> None:
        self._damaged.add(name)
        remedy = _REBUILD if generation == self._numbers[0] else _WILL_GO
        self.problems.append(Finding(name, what, _(remedy)))

    def _guarded(self, name: str, generation: int, faults: Callable[[], Iterator[str]]) -> None:
        """Report the faults; what cannot even be looked at is a fault too."""
        try:
            for what in faults():
                self._problem(name, what, generation)
        except DamagedIndexError as error:
            self._problem(error.path.name, error.reason, generation)
        except _MISFIT as error:
            self._problem(
                name,
                _("its parts do not fit together ({kind}: {error})").format(kind=type(error).__name__, error=error),
                generation,
            )

    def _generation(self, number: int, manifest: Manifest, tell: Callable[[int, float], None]) -> Iterator[int]:
        """What a generation's files say, where their bytes are those that were written; gives the size of each file
        once it was looked at, and tells the share of it before."""
        if number in self._unopened:
            error = self._unopened[number]
            self._problem(error.path.name, error.reason, number)
            return
        opened, own = self._opened[number], manifest_name(number)
        if self._first_time(manifest.analyzer.name):
            faults = functools.partial(analyzer_faults, opened.analyzer, manifest.identity)
            self._guarded(manifest.analyzer.name, number, faults)
            yield manifest.analyzer.size
        if manifest.analyzer.name in self._damaged:
            return
        living: list[FileEntry] = []
        for ref, segment in zip(manifest.segments, opened.segments, strict=True):
            if self._first_time(ref.file.name):
                again = _is_made_as_now(opened.analyzer, manifest.identity)
                told = functools.partial(tell, ref.file.size)
                faults = functools.partial(segment_faults, segment, opened.analyzer, again, told)
                self._guarded(ref.file.name, number, faults)
                yield ref.file.size
            self._guarded(own, number, functools.partial(_ref_faults, ref, segment, living))
        self._guarded(own, number, functools.partial(_count_faults, manifest, living))

    def _first_time(self, name: str) -> bool:
        new = name not in self._understood
        self._understood.add(name)
        return new

    def _leftovers(self) -> None:
        """What no generation needs, and marks that are not there."""
        known = {name for manifest in self._manifests.values() for name in manifest.names()}
        known |= {manifest_name(number) for number in self._numbers} | {mark_name(number) for number in self._numbers}
        for name in sorted(self._present):
            if is_ours(name) and name not in known:
                self.notes.append(Finding(name, _("no generation that was read needs it"), _(_WILL_CLEAR)))
        for number in self._manifests:
            if mark_name(number) not in self._present:
                what = _("it is missing: were the manifest lost, too, nobody would miss it")
                self.notes.append(Finding(mark_name(number), what, _("run `searcher index`")))

    def report(self, seconds: float) -> CheckReport:
        """What was found."""
        checked = []
        for number in self._numbers:
            manifest = self._manifests.get(number)
            if number in self._foreign:
                continue
            if manifest is None:
                checked.append(CheckedGeneration(number, sound=False))
                continue
            checked.append(
                CheckedGeneration(
                    number,
                    sound=not self._damaged & manifest.names(),
                    created=manifest.created,
                    segments=len(manifest.segments),
                    articles=manifest.counts.get("articles", 0),
                    paragraphs=manifest.counts.get("paragraphs", 0),
                    size=sum(ref.size for ref in manifest.files),
                )
            )
        return CheckReport(
            path=str(self._folder),
            generations=tuple(checked),
            files=len(self._files) + len(self._manifests),
            bytes=sum(file.size for file, _number in self._files.values()),
            problems=tuple(self.problems),
            notes=tuple(self.notes),
            seconds=seconds,
        )


def _blocks(file: ArrayFile) -> Iterator[str]:
    file.verify_all()
    yield from file_faults(file)


def _ref_faults(ref: SegmentRef, segment: Segment, living: list[FileEntry]) -> Iterator[str]:
    """Whether a manifest says of a segment what it is; adds the files that count to `living`."""
    living += [entry for i, entry in enumerate(segment.files) if i not in ref.dead]
    if ref.documents != segment.documents:
        yield _("it says that {name} holds {documents} paragraphs, and it holds {held}").format(
            name=ref.file.name, documents=ref.documents, held=segment.documents
        )
    if any(not 0 <= number < len(segment.files) for number in ref.dead):
        yield _("it drops a file that {name} does not have").format(name=ref.file.name)


def _count_faults(manifest: Manifest, living: Sequence[FileEntry]) -> Iterator[str]:
    paths = Counter(entry.path for entry in living)
    for path in [path for path, count in paths.items() if count > 1]:
        yield _("{path} is held twice").format(path=path)
    for name, value in holdings(living).items():
        if manifest.counts.get(name) != value:
            yield _("its count of {name} is not that of what it holds").format(name=name)


def jieba_arrays(user_words: tuple[UserWord, ...]) -> dict[str, Any]:
    """The dictionary that an analyzer made now would keep."""
    return dictionary_arrays(CountedWords.read(jieba_dictionary_path()), user_words)


def _is_made_as_now(analyzer: Analyzer, identity: str) -> bool:
    return identity == current_identity(analyzer.made_with)


def analyzer_faults(analyzer: Analyzer, identity: str) -> Iterator[str]:
    """Whether an analyzer's tables are in order, and its folding is the one that the manifest names."""
    if f"terms{TERMS} {analyzer.folder.identity} " not in identity:
        yield _("its folding is {identity}, the manifest names {named}").format(
            identity=analyzer.folder.identity, named=identity
        )
    characters, originals = analyzer.file["codebook.characters"], analyzer.file["codebook.originals"]
    if len(characters) > SIZE or len(np.unique(characters)) != len(characters) or len(originals) != len(characters):
        yield _("its codebook is not one of distinct characters")
    elif any(
        original != character and analyzer.folder(chr(original)) != chr(character)
        for character, original in zip(characters.tolist(), originals.tolist(), strict=True)
    ):
        yield _("an original of its codebook does not fold to its character")
    for fault in analyzer.dictionary.faults():
        yield _("its dictionary: {fault}").format(fault=fault)
    if _is_made_as_now(analyzer, identity):
        for name, array in jieba_arrays(analyzer.user_words()).items():
            if not np.array_equal(analyzer.file[f"dictionary.{name}"], array.reshape(-1)):
                yield _("its dictionary: {name} is not that of jieba").format(name=name)
