"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from searcher.i18n import use_language

# The first call of many tests loads a dictionary; a deadline would only measure that.
settings.register_profile("searcher", deadline=None)
settings.load_profile("searcher")


# No test may depend on who runs it: neither on their locale nor on their own settings.
for name in [name for name in os.environ if name.startswith("SEARCHER_")]:
    del os.environ[name]
os.environ["SEARCHER_LANG"] = "en"
os.environ["XDG_CONFIG_HOME"] = os.environ["APPDATA"] = str(Path(__file__).parent / "no settings")


@pytest.fixture(autouse=True)
def english() -> None:
    """What ran before may have left another language in force."""
    use_language("en")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-slow", action="store_true", help="also run the tests marked slow")
    parser.addoption("--write-snapshots", action="store_true", help="write the snapshots anew: then look at the diff")


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the file of this name in `snapshots`, beside the test; there ``\\e`` stands for escape."""

    def compare(name: str, text: str) -> None:
        path = request.path.parent / "snapshots" / name
        text = text.replace("\x1b", "\\e")
        if request.config.getoption("--write-snapshots"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        with path.open(encoding="utf-8", newline="") as file:
            assert text == file.read()

    return compare


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--run-slow"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="a long run: ask for it with --run-slow"))
