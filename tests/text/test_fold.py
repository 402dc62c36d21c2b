"""Folding: one form to match by, and a true way back to the original."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.text.fold import _one_for_one, default_folder, fold

MIXED = st.text(
    st.one_of(
        st.sampled_from(" \u3000\t\u200b\u00adAbZ09％．，。“”（）é́①㎡℃ｱﾞｶﾟ가ㄱㅏ漢语經济⽇⻓…～—"),
        st.characters(exclude_categories=()),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("4 月 22 日", "4月22日"),
        ("康 顺 达 食 品", "康顺达食品"),
        ("PM2.5 年均", "pm2.5年均"),
        ("New   York", "new york"),
        ("第 5 G 系统", "第5 g系统"),
        ("２６１．５万元／亩", "261.5万元/亩"),
        ("經濟發展", "经济发展"),
        ("⽇⽉⻓门", "日月长门"),
        ("\u3000\u3000他说：“好！”", "他说:“好!”"),
        ("80 %", "80%"),
        ("煤\u200b焦\u00ad油\ufeff", "煤焦油"),
        ("PM \u200b 2.5", "pm 2.5"),
        ("a \u0301b", "ab"),
    ],
)
def test_examples(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_radical_of_the_table_becomes_one_plain_ideograph() -> None:
    from searcher.text.fold import _RADICALS

    for radical, plain in _RADICALS.items():
        assert "CJK RADICAL" in unicodedata.name(radical)
        assert "CJK UNIFIED" in unicodedata.name(plain)
    assert [_RADICALS[c] for c in "⻓⻔⻅⻋⻚⻛⻜⻢⻥⻦⻩⻬⻰⻘⺠⻄⻉⻝⻣⻤⻨⻮"] == list(
        "长门见车页风飞马鱼鸟黄齐龙青民西贝食骨鬼麦齿"
    )


@given(MIXED)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(MIXED)
def test_no_white_space_is_left_but_single_blanks_between_latin_characters(text: str) -> None:
    folded = fold(text)
    for gap in re.finditer(r"\s+", folded):
        assert gap[0] == " "
        assert 0 < gap.start() < gap.end() < len(folded)


@given(MIXED)
def test_offsets_give_the_same_form_and_lead_back(text: str) -> None:
    whole = default_folder().with_offsets(text)
    assert whole.text == fold(text)
    assert len(whole.starts) == len(whole.ends) == len(whole.text)
    for i in range(len(whole.text)):
        start, end = whole.original(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert whole.text[i] == " " or whole.text[i] in fold(text[start:end])
    assert list(whole.starts) == sorted(whole.starts)


@given(st.text(st.characters(exclude_categories=("Z", "Cc", "Cs")), max_size=30))
def test_clusters_normalise_as_the_whole_text_does(text: str) -> None:
    from searcher.text.fold import _clusters

    assert "".join(unicodedata.normalize("NFKC", piece) for _, piece in _clusters(text)) == unicodedata.normalize(
        "NFKC", text
    )


def test_a_character_that_becomes_several_stays() -> None:
    assert _one_for_one("漢語經", "汉\n语\n经\n") == "汉语经"
    assert _one_for_one("漢語經", "汉\n语语\n经\n") == "汉語经"
    assert _one_for_one("漢語經", "汉\n\n经\n") == "汉語经"
