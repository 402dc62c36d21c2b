"""A query that finds nothing says why; one that was relaxed says how; what was set as a condition is never relaxed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("平遥 魑魅", ["魑魅"]),
        ("平遥魑魅", ["魑魅"]),
        ("平遥 魑魅是什么？", ["魑魅"]),
        ("平遥 “王砚求”是谁？", ["王砚求"]),
        ("平遥 王砚求", ["王砚求"]),  # a name that is cut into characters
        ("平遥 PBATX 魍魉", ["PBATX", "魍魉"]),
        ("谁在平遥见过魑魅和魍魉？", ["魑魅", "魍魉"]),
        ("碳达峰苹果 平遥", ["碳达峰苹果"]),  # words that stand, but never together
        ("碳达峰 平遥", []),
        ("平遥 哪里 煤焦油 碳达峰", []),
    ],
)
def test_a_relaxed_answer_names_what_stands_nowhere(index: Index, query: str, named: list[str]) -> None:
    results = index.search(query)
    assert results.total
    assert results.notes, "it was relaxed"
    told = [note for note in results.notes if note.startswith("No paragraph holds ") and ";" not in note]
    assert told == ([f"No paragraph holds {', '.join(named)}."] if named else [])
    for word in named:
        assert index.count(f'"{word}"')[0] == 0


PARTS = ["平遥", "煤焦油", "碳达峰", "临猗", "苹果", "魑魅", "魍魉", "PBAT", "xyzzy", "什么", "长治"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PARTS), min_size=2, max_size=6, unique=True))
def test_exactly_the_words_that_stand_nowhere_are_named(index: Index, words: list[str]) -> None:
    results = index.search(" ".join(words))
    absent = [
        word for word in words if word not in ("什么", "PBAT") and not any(word in text for text in TEXTS.values())
    ]
    told = {note for note in results.notes if note.startswith("No paragraph holds ") and ";" not in note}
    relaxed = results.total and any(
        "these hold" in note or note.startswith(("A question", "A sentence")) for note in results.notes
    )
    assert told == ({f"No paragraph holds {', '.join(absent)}."} if relaxed and absent else set())


def test_a_character_says_nothing_of_a_name_that_it_stands_in(index: Index) -> None:
    assert index.search("果魑").total == 0
    assert index.search("魑果 魑遥").total == 0
    assert index.search("果魑").notes == index.search("魑魅").notes == (), "that nothing is found says it"
    assert index.search("魑魅PBATX").notes == ("No paragraph holds 魑魅, PBATX.",)
    assert ids(index, "果 魑") == ["c"], "a character that is a group is asked for"


def test_many_words_that_stand_nowhere_are_counted(index: Index) -> None:
    absent = [f"{one}{other}zq" for one in "abcd" for other in "efgh"]
    (note,) = [note for note in index.search(" ".join(["平遥", *absent])).notes if "other words" in note]
    assert note == f"No paragraph holds {', '.join(absent[:10])} and 6 other words."


def test_that_a_relaxation_was_under_conditions_is_said(index: Index) -> None:
    assert index.search("碳达峰 平遥 -煤焦油").notes[0].startswith("Under these conditions")
    assert index.search("碳达峰 平遥", filters=Filters(since="2025")).notes[0].startswith("Under these conditions")


@pytest.mark.parametrize(
    "question", ["谁 在 平遥?", "what is PBAT?", "哪里 有 苹果?", "Is it 苹果?", "平遥? 怎么 开工?"]
)
def test_a_final_mark_asks_where_any_group_asks(index: Index, question: str) -> None:
    found = index.search(question)
    assert found.total
    bare = index.search(question.replace("?", "？"))
    assert (found.total, found.literal, found.notes) == (bare.total, bare.literal, bare.notes)


def test_a_mark_that_finds_nothing_as_a_wildcard_asks(index: Index) -> None:
    (found, asked) = (index.search(query) for query in ("高兴?", "高兴？"))
    assert [hit.id for hit in found.hits] == [hit.id for hit in asked.hits] == ["c"]
    assert "With the ? of 高兴? as a wildcard nothing is found" in found.notes[0]
    both = index.search("苹果 高兴?")
    assert [hit.id for hit in both.hits] == ["c"]
    assert "read as a question mark" in both.notes[0]
    wildcard = index.search("苹?")
    assert [hit.id for hit in wildcard.hits] == ["c"]
    assert wildcard.notes == ()
    assert index.search("wildcard:高兴?").total == 0, "what is said to be a wildcard is one"
    assert index.search("魑魅?").total == 0
    assert ids(index, "苹果 NOT 高兴?") == ["c"], "what is excluded is a pattern"


def test_a_year_that_was_added_is_said(index: Index) -> None:
    (note,) = index.search("日期:25年5月").notes
    assert (
        note == "25年5月 names no year in full: it is read as date:2025-05-01..2025-05-31, the latest that has begun."
    )
    assert "5月9日 names no year" in index.search("平遥 日期:5月9日").notes[-1]
    assert "25年 names no year" in index.search("平遥", within=["日期:25年"]).notes[0]
    assert "25年 names no year" in index.search("日期:25年", within=["平遥"]).notes[0]
    assert index.search("日期:2025年5月").notes == ()
