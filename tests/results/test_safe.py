"""Nothing from outside steers a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.results.render.safe import is_obeyed, is_plain, safe, safe_ranges

ANYTHING = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[2J\x1b]0;title\x07", "␛[2J␛]0;title␇"),
        ("\x9b31m", "‹U+009B›31m"),
        ("本行\r盖掉", "本行␍盖掉"),
        ("a\x08b\x7f", "a␈b␡"),
        ("\u202e倒过来\u2066\u2069", "‹U+202E›倒过来‹U+2066›‹U+2069›"),
        ("零\u200b宽\ufeff", "零‹U+200B›宽‹U+FEFF›"),
        ("半个\ud800", "半个‹U+D800›"),
        ("行\u2028段\u2029", "行‹U+2028›段‹U+2029›"),
        ("空\u3164白", "空‹U+3164›白"),
        ("\U000e0041", "‹U+E0041›"),
        ("临猗\u3000“5G”℃ 261.5％", "临猗\u3000“5G”℃ 261.5％"),
    ],
)
def test_what_is_obeyed_elsewhere_is_shown_here(raw: str, shown: str) -> None:
    assert safe(raw) == shown


def test_line_feeds_stay_only_where_asked_for() -> None:
    assert safe("一\n二\t") == "一␊二␉"
    assert safe("一\n二\t", newlines=True) == "一\n二␉"


@given(ANYTHING)
def test_nothing_that_is_shown_steers_and_showing_twice_changes_nothing(text: str) -> None:
    shown = safe(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in shown)
    shown.encode("utf-8")
    assert safe(shown) == shown


def test_the_quick_look_and_the_long_one_agree_on_every_character() -> None:
    for code in range(0x110000):
        char = chr(code)
        assert not (is_plain(char) and is_obeyed(char)), hex(code)
        assert (safe(char) == char) is not is_obeyed(char), hex(code)


@given(ANYTHING, st.data())
def test_ranges_move_with_their_characters(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    ranges = list(zip(edges[::2], edges[1::2], strict=False))
    shown, moved = safe_ranges(text, ranges)
    assert shown == safe(text)
    assert [shown[start:end] for start, end in moved] == [safe(text[start:end]) for start, end in ranges]
    assert [shown[:start] for start, _ in moved] == [safe(text[:start]) for start, _ in ranges]
