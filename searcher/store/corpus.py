"""The files of a corpus as the folder shows them, and whether one is still what it was."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from searcher.errors import NoCorpusError, UnreadableFileError, system_reason
from searcher.i18n import _
from searcher.reading.files import files_below, open_regular
from searcher.results.reports import Skipped
from searcher.store.rows import FileEntry
from searcher.text.word_lists import is_word_list


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A corpus file as the folder shows it."""

    path: str
    file: Path
    size: int
    modified: int

    @property
    def is_text(self) -> bool:
        """Whether it is a page text: neither records, of which there may be any number, nor a PDF."""
        return self.file.suffix.lower() in (".txt", ".text")


def scan(corpus: Path) -> tuple[dict[str, CorpusFile], list[Skipped]]:
    """Every corpus file by its path, in order of path, and what is not read (`files_below`). Raises NoCorpusError."""
    if not corpus.is_dir():
        reason = _("is not a folder") if corpus.exists() else _("no such folder")
        raise NoCorpusError(
            _("{corpus}: {reason}; put page texts there, or name another with --corpus").format(
                corpus=corpus, reason=reason
            )
        )
    found: dict[str, CorpusFile] = {}
    skipped: list[Skipped] = []
    for one in files_below(corpus):
        if is_word_list(one.file, corpus):
            continue
        path = _relative(one.file, corpus)
        if one.refused is not None:
            skipped.append(Skipped(path, one.refused))
        elif one.status is not None:
            found[path] = CorpusFile(path, one.file, one.status.st_size, one.status.st_mtime_ns)
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


def refused(found: CorpusFile, error: OSError) -> UnreadableFileError:
    """The failure of a file that the system does not let be read."""
    return UnreadableFileError(found.path, _("cannot be read: {reason}").format(reason=system_reason(error)))


def digest_or_reason(found: CorpusFile) -> str:
    """The hash of a file's content. Raises UnreadableFileError, caused by the OSError."""
    try:
        return digest_of(found.file)
    except OSError as error:
        raise refused(found, error) from error


def touched(found: CorpusFile) -> bool:
    """Whether a file was written to, or went away, since the folder showed it."""
    try:
        status = found.file.stat()
    except OSError:
        return True
    return (status.st_size, status.st_mtime_ns) != (found.size, found.modified)


def same_content(entry: FileEntry, file: Path) -> bool:
    """Whether a file holds what it held when it was indexed."""
    try:
        return entry.digest == digest_of(file)
    except OSError:
        # Still unreadable, as it was: nothing has changed.
        return not entry.digest
