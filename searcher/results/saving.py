"""Writing results to a file: whoever looks finds the old file or the whole new one."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from searcher.errors import UsageError
from searcher.i18n import _
from searcher.results.render.formats import FORMATS, Format, format_of_suffix


def format_for(path: Path) -> Format:
    """The format that a file's suffix names. Raises UsageError where it names none."""
    found = format_of_suffix(path.suffix)
    if found is None:
        suffixes = ", ".join(suffix for format in FORMATS.values() for suffix in format.suffixes)
        message = _("{path}: the name tells no format; give it one of {suffixes}, or say --format")
        raise UsageError(message.format(path=path, suffixes=suffixes))
    return found


def save(path: Path, format: Format, lines: Iterable[str]) -> None:
    """Write `lines` (without line ends) as a file of `format`, UTF-8; what stood there is replaced when all is written.

    A link is followed; what is no regular file (a pipe, a device) is written to as it is. Raises UsageError for a
    folder, OSError where the system refuses; then the old file is untouched and nothing else is left.
    """
    if path.is_dir():
        raise UsageError(_("{path}: this is a folder; name a file in it").format(path=path))
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            _write(file, format, lines)
        return
    target = path.resolve() if path.is_symlink() else path
    # Not a name made of the target's: that may be as long as the system allows already.
    temporary = target.with_name(f".searcher-{secrets.token_hex(8)}")
    try:
        with temporary.open("x", encoding="utf-8", errors="backslashreplace", newline="") as file:
            _write(file, format, lines)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _write(file: TextIO, format: Format, lines: Iterable[str]) -> None:
    file.write(format.mark)
    for line in lines:
        file.write(f"{line}{format.newline}")
