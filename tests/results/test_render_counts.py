"""Counts as bars: in step with the width, on one scale, with exact numbers, and told apart without colours."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.results.counted import Facet
from searcher.results.facets import Breakdown, FieldFacets
from searcher.results.render.columns import columns
from searcher.results.render.counts import (
    bar,
    breakdown_object,
    breakdown_table,
    cut,
    percents,
    render_breakdown,
    render_timeline,
    timeline_object,
    timeline_table,
)
from searcher.results.render.style import ANSI, PLAIN
from searcher.results.timeline import Series, Timeline

BREAKDOWN = Breakdown(
    "煤焦油",
    1_200,
    (FieldFacets("section", (Facet("要闻", 1_000), Facet("能源\x1b[31m", 150), Facet(None, 50))),),
    ("No paragraph holds all of the words; these hold many of them.",),
)
MONTHS = Timeline(
    "month",
    ("2025-01", "2025-02", "2025-03", "2025-04"),
    (100, 0, 40, 50),
    3,
    (Series("煤焦油", (10, 0, 0, 5), 2), Series("土地\u202e", (1, 0, 20, 0))),
)


def numbers_of(line: str) -> list[str]:
    return re.findall(r"[\d,.]+%?|–", line)


@given(st.floats(0, 1), st.integers(1, 200))
def test_a_bar_has_its_share_of_the_room(share: float, room: int) -> None:
    drawn = bar(share, room)
    eighths = 8 * drawn.count("█") + sum(" ▏▎▍▌▋▊▉".index(char) for char in drawn if char != "█")
    assert abs(eighths - share * room * 8) <= 1
    assert bool(drawn) == (share > 0)
    assert columns(drawn) <= room


@given(st.text(alphabet="煤a，é", max_size=30), st.integers(1, 20))
def test_what_is_cut_fits_and_says_so(text: str, wide: int) -> None:
    shown = cut(text, wide)
    assert columns(shown) <= wide
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


def test_shares_never_show_something_as_nothing() -> None:
    assert percents([0.5, 0.0001, 0.0, None]) == ["50.0%", "<0.1%", "0.0%", "–"]
    assert percents([0.05, 0.0001]) == ["5.00%", "0.01%"]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_a_breakdown_fills_the_width(width: int) -> None:
    lines = list(render_breakdown(BREAKDOWN, PLAIN, width))
    assert max(map(columns, lines)) == width
    rows = lines[lines.index("section") + 1 :]
    assert [numbers_of(row) for row in rows] == [["1,000", "83.3%"], ["31", "150", "12.5%"], ["50", "4.2%"]]
    assert [row.split()[0] for row in rows] == ["要闻", "能源␛[31m", "not"]


def test_a_breakdown_says_how_many_values_are_left() -> None:
    lines = list(render_breakdown(BREAKDOWN, PLAIN, 60, limit=1))
    assert lines[-1] == "and 2 more values, 200 paragraphs"


def test_a_breakdown_of_nothing_has_no_rows() -> None:
    assert list(render_breakdown(Breakdown("煤", 0, (FieldFacets("page", ()),)), PLAIN, 60)) == ["煤: 0 paragraphs"]


@pytest.mark.parametrize("share", [False, True])
@pytest.mark.parametrize("width", [60, 80, 200])
def test_queries_stand_side_by_side_where_there_is_room(width: int, share: bool) -> None:
    lines = list(render_timeline(MONTHS, PLAIN, width, share=share))
    assert max(map(columns, lines)) <= width
    rows = [line for line in lines if line.startswith("2025-")]
    assert len(rows) == 4
    january = ["10", "10.0%", "1", "1.0%"] if share else ["10", "1"]
    assert numbers_of(rows[0].removeprefix("2025-01")) == january
    assert numbers_of(rows[1].removeprefix("2025-02")) == ["–", "–"]


def test_queries_stand_one_below_the_other_where_there_is_none() -> None:
    lines = list(render_timeline(MONTHS, PLAIN, 30))
    assert max(columns(line) for line in lines if line.startswith("2025")) <= 30
    assert sum(line.startswith("2025-01") for line in lines) == 2
    assert sum(line.strip().startswith(("A 煤焦油", "B 土地")) for line in lines) == 4


def test_bars_of_all_queries_are_on_one_scale() -> None:
    lines = [line for line in render_timeline(MONTHS, PLAIN, 100) if line.startswith("2025-")]
    ten, twenty = (re.findall("█+", line)[0] for line in (lines[0], lines[2]))
    assert len(twenty) == pytest.approx(2 * len(ten), abs=1)


def test_what_has_no_date_and_what_is_empty_is_said() -> None:
    text = "\n".join(render_timeline(MONTHS, PLAIN, 80))
    assert "A 煤焦油: 17 paragraphs, 2 of them without a date" in text
    assert "B 土地‹U+202E›: 21 paragraphs" in text
    assert "3 paragraphs of the index have no date and are in no period." in text
    assert "–: the index has no paragraph of this period." in text


def test_a_long_run_without_a_hit_is_one_line_that_counts_it() -> None:
    periods = tuple(f"2025-{month:02}-{day:02}" for month in (5, 7) for day in range(1, 32))
    counts = [0] * 62
    counts[0] = counts[40] = 1
    found = Timeline("day", periods, (1,) * 62, 0, (Series("煤", tuple(counts)),))
    lines = list(render_timeline(found, PLAIN, 60))
    assert "⋮ 39 days without a hit: 2025-05-02 – 2025-07-09" in lines
    assert sum(line.startswith("2025-") for line in lines) == 2 + 21


def test_nothing_raw_and_no_colour_reaches_a_plain_terminal() -> None:
    plain = [*render_timeline(MONTHS, PLAIN, 80), *render_breakdown(BREAKDOWN, PLAIN, 80)]
    assert not [line for line in plain if "\x1b" in line or "\u202e" in line]
    coloured = [*render_timeline(MONTHS, ANSI, 80), *render_breakdown(BREAKDOWN, ANSI, 80)]
    assert [re.sub("\x1b\\[[0-9;]*m", "", line) for line in coloured] == plain


def test_tables_and_objects_have_every_number() -> None:
    assert breakdown_table(BREAKDOWN).rows == [
        ("section", "要闻", 1_000),
        ("section", "能源\x1b[31m", 150),
        ("section", None, 50),
    ]
    assert breakdown_object(BREAKDOWN)["facets"][0]["values"][2] == {"value": None, "count": 50}
    table = timeline_table(MONTHS)
    assert table.columns == ("query", "month", "paragraphs", "of", "share")
    assert list(table.rows)[:5] == [
        ("煤焦油", "2025-01", 10, 100, 0.1),
        ("煤焦油", "2025-02", 0, 0, None),
        ("煤焦油", "2025-03", 0, 40, 0.0),
        ("煤焦油", "2025-04", 5, 50, 0.1),
        ("煤焦油", None, 2, 3, 0.666667),
    ]
    made = timeline_object(MONTHS)
    assert made["periods"] == list(MONTHS.periods)
    assert made["series"][1]["counts"] == [1, 0, 20, 0]
    assert made["series"][1]["shares"] == [0.01, None, 0.5, 0.0]
