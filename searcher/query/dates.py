"""Dates and ranges of them as people write them, into the days that they mean: `2025年5月1日至3日`, `去年以前`.

A range is two periods (see `periods.py`), or one and a word that opens it to one side.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from searcher.errors import QueryError
from searcher.i18n import _
from searcher.query.periods import NUMBER, Period, Periods, Written

DateRange = tuple[datetime.date | None, datetime.date | None]

_WRITTEN_ALIKE = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **str.maketrans("○◯零Ｏ這個週過兩號禮後來內間從當紀卄〜–―", "〇〇〇〇这个周过两号礼后来内间从当纪廿~——"),
}
_BLANK = re.compile(r"\s+")
# A hyphen is a range's where a unit stands on a side of it: 2025年5月-7月, 2025年5-7月.
_TO = re.compile(rf"\.{{2,}}|。{{2,}}|…+|—+|~|至|到|(?<=[年月日号度])-|(?<![0-9]{{3}})-(?={NUMBER}(?:[月日号]|季度)$)")
_UNIT = re.compile(rf"第?{NUMBER}(?P<unit>[月日号]|季度)$")
_WITHOUT_UNIT = re.compile(rf"(?:^|(?<=[年月第]))(?:[0-9]{{1,2}}|(?![0-9]){NUMBER})$")
_FROM = re.compile("[从自]")
_UNTIL = re.compile("截至|截止到?|直到")
_SINCE = re.compile("(?<=.)(?:至今|到今|迄今|以来|起|以后)$")
_AFTER = re.compile("(?<=.)(?:之后|后)$")
_BEFORE = re.compile("(?<=.)(?:以前|之前|前)$")
_ENDED = re.compile("(?<=.)(?:为止|止)$")
_DURING = re.compile("(?<=.)(?:期间|之间|间|之内|以内|内|里)$")
_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day, both inclusive; None is an open end, never both."""

    first: datetime.date | None
    last: datetime.date | None
    completed: bool = False
    """Whether a year, or the hundreds of it, were added to what was typed."""

    def iso(self) -> tuple[str | None, str | None]:
        """The same in ISO 8601."""
        return (self.first.isoformat() if self.first else None, self.last.isoformat() if self.last else None)


def read_days(text: str, today: datetime.date) -> Days:
    """The days that `text` means.

    Raises QueryError whose `query` is `text` and whose `position` is the place in it at fault.
    """
    return _Reader(text, today).days()


def parse_date_range(text: str, today: datetime.date) -> DateRange:
    """The same for a text that names its years in full; raises QueryError for any other, too."""
    days = read_days(text, today)
    if days.completed:
        meant = "..".join(dict.fromkeys(day or "" for day in days.iso()))
        raise QueryError(_("this date names no year in full; write it, as in {meant}").format(meant=meant), text)
    return days.first, days.last


def _forms() -> str:
    return _("2025, 2025-05, 2025-05-09, 2025年5月, 去年, 上个月, 最近7天, or a range such as 2025-05-01..2025-05-31")


class _Reader:
    def __init__(self, typed: str, today: datetime.date) -> None:
        places = tuple(at for at, char in enumerate(typed) if not char.isspace())
        text = _BLANK.sub("", typed).translate(_WRITTEN_ALIKE).replace("元月", "1月")
        self.today = today
        self.written = Written(typed, text, places)

    @property
    def text(self) -> str:
        return self.written.text

    def days(self) -> Days:
        if not self.text:
            raise QueryError(_("there is no date here; write {forms}").format(forms=_forms()), self.written.typed)
        begin = found.end() if (found := _FROM.match(self.text)) else 0
        try:
            return self.range(begin, len(self.text))
        except OverflowError:
            raise self.written.error(_("this lies outside of the years 1 to 9999"), begin) from None

    def range(self, begin: int, end: int) -> Days:
        """What stands in [begin, end) of the text; behind 从 a single period is where a range begins."""
        if (period := self.read(begin, end)) is not None:
            return Days(period.first, None if begin else period.last, period.completed)
        if (during := _DURING.search(self.text, begin, end)) is not None:
            return self.range(begin, during.start())
        return self.opened(begin, end) or self.between(begin, end)

    def opened(self, begin: int, end: int) -> Days | None:
        """A period and a word that opens it to one side: 2025年以前 is before its first day, 2025年以后 from that on,
        2025年之后 after its last; None where there is no such word."""
        text = self.text
        until, ended = _UNTIL.match(text, begin, end), _ENDED.search(text, begin, end)
        start = until.end() if until else begin + text.startswith(("至", "到"), begin)
        end = ended.start() if ended else end
        if until or (ended and not _TO.search(text, start, end)):
            period = self.period(start, end)
            return Days(None, period.last, period.completed)
        if (since := _SINCE.search(text, begin, end)) is not None:
            period = self.period(begin, since.start())
            return Days(period.first, None, period.completed)
        if (before := _BEFORE.search(text, begin, end)) is not None:
            period = self.period(begin, before.start())
            return Days(None, period.first - _ONE_DAY, period.completed)
        if (after := _AFTER.search(text, begin, end)) is not None:
            period = self.period(begin, after.start())
            return Days(period.last + _ONE_DAY, None, period.completed)
        return None

    def between(self, begin: int, end: int) -> Days:
        """Two periods, of which one may be left out; the first may borrow its unit from the second: 5至7月."""
        end = ended.start() if (ended := _ENDED.search(self.text, begin, end)) else end
        to = _TO.search(self.text, begin, end)
        if to is None:
            raise self.no_date(begin)
        unit = _UNIT.match(self.text, to.end(), end)
        if unit is not None and _WITHOUT_UNIT.search(self.text, begin, to.start()):
            self.insert(to.start(), unit["unit"])
            return self.between(begin, end + len(unit["unit"]))
        left_end = to.start() - self.text.endswith("起", begin, to.start())
        left = self.period(begin, left_end) if left_end > begin else None
        right = self.period(to.end(), end, left) if to.end() < end else None
        if left is None and right is None:
            raise self.written.error(_("a range needs a date on at least one side, as in 2025-05-01.."), begin)
        if left and right and left.first > right.last:
            raise self.written.error(
                _("this range ends ({last}) before it begins ({first}); change the two").format(
                    last=right.last, first=left.first
                ),
                to.end(),
            )
        completed = any(side is not None and side.completed for side in (left, right))
        return Days(left.first if left else None, right.last if right else None, completed)

    def insert(self, at: int, unit: str) -> None:
        """Read the text as if a unit stood at a place of it, too."""
        text, places = self.text, self.written.places
        there = (places[at],) * len(unit)
        self.written = Written(self.written.typed, text[:at] + unit + text[at:], places[:at] + there + places[at:])

    def read(self, begin: int, end: int, left: Period | None = None) -> Period | None:
        return Periods(self.written, self.today).read(begin, end, left)

    def period(self, begin: int, end: int, left: Period | None = None) -> Period:
        if (period := self.read(begin, end, left)) is None:
            raise self.no_date(begin)
        return period

    def no_date(self, at: int) -> QueryError:
        return self.written.error(_("this is not a date; write {forms}").format(forms=_forms()), at)
