"""What a typed line does: the session without keys or screen."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from program import CORPUS, environment

from searcher.cli.settings import Settings
from searcher.prompt.commands import COMMANDS, find
from searcher.prompt.completion import candidates
from searcher.prompt.session import Session
from searcher.prompt.toolbar import toolbar

Ask = Callable[[str], str]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A session on a small corpus that has no index yet."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("2025-06-13-A1.txt", "2025-06-13-A2.txt"):
        shutil.copy(CORPUS / name, corpus)
    made = Session(Settings(environment(), corpus, tmp_path / "index"))
    yield made  # type: ignore[misc]
    made.close()


@pytest.fixture
def ask(session: Session) -> Ask:
    return lambda line: "\n".join(session.answer(line))


def test_a_query_gives_numbered_results_and_a_number_the_article(ask: Ask) -> None:
    found = ask("煤焦油")
    assert re.search(r"^ 1  ", found, re.MULTILINE)
    article = ask("1")
    assert "▶" in article
    assert "【煤焦油】" in article


def test_more_goes_on_where_the_results_ended(ask: Ask, session: Session) -> None:
    assert ask(":limit 2") == "2 results at a time"
    assert re.findall(r"^ (\d)  ", ask("的"), re.MULTILINE) == ["1", "2"]
    assert sorted(re.findall(r"^ (\d)  ", ask(":more"), re.MULTILINE)) == ["3", "4"]
    assert "▶" in ask("1")
    assert "▶" in ask("4")
    assert "not shown yet" in ask("5")


def test_more_ends(ask: Ask) -> None:
    assert "type a query first" in ask(":more")
    ask(":limit 1000")
    ask("煤焦油")
    assert "that is all" in ask(":more")


def test_a_number_that_is_no_result_is_a_query(ask: Ask) -> None:
    assert "Nothing found for 987654" in ask("987654")
    ask("煤焦油")
    assert "987654" in ask("987654")


def test_errors_are_lines_and_the_session_goes_on(ask: Ask) -> None:
    for line in ('"煤', ":nonsense", ":limit 0", ":limit many", ":more than that", ":index twice", ":"):
        answer = ask(line)
        assert answer
        assert "Traceback" not in answer
    assert ask('煤 "焦').splitlines()[-1].strip() == "^"
    assert "【煤焦油】" in ask("煤焦油")


def test_a_query_that_cannot_be_read_leaves_the_results_in_place(ask: Ask) -> None:
    ask("煤焦油")
    article = ask("1")
    ask('"煤')
    assert ask("1") == article


def test_nothing_is_done_for_an_empty_line(ask: Ask) -> None:
    assert ask("") == ask("   ") == ""


def test_the_index_is_brought_up_to_date_without_leaving(ask: Ask, session: Session) -> None:
    ask(":limit 1000")
    before = ask("的")
    (session.settings.corpus / "2025-06-13-A1.txt").unlink()
    assert "1 removed" in ask(":index")
    after = ask("的")
    assert "2025-06-13-A1:" in before
    assert "2025-06-13-A1:" not in after
    assert "generation" in ask(":info")


def test_commands_may_be_shortened_and_written_full_width(ask: Ask, session: Session) -> None:
    assert ask("：lim") == "10 results at a time"
    assert find("m").name == "more"
    ask(":q")
    assert session.leaving


def test_help_names_every_command(ask: Ask) -> None:
    text = ask(":help")
    assert [command.usage for command in COMMANDS if command.usage not in text or command.help not in text] == []
    assert ask(":help more").startswith(":more")


def test_completion_offers_commands_and_nothing_else() -> None:
    assert [command.name for command in candidates(":")] == [command.name for command in COMMANDS]
    assert [command.name for command in candidates("：in")] == ["index", "info"]
    assert candidates("煤") == candidates("") == candidates(":limit 3") == []


@pytest.mark.parametrize("width", [20, 60, 200])
def test_the_toolbar_fits(session: Session, width: int) -> None:
    from dataclasses import replace

    from searcher.results.render.columns import columns

    session.settings = replace(session.settings, env=environment(width=width), corpus=Path("corpus"))
    assert "corpus" in toolbar(session)
    assert columns(toolbar(session)) <= width
