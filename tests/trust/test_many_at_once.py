"""Many processes at one index: readers see one generation each, writers take turns, a dead writer blocks nobody."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import readers
from program import REPOSITORY, command
from program import searcher as program

import searcher
from searcher.store import check, generation, opening
from searcher.store.generation import generations

SCRIPT = Path(readers.__file__)


def start(role: str, *arguments: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    words = [sys.executable, str(SCRIPT), role, *map(str, arguments)]
    return subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment,
    )


def results(processes: list[subprocess.Popen[str]], seconds: float) -> list[Any]:
    """Let all begin at once when all are ready; what each of them gave."""
    found = []
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", process.communicate()[1]
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        for process in processes:
            output, errors = process.communicate(timeout=seconds + 90)
            assert process.returncode == 0, errors
            found.append(json.loads(output))
    finally:
        for process in processes:
            process.kill()
    return found


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Path]:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    readers.write_round(corpus, 0)
    searcher.build_index(corpus, index)
    return corpus, index


@dataclass(frozen=True, slots=True)
class Crowd:
    """What a writer in a loop, so many readers, one that stays and one that checks have seen."""

    written: int
    read: list[tuple[int, int]]
    stayed: tuple[int, int]
    checked: tuple[int, list[str]]


def crowd(corpus: Path, index: Path, count: int, seconds: float) -> Crowd:
    roles = ["write", *["read"] * count, "stay", "check"]
    processes = [start(role, *([corpus] if role == "write" else []), index, seconds) for role in roles]
    written, *read, stayed, checked = results(processes, seconds)
    return Crowd(written, read, stayed, checked)


def assert_orderly(index: Path, found: Crowd) -> None:
    assert found.written >= readers.ROUNDS
    assert all(opened for opened, _ in found.read)
    assert sum(rounds for _, rounds in found.read) > len(found.read)
    assert found.checked[0]
    assert found.checked[1] == []
    assert found.stayed[0]
    assert found.stayed[1] >= readers.ROUNDS - 1
    report = searcher.check_index(index)
    assert (report.problems, report.notes) == ((), ())
    assert len(report.generations) == 2


def test_one_writer_and_eight_readers(place: tuple[Path, Path]) -> None:
    assert_orderly(place[1], crowd(*place, count=8, seconds=1))


@pytest.mark.slow
def test_one_writer_and_eight_readers_for_a_minute(place: tuple[Path, Path]) -> None:
    found = crowd(*place, count=8, seconds=60)
    sys.stdout.write(f"{found}\n")
    assert_orderly(place[1], found)


def test_an_open_index_outlives_what_it_was_made_of(place: tuple[Path, Path]) -> None:
    corpus, index = place
    with searcher.open_index(index) as opened:
        for number in range(1, 4):
            readers.write_round(corpus, number)
            searcher.build_index(corpus, index)
        assert opened.generation not in generations(index)
        assert readers.seen(opened) == 0
    with searcher.open_index(index) as opened:
        assert readers.seen(opened) == 3


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (generation, "read_manifest"),
        (opening, "check_files"),
        (opening, "Analyzer"),
        (check, "read_manifest"),
        (check, "open_file"),
        (check, "open_generation"),
        (generation, "names_in"),
    ],
)
def test_a_reader_that_is_overtaken_starts_over(
    place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str
) -> None:
    """Between two steps a writer clears away what was about to be opened."""
    corpus, index = place
    step = getattr(module, name)

    def overtaken(*arguments: Any) -> Any:
        monkeypatch.setattr(module, name, step)
        for number in range(1, 4):
            readers.write_round(corpus, number)
            searcher.build_index(corpus, index)
        return step(*arguments)

    monkeypatch.setattr(module, name, overtaken)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if module is check:
            report = searcher.check_index(index)
            assert (report.problems, report.notes) == ((), ())
            assert len(report.generations) == 2
        else:
            with searcher.open_index(index) as opened:
                assert readers.seen(opened) == 3


HOLD = """
import sys, time
from pathlib import Path
from searcher.store.generation import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(index: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(index)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_says_who_writes_and_leaves(place: tuple[Path, Path]) -> None:
    corpus, index = place
    process = holder(index)
    try:
        started = time.monotonic()
        run = program("--corpus", corpus, "--index", index, "index")
        assert time.monotonic() - started < 30
        assert run.status == 5
        assert run.stderr.count("\n") == 1
        assert f"process {process.pid}" in run.stderr
        # Readers do not care.
        assert program("--index", index, "search", "煤焦油").status == 0
        assert program("--index", index, "check").status == 0
    finally:
        process.kill()
        process.wait()


def test_a_writer_killed_while_it_holds_the_lock_blocks_nobody(place: tuple[Path, Path]) -> None:
    corpus, index = place
    process = holder(index)
    process.kill()
    process.wait()
    readers.write_round(corpus, 1)
    assert searcher.build_index(corpus, index).changed == readers.FILES
    assert not (index / "writer.txt").exists()


def test_two_writers_that_start_together_take_turns(place: tuple[Path, Path]) -> None:
    corpus, index = place
    readers.write_round(corpus, 1)
    words = command("--corpus", corpus, "--index", index, "index", "--quiet")
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    processes = [
        subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)
    ]
    statuses = [process.wait(60) for process in processes]
    for process in processes:
        process.communicate()
    assert set(statuses) <= {0, 5}
    assert 0 in statuses
    with searcher.open_index(index) as opened:
        assert readers.seen(opened) == 1
    assert searcher.check_index(index).sound


def test_a_check_during_the_clearing_finds_no_damage(place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """After each file that a writer clears away, somebody checks."""
    corpus, index = place
    readers.write_round(corpus, 1)
    searcher.build_index(corpus, index)
    unlink = Path.unlink
    found = []

    def unlink_and_check(path: Path, **more: Any) -> None:
        unlink(path, **more)
        if path.parent == index and "generation" in path.name:
            generation_lists = iter([numbers_before])
            with monkeypatch.context() as patch:
                listed = check.generations
                patch.setattr(check, "generations", lambda folder: next(generation_lists, None) or listed(folder))
                found.append(searcher.check_index(index).problems)

    numbers_before = [3, 2, 1]
    readers.write_round(corpus, 2)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink_and_check)
        searcher.build_index(corpus, index)
    assert found == [(), ()]
