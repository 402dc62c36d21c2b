"""Segmentation by arrays against jieba: whatever is cut at once, wherever pieces end, whatever two routes are worth."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jieba_cutter import frequencies_of, jieba_cutter

from searcher.text import segmenting, trie
from searcher.text.arrays import as_text, code_points
from searcher.text.dictionary import Dictionary
from searcher.text.dictionary_file import jieba_dictionary_path, read_dictionary
from searcher.text.segmenting import ArraySegmenter, one_by_one
from searcher.text.trie import Trie
from searcher.text.words import MappedSegmenter

SMALL = {
    "煤": 9,
    "焦": 2,
    "油": 4,
    "煤焦": 3,
    "焦油": 3,
    "煤焦油": 1,
    "油煤": 3,
    "油煤焦油煤": 1,
    "a": 2,
    "c#": 5,
    "c": 1,
}
CHARS = "煤焦油气ac#1. ，\n\x00\x01𠀀\ud800"


def dictionary_of(frequencies: Mapping[str, int]) -> Dictionary:
    return Dictionary(Dictionary.build(frequencies))


def reference(frequencies: Mapping[str, int]) -> Any:
    return jieba_cutter(dictionary_of(frequencies))


def starts_of(pieces: list[str]) -> list[int]:
    out = [0]
    for piece in pieces:
        out.append(out[-1] + len(piece))
    return out[:-1]


@settings(max_examples=300)
@given(
    st.text(CHARS, max_size=80),
    st.dictionaries(st.text("煤焦油气ac#1", min_size=1, max_size=7), st.integers(0, 9), min_size=1),
)
def test_words_are_those_of_jieba_with_any_dictionary(text: str, frequencies: dict[str, int]) -> None:
    if not any(frequencies.values()):
        return
    expected = reference(frequencies)(text.replace("\n", " "))
    assert starts_of(expected) == ArraySegmenter(dictionary_of(frequencies)).starts(code_points(text)).tolist()


@settings(max_examples=200, deadline=None)
@given(st.text(CHARS, max_size=60), st.integers(1, 12), st.integers(1, 5))
def test_it_makes_no_difference_how_much_is_cut_at_once(text: str, at_once: int, longest: int) -> None:
    segmenter = ArraySegmenter(dictionary_of(SMALL))
    expected = segmenter(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segmenting, "_AT_ONCE", at_once)
        patch.setattr(segmenting, "_IN_ORDER_AT_ONCE", at_once)
        patch.setattr(segmenting, "_LONGEST_ROUTE", longest)
        assert segmenter(text) == expected == MappedSegmenter(dictionary_of(SMALL))(text)


def test_routes_that_are_worth_the_same_are_cut_as_jieba_does(monkeypatch: pytest.MonkeyPatch) -> None:
    frequencies = {"煤焦": 3, "油": 5, "煤": 5, "焦油": 3, "气": 7}
    rng = random.Random(3)
    pieces = ["煤焦油", "气", "焦油煤焦"]
    text = "，".join("".join(rng.choices(pieces, k=rng.randint(1, 40))) for _ in range(300))
    expected = reference(frequencies)(text)
    assert ArraySegmenter(dictionary_of(frequencies))(text) == expected
    # Were sums not added up as jieba adds them, another route would win somewhere.
    monkeypatch.setattr(segmenting, "_NEAR", 0.0)
    assert ArraySegmenter(dictionary_of(frequencies))(text) != expected


@pytest.mark.parametrize("longest", [60, 1])
def test_what_is_no_word_is_left_alone_only_where_no_word_begins(monkeypatch: pytest.MonkeyPatch, longest: int) -> None:
    monkeypatch.setattr(segmenting, "_LONGEST_ROUTE", longest)
    frequencies = {"煤焦": 1, "焦油气": 1_000}
    text = "煤焦油气，煤气"
    expected = ["煤焦", "油", "气", "，", "煤", "气"]
    assert ArraySegmenter(dictionary_of(frequencies))(text) == reference(frequencies)(text) == expected


def test_words_are_those_of_jieba_where_frequencies_are_far_apart() -> None:
    rng = random.Random(5)
    for _ in range(300):
        words = ["".join(rng.choices("煤焦油气a", k=rng.randint(1, 4))) for _ in range(rng.randint(1, 12))]
        frequencies = {word: rng.choice([1, 2, 30, 1_000, 10**6, 1 << 33]) for word in words}
        text = "".join(rng.choices("煤焦油气a，", weights=[9, 9, 9, 9, 9, 1], k=200))
        assert ArraySegmenter(dictionary_of(frequencies))(text) == reference(frequencies)(text), frequencies


def test_the_sums_of_a_long_block_begin_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmenting, "_AT_ONCE", 50)
    frequencies = {"煤焦": 3, "油": 5, "煤": 5, "焦油": 3, "气": 7}
    rng = random.Random(6)
    segmenter, cut = ArraySegmenter(dictionary_of(frequencies)), reference(frequencies)
    for _ in range(100):
        text = "，".join("".join(rng.choices(["煤焦油", "气"], k=k)) for k in (25, rng.randint(1, 10)))
        assert segmenter(text) == cut(text)


def test_many_blocks_in_doubt_are_cut_as_each_would_be() -> None:
    frequencies = {"煤焦": 3, "油": 5, "煤": 5, "焦油": 3, "气": 7}
    segmenter, cut = ArraySegmenter(dictionary_of(frequencies)), reference(frequencies)
    rng = random.Random(7)
    for _ in range(50):
        blocks = ["".join(rng.choices(["煤焦油", "气", "油", "焦"], k=rng.randint(0, 9))) for _ in range(30)]
        for text in ("，".join(blocks), "，，" + "。。".join(blocks) + "，"):
            assert segmenter(text) == cut(text)


def test_a_block_of_any_length_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmenting, "_AT_ONCE", 1_000)
    monkeypatch.setattr(segmenting, "_IN_ORDER_AT_ONCE", 1_000)
    rng = random.Random(4)
    text = "".join(rng.choices("煤焦油气", k=5_000)) + "。煤焦油" + "煤" * 3_000 + "，" * 2_000
    assert ArraySegmenter(dictionary_of(SMALL))(text) == reference(SMALL)(text)


def test_what_no_word_can_hold_stands_alone() -> None:
    segmenter = ArraySegmenter(dictionary_of(SMALL))
    assert segmenter("") == []
    assert segmenter("\x00\x00\x01𠀀煤焦油\ud800\uffff") == ["\x00", "\x00", "\x01", "𠀀", "煤焦油", "\ud800", "\uffff"]
    # A code point beyond the basic plane whose lower half is that of a word's character.
    beyond = chr(0x10000 + ord("煤"))
    assert segmenter(f"{beyond}焦油") == [beyond, "焦油"]


def test_one_by_one_gives_the_same() -> None:
    segmenter = ArraySegmenter(dictionary_of(SMALL))
    codes = code_points("煤焦油的价格ac1，\n油煤")
    assert one_by_one(MappedSegmenter(dictionary_of(SMALL)))(codes).tolist() == segmenter.starts(codes).tolist()


@given(st.text("煤焦油气a1", min_size=2, max_size=40), st.booleans())
def test_the_words_in_a_text_are_found(text: str, crowded: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if crowded:
            # Keys stand side by side, and most are not at their hash.
            patch.setattr(trie, "_SLOTS_A_KEY", 1)
        found = Trie(dictionary_of(SMALL)).words(code_points(text).astype(np.uint16))
    got = sorted((start, length) for length, starts, _ in found for start in starts.tolist())
    expected = [(i, n) for i in range(len(text)) for n in range(2, len(text) - i + 1) if text[i : i + n] in SMALL]
    assert got == expected


def test_every_word_of_the_dictionary_is_in_the_trie() -> None:
    words = read_dictionary(jieba_dictionary_path())
    dictionary = dictionary_of({word: f for word, f in words.items() if f and len(word) > 1})
    known = frequencies_of(dictionary).keys()
    codes = code_points("\n".join(known))
    text = as_text(codes)
    found = {
        text[start : start + length]
        for length, starts, _ in Trie(dictionary).words(codes.astype(np.uint16))
        for start in starts.tolist()
    }
    assert found == known
