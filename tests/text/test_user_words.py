"""A user's words: every way to cut gives what jieba gives after `load_userdict`."""

from __future__ import annotations

import functools
import io
import logging
import random
from typing import Any

import jieba
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jieba_cutter import frequencies_of, jieba_cutter

from searcher.text.dictionary import Dictionary
from searcher.text.dictionary_file import CountedWords, jieba_dictionary_path, read_dictionary
from searcher.text.fold import fold
from searcher.text.segmenting import ArraySegmenter
from searcher.text.user_words import LONGEST, MOST_FREQUENT, parse_user_words, with_user_words
from searcher.text.words import MappedSegmenter

BASE = read_dictionary(jieba_dictionary_path())
KNOWN = ("中国", "山西", "煤", "人民", "大会", "的", "发展", "煤焦油", "abc", "b", "中华人民共和国", "石墨烯", "c")
SIGNS = "中国山西煤焦油人民大会的发展石墨烯碳达峰abc019.%+-_&#"
WORDS = st.one_of(st.sampled_from(KNOWN), st.text(st.sampled_from(SIGNS), min_size=1, max_size=6)).filter(
    lambda word: any(map(str.isalnum, word))
)
FREQUENCIES = st.one_of(st.none(), st.sampled_from([0, 1, 3, 500, 2_000_000]), st.integers(0, MOST_FREQUENT))
LINES = st.lists(st.tuples(WORDS, FREQUENCIES, st.sampled_from(["", " n", " nz"])), min_size=1, max_size=12)
TEXTS = st.lists(st.text(st.sampled_from(SIGNS + " ,。“·龘𠀀\n"), max_size=25), min_size=1, max_size=6)


SMALL = {word: f for word, f in BASE.items() if all(char in SIGNS for char in word)}


@functools.cache
def plain_jieba() -> Any:
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


def small_jieba() -> Any:
    """jieba with the few words that are made of SIGNS."""
    tokenizer = jieba.Tokenizer()
    begun = {word[:end]: 0 for word in SMALL for end in range(1, len(word))}
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = begun | SMALL, sum(SMALL.values()), True
    return tokenizer


def load(tokenizer: Any, lines: str) -> None:
    file = io.StringIO(lines)
    file.name = "user.txt"
    tokenizer.load_userdict(file)


def dictionary_with(lines: str, base: dict[str, int], total: int) -> Dictionary:
    words, faults = parse_user_words(lines, fold)
    assert not faults
    return Dictionary(Dictionary.build(*with_user_words(base, total, words)))


def compare(expected: Any, dictionary: Dictionary, texts: list[str]) -> None:
    assert dictionary.total == expected.total
    ways = (MappedSegmenter(dictionary), ArraySegmenter(dictionary), jieba_cutter(dictionary))
    for text in texts:
        words = list(expected.cut(text, HMM=False))
        assert [way(text) for way in ways] == [words] * len(ways)


@settings(max_examples=150)
@example([("中国", MOST_FREQUENT, ""), ("中国", None, "")], [])
@given(LINES, TEXTS)
def test_every_way_cuts_as_jieba_with_the_same_file(lines: list[tuple[str, int | None, str]], texts: list[str]) -> None:
    file = "".join(f"{word}{'' if f is None else f' {f}'}{tag}\n" for word, f, tag in lines)
    tokenizer = small_jieba()
    load(tokenizer, file)
    # What was added stands in the texts, too, alone and beside other words.
    texts = [*map(fold, texts), *(word for word, _, _ in lines), "".join(word for word, _, _ in lines)]
    compare(tokenizer, dictionary_with(file, SMALL, sum(SMALL.values())), texts)


def test_they_do_with_the_whole_dictionary() -> None:
    rng = random.Random(5)
    names = [word for word in BASE if all(map(str.isalnum, word)) and fold(word) == word and "γ" not in word]
    words = [rng.choice(names) + (rng.choice(names) if rng.random() < 0.7 else "") for _ in range(300)]
    lines = "".join(f"{word}{rng.choice(['', ' 0', ' 7 n', ' 90000 nz', ' n'])}\n" for word in words)
    tokenizer = plain_jieba()
    load(tokenizer, lines)
    texts = ["".join(rng.choice(words if rng.random() < 0.6 else names) for _ in range(12)) for _ in range(1_500)]
    compare(tokenizer, whole(lines), texts)


def whole(lines: str) -> Dictionary:
    return dictionary_with(lines, BASE, int(CountedWords.read(jieba_dictionary_path()).counts.sum()))


def test_a_word_without_a_frequency_is_cut_out_whole() -> None:
    cut = MappedSegmenter(whole("云雀计划\n焦油深加工 n\n"))
    assert cut("启动云雀计划的焦油深加工") == ["启动", "云雀计划", "的", "焦油深加工"]
    assert MappedSegmenter(whole("煤焦油 0"))("煤焦油") == ["煤", "焦油"]


def test_words_are_folded() -> None:
    words, _ = parse_user_words("雲雀計劃 ５G\nＡＢＣ 5 n", fold)
    assert [word.text for word in words] == ["abc"]
    words, _ = parse_user_words("雲雀計劃 5", fold)
    assert [(word.text, word.frequency) for word in words] == [("云雀计划", 5)]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("云雀 五", "a line is a word"),
        ("云雀 -5 n", "a line is a word"),
        ("云雀 5 n 6", "a line is a word"),
        ("云雀 5.0", "a line is a word"),
        ("云·雀 5", "no word can hold ·"),
        ("云雀，5", "no word can hold ,"),
        ("--- 5", "needs a letter"),
        ("煤" * (LONGEST + 1), "at most 64 characters"),
        (f"云雀 {MOST_FREQUENT + 1}", "at most 4,294,967,295"),
        ("云雀 " + "9" * 5000, "at most 4,294,967,295"),
    ],
)
def test_a_line_that_is_none_is_named(line: str, told: str) -> None:
    words, faults = parse_user_words(f"\n山西煤 5\r\n{line}\n太原\n", fold)
    assert [word.text for word in words] == ["山西煤", "太原"]
    assert [fault.line for fault in faults] == [3]
    assert told in faults[0].reason


def test_the_words_of_a_dictionary_come_back() -> None:
    words = frequencies_of(Dictionary(Dictionary.build({"煤": 3, "煤焦油": 2, "中华人民共和国": 9, "不要": 0}, 40)))
    assert words == {"煤": 3, "煤焦油": 2, "中华人民共和国": 9}
