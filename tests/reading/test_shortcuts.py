"""What the reader does not look at, because it is fast to tell that it need not, would tell nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.reading.characters import OTHER, Characters, table, text_of
from searcher.reading.clues import Clues
from searcher.reading.dates import DATE, dates
from searcher.reading.evidence import Evidence
from searcher.reading.headings import headline_cost, least_headline_cost
from searcher.reading.sheet import make_sheet
from searcher.reading.vocabulary import MOST_OFF, Vocabulary

PAGES = sorted((Path(__file__).parents[2] / "corpus").glob("*.txt"))

TELLING = (
    "张三摄", "拍摄", "（张三摄）", "供图", "资料图片", "视觉中国", "以上图片由张三提供", "以上AI生成",
    "图片来源：新华社", "李四绘", "漫画/李四", "AI助手生成的画", "上图", "图①：", "图为", "扫描下方二维码",
    "本报记者 张三", "（通讯员 李四）", "作者：王五", "文/张三", "撰文", "张三 李四", "□ 张 三", "数据来源：",
    "（2025年5月9日通过）", "根据2025年5月9日会议修订", "2025年5月9日公布", "……", "——",
    "（作者单位：水利局）", "（新知）", "本报讯", "新华社北京5月9日电", "水利报消息",
)  # fmt: skip
PLAIN = (*"水一“”（）。，；：！ 的·①", "库区", "2025年", "a1", "第一条")
LINES = st.lists(
    st.lists(st.sampled_from(TELLING) | st.sampled_from(PLAIN), min_size=1, max_size=5).map("".join).filter(str.strip),
    min_size=1,
    max_size=8,
)


class Thorough(Clues):
    """Clues that look at every line."""

    __slots__ = ()

    def _suspects(self) -> Iterator[int]:
        yield from range(len(self.tight))


def told(clues: Clues) -> dict[str, object]:
    return {name: getattr(clues, name) for name in Clues.__slots__ if name != "characters"}


def assert_thorough(text: str) -> None:
    sheet = make_sheet(text)
    rows = list(range(len(sheet)))
    assert told(Clues(sheet, rows)) == told(Thorough(sheet, rows))


@pytest.mark.parametrize("words", TELLING)
def test_no_line_that_tells_something_is_passed_by(words: str) -> None:
    for line in (words, f"库区。 {words}", f"{words}库区", f"库{words}"):
        assert_thorough(f"水一的\n{line}\n水一的")


@given(LINES)
def test_lines_that_are_not_looked_at_have_nothing_to_tell(lines: list[str]) -> None:
    assert_thorough("\n".join(lines))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_lines_of_sample_pages_that_are_not_looked_at(page: Path) -> None:
    assert_thorough(page.read_text(encoding="utf-8"))


@given(LINES)
def test_the_least_cost_of_a_headline_is_no_more_than_its_cost(lines: list[str]) -> None:
    sheet = make_sheet("\n".join(lines))
    evidence = Evidence(sheet, list(range(len(sheet))))
    for i in range(len(sheet)):
        assert least_headline_cost(evidence, i) <= max(headline_cost(evidence, i), 0.0)
        least = evidence.least_headline(i)
        assert least <= evidence.headline(i) == evidence.least_headline(i)


@given(st.lists(st.text("水利工程库", min_size=1, max_size=30), min_size=1, max_size=12), st.data())
def test_shared_words_take_no_more_than_that_off(lines: list[str], data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(lines) - 1))
    first = data.draw(st.integers(0, i))
    assert Vocabulary(Characters(lines)).parting(i, first, i + 9) >= -MOST_OFF


@given(
    st.lists(st.sampled_from([*"2０一0五年月日-./． 1\n", "2025", "年6月", "-06-13", "二〇二五年"]), max_size=16).map(
        "".join
    ),
    st.integers(1, 3),
)
def test_dates_are_found_where_there_are_enough(text: str, least: int) -> None:
    found = [date.start() for date in DATE.finditer(text)]
    assert dates(text, least) == (found if len(found) >= least else [])


@given(st.lists(st.text("水，a\U00020000\ud83d\ude00", min_size=1, max_size=9), max_size=6), st.integers(1, 9))
def test_characters(lines: list[str], most: int) -> None:
    characters = Characters(lines)
    seen = [
        "".join(chr(OTHER) if char > chr(OTHER) or "\ud800" <= char <= "\udfff" else char for char in line)
        for line in lines
    ]
    assert text_of(characters.first) == "".join(line[0] for line in seen)
    assert text_of(characters.second) == "".join((line[1:] or chr(OTHER))[0] for line in seen)
    assert text_of(characters.last) == "".join(line[-1] for line in seen)
    assert table({"，": 2.5}, 1.0)[characters.last].tolist() == [2.5 if line[-1] == "，" else 1.0 for line in seen]
    assert characters.count("，a", most).tolist() == [sum(char in "，a" for char in line[:most]) for line in seen]
