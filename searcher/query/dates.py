"""Dates as people write them, into the days that they mean: `2025-05`, `2025年5月`, `去年`, `最近7天`, ranges of these.

A form that names no year is refused rather than completed with a guess; what is relative counts from `today`.
`docs/queries.md` lists the forms and their exact days.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from searcher.errors import QueryError
from searcher.i18n import _
from searcher.text.numerals import DIGITS, number

DateRange = tuple[datetime.date | None, datetime.date | None]
_Days = tuple[datetime.date, datetime.date]

_WRITTEN_ALIKE = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **str.maketrans("○◯零Ｏ這個週過兩號禮〜–―", "〇〇〇〇这个周过两号礼~——"),
}
_BLANK = re.compile(r"\s+")
_TO = re.compile(r"\.{2,}|。{2,}|…+|—+|~|至|到|(?<=[年月日号])-")
_SINCE = re.compile("(?<=.)(?:至今|到今|以来|以來|起)$")
_N = "[0-9〇一二两三四五六七八九十百]{1,6}"
_Y = f"[0-9{DIGITS}]{{4}}"

_ISO = re.compile(r"(?P<year>[0-9]{4})(?:(?P<sep>[-/.])(?P<month>[0-9]{1,2})(?:(?P=sep)(?P<day>[0-9]{1,2}))?)?")
_COMPACT = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_CHINESE = re.compile(
    rf"(?:(?P<year>{_Y})年|(?P<named>今年|本年|去年|前年))?"
    rf"(?:(?P<month>{_N})月份?(?:(?P<tenth>[上中下])旬)?)?(?:(?P<day>{_N})[日号])?"
)
_YEAR_PART = re.compile(
    rf"(?:(?P<year>{_Y})年?|(?P<named>今年|本年|去年|前年))"
    rf"(?:(?:第?(?P<quarter>{_N})季度|[Qq](?P<q>[0-9]))|(?P<half>[上下])半年|(?P<season>[春夏秋冬])[天季]?)"
)
_RECENT = re.compile(rf"(?:最近|近|过去)(?P<count>{_N}|半)个?(?P<unit>天|日|周|星期|礼拜|月|季度|年)")
_RELATIVE = re.compile(r"(?P<which>本|这|上)一?个?(?P<unit>周|星期|礼拜|月|季度)")
_DAY_NAMES = {
    "今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2, "前日": 2,
}  # fmt: skip
_YEAR_NAMES = {"今年": 0, "本年": 0, "去年": 1, "前年": 2}
_DAYS_OF = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
_MONTHS_OF = {"月": 1, "季度": 3, "年": 12}
_SEASONS = "春夏秋冬"


def parse_date_range(text: str, today: datetime.date) -> DateRange:
    """The first and last day, both inclusive, that `text` means; None is an open end, never both.

    Raises QueryError whose `query` is `text` and whose `position` is the place in it at fault.
    """
    return _Reader(text, today).range()


def _forms() -> str:
    return _("2025, 2025-05, 2025-05-09, 2025年5月, 去年, 上个月, 最近7天, or a range such as 2025-05-01..2025-05-31")


@dataclass(frozen=True, slots=True)
class _Period:
    """Days, with the year and month that a right end without its own takes over."""

    first: datetime.date
    last: datetime.date
    year: int | None = None
    month: int | None = None


class _Reader:
    def __init__(self, typed: str, today: datetime.date) -> None:
        self.typed = typed
        self.today = today
        self.places = [at for at, char in enumerate(typed) if not char.isspace()]
        self.text = _BLANK.sub("", typed).translate(_WRITTEN_ALIKE)

    def range(self) -> DateRange:
        if not self.text:
            raise QueryError(_("there is no date here; write {forms}").format(forms=_forms()), self.typed)
        if (since := _SINCE.search(self.text)) is not None:
            return self.period(0, since.start(), None).first, None
        to = _TO.search(self.text)
        if to is None:
            period = self.period(0, len(self.text), None)
            return period.first, period.last
        left = self.period(0, to.start(), None) if to.start() else None
        right = self.period(to.end(), len(self.text), left) if to.end() < len(self.text) else None
        if left is None and right is None:
            raise self.error(_("a range needs a date on at least one side, as in 2025-05-01.."), 0)
        if left and right and left.first > right.last:
            raise self.error(
                _("this range ends ({last}) before it begins ({first}); change the two").format(
                    last=right.last, first=left.first
                ),
                to.end(),
            )
        return left.first if left else None, right.last if right else None

    def period(self, start: int, end: int, left: _Period | None) -> _Period:
        """What stands in [start, end) of the text; `left` is the period before it in a range."""
        try:
            for form, read in self.forms():
                if (found := form.fullmatch(self.text, start, end)) is not None:
                    return read(found, left)
            if (ago := _DAY_NAMES.get(self.text[start:end].lower())) is not None:
                day = self.today - datetime.timedelta(days=ago)
                return _Period(day, day, day.year, day.month)
        except OverflowError:
            raise self.error(_("this lies outside of the years 1 to 9999"), start) from None
        raise self.error(_("this is not a date; write {forms}").format(forms=_forms()), start)

    def forms(self) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Period | None], _Period]], ...]:
        return (
            (_COMPACT, self.calendar),
            (_ISO, self.calendar),
            (_CHINESE, self.calendar),
            (_YEAR_PART, self.year_part),
            (_RELATIVE, self.relative),
            (_RECENT, self.recent),
        )

    def calendar(self, found: re.Match[str], left: _Period | None) -> _Period:
        """A year, a month or a day."""
        groups = found.groupdict()
        year, month = self.year(found), None
        if groups["month"] is not None:
            month = self.number(found, "month", 1, 12, _("a month is 1 to 12, not {value}"))
        if year is None and left is not None:
            year, month = left.year, month or left.month
        if year is None:
            raise self.error(_("this date names no year; write it, as in 2025年5月 or 今年5月"), found.start())
        if month is None and groups["day"] is not None:
            raise self.error(_("this date names no month; write it, as in 2025年5月9日"), found.start("day"))
        if month is None:
            return _Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31), year)
        days = calendar.monthrange(year, month)[1]
        if groups["day"] is not None:
            if groups.get("tenth"):
                raise self.error(_("a day does not go with 上旬, 中旬 or 下旬; leave out one"), found.start("tenth"))
            rule = _("{month} has {days} days, so there is no day {value}")
            day = self.number(found, "day", 1, days, rule, month=f"{year:04}-{month:02}", days=days)
            return _Period(datetime.date(year, month, day), datetime.date(year, month, day), year, month)
        first, last = {"上": (1, 10), "中": (11, 20), "下": (21, days)}.get(groups.get("tenth") or "", (1, days))
        return _Period(datetime.date(year, month, first), datetime.date(year, month, last), year, month)

    def year(self, found: re.Match[str]) -> int | None:
        """The year that a form names, absolute or by 今年, 去年, 前年."""
        if (named := found.groupdict().get("named")) is not None:
            return _shift_months(self.today, -12 * _YEAR_NAMES[named]).year
        if found["year"] is None:
            return None
        year = number(found["year"])
        if not year:
            raise self.error(_("there is no year 0; the years are 1 to 9999"), found.start("year"))
        return year

    def year_part(self, found: re.Match[str], left: _Period | None) -> _Period:
        """A quarter, a half or a season of a year; winter is December to February of the year after."""
        year = self.year(found)
        assert year is not None
        if found["half"]:
            first_month, months = (1, 6) if found["half"] == "上" else (7, 6)
        elif found["season"]:
            first_month, months = 3 + 3 * _SEASONS.index(found["season"]), 3
        else:
            name = "quarter" if found["quarter"] else "q"
            first_month, months = 3 * self.number(found, name, 1, 4, _("a quarter is 1 to 4, not {value}")) - 2, 3
        return _Period(*_months(datetime.date(year, first_month, 1), months), year)

    def relative(self, found: re.Match[str], left: _Period | None) -> _Period:
        """This or the last week (Monday to Sunday), month or quarter, the whole of it."""
        back = int(found["which"] == "上")
        if found["unit"] in ("周", "星期", "礼拜"):
            monday = self.today - datetime.timedelta(days=self.today.weekday() + 7 * back)
            return _Period(monday, monday + datetime.timedelta(days=6))
        if found["unit"] == "月":
            first = _shift_months(self.today.replace(day=1), -back)
            return _Period(*_months(first, 1), first.year, first.month)
        quarter = self.today.replace(month=self.today.month - (self.today.month - 1) % 3, day=1)
        first = _shift_months(quarter, -3 * back)
        return _Period(*_months(first, 3), first.year)

    def recent(self, found: re.Match[str], left: _Period | None) -> _Period:
        """So many days, weeks, months or years that end today, today included."""
        unit = found["unit"]
        if found["count"] == "半":
            if unit not in ("月", "年"):
                raise self.error(_("半 goes with 年 or 个月 only, as in 最近半年"), found.start("count"))
            days, months = (15, 0) if unit == "月" else (0, 6)
        else:
            count = self.number(found, "count", 1, 999_999, _("this must be 1 or more, not {value}"))
            days, months = count * _DAYS_OF.get(unit, 0), count * _MONTHS_OF.get(unit, 0)
        before = _shift_months(self.today, -months) - datetime.timedelta(days=days)
        return _Period(before + datetime.timedelta(days=1), self.today)

    def number(self, found: re.Match[str], group: str, least: int, most: int, rule: str, **places: object) -> int:
        """A number in figures or Chinese numerals; an error with `rule`, its places filled, if it is none of [least,
        most]."""
        value = number(found[group])
        if value is None:
            raise self.error(_("this is not a number; write it as in 12 or 十二"), found.start(group))
        if not least <= value <= most:
            raise self.error(rule.format(value=value, **places), found.start(group))
        return value

    def error(self, message: str, at: int) -> QueryError:
        return QueryError(message, self.typed, self.places[at] if at < len(self.places) else len(self.typed))


def _shift_months(day: datetime.date, months: int) -> datetime.date:
    """The same day of another month, or its last one where that is shorter. Raises OverflowError."""
    count = 12 * day.year + day.month - 1 + months
    year, month = divmod(count, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        raise OverflowError
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _months(first: datetime.date, months: int) -> _Days:
    """`months` whole months from the first day of one."""
    last = _shift_months(first, months - 1)
    return first, last.replace(day=calendar.monthrange(last.year, last.month)[1])
