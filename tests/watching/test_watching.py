"""Watching a corpus: when changes are acted on, and that they are, with a real folder."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import CORPUS, REPOSITORY, command

import searcher
from searcher.errors import SearcherError
from searcher.results.reports import BuildReport
from searcher.watching import LONGEST, SETTLE, Changes, watch

PATIENCE = 15.0


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@given(gaps=st.lists(st.floats(0.0, 2.0), max_size=40))
def test_changes_are_acted_on_once_they_settle_and_at_the_latest_in_time(gaps: list[float]) -> None:
    clock = Clock()
    changes = Changes(clock)
    assert changes.due() is None
    first = clock.now
    changes.tell()
    for gap in gaps:
        clock.now += gap
        changes.tell()
    due = changes.due()
    assert due is not None
    assert clock.now + due == pytest.approx(min(clock.now + SETTLE, first + LONGEST))


def test_waiting_ends_with_stop() -> None:
    changes = Changes()
    threading.Timer(0.05, changes.stop).start()
    assert changes.wait() is False


class Watch:
    """A watch in a thread, with what it told."""

    def __init__(self, folder: Path) -> None:
        self.corpus, self.index = folder / "corpus", folder / "index"
        self.reports: list[BuildReport] = []
        self.failures: list[SearcherError] = []
        self.trouble: list[SearcherError] = []
        self.updates = 0
        self._changes = Changes()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        watch(
            self.corpus,
            self._update,
            told=self.reports.append,
            failed=self.failures.append,
            changes=self._changes,
        )

    def _update(self) -> BuildReport:
        self.updates += 1
        if self.trouble:
            raise self.trouble.pop()
        return searcher.build_index(self.corpus, self.index)

    def until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, (self.reports, self.failures)
            time.sleep(0.02)

    def __enter__(self) -> Watch:
        self._thread.start()
        self.until(lambda: self.updates > 0)
        return self

    def __exit__(self, *failure: object) -> None:
        self._changes.stop()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


def test_files_that_come_change_and_go_are_indexed(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    with Watch(tmp_path) as seen:
        shutil.copy(CORPUS / "2025-06-13-A1.txt", seen.corpus)
        seen.until(lambda: sum(report.added for report in seen.reports) == 1)
        (seen.corpus / "deep").mkdir()
        shutil.copy(CORPUS / "2025-06-13-A2.txt", seen.corpus / "deep")
        seen.until(lambda: sum(report.added for report in seen.reports) == 2)
        with (seen.corpus / "2025-06-13-A1.txt").open("a", encoding="utf-8") as page:
            page.write("\n石墨烯\n")
        seen.until(lambda: sum(report.changed for report in seen.reports) >= 1)
        shutil.rmtree(seen.corpus / "deep")
        seen.until(lambda: sum(report.removed for report in seen.reports) == 1)
    assert not seen.failures
    with searcher.open_index(seen.index) as index:
        assert {hit.article.path for hit in index.search("的", limit=100).hits} == {"2025-06-13-A1.txt"}


def test_reading_the_corpus_is_no_change_nor_are_hidden_files(tmp_path: Path) -> None:
    shutil.copytree(CORPUS, tmp_path / "corpus")
    with Watch(tmp_path) as seen:
        seen.until(lambda: bool(seen.reports))
        before = seen.updates
        for file in seen.corpus.iterdir():
            file.read_bytes()
        (seen.corpus / ".new.tmp").write_text("x", encoding="utf-8")
        (seen.corpus / "picture.png").write_bytes(b"x")
        time.sleep(SETTLE * 3)
        assert seen.updates == before


def test_a_failure_is_told_and_the_watch_goes_on(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    with Watch(tmp_path) as seen:
        seen.trouble.append(SearcherError("for once"))
        shutil.copy(CORPUS / "2025-06-13-A1.txt", seen.corpus)
        seen.until(lambda: bool(seen.failures))
        shutil.copy(CORPUS / "2025-06-13-A2.txt", seen.corpus)
        seen.until(lambda: sum(report.added for report in seen.reports) == 2)
    assert [str(error) for error in seen.failures] == ["for once"]


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let a watched folder go")
def test_a_corpus_that_goes_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    with Watch(tmp_path) as seen:
        shutil.copy(CORPUS / "2025-06-13-A1.txt", seen.corpus)
        seen.until(lambda: bool(seen.reports))
        shutil.rmtree(seen.corpus)
        seen.until(lambda: any("no such folder" in str(error) for error in seen.failures))
        shutil.copytree(CORPUS, seen.corpus)
        seen.until(lambda: sum(report.added for report in seen.reports) == 10)
        (seen.corpus / "2025-06-13-A2.txt").unlink()
        seen.until(lambda: sum(report.removed for report in seen.reports) >= 1)


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_the_command_watches_until_ctrl_c(tmp_path: Path) -> None:
    shutil.copytree(CORPUS, tmp_path / "corpus")
    environ = os.environ | {"PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
    args = command("--corpus", tmp_path / "corpus", "--index", tmp_path / "index", "index", "--watch")
    with subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        assert "10 files added" in run.stdout.readline()
        assert "watching" in run.stderr.readline()
        (tmp_path / "corpus" / "2025-06-13-A1.txt").unlink()
        for line in run.stdout:
            if "1 removed" in line:
                break
        run.send_signal(signal.SIGINT)
        assert run.wait(PATIENCE) == 130
        assert run.stderr.read() == "searcher: interrupted\n"
    with searcher.open_index(tmp_path / "index") as index:
        assert index.info().files == 9
