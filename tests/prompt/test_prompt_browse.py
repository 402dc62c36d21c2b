"""Browsing: views as pure values, screens as pure functions, and what keys do, without a terminal."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import BODY, article, hit, info, paragraph, results

from searcher.cli.settings import Settings
from searcher.prompt.browser import ACTIONS, Browser
from searcher.prompt.desk import Browse
from searcher.prompt.lines import HIT, Line, beside, cut, padded, plain, wide
from searcher.prompt.marked import MARKED, SIGNED, pieces
from searcher.prompt.screens import CURRENT, SELECTED, draw, list_rows
from searcher.prompt.session import Session
from searcher.prompt.state import State, had, showing
from searcher.prompt.texts import article_text
from searcher.prompt.views import Kind, ListView, TextView, hit_places, jumped, laid_out, scrolled, selected
from searcher.results.render.columns import columns

SNAPSHOTS = Path(__file__).parent / "screens"
SIZES = [(60, 24), (80, 24), (200, 24), (30, 8), (12, 3)]
EVIL = "\x1b[31m红\u202e字"


def text(lines: list[Line]) -> str:
    return "\n".join(map(plain, lines))


def classes(lines: list[Line], name: str) -> list[str]:
    """The texts on a screen that have a class."""
    return [shown for line in lines for own, shown in line if name in own.split()]


def of_articles(count: int) -> State:
    """A state with results of so many articles."""
    headlines = ["走进首批碳达峰试点园区", "煤焦油深加工项目" * 6, EVIL, ""]
    hits = tuple(
        hit(
            "煤焦油",
            paragraph(article=info(id=f"2025-06-13-A1:{n}", headline=headlines[n % 4] or None)),
            rank=n,
            headline_highlights=((0, 3),) if n % 4 == 1 else (),
        )
        for n in range(1, count + 1)
    )
    found = replace(results(*hits), total=count)
    return showing(had(State("煤焦油"), hits), found)


@pytest.mark.parametrize(("width", "height"), [*SIZES, (99, 24), (100, 24), (1, 1), (5, 2)])
@pytest.mark.parametrize("style", [MARKED, SIGNED], ids=["colours", "signs"])
def test_a_screen_is_filled_to_the_last_column_and_never_beyond(width: int, height: int, style: object) -> None:
    state = of_articles(30)
    for number in (0, 1, 2, 3, 29):
        view = selected(ListView(), number, 30, list_rows(width, height))
        lines = draw(view, state, style, width, height)  # type: ignore[arg-type]
        assert len(lines) == height
        assert [wide(line) for line in lines] == [width] * height
        assert not set(text(lines)) & set("\x01\x02\x03\x04\x05\x1b\u202e")


@pytest.mark.parametrize("width", [60, 80, 200])
def test_the_list_at_three_widths(width: int) -> None:
    lines = draw(ListView(1), of_articles(5), SIGNED, width, 16)
    check(f"list-{width}.txt", text(lines))


@pytest.mark.parametrize("width", [60, 80, 200])
def test_an_article_at_three_widths(width: int) -> None:
    whole = article(BODY, "第二段，没有这个词。", BODY)
    marks = {part.id: hit("煤焦油", part).highlights for part in whole.paragraphs}
    view = laid_out(article_text(whole, SIGNED, marks, whole.paragraphs[2].id), width)
    check(f"article-{width}.txt", text(draw(jumped(view, 1, 23), of_articles(1), SIGNED, width, 24)))


def check(name: str, shown: str) -> None:
    """Compare with the file; where it is not there, it is written, for whoever commits it to read."""
    file = SNAPSHOTS / name
    lines = "\n".join(line.rstrip() for line in shown.splitlines()) + "\n"
    if not file.exists():
        SNAPSHOTS.mkdir(exist_ok=True)
        file.write_text(lines, encoding="utf-8", newline="\n")
        pytest.fail(f"{file} was not there; it is written now")
    assert lines == file.read_text(encoding="utf-8")


def browsing(settings: Settings, query: str, wanted: Browse, width: int = 80, height: int = 24) -> Browser:
    session = Session(settings)
    list(session.answer(query))
    return Browser(session, wanted, width, height)


def keys(browser: Browser, *actions: str) -> Browser:
    for action in actions:
        browser.do(action)
    return browser


def test_the_selected_result_is_previewed(settings: Settings) -> None:
    browser = browsing(settings, "煤焦油", Browse())
    for number in range(1, 6):
        lines = browser.lines()
        chosen = "".join(classes(lines, SELECTED))
        shown = browser._session.state.hits[number - 1]
        assert chosen.startswith(f"▶{number:>3} ")
        assert shown.id in text(lines)
        assert "煤焦油" in "".join(classes(lines, HIT))
        keys(browser, "down")
    assert "▶  1" in text(keys(browser, "first").lines())


def test_moving_on_gets_further_results(settings: Settings) -> None:
    browser = browsing(settings, "煤", Browse(), 80, 12)
    total = browser._session.state.total
    assert total > 20
    keys(browser, *["down"] * (total + 5))
    assert f"{total} of {total}" in text(browser.lines())
    assert [hit.rank for hit in browser._session.state.hits] == list(range(1, total + 1))
    keys(browser, "first", "last")
    assert f"{total} of {total}" in text(browser.lines())
    assert browser._session.state.shown == 10


def test_an_article_is_opened_with_its_hits_marked_and_one_jumps_between_them(settings: Settings) -> None:
    browser = keys(browsing(settings, "煤焦油", Browse(2)), "open")
    view = browser.view
    assert isinstance(view, TextView)
    assert view.hits
    for _turn in range(2):
        for number in range(len(view.hits)):
            assert f"hit {(number + (view.hit or 0)) % len(view.hits) + 1} of {len(view.hits)}" in text(browser.lines())
            assert "煤焦油" in "".join(classes(browser.lines(), CURRENT))
            keys(browser, "next_hit")
    before = text(browser.lines())
    assert text(keys(browser, "next_hit", "previous_hit").lines()) == before


def test_the_articles_of_the_page_are_walked_through(settings: Settings) -> None:
    browser = browsing(settings, "煤焦油", Browse(2, opened=True))
    while "first article" not in browser.message:
        keys(browser, "previous_article")
    seen = []
    while "last article" not in browser.message:
        assert isinstance(browser.view, TextView)
        seen.append(browser.view.id)
        keys(browser, "next_article")
    assert len(seen) == len(set(seen)) > 3
    assert len({id.rpartition(":")[0] for id in seen}) == 1


def test_the_page_as_it_was_read_then_its_file_then_back(settings: Settings) -> None:
    browser = browsing(settings, "煤焦油", Browse(1, opened=True))
    opened = text(browser.lines())
    keys(browser, "page")
    assert isinstance(browser.view, TextView)
    assert browser.view.kind is Kind.PAGE
    whole = text(list(browser.view.lines))
    assert "Set aside" in whole
    assert "汾水新报 · 2025-09-19" in whole
    keys(browser, "page")
    assert isinstance(browser.view, TextView)
    assert browser.view.kind is Kind.FILE
    source = (settings.corpus / "2025-09-19-05.txt").read_text(encoding="utf-8").splitlines()
    shown = [plain(line)[8:].strip() for line in browser.view.lines if plain(line)[:8].strip()]
    assert shown == [line.strip() for line in source]
    keys(browser, "page", "quit", "quit")
    assert text(browser.lines()) == opened


def test_q_leads_back_where_one_was(settings: Settings) -> None:
    browser = keys(browsing(settings, "煤焦油", Browse()), "down", "down")
    listed = text(browser.lines())
    keys(browser, "open", "down", "page", "page", "quit", "quit", "quit")
    assert text(browser.lines()) == listed
    assert browser.left is None
    assert keys(browser, "quit").left == ""
    assert keys(browsing(settings, "煤焦油", Browse(1, opened=True)), "quit").left == ""
    assert keys(browsing(settings, "煤焦油", Browse()), "command").left == ":"
    assert keys(browsing(settings, "煤焦油", Browse()), "open", "narrow").left == "/"


def test_the_place_is_kept_when_the_screen_is_resized(settings: Settings) -> None:
    browser = keys(browsing(settings, "碳", Browse(1, opened=True), 100, 20), "next_hit", "next_hit", "next_hit")
    marked = "".join(classes(browser.lines(), CURRENT))
    assert marked
    for width, height in ((40, 10), (200, 50), (61, 24), (100, 20)):
        browser.resized(width, height)
        lines = browser.lines()
        assert "".join(classes(lines, CURRENT)) == marked
        assert [wide(line) for line in lines] == [width] * height
    browser = keys(browsing(settings, "煤", Browse(), 80, 24), *["down"] * 7)
    for width, height in ((40, 8), (200, 50), (60, 5)):
        browser.resized(width, height)
        assert "▶  8" in text(browser.lines())


def test_the_mouse(settings: Settings) -> None:
    browser = browsing(settings, "煤", Browse())
    browser.wheel(1)
    assert "▶  2" in text(browser.lines())
    browser.wheel(-1)
    browser.click(3)
    assert "▶  4" in text(browser.lines())
    browser.click(20)
    assert "▶  4" in text(browser.lines())
    browser.click(3)
    assert isinstance(browser.view, TextView)
    browser.resized(80, 6)
    top = browser.view.top
    browser.wheel(1)
    assert isinstance(browser.view, TextView)
    assert browser.view.top == top + 3 or len(browser.view.lines) - 5 <= top + 3


def test_what_cannot_be_done_is_said_at_the_bottom(settings: Settings, tmp_path: Path) -> None:
    shutil.copytree(settings.corpus, tmp_path / "corpus")
    settings = replace(settings, corpus=tmp_path / "corpus")
    browser = browsing(settings, "煤焦油", Browse())
    shutil.rmtree(tmp_path / "corpus")
    keys(browser, "page")
    assert "2025-09-19-05.txt" in browser.message
    assert browser.message in text(browser.lines())
    assert isinstance(browser.view, ListView)
    keys(browser, "down")
    assert browser.message == ""
    keys(browser, "open", "keys", "next_hit")
    assert browser.message


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("height", [1, 24])
def test_every_action_is_safe_everywhere(settings: Settings, action: str, height: int) -> None:
    for wanted in ((), ("open",), ("page",), ("page", "page"), ("keys",)):
        browser = keys(browsing(settings, "煤焦油", Browse(), 40, height), *wanted, action, action)
        assert [wide(line) for line in browser.lines()] == [40] * height


def lines_of(*rows: str) -> TextView:
    """A text in which HIT stands for a hit."""
    made: list[Line] = []
    for row in rows:
        line: list[tuple[str, str]] = []
        for number, part in enumerate(row.split("HIT")):
            line += [(HIT, "HIT")] if number else []
            line += [("", part)] if part else []
        made.append(tuple(line))
    return laid_out(TextView(Kind.ARTICLE, "a:1", "", lambda width: made), 80)


def test_a_hit_that_is_broken_over_lines_counts_once() -> None:
    assert lines_of("a HIT", "HIT b", "c HIT d HIT", "", "HIT").hits == ((0, 1), (2, 1), (2, 3), (4, 0))
    gutter = pieces(["    12\x0134\x02", "  │ \x0156\x02 7"])
    assert list(hit_places(list(gutter))) == [(0, 1)]


@given(
    st.lists(st.sampled_from(["text", "a HIT b", "HIT HIT", ""]), min_size=1, max_size=60),
    st.integers(1, 30),
    st.data(),
)
def test_jumping_visits_every_hit_in_order_and_shows_it(rows: list[str], height: int, data: st.DataObject) -> None:
    view = scrolled(lines_of(*rows), data.draw(st.integers(0, 60)), height)
    if not view.hits:
        assert jumped(view, 1, height) == view
        return
    visited = []
    for _turn in view.hits:
        view = jumped(view, 1, height)
        assert view.hit is not None
        line = view.hits[view.hit][0]
        assert view.top <= line < view.top + height
        assert 0 <= view.top <= max(len(view.lines) - height, 0) or height > len(view.lines)
        visited.append(view.hit)
    assert sorted(visited) == list(range(len(view.hits)))
    assert (visited[0] + len(visited) - 1) % len(view.hits) == visited[-1]


@given(st.integers(-5, 200), st.integers(1, 100), st.integers(1, 30), st.integers(0, 100))
def test_the_selected_result_is_on_the_screen(number: int, count: int, rows: int, top: int) -> None:
    view = selected(ListView(0, top), number, count, rows)
    assert 0 <= view.selected < count
    assert view.top <= view.selected < view.top + rows
    assert view.top == 0 or view.top + rows <= count


WORDS = st.text(alphabet="煤aｂ，🙂é\u0301 ", max_size=30)


@given(st.lists(st.tuples(st.sampled_from(["", HIT, "quiet"]), WORDS), max_size=5), st.integers(0, 40))
def test_cutting_tears_no_wide_character(made: list[tuple[str, str]], width: int) -> None:
    line = tuple(made)
    assert wide(cut(line, width)) <= width
    assert wide(padded(line, width)) == width
    kept = plain(cut(line, width))
    assert plain(line) == kept or plain(line).startswith(kept.removesuffix("…"))


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6), st.integers(1, 30))
def test_two_columns_stand_beside_each_other(left: list[str], right: list[str], width: int) -> None:
    joined = beside([(("", row),) for row in left], [(("", row),) for row in right], width, ("", "|"))
    assert len(joined) == max(len(left), len(right))
    for line in joined:
        at = plain(line).index("|") if "|" not in "".join(left) else 0
        assert columns(plain(line)[:at]) == width


@given(st.text(alphabet="煤油ab \n", max_size=80), st.integers(12, 60), st.data())
def test_pieces_are_the_text_with_its_hits(words: str, width: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, max(len(words) - 1, 0)))
    marks = [(place, place + 1)] if words and words[place].strip() else []
    for style in (MARKED, SIGNED):
        lines = list(pieces(style.lines(words, width, style.quiet, marks)))
        shown = "".join(plain(line) for line in lines)
        assert "".join(shown.replace("【", "").replace("】", "").split()) == "".join(words.split())
        hits = "".join(classes(lines, HIT)).strip("【】")
        assert hits == (words[place] if marks else "")
