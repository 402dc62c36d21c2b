"""The evidence for a question equals its formula, computed one text at a time in plain Python."""

from __future__ import annotations

import re
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.query import scoring
from searcher.query.evidence import begun, evidence, grams_of

LETTERS = st.text("煤焦油山西a1,。?;𠀀 ", max_size=40)
TEXTS = st.lists(LETTERS, max_size=6)
PARTS = st.lists(LETTERS, max_size=3)


def weigh(gram: str) -> float:
    return (ord(gram[0]) * 31 + ord(gram[1])) % 7 / 2


def latin(text: str) -> set[str]:
    return set(re.split("[^a-z0-9]", text)) - {""}


def rarity(held: list[set[str]]) -> dict[str, float]:
    """The idf of units among sets of them."""
    numbers = {unit: sum(unit in here for here in held) for unit in set().union(*held)}
    return {unit: log(1 + (len(held) - n + 0.5) / (n + 0.5)) for unit, n in numbers.items()}


def reference(parts: list[str], texts: list[str]) -> list[float]:
    grams = {gram: weigh(gram) for gram in grams_of(parts)}
    characters = {char for part in parts for char in part if char.isalnum()}
    asked = set().union(*map(latin, parts))
    of_characters = rarity([characters & set(text) for text in texts])
    of_latin = rarity([asked & latin(text) for text in texts])
    out = []
    for text in texts:
        # Signs that end a sentence are part of no gram, so that a gram stands in one sentence whole.
        sentences = re.split("[。!?;]", text)
        lead = {gram for gram in grams if 0 <= text.find(gram) < scoring.LEAD}
        by_grams = max(sum(grams[g] for g in grams if g in s or g in lead) for s in sentences)
        by_characters = max(sum(of_characters[c] for c in characters & set(s + sentences[0])) for s in sentences)
        start = re.sub(r"^[\W_]+", "", text)
        sizes = (n for n in range(min(len(start), scoring.BEGINNING) + 1) if any(start[:n] in part for part in parts))
        out.append(
            scoring.SENTENCE_SHARE * by_grams
            + scoring.CHARACTER_SHARE * by_characters
            + scoring.LATIN_SHARE * sum(of_latin[run] for run in asked & latin(text))
            + scoring.BEGINNING_SHARE * max(sizes, default=0)
        )
    return out


@given(PARTS, TEXTS)
def test_it_is_that_of_its_formula(parts: list[str], texts: list[str]) -> None:
    expected = reference(parts, texts) if any(map(str.isalnum, "".join(parts))) else [0.0] * len(texts)
    assert evidence(parts, texts, weigh).tolist() == pytest.approx(expected, rel=1e-5, abs=1e-4)


@given(PARTS, TEXTS.flatmap(lambda texts: st.tuples(st.just(texts), st.permutations(range(len(texts))))))
def test_it_does_not_depend_on_the_order_of_the_texts(parts: list[str], ordered: tuple[list[str], list[int]]) -> None:
    texts, order = ordered
    shuffled = evidence(parts, [texts[i] for i in order], weigh)
    assert shuffled.tolist() == evidence(parts, texts, weigh)[order].tolist()


@given(PARTS, TEXTS)
def test_it_takes_nothing_away(parts: list[str], texts: list[str]) -> None:
    assert (evidence(parts, texts, weigh) >= 0).all()


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


def test_characters_are_evidence_where_grams_are_not() -> None:
    texts = ["产煤不多,产油也少。", "那里民风淳朴。"]
    turned, other = evidence(["煤产"], texts, lambda gram: {"煤产": 0.0}[gram])
    assert turned > other == 0


def test_figures_and_latin_words_count_where_they_stand_whole() -> None:
    whole, inside = evidence(["11路"], ["乘11路车去。", "乘2011路车去。"], lambda _: 0.0)
    assert whole == pytest.approx(inside + scoring.LATIN_SHARE * log(1 + 1.5 / 1.5), rel=1e-5)


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("云雀镇在山中", ["云雀镇的面积"], 3),
        ("《云雀镇》在山中", ["面积", "云雀镇"], 3),
        ("云雀镇在山中", ["云", "雀镇"], 1),
        ("云雀镇", ["在云雀镇"], 3),
        ("云雀镇" * 20, ["云雀镇" * 20], scoring.BEGINNING),
        ("山中的云雀镇", ["云雀镇"], 0),
        ("", ["云雀镇"], 0),
        ("《》", ["《》"], 0),
    ],
)
def test_a_text_may_begin_with_what_is_asked_about(text: str, asked: list[str], expected: int) -> None:
    assert begun(text, "\n".join(asked)) == expected
