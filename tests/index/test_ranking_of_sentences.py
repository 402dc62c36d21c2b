"""How what is asked in several words is ranked: by where the words stand, and alike however the index came about."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import searcher
from searcher import Index
from searcher.query import scoring

PEOPLE = ["云雀镇", "青石桥", "渡口", "茶园", "小学", "邮局", "水库", "货运站", "果农", "船工"]
DID = ["修好了", "看守着", "扩建了", "迁走了", "夸奖了", "收购了", "统计了", "拍下了"]
WHEN = ["去年", "入秋以后", "1987年", "11月", "2011年", "第11天", "b1线通车时"]


def sentence(rng: random.Random) -> str:
    return f"{rng.choice(WHEN)}{rng.choice(PEOPLE)}{rng.choice(DID)}{rng.choice(PEOPLE)}的{rng.choice(PEOPLE)}"


def texts_of(rng: random.Random, count: int) -> dict[str, str]:
    return {f"p{i}": "。".join(sentence(rng) for _ in range(rng.randint(1, 5))) + "。" for i in range(count)}


def write(folder: Path, name: str, texts: Mapping[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    rows = (json.dumps({"id": id, "text": text}, ensure_ascii=False) for id, text in texts.items())
    (folder / name).write_text("\n".join(rows), encoding="utf-8")


def opened(folder: Path, texts: Mapping[str, str]) -> Index:
    write(folder / "corpus", "a.jsonl", texts)
    searcher.build_index(folder / "corpus", folder / "index")
    return searcher.open_index(folder / "index")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with opened(tmp_path_factory.mktemp("sentences"), texts_of(random.Random(5), 400)) as index:
        yield index


def found(index: Index, query: str, limit: int = 400) -> list[str]:
    return [hit.id for hit in index.search(query, limit=limit).hits]


def test_words_that_stand_in_one_sentence_come_before_words_that_stand_apart(tmp_path: Path) -> None:
    # What a paragraph begins with counts with every sentence.
    begin = "这一天天气晴朗,来的人不少。"
    apart = {f"a{i}": f"{begin}船工{i}号在渡口。果农{i}号看守着水库。" for i in range(5)}
    together = {f"t{i}": f"{begin}船工{i}号看守着水库。果农{i}号在渡口。" for i in range(5)}
    with opened(tmp_path, apart | together) as index:
        assert {id[0] for id in found(index, "船工 水库")[:5]} == {"t"}


def test_a_figure_that_stands_whole_comes_before_one_inside_of_another(tmp_path: Path) -> None:
    inside = {f"i{i}": f"第{i}个船工乘2011路车去茶园。" for i in range(5)}
    whole = {f"w{i}": f"第{i}个船工乘11路车去茶园。" for i in range(5)}
    with opened(tmp_path, inside | whole) as index:
        assert {id[0] for id in found(index, "11路车去茶园的是谁?")[:5]} == {"w"}


@pytest.mark.parametrize("seed", range(20))
def test_where_all_of_it_stands_as_it_was_typed_comes_first(index: Index, seed: int) -> None:
    rng = random.Random(seed)
    texts = texts_of(random.Random(5), 400)
    text = rng.choice(list(texts.values()))
    start = rng.randrange(len(text) - 12)
    query = text[start : start + rng.randint(8, 60)].strip("。")
    literal = [query in texts[id] for id in found(index, query)]
    assert any(literal)
    assert literal == sorted(literal, reverse=True)


@pytest.mark.parametrize("query", ["云雀镇修好了青石桥的渡口", "b1线通车时 11月 1987年", "谁拍下了茶园? " * 40])
def test_all_else_adds_less_than_a_literal_match(monkeypatch: pytest.MonkeyPatch, index: Index, query: str) -> None:
    bonus = scoring.literal_bonus(len(query.replace(" ", "")))
    monkeypatch.setattr(scoring, "literal_bonus", lambda _characters: 0.0)
    assert 0 < index.search(query, limit=1).hits[0].score < bonus


def test_an_index_that_grew_ranks_as_one_made_anew(tmp_path: Path, index: Index) -> None:
    rng = random.Random(5)
    texts = list(texts_of(rng, 400).items())
    for number in range(4):
        write(tmp_path / "corpus", f"{number}.jsonl", dict(texts[number * 100 : number * 100 + 100]))
        searcher.build_index(tmp_path / "corpus", tmp_path / "index")
    with searcher.open_index(tmp_path / "index") as grown:
        for query in (
            "谁修好了云雀镇的渡口?",
            "1987年 茶园 果农",
            "入秋以后船工夸奖了小学的水库拍下了邮局",
            "b1线 邮局",
        ):
            assert [(h.id, h.score) for h in grown.search(query, limit=100).hits] == [
                (h.id, h.score) for h in index.search(query, limit=100).hits
            ]
