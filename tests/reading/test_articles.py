"""Pages laid out in different manners are read alike."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from columns import fill

from searcher.reading import Article, Page
from searcher.reading.pages import pages_of_text

ROOT = Path(__file__).parents[2]
GOLD = sorted((ROOT / "tests" / "gold").glob("*.gold.json"))


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def read(text: str) -> Page:
    (page,) = pages_of_text(text, "x.txt")
    return page


STORY = [
    "清晨六点，库区的闸门缓缓升起，值班员把水位和流量一项一项记进表里，又抬头看了一眼对岸的山。",
    "这座水库修成已有四十年，去年换上了新的闸门和监测设备。过去巡坝要走两个小时，现在坐在屋里就能看清每一处渗水点。",
    "“机器看得细，人看得全。”站长说，设备报了警，人还是要走过去，用手摸一摸石头是不是湿的。",
    "下游的三个乡镇都在等这一渠水。麦子返青，果树开花，早一天浇上，一亩地就能多收几十斤粮食，果农们算得很清楚。",
]
OTHER = [
    "县里的剧团昨天在山村演了今年第一百场戏，台下坐着附近五个村的老人和放学回家的孩子，掌声一直没有停。",
    "剧团的演员们自己搭台，自己做饭，一个月有二十天在路上。团长说，只要还有人看，这台戏就要一直唱下去。",
]

THIRD = [
    "五千亩连片的盐碱地今春种上了耐盐高粱。种子是省农科院选育的，根扎得深，叶片上能看见一层细细的盐霜。",
    "往年这片地只长碱蓬，一场大风过去，天地都是白的。如今垄沟里铺着滴灌带，水和肥料顺着管子送到每一棵苗的脚下。",
    "种粮大户算过一笔账，高粱卖给酒厂，秸秆卖给养牛场，一亩地能有六百元收入，比外出打工踏实得多，也离家更近。",
]


def lay(
    articles: list[tuple[list[str], list[str], str]],
    *,
    columns: int,
    before: bool,
    gap: str = "\n",
    lead: str = "",
    indent: int = 2,
    between: str = "",
) -> str:
    """Lay (headline lines, paragraphs, by-line) out; `gap` ends a line, `lead` shows the indent, `between` parts
    paragraphs."""
    out = ""
    for heads, body, byline in articles:
        block = "".join(f"{head}{gap}" for head in heads)
        text = ""
        for i, paragraph in enumerate(body):
            lines = fill(paragraph, columns, indent)
            lines[0] = lead + lines[0]
            if byline and i == len(body) - 1:
                lines[-1] += f" {byline}"
            text += "".join(f"{line}{gap}" for line in lines) + between
        out += block + text if before else text + block
    return out


LAYOUTS: dict[str, dict[str, Any]] = {
    "headlines first": {"columns": 19, "before": True},
    "headlines last": {"columns": 19, "before": False},
    "blank lines between all lines": {"columns": 17, "before": False, "gap": "\n\n"},
    "narrow": {"columns": 13, "before": True},
    "wide": {"columns": 38, "before": True},
    "indents kept, full width": {"columns": 21, "before": True, "lead": "\u3000\u3000"},
    "indents kept, half width": {"columns": 21, "before": False, "lead": "    "},
    "two half-width blanks": {"columns": 24, "before": True, "lead": "  "},
    "flush, paragraphs parted by blank lines": {"columns": 20, "before": True, "indent": 0, "between": "\n"},
}


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_layouts(layout: str) -> None:
    wanted = [
        (["库区清晨看水人"], STORY, "段禾青"),
        (["山村舞台", "第一百场戏"], OTHER, "祁红袖"),
        (["盐碱地里种出红高粱"], THIRD, "乔知远"),
    ]
    page = read(lay(wanted, **LAYOUTS[layout]))
    assert [[p.text for p in a.paragraphs] for a in page.articles] == [body for _, body, _ in wanted]
    assert [a.headline for a in page.articles] == [" ".join(heads) for heads, _, _ in wanted]
    assert [a.byline for a in page.articles] == [(name,) for _, _, name in wanted]


def one(text: str) -> Article:
    (article,) = read(text).articles
    return article


def body(paragraphs: list[str] = STORY, columns: int = 18) -> str:
    return "".join(f"{line}\n" for paragraph in paragraphs for line in fill(paragraph, columns))


@pytest.mark.parametrize("source", ["科学导报讯", "本报讯", "汾水新报讯"])
def test_source_is_parted_from_the_text(source: str) -> None:
    article = one("水库换新装\n" + body([f"{source} {STORY[0]}", *STORY[1:]]))
    assert article.source == source
    assert article.paragraphs[0].text == STORY[0]


def test_dateline_stays_in_the_text() -> None:
    article = one("水库换新装\n" + body([f"新华社太原5月9日电 {STORY[0]}", *STORY[1:]]))
    assert article.source is None
    assert article.dateline == "新华社太原5月9日电"
    assert article.paragraphs[0].text.startswith("新华社太原5月9日电")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("本报记者 段禾青", ("段禾青",)),
        ("本报记者 段禾青 通讯员 乔知远", ("段禾青", "乔知远")),
        ("（记者 段禾青）", ("段禾青",)),
        ("文/段禾青", ("段禾青",)),
    ],
)
def test_byline_before_the_body(line: str, names: tuple[str, ...]) -> None:
    article = one(f"水库换新装\n{line}\n" + body())
    assert article.byline == names
    assert article.headline == "水库换新装"
    assert [p.text for p in article.paragraphs] == STORY


@pytest.mark.parametrize("gap", [" ", ""])
def test_reporter_named_with_the_source(gap: str) -> None:
    article = one("水库换新装\n" + body([f"本报讯（记者 段禾青）{gap}{STORY[0]}", *STORY[1:]]))
    assert (article.source, article.byline) == ("本报讯", ("段禾青",))
    assert article.paragraphs[0].text == STORY[0]


def test_a_wide_line_with_a_source_is_no_caption() -> None:
    article = one("本报讯（记者 段禾青 乔知远）近日，县里的水库完成加固，一百二十位工人在坝\n上忙了整整一个冬天。\n")
    assert (article.source, [p.kind for p in article.paragraphs]) == ("本报讯", ["body"])


def test_photo_story() -> None:
    page = read(
        "山坡上的果园\n\n6月11日，果农在山坡上的果园里给苹果树疏花。今年花开得密，每一枝只留下最壮的两朵，其余的都要\n"
        "摘掉。 ■ 段禾青摄\n\n" + body().rstrip() + " 乔知远\n水库换新装\n"
    )
    photo, story = page.articles
    assert photo.headline == "山坡上的果园"
    assert photo.byline == ("段禾青",)
    assert photo.paragraphs[0].text.endswith("其余的都要摘掉。")
    assert [p.text for p in story.paragraphs] == STORY


def test_small_headings_stay_in_the_article() -> None:
    parts = [*STORY[:2], "闸门背后的新账本", *STORY[2:]]
    article = one("水库换新装\n" + body(parts))
    assert [p.text for p in article.paragraphs] == parts


def test_kicker_and_subhead_are_told_only_where_they_are_marked() -> None:
    article = one("在全省水利工作会议上强调\n水库换新装\n——写在灌溉季到来之前\n" + body())
    assert (article.kicker, article.headline, article.subhead) == (
        "在全省水利工作会议上强调",
        "水库换新装",
        "——写在灌溉季到来之前",
    )
    plain = one("平遥开发区\n水库换新装\n" + body())
    assert (plain.kicker, plain.headline, plain.subhead) == (None, "平遥开发区 水库换新装", None)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["投资 2.49 亿元，", "建成 6 条生产线。"], "投资2.49亿元，建成6条生产线。"),
        (["2024~", "2025 年"], "2024~2025年"),
        (["全长 4", "800 米"], "全长4800米"),
        (["a PBAT production", "line in Shanxi"], "a PBAT production line in Shanxi"),
        (["工 业 单 位 增 加", "值"], "工业单位增加值"),
        (["indus\u00ad", "try"], "industry"),
        (["COVID-", "19"], "COVID-19"),
        (["A 股 上市，5G", "系统"], "A股上市，5G系统"),
    ],
)
def test_the_rule_for_blanks(lines: list[str], text: str) -> None:
    from searcher.reading.sheet import join_lines, tighten

    assert join_lines([tighten(line) for line in lines]) == text


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.name.split(".")[0])
def test_sample_pages(path: Path) -> None:
    """The samples are read nearly as they were written: metadata exactly, at least nine paragraphs of ten."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = (ROOT / "corpus" / f"{path.name.split('.')[0]}.txt").read_text(encoding="utf-8")
    page = read(text)
    assert (page.date, page.page, page.editor) == (gold["date"], gold["page"], gold["editor"])
    said = {squeeze(p.text) for a in page.articles for p in a.paragraphs}
    wanted = [squeeze(p) for a in gold["articles"] for p in a["paragraphs"]]
    assert sum(p in said for p in wanted) >= 0.9 * len(wanted)


def test_zero_width_characters_stay_in_texts_and_change_no_reading() -> None:
    lines = [line for paragraph in ["科学导报讯 " + STORY[0], *STORY[1:]] for line in fill(paragraph, 19)]
    marked = [line[:8] + "\u200b" + line[8:] for line in lines]
    plain = one("看水人\n" + "\n".join(lines) + " 段禾青\n")
    kept = one("看\u200b水人\n" + "\n".join(marked) + " 段禾青\u200b\n")
    assert kept.headline == "看\u200b水人"
    assert [p.text.replace("\u200b", "") for p in kept.paragraphs] == STORY
    assert [p.lines for p in kept.paragraphs] == [p.lines for p in plain.paragraphs]
    assert sum(p.text.count("\u200b") for p in kept.paragraphs) == len(lines)
    assert (kept.byline, kept.source) == (("段禾青",), "科学导报讯")
