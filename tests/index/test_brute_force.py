"""AND, OR, NOT, NEAR, wildcards, fields and dates: random trees find what looking at every paragraph finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from brute_force import BruteForce, RandomTrees, records_of

import searcher
from searcher.index import Index
from searcher.query.unparse import format_query

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("brute")
    searcher.build_index(CORPUS, folder)
    with searcher.open_index(folder) as opened:
        yield opened


def test_random_trees_find_what_a_scan_finds(index: Index) -> None:
    records = records_of(index)
    trees, oracle = RandomTrees(records, seed=3), BruteForce(records)
    some = 0
    for _ in range(300):
        tree = trees.tree()
        query = format_query(tree)
        expected = oracle.found(tree)
        assert set(index.matching(query)) == expected, query
        some += 0 < len(expected) < len(records)
    # The trees must be worth it: many find some paragraphs and not all.
    assert some > 100
