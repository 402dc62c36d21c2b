"""Shapes that pages have: columns of briefs, dotted rules, subheads, labels, documents."""

from __future__ import annotations

import pytest
from columns import fill

from searcher.reading import Article
from searcher.reading.pages import pages_of_text

WATER = [
    "清晨六点，库区的闸门缓缓升起，值班员把水位和流量一项一项记进表里，又抬头看了一眼对岸的山。",
    "这座水库修成已有四十年，去年换上了新的闸门和监测设备。过去巡坝要走两个小时，现在坐在屋里就能看清每一处渗水点。",
    "下游的三个乡镇都在等这一渠水。麦子返青，果树开花，早一天浇上，一亩地就能多收几十斤粮食，果农们算得很清楚。",
]
STAGE = [
    "县里的剧团昨天在山村演了今年第一百场戏，台下坐着附近五个村的老人和放学回家的孩子，掌声一直没有停。",
    "剧团的演员们自己搭台，自己做饭，一个月有二十天在路上。团长说，只要还有人看，这台戏就要一直唱下去。",
]
FIELD = [
    "五千亩连片的盐碱地今春种上了耐盐高粱。种子是省农科院选育的，根扎得深，叶片上能看见一层细细的盐霜。",
    "种粮大户算过一笔账，高粱卖给酒厂，秸秆卖给养牛场，一亩地能有六百元收入，比外出打工踏实得多，也离家更近。",
]


def lay(*parts: str | list[str], signed: str = "") -> str:
    """Lines as they are (str) and paragraphs (lists), `signed` after the last of them."""
    lines: list[str] = []
    for part in parts:
        lines += [part] if isinstance(part, str) else [line for paragraph in part for line in fill(paragraph)]
    return "\n".join(lines) + (f" {signed}" if signed else "") + "\n"


def articles(text: str) -> tuple[Article, ...]:
    (page,) = pages_of_text(text, "x.txt")
    return page.articles


def texts(article: Article) -> list[str]:
    return [p.text for p in article.paragraphs]


@pytest.mark.parametrize("name", ["环球扫描", "八方速递", "简讯"])
def test_a_column_of_briefs_is_one_article(name: str) -> None:
    water = [f"据新华社太原5月9日电 {WATER[0]}", *WATER[1:]]
    stage = [f"据新华社汾阳5月8日电 {STAGE[0]}", *STAGE[1:]]
    first, briefs, last = articles(
        lay("盐碱地里种出红高粱", FIELD, signed="乔知远")
        + lay(name, "库区清晨看水人", water, "山村舞台第一百场戏", stage, signed="祁红袖")
        + lay("旱塬上的果园学校", [f"本报讯 {WATER[1]}", STAGE[1]], signed="段禾青")
    )
    assert briefs.headline == name
    assert [t for t in texts(briefs) if len(t) < 12] == ["库区清晨看水人", "山村舞台第一百场戏"]
    assert briefs.byline == ("祁红袖",)
    assert (first.headline, last.headline) == ("盐碱地里种出红高粱", "旱塬上的果园学校")


def test_the_same_reports_without_a_common_name_are_articles() -> None:
    water = [f"据新华社太原5月9日电 {WATER[0]}", *WATER[1:]]
    stage = [f"据新华社汾阳5月8日电 {STAGE[0]}", *STAGE[1:]]
    found = articles(lay("库区清晨看水人", water, signed="段禾青") + lay("山村舞台第一百场戏", stage, signed="祁红袖"))
    assert [a.headline for a in found] == ["库区清晨看水人", "山村舞台第一百场戏"]


@pytest.mark.parametrize("dots", ["…………", "……", "＊＊＊", "···"])
def test_dots_on_a_line_of_their_own_part_paragraphs(dots: str) -> None:
    (article,) = articles(lay("库区清晨看水人", WATER, dots, FIELD, signed="段禾青"))
    assert texts(article) == [*WATER, dots, *FIELD]


def test_a_subhead_belongs_to_the_headline_also_after_an_unsigned_article() -> None:
    _, first, second = articles(
        lay("山村舞台第一百场戏", STAGE, signed="祁红袖")
        + lay("盐碱地里种出红高粱", FIELD)
        + lay("一渠清水四十年", "——汾水县水库换装侧记", WATER, signed="段禾青")
    )
    assert texts(first) == FIELD
    assert (second.headline, second.subhead) == ("一渠清水四十年", "——汾水县水库换装侧记")


@pytest.mark.parametrize("label", ["人物小传", "头条看点", "核心阅读", "相关链接", "编者按"])
def test_a_label_below_the_headline_is_part_of_the_text(label: str) -> None:
    (article,) = articles(lay("库区清晨看水人", label, WATER, signed="段禾青"))
    assert article.headline == "库区清晨看水人"
    assert texts(article) == [label, *WATER]


def test_a_note_of_the_reporter_is_no_byline() -> None:
    (article,) = articles(lay("库区清晨看水人", WATER, "记者手记", STAGE, signed="段禾青"))
    assert article.byline == ("段禾青",)
    assert texts(article) == [*WATER, "记者手记", *STAGE]


def test_the_day_below_a_document_s_title_is_part_of_the_headline() -> None:
    (article,) = articles(lay("汾水县节约用水公约", "（2026年5月6日，汾阳）", WATER))
    assert article.headline == "汾水县节约用水公约 （2026年5月6日，汾阳）"
    assert texts(article) == WATER


def test_the_name_of_a_column_ends_a_headline_after_a_quotation() -> None:
    first, second = articles(lay("盐碱地里种出红高粱", FIELD) + lay("水库的“眼睛”（文思）", WATER, signed="段禾青"))
    assert texts(first) == FIELD
    assert second.headline == "水库的“眼睛”（文思）"


LAW = [
    "第一条县内各乡镇应当建立节约用水制度，把用水计划落实到村。",
    "第二条用水计划由县水务部门在每年三月底以前下达，乡镇可以调整。",
    "第三条有下列情形之一的，水务部门应当责令改正：",
    "（一）未按计划用水，也没有说明理由，经过提醒仍不改正的；",
    "（二）擅自在渠道上开口引水的。",
    "第四条本办法由县水务部门解释。",
]


def test_a_law_s_articles_and_items_are_paragraphs_also_after_full_lines() -> None:
    for columns in range(13, 25):
        lines = [line for paragraph in LAW for line in fill(paragraph, columns)]
        (article,) = articles("汾水县节约用水办法\n" + "\n".join(lines) + "\n")
        assert texts(article) == LAW, columns


def test_an_article_with_small_headings_has_more_of_them() -> None:
    headings = ["清晨巡坝", "午后开闸", "夜里守水"]
    parts = [part for heading, text in zip(headings, (WATER, STAGE, FIELD), strict=True) for part in (heading, text)]
    (article,) = articles(lay("一渠清水四十年", [f"本报讯 {FIELD[1]}"], *parts, signed="段禾青"))
    assert [t for t in texts(article) if len(t) == 4] == headings


RECORD = "守水人的账本上记着四十年的水位，一页一页翻过去，哪一年旱，哪一年涝，都写得清清楚楚。"


def test_a_headline_ends_with_the_name_of_its_column() -> None:
    _, article = articles(
        lay("盐碱地里种出红高粱", FIELD, signed="乔知远")
        + lay("让一渠清水流得更远（今日谈）", [RECORD, *WATER], signed="段禾青")
    )
    assert article.headline == "让一渠清水流得更远（今日谈）"


def test_a_drawing_is_credited_below_the_article() -> None:
    first, _ = articles(
        lay("库区清晨看水人", WATER, "段禾青绘") + lay("山村舞台第一百场戏", [f"本报讯 {STAGE[0]}", STAGE[1]])
    )
    assert [(p.kind, p.text) for p in first.paragraphs][-1] == ("caption", "段禾青绘")


def test_a_line_that_only_goes_on_with_a_word_is_no_headline() -> None:
    (article,) = articles(lay("库区清晨看水人", [f"{WATER[0][:-1]}，也是他守了四十年的", *WATER[1:]], signed="段禾青"))
    assert [t for t in texts(article) if t.startswith(("的", "们", "了"))] == []
