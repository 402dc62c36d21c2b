"""What a writer asks of the system, counted, refused, recorded or cut short.

`intercepted` puts itself between the program and every call that changes a file or folder: opening for writing, writing
(as the system sees it, after buffering), syncing, renaming, removing, making folders.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import os
import signal
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Operation:
    """A change asked of the system.

    `kind`: open, write, fsync, sync folder, replace, unlink, mkdir; `path`: of what, or from what; `target`: to what;
    `file`: the number of the open file; `data`: what is written; `truncates`: opening empties the file.
    """

    kind: str
    path: str
    target: str = ""
    file: int = -1
    data: bytes = b""
    truncates: bool = False


Before = Callable[[Operation], None]
"""Called before each operation is done; what it raises the program gets instead."""


class _Raw(io.FileIO):
    """A file whose every write is announced; it takes at most `piece` bytes at once, as a system may."""

    def __init__(self, path: Any, mode: str, number: int, before: Before, piece: int) -> None:
        super().__init__(path, mode)
        self._number, self._before, self._piece = number, before, piece

    def write(self, data: Any) -> int:
        taken = bytes(data)[: self._piece]
        self._before(Operation("write", os.fspath(self.name), file=self._number, data=taken))  # type: ignore[arg-type]
        return super().write(taken)


@contextlib.contextmanager
def intercepted(before: Before, piece: int = 1 << 30) -> Iterator[None]:
    """Announce every operation inside to `before`; a write is done in pieces of so many bytes."""
    system = {name: getattr(os, name) for name in ("open", "fsync", "replace", "rename", "unlink", "remove", "mkdir")}
    real_open = io.open
    files: dict[int, tuple[str, str, int]] = {}
    numbers = iter(range(1 << 30))

    def opened(path: Any, mode: str = "r", buffering: int = -1, encoding: Any = None, *rest: Any, **more: Any) -> Any:
        if isinstance(path, int) or not set(mode) & set("wxa+"):
            return real_open(path, mode, buffering, encoding, *rest, **more)
        number = next(numbers)
        before(Operation("open", os.fspath(path), file=number, truncates="w" in mode))
        raw = _Raw(path, mode.replace("b", "").replace("t", ""), number, before, piece)
        files[raw.fileno()] = ("fsync", os.fspath(path), number)
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, *rest, **more)

    def low_open(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        # A file without a name, which a lock's own library tries to have and can do without, is in no folder.
        if flags & (os.O_WRONLY | os.O_RDWR) and not Path(path).is_dir():
            before(Operation("open", os.fspath(path), file=next(numbers), truncates=bool(flags & os.O_TRUNC)))
        handle: int = system["open"](path, flags, *rest, **more)
        files[handle] = ("sync folder", os.fspath(path), -1)
        return handle

    def fsync(handle: int) -> None:
        kind, path, number = files[handle]
        before(Operation(kind, path, file=number))
        system["fsync"](handle)

    def moved(path: Any, target: Any, **more: Any) -> None:
        before(Operation("replace", os.fspath(path), os.fspath(target)))
        system["replace"](path, target, **more)

    def removed(path: Any, **more: Any) -> None:
        before(Operation("unlink", os.fspath(path)))
        system["unlink"](path, **more)

    def made(path: Any, *rest: Any, **more: Any) -> None:
        # Of a folder that is there already a system says only that; a lock's own library asks for it each time.
        if not os.path.lexists(path):
            before(Operation("mkdir", os.fspath(path)))
        system["mkdir"](path, *rest, **more)

    mine = {"open": low_open, "fsync": fsync, "replace": moved, "rename": moved, "unlink": removed, "remove": removed,
            "mkdir": made}  # fmt: skip
    io.open = builtins.open = opened  # type: ignore[assignment]
    for name, function in mine.items():
        setattr(os, name, function)
    try:
        yield
    finally:
        io.open = builtins.open = real_open
        for name, function in system.items():
            setattr(os, name, function)


class Recorder:
    """Keeps what was asked."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []

    def __call__(self, operation: Operation) -> None:
        self.operations.append(operation)


class KillAt:
    """Kills the process before the operation with this number, from 0."""

    def __init__(self, number: int) -> None:
        self._left = number

    def __call__(self, operation: Operation) -> None:
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1


class RefuseFrom:
    """Lets operations of these kinds fail with an error of the system from the one with this number on, from 0;
    `times`: how many fail (0: all from there on)."""

    def __init__(self, number: int, code: int, kinds: tuple[str, ...], times: int = 0) -> None:
        self._number, self._code, self._kinds, self._times = number, code, kinds, times
        self._seen = 0
        self.refused = 0

    def __call__(self, operation: Operation) -> None:
        if operation.kind not in self._kinds:
            return
        self._seen += 1
        if self._seen > self._number and not (self._times and self.refused >= self._times):
            self.refused += 1
            raise OSError(self._code, os.strerror(self._code), operation.path)


def in_child(work: Callable[[], None]) -> int:
    """Run `work` in a forked process; gives its exit status, negative the signal that it died of; 0 done, 1 failed."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def inside(operation: Operation, folder: Path) -> bool:
    """Whether an operation concerns this folder or what is in it."""
    path = Path(operation.path)
    return path == folder or folder in path.parents
