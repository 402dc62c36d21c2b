"""Live results and the toolbar: what is looked at, what is shown of it, and that typing never waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from invented import hit, info, paragraph, results

import searcher
from searcher.cli.settings import Settings
from searcher.errors import SearcherError
from searcher.prompt.conditions import conditions
from searcher.prompt.library import Library
from searcher.prompt.lines import plain, wide
from searcher.prompt.live import Glimpse, Live, glimpse, question, render_glimpse
from searcher.prompt.session import Session
from searcher.prompt.state import State, asking, filtering, had, narrowing, showing, sorting
from searcher.prompt.toolbar import toolbar
from searcher.results.model import ArticleInfo, Hit, Sort

EVIL = "\x1b]0;x\x07\u202e"


def until(condition: Any) -> None:
    """Wait for what a thread does; fails where it never comes."""
    for _turn in range(2000):
        if condition():
            return
        time.sleep(0.005)
    pytest.fail("it never came")


class Book:
    """An index that notes what it is asked, and answers when it is let."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.free = threading.Event()
        self.free.set()

    def search(self, query: str, **_options: Any) -> Any:
        self.asked.append(query)
        self.free.wait(10)
        if query == "broken":
            raise ValueError("broken")
        return replace(results(hit(query)), query=query)

    @contextmanager
    def reading(self) -> Iterator[Any]:
        if self.asked[-1:] == ["shut"]:
            raise SearcherError("shut")
        yield self


def test_only_the_newest_line_is_looked_at_and_typing_does_not_wait() -> None:
    book, shown = Book(), []
    live = Live(book.reading, lambda: shown.append(live.glimpse), rest=0.0)
    book.free.clear()
    live.typed("煤", State())
    until(lambda: book.asked == ["煤"])
    for line in ("煤焦", "煤焦油", "煤焦油 ", "煤焦油 园"):
        live.typed(line, State())  # It returns while the first question is still being answered.
    assert live.glimpse is None
    book.free.set()
    until(lambda: live.glimpse is not None)
    assert book.asked == ["煤", "煤焦油 园"]
    assert [found.typed for found in shown if found] == ["煤焦油 园"]
    live.close()


def test_keys_that_follow_each_other_closely_are_waited_for() -> None:
    book = Book()
    live = Live(book.reading, lambda: None, rest=0.3)
    for line in ("a", "ab", "abc"):
        live.typed(line, State())
    until(lambda: live.glimpse is not None)
    assert book.asked == ["abc"]
    live.close()


def test_a_command_or_an_empty_line_clears_what_was_found() -> None:
    book = Book()
    live = Live(book.reading, lambda: None, rest=0.0)
    for line in (":help", "", "/within nothing"):
        live.typed("煤", State())
        until(lambda: live.glimpse is not None)
        live.typed(line, State())
        assert live.glimpse is None
    assert set(book.asked) == {"煤"}
    live.close()


def test_a_fault_ends_nothing() -> None:
    book = Book()
    live = Live(book.reading, lambda: None, rest=0.0)
    live.typed("broken", State())
    until(lambda: live.glimpse is not None)
    assert live.glimpse is not None
    assert "broken" in live.glimpse.problem
    live.typed("whole", State())
    until(lambda: live.glimpse is not None and live.glimpse.results is not None)
    live.close()


def test_what_a_line_asks() -> None:
    asked = asking(State(), "煤")
    assert question("油", asked) == asking(asked, "油")
    assert question(" /油", asked) == narrowing(asked, "油")
    assert question("/油", State()) is None
    assert question(":more", asked) is question("  ", asked) is question("/", asked) is None


def test_the_glimpse_is_what_the_search_finds(settings: Settings) -> None:
    session = Session(settings)
    list(session.answer(":filter date:2025-06"))
    with searcher.open_index(settings.index) as index:
        seen = glimpse(index, "煤焦油", session.state)
        list(session.answer("煤焦油"))
        assert seen is not None
        assert seen.results is not None
        assert seen.results.total == session.state.total
        assert seen.hits[0] == session.state.hits[0]
        assert len({hit.article.id for hit in seen.hits}) == len(seen.hits) <= 3
        narrowed = glimpse(index, "/园区", session.state)
        list(session.answer("/园区"))
        assert narrowed is not None
        assert narrowed.results is not None
        assert narrowed.results.total == session.state.total
        number = glimpse(index, "1", session.state)
        assert number is not None
        assert number.hits == session.state.hits[:1]
        unread = glimpse(index, '"煤', session.state)
        assert unread is not None
        assert unread.problem
        assert glimpse(index, ":more", session.state) is None
    session.close()


@pytest.mark.parametrize("width", [10, 30, 60, 80, 200])
def test_the_glimpse_is_drawn_within_the_width_and_nothing_raw(width: int) -> None:
    heads = [info(headline="煤焦油深加工" * 8), info(headline=f"红{EVIL}"), info(headline=None), info(date=EVIL)]

    def of(article: ArticleInfo) -> Hit:
        marks = ((0, 3),) if (article.headline or "").startswith("煤焦油") else ()
        return hit("煤", paragraph(f"正文{EVIL}", article=article), headline_highlights=marks)

    found = Glimpse("煤", results(hit("煤")), tuple(of(one) for one in heads))
    lines = render_glimpse(found, width, 4)
    assert len(lines) == 4
    for line in [*lines, *render_glimpse(Glimpse("x", problem=f"bad {EVIL}"), width, 4)]:
        assert wide(line) <= width
        assert not set(plain(line)) & set(EVIL[:1] + "\x07\u202e")
    assert width < 20 or plain(lines[0]) == "1 paragraph"
    assert [name for name, shown in lines[1] if shown == "煤焦油"] == ["hit"]
    assert width < 60 or plain(lines[1]).endswith("2025-06-13 · 第A1版")
    assert render_glimpse(found, width, 0) == []


def states() -> list[State]:
    """A state before the first query, and states with everything in force."""
    article = paragraph(article=info(headline=EVIL))
    found = replace(results(*(hit("煤焦油", article, rank=n) for n in range(1, 11))), total=128)
    asked = showing(
        had(sorting(filtering(asking(State(), EVIL + "煤焦油"), conditions("date:2025-05")), Sort.NEWEST), found.hits),
        found,
    )
    narrowed = replace(asked, within=("煤",))
    return [State(), asked, narrowed, replace(asked, query="", like=f"{EVIL}:1")]


@pytest.mark.parametrize("width", [1, 20, 40, 60, 80, 200])
@pytest.mark.parametrize("state", range(4))
def test_the_toolbar_fits(width: int, state: int) -> None:
    line = toolbar(Path("there", f"corpus{EVIL}"), 7, states()[state], f"1 file has changed{EVIL}: :index", "vi", width)
    assert wide(line) <= width
    assert not set(plain(line)) & {"\x1b", "\x07", "\u202e"}
    if width == 200:
        shown = plain(line)
        assert "corpus" in shown
        assert "generation 7" in shown
        assert "changed" in shown
        assert shown.startswith(" vi")
        if state:
            assert "date:2025-05" in shown
            assert "1–10 of 128" in shown
            assert " ms" in shown
            assert "newest" in shown
        else:
            assert ":help" in shown


def test_what_one_must_know_stays_longest() -> None:
    shown = plain(toolbar(Path("corpus"), 7, states()[1], "2 files have changed: :index", "", 60))
    assert "2 files have changed: :index" in shown
    assert "of 128" in shown or "corpus" not in shown


def test_the_library_sees_values_and_changes_behind_the_prompt(workshop: Settings) -> None:
    library = Library(workshop)
    told = threading.Event()
    library.start(told.set)
    until(lambda: "no index yet" in library.seen.note)
    library.index()
    until(lambda: library.seen.generation == 1 and not library.seen.note)
    assert "要闻" in [facet.value for facet in library.seen.values["section"]]
    assert told.is_set()
    (workshop.corpus / "2025-06-13-A2.txt").unlink()
    library.look_again()
    until(lambda: "1 file of the corpus has changed" in library.seen.note)
    searcher.build_index(workshop.corpus, workshop.index)
    library.look_again()
    until(lambda: library.seen.generation == 2 and not library.seen.note)
    (workshop.corpus / "2025-06-13-A1.txt").unlink()
    workshop.corpus.rmdir()
    library.look_again()
    until(lambda: "no such folder" in library.seen.note)
    library.close()


def test_that_values_take_long_is_no_reason_to_look_at_the_corpus_late(
    workshop: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher.build_index(workshop.corpus, workshop.index)
    counted = searcher.Index.values

    def slowly(*args: Any) -> Any:
        time.sleep(0.25)
        return counted(*args)

    monkeypatch.setattr(searcher.Index, "values", slowly)
    monkeypatch.setattr("searcher.prompt.library._REST", 0.05)
    library = Library(workshop)
    library.start(lambda: None)
    until(lambda: library.seen.generation == 1)
    (workshop.corpus / "2025-06-13-A2.txt").unlink()
    until(lambda: "1 file of the corpus has changed" in library.seen.note)
    library.close()
