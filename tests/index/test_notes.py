"""A query that finds nothing says why; one that was relaxed says how; what was set as a condition is never relaxed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from scanning import write_records

import searcher
from searcher.index import Index
from searcher.results.model import Filters

TEXTS = {
    "a": "煤焦油深加工项目在平遥开工。",
    "b": "碳达峰试点园区在长治建成，年产PBAT五万吨。",
    "c": "临猗的苹果今年丰收，果农很高兴。",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("notes")
    (folder / "corpus").mkdir()
    write_records(folder / "corpus" / "one.jsonl", TEXTS, date="2025-05-09", headline="释放土地效能")
    searcher.build_index(folder / "corpus", folder / "index")
    with searcher.open_index(folder / "index") as opened:
        yield opened


def ids(index: Index, query: str) -> list[str]:
    return [hit.id for hit in index.search(query).hits]


def test_a_part_that_matches_nothing_is_named(index: Index) -> None:
    assert index.search("平遥 AND 魑魅").notes == ("Nothing matches 魑魅.",)
    dated = "The issues are of 2025-05-09 to 2025-05-09."
    assert index.search("平遥 AND 日期:1999").notes == ("Nothing matches date:1999-01-01..1999-12-31.", dated)
    assert index.search("日期:1999").notes == ("Nothing matches date:1999-01-01..1999-12-31.", dated)
    assert index.search("平遥 NEAR/5 魑魅").notes == ('Nothing matches "魑魅".',)
    assert index.search("标题:(土地 AND 魑魅)").notes == ("Nothing matches headline:魑魅.",)
    assert "no paragraph matches all" in index.search("平遥 AND 长治").notes[0]


def test_that_parts_stand_too_far_apart_is_said(index: Index) -> None:
    assert "within 1 characters" in index.search("平遥 NEAR/1 煤焦油").notes[0]
    assert index.search("平遥 NEAR/9 煤焦油").total == 1


def test_that_filters_let_nothing_through_is_said(index: Index) -> None:
    found = index.search("平遥", filters=Filters(since="2030-01-01"))
    assert found.total == 0
    assert found.notes == ("1 paragraph matches; the filters let none through.",)
    assert index.search("魑魅", filters=Filters(since="2030-01-01")).notes == ()


def test_letters_that_stand_in_another_word_are_no_word_of_the_query(index: Index) -> None:
    assert index.search("bathe").total == 0
    assert index.search("pbat").total == 1


@pytest.mark.parametrize(
    ("question", "told"), [("谁 平遥", "平遥"), ('"平遥" 哪里', '"平遥"'), ("为什么 标题:土地", "标题:土地")]
)
def test_a_group_that_only_asks_is_not_required(index: Index, question: str, told: str) -> None:
    assert index.search(question).total == index.search(told).total > 0
    assert index.search(question).literal == 0


def test_a_group_that_only_asks_narrows_nothing(index: Index) -> None:
    assert index.search("谁 开工", within=["平遥"]).total == 1


def test_a_plain_query_is_relaxed_and_says_so(index: Index) -> None:
    results = index.search("碳达峰 平遥")
    assert results.total >= 1
    assert results.literal == 0
    assert "many of them" in results.notes[0]
    assert index.search("碳达峰 长治").notes == ()


def test_a_condition_is_never_relaxed(index: Index) -> None:
    assert ids(index, "碳达峰 AND 平遥") == []
    assert ids(index, '"碳达峰" "平遥"') == []
    assert ids(index, "碳达峰 平遥 -煤焦油") == ["b"]
    assert ids(index, "碳达峰 平遥 date:2024") == []


@pytest.mark.parametrize(
    "question", ["谁在平遥开工？", "什么时候临猗的苹果丰收？", "哪里有碳达峰试点园区？", "请问煤焦油项目怎么样了？"]
)
def test_a_question_is_answered_by_what_it_tells(index: Index, question: str) -> None:
    results = index.search(question)
    wanted = next(
        id
        for id, text in TEXTS.items()
        if any(w in text and w in question for w in ("平遥", "临猗", "碳达峰", "煤焦油"))
    )
    assert results.hits[0].id == wanted


def test_what_only_a_headline_holds_is_said(index: Index) -> None:
    exact = index.search('"释放土地效能"')
    assert exact.total == 0
    assert "headline" in exact.notes[-1]
    plain = index.search("释放土地效能")
    assert [hit.id for hit in plain.hits] == ["a"]
    assert plain.literal == 0
    assert "headline" in plain.notes[0]


def test_a_pasted_headline_is_read_as_words_where_its_quotation_is_not_found(index: Index) -> None:
    pasted = index.search("“苹果长势喜人”（临猗果农丰收）")
    assert [hit.id for hit in pasted.hits] == ["c"]
    assert pasted.literal == 0
    assert "all of it is read as plain words" in pasted.notes[0]
    assert not index.search('"苹果长势喜人"（临猗果农丰收）').hits, "straight quotes are never loosened"
    assert not index.search("“苹果长势喜人”").hits, "nor is a phrase that is all of the query"
    found = index.search("“苹果今年丰收”（临猗果农）")
    assert [hit.id for hit in found.hits] == ["c"]
    assert not any("plain words" in note for note in found.notes)


@pytest.mark.parametrize("question", ["临猗的苹果今年收成好不好？", "果农因何高兴"])
def test_a_question_needs_no_word_of_the_list(index: Index, question: str) -> None:
    assert ids(index, question)[0] == "c"


def test_a_few_words_that_stand_as_typed_are_not_taken_for_a_sentence(index: Index) -> None:
    typed = index.search("煤焦油深加工项目")
    assert [hit.id for hit in typed.hits] == ["a"]
    assert (typed.total, typed.literal, typed.notes) == (1, 1, ())
    turned = index.search("深加工煤焦油苹果")
    assert turned.total == 2
    assert turned.notes
