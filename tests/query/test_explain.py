"""An explanation counts each part as a query of that part alone does."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import searcher as run

import searcher
from searcher.index import Index
from searcher.query.explain import Explanation

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("explain")
    searcher.build_index(REPOSITORY / "corpus", folder)
    with searcher.open_index(folder) as opened:
        yield opened


def flat(explanation: Explanation) -> list[Explanation]:
    return [explanation, *(inner for part in explanation.parts for inner in flat(part))]


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("煤焦油 AND 技术", ["煤焦油 AND 技术", "煤焦油", "技术"]),
        ('"碳达峰" OR 平遥', ['"碳达峰" OR 平遥', '"碳达峰"', "平遥"]),
        ("标题:(煤 OR 电)", ["标题:(煤 OR 电)", "标题:(煤 OR 电)", "标题:煤", "标题:电"]),
        ("date:2025-06 NOT 的", ["date:2025-06 NOT 的", "date:2025-06", "NOT 的", "的"]),
    ],
)
def test_counts_are_those_of_the_parts(index: Index, query: str, parts: list[str]) -> None:
    asked = [part for part in flat(index.explain(query)) if part.kind not in ("word", "gram")]
    assert [part.count for part in asked] == [index.search(q, limit=0).total for q in parts]


def test_the_words_are_shown(index: Index) -> None:
    terms = index.explain("什么是碳达峰试点").terms
    assert "".join(terms) == "是碳达峰试点"
    assert terms[-1] == "试点"


def test_words_and_the_grams_between_them_are_counted(index: Index) -> None:
    for query in ("碳达峰试点", '"碳达峰试点"'):
        explained = index.explain(query)
        words = [part.text for part in explained.parts if part.kind == "word"]
        grams = [part.text for part in explained.parts if part.kind == "gram"]
        assert tuple(words) == explained.terms
        assert grams == [a[-1] + b[0] for a, b in itertools.pairwise(words)]
        assert all(part.count == index.search(f'"{part.text}"', limit=0).total for part in explained.parts)


def test_words_on_both_sides_of_one_that_asks_are_not_bridged(index: Index) -> None:
    assert [part.text for part in index.explain("平遥什么古城").parts] == ["平遥", "古城"]


@pytest.mark.parametrize("query", ["谁 平遥", "平遥 什么时候 古城?", "what is PBAT?", '"平遥" 哪里', "(谁 平遥) 古城"])
def test_groups_that_only_ask_are_said_to_and_not_required(index: Index, query: str) -> None:
    explained = index.explain(query)
    asking = [part for part in flat(explained) if part.kind == "asks"]
    assert {part.text for part in asking} <= {"谁", "什么时候", "what", "is", "哪里"}
    assert asking
    assert not any(part.parts or part.terms for part in asking)
    left = query
    for part in asking:
        assert part.text is not None
        left = left.replace(part.text, "", 1)
    assert explained.count == index.count(left.replace("?", ""))[0] > 0


def test_a_question_word_alone_is_asked_for(index: Index) -> None:
    assert index.explain("谁").kind == "group"


def test_the_command_prints_a_tree(tmp_path: Path) -> None:
    searcher.build_index(REPOSITORY / "corpus", tmp_path / "index")
    done = run("explain", "煤焦油", "NOT 平遥", "--index", str(tmp_path / "index"))
    assert done.status == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("all of (may be relaxed): ")
    assert lines[1].startswith("  group 煤焦油")
    assert lines[2].startswith("  not: ")
    assert lines[3].startswith("    group 平遥: ")
    assert run("explain", "魑魅魍魉", "--index", str(tmp_path / "index")).status == 1
