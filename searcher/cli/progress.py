"""One line on a terminal that says how far the work has come, and goes away when it is done."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from searcher.cli.environment import Environment

if TYPE_CHECKING:
    from types import TracebackType

    from searcher.store.update import Progress

_EVERY = 0.1


class Progressing:
    """A callback for `build_index`; a context manager that clears its line. `silent` writes nothing."""

    def __init__(self, env: Environment, *, silent: bool) -> None:
        self._env = env
        self._silent = silent
        self._next = 0.0
        self._drawn = 0

    def __enter__(self) -> Progressing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._draw("")

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if self._silent or (now < self._next and progress.done < progress.total):
            return
        self._next = now + _EVERY
        share = f" {100 * progress.done // progress.total:3d} %" if progress.total else ""
        self._draw(f"{progress.stage} {progress.done:,} of {progress.total:,} files{share}")

    def _draw(self, line: str) -> None:
        """Write over the last line; blanks rather than a control sequence, which an old console would print."""
        if self._silent or not (line or self._drawn):
            return
        line = line[: max(self._env.width - 1, 1)]
        self._env.stderr.write(f"\r{line.ljust(self._drawn)}\r")
        self._env.stderr.flush()
        self._drawn = len(line)
