"""What all tests share."""

from __future__ import annotations

import pytest
from hypothesis import settings

# The first call of many tests loads a dictionary; a deadline would only measure that.
settings.register_profile("searcher", deadline=None)
settings.load_profile("searcher")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-slow", action="store_true", help="also run the tests marked slow")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--run-slow"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="a long run: ask for it with --run-slow"))
