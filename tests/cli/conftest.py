from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from program import CORPUS, Run, searcher


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample corpus and its index; not to be written to."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(CORPUS, folder / "corpus")
    run = searcher("--corpus", folder / "corpus", "--index", folder / "index", "index")
    assert run.status == 0, run.stderr
    return folder


@pytest.fixture
def sample(built: Path) -> Callable[..., Run]:
    """The program on the sample corpus."""
    return partial(searcher, "--corpus", built / "corpus", "--index", built / "index")


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder with a small corpus of its own, and no index."""
    monkeypatch.chdir(tmp_path)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    shutil.copy(CORPUS / "2025-06-13-A1.txt", corpus)
    return tmp_path
