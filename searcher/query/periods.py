"""One period as people write it, into its first and last day: `2025年5月`, `去年下半年`, `上周五`, `最近30天`.

What is relative counts from `today`. A form that names no year, or only two figures of it, means the latest such period
that has begun; the period tells that it was completed so. `docs/queries.md` lists the forms and their exact days.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from searcher.errors import QueryError
from searcher.i18n import _
from searcher.text.numerals import DIGITS, number

NUMBER = "[0-9〇一二两三四五六七八九十百廿卅]{1,6}"
"""A number, as an expression."""
_YEAR = (
    rf"(?:(?P<year>[0-9{DIGITS}]{{4}}|[0-9{DIGITS}]{{2}})(?:年(?:度|全年)?|全年)"
    rf"|(?P<named>今年|本年|当年|去年|上一?年|大?前年)(?:度|全年)?)"
)
_MONTHS_AGO = "(?P<which>本|这|当|上{1,9})一?个?"
_TENTH, _DAY = "(?:(?P<tenth>[上中下])旬)?", f"(?:(?P<day>{NUMBER})[日号])?"
_WEEK = "(?:周|星期|礼拜)"
_COUNT = f"(?P<count>{NUMBER}|半)个?(?P<unit>天|日|周|星期|礼拜|月|季度|年)"

_ISO = re.compile(r"(?P<year>[0-9]{4})(?:(?P<sep>[-/.])(?P<month>[0-9]{1,2})(?:(?P=sep)(?P<day>[0-9]{1,2}))?)?")
_COMPACT = re.compile("(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_CHINESE = re.compile(rf"{_YEAR}?(?:(?P<month>{NUMBER})月份?{_TENTH})?{_DAY}")
_OF_MONTH = re.compile(rf"{_MONTHS_AGO}月份?{_TENTH}{_DAY}")
_YEAR_PART = re.compile(
    rf"(?:{_YEAR}|(?P<bare>[0-9{DIGITS}]{{4}}))?"
    rf"(?:(?:第?(?P<quarter>{NUMBER})季度|[Qq](?P<q>[0-9]))|(?P<half>[上下])半年|(?P<season>[春夏秋冬])[天季]?)"
)
_DECADE = re.compile(
    rf"(?:(?:(?P<century>{NUMBER})世纪|(?P<past>上)一?个?世纪|(?P<present>本)世纪)的?)?(?P<decade>{NUMBER})年代"
)
_WEEKDAY = re.compile(rf"(?P<which>本|这|上{{1,9}})一?个?{_WEEK}(?P<weekday>[一二三四五六日天末])")
_LONE_WEEKDAY = re.compile(f"{_WEEK}[一二三四五六日天末]")
_RELATIVE = re.compile(rf"{_MONTHS_AGO}(?P<unit>周|星期|礼拜|季度)")
_RECENT = re.compile(rf"(?:最近|近|过去|这)的?{_COUNT}(?:之内|以内|内|里)?")
_WITHIN = re.compile(rf"{_COUNT}(?:之内|以内|内)")
# 2025年前 is what was before 2025, 三年前 is a year.
_AGO = re.compile(
    rf"(?![0-9{DIGITS}]{{4}}年|[{DIGITS}]{{2}}年)(?P<count>{NUMBER})个?(?P<unit>天|周|星期|礼拜|季度|年|(?<=个)月)前"
)
_DAYS_AGO = {
    "今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2, "前日": 2, "大前天": 3,
}  # fmt: skip
_YEARS_AGO = {"今年": 0, "本年": 0, "当年": 0, "去年": 1, "上年": 1, "上一年": 1, "前年": 2, "大前年": 3}
_DAYS_OF = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
_MONTHS_OF = {"月": 1, "季度": 3, "年": 12}
_SEASONS, _WEEKDAYS = "春夏秋冬", "一二三四五六日"
# From one 29 February to the next it is eight years at most.
_YEARS_TRIED = 9


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it was `typed`, and the `text` of it that is read: half-width, simplified, without blanks; `places`
    tells of each character of the text where it was typed."""

    typed: str
    text: str
    places: tuple[int, ...]

    def error(self, message: str, at: int) -> QueryError:
        """An error at a place of the text."""
        return QueryError(message, self.typed, self.places[at] if at < len(self.places) else len(self.typed))


@dataclass(frozen=True, slots=True)
class Period:
    """Days, with the year and month that the right end of a range without its own takes over."""

    first: datetime.date
    last: datetime.date
    year: int | None = None
    month: int | None = None
    completed: bool = False
    """Whether a year, or the hundreds of it, were added to what was typed."""


class Periods:
    """Reads the periods in a text."""

    def __init__(self, written: Written, today: datetime.date) -> None:
        self.written = written
        self.today = today

    def read(self, start: int, end: int, left: Period | None = None) -> Period | None:
        """What stands in [start, end) of the text, None if it is no period; `left` is the one before it in a range.

        Raises QueryError for a period that does not exist.
        """
        text = self.written.text
        try:
            for form, read in self._forms():
                if start < end and (found := form.fullmatch(text, start, end)) is not None:
                    return read(found, left)
            if (ago := _DAYS_AGO.get(text[start:end].lower())) is not None:
                return _day(self.today - datetime.timedelta(days=ago))
        except OverflowError:
            raise self.written.error(_("this lies outside of the years 1 to 9999"), start) from None
        if _LONE_WEEKDAY.fullmatch(text, start, end):
            raise self.written.error(_("this names no week; write 本周 or 上周 before the day, as in 上周五"), start)
        return None

    def _forms(self) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Period | None], Period]], ...]:
        return (
            (_COMPACT, self._calendar),
            (_ISO, self._calendar),
            (_CHINESE, self._calendar),
            (_OF_MONTH, self._of_month),
            (_YEAR_PART, self._year_part),
            (_DECADE, self._decade),
            (_WEEKDAY, self._weekday),
            (_RELATIVE, self._relative),
            (_RECENT, self._recent),
            (_WITHIN, self._recent),
            (_AGO, self._ago),
        )

    # Years, months and days

    def _calendar(self, found: re.Match[str], left: Period | None) -> Period:
        """A year, a month, ten days or a day."""
        groups = found.groupdict()
        month, day = groups["month"], groups["day"]
        if month is not None:
            month = self._number(found, "month", 1, 12, _("a month is 1 to 12, not {value}"))
        year, completed = self._year(found, left)
        if month is None and year is not None and left is not None and year == left.year and not _names_year(found):
            month = left.month
        if month is None and day is not None:
            raise self.written.error(_("this date names no month; write it, as in 2025年5月9日"), found.start("day"))
        if year is None:
            return self._latest(lambda year: self._of_year(found, year, month))
        return replace(self._of_year(found, year, month), completed=completed)

    def _of_year(self, found: re.Match[str], year: int, month: int | None) -> Period:
        if month is None:
            return Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31), year)
        groups, days = found.groupdict(), calendar.monthrange(year, month)[1]
        if groups["day"] is not None:
            if groups.get("tenth"):
                raise self.written.error(
                    _("a day does not go with 上旬, 中旬 or 下旬; leave out one"), found.start("tenth")
                )
            rule = _("{month} has {days} days, so there is no day {value}")
            number = self._number(found, "day", 1, days, rule, month=f"{year:04}-{month:02}", days=days)
            return _day(datetime.date(year, month, number))
        first, last = {"上": (1, 10), "中": (11, 20), "下": (21, days)}.get(groups.get("tenth") or "", (1, days))
        return Period(datetime.date(year, month, first), datetime.date(year, month, last), year, month)

    def _of_month(self, found: re.Match[str], left: Period | None) -> Period:
        """This month or an earlier one, ten days or a day of it."""
        month = _shift_months(self.today.replace(day=1), -_back(found))
        return self._of_year(found, month.year, month.month)

    def _year(self, found: re.Match[str], left: Period | None) -> tuple[int | None, bool]:
        """The year of a form, and whether its hundreds were added; None where neither it nor `left` names one."""
        groups = found.groupdict()
        if (named := groups.get("named")) is not None:
            return _shift_months(self.today, -12 * _YEARS_AGO[named]).year, False
        name = "year" if groups["year"] is not None else "bare"
        if groups.get(name) is None:
            return (left.year, left.completed) if left is not None else (None, False)
        year = number(found[name])
        if len(found[name]) == 2 and year is not None:
            year += self.today.year // 100 * 100
            return (year if year <= self.today.year else year - 100), True
        if not year:
            raise self.written.error(_("there is no year 0; the years are 1 to 9999"), found.start(name))
        return year, False

    def _latest(self, of_year: Callable[[int], Period]) -> Period:
        """The latest of a yearly period that has begun."""
        wrong: QueryError | None = None
        for year in range(self.today.year, max(self.today.year - _YEARS_TRIED, 0), -1):
            try:
                period = of_year(year)
            except QueryError as error:
                wrong = wrong or error
                continue
            if period.first <= self.today:
                return replace(period, completed=True)
        if wrong is None:
            raise OverflowError
        raise wrong

    def _year_part(self, found: re.Match[str], left: Period | None) -> Period:
        """A quarter, a half or a season of a year; winter is December to February of the year after."""
        if found["half"]:
            first_month, months = (1, 6) if found["half"] == "上" else (7, 6)
        elif found["season"]:
            first_month, months = 3 + 3 * _SEASONS.index(found["season"]), 3
        else:
            name = "quarter" if found["quarter"] else "q"
            first_month, months = 3 * self._number(found, name, 1, 4, _("a quarter is 1 to 4, not {value}")) - 2, 3

        def of_year(year: int) -> Period:
            return Period(*_months(datetime.date(year, first_month, 1), months), year)

        year, completed = self._year(found, left)
        return self._latest(of_year) if year is None else replace(of_year(year), completed=completed)

    def _decade(self, found: re.Match[str], left: Period | None) -> Period:
        """Ten years from one that ends in 0; those of 20世纪 begin with 19."""
        named = bool(found["century"] or found["past"] or found["present"])
        begins = self._number(found, "decade", 0, 99 if named else 9999, _("a decade is one of 00 to 90, not {value}"))
        if begins % 10 or (not named and 100 <= begins < 1000):
            raise self.written.error(
                _("a decade begins with a year that ends in 0, as in 1990年代 or 90年代"), found.start("decade")
            )
        this = self.today.year // 100
        if named:
            century = (
                self._number(found, "century", 1, 99, _("a century is 1 to 99, not {value}")) - 1
                if found["century"]
                else this - bool(found["past"])
            )
            return _decade(100 * century + begins, completed=False)
        if begins >= 1000:
            return _decade(begins, completed=False)
        year = 100 * this + begins
        return _decade(year if year <= self.today.year else year - 100, completed=True)

    # Relative to today

    def _weekday(self, found: re.Match[str], left: Period | None) -> Period:
        """A day of this week or an earlier one; 周末 is Saturday and Sunday."""
        monday = self._monday(_back(found))
        if found["weekday"] == "末":
            return Period(monday + datetime.timedelta(days=5), monday + datetime.timedelta(days=6))
        return _day(monday + datetime.timedelta(days=_WEEKDAYS.index(found["weekday"].replace("天", "日"))))

    def _relative(self, found: re.Match[str], left: Period | None) -> Period:
        """This week (Monday to Sunday) or quarter, or an earlier one, the whole of it."""
        return self._whole(found["unit"], _back(found))

    def _ago(self, found: re.Match[str], left: Period | None) -> Period:
        """The day, or the whole week, month, quarter or year, that is so many before this one."""
        return self._whole(found["unit"], self._count(found))

    def _whole(self, unit: str, back: int) -> Period:
        if unit in ("天", "日"):
            return _day(self.today - datetime.timedelta(days=back))
        if unit in _DAYS_OF:
            monday = self._monday(back)
            return Period(monday, monday + datetime.timedelta(days=6))
        months = _MONTHS_OF[unit]
        begin = self.today.replace(month=self.today.month - (self.today.month - 1) % months, day=1)
        first = _shift_months(begin, -months * back)
        return Period(*_months(first, months), first.year, first.month if months == 1 else None)

    def _monday(self, weeks_back: int) -> datetime.date:
        return self.today - datetime.timedelta(days=self.today.weekday() + 7 * weeks_back)

    def _recent(self, found: re.Match[str], left: Period | None) -> Period:
        """So many days, weeks, months or years that end today, today included."""
        unit = found["unit"]
        if found["count"] == "半":
            if unit not in ("月", "年"):
                raise self.written.error(_("半 goes with 年 or 个月 only, as in 最近半年"), found.start("count"))
            days, months = (15, 0) if unit == "月" else (0, 6)
        else:
            count = self._count(found)
            days, months = count * _DAYS_OF.get(unit, 0), count * _MONTHS_OF.get(unit, 0)
        before = _shift_months(self.today, -months) - datetime.timedelta(days=days)
        return Period(before + datetime.timedelta(days=1), self.today)

    # Numbers

    def _count(self, found: re.Match[str]) -> int:
        return self._number(found, "count", 1, 999_999, _("this must be 1 or more, not {value}"))

    def _number(self, found: re.Match[str], group: str, least: int, most: int, rule: str, **places: object) -> int:
        """A number in figures or Chinese numerals; an error with `rule`, its places filled, if it is none of [least,
        most]."""
        value = number(found[group])
        if value is None:
            raise self.written.error(_("this is not a number; write it as in 12 or 十二"), found.start(group))
        if not least <= value <= most:
            raise self.written.error(rule.format(value=value, **places), found.start(group))
        return value


def _names_year(found: re.Match[str]) -> bool:
    groups = found.groupdict()
    return groups["year"] is not None or groups.get("named") is not None


def _back(found: re.Match[str]) -> int:
    """How many weeks, months or quarters back: 上 is one, 上上 two."""
    return found["which"].count("上")


def _day(day: datetime.date) -> Period:
    return Period(day, day, day.year, day.month)


def _decade(year: int, *, completed: bool) -> Period:
    if not year:
        raise OverflowError
    return Period(datetime.date(year, 1, 1), datetime.date(year + 9, 12, 31), completed=completed)


def _shift_months(day: datetime.date, months: int) -> datetime.date:
    """The same day of another month, or its last one where that is shorter. Raises OverflowError."""
    count = 12 * day.year + day.month - 1 + months
    year, month = divmod(count, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        raise OverflowError
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _months(first: datetime.date, months: int) -> tuple[datetime.date, datetime.date]:
    """`months` whole months from the first day of one."""
    last = _shift_months(first, months - 1)
    return first, last.replace(day=calendar.monthrange(last.year, last.month)[1])
