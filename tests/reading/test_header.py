"""Page headers in the forms that papers use, and in names of files and folders."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from searcher.reading import read_page, read_pages
from searcher.reading.dates import iso_date
from searcher.reading.header import header_of_path, parse_header_line

BODY = """
全县的果农都在等这一天。果子红了，路也通
了，冷库的门敞开着，一车一车往里进。
"""


@pytest.mark.parametrize(
    ("line", "newspaper", "date", "page", "section"),
    [
        ("园区 态B2 姻 2025年 5月 9日 星期五", None, "2025-05-09", "B2", "园区 态"),
        ("要闻 03 ■ 2026年 5月 5日 星期二", None, "2026-05-05", "03", "要闻"),
        ("第03版：要闻  2026年5月5日  星期二", None, "2026-05-05", "03", "要闻"),
        ("科学导报 2025年5月9日 星期五 第B2版 园区", "科学导报", "2025-05-09", "B2", "园区"),
        ("2025年5月9日 星期五 农历乙巳年四月十二 第二版", None, "2025-05-09", "2", None),
        ("二〇二五年五月九日 星期五 第四版", None, "2025-05-09", "4", None),
        ("2025-05-09 A1", None, "2025-05-09", "A1", None),
        ("山西日报 2025.05.09 第7版", "山西日报", "2025-05-09", "7", None),
        ("星期五 2025年5月9日 总第 4321 期 今日 8 版", None, "2025-05-09", None, None),
        ("０４版 ２０２５年５月９日", None, "2025-05-09", "04", None),
        ("2025年5月9日 星期五 农历四月十二 第4版", None, "2025-05-09", "4", None),
        ("2025年5月9日 星期五 责任编辑：李四 版式：王五 04 综合新闻", None, "2025-05-09", "04", "综合新闻"),
        ("A04 要闻 2025年5月9日 星期五 编辑/李四、赵六 美编/王五", None, "2025-05-09", "A04", "要闻"),
        ("2025年5月9日 今日8版 国内统一刊号 CN 14-0015 邮发代号 21-30 第5678期", None, "2025-05-09", None, None),
    ],
)
def test_header_line(line: str, newspaper: str | None, date: str | None, page: str | None, section: str | None) -> None:
    header = parse_header_line(line)
    assert header is not None
    assert (header.newspaper, header.date, header.page, header.section) == (newspaper, date, page, section)


@pytest.mark.parametrize(
    "line",
    [
        "于 2026 年 5 月 11 日至 14 日对中华人民",
        "2026 年 4 月 24 日国务院第 84 次常务",
        "俘遗弃在荒野。1945 年 6 月 9 日，最后一批约 70 名战",
        "2025年5月9日，全省农村工作会议在太原召开，部署春耕生产",
        "提高至 98%。2024 年 12 月 1 日起，中国对 33 个非洲",
        "果子红了，路也通了",
        "2025 年 6 月 30 日，AL-C1 智能座舱域控制器",
        "第三版的文章写到了这里，读者来信说",
        "",
    ],
)
def test_text_is_no_header(line: str) -> None:
    assert parse_header_line(line) is None


@pytest.mark.parametrize(
    ("path", "newspaper", "date", "page"),
    [
        ("2025-05-09/B2.txt", None, "2025-05-09", "B2"),
        ("20250509_02.txt", None, "2025-05-09", "02"),
        ("科学导报2025年5月9日第B2版.txt", "科学导报", "2025-05-09", "B2"),
        ("2025-05-09-B2.txt", None, "2025-05-09", "B2"),
        ("科学导报/2025/05/09/B2.txt", "科学导报", "2025-05-09", "B2"),
        ("科学导报/2025-05-09/第03版.txt", "科学导报", "2025-05-09", "03"),
        ("notes.txt", None, None, None),
        ("2025-02-30-01.txt", None, None, "01"),
    ],
)
def test_header_of_path(path: str, newspaper: str | None, date: str | None, page: str | None) -> None:
    header = header_of_path(PurePath(path))
    assert (header.newspaper, header.date, header.page) == (newspaper, date, page)


def test_the_page_has_the_last_word_over_its_name(tmp_path: Path) -> None:
    file = tmp_path / "2024-01-01-01.txt"
    file.write_text("第03版：要闻  2026年5月5日  星期二\n" + BODY, encoding="utf-8")
    page = read_page(file)
    assert (page.date, page.page, page.section) == ("2026-05-05", "03", "要闻")


def test_an_editor_named_in_the_header(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text("刊号CN14-0015 2025年5月9日 星期五 责编：李四、赵六 版式：王五 04 综合\n" + BODY, encoding="utf-8")
    page = read_page(file)
    assert (page.date, page.page, page.section, page.editor) == ("2025-05-09", "04", "综合", "李四 赵六")


def test_nothing_is_guessed(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(BODY, encoding="utf-8")
    page = read_page(file)
    assert page.section is None
    assert page.editor is None
    assert page.page is None


def test_header_at_the_foot(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(BODY + "\n责编：段禾青\n\n汾水新报 2025年6月13日 星期五 第A4版\n", encoding="utf-8")
    page = read_page(file)
    assert (page.newspaper, page.date, page.page, page.editor) == ("汾水新报", "2025-06-13", "A4", "段禾青")
    assert all("星期五" not in p.text for a in page.articles for p in a.paragraphs)


def test_furniture_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(
        "要闻 A1 姻 2025年6月13日 星期五\n\n姻责编: 乔知远\n\n姻投稿：fsxb@example.com\n\n版式设计：钟离月\n\n"
        "国内统一刊号：CN14-0000\n\n邮发代号：21-99\n" + BODY + "\n广告\n",
        encoding="utf-8",
    )
    page = read_page(file)
    reasons = [aside.reason for aside in page.set_aside]
    assert reasons == ["header", "editor", "contact", "designer", "issn", "postal_code", "advertisement"]
    assert page.editor == "乔知远"
    assert dict(page.extra) == {
        "contact": "fsxb@example.com",
        "designer": "钟离月",
        "issn": "CN14-0000",
        "postal_code": "21-99",
    }
    body = "".join(p.text for a in page.articles for p in a.paragraphs)
    assert not any(word in body for word in ("责编", "投稿", "版式", "刊号", "邮发", "广告"))


def test_pages_parted_by_form_feeds_and_by_headers(tmp_path: Path) -> None:
    one = "第01版：要闻  2025年6月13日  星期五\n" + BODY
    two = "第02版：科学  2025年6月13日  星期五\n" + BODY
    for joint in ("\f", "\n"):
        file = tmp_path / "issue.txt"
        file.write_text(one + joint + two, encoding="utf-8")
        pages = list(read_pages(file))
        assert [(p.page, p.section) for p in pages] == [("01", "要闻"), ("02", "科学")]
        # Line numbers are those of the file.
        lines = (one + joint + two).split("\n")
        for page in pages:
            first, last = page.articles[0].paragraphs[0].lines or (0, 0)
            assert lines[first - 1].endswith("路也通")
            assert lines[last - 1].startswith("了，冷库")


def test_days_that_do_not_exist() -> None:
    assert iso_date("2025", "2", "29") is None
    assert iso_date("2024", "2", "29") == "2024-02-29"
    assert iso_date("2025", "13", "1") is None
