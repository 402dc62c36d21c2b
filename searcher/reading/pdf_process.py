"""The process that reads a PDF file: `python -m searcher.reading.pdf_process FILE`.

A PDF is a program of a kind: a file of some kilobytes can unpack to gigabytes, or draw one thing a billion times. So it
is read by a process of its own, with as much memory and, for each page, as much time as a newspaper's page takes at the
very most. It prints one JSON list a line: what `answers` gives.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MAX_MEMORY = 1 << 31
"""Bytes of address space; beyond, the file is refused. Kept where the system has such limits (not on Windows)."""
MAX_SECONDS = 60
"""Seconds of processor time for opening the file, and again for each page; kept where the system has such limits."""

PAGE, REFUSED, FAILED, TOO_MUCH = "page", "refused", "failed", "too much"
_END = "end"


def answers(path: Path) -> Iterator[list[Any]]:
    """What the process says of a file, in order.

    `[PAGE, text, numbers of large lines]` for each page with text, and where it goes wrong, last:
    `[REFUSED, number of the system's error, its text]`, `[FAILED, kind of failure]`, or `[TOO_MUCH]`.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, str(path.absolute()), str(MAX_MEMORY), str(MAX_SECONDS)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            answer: list[Any] = json.loads(line)
            if answer[0] == _END:
                return
            yield answer
        yield [TOO_MUCH]
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def main() -> None:
    """Read the file that is named on the command line, with the limits that follow it."""
    memory, seconds = map(int, sys.argv[2:])
    _limit_memory(memory)
    for answer in _read(Path(sys.argv[1]), seconds):
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def _read(path: Path, seconds: int) -> Iterator[list[Any]]:
    import pdfplumber

    from searcher.reading.pdf import glyphs_of, lay_lines

    try:
        _allow_time(seconds)
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                _allow_time(seconds)
                glyphs = glyphs_of(page.chars)
                page.close()
                if glyphs:
                    laid = lay_lines(glyphs)
                    yield [PAGE, laid.text, sorted(laid.large)]
        yield [_END]
    except OSError as error:
        yield [REFUSED, error.errno, error.strerror or str(error)]
    except Exception as error:
        # The library raises many unrelated types for a damaged or encrypted file, and wraps what it ran into.
        yield [TOO_MUCH] if isinstance(_first(error), MemoryError) else [FAILED, type(error).__name__]


def _first(error: BaseException) -> BaseException:
    while inner := error.__cause__ or error.__context__:
        error = inner
    return error


def _limit_memory(most: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _allow_time(seconds: int) -> None:
    """Let the system end this process after so many seconds more of its work."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        allowed = int(used.ru_utime + used.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
