"""Array files inside a Whoosh storage: in its folder where it has one, through a temporary file where it has none."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage, ReadOnlyError

from searcher.store.arrays import ArrayFile, ArrayFileWriter


def folder_of(storage: Any) -> Path | None:
    """The folder of a storage on disk; None for one in memory."""
    return Path(storage.folder) if isinstance(storage, FileStorage) else None


def write_arrays(storage: Any, name: str, write: Callable[[ArrayFileWriter], None]) -> int:
    """Make the file `name` of what `write` puts into it; returns its size in bytes. A file of that name is replaced."""
    folder = folder_of(storage)
    if folder is not None:
        if storage.readonly:
            raise ReadOnlyError
        path = folder / name
        path.unlink(missing_ok=True)
        _write(path, write)
        return path.stat().st_size
    with _spool() as path:
        _write(path, write)
        content = path.read_bytes()
    with storage.create_file(name) as file:
        file.write(content)
    return len(content)


def _write(path: Path, write: Callable[[ArrayFileWriter], None]) -> None:
    with ArrayFileWriter(path) as writer:
        write(writer)
        writer.close()


@contextlib.contextmanager
def _spool() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder, "arrays")


class StoredArrays(contextlib.AbstractContextManager["StoredArrays"]):
    """An array file of a storage, opened. Raises DamagedIndexError as `ArrayFile` does."""

    def __init__(self, storage: Any, name: str) -> None:
        self._stack = contextlib.ExitStack()
        folder = folder_of(storage)
        if folder is None:
            # Only files are mapped, so what a storage keeps in memory is put into one for as long as it is open.
            path = self._stack.enter_context(_spool())
            with storage.open_file(name) as file:
                path.write_bytes(file.read())
        else:
            path = folder / name
        try:
            self.file = ArrayFile(path)
        except BaseException:
            self._stack.close()
            raise
        self._stack.callback(self.file.close)

    def close(self) -> None:
        """Let the file go; closing twice does nothing."""
        self._stack.close()

    def __exit__(self, *error: object) -> None:
        self.close()
