"""Bringing an index up to date as files come, change and go."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from searcher.errors import SearcherError
from searcher.reading import SUFFIXES
from searcher.results.reports import BuildReport

SETTLE = 0.5
"""Seconds without a further change before the index is brought up to date: files come in batches."""
LONGEST = 5.0
"""Seconds after which it is brought up to date although changes still come."""
SWEEP = 60.0
"""Seconds after which the corpus is compared although nothing was told: shared folders do not tell everything."""
LOOK_AGAIN = 2.0
"""Seconds between looks for a corpus folder that is gone."""
_CHANGES = frozenset({"created", "modified", "moved", "deleted", "closed"})


class Changes:
    """When to act on changes that come in batches. Any thread may tell of one; one thread waits."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told = threading.Condition()
        self._first: float | None = None
        self._last = 0.0
        self._stopped = False

    def tell(self) -> None:
        """Something has changed."""
        with self._told:
            self._last = self._clock()
            if self._first is None:
                self._first = self._last
                self._told.notify_all()

    def stop(self) -> None:
        """Let `wait` return."""
        with self._told:
            self._stopped = True
            self._told.notify_all()

    def due(self) -> float | None:
        """Seconds until the changes told so far should be acted on, at most 0 where that is now; None without one."""
        if self._first is None:
            return None
        return min(self._last + SETTLE, self._first + LONGEST) - self._clock()

    def wait(self, sweep: float = SWEEP) -> bool:
        """Wait until changes should be acted on, or `sweep` seconds have passed; False once stopped."""
        swept = self._clock() + sweep
        with self._told:
            while not self._stopped:
                due = self.due()
                if (due is not None and due <= 0) or self._clock() >= swept:
                    self._first = None
                    return True
                left = swept - self._clock()
                self._told.wait(min(left, due) if due is not None else left)
        return False


class _Handler(FileSystemEventHandler):
    def __init__(self, changes: Changes) -> None:
        self._changes = changes

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Tell of what may change the corpus; reading a file, hidden files and other endings do not."""
        if event.event_type in _CHANGES and any(
            _counts(str(path), event) for path in (event.src_path, event.dest_path)
        ):
            self._changes.tell()


def _counts(path: str, event: FileSystemEvent) -> bool:
    name = Path(path).name
    if not name or name.startswith("."):
        return False
    return event.event_type != "modified" if event.is_directory else Path(name).suffix.lower() in SUFFIXES


def watch(
    corpus: Path,
    update: Callable[[], BuildReport],
    *,
    told: Callable[[BuildReport], None],
    failed: Callable[[SearcherError], None],
    changes: Changes | None = None,
) -> None:
    """Call `update` whenever files of the corpus have changed, until `changes.stop()` or KeyboardInterrupt.

    `told` gets the report of each update that did something, `failed` what one failed with; then the watch goes on and
    tries again with the next change, at the latest after `SWEEP` seconds. A corpus folder that goes away is waited for.
    Raises OSError where the corpus cannot be watched.
    """
    changes = changes or Changes()
    observer = Observer()
    observer.schedule(_Handler(changes), str(corpus), recursive=True)
    observer.start()
    try:
        # What came between the last update and now.
        changes.tell()
        gone = False
        while changes.wait(LOOK_AGAIN if gone else SWEEP):
            if gone and corpus.is_dir():
                # What is watched is the folder that was, not its name.
                observer.unschedule_all()
                observer.schedule(_Handler(changes), str(corpus), recursive=True)
            gone = not corpus.is_dir()
            try:
                report = update()
            except SearcherError as error:
                failed(error)
            else:
                if not report.up_to_date:
                    told(report)
    finally:
        observer.stop()
        observer.join()
