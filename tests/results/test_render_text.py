"""Results and articles as a terminal shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import BODY, article, hit, info, paragraph, results

from searcher.results.model import Hit
from searcher.results.render.article import render_article
from searcher.results.render.columns import columns
from searcher.results.render.formats import View
from searcher.results.render.grouping import WINDOW, clauses, grouped
from searcher.results.render.layout import WIDEST
from searcher.results.render.style import ANSI, PLAIN, Style
from searcher.results.render.text import render_notes, render_results, summary

SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")


def drawn(*hits: object, style: Style = PLAIN, width: int = 60, **options: bool) -> str:
    """What is drawn of the hits, without the summary."""
    found = results(*hits)  # type: ignore[arg-type]
    lines = list(render_results(found, found.hits, View(style, width, **options)))
    return "\n".join(lines[: len(lines) - lines[::-1].index("")])


def test_a_hit_stands_under_its_article() -> None:
    assert drawn(hit("煤焦油", paragraph("煤焦油深加工项目投资 2.49 亿元。"))) == (
        "  给每一度电记一本账\n"
        "走进首批碳达峰试点园区\n"
        "  算时间账、结构账和碳账\n"
        "  汾水新报 · 2025-06-13 · 第A1版 · 要闻 · 秦小满 郭砚田\n"
        "  本报讯\n"
        "    【煤焦油】深加工项目投资 2.49 亿元。\n"
        "    2025-06-13-A1:2.1\n"
    )


def test_what_is_not_known_is_left_out() -> None:
    bare = info(
        newspaper=None,
        date=None,
        page=None,
        section=None,
        kicker=None,
        headline=None,
        subhead=None,
        byline=(),
        source=None,
    )
    assert drawn(hit("煤", paragraph("煤。", article=bare))) == "(no headline)\n    【煤】。\n    2025-06-13-A1:2.1\n"


def test_hits_of_one_article_stand_together_in_the_order_of_the_best() -> None:
    other = info(id="2025-06-13-A2:1", headline="另一篇")
    hits = (
        hit("煤", paragraph("煤一。", 1), rank=1),
        hit("煤", paragraph("煤二。", 1, other), rank=2),
        hit("煤", paragraph("煤三。", 2), rank=3),
    )
    text = drawn(*hits, numbered=True)
    assert text.count("走进首批碳达峰试点园区") == text.count("另一篇") == 1
    assert re.findall(r"^ (\d)  ", text, re.MULTILINE) == ["1", "3", "2"]
    flat = drawn(*hits, numbered=True, flat=True)
    assert flat.count("走进首批碳达峰试点园区") == 2
    assert re.findall(r"^ (\d)  ", flat, re.MULTILINE) == ["1", "2", "3"]


def test_a_folded_hit_is_a_line_with_its_clause_and_its_id() -> None:
    text = "前面有一句话。中间说到煤焦油的产量，有2,490吨之多；后面还有很长很长的话，说了又说，一行放不下。"
    shown = drawn(hit("煤焦油"), hit("煤焦油", paragraph(text, 3), rank=2, of_article=7), hit("年", rank=3), width=60)
    assert "  + …中间说到【煤焦油】的产量，… · 2025-06-13-A1:2.3\n" in shown


def test_how_many_more_of_the_article_match_is_said() -> None:
    assert "  + 4 more in this article\n" in drawn(hit("煤焦油", of_article=5))
    assert "more in this article" not in drawn(hit("煤焦油", of_article=1))


@given(st.text("煤，。；：12,3.a ！“”", max_size=80), st.data())
def test_clauses_are_cut_between_clauses_and_hold_the_hit(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    hits = [match.span() for match in re.finditer("煤", text)]
    low, high = clauses(text, (start, stop), hits, data.draw(st.integers(1, 30)))
    assert start <= low <= high <= stop
    inside = [(a, b) for a, b in hits if start <= a and b <= stop]
    if inside:
        assert low <= inside[0][0] < inside[0][1] <= high
    for edge in {low, high} - {start, stop}:
        assert text[edge - 1] not in "煤123a", (text, edge)
        assert text[edge - 1] not in ",." or not text[edge].isalnum(), (text, edge)


def test_a_passage_says_where_it_is_cut() -> None:
    text = "前一句。中间的煤焦油一句。后一句。"
    assert "\n    …中间的【煤焦油】一句。…\n" in drawn(hit("煤焦油", paragraph(text), passage=(4, 13)))
    assert "\n    中间的【煤焦油】一句。\n" in drawn(hit("煤焦油", paragraph(text[4:13])))


def test_hits_outside_of_the_passage_are_not_marked() -> None:
    shown = drawn(hit("煤", paragraph("煤在前。煤在中。煤在后。"), passage=(4, 8)))
    assert "…【煤】在中。…" in shown
    assert shown.count("【") == 1


def test_a_paragraph_on_another_page_says_so() -> None:
    assert "2025-06-13-A1:2.1 · 第A3版" in drawn(hit("煤", paragraph("煤。", page="A3")))


def test_headline_hits_are_marked() -> None:
    assert "走进首批【碳达峰】试点园区" in drawn(hit("煤", headline_highlights=((4, 7),)))


@pytest.mark.parametrize("width", [24, 60, 80, 200])
@pytest.mark.parametrize("style", [PLAIN, ANSI], ids=["plain", "ansi"])
def test_no_line_is_wider_than_the_terminal_or_than_one_can_read(width: int, style: Style) -> None:
    shown = drawn(hit("煤焦油"), hit("，", rank=2), style=style, width=width, numbered=True)
    widest = max(columns(SEQUENCE.sub("", line)) for line in shown.split("\n"))
    assert widest <= min(width, WIDEST)


@pytest.mark.parametrize("width", [24, 40, 60])
def test_colours_end_on_the_line_where_they_begin(width: int) -> None:
    for line in drawn(hit("园区，管廊从厂区一头铺到另一头。煤焦油深加工项目"), style=ANSI, width=width).split("\n"):
        sequences = SEQUENCE.findall(line)
        assert not sequences or sequences[-1] == "\x1b[0m"


@pytest.mark.parametrize("width", [24, 40, 60, 100])
def test_colour_and_signs_mark_the_same_characters(width: int) -> None:
    hits = [hit("煤焦油"), hit("链条", rank=2), hit("年", rank=3)]
    signs = "".join(drawn(*hits, width=width, flat=True).split())
    coloured = drawn(*hits, style=ANSI, width=width, flat=True)
    coloured = re.sub(r"\x1b\[0m\n *\x1b\[1;31m(?=[^\n])", "", coloured)  # A hit that goes on in the next line.
    coloured = re.sub(r"\x1b\[1;31m(.*?)\x1b\[0m", r"【\1】", coloured, flags=re.DOTALL)
    assert "".join(SEQUENCE.sub("", coloured).split()) == signs


def test_what_a_page_holds_does_not_steer_the_terminal() -> None:
    evil = "\x1b]0;题\x07煤\x9b2J\u202e焦\r油"
    page = info(headline=evil, kicker=evil, byline=(evil,), section=evil, id=f"a{evil}")
    shown = drawn(hit("煤", paragraph(evil, article=page)), style=ANSI, width=200)
    assert not re.search(r"[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202e]", shown)
    assert set(re.findall(r"\x1b.{0,4}?m", shown)) <= {"\x1b[1;31m", "\x1b[0m", "\x1b[1m", "\x1b[2m"}
    assert shown.count("\x1b") == len(SEQUENCE.findall(shown))


def test_notes_come_before_and_the_summary_counts() -> None:
    found = results(hit("煤"), total=37, literal=12, notes=("“煤炉”在哪儿都没有：没有它的也算。",))
    assert list(render_notes(found, PLAIN, 60)) == ["“煤炉”在哪儿都没有：没有它的也算。", ""]
    assert summary(found) == "number 1 of 37 paragraphs, 12 literally, in 3.21 ms"
    assert summary(results(hit("煤"))) == "1 paragraph, in 3.21 ms"
    assert summary(results(total=38, literal=38, offset=9980)) == "0 of 38 paragraphs, in 3.21 ms"
    assert (
        summary(results(hit("煤", rank=11), total=11, literal=11, offset=10))
        == "number 11 of 11 paragraphs, in 3.21 ms"
    )


def test_what_stands_for_articles_is_counted_as_articles() -> None:
    found = replace(results(hit("煤"), total=1, literal=1), of_articles=True)
    assert summary(found) == "1 article, in 3.21 ms"
    assert summary(replace(found, total=4, literal=4)) == "number 1 of 4 articles, in 3.21 ms"


def test_an_article_marks_the_paragraph_that_was_asked_for() -> None:
    whole = article(BODY, "煤焦油一段。", "末段。")
    asked = whole.paragraphs[1].id
    lines = list(render_article(whole, PLAIN, 60, asked=asked, highlights={asked: [(0, 3)]}))
    assert [line for line in lines if "▶" in line] == ["  ▶ 【煤焦油】一段。"]
    assert "".join(line.strip() for line in lines).count(BODY[:10]) == 1
    assert lines[-1] == "2025-06-13-A1:2 · 2025-06-13-A1.txt, lines 17–25"


def test_an_article_says_where_it_goes_on() -> None:
    head = info()
    parts = (paragraph("一。", 1, head), paragraph("二。", 2, head, page="A3"), paragraph("三。", 3, head, page="A3"))
    lines = list(render_article(type(article())(head, parts), PLAIN, 60))
    assert [line.strip() for line in lines if "—" in line] == ["— 第A3版 —"]
    assert lines.index("    — 第A3版 —") < lines.index("    二。")


def test_hits_are_brought_together_a_window_at_a_time() -> None:
    taken = 0

    def many() -> Iterator[Hit]:
        nonlocal taken
        while True:
            taken += 1
            yield hit("煤焦油", rank=taken)

    groups = grouped(many())
    assert len(next(groups).hits) == taken == WINDOW


def test_the_next_command_is_never_broken() -> None:
    found = results(hit("煤"), total=37)
    command = "searcher search --newspaper 汾水新报 --section 要闻 --page 2 '煤焦油 深加工'"
    *_, last = render_results(found, found.hits, View(PLAIN, 30, next=command))
    assert last == command
    *_, last = render_results(found, found.hits, View(PLAIN, 100, next="searcher show x"))
    assert last == "number 1 of 37 paragraphs, 1 literally, in 3.21 ms · searcher show x"
