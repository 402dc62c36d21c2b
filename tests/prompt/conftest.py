from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from program import CORPUS, environment

import searcher
from searcher.cli.settings import Settings
from searcher.prompt.session import Session

Ask = Callable[[str], str]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample corpus and its index; not to be written to."""
    folder = tmp_path_factory.mktemp("shelf")
    shutil.copytree(CORPUS, folder / "corpus")
    searcher.build_index(folder / "corpus", folder / "index")
    return folder


@pytest.fixture
def settings(shelf: Path, tmp_path: Path) -> Settings:
    """Settings for the sample corpus, with streams of strings and a state folder of one's own."""
    env = replace(environment(), state_dir=tmp_path / "state")
    return Settings(env, shelf / "corpus", shelf / "index")


@pytest.fixture
def session(settings: Settings) -> Iterator[Session]:
    made = Session(settings)
    yield made
    made.close()


@pytest.fixture
def ask(session: Session) -> Ask:
    """Gives a line to the session and the answer as one text."""
    return lambda line: "\n".join(session.answer(line))


@pytest.fixture
def workshop(settings: Settings, tmp_path: Path) -> Settings:
    """The same for a small corpus of one's own that has no index yet."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("2025-06-13-A1.txt", "2025-06-13-A2.txt"):
        shutil.copy(CORPUS / name, corpus)
    return replace(settings, corpus=corpus, index=tmp_path / "index")
