"""Words: three ways to cut, the same words, and those of jieba's dictionary route."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import jieba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jieba_cutter import frequencies_of, jieba_cutter

from searcher.text.dictionary import Dictionary
from searcher.text.dictionary_file import CountedWords, jieba_dictionary_path, read_dictionary
from searcher.text.fold import fold
from searcher.text.segmenting import ArraySegmenter
from searcher.text.words import MappedSegmenter

REPOSITORY = Path(__file__).parents[2]
WORDS = read_dictionary(jieba_dictionary_path())
MONTH = REPOSITORY.parent / "shared" / "data" / "rmrb-2026-05.jsonl.gz"


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary(Dictionary.build(read_dictionary(jieba_dictionary_path())))


BULK = ArraySegmenter(Dictionary(Dictionary.build(CountedWords.read(jieba_dictionary_path()))))
REFERENCE = jieba_cutter()
TEXT = st.text(
    st.sampled_from("中华人民共和国开发区煤焦油碳达峰试点abc019.%+-_&# ,。“”·龘𠀀\ue000的是在了和山西太原"), max_size=30
).map(fold)


@settings(max_examples=300)
@given(TEXT)
def test_the_three_ways_agree(dictionary: Dictionary, text: str) -> None:
    words = REFERENCE(text)
    assert MappedSegmenter(dictionary)(text) == words
    assert BULK(text) == words
    assert "".join(words) == text


def test_the_three_ways_agree_on_the_sample_pages(dictionary: Dictionary) -> None:
    cut = MappedSegmenter(dictionary)
    pages = sorted((REPOSITORY / "corpus").rglob("*.txt"))
    assert pages
    for page in pages:
        for line in page.read_text(encoding="utf-8").splitlines():
            text = fold(line)
            assert cut(text) == BULK(text) == REFERENCE(text)


@pytest.mark.slow
@pytest.mark.skipif(not MONTH.exists(), reason="needs a month of a newspaper beside the project")
def test_the_three_ways_agree_on_two_million_characters(dictionary: Dictionary) -> None:
    cut = MappedSegmenter(dictionary)
    left = 2_000_000
    with gzip.open(MONTH, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = fold(json.loads(line)["text"])
            assert cut(text) == BULK(text) == REFERENCE(text)
            left -= len(text)
            if left <= 0:
                return
    pytest.fail("the month is shorter than two million characters")


def test_every_word_of_the_dictionary_is_found_with_its_frequency(dictionary: Dictionary) -> None:
    words = read_dictionary(jieba_dictionary_path())
    sample = sorted(words)[::1500] + [w for w in words if len(w) > 8][:60]
    for word in sample:
        assert dictionary.frequency(word) == words[word]
    assert [dictionary.frequency(word) for word in ("不是词的词", "龘龘")] == [0, 0]


def test_a_dictionary_file_read_as_arrays_is_that_read_word_by_word() -> None:
    path = jieba_dictionary_path()
    made = Dictionary.build(CountedWords.read(path))
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    # jieba's sum has the frequencies of a word that stands twice both.
    expected = Dictionary.build(read_dictionary(path), tokenizer.total)
    assert made.keys() == expected.keys()
    for name, array in made.items():
        assert array.dtype == expected[name].dtype
        assert np.array_equal(array, expected[name]), name


def test_of_a_word_that_stands_twice_in_a_dictionary_the_last_counts(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("煤 3 n\n煤焦油 10 n\n煤 5 v\n中华人民共和国 9 ns\n中华人民共和国 1200 ns\n", encoding="utf-8")
    words = Dictionary(Dictionary.build(CountedWords.read(path)))
    assert frequencies_of(words) == read_dictionary(path) == {"煤": 5, "煤焦油": 10, "中华人民共和国": 1200}
    tokenizer = jieba.Tokenizer(str(path))
    tokenizer.initialize()
    assert words.total == tokenizer.total


def test_routes_of_one_word_many_times_are_those_of_jieba() -> None:
    # All are worth the same: what is rounded decides, and with it the very sum of all frequencies.
    for char in "金的高笑梦天人":
        for length in (2, 3, 5, 33, 69, 200):
            assert BULK(char * length) == REFERENCE(char * length), (char, length)


@pytest.mark.parametrize("text", ["煤 3\n", "煤 三 n\n", "煤 -3 n\n"])
def test_a_dictionary_in_another_format_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "words.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="words"):
        CountedWords.read(path)


@given(st.text("煤焦油中华人民共和国的是a1", min_size=1, max_size=12), st.integers(1, 4), st.integers(1, 6))
def test_words_inside_a_text_are_those_that_stand_in_it(
    dictionary: Dictionary, text: str, shortest: int, longest: int
) -> None:
    expected = [
        (start, n, WORDS[text[start : start + n]])
        for n in range(shortest, longest + 1)
        for start in range(len(text) - n + 1)
        if WORDS.get(text[start : start + n])
    ]
    assert dictionary.windows(text, longest, shortest) == expected
