"""The evidence for a question equals its formula, computed one text at a time in plain Python."""

from __future__ import annotations

import re
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.query import scoring
from searcher.query.evidence import evidence, grams_of

LETTERS = st.text("煤焦油山西a1,。?;𠀀 ", max_size=40)


def weigh(gram: str) -> float:
    return (ord(gram[0]) * 31 + ord(gram[1])) % 7 / 2


def reference(parts: list[str], text: str) -> float:
    grams = {gram: weigh(gram) for gram in grams_of(parts)}
    first = {gram: text.find(gram) for gram in grams if gram in text}
    lead = {gram for gram, place in first.items() if place < scoring.LEAD}
    # Signs that end a sentence are part of no gram, so that a gram stands in one sentence whole.
    sentences = ({g for g in grams if g in sentence} | lead for sentence in re.split("[。!?;]", text))
    most = max(sum(grams[gram] for gram in held) for held in sentences)
    start = sum(grams[gram] * exp(-place / scoring.LEAD_REACH) for gram, place in first.items())
    return scoring.SENTENCE_SHARE * most + scoring.LEAD_SHARE * start


@given(st.lists(LETTERS, max_size=3), st.lists(LETTERS, max_size=6))
def test_it_is_that_of_its_formula(parts: list[str], texts: list[str]) -> None:
    expected = [reference(parts, text) for text in texts]
    assert evidence(parts, texts, weigh).tolist() == pytest.approx(expected, rel=1e-5, abs=1e-5)


def test_one_sentence_says_more_than_two() -> None:
    before = "此外,那里的人们早就知道,"
    apart, together = evidence(
        ["煤焦油产量"], [before + "煤焦油有用。产量不详。", before + "煤焦油产量不详。"], lambda _: 1.0
    )
    assert together > apart + 1


def test_what_a_paragraph_begins_with_counts_with_every_sentence() -> None:
    texts = ["云雀镇在山中。那里民风淳朴。面积不详。", "那里民风淳朴。云雀镇在山中。面积不详。"]
    first, second = evidence(["云雀镇", "面积"], texts, lambda _: 1.0)
    assert first > second
