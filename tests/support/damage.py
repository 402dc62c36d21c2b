"""Ways to damage a file, and copies of an index with one file damaged."""

from __future__ import annotations

import contextlib
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

from answers import copy_index


def damages(data: bytes, flips: int, rng: random.Random) -> Iterator[tuple[str, bytes | None]]:
    """A file's content damaged, each way with its name; None: the file is removed.

    Flips are spread evenly, and stand at the very first and last bytes.
    """
    if data:
        for i in range(flips):
            place = min(
                len(data) - 1, round(i * (len(data) - 1) / max(flips - 1, 1)) + rng.randrange(3) * (0 < i < flips - 1)
            )
            yield (
                f"bit flipped at {place}",
                data[:place] + bytes([data[place] ^ 1 << rng.randrange(8)]) + data[place + 1 :],
            )
        yield "emptied", b""
        yield "half", data[: len(data) // 2]
        yield "a byte less", data[:-1]
        yield "zeros at the end", data[: -len(data) // 3] + bytes(len(data) - len(data[: -len(data) // 3]))
    yield "a byte more", data + b"\0"
    yield "removed", None


@contextlib.contextmanager
def damaged(index: Path, name: str, data: bytes | None, to: Path) -> Iterator[Path]:
    """A copy of an index with one file changed; removed afterwards."""
    copy = copy_index(index, to)
    # The copy's name may lead to the same file as the original's.
    (copy / name).unlink(missing_ok=True)
    if data is not None:
        (copy / name).write_bytes(data)
    try:
        yield copy
    finally:
        shutil.rmtree(copy)


@contextlib.contextmanager
def within(seconds: int) -> Iterator[None]:
    """Fails what takes longer, where the system has an alarm clock: a hang must not hang the tests."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def ring(*_: object) -> None:
        raise TimeoutError(f"took longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
