"""One line on a terminal that says how far the work has come, and goes away when it is done."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from searcher.cli.environment import Environment
from searcher.i18n import N_, _

if TYPE_CHECKING:
    from types import TracebackType

    from searcher.store.progress import Progress

_EVERY = 0.1
_RATE_AFTER = 1.0
_RATE_OVER = 10.0
_STAGES = {
    "reading": N_("reading"),
    "indexing": N_("indexing"),
    "committing": N_("committing"),
    "verifying": N_("verifying"),
    "comparing": N_("comparing"),
    "copying": N_("copying"),
}


class Pace:
    """How fast work goes and how long it will take, by the last ten seconds: files differ much in size."""

    def __init__(self) -> None:
        self._points: deque[tuple[float, int]] = deque()

    def add(self, now: float, done: int) -> None:
        """So much was done at a time in seconds."""
        if self._points and done < self._points[-1][1]:
            self._points.clear()
        self._points.append((now, done))
        while len(self._points) > 2 and self._points[1][0] <= now - _RATE_OVER:
            self._points.popleft()

    def rate(self) -> float | None:
        """Units a second; None where it is too early to tell."""
        if not self._points:
            return None
        (start, before), (now, done) = self._points[0], self._points[-1]
        return (done - before) / (now - start) if now - start >= _RATE_AFTER and done > before else None


class Progressing:
    """A callback for long work; a context manager that clears its line. `silent` writes nothing."""

    def __init__(self, env: Environment, *, silent: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._env = env
        self._silent = silent
        self._clock = clock
        self._next = 0.0
        self._drawn = 0
        self._stage = ""
        self._pace = Pace()

    def __enter__(self) -> Progressing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._draw("")

    def __call__(self, progress: Progress) -> None:
        """Show how far the work is, not more often than one can see."""
        if self._silent:
            return
        now = self._clock()
        if progress.stage != self._stage:
            self._stage, self._pace = progress.stage, Pace()
        elif now < self._next and progress.done < progress.total:
            return
        self._next = now + _EVERY
        self._pace.add(now, progress.done)
        self._draw(progress_line(progress, self._pace.rate()))

    def _draw(self, line: str) -> None:
        """Write over the last line; blanks rather than a control sequence, which an old console would print."""
        from searcher.results.render.columns import columns, wrap

        if self._silent or not (line or self._drawn):
            return
        if line:
            start, end = wrap(line, max(self._env.width - 1, 1))[0]
            line = line[start:end]
        wide = columns(line)
        self._env.stderr.write(f"\r{line}{' ' * (self._drawn - wide)}\r")
        self._env.stderr.flush()
        self._drawn = wide


def progress_line(progress: Progress, rate: float | None) -> str:
    """`reading 1,200 of 40,000 files · 3 % · 810 a second · 48 s left`; what is least needed comes last."""
    stage = _(_STAGES.get(progress.stage, progress.stage))
    if not progress.total:
        return stage
    amount = _amount(progress.done, progress.unit), _amount(progress.total, progress.unit)
    files = _("{stage} {done} of {total} files") if progress.unit == "files" else _("{stage} {done} of {total}")
    parts = [files.format(stage=stage, done=amount[0], total=amount[1]), f"{100 * progress.done // progress.total} %"]
    if rate:
        parts.append(
            _("{rate} a second").format(rate=_amount(round(rate, 1) if rate < 10 else round(rate), progress.unit))
        )
        parts.append(_("{time} left").format(time=duration((progress.total - progress.done) / rate)))
    return " · ".join(parts)


def _amount(count: float, unit: str) -> str:
    if unit == "files":
        return f"{count:,}"
    from searcher.results.render.holdings import size

    return size(int(count))


def duration(seconds: float) -> str:
    """Seconds in words that suit them: 48 s, 3 min, 2 h 5 min."""
    whole = round(seconds)
    if whole < 90:
        return _("{count} s").format(count=whole)
    minutes = round(whole / 60)
    if minutes < 90:
        return _("{count} min").format(count=minutes)
    return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)
