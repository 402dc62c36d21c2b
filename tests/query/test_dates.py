"""What the ways to write a date mean."""

from __future__ import annotations

import calendar
import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import QueryError
from searcher.query.dates import DateRange, parse_date_range, read_days

TODAY = datetime.date(2025, 5, 9)  # A Friday.


def days(text: str, today: datetime.date = TODAY) -> str:
    first, last = parse_date_range(text, today)
    return f"{first or ''}..{last or ''}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025", "2025-01-01..2025-12-31"),
        ("2025-05", "2025-05-01..2025-05-31"),
        ("2025-5", "2025-05-01..2025-05-31"),
        ("2024-02", "2024-02-01..2024-02-29"),
        ("2025-05-09", "2025-05-09..2025-05-09"),
        ("2025/5/9", "2025-05-09..2025-05-09"),
        ("2025.5.9", "2025-05-09..2025-05-09"),
        ("20250509", "2025-05-09..2025-05-09"),
        ("２０２５－０５", "2025-05-01..2025-05-31"),
        ("2025年", "2025-01-01..2025-12-31"),
        ("2025年5月", "2025-05-01..2025-05-31"),
        ("2025年5月份", "2025-05-01..2025-05-31"),
        ("2025 年 5 月 9 日", "2025-05-09..2025-05-09"),
        ("2025年5月9号", "2025-05-09..2025-05-09"),
        ("二〇二五年五月", "2025-05-01..2025-05-31"),
        ("二零二五年十二月二十一日", "2025-12-21..2025-12-21"),
        ("二○二五年十月十日", "2025-10-10..2025-10-10"),
        ("2025年5月上旬", "2025-05-01..2025-05-10"),
        ("2025年5月中旬", "2025-05-11..2025-05-20"),
        ("2025年2月下旬", "2025-02-21..2025-02-28"),
        ("2025年第二季度", "2025-04-01..2025-06-30"),
        ("2025年四季度", "2025-10-01..2025-12-31"),
        ("2025Q1", "2025-01-01..2025-03-31"),
        ("去年第三季度", "2024-07-01..2024-09-30"),
        ("2025年上半年", "2025-01-01..2025-06-30"),
        ("去年下半年", "2024-07-01..2024-12-31"),
        ("2025年春", "2025-03-01..2025-05-31"),
        ("2025年夏天", "2025-06-01..2025-08-31"),
        ("2025年秋季", "2025-09-01..2025-11-30"),
        ("2023年冬", "2023-12-01..2024-02-29"),
    ],
)
def test_calendar_forms(text: str, expected: str) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年", "2025-01-01..2025-12-31"),
        ("去年", "2024-01-01..2024-12-31"),
        ("前年", "2023-01-01..2023-12-31"),
        ("去年5月", "2024-05-01..2024-05-31"),
        ("今年五月九日", "2025-05-09..2025-05-09"),
        ("本月", "2025-05-01..2025-05-31"),
        ("这个月", "2025-05-01..2025-05-31"),
        ("這個月", "2025-05-01..2025-05-31"),
        ("上个月", "2025-04-01..2025-04-30"),
        ("上月", "2025-04-01..2025-04-30"),
        ("上一个月", "2025-04-01..2025-04-30"),
        ("上一季度", "2025-01-01..2025-03-31"),
        ("最近一个季度", "2025-02-10..2025-05-09"),
        ("今天", "2025-05-09..2025-05-09"),
        ("昨天", "2025-05-08..2025-05-08"),
        ("前天", "2025-05-07..2025-05-07"),
        ("today", "2025-05-09..2025-05-09"),
        ("本周", "2025-05-05..2025-05-11"),
        ("上周", "2025-04-28..2025-05-04"),
        ("上個星期", "2025-04-28..2025-05-04"),
        ("本季度", "2025-04-01..2025-06-30"),
        ("上个季度", "2025-01-01..2025-03-31"),
        ("最近7天", "2025-05-03..2025-05-09"),
        ("最近七日", "2025-05-03..2025-05-09"),
        ("近两周", "2025-04-26..2025-05-09"),
        ("最近三个月", "2025-02-10..2025-05-09"),
        ("过去一年", "2024-05-10..2025-05-09"),
        ("最近半年", "2024-11-10..2025-05-09"),
        ("最近半个月", "2025-04-25..2025-05-09"),
        ("最近一百二十天", "2025-01-10..2025-05-09"),
    ],
)
def test_what_is_relative_counts_from_today(text: str, expected: str) -> None:
    assert days(text) == expected


def test_relative_periods_cross_years_and_short_months() -> None:
    january = datetime.date(2025, 1, 31)
    assert days("上个月", january) == "2024-12-01..2024-12-31"
    assert days("上季度", january) == "2024-10-01..2024-12-31"
    assert days("最近一个月", datetime.date(2025, 3, 31)) == "2025-03-01..2025-03-31"
    assert days("去年2月", datetime.date(2025, 1, 31)) == "2024-02-01..2024-02-29"
    assert days("去年", datetime.date(2024, 2, 29)) == "2023-01-01..2023-12-31"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-05-01..2025-05-31", "2025-05-01..2025-05-31"),
        ("2025-05..2025-07", "2025-05-01..2025-07-31"),
        ("2025-05-01..", "2025-05-01.."),
        ("2025年5月以来", "2025-05-01.."),
        ("去年5月9日起", "2024-05-09.."),
        ("2025年5月至今", "2025-05-01.."),
        ("2025-05 到今", "2025-05-01.."),
        ("..2025-05", "..2025-05-31"),
        ("2025年5月1日..2025年6月", "2025-05-01..2025-06-30"),
        ("2025年5月1日至3日", "2025-05-01..2025-05-03"),
        ("2025年5月1日到6月3日", "2025-05-01..2025-06-03"),
        ("2025年5月—6月", "2025-05-01..2025-06-30"),
        ("2025年5月-6月", "2025-05-01..2025-06-30"),
        ("2025-05-01～2025-05-03", "2025-05-01..2025-05-03"),
        ("去年..今年", "2024-01-01..2025-12-31"),
        ("2025.5.1..2025.5.3", "2025-05-01..2025-05-03"),
        ("2025年。。", "2025-01-01.."),
    ],
)
def test_ranges(text: str, expected: str) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2025-^13", "month"),
        ("2025-^0", "month"),
        ("2025-02-^30", "28 days"),
        ("2025 年 2 月 ^三十 日", "28 days"),
        ("2025年5月^0日", "31 days"),
        ("2025年第^五季度", "quarter"),
        ("2025年^十十月", "not a number"),
        ("^0000", "year 0"),
        ("2025-06..^2025-05", "before it begins"),
        ("2025年5月9日至^8日", "before it begins"),
        ("2025-05-01..2025-05-^32", "31 days"),
        ("^..", "at least one side"),
        ("^", "no date"),
        ("^　", "no date"),
        ("^明天的事", "not a date"),
        ("^最近", "not a date"),
        ("^5月", "names no year"),
        ("2025年^9日", "names no month"),
        ("^上半年", "names no year"),
        ("^25年5月", "2025-05-01"),
        ("2025年5月^上旬3日", "旬"),
        ("最近^0天", "1 or more"),
        ("最近^半天", "半"),
        ("^最近999999天", "years 1 to 9999"),
        ("^最近99999年", "years 1 to 9999"),
        ("^9999年冬", "years 1 to 9999"),
        ("2025..^2026..2027", "not a date"),
        ("^2025-05.06", "not a date"),
        ("^99-05", "not a date"),
    ],
)
def test_what_is_no_date_is_an_error_at_its_place(text: str, at: str) -> None:
    typed = text.replace("^", "")
    with pytest.raises(QueryError, match=at) as caught:
        parse_date_range(typed, TODAY)
    assert caught.value.query == typed
    assert caught.value.position == text.index("^")


dates = st.dates(datetime.date(1000, 1, 1), datetime.date(9990, 12, 31))
HAN = "〇一二三四五六七八九"


def han_number(number: int) -> str:
    """1 to 99 as it is said."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else HAN[tens] + "十"
    return ten + (HAN[ones] if ones else "")


@given(dates)
def test_every_day_reads_in_every_spelling(day: datetime.date) -> None:
    han_year = "".join(HAN[int(digit)] for digit in f"{day.year}")
    spellings = (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{han_year}年{han_number(day.month)}月{han_number(day.day)}日",
    )
    assert {parse_date_range(spelling, TODAY) for spelling in spellings} == {(day, day)}


@given(dates, dates)
def test_a_range_holds_both_of_its_months(one: datetime.date, other: datetime.date) -> None:
    early, late = sorted((one, other))
    first, last = parse_date_range(f"{early:%Y-%m}..{late:%Y-%m}", TODAY)
    assert first == early.replace(day=1)
    assert last == late.replace(day=calendar.monthrange(late.year, late.month)[1])


@given(dates, st.integers(1, 300))
def test_recent_days_are_that_many_and_end_today(today: datetime.date, count: int) -> None:
    first, last = parse_date_range(f"最近{count}天", today)
    assert first is not None
    assert last == today
    assert (last - first).days + 1 == count


@given(dates)
def test_parts_of_a_year_cover_it_without_overlap(today: datetime.date) -> None:
    year = f"{today.year}年"
    whole = parse_date_range(year, today)
    for parts in (["上半年", "下半年"], ["一季度", "二季度", "三季度", "四季度"], [f"{m}月" for m in range(1, 13)]):
        spans = [parse_date_range(year + part, today) for part in parts]
        assert (spans[0][0], spans[-1][1]) == whole
        for (_, before), (after, _) in itertools.pairwise(spans):
            assert before is not None
            assert after == before + datetime.timedelta(days=1)


@given(
    st.text(
        st.sampled_from(
            "2025年月日号第季度上下半旬最近去今前天周个-./..至到~—〇一二十百两０５ 春Q,x"
            "以后之起止从自截元世纪代内五六末廿"
        ),
        max_size=14,
    )
)
def test_any_text_is_a_range_or_a_stated_error(text: str) -> None:
    outcome = read(text)
    if isinstance(outcome, QueryError):
        assert outcome.query == text
        assert 0 <= outcome.position <= len(text)
        assert "\n" not in str(outcome)
    else:
        first, last = outcome
        assert first is not None or last is not None
        assert first is None or last is None or first <= last


def read(text: str) -> DateRange | QueryError:
    try:
        return parse_date_range(text, TODAY)
    except QueryError as error:
        return error


# Forms of every day's Chinese, each against the calendar

days_of_any_time = st.dates(datetime.date(1930, 1, 1), datetime.date(2090, 12, 31))
DAY = datetime.timedelta(days=1)


def month_of(year: int, month: int) -> DateRange:
    """The first and last day of a month; months are counted on through the years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])


def wide(text: str) -> str:
    """With full-width figures."""
    return text.translate({ord(str(digit)): chr(ord("０") + digit) for digit in range(10)})


@given(days_of_any_time, st.sampled_from(["以前", "之前", "前"]))
def test_before_is_before_the_first_day(day: datetime.date, word: str) -> None:
    first, _ = month_of(day.year, day.month)
    year = f"{day.year}年"
    assert parse_date_range(f"{year}{word}", TODAY) == (None, datetime.date(day.year, 1, 1) - DAY)
    assert first is not None
    assert parse_date_range(wide(f"{year}{day.month}月{word}"), TODAY) == (None, first - DAY)
    assert parse_date_range(f"{day}{word}", TODAY) == (None, day - DAY)


@given(days_of_any_time)
def test_what_opens_a_period_to_one_side(day: datetime.date) -> None:
    first, last = month_of(day.year, day.month)
    assert last is not None
    month = f"{day.year}年{han_number(day.month)}月"
    for word in ("以后", "以後", "以来", "起", "至今"):
        assert parse_date_range(month + word, TODAY) == (first, None)
    for text in (f"从{month}", f"自{month}起", f"從{month}以来"):
        assert parse_date_range(text, TODAY) == (first, None)
    for word in ("之后", "之後", "后"):
        assert parse_date_range(month + word, TODAY) == (last + DAY, None)
    for text in (f"截至{month}", f"截止{month}", f"到{month}为止", f"截至{month}止"):
        assert parse_date_range(text, TODAY) == (None, last)
    for word in ("期间", "内", "间"):
        assert parse_date_range(month + word, TODAY) == (first, last)


@given(days_of_any_time)
def test_weeks_and_their_days(today: datetime.date) -> None:
    for back, name in enumerate(("本", "上", "上上")):
        monday = next(today - n * DAY for n in range(7) if (today - n * DAY).weekday() == 0) - 7 * back * DAY
        assert parse_date_range(f"{name}周", today) == (monday, monday + 6 * DAY)
        assert parse_date_range(f"{name}周末", today) == (monday + 5 * DAY, monday + 6 * DAY)
        for number, weekday in enumerate("一二三四五六日"):
            day = monday + number * DAY
            assert parse_date_range(f"{name}周{weekday}", today) == (day, day)
            assert parse_date_range(f"{name}个星期{weekday}", today) == (day, day)
    assert parse_date_range("上周天", today) == parse_date_range("上禮拜日", today)


@given(days_of_any_time, st.integers(1, 9))
def test_months_back(today: datetime.date, back: int) -> None:
    month = month_of(today.year, today.month - back)
    assert parse_date_range("上" * back + "个月", today) == month
    assert parse_date_range(f"{back}个月前", today) == month
    first, last = month
    assert first is not None
    assert last is not None
    assert parse_date_range("上" * back + "月上旬", today) == (first, first + 9 * DAY)
    assert parse_date_range("上" * back + "月下旬", today) == (first + 20 * DAY, last)
    assert parse_date_range("上" * back + "月20日", today) == (first + 19 * DAY, first + 19 * DAY)
    assert parse_date_range("本月", today) == month_of(today.year, today.month)


@given(days_of_any_time, st.integers(1, 60))
def test_what_is_ago(today: datetime.date, count: int) -> None:
    assert parse_date_range(f"{han_number(count)}天前", today) == (today - count * DAY, today - count * DAY)
    year = today.year - count
    assert parse_date_range(f"{count}年前", today) == (datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    assert parse_date_range("大前年", today)[0] == datetime.date(today.year - 3, 1, 1)
    for text in (f"最近{count}天", f"近{count}日", f"过去的{count}天", f"{count}天内", wide(f"最近{count}天之内")):
        assert parse_date_range(text, today) == (today - (count - 1) * DAY, today)
    assert parse_date_range("近三个月", today) == parse_date_range("三个月内", today)


@given(days_of_any_time)
def test_years_and_parts_of_them(today: datetime.date) -> None:
    year = today.year - 1
    whole = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    half = datetime.date(year, 7, 1), datetime.date(year, 12, 31)
    han_year = "".join(HAN[int(digit)] for digit in f"{year}")
    names = (f"{year}年度", f"{year}全年", f"{year}年全年", "去年全年", "上年度", "上一年", f"{han_year}年度")
    assert {parse_date_range(name, today) for name in names} == {whole}
    assert parse_date_range(wide(f"{year}年度"), today) == whole
    halves = ("去年下半年", "上年下半年", f"{year}年下半年", f"{year}下半年", f"{year}年度下半年")
    assert {parse_date_range(name, today) for name in halves} == {half}


@given(days_of_any_time, st.integers(1, 11), st.sampled_from("至到-—~"))
def test_a_range_may_name_its_unit_once(today: datetime.date, month: int, to: str) -> None:
    expected = month_of(2024, month)[0], month_of(2024, month + 1)[1]
    ends = (f"{month}{to}{month + 1}月", f"{month}月{to}{month + 1}月", f"{month}月{to}2024年{month + 1}月")
    texts = [f"2024年{end}" for end in ends]
    assert {parse_date_range(text, today) for text in texts} == {expected}
    days = datetime.date(2024, month, 2), datetime.date(2024, month, 28)
    assert parse_date_range(f"2024年{month}月2{to}28日", today) == days
    assert parse_date_range(f"自2024年{month}月2日起至28日止", today) == days
    quarter = datetime.date(2024, 1, 1), datetime.date(2024, 9, 30)
    assert parse_date_range(f"2024年1{to}3季度", today) == quarter
    assert parse_date_range(f"2024年第1{to}3季度", today) == quarter


@given(days_of_any_time, days_of_any_time)
def test_without_a_year_the_latest_that_has_begun_is_meant(today: datetime.date, day: datetime.date) -> None:
    named = [d for y in range(today.year - 9, today.year + 1) for d in [of_year(y, day.month, day.day)] if d]
    latest = max(d for d in named if d <= today)
    read = read_days(f"{day.month}月{day.day}日", today)
    assert (read.first, read.last, read.completed) == (latest, latest, True)
    month = max(m for m in (month_of(y, day.month) for y in (today.year - 1, today.year)) if m[0] and m[0] <= today)
    tenth = read_days(f"{han_number(day.month)}月上旬", today)
    assert tenth.completed
    assert month[0] is not None
    assert (tenth.first, tenth.last) == (month[0], month[0] + 9 * DAY)
    for text in (f"{day.month}月", f"{day.month}月{day.day}日", "第二季度", "上半年"):
        with pytest.raises(QueryError, match="names no year"):
            parse_date_range(text, today)


def of_year(year: int, month: int, day: int) -> datetime.date | None:
    return datetime.date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


@given(days_of_any_time, days_of_any_time)
def test_two_figures_are_the_latest_year_that_ends_so(today: datetime.date, day: datetime.date) -> None:
    year = max(y for y in range(today.year - 99, today.year + 1) if y % 100 == day.year % 100)
    two = f"{day.year % 100:02}"
    typed, han = f"{two}年{day.month}月", "".join(HAN[int(digit)] for digit in two)
    for text in (typed, f"{han}年{han_number(day.month)}月", wide(typed)):
        read = read_days(text, today)
        assert ((read.first, read.last), read.completed) == (month_of(year, day.month), True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1990年代", "1990-01-01..1999-12-31"),
        ("20世纪90年代", "1990-01-01..1999-12-31"),
        ("上世纪九十年代", "1990-01-01..1999-12-31"),
        ("上个世纪八〇年代", "1980-01-01..1989-12-31"),
        ("本世纪10年代", "2010-01-01..2019-12-31"),
        ("二〇一〇年代以前", "..2009-12-31"),
        ("元月", None),
        ("2025年元月", "2025-01-01..2025-01-31"),
        ("2025年五月廿一日", "2025-05-21..2025-05-21"),
        ("2025年五月卅一日", "2025-05-31..2025-05-31"),
        ("大前天", "2025-05-06..2025-05-06"),
        ("大前天以前", "..2025-05-05"),
        ("这两天", "2025-05-08..2025-05-09"),
        ("上上季度", "2024-10-01..2024-12-31"),
        ("90年代", None),
        ("春天", None),
    ],
)
def test_other_forms(text: str, expected: str | None) -> None:
    if expected is None:
        assert read_days(text, TODAY).completed
    else:
        assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("^周五", "上周五"),
        ("从^周五", "上周五"),
        ("^1995年代", "ends in 0"),
        ("^没有以前", "not a date"),
        ("^以前", "not a date"),
        ("截至^明年", "not a date"),
        ("^0001-01-01以前", "years 1 to 9999"),
        ("^9999年之后", "years 1 to 9999"),
        ("2025年^15-16月", "month is 1 to 12"),
        ("^13月", "month is 1 to 12"),
        ("2月^30日", "days"),
        ("^2025-5月", "not a date"),
        ("^上旬", "not a date"),
        ("^25-05", "not a date"),
    ],
)
def test_what_is_amiss_in_them_is_told(text: str, told: str) -> None:
    typed = text.replace("^", "")
    with pytest.raises(QueryError, match=told) as caught:
        read_days(typed, TODAY)
    assert (caught.value.query, caught.value.position) == (typed, text.index("^"))
