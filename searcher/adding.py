"""Copying page files into a corpus: whole or not at all, and never over a different file unless told."""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from searcher.errors import CorpusWriteError, MissingExtraError, UnreadableFileError, UsageError, system_reason
from searcher.i18n import _
from searcher.reading import SUFFIXES, decode, read_pages
from searcher.reading.decode import read_text_bytes
from searcher.reading.files import files_below, open_regular
from searcher.results.reports import Skipped
from searcher.store.progress import Progress, Report
from searcher.store.writing import sync_folder

_TEXT = frozenset({".txt", ".text"})


@dataclass(frozen=True, slots=True)
class AddReport:
    """What copying into a corpus did.

    `added`, `replaced` and `same` are paths in the corpus with forward slashes: new ones, those that now hold another
    text, those that held this text already. `skipped` are sources that were not copied, and why. `passed_over` are
    files in a given folder that are no page files by their ending.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    passed_over: tuple[str, ...] = ()


def add_to_corpus(
    sources: Sequence[Path],
    corpus: Path,
    *,
    into: PurePath | None = None,
    replace: bool = False,
    progress: Report | None = None,
) -> AddReport:
    """Copy page files, and folders of them, into the corpus folder, which is made where it is missing.

    A file comes to lie under its name, a folder with all below it under the folder's name; both in the folder `into` of
    the corpus, where given. Hidden files are left out. A file that the reader cannot read is not copied, nor is one
    whose place is taken by a different file, unless `replace`; both are named in the report. Each file is copied beside
    its place and then moved there, so that a reader of the corpus never sees half of it. `progress` is called with
    files done. Raises UsageError for an `into` outside of the corpus, CorpusWriteError where the system
    does not let a file be written; what was copied before stays.
    """
    if into is not None and (into.is_absolute() or ".." in into.parts):
        raise UsageError(_("{folder}: is not a folder of the corpus; give a path below it").format(folder=into))
    adding = _Adding(corpus, corpus / into if into else corpus, replace)
    found = [pair for source in sources for pair in adding.listed(source)]
    for done, (file, target) in enumerate(found):
        if progress is not None:
            progress(Progress("copying", done, len(found)))
        adding.add(file, target)
    return adding.report()


class _Adding:
    def __init__(self, corpus: Path, folder: Path, replace: bool) -> None:
        self._corpus, self._folder, self._replace = corpus, folder, replace
        self._written: set[Path] = set()
        self._added: list[str] = []
        self._replaced: list[str] = []
        self._same: list[str] = []
        self._skipped: list[Skipped] = []
        self._passed_over: list[str] = []

    def report(self) -> AddReport:
        return AddReport(
            tuple(self._added),
            tuple(self._replaced),
            tuple(self._same),
            tuple(self._skipped),
            tuple(self._passed_over),
        )

    def listed(self, source: Path) -> Iterator[tuple[Path, Path]]:
        """Every page file of a source, with its place in the corpus."""
        corpus, real = (Path(os.path.realpath(path)) for path in (self._corpus, source))
        if real == corpus or corpus in real.parents:
            self._skip(source, _("lies in the corpus already"))
        elif real in corpus.parents:
            self._skip(source, _("holds the corpus itself; name what is to be added"))
        elif source.is_dir():
            yield from self._below(source, self._folder / real.name)
        elif source.suffix.lower() not in SUFFIXES and source.exists():
            endings = ", ".join(sorted(SUFFIXES))
            self._skip(source, _("is no page file by its ending; those are {endings}").format(endings=endings))
        else:
            yield source, self._folder / source.name

    def _below(self, source: Path, target: Path) -> Iterator[tuple[Path, Path]]:
        before = len(self._skipped)
        empty = True
        for one in files_below(source):
            if one.refused is not None:
                self._skip(one.file, one.refused)
            elif one.status is None:
                self._passed_over.append(str(one.file))
            else:
                empty = False
                yield one.file, target / one.file.relative_to(source)
        if empty and len(self._skipped) == before:
            self._skip(source, _("holds no page files"))

    def add(self, file: Path, target: Path) -> None:
        """Copy one file, unless its place holds its text already or a different one."""
        try:
            _see_readable(file)
            taken = os.path.lexists(target)
            same = taken and target.is_file() and filecmp.cmp(file, target, shallow=False)
        except (UnreadableFileError, MissingExtraError) as error:
            self._skip(file, error.reason if isinstance(error, UnreadableFileError) else str(error))
            return
        except OSError as error:
            self._skip(file, _("cannot be read: {reason}").format(reason=system_reason(error)))
            return
        if same:
            self._same.append(self._path(target))
        elif target in self._written:
            self._skip(file, _("another of the given files has the same place, {place}").format(place=target))
        elif taken and not (self._replace and target.is_file()):
            self._skip(
                file, _("a different {place} is there; --replace puts this one in its place").format(place=target)
            )
        else:
            self._copy(file, target)
            self._written.add(target)
            (self._replaced if taken else self._added).append(self._path(target))

    def _copy(self, file: Path, target: Path) -> None:
        """Copy beside the place, hidden, then move there. The file gets the time of its copying, not its own: an index
        takes a file of the same size and time for the same file."""
        # Hidden files are no part of a corpus, so a killed run leaves nothing that would be read.
        temporary = target.with_name(f".{os.getpid()}.tmp")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with open_regular(file) as source, temporary.open("wb") as copy:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fsync(copy.fileno())
            temporary.replace(target)
            sync_folder(target.parent)
        except OSError as error:
            reason = _("{place}: cannot be written: {reason}; what was copied before stays")
            raise CorpusWriteError(reason.format(place=target, reason=system_reason(error))) from error
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()

    def _path(self, target: Path) -> str:
        return target.relative_to(self._corpus).as_posix()

    def _skip(self, file: Path, reason: str) -> None:
        self._skipped.append(Skipped(str(file), reason))


def _see_readable(file: Path) -> None:
    """Raise UnreadableFileError, MissingExtraError or OSError for what the reader would refuse as a whole."""
    open_regular(file).close()
    if file.suffix.lower() in _TEXT:
        decode(read_text_bytes(file, file), str(file))
    else:
        next(read_pages(file), None)
