"""What a typed line does: the session without keys or screen."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from program import environment

from searcher.cli.settings import Settings
from searcher.prompt.session import Session

Ask = Callable[[str], str]


def numbers(answer: str) -> list[int]:
    """The numbers of the results in an answer."""
    return sorted(map(int, re.findall(r"^ {0,3}(\d+)  ", answer, re.MULTILINE)))


def ids(answer: str) -> set[str]:
    """The ids of the results in an answer."""
    return set(re.findall(r"\d{4}-\d\d-\d\d-\w+:\d+\.\d+", answer))


def test_a_query_gives_numbered_results_and_a_number_the_article(ask: Ask) -> None:
    assert 1 in numbers(ask("煤焦油"))
    article = ask("1")
    assert "▶" in article
    assert "【煤焦油】" in article


def test_more_goes_on_where_the_results_ended(ask: Ask) -> None:
    assert ask(":limit 2") == "2 results at a time"
    assert numbers(ask("的")) == [1, 2]
    assert numbers(ask(":more")) == [3, 4]
    assert "▶" in ask("1")
    assert "▶" in ask("4")
    assert "not shown yet" in ask("5")


def test_more_ends(ask: Ask) -> None:
    assert "type a query first" in ask(":more")
    ask(":limit 1000")
    ask("煤焦油")
    assert "that is all" in ask(":more")


def test_a_number_that_is_no_result_is_a_query(ask: Ask, session: Session) -> None:
    ask("987654")
    assert session.state.query == "987654"
    ask("煤焦油")
    ask("876543")
    assert session.state.query == "876543"


@pytest.mark.parametrize(
    "line",
    [
        '"煤', ":nonsense", ":limit 0", ":limit many", ":more than that", ":index twice", ":", "/", "/甲", ":cite",
        ":cite x", ":cite 1", ":show", ":similar 9", ":sort upwards", ":filter 煤", ":filter headline:煤", ":clear",
        ":facets colour", ":facets", ":timeline", ":timeline week", ":explain", ":explain (", ":save", ":save a",
        ":saved nothing", ":forget", ":forget nothing", ":export", ":export a", ":browse", ":live maybe", ":keys ed",
        ":back", ":help nonsense", ":info now", ":quit now", ":filter date:2025-13",
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_line(ask: Ask, session: Session, line: str) -> None:
    answer = ask(line)
    assert answer
    assert "Traceback" not in answer
    assert "fault of the program" not in answer
    assert not session.leaving
    assert "【煤焦油】" in ask("煤焦油")


def test_the_place_of_an_error_is_under_the_query(ask: Ask) -> None:
    assert ask('煤 "焦').splitlines()[-1].strip() == "^"


def test_a_query_that_cannot_be_read_leaves_the_results_in_place(ask: Ask) -> None:
    ask("煤焦油")
    article = ask("1")
    ask('"煤')
    assert ask("1") == article


def test_nothing_is_done_for_an_empty_line(ask: Ask) -> None:
    assert ask("") == ask("   ") == ""


def test_words_within_the_results_narrow_them(ask: Ask, session: Session) -> None:
    ask(":limit 1000")
    wide = ids(ask("煤焦油"))
    narrow = ids(ask("/园区"))
    assert narrow
    assert narrow < wide
    assert session.state.queries == ("煤焦油", "园区")
    article = ask("1")
    assert "【煤焦油】" in article
    assert "【园区】" in article
    assert ids(ask("园区")) > narrow


def test_filters_stay_until_cleared(ask: Ask) -> None:
    ask(":limit 1000")
    everything = ids(ask("煤"))
    june = ids(ask(":filter date:2025-06"))
    assert june == {id for id in everything if id.startswith("2025-06")}
    assert ids(ask("碳")) <= {id for id in ids(ask(":explain 碳")) | ids(ask("碳")) if id.startswith("2025-06")}
    september = ids(ask(":filter date:2025-09 section:要闻"))
    assert all(id.startswith("2025-09") for id in september)
    assert "date:2025-09" in ask(":filter")
    ask(":clear section")
    assert ask(":filter") == "date:2025-09"
    ask(":clear")
    assert ids(ask("煤")) == everything


def test_filters_may_be_set_before_the_first_query(ask: Ask) -> None:
    assert "no filter" in ask(":filter")
    assert ask(":filter 日期:2025年6月") == "日期:2025年6月"
    assert all(id.startswith("2025-06") for id in ids(ask("煤")))


def test_sorting_by_date(ask: Ask) -> None:
    ask(":limit 1000")
    ask("煤")
    days = [id[:10] for id in re.findall(r"\d{4}-\d\d-\d\d-\w+:\d+\.\d+", ask(":sort oldest"))]
    assert days == sorted(days)
    days = [id[:10] for id in re.findall(r"\d{4}-\d\d-\d\d-\w+:\d+\.\d+", ask(":sort date"))]
    assert days == sorted(days, reverse=True)


def test_back_undoes_one_thing_after_the_other(ask: Ask, session: Session) -> None:
    ask(":limit 3")
    steps = ["煤", ":more", ":filter date:2025-06", "/碳", ":sort oldest", "园区", ":similar 1", ":saved nothing"]
    states = []
    for line in steps:
        states.append(session.state)
        ask(line)
    for state in reversed(states[:-1]):
        ask(":back")
        assert session.state == state
    assert "nothing to go back to" in ask(":back")


def test_back_shows_what_was_shown(ask: Ask) -> None:
    before = ask("煤焦油")
    ask("/园区")
    assert ask(":back") == before


def test_similar_articles(ask: Ask, session: Session) -> None:
    ask("煤焦油")
    first = session.state.hits[0]
    answer = ask(":similar 1")
    assert session.state.hits
    assert all(hit.article.id != first.article.id for hit in session.state.hits)
    assert 1 in numbers(answer)
    assert re.search(r"\d articles?, in", answer)
    assert "no other order" in ask(":sort date")
    assert "▶" in ask("1")


def test_counts_and_time(ask: Ask) -> None:
    ask("煤")
    assert "要闻" in ask(":facets")
    assert "要闻" in ask(":facets section")
    assert "2025-06" in ask(":facets month")
    assert "2025-09" in ask(":timeline")
    assert "2025-06-13" in ask(":timeline day")
    ask(":filter date:2025-06")
    assert "2025-09" not in ask(":facets month")
    assert "煤" in ask(":explain")
    assert "exactly" in ask(':explain "碳达峰"')


def test_counts_are_of_what_was_narrowed(ask: Ask, session: Session) -> None:
    ask("煤焦油")
    ask("/园区")
    assert f"{session.state.total} paragraph" in ask(":facets month")


def test_citations(ask: Ask) -> None:
    ask("煤焦油")
    assert re.search(r"\[N\]\. 汾水新报, 2025-\d\d-\d\d\(\w+\)\.", ask(":cite 1"))
    assert ask(":cite 1 bibtex").startswith("@article{")
    assert len(ask(":cite 1-3").splitlines()) == len({line for n in "123" for line in ask(f":cite {n}").splitlines()})
    assert json.loads(ask(":cite 2 csl-json"))[0]["type"] == "article-newspaper"


def test_a_question_is_kept_under_a_name(ask: Ask, session: Session) -> None:
    ask("煤焦油")
    ask("/园区")
    ask(":filter date:2025-06")
    kept = session.state.question
    assert "is saved" in ask(":save coal")
    assert "replaced" in ask(":save coal")
    ask("别的")
    ask(":clear")
    assert "coal" in ask(":saved")
    ask(":saved coal")
    assert session.state.question == kept
    other = Session(session.settings)
    assert "园区" in "\n".join(other.answer(":saved"))
    other.close()
    ask(":forget coal")
    assert "coal" not in ask(":saved")


def test_a_spoilt_file_of_saved_questions_is_an_error_that_names_it(ask: Ask, session: Session) -> None:
    folder = session.settings.env.state_dir
    folder.mkdir(parents=True)
    for content in ("[", "[]", '{"a": 1}', '{"a": {"queries": [], "filters": [], "sort": null}}'):
        (folder / "saved.json").write_text(content, encoding="utf-8")
        answer = ask(":saved") + ask(":saved a") + ask("煤") + ask(":save b")
        assert "saved.json" in answer or content == "[]"
        assert "fault of the program" not in answer


def test_all_results_are_exported(ask: Ask, session: Session, tmp_path: Path) -> None:
    ask(":limit 2")
    ask("煤")
    total = session.state.total
    assert total > 10
    for suffix in ("csv", "jsonl", "json", "md", "html", "txt"):
        assert f"{total} paragraphs" in ask(f":export {tmp_path}/found.{suffix}")
    with (tmp_path / "found.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == total
    assert (tmp_path / "found.jsonl").read_text(encoding="utf-8").count('"rank": ') == total


def test_an_export_overwrites_nothing_and_needs_a_format(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_text("mine", encoding="utf-8")
    ask("煤")
    assert "there already" in " ".join(ask(f":export {tmp_path}/there.csv").split())
    assert (tmp_path / "there.csv").read_text(encoding="utf-8") == "mine"
    assert ".csv" in ask(f":export {tmp_path}/there")
    assert "No such file" in ask(f":export {tmp_path}/nowhere/found.csv") or "cannot find" in ask(":export x/y.csv")


def test_likes_are_exported_too(ask: Ask, session: Session, tmp_path: Path) -> None:
    ask("煤焦油")
    ask(":similar 1")
    assert re.search(r"\d articles? written to", " ".join(ask(f":export {tmp_path}/likes.jsonl").split()))
    assert session.state.like
    assert (tmp_path / "likes.jsonl").read_text(encoding="utf-8").count('"rank": ') == session.state.total


def test_the_index_is_built_by_the_first_query_and_brought_up_to_date_without_leaving(workshop: Settings) -> None:
    session = Session(workshop)

    def ask(line: str) -> str:
        return "\n".join(session.answer(line))

    ask(":limit 1000")
    before = ask("的")
    (workshop.corpus / "2025-06-13-A1.txt").unlink()
    assert "1 removed" in ask(":index")
    after = ask("的")
    session.close()
    assert "2025-06-13-A1:" in before
    assert "2025-06-13-A1:" not in after


def test_another_process_may_bring_the_index_up_to_date(workshop: Settings) -> None:
    import searcher

    session = Session(workshop)
    list(session.answer("的"))
    (workshop.corpus / "2025-06-13-A1.txt").unlink()
    searcher.build_index(workshop.corpus, workshop.index)
    list(session.answer("的"))
    assert session.state.results is not None
    assert session.state.results.generation == 2
    assert not any(hit.id.startswith("2025-06-13-A1:") for hit in session.state.hits)
    session.close()


def test_what_fits_the_screen_is_shown(settings: Settings) -> None:
    for height in (6, 24, 60):
        session = Session(replace(settings, env=replace(settings.env, stdout_isatty=True, height=height)))
        lines = list(session.answer("煤"))
        shown = session.state.shown
        assert shown == 1 or len(lines) <= height - 3
        assert shown <= 10
        assert len(session.state.hits) == 10
        assert numbers("\n".join(session.answer(":more")))[0] == shown + 1
        session.close()


def test_commands_may_be_shortened_and_written_full_width(ask: Ask, session: Session) -> None:
    assert "10 at most" in ask("：lim")
    assert "live" in ask(":LIV on")
    assert "may be" in ask(":s")
    ask(":q")
    assert session.leaving


def test_nothing_reaches_the_terminal_raw(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    evil = "\x1b]0;evil\x07‮"
    for line in (evil, f":{evil}", f":save {evil}", f":saved {evil}", f":filter section:{evil}", f":export {evil}.csv"):
        for answer in session.answer(line):
            assert not set(answer) & set("\x1b\x07‮")


def test_the_width_is_kept(settings: Settings) -> None:
    from searcher.results.render.columns import columns

    for width in (20, 60, 80, 200):
        env = replace(environment(width=width), state_dir=settings.env.state_dir)
        session = Session(replace(settings, env=env))
        for line in (
            "煤焦油",
            "1",
            ":facets",
            ":timeline",
            ":help",
            ":info",
            ":filter date:2025-06",
            "没有的词语组合吧",
        ):
            for answer in session.answer(line):
                assert columns(answer) <= max(width, 40), (line, answer)
        session.close()
