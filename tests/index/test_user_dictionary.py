"""A user dictionary is applied to the corpus and to queries alike; when it changes, that is said and done."""

from __future__ import annotations

from pathlib import Path

import pytest
from scanning import all_paragraphs, scan, write_records

import searcher
from searcher.errors import UsageError
from searcher.query.scoring import Term
from searcher.results.reports import BuildReport
from searcher.store import analyzer_writer, builder, check
from searcher.store.worker import Workers
from searcher.text.dictionary_file import jieba_dictionary_path, read_dictionary
from searcher.text.word_lists import SYNONYMS, USER_DICTIONARY

TEXTS = ["启动云雀计划，煤焦油深加工。", "云雀在天上，计划在地上。", "煤焦油的价格"]


CHARACTERS = set("".join(TEXTS) + "山西产业链上的每一个环节都要算账")
WORDS = {word: f for word, f in read_dictionary(jieba_dictionary_path()).items() if set(word) <= CHARACTERS}


@pytest.fixture(autouse=True)
def few_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index keeps its dictionary: a small one is soon written."""
    file = tmp_path / "dict.txt"
    file.write_text("".join(f"{word} {f} n\n" for word, f in WORDS.items()), encoding="utf-8")
    for module in (analyzer_writer, check):
        monkeypatch.setattr(module, "jieba_dictionary_path", lambda: file)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    write_records(folder / "all.jsonl", TEXTS)
    return folder


def build(corpus: Path, dictionary: Path | None = None) -> BuildReport:
    return searcher.build_index(corpus, corpus.parent / "index", user_dictionary=dictionary)


def opened(corpus: Path) -> searcher.Index:
    return searcher.open_index(corpus.parent / "index")


def words(corpus: Path, query: str) -> tuple[str, ...]:
    with opened(corpus) as index:
        return index.explain(query).terms


def told(corpus: Path, dictionary: Path | None = None) -> str | None:
    with opened(corpus) as index:
        return index.outdated_words(corpus, dictionary)


def test_words_are_those_of_the_dictionary_in_texts_and_queries(corpus: Path) -> None:
    (corpus / USER_DICTIONARY).write_text("云雀计划 3 n\n", encoding="utf-8")
    build(corpus)
    assert words(corpus, "启动云雀计划") == ("启动", "云雀计划")
    with opened(corpus) as index:
        # As one word it must stand whole; without the dictionary the second text has its two words.
        assert [hit.paragraph.text for hit in index.search("云雀计划").hits] == TEXTS[:1]
        assert index.info().user_words == 1
    assert searcher.check_index(corpus.parent / "index").sound
    write_records(corpus / "more.jsonl", ["云雀计划又有消息"])
    assert build(corpus).added == 1
    with opened(corpus) as index:
        assert index.search("云雀计划").total == 2


def test_a_dictionary_is_no_page(corpus: Path) -> None:
    for name in (USER_DICTIONARY, SYNONYMS):
        (corpus / name).write_text("云雀计划 云雀\n", encoding="utf-8")
    (corpus / "below").mkdir()
    (corpus / "below" / USER_DICTIONARY).write_text("这里是一页：" + TEXTS[0], encoding="utf-8")
    assert build(corpus).added == 2


@pytest.mark.parametrize("content", ["云雀计划 4\n", "", None])
def test_a_changed_dictionary_is_told_and_the_next_run_reads_anew(corpus: Path, content: str | None) -> None:
    own = corpus / USER_DICTIONARY
    build(corpus)
    assert told(corpus) is None
    own.write_text("云雀计划 3\n", encoding="utf-8")
    assert "is new" in str(told(corpus))
    report = build(corpus)
    assert "is new" in str(report.why_anew)
    assert (report.added, report.unchanged) == (1, 0)
    assert told(corpus) is None
    report = build(corpus)
    assert (report.why_anew, report.unchanged) == (None, 1)
    if content is None:
        own.unlink()
    else:
        own.write_text(content, encoding="utf-8")
    clause = "is gone" if content is None else "has changed"
    assert clause in str(told(corpus))
    assert clause in str(build(corpus).why_anew)
    assert told(corpus) is None
    assert len(words(corpus, "云雀计划")) == (1 if content else 2)
    assert build(corpus).up_to_date


def test_a_given_dictionary_is_remembered_until_another_is_given(corpus: Path) -> None:
    own, given = corpus / USER_DICTIONARY, corpus.parent / "mine.txt"
    given.write_text("云雀计划 3\n", encoding="utf-8")
    assert build(corpus, given).why_anew is None
    assert told(corpus, given) is None
    assert told(corpus) is None
    assert build(corpus).up_to_date
    given.write_text("云雀计划 9\n", encoding="utf-8")
    assert "has changed" in str(told(corpus))
    own.write_text("油深 3\n", encoding="utf-8")
    assert str(own) in str(told(corpus))
    assert str(given) in str(told(corpus, given))
    build(corpus)
    assert "云雀计划" not in words(corpus, "云雀计划")
    given.unlink()
    given.mkdir()
    with pytest.raises(UsageError, match=r"mine\.txt: this user dictionary cannot be read: is not a regular file"):
        build(corpus, given)
    given.rmdir()
    with pytest.raises(UsageError, match=r"mine\.txt: this user dictionary cannot be read"):
        build(corpus, given)
    with pytest.raises(UsageError, match=r"mine\.txt"):
        told(corpus, given)
    assert build(corpus).up_to_date


def test_without_its_corpus_an_index_is_not_called_outdated(corpus: Path) -> None:
    (corpus / USER_DICTIONARY).write_text("云雀计划 3\n", encoding="utf-8")
    build(corpus)
    with opened(corpus) as index:
        assert index.outdated_words(corpus.parent / "nowhere") is None


def test_lines_that_are_no_words_are_named_each_time(corpus: Path) -> None:
    own = corpus / USER_DICTIONARY
    own.write_bytes("云雀计划 3 n\n云雀 很多\n山·西\n".encode("gb18030"))
    for _ in range(2):
        report = build(corpus)
        assert [(skipped.path, skipped.line) for skipped in report.skipped] == [(str(own), 2), (str(own), 3)]
    assert words(corpus, "云雀计划") == ("云雀计划",)
    own.write_bytes(b"\x89PNG\x00\x01\x02")
    with pytest.raises(UsageError, match="cannot be used"):
        build(corpus)
    assert "has changed" in str(told(corpus))


def test_other_processes_cut_by_it_too(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "BATCH_CHARACTERS", 2_000)
    (corpus / USER_DICTIONARY).write_text("云雀计划 3\n", encoding="utf-8")
    filler = "山西煤焦油产业链上的每一个环节都要算账。" * 10
    many = {f"m{i}": filler + ("云雀计划" if i % 5 == 0 else "云雀的计划") for i in range(40)}
    write_records(corpus / "many.jsonl", many)
    started = []
    monkeypatch.setattr(builder, "Workers", lambda count: started.append(count) or Workers(count))
    build(corpus)
    assert len(started) == 1
    with opened(corpus) as index:
        assert (
            index.evaluator.holding(Term("word", "云雀计划", 1.0)) == len(scan(all_paragraphs(index), "云雀计划")) == 9
        )
