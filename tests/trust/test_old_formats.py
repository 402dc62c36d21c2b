"""An index of each format that was ever released is opened, or refused with the remedy, and the remedy works; for ever.

The indexes in `formats/` were made by `scripts/make_format.py`, each by the version that had its format."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import pytest
from program import searcher as program

import searcher
from searcher.errors import IndexMismatchError
from searcher.store.generation import FORMAT

FORMATS = Path(__file__).parent / "formats"
NUMBERS = sorted(int(file.name.split("-")[1].split(".")[0]) for file in FORMATS.glob("format-*.tar.xz"))
FOUND = {
    "煤焦油": {"r1"},
    "碳达峰 煤焦油": {"r1"},
    '"释放土地效能"': {"r2"},
    "开发区": {"r2"},
    "byline:郭砚田": {"r1"},
    "date:2025-06": {"r1", "r2"},
    "光伏": {"2025-09-19-01:1.1"},
    "量子纠缠": set(),
}
"""What the corpus there holds, by the ids of the paragraphs: that much no format may change."""


@pytest.fixture(params=NUMBERS, ids=lambda number: f"format {number}")
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The corpus with an index of that format."""
    shutil.copytree(FORMATS / "corpus", tmp_path / "corpus")
    with tarfile.open(FORMATS / f"format-{request.param}.tar.xz") as archive:
        archive.extractall(tmp_path / "index", filter="data")
    return tmp_path


def assert_answers(index: Path) -> None:
    with searcher.open_index(index) as opened:
        assert opened.info().paragraphs == 4
        for query, ids in FOUND.items():
            hits = opened.search(query).hits
            assert ids <= {hit.id for hit in hits} if ids else not hits, query


def refusal(index: Path) -> str | None:
    """Why the index is not opened."""
    try:
        searcher.open_index(index).close()
    except IndexMismatchError as error:
        return str(error)
    return None


def test_it_answers_or_says_what_to_do(place: Path) -> None:
    here = ["--corpus", place / "corpus", "--index", place / "index"]
    refused = refusal(place / "index")
    if refused:
        assert "`searcher index`" in refused
        for command in (["search", "煤焦油"], ["show", "r1"], ["info"], ["check"]):
            run = program(*here, *command)
            assert (run.status, run.stdout) == (3, "")
            assert run.stderr.count("\n") == 1
            assert "`searcher index`" in run.stderr
        # Nothing was touched: the version that made it still reads it.
        assert len(list((place / "index").glob("*.json"))) == 1
        run = program(*here, "index")
        assert run.status == 0, run.stderr
        assert "another version" in run.stdout + run.stderr
    assert_answers(place / "index")
    assert program(*here, "check").status == 0
    assert program(*here, "index").stdout.startswith("Up to date")


def test_every_format_up_to_this_one_is_here() -> None:
    assert list(range(1, FORMAT + 1)) == NUMBERS
