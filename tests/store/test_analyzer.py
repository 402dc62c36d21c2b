"""An index sees text by what it keeps, as it was built."""

from __future__ import annotations

from pathlib import Path

import pytest
from jieba_cutter import jieba_cutter

from searcher.store.analyzer import Analyzer
from searcher.store.analyzer_writer import write_analyzer
from searcher.text.bulk import BulkFolder
from searcher.text.dictionary_file import jieba_dictionary_path, read_dictionary
from searcher.text.fold import default_folder, fold

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Analyzer:
    path = tmp_path_factory.mktemp("analyzer") / "analyzer.arrays"
    return Analyzer(path, write_analyzer(path, BulkFolder(default_folder())(["煤焦油的价格"])))


def test_words_are_cut_as_by_jieba(kept: Analyzer) -> None:
    texts = [fold(page.read_text(encoding="utf-8")) for page in sorted(CORPUS.glob("*.txt"))]
    cut = jieba_cutter()
    assert [kept.cut(text) for text in texts] == [cut(text) for text in texts]


def test_every_length_of_word_is_known(kept: Analyzer) -> None:
    examples = {}
    for word, frequency in read_dictionary(jieba_dictionary_path()).items():
        if frequency and word.isalpha() and min(word) >= "一" and max(word) < "龥":
            examples.setdefault(len(word), (word, frequency))
    assert max(examples) > 8
    assert [(word, kept.dictionary.frequency(word)) for word, _ in examples.values()] == [*examples.values()]


def test_folding_is_kept(kept: Analyzer) -> None:
    assert kept.folder.identity == default_folder().identity
    assert kept.folder("臺灣的煤　ＡＢＣ") == fold("臺灣的煤　ＡＢＣ")
