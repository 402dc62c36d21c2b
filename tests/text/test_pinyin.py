"""Typed pinyin: how it may be read, and what sounds alike; pypinyin's own readings are the oracle."""

from __future__ import annotations

import subprocess
import sys

import make_readings
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin, pinyin

from searcher.text.pinyin import READINGS as TABLE
from searcher.text.pinyin import Fit, Reading, Readings, near, plain, readable

ALPHABET = "平遥长治重庆西安先线女儿绿色中国青年银行旅行摇瑶药省探索"
READINGS = Readings(ALPHABET)


def written(reading: Reading) -> str:
    return " ".join(unit.text + ("" if unit.whole else "…") for unit in reading.units)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("pingyao", "ping yao"),
        ("píngyáo", "ping yao"),
        ("ping2yao2", "ping yao"),
        ("ping yao", "ping yao"),
        ("xi'an", "xi an"),
        ("nǚér", "nv er"),
        ("py", "p… y…"),
        ("zhg", "zh… g…"),
        ("pingy", "ping y…"),
        ("平yao", "平 yao"),
    ],
)
def test_the_first_reading_is_the_least_abbreviated(typed: str, read: str) -> None:
    assert written(READINGS.readings(typed)[0]) == read


def test_what_may_be_two_syllables_or_one_is_read_both_ways() -> None:
    assert {written(one) for one in READINGS.readings("xian") if one.whole} == {"xian", "xi an"}
    assert {written(one) for one in READINGS.readings("xi'an") if one.whole} == {"xi an"}


@pytest.mark.parametrize("typed", ["", "平遥", "123", "x" * 61, "!?", "'"])
def test_what_is_no_pinyin_has_no_reading(typed: str) -> None:
    assert READINGS.readings(typed) == []


@given(st.lists(st.sampled_from(ALPHABET), min_size=1, max_size=6), st.data())
def test_every_word_is_found_by_its_own_reading_and_by_its_initials(chars: list[str], data: st.DataObject) -> None:
    word = "".join(chars)
    syllables = lazy_pinyin(word, v_to_u=False)
    kept = [data.draw(st.integers(1, len(syllable))) for syllable in syllables]
    for typed in ("'".join(syllables), "'".join(s[0] for s in syllables), syllables[0][: kept[0]]):
        readings = READINGS.readings(typed)
        assert any(
            all(char in READINGS.characters(unit) for char, unit in zip(word, one.units, strict=False))
            for one in readings
        ), typed


def test_what_pypinyin_knows_of_a_word_decides() -> None:
    (chongqing,) = (one for one in READINGS.readings("chongqing") if written(one) == "chong qing")
    (zhongqing,) = (one for one in READINGS.readings("zhongqing") if written(one) == "zhong qing")
    assert READINGS.fit("重庆", chongqing.units) is Fit.USUAL
    assert READINGS.fit("重庆", zhongqing.units) is Fit.WRONG
    assert READINGS.fit("重庆市", zhongqing.units) is Fit.WRONG
    (changzhi,) = (one for one in READINGS.readings("changzhi") if written(one) == "chang zhi")
    assert READINGS.fit("长治", changzhi.units) is Fit.USUAL


def test_what_sounds_alike() -> None:
    assert set("摇瑶") <= set(READINGS.alike("遥"))
    assert "遥" not in READINGS.alike("遥")
    assert "药" in READINGS.alike("遥")
    assert near("zhang") == near("zan")
    assert near("lin") == near("ning")
    assert READINGS.alike("x") == READINGS.alike("，") == ""


def test_syllables_lose_their_tones_and_nothing_else() -> None:
    assert [plain(one) for one in ("lǚ", "nüè", "zhōng", "ér", "ǹg")] == ["lv", "nve", "zhong", "er", "ng"]


def test_the_table_is_fresh() -> None:
    table = TABLE.read_text(encoding="utf-8")
    if not table.startswith(f"# {make_readings.source()}:"):
        pytest.skip("the table is made from another version of pypinyin")
    assert table == make_readings.table()


@given(st.integers(0x4E00, 0x9FA5).map(chr))
def test_readings_are_those_of_pypinyin(char: str) -> None:
    (read,) = pinyin(char, style=Style.TONE, heteronym=True, v_to_u=True)
    known = {one for one in map(plain, read) if readable(one)}
    assert known <= set(READINGS.of(char)), char
    assert set(READINGS.usual(char)) <= set(READINGS.of(char))
    assert READINGS.usual(char) or not known


@pytest.mark.parametrize(
    ("char", "usual"), [("遥", "yao"), ("重", "zhong chong"), ("长", "chang zhang"), ("厦", "sha xia")]
)
def test_usual_readings(char: str, usual: str) -> None:
    assert set(READINGS.usual(char)) == set(usual.split())


def test_slips_that_sound_alike_load_no_pypinyin() -> None:
    code = "import sys; from searcher.text.pinyin import Readings\n"
    code += "print(Readings('遥摇').alike('遥'), 'pypinyin' in sys.modules)"
    run = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout.split() == ["摇", "False"]
