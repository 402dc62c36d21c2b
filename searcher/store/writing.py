"""What the system refuses while an index is written, told as one failure; and making what was written last."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from searcher.errors import IndexWriteError, system_reason
from searcher.i18n import _

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)
_CANNOT_SYNC = (errno.EINVAL, errno.EBADF, errno.ENOSYS, getattr(errno, "ENOTSUP", errno.EINVAL))


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Every OSError inside becomes an IndexWriteError that names `path` and what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            remedy = _("free some space and run `searcher index` again")
        elif error.errno in _REFUSED:
            remedy = _("change its permissions, or name another folder with --index")
        else:
            remedy = _("run `searcher index` again when that is mended")
        raise IndexWriteError(
            _("{path}: the index cannot be written: {reason}; {remedy}; what was there stays usable").format(
                path=path, reason=system_reason(error), remedy=remedy
            )
        ) from error


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can (Windows cannot open a folder, and need not)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise
    finally:
        os.close(handle)
