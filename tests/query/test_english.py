"""Words of English questions that ask, or help to, are told from names and from words of other queries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.query.english import ASKING, OPENING, helping_groups
from searcher.query.lex import Kind, tokens
from searcher.query.nodes import Words


def groups(query: str) -> list[Words]:
    """The plain groups of words apart by blanks."""
    out, at = [], 0
    for word in query.split():
        at = query.index(word, at)
        out.append(Words(word, (at, at + len(word))))
    return out


def told(query: str) -> list[str]:
    helping = helping_groups(groups(query))
    return [group.text for group in groups(query) if group.span not in helping]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("what is AI?", ["AI?"]),
        ("What is the PBAT?", ["PBAT?"]),
        ("Who is 王砚秋?", ["王砚秋?"]),
        ("How many 人口 in 山西?", ["人口", "山西?"]),
        ("Is it 苹果?", ["苹果?"]),
        ("WHO is 谭德塞?", ["WHO", "is", "谭德塞?"]),
        ("WHO 新冠", ["WHO", "新冠"]),
        ("IT 产业 in 山西", ["IT", "产业", "in", "山西"]),
        ("is 产业", ["is", "产业"]),
        ("碳达峰 长治", ["碳达峰", "长治"]),
        ("", []),
    ],
)
def test_what_an_english_question_tells(query: str, left: list[str]) -> None:
    assert told(query) == left


@given(st.lists(st.sampled_from(["平遥", "AI", "IT", "WHO", "5G", "“”", "煤?"]), max_size=6).map(" ".join))
def test_a_query_without_words_that_ask_loses_none(query: str) -> None:
    assert told(query) == query.split()


@pytest.mark.parametrize("word", sorted(ASKING))
def test_beside_a_word_that_asks_a_final_mark_is_a_question_mark(word: str) -> None:
    for query in (f"{word} AI?", f"AI? {word}", f"{word.capitalize()} AI?"):
        assert all(token.kind in (Kind.WORDS, Kind.END) for token in tokens(query)), query
    assert Kind.PATTERN in {token.kind for token in tokens(f"x{word} AI?")}
    assert Kind.PATTERN in {token.kind for token in tokens(f'"{word}" AI?')}


@pytest.mark.parametrize("word", sorted(OPENING))
def test_some_words_ask_only_at_the_beginning(word: str) -> None:
    assert all(token.kind in (Kind.WORDS, Kind.END) for token in tokens(f"{word} it AI?"))
    assert Kind.PATTERN in {token.kind for token in tokens(f"煤 {word} AI?")}
