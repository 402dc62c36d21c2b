"""No page, however strange, raises or takes more than linear time; and nothing of it is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import UnreadableFileError
from searcher.reading import Page, read_page
from searcher.reading.export import page_to_dict, render_page
from searcher.reading.pages import pages_of_text

PIECES = st.sampled_from(
    [
        "\n", "\n\n", "\f", "\r\n", " ", "　　", "。", "，", "（", "）", "“", "”", "——", "姻", "■", "摄", "讯", "版",
        "责编：", "第3版", "2025年5月9日", "星期五", "本报讯 ", "新华社北京5月9日电 ", "（下转第三版）",
        "（上接第一版）", "本报记者 张三", "碳达峰试点园区的清晨，观测员记下数据", "PM2.5", "50%", "煤焦油深加工",
        "\u00ad", "\u200b",
        "\x1b[31m", "⻓", "\ufffd", "工 业 单 位 增 加", "1", "A", "\x00", "\u2028", "\x85", "\x0b",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=60).map("".join)


def check(page: Page, text: str) -> None:
    """What holds of every page: spans lie in the file and run forward, and no paragraph is empty."""
    count = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for article in page.articles:
        for paragraph in article.paragraphs:
            first, last = paragraph.lines or (0, 0)
            assert 1 <= first <= last <= count
            assert paragraph.text.strip()
    for aside in page.set_aside:
        assert aside.reason
        assert 1 <= aside.lines[0] <= aside.lines[1] <= count
    page_to_dict(page)
    assert render_page(page, all=True)


@given(TEXTS)
def test_any_text(text: str) -> None:
    for page in pages_of_text(text, "x.txt"):
        check(page, text)


@given(st.lists(st.text("字句，。；“”（）1aA %", min_size=1, max_size=30), max_size=40))
def test_nothing_is_lost(lines: list[str]) -> None:
    """Every Han character of the page is in an article, among its names, or set aside."""
    text = "\n".join(lines)
    kept = ""
    for page in pages_of_text(text, "x.txt"):
        kept += "".join(aside.text for aside in page.set_aside)
        for a in page.articles:
            kept += "".join([a.kicker or "", a.headline or "", a.subhead or "", a.source or "", *a.byline])
            kept += "".join(p.text for p in a.paragraphs)
    assert sum(map(text.count, "字句")) <= sum(map(kept.count, "字句"))


@pytest.mark.parametrize("content", ["", "\n\n\n", "\f\f", "\ufeff", "　　\n \n"])
def test_pages_without_text(tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.txt"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFileError):
        read_page(file)


@pytest.mark.parametrize(
    "content",
    [
        "一句话。",
        "字",
        "1234567890\n" * 50,
        "竖\n排\n的\n字\n一\n行\n一\n个\n" * 40,
        "\x1b]0;title\x07标题\n正文在这里。\n",
        "。。。。\n，，，，\n" * 20,
        "（" * 300,
        "字 " * 500,
        "混排 mixed English words and 中文 lines, 2025.\n" * 30,
        "责编：\n" * 30,
        "第一版\n第二版\n第三版\n",
    ],
)
def test_strange_pages(content: str) -> None:
    for page in pages_of_text(content, "x.txt"):
        check(page, content)


LARGE: dict[str, Callable[[int], str]] = {
    "many lines": lambda n: "全省开发区建设提速增效，项目一个接着一个。\n" * (n // 20),
    "one line": lambda n: "字" * n,
    "one line with stops": lambda n: "一句话。" * (n // 4),
    "digits": lambda n: "0123456789" * (n // 10),
    "blanks": lambda n: "字" + " " * n + "字",
    "vertical": lambda n: "竖\n" * (n // 2),
    "brackets": lambda n: "（" * n,
    "headlines": lambda n: "短短的标题\n" * (n // 6),
    "stops": lambda n: "有一个句子在这里。\n" * (n // 10),
    "spread": lambda n: "字 " * (n // 2),
    "marks": lambda n: "（下转第三版）\n" * (n // 8),
    "names": lambda n: "。 张三 李四\n" * (n // 8),
}


@pytest.mark.parametrize("kind", sorted(LARGE))
def test_work_is_linear(kind: str) -> None:
    """Four times the text takes about four times as many calls: far fewer than the sixteen of a quadratic step."""

    def calls(size: int) -> int:
        text = LARGE[kind](size)
        count = 0

        def called(frame: FrameType, event: str, argument: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(called)
        try:
            pages = list(pages_of_text(text, "x.txt"))
        finally:
            sys.setprofile(None)
        assert pages
        return count

    assert calls(16_000) < 5 * calls(4_000)


def test_a_line_of_ten_megabytes(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("字句" * 1_700_000, encoding="utf-8")
    page = read_page(file)
    assert sum(len(p.text) for a in page.articles for p in a.paragraphs) == 3_400_000


def test_twenty_thousand_lines(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("一行十二个字的栏目正文在此\n" * 20_000, encoding="utf-8")
    page = read_page(file)
    heads = sum(len((a.headline or "").replace(" ", "")) for a in page.articles)
    assert heads + sum(len(p.text) for a in page.articles for p in a.paragraphs) == 260_000
