"""Arguments: what they mean, and what is said of those that mean nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from program import searcher

COMMANDS = ("parse", "index", "search", "show", "info", "prompt")


def test_help_names_every_command_and_every_status() -> None:
    run = searcher("--help")
    assert run.status == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in run.stdout] == []
    assert "130 interrupted" in " ".join(run.stdout.split())


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_has_help_with_the_shared_options(name: str, option: str) -> None:
    run = searcher(name, option)
    assert (run.status, run.stderr) == (0, "")
    assert run.stdout.startswith(f"Usage: searcher {name}")
    assert [
        shared for shared in ("--corpus DIR", "--index DIR", "--no-color", "--debug") if shared not in run.stdout
    ] == []


def test_version() -> None:
    from searcher import __version__

    assert searcher("--version").stdout == f"searcher {__version__}\n"


def test_without_a_command_and_a_terminal_it_helps_and_says_that_it_was_wrong() -> None:
    run = searcher()
    assert run.status == 2
    assert "Usage: searcher" in run.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["serch", "煤"], "serch"),
        (["search"], "QUERY"),
        (["search", "--limt", "3", "煤"], "--limt"),
        (["search", "--limit", "0", "煤"], "--limit"),
        (["search", "--limit", "many", "煤"], "many"),
        (["search", "--page", "0", "煤"], "--page"),
        (["search", "--format", "xml", "煤"], "'text', 'json', 'jsonl'"),
        (["show"], "ID"),
        (["info", "--format", "jsonl"], "'text', 'json'"),
        (["parse", "--all", "--format", "json", "x.txt"], "--all"),
        (["--corpus"], "--corpus"),
    ],
)
def test_wrong_usage_is_one_line_that_names_the_place(args: list[str], said: str) -> None:
    run = searcher(*args)
    assert (run.status, run.stdout) == (2, "")
    assert run.stderr.startswith("searcher: ")
    assert run.stderr.count("\n") == 1
    assert said in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("query", ["-煤", "-煤焦油", "-headline:煤"])
def test_a_query_that_begins_with_a_dash_is_told_where_to_go(query: str) -> None:
    run = searcher("search", query)
    assert run.status == 2
    assert f"searcher search -- {query}" in run.stderr


RAN = """
import io, sys
from searcher.cli.environment import Environment
from searcher.cli.main import raw_main
raw_main(sys.argv[1:], Environment(*(io.StringIO() for _ in range(3))))
print(*sorted({name.partition(".")[0] for name in sys.modules} | set(sys.modules)))
"""


def loaded(*args: str) -> set[str]:
    """The modules that a fresh process has loaded after a run with `args`."""
    run = subprocess.run([sys.executable, "-c", RAN, *args], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_help_loads_nothing_of_the_engine() -> None:
    engine = {"numpy", "whoosh", "jieba", "rjieba", "opencc", "searcher.reading", "searcher.index", "searcher.store"}
    ornament = {"rich", "pydantic", "prompt_toolkit", "wcwidth", "pygments"}
    assert loaded("--help") & (engine | ornament) == set()


ORNAMENT = {"rich", "pydantic", "prompt_toolkit", "wcwidth", "pygments", "matplotlib"}
BUILDING = {
    *("jieba", "rjieba", "opencc", "filelock", "multiprocessing", "searcher.reading"),
    *(f"searcher.text.{name}" for name in ("bulk", "inverting", "dictionary_file", "user_words")),
    *(
        f"searcher.store.{name}"
        for name in ("analyzer_writer", "field", "spill", "segment_writer", "builder", "update")
    ),
}
OTHER_QUERIES = {
    f"searcher.query.{name}"
    for name in (
        "dates",
        "doubt",
        "evidence",
        "explain",
        "lex",
        "near",
        "notes",
        "parser",
        "similar",
        "suggest",
        "synonyms",
    )
} | {
    "searcher.query.unparse",
    "searcher.query.wildcards",
    "searcher.query.spelling",
    "searcher.text.pinyin",
    "pypinyin",
}
OTHER_RESULTS = {
    *(f"searcher.results.{name}" for name in ("citation", "counted", "facets", "persons", "reports", "timeline")),
    *(f"searcher.results.render.{name}" for name in ("counts", "csv", "html", "json", "markdown", "plot")),
}
OTHER_COMMANDS = {f"searcher.cli.{name}" for name in COMMANDS if name != "search"} | {
    "searcher.cli.settable",
    "tomllib",
}


def test_a_search_loads_nothing_that_only_others_need(built: Path) -> None:
    """Most of what a search from the shell costs is loading modules, and making their classes and patterns.

    Where Typer changes its inner place for conversions, pydantic says here that the shortcut has to follow.
    """
    run = loaded("--corpus", str(built / "corpus"), "--index", str(built / "index"), "search", "--limit", "3", "土地")
    assert "searcher.results.render.text" in run
    unneeded = ORNAMENT | BUILDING | OTHER_QUERIES | OTHER_RESULTS | OTHER_COMMANDS | {"whoosh"}
    assert run & unneeded == set()


def test_what_few_queries_need_is_loaded_by_them(built: Path) -> None:
    here = ("--corpus", str(built / "corpus"), "--index", str(built / "index"), "search", "--format", "json")
    run = loaded(*here, "平遥 牛肉")
    assert {"searcher.query.parser", "searcher.results.render.json"} <= run
    assert run & (ORNAMENT | BUILDING | OTHER_COMMANDS | {"whoosh", "searcher.query.dates"}) == set()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["serch", "煤"], "no such command: serch (is search meant?); see searcher --help"),
        (["complet"], "no such command: complet"),
        (["search"], "QUERY... is missing; see searcher search --help"),
        (["info", "--formt", "json"], "no such option: --formt (is --format meant?); see searcher info --help"),
        (["index", "--foo"], "no such option: --foo; see searcher index --help"),
        (["index", "--wach"], "no such option: --wach (is --watch meant?)"),
        (["info", "--debug=3"], "--debug takes no value; see searcher info --help"),
        (["info", "--format"], "--format takes a value; see searcher info --help"),
        (["info", "one", "two"], "too many arguments: one two; see searcher info --help"),
        (
            ["info", "--format", "xml"],
            "--format text|json: 'xml' is not one of 'text', 'json'; see searcher info --help",
        ),
        (["info", "--lang", "fr"], "--lang en|zh: 'fr' is not one of 'auto', 'en', 'zh'; see searcher info --help"),
    ],
)
def test_what_is_said_of_wrong_usage(args: list[str], said: str) -> None:
    assert said in searcher(*args).stderr


@pytest.mark.parametrize("width", [1, 20, 60, 80, 200])
@pytest.mark.parametrize("name", ["", *COMMANDS])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_fits_the_terminal(name: str, width: int, language: str) -> None:
    """Only what cannot be broken may be wider: an option and what it takes, the name of a command."""
    from searcher.results.render.columns import columns

    run = searcher(*filter(None, [name]), "--help", "--lang", language, width=width)
    lines = [line for line in run.stdout.splitlines() if not re.match(r" *(-|Usage|用法)|  \S+$", line)]
    assert max(map(columns, lines)) <= max(width, 26)
