"""Whatever is asked, there is an answer or a stated error, soon and in little memory."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import hostile_queries
import pytest
from program import CORPUS, REPOSITORY
from scanning import write_records

import searcher

MONTH = REPOSITORY.parent / "shared" / "data" / "rmrb-2026-05.jsonl.gz"


def asked(index: Path, seed: int, count: int) -> dict[str, Any]:
    """Have a process ask so many queries."""
    command = [sys.executable, hostile_queries.__file__, str(index), str(seed), str(count)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    run = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert run.returncode == 0, run.stderr.decode(errors="replace")[-2_000:]
    told: dict[str, Any] = json.loads(run.stdout)
    assert told["failures"] == []
    assert told["growth"] < hostile_queries.MEMORY
    assert sum(told["outcomes"].values()) == count
    # Both must happen, or the queries are not worth it.
    assert min(told["outcomes"].get(outcome, 0) for outcome in ("answer", "error")) > count // 10
    return told


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    searcher.build_index(CORPUS, folder)
    return folder


def test_any_query_is_answered_or_refused(index: Path) -> None:
    asked(index, seed=1, count=2_000)


@pytest.mark.slow
def test_any_of_a_hundred_thousand_queries_is(index: Path, record_property: Any) -> None:
    for seed in range(10):
        told = asked(index, seed=100 + seed, count=10_000)
        record_property(f"run {seed}", told)


@pytest.mark.slow
@pytest.mark.skipif(not MONTH.exists(), reason="needs a month of a newspaper beside the project")
def test_so_it_is_on_a_month_of_a_newspaper(tmp_path: Path, record_property: Any) -> None:
    with gzip.open(MONTH, "rt", encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    (tmp_path / "corpus").mkdir()
    write_records(tmp_path / "corpus" / "month.jsonl", texts, date="2026-05-01", headline="一个月")
    searcher.build_index(tmp_path / "corpus", tmp_path / "index")
    record_property("month", asked(tmp_path / "index", seed=5, count=2_000))
