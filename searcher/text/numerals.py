"""Numbers as Chinese text writes them: figures of either width, digits (二〇二五), with 十 and 百 (二百零五)."""

from __future__ import annotations

import re

DIGITS = "〇一二三四五六七八九"
LONGEST = 18
_ALIKE = str.maketrans(
    {**dict.fromkeys("零○◯Ｏ", "〇"), **dict.fromkeys("两兩", "二"), **dict.fromkeys("廿卄", "二十"), "卅": "三十"}
)
_WITH_TENS = re.compile(
    f"(?:(?P<hundreds>[{DIGITS[1:]}])百〇?)?(?:(?P<tens>[{DIGITS[1:]}]?)(?P<ten>十))?(?P<ones>[{DIGITS[1:]}]?)"
)


def number(text: str) -> int | None:
    """The value of a number in figures or Chinese numerals, digit by digit or, below 1000, with 十 and 百.

    None if it is none, or has more than LONGEST digits.
    """
    text = text.strip().translate(_ALIKE)
    if not text or len(text) > LONGEST:
        return None
    if all(char in DIGITS or char.isdecimal() for char in text):
        return int("".join(str(DIGITS.index(char)) if char in DIGITS else char for char in text))
    found = _WITH_TENS.fullmatch(text)
    if found is None:
        return None
    hundreds, tens, ones = (DIGITS.index(found[group] or "〇") for group in ("hundreds", "tens", "ones"))
    return 100 * hundreds + 10 * (tens or bool(found["ten"])) + ones


def is_numeral(text: str) -> bool:
    """Whether `text` is a number in Chinese numerals, figures aside."""
    return not text.strip().isdecimal() and number(text) is not None
