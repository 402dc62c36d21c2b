"""By-lines as newspapers print them, and the persons that they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.results.persons import persons

BYLINES = {
    "本报记者 张三 李四": "张三 李四",
    "本报记者 张三 李四 通讯员 王五": "张三 李四 王五",
    "本报记者张三通讯员李四": "张三 李四",
    "（记者 张三 通讯员 李四）": "张三 李四",
    "本报讯（记者 张三）": "张三",
    "新华社记者王五": "王五",
    "人民日报海外版记者 张三": "张三",
    "本报驻长治记者 张三": "张三",
    "本报见习记者 张三、实习生 李四": "张三 李四",
    "本报全媒体首席记者 张三": "张三",
    "记者：张三 编辑：李四": "张三",
    "■ 张 三 李 四": "张三 李四",
    "张 三丰": "张三丰",
    "文 静": "文静",
    "李建文 王若图": "李建文 王若图",
    "张三/文 李四/摄": "张三",
    "张三 文 李四 图": "张三",
    "张三 文/图": "张三",
    "本报记者 张三 文/图": "张三",
    "文/张三 图/李四": "张三",
    "图/李四 文/张三": "张三",
    "文/图 张三": "张三",
    "本报记者 张三 摄影 李四": "张三",
    "摄影记者 李四 文字记者 张三": "张三",
    "张三摄影报道": "张三",
    "张三 整理": "张三",
    "张三 李四 等": "张三 李四",
    "新华社记者 黄 伟摄": "黄伟",
    "（本报记者张三、李四参与采写）": "张三 李四",
    "（新华社深圳5月22日电 记者周一）": "周一",
    "（作者为歌唱演员，本报记者张三采访整理）": "张三",
    "张三（山西大学教授） 李四": "张三 李四",
    "（作者单位：山西大学）": "",
    "责编 王五": "",
    "本报评论员": "本报评论员",
    "本报评论员 张三": "张三",
    "买买提·艾力": "买买提·艾力",
    "山西省生态环境厅": "山西省生态环境厅",
    "—— · ■": "",
}


@pytest.mark.parametrize(("byline", "named"), BYLINES.items())
def test_a_byline_names_persons(byline: str, named: str) -> None:
    assert persons([byline]) == tuple(named.split())


def test_latin_names_keep_their_blanks() -> None:
    assert persons(["John Smith、张三", "J. Smith"]) == ("John Smith", "张三", "J. Smith")


def test_lines_are_read_one_by_one_and_each_person_named_once() -> None:
    assert persons(["本报记者", "张三", "记者 张三", "李四 摄"]) == ("张三",)


def test_photographers_are_the_authors_where_nobody_wrote() -> None:
    assert persons(["李四 摄"]) == ("李四",)


NAMES = st.lists(st.sampled_from(["张三", "欧阳修远", "李小满", "买买提·艾力", "王一鸣"]), min_size=1, unique=True)


@given(NAMES, st.sampled_from([" ", "、", "，", "\u3000", "/"]), st.sampled_from(["", "本报记者 ", "通讯员：", "□ "]))
def test_clean_names_come_through_whatever_parts_them(names: list[str], between: str, before: str) -> None:
    assert persons([before + between.join(names)]) == tuple(names)


@given(st.lists(st.text(alphabet="张三文图摄记者作编辑（(）)/ 、本报·■A.", max_size=30), max_size=3))
def test_anything_can_stand_in_a_byline(byline: list[str]) -> None:
    found = persons(byline)
    assert len(set(found)) == len(found)
    assert all(any(map(str.isalnum, name)) for name in found)
