"""Numbers in figures and in Chinese numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.text.numerals import DIGITS, is_numeral, number


def written(value: int) -> str:
    """A number below 1000 as it is said: 二百零五, 十二, 二十."""
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    out = DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        out += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        out += "零"
    return out + (DIGITS[ones] if ones else "")


@given(st.integers(1, 999))
def test_what_is_said_is_read(value: int) -> None:
    assert number(written(value)) == value
    assert is_numeral(written(value))


@given(st.integers(0, 10**12))
def test_digits_are_read(value: int) -> None:
    figures = str(value)
    wide = figures.translate({ord(str(i)): chr(0xFF10 + i) for i in range(10)})
    han = "".join(DIGITS[int(figure)] for figure in figures)
    assert (
        number(figures)
        == number(wide)
        == number(f" {wide} ")
        == number(han)
        == number(han.replace("〇", "零"))
        == value
    )
    assert not is_numeral(wide)


@pytest.mark.parametrize(
    ("text", "value"),
    [("○", 0), ("二○二五", 2025), ("两百", 200), ("兩", 2), ("2〇二5", 2025), ("９", 9), ("十", 10), ("三十一", 31)],
)
def test_forms_that_look_alike(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", " ", "百", "十百", "十十", "二十五六", "甲", "1十", "9" * 5000, "〇" * 5000])
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None
    assert not is_numeral(text)
