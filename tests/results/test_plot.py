"""Charts: their kinds, their fonts, what is drawn, and what is said where one cannot be drawn."""

from __future__ import annotations

import builtins
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import MissingExtraError, MissingFontError, UsageError
from searcher.results.counted import Facet
from searcher.results.facets import Breakdown, FieldFacets
from searcher.results.render import fonts, plot
from searcher.results.timeline import Series, Timeline

STARTS = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF-"}
HOSTILE = '_$\\frac{1}{2}$ <&> -- "\x1b[31m\u202e'


def months(count: int, *queries: str) -> Timeline:
    periods = tuple(f"{2020 + month // 12}-{month % 12 + 1:02}" for month in range(count))
    series = tuple(Series(query, tuple((place + at) % 7 for place in range(count))) for at, query in enumerate(queries))
    return Timeline("month", periods, tuple(10 * (place % 5) for place in range(count)), 0, series)


TIMELINES = [
    months(4, "coal"),
    months(4, "coal", "soil"),
    months(24, "coal", "soil", HOSTILE),
    months(130, "a", "b"),
]
BREAKDOWN = Breakdown(
    HOSTILE,
    9,
    (
        FieldFacets("section", (Facet("news", 6), Facet(HOSTILE, 2), Facet(None, 1))),
        FieldFacets("page", tuple(Facet(f"A{number}", 1) for number in range(30))),
    ),
)


@pytest.fixture(scope="module")
def matplotlib() -> Any:
    return pytest.importorskip("matplotlib")


@pytest.fixture
def figures(matplotlib: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The figures that are made into files."""
    seen: list[Any] = []
    file = plot._file

    def spy(figure: Any, kind: str) -> bytes:
        seen.append(figure)
        return file(figure, kind)

    monkeypatch.setattr(plot, "_file", spy)
    return seen


@pytest.mark.parametrize("kind", plot.KINDS)
def test_a_chart_is_of_its_kind_and_the_same_each_time(matplotlib: Any, kind: str) -> None:
    first = plot.plot_timeline(TIMELINES[1], kind)
    assert first.startswith(STARTS[kind])
    assert first == plot.plot_timeline(TIMELINES[1], kind)


@pytest.mark.parametrize("share", [False, True])
@pytest.mark.parametrize("timeline", TIMELINES, ids=lambda timeline: f"{len(timeline.periods)}x{len(timeline.series)}")
def test_every_count_of_a_period_with_paragraphs_is_drawn(figures: list[Any], timeline: Timeline, share: bool) -> None:
    plot.plot_timeline(timeline, "png", share=share)
    expected = []
    for one in timeline.series:
        values = timeline.shares(one) if share else one.counts
        pairs = zip(values, timeline.paragraphs, strict=True)
        expected += [value * 100 if share else value for value, whole in pairs if whole]
    axes = figures[0].axes
    drawn = [bar.get_height() for ax in axes for bar in ax.patches]
    drawn += [float(height) for ax in axes for line in ax.lines for height in line.get_ydata()]
    assert drawn == pytest.approx(expected)
    assert all(ax.get_ylim()[0] == 0 and ax.get_ylim()[1] >= max(expected) for ax in axes)


@pytest.mark.parametrize("counts", [(1, 2), (2, 1)])
def test_panels_of_many_periods_hold_their_bars_on_one_scale(figures: list[Any], counts: tuple[int, int]) -> None:
    many = months(500, "coal", "soil")
    series = tuple(Series(str(most), (most,) * 500) for most in counts)
    plot.plot_timeline(Timeline("month", many.periods, (5,) * 500, 0, series), "png")
    axes = figures[0].axes
    assert [max(ax.patches[0].get_data().values) for ax in axes] == list(counts)
    assert axes[0].get_ylim() == axes[1].get_ylim()
    assert axes[0].get_ylim()[1] >= 2


def test_queries_differ_without_colours(figures: list[Any]) -> None:
    plot.plot_timeline(months(24, *"abcdefgh"), "png")
    looks = {(line.get_linestyle(), str(line._dash_pattern), line.get_marker()) for line in figures[0].axes[0].lines}
    assert len(looks) == 8


def test_texts_are_neither_hidden_nor_read_as_mathematics(figures: list[Any]) -> None:
    plot.plot_timeline(TIMELINES[2], "svg")
    (legend,) = figures[0].legends
    text = legend.get_texts()[2].get_text().replace("‹U+241B›", "␛")  # Not every font has the picture of Escape.
    assert text == '_$\\frac{1}{2}$ <&> -- "␛[31m‹U+202E› (n = 72)'
    assert not legend.get_texts()[2].get_parse_math()


def test_svg_is_sound_xml_without_texts_that_need_a_font(matplotlib: Any) -> None:
    root = ElementTree.fromstring(plot.plot_breakdown(BREAKDOWN, "svg"))
    assert not list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert list(root.iter("{http://www.w3.org/2000/svg}path"))


def test_the_users_own_settings_change_nothing_and_stay(matplotlib: Any) -> None:
    usual = plot.plot_timeline(TIMELINES[0], "png")
    with matplotlib.rc_context({"axes.facecolor": "red", "font.size": 30}):
        assert plot.plot_timeline(TIMELINES[0], "png") == usual
        assert matplotlib.rcParams["font.size"] == 30


def test_a_breakdown_says_how_many_values_are_not_drawn(figures: list[Any]) -> None:
    plot.plot_breakdown(BREAKDOWN, "png")
    sections, pages = figures[0].axes
    assert [text.get_text() for text in sections.texts] == ["6  (66.7%)", "2  (22.2%)", "1  (11.1%)"]
    assert (len(pages.patches), pages.get_title(loc="left")) == (20, "page: the first 20 of 30")


@given(st.integers(1, 3_000), st.sampled_from(["day", "month", "year"]), st.integers(2, 12))
def test_named_periods_are_few_and_even(count: int, by: str, most: int) -> None:
    import numpy as np

    unit = {"day": "D", "month": "M", "year": "Y"}[by]
    first = np.datetime64("1931-05-17").astype(f"datetime64[{unit}]")
    periods = (first + np.arange(count)).astype(str).tolist()
    places = plot.ticks(periods, most)
    assert len(places) == count if count <= most else 2 <= len(places) <= most
    steps = {after - before for before, after in pairwise(places)}
    assert max(steps, default=1) - min(steps, default=1) <= max(3, max(steps, default=1) * 0.35)


def test_without_matplotlib_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] == "matplotlib":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(MissingExtraError, match=r"pip install 'searcher\[plot\]'"):
        plot.plot_timeline(TIMELINES[0], "png")


@pytest.mark.parametrize("name", ["chart.gif", "chart", "svg", "chart.svg.txt"])
def test_another_kind_of_file_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=r"\.svg, \.png or \.pdf"):
        plot.kind_of(Path(name))


def entry(name: str, characters: str, weight: int = 400) -> Any:
    return SimpleNamespace(name=name, characters=set(characters), style="normal", weight=weight)


@pytest.fixture
def installed(matplotlib: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Stands for the fonts of the system."""
    entries = [entry("Last Resort", "煤焦油𠮷é"), entry("Noto Sans CJK SC", "煤焦油", weight=700)]
    monkeypatch.setattr(fonts, "_installed", lambda: fonts._ordered(entries))
    monkeypatch.setattr(fonts, "_new", lambda: iter(()))
    monkeypatch.setattr(fonts, "_characters", lambda one: getattr(one, "characters", set(map(chr, range(32, 0x250)))))
    return entries


def test_no_font_with_chinese_is_an_error_that_tells_what_to_install(installed: list[Any]) -> None:
    with pytest.raises(MissingFontError, match="fonts-noto-cjk"):
        fonts.fonts_for(["煤焦油"])
    assert fonts.fonts_for(["coal"]).families == (fonts.LATIN,)


def test_a_font_for_simplified_chinese_is_preferred(installed: list[Any]) -> None:
    installed += [entry("AAA", "煤焦油"), entry("SimSun", "煤焦油"), entry("Noto Sans CJK SC", "煤焦油")]
    assert fonts.fonts_for(["煤焦油 coal"]) == fonts.Fonts(("Noto Sans CJK SC", fonts.LATIN), frozenset())


def test_a_rare_character_is_taken_from_another_font_or_written_out(installed: list[Any]) -> None:
    installed += [entry("SimSun", "煤焦油"), entry("HanaMinB", "𠮷")]
    found = fonts.fonts_for(["煤焦油𠮷🜂"])
    assert found == fonts.Fonts(("SimSun", "HanaMinB", fonts.LATIN), frozenset("🜂"))
    assert found.fit("煤🜂") == "煤‹U+1F702›"


def test_a_font_file_comes_first_and_must_be_one(matplotlib: Any, tmp_path: Path) -> None:
    own = Path(matplotlib.get_data_path(), "fonts", "ttf", "STIXGeneral.ttf")
    assert fonts.fonts_for(["coal"], own).families == ("STIXGeneral", fonts.LATIN)
    bad = tmp_path / "no.ttf"
    bad.write_text("no font", encoding="utf-8")
    for file in (bad, tmp_path / "missing.ttf"):
        with pytest.raises(UsageError, match="cannot be used as a font"):
            fonts.fonts_for(["coal"], file)


def test_chinese_is_drawn_where_the_system_has_a_font_for_it(figures: list[Any]) -> None:
    try:
        families = fonts.fonts_for(["煤焦油"]).families
    except MissingFontError:
        pytest.skip("this system has no font with Chinese")
    assert families[0] != fonts.LATIN
    first = plot.plot_timeline(months(3, "煤焦油"), "png")
    assert first != plot.plot_timeline(months(3, "煤焦汕"), "png")
