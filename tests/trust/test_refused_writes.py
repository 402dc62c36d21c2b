"""A full disk, a read-only folder, errors of the disk, no permission, pages that vanish: the old index stays usable,
what was half written goes, and one line says what to do."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from answers import answers, write_issue
from faults import Operation, RefuseFrom, in_child, intercepted
from program import searcher as program
from scene import Scene, assert_converges, spread

import searcher
from searcher.errors import IndexReadError, IndexWriteError
from searcher.store import builder, intake, update
from searcher.store.generation import generations, is_ours, names_in, read_manifest
from searcher.store.spill import Batch
from searcher.store.worker import Workers

MAY_FAIL = ("open", "write", "fsync", "sync folder", "replace")
POINTS = 12
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def assert_unharmed(scene: Scene, index: Path, before: set[str]) -> None:
    """The old answers (or the new ones, where the refusal came after the rename), no remains; the next run succeeds."""
    found = answers(index)
    assert found in (scene.before, scene.after)
    if found == scene.before:
        assert {name for name in names_in(index) if is_ours(name)} == before
    assert_converges(scene, index)


def refuse(scene: Scene, number: int, code: int, times: int) -> str:
    """Refuse an update's operations from one on; gives the message."""
    index = scene.copy("refused")
    before = set(names_in(index))
    refusal = RefuseFrom(number, code, MAY_FAIL, times)
    with intercepted(refusal), pytest.raises(IndexWriteError) as raised:
        searcher.build_index(scene.corpus, index)
    assert refusal.refused
    assert "\n" not in str(raised.value)
    assert str(index) in str(raised.value)
    assert_unharmed(scene, index, before)
    return str(raised.value)


def points(scene: Scene) -> list[int]:
    """Numbers, among the operations that may fail, of those before the mark; without a mark an index is whole."""
    kinds = [operation.kind for operation in scene.operations if operation.kind in MAY_FAIL]
    return list(range(len(kinds) - 1))


@pytest.mark.parametrize(
    ("code", "remedy"),
    [(errno.ENOSPC, "free some space"), (errno.EIO, "run `searcher index` again"), (errno.EACCES, "permissions")],
    ids=["full", "error", "refused"],
)
def test_the_system_refuses_from_some_moment_on(scene: Scene, code: int, remedy: str) -> None:
    numbers = points(scene)
    for number in (numbers[i] for i in spread(len(numbers), POINTS // 3)):
        assert remedy in refuse(scene, number, code, times=0)


def test_the_system_refuses_once(scene: Scene) -> None:
    numbers = points(scene)
    for number in (numbers[i] for i in spread(len(numbers), POINTS // 2)):
        assert "free some space" in refuse(scene, number, errno.ENOSPC, times=1)


@pytest.mark.slow
@pytest.mark.parametrize("times", [0, 1])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_the_system_refuses_at_every_operation(scene: Scene, code: int, times: int) -> None:
    for number in points(scene):
        refuse(scene, number, code, times)


def test_a_full_disk_is_one_line_and_status_70(scene: Scene) -> None:
    index = scene.copy("full")
    with intercepted(RefuseFrom(4, errno.ENOSPC, MAY_FAIL)):
        run = program("--corpus", scene.corpus, "--index", index, "index")
    assert (run.status, run.stdout) == (70, "")
    assert run.stderr.startswith(f"searcher: {index}")
    assert run.stderr.count("\n") == 1
    assert "free some space" in run.stderr
    shutil.rmtree(index)


def test_no_page_is_lost_where_a_batch_cannot_be_written(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches are written while pages are read: their failure is not the page's."""
    monkeypatch.setattr(builder, "BATCH_CHARACTERS", 200)
    monkeypatch.setattr(builder, "_MOST_WORKERS", 1)
    index = scene.copy("batches")
    before = set(names_in(index))
    with intercepted(RefuseFrom(4, errno.ENOSPC, MAY_FAIL)), pytest.raises(IndexWriteError):
        searcher.build_index(scene.corpus, index)
    assert_unharmed(scene, index, before)


def test_a_process_of_the_build_that_dies_is_said(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "BATCH_CHARACTERS", 200)
    monkeypatch.setattr("searcher.store.worker._MODULE", "searcher.no_such_module")
    index = scene.copy("dies")
    before = set(names_in(index))
    with pytest.raises(IndexWriteError, match="has ended"):
        searcher.build_index(scene.corpus, index)
    monkeypatch.undo()
    assert_unharmed(scene, index, before)


def test_a_process_of_the_build_says_why_it_cannot_write(scene: Scene) -> None:
    manifest = read_manifest(scene.index, generations(scene.index)[0])
    workers = Workers(1)
    workers.use(scene.index / manifest.analyzer.name, manifest.analyzer.footer)
    try:
        for _ in range(2):
            with pytest.raises(IndexWriteError, match=r"nowhere.*No such file"):
                workers.write_spill(scene.folder / "nowhere" / "spill.arrays", Batch()).result()
    finally:
        workers.close()


@pytest.fixture
def open_folder(scene: Scene) -> Iterator[Path]:
    """A folder that other users reach, with an index and its corpus."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(scene.index, folder / "index")
        shutil.copytree(scene.corpus, folder / "corpus")
        yield folder


def as_somebody(work) -> int:  # type: ignore[no-untyped-def]
    """Do the work as a user who can be refused something; gives 0 where it succeeded."""

    def work_as_nobody() -> None:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        work()

    return in_child(work_as_nobody)


@forks
def test_a_folder_that_may_not_be_written_to_can_be_searched(scene: Scene, open_folder: Path) -> None:
    index = open_folder / "index"
    for file in index.iterdir():
        file.chmod(0o444)
    index.chmod(0o555)
    before = set(names_in(index))

    def work() -> None:
        assert answers(index) == scene.before
        assert searcher.check_index(index).sound
        with pytest.raises(IndexWriteError, match=r"permissions.*--index"):
            searcher.build_index(open_folder / "corpus", index)

    try:
        assert as_somebody(work) == 0
        assert set(names_in(index)) == before
    finally:
        index.chmod(0o755)


@forks
@pytest.mark.parametrize("what", ["folder", "generation", "segment", "analyzer"])
def test_what_may_not_be_read_is_named_and_not_called_damaged(scene: Scene, open_folder: Path, what: str) -> None:
    index = open_folder / "index"
    closed = index if what == "folder" else max(index.glob(f"{what}-*[!d]"))
    closed.chmod(0)

    def work() -> None:
        with pytest.raises(IndexReadError, match="permissions") as raised:
            searcher.open_index(index)
        assert closed.name in str(raised.value)
        with pytest.raises(IndexReadError):
            searcher.check_index(index)

    try:
        assert as_somebody(work) == 0
    finally:
        closed.chmod(0o755)


@forks
def test_an_index_cannot_be_made_where_nothing_may_be_made(open_folder: Path) -> None:
    def work() -> None:
        with pytest.raises(IndexWriteError, match="--index"):
            searcher.build_index(open_folder / "corpus", open_folder / "new" / "index")

    assert as_somebody(work) == 0


@pytest.mark.skipif(not Path("/proc/mounts").exists(), reason="needs Linux")
def test_a_disk_that_is_really_full(scene: Scene, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    used = sum(-(-file.stat().st_size // 4096) for file in scene.index.iterdir())
    room = (used + 6) * 4096
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mount.returncode:
        pytest.skip("needs leave to mount")
    try:
        index = disk / "index"
        shutil.copytree(scene.index, index)
        before = set(names_in(index))
        with pytest.raises(IndexWriteError, match="free some space"):
            searcher.build_index(scene.corpus, index)
        assert answers(index) == scene.before
        assert {name for name in names_in(index) if is_ours(name)} == {name for name in before if is_ours(name)}
        subprocess.run(["mount", "-o", f"remount,size={room * 2}", str(disk)], check=True)
        assert_converges(scene, index)
    finally:
        # Lazily: mapped files of an index that was let go may be unmapped later.
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_page_that_vanishes_between_looking_and_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    for number in range(3):
        write_issue(corpus / f"{number}.jsonl", number)
    scan = update.scan

    def scan_then_lose(folder: Path):  # type: ignore[no-untyped-def]
        found = scan(folder)
        (corpus / "1.jsonl").unlink()
        return found

    monkeypatch.setattr(update, "scan", scan_then_lose)
    report = searcher.build_index(corpus, index)
    assert [(skip.path, "No such file" in skip.reason) for skip in report.skipped] == [("1.jsonl", True)]
    monkeypatch.undo()
    with searcher.open_index(index) as opened:
        assert len({paragraph.article.path for paragraph in opened.paragraphs()}) == 2
    assert searcher.build_index(corpus, index).removed == 1
    write_issue(corpus / "1.jsonl", 1)
    assert searcher.build_index(corpus, index).added == 1


def test_a_page_that_the_disk_refused_is_read_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    for number in range(2):
        write_issue(corpus / f"{number}.jsonl", number)
        os.utime(corpus / f"{number}.jsonl", (1_700_000_000, 1_700_000_000))
    read_pages = intake.read_pages

    def refuse_one(file: Path, **more: object):  # type: ignore[no-untyped-def]
        for page in read_pages(file, **more):
            yield page
            if file.name == "1.jsonl":
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(file))

    monkeypatch.setattr(intake, "read_pages", refuse_one)
    report = searcher.build_index(corpus, index)
    assert [(skip.path, skip.reason) for skip in report.skipped] == [("1.jsonl", "cannot be read: Input/output error")]
    monkeypatch.undo()
    report = searcher.build_index(corpus, index)
    assert (report.changed, report.skipped) == (1, ())
    assert answers(index).counts[0] == 2


def test_operations_are_as_the_refusals_suppose(scene: Scene) -> None:
    last = [operation for operation in scene.operations if operation.kind in MAY_FAIL][-1]
    assert isinstance(last, Operation)
    assert last.path.endswith(".committed")


def test_a_run_that_is_interrupted_leaves_nothing_behind(scene: Scene) -> None:
    for stage in ("reading", "indexing", "committing"):
        index = scene.copy("interrupted")
        before = set(names_in(index))

        def interrupt(progress: update.Progress, stage: str = stage) -> None:
            if progress.stage == stage:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            searcher.build_index(scene.corpus, index, progress=interrupt)
        assert_unharmed(scene, index, before)
