"""Progress of long work: what the line says, and that it goes away."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import environment

from searcher.cli.progress import Pace, Progressing, duration, progress_line
from searcher.results.render.columns import columns
from searcher.store.progress import Progress


def test_the_line_says_how_far_how_fast_and_how_long() -> None:
    assert progress_line(Progress("reading", 1200, 40000), None) == "reading 1,200 of 40,000 files · 3 %"
    assert (
        progress_line(Progress("reading", 1200, 40000), 810.4)
        == "reading 1,200 of 40,000 files · 3 % · 810 a second · 48 s left"
    )
    assert (
        progress_line(Progress("verifying", 2_000_000, 8_000_000, "bytes"), 1_000_000.0)
        == "verifying 2.0 MB of 8.0 MB · 25 % · 1.0 MB a second · 6 s left"
    )
    assert progress_line(Progress("committing", 0, 0), None) == "committing"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "0 s"), (48.4, "48 s"), (89, "89 s"), (90, "2 min"), (3600, "60 min"), (7500, "2 h 5 min")],
)
def test_durations(seconds: float, said: str) -> None:
    assert duration(seconds) == said


@given(steps=st.lists(st.tuples(st.floats(0.01, 5), st.integers(0, 1000)), min_size=1))
def test_the_pace_is_that_of_the_last_ten_seconds(steps: list[tuple[float, int]]) -> None:
    """Never above the fastest step nor below the slowest of those that it is reckoned from."""
    pace = Pace()
    now, done = 0.0, 0
    pace.add(now, done)
    speeds = []
    for seconds, files in steps:
        now, done = now + seconds, done + files
        speeds.append(files / seconds)
        pace.add(now, done)
        rate = pace.rate()
        if rate is not None:
            assert min(speeds) * 0.999 <= rate <= max(speeds) * 1.001


def test_a_faster_end_is_not_judged_by_a_slow_beginning() -> None:
    pace = Pace()
    for second in range(100):
        pace.add(float(second), second)
    for second in range(100, 130):
        pace.add(float(second), 100 + (second - 100) * 50)
    assert pace.rate() == pytest.approx(50, rel=0.1)


@pytest.mark.parametrize("width", [1, 20, 40, 80, 200])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_line_fits_and_is_wiped(width: int, language: str) -> None:
    from searcher.i18n import use_language

    env = environment(width=width, tty=True)
    ticks = iter(range(1000))
    use_language(language)
    try:
        with Progressing(env, silent=False, clock=lambda: float(next(ticks))) as progress:
            for done in range(50):
                progress(Progress("reading", done * 100, 5000))
    finally:
        use_language("en")
    assert isinstance(env.stderr, io.StringIO)
    drawn = env.stderr.getvalue().split("\r")
    assert max(map(columns, drawn)) < max(width, 3)
    assert drawn[-1] == ""
    assert drawn[-2].strip() == ""


def test_silence() -> None:
    env = environment(tty=True)
    with Progressing(env, silent=True) as progress:
        progress(Progress("reading", 0, 5000))
    assert isinstance(env.stderr, io.StringIO)
    assert env.stderr.getvalue() == ""
