"""Articles like one: on its subject, not itself, no copies of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import searcher
from searcher.errors import NotFoundError
from searcher.index import Index

SUBJECTS = {
    "coal": [
        "煤矿瓦斯抽采技术改造完成，矿井安全监测系统上线。",
        "井下工人培训安全规程，瓦斯浓度实时监测。",
        "煤矿停产整顿后复工。",
    ],
    "apple": [
        "临猗苹果丰收，果农忙着采摘装箱。",
        "果园推广滴灌技术，苹果甜度提高。",
        "苹果收购价格上涨，果农增收。",
    ],
    "opera": [
        "晋剧名家登台，戏迷排队购票。",
        "剧团送戏下乡，晋剧唱腔婉转。",
        "青年演员学习晋剧唱腔，名家传授。",
    ],
}


def write(folder: Path) -> None:
    rows = []
    for subject, texts in SUBJECTS.items():
        for number, text in enumerate(texts):
            rows.append({"id": f"{subject}{number}", "headline": f"{number}号", "text": text, "date": "2025-05-09"})
            rows.append({**rows[-1], "id": f"{subject}{number}b", "text": "（完）"})
    rows.append({"id": "reprint", "headline": "转载", "text": SUBJECTS["coal"][0], "date": "2025-05-10"})
    rows.append({"id": "lonely", "headline": "孤", "text": "彗星掠过夜空。", "date": "2025-05-10"})
    (folder / "one.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("similar")
    (folder / "corpus").mkdir()
    write(folder / "corpus")
    searcher.build_index(folder / "corpus", folder / "index")
    with searcher.open_index(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_nearest_articles_are_of_the_same_subject(index: Index, subject: str) -> None:
    for number in range(3):
        hits = index.similar(f"{subject}{number}").hits
        others = {f"{subject}{other}" for other in range(3) if other != number}
        assert {hit.id for hit in hits[:2]} <= {*others, "reprint"}
        assert hits[0].id in {*others, "reprint"}


def test_never_the_article_itself_and_each_article_once(index: Index) -> None:
    for paragraph in index.paragraphs():
        found = index.similar(paragraph.id, limit=100)
        articles = [hit.article.id for hit in found.hits]
        assert paragraph.article.id not in articles
        assert len(set(articles)) == len(articles) == found.total == found.literal
        assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)
        assert [hit.rank for hit in found.hits] == list(range(1, len(articles) + 1))


def test_a_paragraph_asks_for_its_article(index: Index) -> None:
    article = index.paragraph("coal0").article.id
    asked = [index.similar(id).hits for id in ("coal0", "coal0b", article)]
    assert asked[0] == asked[1] == asked[2]


def test_copies_are_left_out_and_named(index: Index, tmp_path: Path) -> None:
    text = "".join(SUBJECTS["coal"])
    rows = [
        {"id": name, "headline": name, "text": body, "date": "2025-05-09"}
        for name, body in {
            "original": text,
            "copy": text.replace("停产", "停工"),
            "shorter": text[:-6],
            "other": "矿井安全监测系统显示，瓦斯浓度正常，工人下井。",
            "same as other": "矿井安全监测系统显示，瓦斯浓度正常，工人下井！",
            "else": "苹果丰收。",
        }.items()
    ]
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "one.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    searcher.build_index(tmp_path / "corpus", tmp_path / "index")
    with searcher.open_index(tmp_path / "index") as opened:
        found = opened.similar("original")
        assert len(found.hits) == 1
        assert found.hits[0].id in {"other", "same as other"}
        (note,) = found.notes
        assert "2 articles" in note
        assert {"copy", "shorter"} <= {word.strip("(),.") for word in note.split()}


def test_pages_of_it_are_parts_of_the_whole(index: Index) -> None:
    whole = index.similar("coal0", limit=100).hits
    assert len(whole) > 1
    assert index.similar("coal0", limit=1, offset=1).hits == whole[1:2]
    assert index.similar("coal0", limit=5, offset=1000).hits == ()
    assert index.similar("coal0", limit=0).hits == ()


def test_what_is_alone_has_nothing_like_it(index: Index) -> None:
    found = index.similar("lonely")
    assert (found.total, found.hits) == (0, ())
    assert found.notes == ("No other article is on the same subject.",)


def test_hits_show_what_they_share(index: Index) -> None:
    (hit, *_rest) = index.similar("apple0").hits
    shared = {hit.paragraph.text[start:end] for start, end in hit.highlights}
    assert "苹果" in shared
    assert all(word in SUBJECTS["apple"][0] for word in shared)


@pytest.mark.parametrize("id", ["", "nosuch", "one.jsonl:999", "one.jsonl:1.9", "\x1b[31m", "../../etc"])
def test_no_such_id(index: Index, id: str) -> None:
    with pytest.raises(NotFoundError):
        index.similar(id)


def test_articles_that_are_gone_change_nothing(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write(corpus)
    long = {"id": "long", "text": "汾河水库蓄水灌溉，沿岸渠道清淤。" * 200, "date": "2025-05-09"}
    (corpus / "two.jsonl").write_text(json.dumps(long) + "\n", encoding="utf-8")
    searcher.build_index(corpus, tmp_path / "updated")
    (corpus / "two.jsonl").unlink()
    searcher.build_index(corpus, tmp_path / "updated")
    searcher.build_index(corpus, tmp_path / "anew")
    with searcher.open_index(tmp_path / "updated") as updated, searcher.open_index(tmp_path / "anew") as anew:
        for id in ("coal0", "apple1", "opera2"):
            found = [[(hit.id, hit.score) for hit in one.similar(id).hits] for one in (updated, anew)]
            assert found[0]
            assert found[0] == found[1]
