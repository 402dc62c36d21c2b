"""Which files of a folder are read: page files by their ending, regular ones, none that a link lets in."""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from searcher.errors import system_reason
from searcher.i18n import _
from searcher.reading.pages import SUFFIXES

_ANY = getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file (or folder) below a folder: its status where it is to be read, else why not; neither: no page file."""

    file: Path
    status: os.stat_result | None = None
    refused: str | None = None


def files_below(folder: Path) -> Iterator[FolderFile]:
    """What lies below a folder, folder by folder, each in order of name. What is hidden is left out.

    Links to folders are not followed, and links to files only where these lie below the folder themselves: what
    somebody was sent may hold links to anything. FIFOs, devices and sockets are refused without being opened.
    """
    refusals: list[FolderFile] = []

    def unlisted(error: OSError) -> None:
        reason = _("cannot be listed: {reason}").format(reason=system_reason(error))
        refusals.append(FolderFile(Path(error.filename), refused=reason))

    root = os.path.realpath(folder)
    for here, folders, names in os.walk(folder, onerror=unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if Path(here, name).is_symlink():
                yield FolderFile(Path(here, name), refused=_("is a link to a folder, which is not followed"))
        for name in sorted(names):
            if not name.startswith("."):
                yield _seen(Path(here, name), root)
        yield from refusals
        refusals.clear()
    yield from refusals


def _seen(file: Path, root: str) -> FolderFile:
    if file.suffix.lower() not in SUFFIXES:
        return FolderFile(file)
    try:
        status = file.lstat()
        if stat.S_ISLNK(status.st_mode):
            status = file.stat()
            if not Path(os.path.realpath(file)).is_relative_to(root):
                return FolderFile(file, refused=_("is a link out of the folder, which is not followed"))
    except OSError as error:
        return FolderFile(file, refused=_("cannot be read: {reason}").format(reason=system_reason(error)))
    if not stat.S_ISREG(status.st_mode):
        return FolderFile(file, refused=_("is not a regular file"))
    return FolderFile(file, status)


def open_regular(file: Path) -> io.BufferedReader:
    """Open a regular file to read its bytes. Raises OSError, also for what is none.

    Nothing is waited for, as opening a FIFO would: what was a file when its folder was listed may be one by now.
    """
    stream = os.fdopen(os.open(file, os.O_RDONLY | _ANY), "rb")
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return stream
    stream.close()
    raise OSError(errno.EINVAL, _("is not a regular file"), str(file))
