"""An index of another format, of other rules, or of a newer program is refused with a remedy, and the remedy works."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from answers import Answers, answers, write_issue
from program import searcher as program

import searcher
from searcher.errors import IndexMismatchError
from searcher.store import analyzer, generation
from searcher.store.generation import generations, is_ours, manifest_name, names_in, read_manifest


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answers]:
    folder = tmp_path_factory.mktemp("makers")
    (folder / "corpus").mkdir()
    for number in range(2):
        write_issue(folder / "corpus" / f"{number}.jsonl", number)
    searcher.build_index(folder / "corpus", folder / "index")
    return folder, answers(folder / "index")


@pytest.fixture
def place(made: tuple[Path, Answers], tmp_path: Path) -> Path:
    for name in ("corpus", "index"):
        shutil.copytree(made[0] / name, tmp_path / name)
    return tmp_path


def rewrite(index: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Another manifest, with a right checksum."""
    path = index / manifest_name(generations(index)[0])
    values = json.loads(path.read_bytes().partition(b"\n")[2])
    change(values)
    body = json.dumps(values).encode()
    path.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)


def newer(values: dict[str, Any]) -> None:
    """Of a future format only the number is known."""
    values.clear()
    values.update(format=generation.FORMAT + 1, whatever=[1, 2, 3])


MAKERS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a newer format": (newer, "newer version"),
    "an older format": (lambda values: values.update(format=0), "older version"),
    "other terms": (
        lambda values: values.update(identity=values["identity"].replace(f"terms{analyzer.TERMS}", "terms99")),
        "other rules",
    ),
    "another folding": (
        lambda values: values.update(identity=values["identity"].replace("fold", "fold9")),
        "other rules",
    ),
}


@pytest.mark.parametrize(("change", "told"), MAKERS.values(), ids=MAKERS)
def test_it_is_refused_with_the_remedy_and_the_remedy_works(
    made: tuple[Path, Answers], place: Path, change: Callable[[dict[str, Any]], object], told: str
) -> None:
    index = place / "index"
    rewrite(index, change)
    for attempt in (searcher.open_index, searcher.check_index):
        with pytest.raises(IndexMismatchError, match=f"{told}.*searcher index"):
            attempt(index)
    for command in (["search", "煤"], ["info"], ["check"]):
        run = program("--corpus", place / "corpus", "--index", index, *command)
        assert (run.status, run.stdout) == (3, "")
        assert run.stderr.count("\n") == 1
    run = program("--corpus", place / "corpus", "--index", index, "index")
    assert run.status == 0, run.stderr
    assert answers(index) == made[1]
    # Nothing of what cannot be read is kept.
    (number,) = [number for number in generations(index) if number > 1]
    assert {name for name in names_in(index) if is_ours(name)} >= read_manifest(index, number).names()
    assert program("--index", index, "check").status == 0


def test_another_dictionary_is_read_and_remade_by_the_next_run(made: tuple[Path, Answers], place: Path) -> None:
    """An index cuts queries by the dictionary that it keeps, so that it is right until it is made anew."""
    index = place / "index"
    rewrite(index, lambda values: values.update(identity=values["identity"].rpartition("-")[0] + "-000000000000"))
    assert answers(index) == made[1]
    assert searcher.check_index(index).sound
    report = searcher.build_index(place / "corpus", index)
    assert report.added == 2
    assert answers(index) == made[1]


@pytest.mark.parametrize(
    "change",
    [
        lambda values: values.pop("format"),
        lambda values: values.update(segments=5),
        lambda values: values.pop("analyzer"),
        lambda values: values["analyzer"].update(name="../../elsewhere.arrays"),
        lambda values: values.update(extra=1),
        lambda values: values.update(format="x"),
    ],
)
def test_what_is_no_manifest_is_damage(place: Path, change: Callable[[dict[str, Any]], object]) -> None:
    rewrite(place / "index", change)
    run = program("--index", place / "index", "search", "煤")
    assert (run.status, run.stdout) == (4, "")
    assert manifest_name(1) in run.stderr
    assert program("--index", place / "index", "check").status == 4
