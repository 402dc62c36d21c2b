"""Other processes that build beside this one, which reads on: `python -m searcher.store.worker`.

A worker is sent messages on its standard input, each as its length and marshalled plain values:

    use ANALYZER FOOTER     the file of the analyzer and its checksum; the first message, no answer
    spill PATH BATCH        write a batch as a spill
    read PATH CORPUS FILES  read files of a corpus and write what they hold as a spill, if they hold anything
    words PATH SPILLS       merge the words of spills (file and checksum of each) into a file of their own

and answers each but the first kind with what it did: the checksum of the file that it wrote, for `read` with that (or
None) and the files that were held back, as `intake` says; or with a line that says why it could not. A process of its
own, started by its module's name, needs nothing of the program that started it (no fork of threads, no guard of its
main module).

On Linux only the first is started so: when it has loaded what all of them need, it forks the others, each with its own
two pipes, which were handed down to it. That saves each of them the time that loading takes.
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from searcher.errors import IndexWriteError, SearcherError
from searcher.i18n import _, language_in_force, use_language
from searcher.store.analyzer import Analyzer
from searcher.store.arrays import ArrayFileWriter
from searcher.store.segment_writer import merge_words
from searcher.store.spill import Batch, Spill, write_spill
from searcher.text.bulk import BulkAnalyzer
from searcher.text.codebook import Codebook

if TYPE_CHECKING:
    from searcher.store.corpus import CorpusFile
    from searcher.store.intake import Held

_LENGTH = struct.Struct("<Q")
_MODULE = "searcher.store.worker"
_LANGUAGE = "SEARCHER_WORKER_LANGUAGE"
_FORKS = "--fork"
# Elsewhere a forked process may not use libraries of the system that the first has used.
_CAN_FORK = sys.platform == "linux"


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


def _pipe() -> tuple[int, int]:
    """The ends of a pipe, neither of them a number that is a standard stream in the process it is handed down to, as
    it would be where those of this process are closed."""
    import fcntl

    ends = os.pipe()
    try:
        read, write = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 3) for end in ends)
    finally:
        for end in ends:
            os.close(end)
    return read, write


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl-C does not reach what is started within, not even before it can say so itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Process:
    """One worker, as whoever started it sees it: where its messages go and its answers come from."""

    def __init__(self, messages: IO[bytes], answers: IO[bytes]) -> None:
        self._messages, self._answers = messages, answers
        # Messages of two threads must not be mixed.
        self._sending = threading.Lock()

    def send(self, *message: Any) -> None:
        """Send a message whole. Raises OSError where nobody reads."""
        with self._sending:
            _send(self._messages, message)

    def answer(self) -> Any:
        """The next answer; None where the process has ended."""
        return _receive(self._answers)

    def end(self) -> None:
        """Have the process end when it has done what it is at."""
        for stream in (self._messages, self._answers):
            with contextlib.suppress(OSError):
                stream.close()


class Workers:
    """`count` processes that write files by the analyzer that `use` tells. Not to be used after an error of theirs."""

    def __init__(self, count: int) -> None:
        path = os.pathsep.join(filter(None, sys.path))
        # numpy need not start threads for the linear algebra that nobody asks for.
        environment = {**os.environ, "PYTHONPATH": path, _LANGUAGE: language_in_force(), "OPENBLAS_NUM_THREADS": "1"}
        self._popens: list[subprocess.Popen[bytes]] = []
        self._processes: list[_Process] = []
        if _CAN_FORK:
            self._start_forking(environment, count - 1)
        else:
            for _i in range(count):
                self._start(environment)
        self._idle: queue.SimpleQueue[_Process] = queue.SimpleQueue()
        for process in self._processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(count)

    def _start(self, environment: dict[str, str], *options: str, hands_down: Sequence[int] = ()) -> None:
        with _no_interrupt():
            popen = subprocess.Popen(
                [sys.executable, "-m", _MODULE, *options],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
                pass_fds=hands_down,
            )
        assert popen.stdin is not None
        assert popen.stdout is not None
        self._popens.append(popen)
        self._processes.append(_Process(popen.stdin, popen.stdout))

    def _start_forking(self, environment: dict[str, str], forks: int) -> None:
        """Start a process that forks so many more."""
        theirs: list[int] = []
        others: list[_Process] = []
        for _i in range(forks):
            (message, messages), (answers, answer) = _pipe(), _pipe()
            theirs += [message, answer]
            others.append(_Process(os.fdopen(messages, "wb"), os.fdopen(answers, "rb")))
        try:
            self._start(environment, _FORKS, *map(str, theirs), hands_down=theirs)
        finally:
            for end in theirs:
                os.close(end)
        self._processes += others

    def use(self, analyzer: Path, footer: int) -> None:
        """Tell the processes the file of the analyzer and its checksum, before all else."""
        # Those that are forked have it from the first.
        for process in self._processes[: len(self._popens)]:
            # What a process that has ended would say is read with its first answer.
            with contextlib.suppress(OSError):
                process.send("use", str(analyzer), footer)

    def write_spill(self, path: Path, batch: Batch) -> Future[int]:
        """Have a batch written as a spill; the future gives the footer's checksum."""
        return self._threads.submit(lambda: self._done("spill", path, batch.to_plain()))

    def merge_words(self, path: Path, spills: Sequence[tuple[Path, int]]) -> Future[int]:
        """Have the words of spills merged into a file; the future gives the footer's checksum."""
        return self._threads.submit(self._done, "words", path, [(str(file), footer) for file, footer in spills])

    def read(self, path: Path, corpus: Path, files: Sequence[CorpusFile]) -> Future[Taken]:
        """Have files of a corpus read and what they hold written as a spill."""
        plain = [(file.path, str(file.file), file.size, file.modified) for file in files]
        return self._threads.submit(lambda: _taken(self._done("read", path, (str(corpus), plain))))

    def _done(self, kind: str, path: Path, value: Any) -> Any:
        process = self._idle.get()
        try:
            process.send(kind, str(path), value)
            answer = process.answer()
        except OSError:  # A pipe that nobody holds at the other end.
            answer = None
        finally:
            # Also where it has ended: whoever waits for a process must get one, and fail in turn.
            self._idle.put(process)
        if answer is not None and not isinstance(answer, str):
            return answer
        raise IndexWriteError(
            answer
            or _(
                "{path}: the process that writes it has ended; run `searcher index` again; what was there stays"
            ).format(path=path)
        )

    def close(self) -> None:
        """End the processes."""
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.end()
        for popen in self._popens:
            popen.wait()


class Taken(NamedTuple):
    """What became of files that were read: the checksum of the spill that was written, None where there is none, and
    the files that were held back."""

    footer: int | None
    held: list[Held]


def _taken(answer: Any) -> Taken:
    from searcher.store.intake import held_from_plain

    footer, held = answer
    return Taken(footer, held_from_plain(held))


def _read(path: Path, given: Any, bulk: BulkAnalyzer, book: Codebook) -> Any:
    # Whoever builds from records has no need of the reader.
    from searcher.store.corpus import CorpusFile
    from searcher.store.intake import Intake, held_to_plain

    corpus, files = given
    batch = Batch()
    intake = Intake(Path(corpus), batch)
    for name, file, size, modified in files:
        intake.read(CorpusFile(name, Path(file), size, modified))
    footer = write_spill(path, bulk, book, batch) if batch.files else None
    return footer, held_to_plain(intake.held)


def _merge_words(path: Path, files: Sequence[tuple[str, int]], book: Codebook) -> int:
    spills = [Spill(Path(file), book, footer) for file, footer in files]
    with ArrayFileWriter(path, durable=False) as writer:
        merge_words(writer, spills)
        return writer.close()


def _fork(ends: Sequence[int]) -> list[int] | None:
    """Fork a process for every two ends of pipes, which become its standard input and output. Gives the processes' ids,
    None in each of them."""
    forked: list[int] = []
    # What is there stays there: to look for garbage would copy the memory that they share.
    gc.freeze()
    for i in range(0, len(ends), 2):
        process = os.fork()
        if process:
            forked.append(process)
        else:
            os.dup2(ends[i], sys.stdin.fileno())
            os.dup2(ends[i + 1], sys.stdout.fileno())
        # Whoever holds an end of another's pipe keeps it open when the other has ended.
        for end in ends[i : i + 2] if process else ends[i:]:
            os.close(end)
        if not process:
            return None
    return forked


def _analysis(told: Any) -> tuple[Analyzer, BulkAnalyzer]:
    """How the index sees text, by the message that tells it. Raises SearcherError; SystemExit where whoever started
    this process has given up."""
    if told is None:
        raise SystemExit
    _kind, path, footer = told
    analyzer = Analyzer(Path(path), footer)
    return analyzer, analyzer.bulk()


def main() -> None:
    """Serve one builder."""
    use_language(os.environ.get(_LANGUAGE, "en"))
    # Ctrl-C reaches this process too; the one that started it ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    given: IO[bytes] = sys.stdin.buffer
    failed = ""
    try:
        analyzer, bulk = _analysis(_receive(given))
    except SearcherError as error:
        failed = str(error)
    forked = _fork([int(end) for end in sys.argv[2:]]) if _FORKS in sys.argv else []
    if forked is None:
        # What the first has read ahead of its own input is not for this one.
        given, forked = open(sys.stdin.fileno(), "rb", closefd=False), []  # noqa: SIM115
    while (message := _receive(given)) is not None:
        answer: Any = failed
        if not failed:
            kind, path, value = message
            try:
                if kind == "read":
                    answer = _read(Path(path), value, bulk, analyzer.book)
                elif kind == "spill":
                    answer = write_spill(Path(path), bulk, analyzer.book, Batch.from_plain(value))
                else:
                    answer = _merge_words(Path(path), value, analyzer.book)
            except SearcherError as error:
                answer = str(error)
        try:
            _send(sys.stdout.buffer, answer)
        except BrokenPipeError:
            # Whoever asked is gone.
            os._exit(1)
    for process in forked:
        os.waitpid(process, 0)


if __name__ == "__main__":
    main()
