"""Bulk folding, coding and inverting equal the same done one text at a time."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.text.arrays import GRAM_SHIFT, SEPARATOR, as_text, code_points
from searcher.text.bulk import BulkAnalyzer, BulkFolder
from searcher.text.codebook import Codebook, prior_characters
from searcher.text.dictionary import Dictionary
from searcher.text.dictionary_file import CountedWords, jieba_dictionary_path, read_dictionary
from searcher.text.fold import default_folder, fold
from searcher.text.segmenting import ArraySegmenter

TEXTS = st.lists(
    st.text(
        st.one_of(
            st.sampled_from("中华人民共和国开发区煤焦油碳达峰5G 10.2%，。“”漢語經濟①㎡…é\n\ud800𠀀"),
            st.characters(exclude_categories=()),
        ),
        max_size=25,
    ),
    min_size=1,
    max_size=6,
)
WORDS = read_dictionary(jieba_dictionary_path())
DICTIONARY = Dictionary(Dictionary.build(WORDS))
CUT = ArraySegmenter(DICTIONARY)
FOLD = BulkFolder(default_folder())
BOOK = Codebook(*Codebook.build(FOLD(["煤焦油10.2%，"]), prior_characters(CountedWords.of(WORDS))[:3000]))


@given(TEXTS)
def test_folding_many_is_folding_each(texts: list[str]) -> None:
    batch = FOLD(texts)
    for i, text in enumerate(texts):
        assert as_text(batch.codes[batch.starts[i] : batch.starts[i + 1] - 1]) == fold(text)
        assert batch.codes[batch.starts[i + 1] - 1] == SEPARATOR
        assert as_text(batch.originals[batch.original_starts[i] : batch.original_starts[i + 1]]) == text


@given(TEXTS, st.data())
def test_codes_are_decoded_and_found_as_characters_are(texts: list[str], data: st.DataObject) -> None:
    batch = FOLD(texts)
    coded, starts = BOOK.encode_batch(batch.codes)
    for i, text in enumerate(texts):
        piece = coded[starts[batch.starts[i]] : starts[batch.starts[i + 1] - 1]].tobytes()
        folded = fold(text)
        assert BOOK.decode(piece) == folded
        assert BOOK.encode(folded) == piece
        if folded:
            a = data.draw(st.integers(0, len(folded) - 1))
            b = data.draw(st.integers(a + 1, len(folded)))
            found = piece.find(BOOK.encode(folded[a:b]))
            assert len(BOOK.decode(piece[:found])) == folded.find(folded[a:b])


def expected_terms(text: str) -> tuple[Counter[str], Counter[str]]:
    grams: Counter[str] = Counter()
    for a, b in itertools.pairwise(text + "\n"):
        if a.isalnum():
            grams[a + (b if b.isalnum() else "\0")] += 1
    words: Counter[str] = Counter()
    for word in CUT(text):
        if any(map(str.isalnum, word)) and not (len(word) == 2 and word.isalnum()):
            words[word] += 1
            if len(word) > 3:
                words.update(w for w in (word[i : i + 3] for i in range(len(word) - 2)) if WORDS.get(w))
    return grams, words


@settings(max_examples=60)
@given(TEXTS)
def test_inverting_many_is_counting_each(texts: list[str]) -> None:
    analyzer = BulkAnalyzer(default_folder(), DICTIONARY, CUT.starts)
    batch = analyzer.fold(texts)
    grams, lengths = analyzer.grams(batch)
    words = analyzer.words(batch)
    for inverted, kind in ((grams, 0), (words, 1)):
        terms = list(inverted.terms)
        assert terms == sorted(set(terms))
        found: dict[int, Counter[str]] = {i: Counter() for i in range(len(texts))}
        at = 0
        for term, count in zip(terms, inverted.counts.tolist(), strict=True):
            name = term if kind else chr(int(term) >> GRAM_SHIFT) + chr(int(term) & ((1 << GRAM_SHIFT) - 1))
            documents = inverted.documents[at : at + count].tolist()
            assert documents == sorted(set(documents))
            for document, frequency in zip(documents, inverted.frequencies[at : at + count].tolist(), strict=True):
                found[document][name] = frequency
            at += count
        for i, text in enumerate(texts):
            assert found[i] == expected_terms(fold(text))[kind]
    assert lengths.tolist() == [sum(map(str.isalnum, fold(t))) for t in texts]


@pytest.mark.parametrize("text", ["", "煤"])
def test_code_points_lead_back(text: str) -> None:
    assert as_text(code_points(text)) == text
    assert as_text(np.array([], np.uint32)) == ""


def test_words_are_told_apart_even_where_their_hashes_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from searcher.text import inverting

    monkeypatch.setattr(inverting, "_word_keys", lambda codes, starts, lengths: np.zeros(len(starts), np.uint64))
    analyzer = BulkAnalyzer(default_folder(), DICTIONARY, CUT.starts)
    assert analyzer.words(analyzer.fold(["pbat 煤焦油 abcd"])).terms == sorted(expected_terms("pbat 煤焦油 abcd")[1])
