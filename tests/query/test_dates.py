"""What the ways to write a date mean."""

from __future__ import annotations

import calendar
import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import QueryError
from searcher.query.dates import DateRange, parse_date_range

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
        ("^上半年", "not a date"),
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
    st.text(st.sampled_from("2025年月日号第季度上下半旬最近去今前天周个-./..至到~—〇一二十百两０５ 春Q,x"), max_size=14)
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
