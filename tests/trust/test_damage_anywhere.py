"""Whatever happens to a file of the index: right answers or a failure that names a file; and `check` finds it.

Never a wrong hit, another failure, a hang, or code that runs.
"""

from __future__ import annotations

import ast
import os
import pickle
import random
import shutil
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from answers import Answers, answers, copy_index, write_issue
from damage import damaged, damages, within
from program import REPOSITORY

import searcher
from searcher.errors import DamagedIndexError, DamageWarning
from searcher.store.generation import generations, read_manifest

FLIPS, MANY_FLIPS = 5, 200
CHECKS = 3
"""Every so many-th damage is also checked in the normal run; in the long run every one is."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two indexes, each of two generations, the second of which has segments of its own."""
    folder = tmp_path_factory.mktemp("damage")
    for which in ("index", "other"):
        corpus = folder / f"{which} corpus"
        corpus.mkdir()
        shutil.copy(REPOSITORY / "corpus" / "2025-09-19-04.txt", corpus)
        for number in range(3):
            write_issue(corpus / f"{which}{number}.jsonl", number)
            if number:
                searcher.build_index(corpus, folder / which)
    return folder


@pytest.fixture(scope="module")
def right(folder: Path) -> dict[int, Answers]:
    """The right answers of each generation."""
    newest, before = generations(folder / "index")
    older = copy_index(folder / "index", folder / "older")
    (older / f"generation-{newest:08d}.json").unlink()
    (older / f"generation-{newest:08d}.committed").unlink()
    return {newest: answers(folder / "index"), before: answers(older)}


def names(index: Path) -> list[str]:
    return sorted(file.name for file in index.iterdir() if file.suffix in (".json", ".arrays", ".committed"))


def is_named(name: str, copy: Path, message: str) -> bool:
    """Whether a message names the damaged file; or, where a manifest is that of another index, a file that it names and
    that is not there."""
    path = Path(message.partition(": damaged index file")[0])
    return path.name == name or (name.endswith(".json") and path.parent == copy and not path.exists())


def assert_told(copy: Path, name: str, right: dict[int, Answers], what: str) -> str:
    """The right answers, those of the generation before with a warning, or a failure that names a file."""
    newest, before = sorted(right, reverse=True)
    with warnings.catch_warnings(record=True) as caught, within(60):
        warnings.simplefilter("always")
        try:
            found: Answers | DamagedIndexError = answers(copy)
        except DamagedIndexError as error:
            found = error
    if isinstance(found, DamagedIndexError):
        assert is_named(name, copy, str(found)), f"{name} {what}: {found} names another file"
        return "refused"
    if found == right[newest]:
        return "right"
    assert found == right[before], f"{name} {what}: wrong answers"
    told = [str(warning.message) for warning in caught if warning.category is DamageWarning]
    assert len(told) == 1
    assert is_named(name, copy, told[0])
    return "fell back"


def assert_found(copy: Path, name: str, what: str, whole: bool) -> None:
    """`check` names the damaged file, unless it is one that a whole index need not have."""
    with within(60):
        report = searcher.check_index(copy)
    if whole:
        assert report.sound
    else:
        named = {found.file for found in report.problems}
        missing = {file for file in named if not (copy / file).exists()}
        assert name in named or (name.endswith(".json") and missing), f"{name} {what}: not found by check"
        assert all(found.what and found.remedy for found in report.problems)


def damage_all(folder: Path, right: dict[int, Answers], flips: int, check_every: int) -> dict[str, int]:
    index = folder / "index"
    told = {"refused": 0, "right": 0, "fell back": 0}
    count = 0
    for name in names(index):
        data = (index / name).read_bytes()
        for what, content in damages(data, flips, random.Random(f"{len(data)}")):
            with damaged(index, name, content, folder / "damaged") as copy:
                told[assert_told(copy, name, right, what)] += 1
                if count % check_every == 0:
                    assert_found(copy, name, what, whole=name.endswith(".committed"))
            count += 1
    return told


def test_every_file_damaged_in_every_way(folder: Path, right: dict[int, Answers]) -> None:
    told = damage_all(folder, right, FLIPS, CHECKS)
    assert told["refused"]
    assert told["fell back"]


@pytest.mark.slow
def test_every_file_with_many_bits_flipped(folder: Path, right: dict[int, Answers]) -> None:
    told = damage_all(folder, right, MANY_FLIPS, 1)
    assert told["refused"] + told["fell back"] > MANY_FLIPS


def swaps(folder: Path) -> Iterator[tuple[str, Path]]:
    """Each file of the index, and what it is swapped with: its like of another generation and of another index."""
    index, other = folder / "index", folder / "other"
    for name in names(index):
        kind = name.partition("-")[0]
        mine = [index / like for like in names(index) if like.startswith(kind) and like != name]
        theirs = [other / like for like in names(other) if like.startswith(kind)]
        for source in (*mine, *theirs):
            if source.suffix == Path(name).suffix:
                yield name, source


def test_every_file_swapped_with_its_like(folder: Path, right: dict[int, Answers]) -> None:
    tried = 0
    for name, source in swaps(folder):
        data = source.read_bytes()
        same = data == (folder / "index" / name).read_bytes()
        with damaged(folder / "index", name, data, folder / "swapped") as copy:
            told = assert_told(copy, name, right, f"swapped with {source.name}")
            assert_found(copy, name, "swapped", whole=same)
        assert told == "right" or not same
        tried += 1
    assert tried > 8


class Trap:
    """Runs code when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return os.mkdir, (str(self.path),)


def test_a_pickle_in_place_of_any_file_is_not_loaded(folder: Path, right: dict[int, Answers], tmp_path: Path) -> None:
    trap = pickle.dumps(Trap(tmp_path / "sprung"))
    for name in (*names(folder / "index"), "writer.lock", "writer.txt"):
        with damaged(folder / "index", name, trap, folder / "trapped") as copy:
            assert_told(copy, name, right, "a pickle")
            searcher.check_index(copy)
    assert not (tmp_path / "sprung").exists()
    pickle.loads(trap)
    assert (tmp_path / "sprung").exists()


@pytest.mark.parametrize("kind", ["analyzer", "segment", "generation"])
def test_a_rebuild_mends_whatever_is_damaged(folder: Path, right: dict[int, Answers], kind: str) -> None:
    name = max(name for name in names(folder / "index") if name.startswith(kind) and not name.endswith(".committed"))
    with damaged(folder / "index", name, b"not an index at all", folder / "mended") as copy:
        assert not searcher.check_index(copy).sound
        searcher.build_index(folder / "index corpus", copy, rebuild=True)
        report = searcher.check_index(copy)
        assert report.generations[0].sound
        assert answers(copy) == right[max(right)]


def test_the_program_has_nothing_that_unpickles() -> None:
    forbidden = {"pickle", "shelve", "dill", "cloudpickle", "joblib"}
    for file in (REPOSITORY / "searcher").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            imported = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            imported += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not forbidden & {name.partition(".")[0] for name in imported}, file
            if isinstance(node, ast.Attribute):
                assert node.attr != "load" or ast.unparse(node.value) not in ("np", "numpy"), file


def test_opening_loads_no_pickle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was unpickled")

    for name in ("load", "loads", "Unpickler"):
        monkeypatch.setattr(pickle, name, refuse)
    assert answers(folder / "index").paragraphs
    assert searcher.check_index(folder / "index").sound
    assert sys.modules["pickle"].loads is refuse


def test_a_sound_index_is_found_sound(folder: Path) -> None:
    report = searcher.check_index(folder / "index")
    assert (report.problems, report.notes) == ((), ())
    assert [checked.sound for checked in report.generations] == [True, True]
    manifest = read_manifest(folder / "index", report.generations[0].generation)
    assert report.generations[0].size == sum(ref.size for ref in manifest.files)
    assert report.bytes >= report.generations[0].size
