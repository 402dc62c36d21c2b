"""Other processes that analyze batches while this one reads on: `python -m searcher.store.worker`.

A worker is told the analyzer's file, then batch after batch, each as its length and marshalled plain values on its
standard input, and answers with the spill's checksum. A process of its own, started by its module's name, needs nothing
of the program that started it (no fork of threads, no guard of its main module).
"""

from __future__ import annotations

import marshal
import os
import queue
import struct
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

from searcher.store.spill import Batch, write_spill

_LENGTH = struct.Struct("<Q")


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
    return marshal.loads(stream.read(_LENGTH.unpack(head)[0]))


class Workers:
    """Processes that write spills. Not to be used after an error of theirs."""

    def __init__(self, analyzer: Path, footer: int, count: int) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        self._processes = []
        for _ in range(count):
            process = subprocess.Popen(
                [sys.executable, "-m", "searcher.store.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
            )
            assert process.stdin is not None
            _send(process.stdin, (str(analyzer), footer))
            self._processes.append(process)
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(count)

    def write_spill(self, path: Path, batch: Batch) -> Future[int]:
        """Have a batch written as a spill; the future gives the footer's checksum."""
        return self._threads.submit(self._have_written, path, batch)

    def _have_written(self, path: Path, batch: Batch) -> int:
        process = self._idle.get()
        assert process.stdin is not None
        assert process.stdout is not None
        _send(process.stdin, (str(path), batch.to_plain()))
        footer: int | None = _receive(process.stdout)
        if footer is None:
            raise OSError(f"a process that writes {path.name} has ended")
        self._idle.put(process)
        return footer

    def close(self) -> None:
        """End the processes."""
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()
            process.wait()


def main() -> None:
    """Serve one builder."""
    from searcher.store.analyzer import Analyzer
    from searcher.text.bulk import BulkAnalyzer
    from searcher.text.words import bulk_cutter

    path, footer = _receive(sys.stdin.buffer)
    analyzer = Analyzer(Path(path), footer)
    bulk = BulkAnalyzer(analyzer.folder, analyzer.dictionary, bulk_cutter())
    while (task := _receive(sys.stdin.buffer)) is not None:
        _send(sys.stdout.buffer, write_spill(Path(task[0]), bulk, analyzer.book, Batch.from_plain(task[1])))


if __name__ == "__main__":
    main()
