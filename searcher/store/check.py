"""Checking an index: every byte of every file that a generation refers to, and that what the bytes say agrees."""

from __future__ import annotations

import functools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from searcher.errors import DamagedIndexError, IndexMismatchError, NoIndexError
from searcher.store.analyzer import TERMS, Analyzer
from searcher.store.arrays import ArrayFile
from searcher.store.check_segment import SegmentCheck, file_faults
from searcher.store.generation import (
    FileRef,
    Manifest,
    SegmentRef,
    check_file,
    generations,
    is_ours,
    manifest_name,
    mark_name,
    names_in,
    read_manifest,
)
from searcher.store.opening import check_rules
from searcher.store.rows import FileEntry, holdings
from searcher.store.segment import Segment, open_segment
from searcher.text.codebook import SIZE

_REBUILD = "run `searcher index --rebuild` to make the index anew"
_WILL_CLEAR = "nothing: the next run of `searcher index` clears it away"
_WILL_GO = "nothing: the newest generation does not need it, and the next change to the index clears it away"
_TRIES = 5
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


def check_index(folder: Path) -> CheckReport:
    """Verify an index. See `searcher.check_index`."""
    started = time.perf_counter()
    for _ in range(_TRIES):
        numbers = generations(folder)
        check = _Check(folder, numbers)
        check.run()
        # A writer that commits meanwhile clears files away: what was missed then was not lost.
        if not check.problems or generations(folder)[:1] == numbers[:1]:
            break
    return check.report(time.perf_counter() - started)


class _Check:
    def __init__(self, folder: Path, numbers: list[int]) -> None:
        if not numbers:
            raise NoIndexError(f"{folder}: no index here; run `searcher index` to make one")
        self._folder, self._numbers = folder, numbers
        self._manifests: dict[int, Manifest] = {}
        self._strange: set[int] = set()
        self._damaged: set[str] = set()
        self._verified: dict[str, int] = {}
        self._understood: set[str] = set()
        self.problems: list[Finding] = []
        self.notes: list[Finding] = []

    def run(self) -> None:
        """Check everything, the newest generation first."""
        for number in self._numbers:
            try:
                self._manifests[number] = read_manifest(self._folder, number)
            except DamagedIndexError as error:
                self._problem(error.path.name, error.reason, number)
            except IndexMismatchError:
                if number == self._numbers[0]:
                    raise
                self.notes.append(Finding(manifest_name(number), "it is of another format", _WILL_GO))
        for number, manifest in self._manifests.items():
            try:
                check_rules(self._folder, manifest)
            except IndexMismatchError:
                if number == self._numbers[0]:
                    raise
                self.notes.append(Finding(manifest_name(number), "it was made by other rules", _WILL_GO))
                self._strange.add(number)
            for ref in manifest.files:
                self._file(ref, number)
        for number, manifest in self._manifests.items():
            if number not in self._strange and not self._damaged & manifest.names():
                self._generation(number, manifest)
        self._leftovers()

    def _problem(self, name: str, what: str, generation: int) -> None:
        self._damaged.add(name)
        remedy = _REBUILD if generation == self._numbers[0] else _WILL_GO
        self.problems.append(Finding(name, what, remedy))

    def _guarded(self, name: str, generation: int, faults: Callable[[], Iterator[str]]) -> None:
        """Report the faults; what cannot even be looked at is a fault too."""
        try:
            for what in faults():
                self._problem(name, what, generation)
        except DamagedIndexError as error:
            self._problem(error.path.name, error.reason, generation)
        except _MISFIT as error:
            self._problem(name, f"its parts do not fit together ({type(error).__name__}: {error})", generation)

    def _file(self, ref: FileRef, generation: int) -> None:
        if ref.name in self._verified or ref.name in self._damaged:
            return

        def faults() -> Iterator[str]:
            check_file(self._folder, ref)
            file = ArrayFile(self._folder / ref.name, ref.footer)
            try:
                file.verify_all()
                yield from file_faults(file)
            finally:
                file.close()

        self._guarded(ref.name, generation, faults)
        self._verified[ref.name] = ref.size

    def _generation(self, number: int, manifest: Manifest) -> None:
        """What a generation's files say, where their bytes are those that were written."""
        analyzer = Analyzer(self._folder / manifest.analyzer.name, manifest.analyzer.footer)
        try:
            if self._first_time(manifest.analyzer.name):
                self._guarded(manifest.analyzer.name, number, lambda: analyzer_faults(analyzer, manifest.identity))
            living: list[FileEntry] = []
            for ref in manifest.segments:
                segment = open_segment(self._folder, ref, analyzer)
                try:
                    if self._first_time(ref.file.name):
                        checked = SegmentCheck(segment, analyzer, manifest.identity)
                        self._guarded(ref.file.name, number, checked.faults)
                    living += [entry for i, entry in enumerate(segment.files) if i not in ref.dead]
                    self._guarded(manifest_name(number), number, functools.partial(_ref_faults, ref, segment))
                finally:
                    segment.close()
            self._guarded(manifest_name(number), number, lambda: _count_faults(manifest, living))
        except (DamagedIndexError, *_MISFIT) as error:
            # Reported already by what looked at the file first.
            if not self._damaged & manifest.names():
                self._problem(manifest_name(number), f"its files do not fit together: {error}", number)
        finally:
            analyzer.file.close()

    def _first_time(self, name: str) -> bool:
        new = name not in self._understood
        self._understood.add(name)
        return new

    def _leftovers(self) -> None:
        """What no generation needs, and marks that are not there."""
        known = {name for manifest in self._manifests.values() for name in manifest.names()}
        known |= {manifest_name(number) for number in self._numbers} | {mark_name(number) for number in self._numbers}
        present = names_in(self._folder)
        for name in sorted(present):
            if is_ours(name) and name not in known:
                self.notes.append(Finding(name, "no generation that can be read needs it", _WILL_CLEAR))
        for number in self._manifests:
            if mark_name(number) not in present:
                what = "it is missing: were the manifest lost, too, nobody would miss it"
                self.notes.append(Finding(mark_name(number), what, "run `searcher index`"))

    def report(self, seconds: float) -> CheckReport:
        """What was found."""
        checked = []
        for number in self._numbers:
            manifest = self._manifests.get(number)
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
            files=len(self._verified) + len(self._manifests),
            bytes=sum(self._verified.values()),
            problems=tuple(self.problems),
            notes=tuple(self.notes),
            seconds=seconds,
        )


def _ref_faults(ref: SegmentRef, segment: Segment) -> Iterator[str]:
    if ref.documents != segment.documents:
        yield f"it says that {ref.file.name} holds {ref.documents} paragraphs, and it holds {segment.documents}"
    if any(not 0 <= number < len(segment.files) for number in ref.dead):
        yield f"it drops a file that {ref.file.name} does not have"


def _count_faults(manifest: Manifest, living: Sequence[FileEntry]) -> Iterator[str]:
    paths = Counter(entry.path for entry in living)
    for path in [path for path, count in paths.items() if count > 1]:
        yield f"{path} is held twice"
    for name, value in holdings(living).items():
        if manifest.counts.get(name) != value:
            yield f"its count of {name} is not that of what it holds"


def analyzer_faults(analyzer: Analyzer, identity: str) -> Iterator[str]:
    """Whether an analyzer's tables are in order, and its folding is the one that the manifest names."""
    if f"terms{TERMS} {analyzer.folder.identity} " not in identity:
        yield f"its folding is {analyzer.folder.identity}, the manifest names {identity}"
    characters, originals = analyzer.file["codebook.characters"], analyzer.file["codebook.originals"]
    if len(characters) > SIZE or len(np.unique(characters)) != len(characters) or len(originals) != len(characters):
        yield "its codebook is not one of distinct characters"
    for fault in analyzer.dictionary.faults():
        yield f"its dictionary: {fault}"
