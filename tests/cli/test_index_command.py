"""`searcher index`, `info` and `parse`: what they say and leave behind."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from program import CORPUS, Run, searcher


def test_indexing_tells_what_it_did_and_then_that_there_is_nothing_to_do(workplace: Path) -> None:
    first = searcher("index")
    assert (first.status, first.stderr) == (0, "")
    for name in ("issues", "pages", "articles", "paragraphs", "characters"):
        assert f"\n{name} " in first.stdout
    second = searcher("index")
    assert "nothing to do" in second.stdout
    assert second.stdout.splitlines()[1:] == first.stdout.splitlines()[1:]


def test_quiet_is_quiet(workplace: Path) -> None:
    assert searcher("index", "--quiet") == Run("", "", 0)


def test_a_missing_index_is_built_before_a_search_and_that_is_said(workplace: Path) -> None:
    first = searcher("search", "--format", "json", "煤焦油")
    assert first.status == 0
    assert "no index in index yet: building it from corpus" in first.stderr
    second = searcher("search", "--format", "json", "煤焦油")
    assert second.stderr == ""
    assert second.json["hits"] == first.json["hits"]


def test_what_cannot_be_read_is_named_and_the_rest_is_indexed(workplace: Path) -> None:
    (workplace / "corpus" / "空\x1b[31m.txt").write_bytes(b"\x00\x01\x02\xff" * 500)
    run = searcher("index")
    assert run.status == 6
    assert "skipped" in run.stderr
    assert "\x1b" not in run.stderr
    assert run.stderr.count("\n") == 1
    assert "not read" in run.stdout
    assert searcher("search", "煤焦油").status == 0


def test_progress_is_shown_on_a_terminal_and_goes_away(workplace: Path) -> None:
    run = searcher("index", tty=True)
    assert "files" in run.stderr
    assert run.stderr.rpartition("\r")[2] == ""
    assert run.stderr.split("\r")[-2].strip() == ""
    assert searcher("index", "--rebuild", "--quiet", tty=True).stderr == ""


def test_no_corpus_and_no_index_are_named(workplace: Path) -> None:
    for args in (["--corpus", "nowhere", "index"], ["--corpus", "nowhere", "search", "煤"]):
        run = searcher(*args)
        assert run.status == 3
        assert "nowhere" in run.stderr.splitlines()[-1]
    run = searcher("info")
    assert run.status == 3
    assert run.stderr.count("\n") == 1


def test_folders_come_from_options_then_from_the_environment(workplace: Path) -> None:
    shutil.move("corpus", "elsewhere")
    environ = {"SEARCHER_CORPUS": "elsewhere", "SEARCHER_INDEX": "there"}
    assert searcher("index", environ=environ).status == 0
    assert (workplace / "there").is_dir()
    assert searcher("--index", "here", "index", environ=environ).status == 0
    assert (workplace / "here").is_dir()
    assert searcher("--index", "wrong", "info", "--index", "here").status == 0
    assert searcher("--corpus", "nowhere", "index", environ=environ).status == 3


def test_info_counts_what_parse_prints(built: Path, sample: Callable[..., Run]) -> None:
    pages = [json.loads(line) for line in searcher("parse", "--format", "jsonl", built / "corpus").stdout.splitlines()]
    held = sample("info", "--format", "json").json
    assert held["pages"] == len(pages)
    assert held["articles"] >= 1
    assert held["first_date"] == min(page["date"] for page in pages)
    assert held["last_date"] == max(page["date"] for page in pages)
    assert f"{held['paragraphs']:,}" in sample("info").stdout


def test_parse_gives_pages_in_three_formats() -> None:
    page = CORPUS / "2025-06-13-A1.txt"
    (lines,) = searcher("parse", "--format", "jsonl", page).stdout.splitlines()
    assert searcher("parse", "--format", "json", page).json == [json.loads(lines)]
    assert list(json.loads(lines)) == ["path", "newspaper", "date", "page", "section", "editor", "articles"]
    text = searcher("parse", page).stdout
    assert "2025-06-13" in text
    assert len(searcher("parse", "--all", page).stdout) > len(text)


def test_parse_names_what_it_cannot_read_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02\xff" * 500)
    shutil.copy(CORPUS / "2025-06-13-A1.txt", tmp_path)
    run = searcher("parse", "--format", "jsonl", tmp_path)
    assert run.status == 6
    assert len(run.stdout.splitlines()) == 1
    assert "a.txt" in run.stderr
    assert searcher("parse", tmp_path / "nowhere.txt").status == 6
    (tmp_path / "empty").mkdir()
    assert searcher("parse", tmp_path / "empty").status == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
def test_a_file_name_that_is_no_text_is_no_trouble(tmp_path: Path) -> None:
    page = tmp_path / os.fsdecode(b"\xff2025-06-13-A1.txt")
    try:
        shutil.copy(CORPUS / "2025-06-13-A1.txt", page)
    except OSError:
        pytest.skip("this file system has no such names")
    assert "‹U+DCFF›" in searcher("parse", page).stdout
    assert searcher("parse", "--format", "json", page).json[0]["path"] == str(page)
