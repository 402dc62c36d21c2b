"""An update with everything in it, made once: what accidents are then let happen to."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from answers import Answers, answers, change, copy_index, grow
from faults import Operation, Recorder, inside, intercepted

import searcher
from searcher.store.generation import generations, is_ours, read_manifest


@dataclass(frozen=True, slots=True)
class Scene:
    """An index before an update, its corpus after the changes, the answers before and after, what the update does."""

    folder: Path
    corpus: Path
    index: Path
    before: Answers
    after: Answers
    operations: tuple[Operation, ...]
    recorded_in: Path

    def copy(self, name: str) -> Path:
        """A copy of the index to break."""
        return copy_index(self.index, self.folder / name)


def make_scene(folder: Path) -> Scene:
    """Grow an index, change its corpus, record what the update does."""
    corpus, index = folder / "corpus", folder / "index"
    grow(corpus, index)
    before = answers(index)
    change(corpus)
    searcher.build_index(corpus, folder / "clean")
    after = answers(folder / "clean")
    assert before != after
    recorded = copy_index(index, folder / "recorded")
    recorder = Recorder()
    with intercepted(recorder):
        searcher.build_index(corpus, recorded)
    assert answers(recorded) == after
    operations = tuple(recorder.operations)
    assert all(inside(operation, recorded) for operation in operations)
    # The scene must be worth it: segments are merged, what is no longer needed is cleared away.
    assert [len(read_manifest(recorded, number).segments) for number in generations(recorded)] == [1, 7]
    kinds = {operation.kind for operation in operations}
    assert kinds - {"mkdir"} == {"open", "write", "fsync", "sync folder", "replace", "unlink"}
    return Scene(folder, corpus, index, before, after, operations, recorded)


def spread(count: int, wanted: int) -> list[int]:
    """`wanted` numbers below `count`, even, the first and the last among them."""
    return sorted({round(i * (count - 1) / (wanted - 1)) for i in range(wanted)})


def assert_converges(scene: Scene, index: Path) -> None:
    """The next run gives the answers of a clean build and leaves nothing behind."""
    searcher.build_index(scene.corpus, index)
    assert answers(index) == scene.after
    kept = {name for number in generations(index) for name in read_manifest(index, number).names()}
    assert {file.name for file in index.iterdir() if is_ours(file.name)} <= kept
    shutil.rmtree(index)
