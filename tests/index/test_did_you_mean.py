"""Did you mean: wrong, missing, extra and swapped characters, pinyin; in one part of a query, the rest kept."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jieba_cutter import frequencies_of
from program import CORPUS
from scanning import write_records

import searcher
from searcher.errors import QueryError
from searcher.index import Index
from searcher.results.model import Filters
from searcher.text.confusion import look_alike

TEXTS = [
    "平遥古城已经迎来大批游客，末班车期末停运。",
    "长治市释放土地效能，碳达峰试点园区建成。",
    "平遥古城的推光漆器走进高校，王砚秋讲述非遗。",
    "ChatGPT改变了文字工作，年产PBAT五万吨，比去年多。",
    "太原市推进高质量发展，人民币汇率稳定，文化传承有序。",
] * 4


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("mean")
    (folder / "corpus").mkdir()
    write_records(folder / "corpus" / "one.jsonl", TEXTS, date="2025-05-09", headline="释放土地效能")
    searcher.build_index(folder / "corpus", folder / "index")
    with searcher.open_index(folder / "index") as opened:
        yield opened


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("sample")
    searcher.build_index(CORPUS, folder / "index")
    with searcher.open_index(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("平摇", "平遥"),  # looks and sounds alike
        ("平遥古诚", "平遥古城"),
        ("己经", "已经"),
        ("期未", "期末"),
        ("碳达锋", "碳达峰"),
        ("王砚求", "王砚秋"),  # a name that no dictionary has
        ("人民市", "人民币"),
        ("人币", "人民币"),  # one too few
        ("人民民币", "人民币"),  # one too many
        ("高量质发展", "高质量发展"),  # swapped
        ("pingyao", "平遥"),
        ("pngyao", "平遥"),
        ("chatgtp", "chatgpt"),
        ("PBTA", "pbat"),
        ("释放土地笑能", "释放土地效能"),
        ('"平摇古城"', '"平遥古城"'),
        ('平遥 "古诚"', '平遥 "古城"'),
        ("平摇 期未", "平遥 期末"),
        ("长治 平摇 -煤", "长治 平遥 -煤"),
        ("（平摇 OR 太源） 古城", "（平遥 OR 太原） 古城"),
        ("平摇 NEAR/5 古城", "平遥 NEAR/5 古城"),
        ('"平摇 古城"~5', '"平遥 古城"~5'),
        ("平摇 日期:2025年5月", "平遥 日期:2025年5月"),
        ("标题:土地笑能", "标题:土地效能"),
        ("\\平摇", "\\平遥"),
        ("平遙古城", None),  # traditional characters are no slip
        ("平遥", None),
        ("2025年", None),
        ("-平摇", None),
        ("date:2024", None),
        ("——", None),
    ],
)
def test_what_was_meant(index: Index, typed: str, meant: str | None) -> None:
    try:
        results = index.search(typed, suggest=True)
    except QueryError:
        assert meant is None
        return
    assert (results.suggestions[0].query if results.suggestions else None) == meant
    assert results.query == typed


@pytest.mark.parametrize("typed", ["平摇", "己经 平摇", "pingyao", '"古诚" OR 期未', "人币"])
def test_a_suggestion_tells_what_it_finds_and_what_it_changed(index: Index, typed: str) -> None:
    found = index.search(typed, suggest=True).suggestions
    assert 0 < len(found) <= 3
    assert len({one.query for one in found}) == len(found)
    for one in found:
        assert one.total == index.search(one.query, suggest=True).total > 0
        assert one.query != typed
        changed = typed
        for before, after in one.mended:
            assert before != after
            changed = changed.replace(before, after, 1)
        assert changed == one.query


def test_suggestions_keep_to_filters_and_earlier_queries(index: Index) -> None:
    assert index.search("平摇", filters=Filters(since="2026-01-01"), suggest=True).suggestions == ()
    (within,) = index.search("平摇", within=["古城 期末"], suggest=True).suggestions
    assert (within.query, within.total) == ("平遥", 4)
    assert index.search("平摇", within=["碳达峰"], suggest=True).suggestions == ()


def test_what_is_found_asks_no_help(sample: Index) -> None:
    for one in sample.terms("", limit=300):
        if one.count >= 10:
            assert sample.search(one.term, limit=0, suggest=True).suggestions == ()


def test_damaged_words_of_an_index_are_mended(sample: Index) -> None:
    rng = random.Random(7)
    words = [one.term for one in sample.terms("", limit=10**6) if one.count >= 2 and len(one.term) > 2]
    words = [word for word in words if all("一" <= char <= "鿿" for char in word)]
    alike = sample._vocabulary.readings.alike
    right = tried = 0
    for word in rng.sample(words, min(400, len(words))):
        place = rng.randrange(len(word))
        others = look_alike(word[place]) or alike(word[place])
        if not others:
            continue
        damaged = word[:place] + rng.choice(others) + word[place + 1 :]
        if sample.count(f'"{damaged}"')[0]:
            continue
        tried += 1
        found = sample.suggest(f'"{damaged}"')
        right += bool(found) and found[0].query == f'"{word}"'
    assert tried > 100, tried
    assert right / tried > 0.85


@pytest.mark.parametrize(
    "typed",
    [
        *("公共", "团结", "社会主义", "规范", "潍坊", "徐州", "机关", "辩论", "江西"),
        *("高度一致", "网络覆盖", "独居", "办事处", "交通部长", "免疫", "品质", "鼓励", "走廊", "保定", "哪吒"),
    ],
)
def test_a_word_that_no_text_has_is_no_slip(sample: Index, typed: str) -> None:
    assert sample.count(f'"{typed}"')[0] == 0
    assert sample.suggest(typed) == ()


def test_words_of_the_dictionary_are_hardly_ever_taken_for_slips(sample: Index) -> None:
    rng = random.Random(11)
    words = sorted(
        word
        for word, frequency in frequencies_of(sample._analyzer.dictionary).items()
        if 1 < len(word) < 5 and frequency >= 500 and not sample.count(f'"{word}"')[0]
    )
    taken = [word for word in rng.sample(words, 300) if sample.suggest(word)]
    assert len(taken) < 10, taken


def test_the_end_of_a_word_is_put_right_and_not_left_out(tmp_path: Path) -> None:
    texts = [f"第{n}年落实乡村振兴战略，部署很细。" for n in range(12)]
    (tmp_path / "corpus").mkdir()
    write_records(tmp_path / "corpus" / "one.jsonl", texts, date="2025-05-09", headline="部署")
    searcher.build_index(tmp_path / "corpus", tmp_path / "index")
    with searcher.open_index(tmp_path / "index") as opened:
        assert opened.suggest("乡村振兴战绿")[0].query == "乡村振兴战略"


@pytest.mark.parametrize("typed", ["平河", "某遥"])
def test_half_of_a_word_is_not_taken_for_it(sample: Index, typed: str) -> None:
    assert all(one.query != "平遥" for one in sample.suggest(typed))


@pytest.mark.parametrize(
    ("typed", "meant"), [("平古城", "平遥古城"), ("王秋", "王砚秋"), ("文化承", "文化传承"), ("焦园", None)]
)
def test_a_character_is_put_in_where_that_makes_a_word(index: Index, typed: str, meant: str | None) -> None:
    found = index.suggest(typed)
    assert (found[0].query if found else None) == meant


@settings(max_examples=150)
@given(st.text(alphabet=list('平摇遥古城己经已pinyao "()-：:*?\\“”ORAND12~NEAR/，'), max_size=30))
def test_any_query_that_can_be_read_gets_suggestions_that_can_be_read(index: Index, query: str) -> None:
    try:
        results = index.search(query, limit=1, suggest=True)
    except QueryError:
        return
    for one in results.suggestions:
        assert index.search(one.query, limit=0, suggest=True).total == one.total


@pytest.mark.parametrize("question", ["谁是平遥", "什么是碳达峰？", "怎么", "平遥 为啥 停运"])
def test_words_that_ask_are_meant(index: Index, question: str) -> None:
    assert index.search(question, suggest=True).suggestions == ()
    assert index.suggest(question) == ()


def test_a_slip_in_a_question_is_mended(index: Index) -> None:
    assert index.suggest("平摇在哪里？")[0].query == "平遥在哪里？"


def test_a_pasted_text_is_no_slip(index: Index) -> None:
    assert index.suggest("平摇" * 500) == ()
    assert index.suggest(" ".join(["平摇"] * 100)) == ()
