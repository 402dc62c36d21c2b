"""Other processes that analyze batches while this one reads on: `python -m searcher.store.worker`.

A worker is told the analyzer's file, then batch after batch, each as its length and marshalled plain values on its
standard input, and answers with the spill's checksum, or with a line that says why there is none. A process of its own,
started by its module's name, needs nothing of the program that started it (no fork of threads, no guard of its main
module).
"""

from __future__ import annotations

import contextlib
import marshal
import os
import queue
import signal
import struct
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

from searcher.errors import IndexWriteError, SearcherError
from searcher.store.spill import Batch, write_spill

_LENGTH = struct.Struct("<Q")
_MODULE = "searcher.store.worker"


def _send(stream: IO[bytes], value: Any) -> None:
    data = marshal.dumps(value)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    """The next value; None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    return marshal.loads(data) if len(data) == length else None


class Workers:
    """Processes that write spills, once `use` told them the analyzer. Not to be used after an error of theirs."""

    def __init__(self, count: int) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        self._processes = []
        for _ in range(count):
            process = subprocess.Popen(
                [sys.executable, "-m", _MODULE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
            )
            self._processes.append(process)
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(count)

    def use(self, analyzer: Path, footer: int) -> None:
        """Tell the processes the file of the analyzer and its checksum."""
        for process in self._processes:
            assert process.stdin is not None
            # What a process that has ended would say is read with its first answer.
            with contextlib.suppress(OSError):
                _send(process.stdin, (str(analyzer), footer))

    def write_spill(self, path: Path, batch: Batch) -> Future[int]:
        """Have a batch written as a spill; the future gives the footer's checksum."""
        return self._threads.submit(self._have_written, path, batch)

    def _have_written(self, path: Path, batch: Batch) -> int:
        process = self._idle.get()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            _send(process.stdin, (str(path), batch.to_plain()))
            answer = _receive(process.stdout)
        except OSError:  # A pipe that nobody holds at the other end.
            answer = None
        finally:
            # Also where it has ended: whoever waits for a process must get one, and fail in turn.
            self._idle.put(process)
        if isinstance(answer, int):
            return answer
        raise IndexWriteError(
            answer or f"{path}: the process that writes it has ended; run `searcher index` again; what was there stays"
        )

    def close(self) -> None:
        """End the processes."""
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
            process.wait()


def main() -> None:
    """Serve one builder."""
    from searcher.store.analyzer import Analyzer
    from searcher.text.bulk import BulkAnalyzer
    from searcher.text.words import bulk_cutter

    # Ctrl-C reaches this process too; the one that started it ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cut = bulk_cutter()
    cut("预热")
    start = _receive(sys.stdin.buffer)
    if start is None:
        return
    path, footer = start
    analyzer = Analyzer(Path(path), footer)
    bulk = BulkAnalyzer(analyzer.folder, analyzer.dictionary, cut)
    while (task := _receive(sys.stdin.buffer)) is not None:
        try:
            answer: int | str = write_spill(Path(task[0]), bulk, analyzer.book, Batch.from_plain(task[1]))
        except SearcherError as error:
            answer = str(error)
        _send(sys.stdout.buffer, answer)


if __name__ == "__main__":
    main()
