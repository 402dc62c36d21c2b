"""What is looked for in texts is found in the right ones, and a query can look at so many only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scanning import write_records

import searcher
from searcher.errors import QueryError
from searcher.query import looking
from searcher.query.looking import matching_texts
from searcher.query.near import is_near, near_among
from searcher.query.wildcards import Pattern
from searcher.text.fold import fold

TEXTS = st.lists(st.text(st.sampled_from("煤电油a，"), max_size=12), max_size=12)


@settings(max_examples=300)
@given(TEXTS, st.lists(st.text(st.sampled_from("煤电油"), max_size=2), min_size=2, max_size=3), st.integers(0, 6))
def test_many_texts_are_looked_at_as_each_alone(texts: list[str], parts: list[str], distance: int) -> None:
    assert near_among(texts, parts, distance) == [i for i, text in enumerate(texts) if is_near(text, parts, distance)]
    pattern = Pattern("*".join(parts), fold)
    assert pattern.among(texts) == [i for i, text in enumerate(texts) if pattern.holds(text)]


def test_nothing_is_found_across_two_texts() -> None:
    assert matching_texts(re.compile("煤.*油"), ["煤", "油", "", "煤油", "煤a油煤油"]) == [3, 4]


def test_a_query_looks_at_so_many_texts_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus").mkdir()
    write_records(tmp_path / "corpus" / "all.jsonl", [f"煤{i}电" for i in range(20)])
    searcher.build_index(tmp_path / "corpus", tmp_path / "index")
    monkeypatch.setattr(looking, "MOST", 50)
    with searcher.open_index(tmp_path / "index") as index:
        assert index.search("煤*电 OR 电 NEAR/9 煤").total == 20
        for _ in range(3):
            # What was looked at for a query before does not count.
            assert index.search("煤?电").total == 10
        with pytest.raises(QueryError, match="in more than 50 paragraphs") as caught:
            index.search("电 OR (煤??电 OR 煤???电 OR 煤????电)")
        assert caught.value.query[caught.value.position :].startswith("煤????电")
        assert index.search("煤*").total == 20
