"""Dates and page numbers as papers print them."""

from __future__ import annotations

import datetime
import functools
import re

from searcher.text.numerals import is_numeral, number

_NUMERAL = "[0-9０-９零〇○一二三四五六七八九十]"
DATE = re.compile(
    # First a plain character class, which the engine looks for fast.
    r"(?P<y>[12１２一二](?:(?<=[12１２])[0-9０-９]{3}|(?<=[一二])[零〇○一二三四五六七八九]{3}))\s*"
    rf"(?:年\s*(?P<m>{_NUMERAL}{{1,3}})\s*月\s*(?P<d>{_NUMERAL}{{1,3}})\s*[日号]"
    r"|[-./－．]\s*(?P<m2>\d{1,2})\s*[-./－．]\s*(?P<d2>\d{1,2})(?!\d))"
)

_PARTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"年\s*{_NUMERAL}{{1,3}}\s*月",
        *(rf"{re.escape(mark)}\s*\d{{1,2}}\s*[-./－．]\s*\d" for mark in "-./－．"),
    )
)
"""A part of every date, each after one plain character: to look for these is faster than to look for dates."""


def dates(text: str, least: int) -> list[int]:
    """Where dates start in a text; none where there are fewer than `least` of them."""
    if sum(len(part.findall(text)) for part in _PARTS) < least:
        return []
    found = [date.start() for date in DATE.finditer(text)]
    return found if len(found) >= least else []


@functools.lru_cache(maxsize=1_000)
def iso_date(year: str, month: str, day: str) -> str | None:
    """YYYY-MM-DD, or None where no such day exists. The last are kept: records of one issue have one date."""
    y, m, d = number(year), number(month), number(day)
    if y is None or m is None or d is None or not 1800 <= y <= 2200:
        return None
    try:
        return datetime.date(y, m, d).isoformat()
    except ValueError:
        return None


def find_date(text: str) -> tuple[str, int, int] | None:
    """The first date in `text` as (ISO date, start, end in characters)."""
    for found in DATE.finditer(text):
        date = iso_date(found["y"], found["m"] or found["m2"], found["d"] or found["d2"])
        if date is not None:
            return date, found.start(), found.end()
    return None


def page_number(text: str) -> str:
    """A page number as it is kept: figures and letters as printed (half width), Han numerals as figures."""
    text = text.strip()
    return str(number(text)) if is_numeral(text) else text.translate(_HALF).upper()


_HALF = {0xFF10 + i: 0x30 + i for i in range(10)} | {0xFF21 + i: 0x41 + i for i in range(26)}
