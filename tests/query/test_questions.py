"""Words that ask are told from words that only hold the same characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.query import questions
from searcher.query.questions import asks, only_asks, telling_parts, without_asking
from searcher.text.fold import fold


@pytest.mark.parametrize("text", ["许多高校", "更多大学生", "任何人", "任何时候", "哪吒闹海", "哪咤", "吗啡", "呢绒"])
def test_a_word_that_holds_the_characters_of_one_that_asks_is_no_question(text: str) -> None:
    assert not asks(fold(text))
    assert telling_parts(fold(text)) == (fold(text),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("珠峰有多高", ["珠峰有"]),
        ("何时开工", ["开工"]),
        ("在哪开工?", ["在", "开工?"]),
        ("什么是碳达峰", ["是碳达峰"]),
        ("故宫为啥关门", ["故宫", "关门"]),
    ],
)
def test_what_a_question_tells(text: str, told: list[str]) -> None:
    assert asks(text)
    assert telling_parts(text) == tuple(told)


@pytest.mark.parametrize("text", ["谁", "哪里", "什么时候?", "“谁”"])
def test_a_group_that_only_asks(text: str) -> None:
    assert only_asks(text)
    assert without_asking(text) == text


@given(st.text(st.sampled_from("谁什么时候哪里吗呢多高许任何人平遥?，")))
def test_places_stay_where_words_that_ask_are_left_out(text: str) -> None:
    told = without_asking(text)
    assert len(told) == len(text)
    assert all(kept in (" ", typed) for kept, typed in zip(told, text, strict=True))


SEVERAL = "任何时候人哪吒些里年个吗啡呢绒料许众最多久远有大长高的了什么为因啥谁几号怎样咋如谓是否能请问没在?1a，"


@given(st.text(st.sampled_from(SEVERAL), max_size=12) | st.text(max_size=12))
def test_no_word_that_asks_is_without_one_of_the_signs(text: str) -> None:
    """Only what has one of these signs is looked through for words that ask."""
    found = questions._expression().search(text)
    assert found is None or not questions._SIGNS.isdisjoint(found[0])


@given(st.text(st.characters(exclude_characters="".join(questions._SIGNS)), max_size=12))
def test_where_nothing_asks_everything_tells(text: str) -> None:
    assert asks(text) == text.endswith("?")
    assert not only_asks(text)
    assert telling_parts(text) == (text,)
    assert without_asking(text) == text
