"""Every failure that the program states, one small class each, with the exit status that it ends in.

The library raises these; the command line turns them into one line on stderr and the status (``cli.main``),
the prompt into one line on the screen. A message names the file or the place in the query, and what to do.
"""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path

from searcher.i18n import N_, _


class ExitStatus(IntEnum):
    """What the process tells the shell."""

    OK = 0
    NOTHING_FOUND = 1
    USAGE = 2
    NO_INDEX = 3
    DAMAGED = 4
    LOCKED = 5
    UNREADABLE_FILES = 6
    FAILED = 70  # A failure that none of the others names, as sysexits.h has it; 1 would say that nothing was found.
    INTERRUPTED = 130


class SearcherError(Exception):
    """A stated failure; ``str(error)`` is one line for people."""

    status = ExitStatus.USAGE


class UsageError(SearcherError):
    """An option or argument that cannot be used as given."""


class ConfigError(SearcherError):
    """A setting of the user's file or environment that cannot be used; the message names the line or the variable."""


class QueryError(SearcherError):
    """A query that cannot be read.

    ``query`` is the query as typed, ``position`` the offset in characters of the place at fault.
    """

    def __init__(self, message: str, query: str = "", position: int = 0) -> None:
        super().__init__(message)
        self.query = query
        self.position = position


class NotFoundError(SearcherError):
    """No paragraph or article has this id."""

    status = ExitStatus.NOTHING_FOUND


class NoCorpusError(SearcherError):
    """The corpus folder is not there, or holds nothing that can be read."""

    status = ExitStatus.NO_INDEX


class NoIndexError(SearcherError):
    """The index folder is not there, or holds no index."""

    status = ExitStatus.NO_INDEX


class IndexMismatchError(SearcherError):
    """The index was made by another format, analyzer or dictionary; the remedy is named."""

    status = ExitStatus.NO_INDEX


class DamagedIndexError(SearcherError):
    """A file of the index is not what was written; ``path`` names it."""

    status = ExitStatus.DAMAGED

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(
            _("{path}: damaged index file: {reason}; run `searcher index --rebuild` to make it anew").format(
                path=path, reason=reason
            )
        )
        self.path = Path(path)
        self.reason = reason


class DamageWarning(UserWarning):
    """The newest generation of an index is damaged, and an older one is used instead."""


class IndexReadError(SearcherError):
    """The system does not let the index be read."""

    status = ExitStatus.FAILED


class IndexWriteError(SearcherError):
    """The system does not let the index be written (disk full, no permission, …); what was there stays usable."""

    status = ExitStatus.FAILED


class CorpusWriteError(SearcherError):
    """The system does not let a file of the corpus be written."""

    status = ExitStatus.FAILED


class LockedError(SearcherError):
    """Another process is writing this index."""

    status = ExitStatus.LOCKED


class UnreadableFileError(SearcherError):
    """A corpus file that cannot be read; during indexing it is a named skip, not a failure of the run."""

    status = ExitStatus.UNREADABLE_FILES

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = Path(path)
        self.reason = reason


class MissingExtraError(SearcherError):
    """A feature whose optional library is not installed; the message says how to get it."""


class MissingFontError(SearcherError):
    """No font of the system can write what is to be drawn; the message says which to install."""


_SYSTEM = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("File name too long"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Read-only file system"),
    N_("Too many open files"),
    N_("Too many levels of symbolic links"),
    N_("Input/output error"),
    N_("Invalid argument"),
    N_("Broken pipe"),
    N_("Exec format error"),
)
"""What POSIX systems say, as far as users meet it: so that the catalogues have it."""


def system_reason(error: OSError) -> str:
    """Why the system refused something, in the language in force where the catalogue knows what the system says."""
    return _(error.strerror) if error.strerror else str(error)
