"""Processes that write beside a build: forked or started they write the same, end with it, and are missed when gone."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

import searcher
from searcher.errors import IndexWriteError
from searcher.reading.model import Article, Page, Paragraph
from searcher.store import worker
from searcher.store.generation import generations, read_manifest
from searcher.store.rows import ArticleRow, FileEntry
from searcher.store.spill import Batch
from searcher.store.worker import Workers

CORPUS = Path(__file__).parents[2] / "corpus"
forking = pytest.mark.skipif(not worker._CAN_FORK, reason="processes are started here, not forked")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("worker") / "index"
    searcher.build_index(CORPUS, folder)
    return folder


def batch(number: int) -> Batch:
    text = f"第{number}批：煤焦油深加工项目在山西平遥开工。"
    out = Batch()
    rows = [ArticleRow(Page("a.txt", date="2025-05-09"), Article((Paragraph(text), Paragraph(text * 3))))]
    out.add(FileEntry("a.txt", 1, 1, "d", 1, 2, 4 * len(text), 1), rows)
    return out


def started(index: Path, count: int) -> Workers:
    workers = Workers(count)
    manifest = read_manifest(index, generations(index)[0])
    workers.use(index / manifest.analyzer.name, manifest.analyzer.footer)
    return workers


def processes(workers: Workers) -> list[int]:
    """All of them that run, the one that was started first."""
    first = [popen.pid for popen in workers._popens]
    forked = Path(f"/proc/{first[0]}/task/{first[0]}/children").read_text().split()
    return [*first, *map(int, forked)]


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def written(index: Path, folder: Path) -> list[bytes]:
    folder.mkdir()
    workers = started(index, 3)
    try:
        paths = [folder / f"{number}.arrays" for number in range(9)]
        for done in [workers.write_spill(path, batch(number)) for number, path in enumerate(paths)]:
            done.result(60)
    finally:
        workers.close()
    return [path.read_bytes() for path in paths]


@forking
def test_forked_processes_write_what_started_ones_do(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forked = written(index, tmp_path / "forked")
    monkeypatch.setattr(worker, "_CAN_FORK", False)
    assert forked == written(index, tmp_path / "started")
    assert len(set(forked)) == len(forked)


@forking
def test_all_of_them_end_with_the_build(index: Path, tmp_path: Path) -> None:
    workers = started(index, 3)
    for done in [workers.write_spill(tmp_path / f"{number}.arrays", batch(number)) for number in range(6)]:
        done.result(60)
    running = processes(workers)
    assert len(running) == 3
    workers.close()
    assert not any(map(is_running, running))


@forking
@pytest.mark.parametrize("gone", [0, 1], ids=["the first", "a forked one"])
def test_one_that_is_killed_is_missed_and_the_other_works_on(index: Path, tmp_path: Path, gone: int) -> None:
    workers = started(index, 2)
    try:
        for done in [workers.write_spill(tmp_path / f"{number}.arrays", batch(number)) for number in range(2)]:
            done.result(60)
        os.kill(processes(workers)[gone], signal.SIGKILL)
        time.sleep(0.1)
        errors = []
        for number in range(2):
            try:
                workers.write_spill(tmp_path / f"more{number}.arrays", batch(number)).result(60)
            except IndexWriteError as error:
                errors.append(str(error))
    finally:
        workers.close()
    assert len(errors) == 1
    assert "has ended" in errors[0]
