"""Jumps between pages, repairs, the exported forms, and the benchmark of the reader."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from searcher.reading import Article, Page, Paragraph, Repair, SetAside, join_continued
from searcher.reading.export import page_to_dict, render_page
from searcher.reading.jumps import Jump, jump_line, split_jump
from searcher.reading.pages import pages_of_text
from searcher.reading.repairs import repair_text

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("line", "jump"),
    [
        ("（下转第三版）", Jump(True, "3")),
        ("（下转 A3 版）", Jump(True, "A3")),
        ("下转第02版", Jump(True, "02")),
        ("（上接第一版）", Jump(False, "1")),
        ("上接A1版", Jump(False, "A1")),
        ("第三版的文章", None),
        ("下转第三版的文章很长，读者要翻过去看", None),
    ],
)
def test_jump_lines(line: str, jump: Jump | None) -> None:
    assert jump_line(line) == jump


def test_jumps_inside_a_paragraph() -> None:
    assert split_jump("全省都在行动。（下转第四版）") == ("全省都在行动。", Jump(True, "4"))
    assert split_jump("（上接第一版）全省都在行动。") == ("全省都在行动。", Jump(False, "1"))
    assert split_jump("给每一度电记一本账（上接A1版）") == ("给每一度电记一本账", Jump(False, "A1"))
    assert split_jump("第四版上的文章") == ("第四版上的文章", None)


def test_parts_become_one_article_of_the_issue() -> None:
    first = Article((Paragraph("一"),), headline="给每一度电记一本账", byline=("甲",), continues_on="3")
    other = Article((Paragraph("别"),), headline="别的事", continued_from="01")
    rest = Article(
        (Paragraph("二"), Paragraph("三")), headline="给每一度电记一本账", byline=("乙",), continued_from="1"
    )
    alone = Article((Paragraph("四"),), headline="独", continues_on="9")
    pages = [
        Page("a.txt", (first, alone), page="01"),
        Page("b.txt", page="02"),
        Page("c.txt", (other, rest), page="03"),
    ]
    one, two, three = join_continued(pages)
    whole = one.articles[0]
    assert [(p.text, p.page, p.path) for p in whole.paragraphs] == [
        ("一", None, None),
        ("二", "03", "c.txt"),
        ("三", "03", "c.txt"),
    ]
    assert whole.byline == ("甲", "乙")
    assert one.articles[1] == alone
    assert two == pages[1]
    assert three.articles == (other,)
    assert join_continued([one, two, three]) == [one, two, three]


def test_the_sample_issue_is_joined() -> None:
    pages = [
        page
        for path in sorted((ROOT / "corpus").glob("2025-06-13-*.txt"))
        for page in pages_of_text(path.read_text(encoding="utf-8"), path.name)
    ]
    joined = join_continued(pages)
    moved = [p for page in joined for a in page.articles for p in a.paragraphs if p.page]
    assert moved
    count = sum(len(a.paragraphs) for page in pages for a in page.articles)
    assert sum(len(a.paragraphs) for page in joined for a in page.articles) == count


@pytest.mark.parametrize(
    ("line", "mended", "reason"),
    [
        ("indus\u00adtry", "industry", "invisible character"),
        ("项\u200b目\x1b[31m", "项\u200b目[31m", "invisible character"),
        ("⽯油与⻓城", "石油与长城", "radical form"),
        ("\uf9e9程", "里程", "radical form"),
        ("２0２5年", "2025年", "mixed width"),
        ("最低-3益，结了冰", "最低-3℃，结了冰", "unit glyph"),
        ("达到 38 益。", "达到 38 ℃。", "unit glyph"),
        ("姻责编: 乔知远", "■责编: 乔知远", "marker glyph"),
        ("发展。 姻 段禾青摄", "发展。 ■ 段禾青摄", "marker glyph"),
    ],
)
def test_repairs(line: str, mended: str, reason: str) -> None:
    text, repairs = repair_text(f"前一行\n{line}\n后一行", first_line=7)
    assert text == f"前一行\n{mended}\n后一行"
    assert (8, reason, True) in [(r.line, r.reason, r.applied) for r in repairs]


@pytest.mark.parametrize("line", ["婚姻登记", "公益与效益", "２０２５年", "第一次联姻", "3 年受益"])
def test_what_is_no_scar_stays(line: str) -> None:
    assert repair_text(line) == (line, [])


def test_doubtful_repairs_are_listed_and_not_made() -> None:
    text, repairs = repair_text("经过-35益急冻处理")
    assert text == "经过-35益急冻处理"
    assert [(r.applied, "℃" in r.now) for r in repairs] == [(False, True)]


PAGE = Page(
    "a/b.txt",
    (
        Article(
            (Paragraph("甲。", lines=(3, 4)), Paragraph("图。", "caption", (5, 5))),
            headline="题", byline=("张三",), source="本报讯",
        ),
        Article((Paragraph("乙。"),), kicker="引", headline="题二", subhead="——副", continues_on="3"),
    ),
    newspaper="汾水新报",
    date="2025-06-13",
    page="A1",
    section="要闻",
    editor="乔知远",
    set_aside=(SetAside((1, 1), "广告", "advertisement"),),
    repairs=(Repair(3, "姻", "■", "marker glyph"),),
)  # fmt: skip


def test_page_to_dict_is_the_contract() -> None:
    assert json.loads(json.dumps(page_to_dict(PAGE), ensure_ascii=False)) == {
        "path": "a/b.txt", "newspaper": "汾水新报", "date": "2025-06-13", "page": "A1", "section": "要闻",
        "editor": "乔知远",
        "articles": [
            {
                "kicker": None, "headline": "题", "subhead": None, "byline": ["张三"], "source": "本报讯",
                "paragraphs": [
                    {"text": "甲。", "kind": "body", "lines": [3, 4]},
                    {"text": "图。", "kind": "caption", "lines": [5, 5]},
                ],
            },
            {
                "kicker": "引", "headline": "题二", "subhead": "——副", "byline": [], "source": None,
                "paragraphs": [{"text": "乙。", "kind": "body", "lines": None}],
            },
        ],
    }  # fmt: skip


def test_render_page() -> None:
    shown = render_page(PAGE)
    parts = ("汾水新报", "题", "本报讯", "3-4", "甲。", "图。", "引", "题二", "——副", "乙。")
    order = [shown.index(part) for part in parts]
    assert order == sorted(order)
    assert "advertisement" not in shown
    whole = render_page(PAGE, all=True)
    assert "advertisement: 广告" in whole
    assert "marker glyph" in whole
    assert "(no article found)" in render_page(Page("x.txt"))


def test_benchmark_runs_on_the_samples() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "reader.py")], capture_output=True, encoding="utf-8", check=True
    )
    assert "paragraph F1" in done.stdout
    assert "errors by kind" in done.stdout
