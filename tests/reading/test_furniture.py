"""Lines that belong to the page and not to an article."""

from __future__ import annotations

from searcher.reading.pages import pages_of_text


def test_furniture_that_wraps_is_set_aside_whole() -> None:
    (page,) = pages_of_text(
        "水库换新装\n清晨六点，库区的闸门缓缓升起。\n选题线索来信邮箱：\nxinbao@example.com\n"
        "本版邮箱：xinbao@example.com（来稿请\n注明栏目名）\n",
        "x.txt",
    )
    assert [aside.reason for aside in page.set_aside] == ["contact"] * 4
    assert [p.text for a in page.articles for p in a.paragraphs] == ["清晨六点，库区的闸门缓缓升起。"]


def test_a_label_that_text_follows_is_no_furniture() -> None:
    (page,) = pages_of_text("水库换新装\n他说起自己的\n邮箱：\n清晨六点，库区的闸门缓缓升起。\n", "x.txt")
    assert not page.set_aside


def test_persons_on_one_line_are_told_apart() -> None:
    (page,) = pages_of_text("版式设计：王五　责编：李 四　校对：赵六\n水库换新装\n库区的闸门缓缓升起。\n", "x.txt")
    assert page.editor == "李四"
    assert page.extra == (("designer", "王五"), ("proofreader", "赵六"))
    assert [aside.lines for aside in page.set_aside] == [(1, 1)]


def test_a_contact_line_is_one_value() -> None:
    (page,) = pages_of_text("水库换新装\n库区的闸门缓缓升起。\n新闻热线：010-12345678 投稿邮箱：a@b.cn\n", "x.txt")
    assert page.extra == (("contact", "010-12345678 投稿邮箱：a@b.cn"),)
