"""Settings: what wins over what, where each comes from, and what is said of a file that cannot be used."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from program import CORPUS, Run, searcher

from searcher.cli.config_file import commented
from searcher.cli.settable import settables
from searcher.cli.settings import GENERAL
from searcher.results.render.columns import columns


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def told(file: Path, *args: str, **environ: str) -> dict[str, Any]:
    """Settings with value and origin, as `searcher config` tells them."""
    run = searcher("config", "--format", "json", *args, environ={"SEARCHER_CONFIG": str(file)} | environ)
    assert run.status == 0, run.stderr
    return {name: (row["value"], row["origin"]) for name, row in run.json["settings"].items()}


def test_without_a_file_everything_is_a_default() -> None:
    run = searcher("config", "--format", "json")
    assert {row["origin"] for row in run.json["settings"].values()} == {"default"}
    assert run.json["exists"] is False


def test_an_option_wins_over_the_environment_that_over_the_file_that_over_the_default(file: Path) -> None:
    file.write_text('corpus = "by file"\nindex = "by file"\nlimit = 3\n', encoding="utf-8")
    found = told(file, "--corpus", "by option", SEARCHER_CORPUS="by variable", SEARCHER_INDEX="by variable")
    assert found["corpus"] == ("by option", "--corpus")
    assert found["index"] == ("by variable", "SEARCHER_INDEX")
    assert found["limit"] == (3, f"{file}:3")
    assert found["search.limit"] == (3, f"{file}:3")
    assert found["keys"] == ("emacs", "default")


def test_a_table_is_for_its_command_and_wins_over_what_is_for_all(file: Path) -> None:
    file.write_text("limit = 3\n\n[commands.search]\nlimit = 2\n\n[commands.prompt]\nlimit = 7\n", encoding="utf-8")
    assert told(file)["search.limit"] == (2, f"{file}:4")
    assert told(file, SEARCHER_LIMIT="5")["search.limit"] == (5, "SEARCHER_LIMIT")
    assert told(file, SEARCHER_LIMIT="5", SEARCHER_SEARCH_LIMIT="6")["search.limit"] == (6, "SEARCHER_SEARCH_LIMIT")


@pytest.fixture
def hits(built: Path, file: Path) -> Any:
    def run(*args: str, **environ: str) -> list[Any]:
        environ = {"SEARCHER_CONFIG": str(file)} | environ
        found = searcher("--index", built / "index", "search", "--format", "json", "的", *args, environ=environ)
        hits: list[Any] = found.json["hits"]
        return hits

    return run


def test_what_is_told_is_what_holds(file: Path, hits: Any) -> None:
    file.write_text("[commands.search]\nlimit = 2\n", encoding="utf-8")
    assert len(hits()) == 2
    assert len(hits("--limit", "3")) == 3
    assert len(hits(SEARCHER_LIMIT="4")) == 4
    assert len(hits("-n", "1", SEARCHER_LIMIT="4")) == 1


def test_a_flag_that_is_set_can_be_unset(built: Path, file: Path) -> None:
    file.write_text("[commands.search]\ncount = true\n", encoding="utf-8")
    environ = {"SEARCHER_CONFIG": str(file)}
    counted = searcher("--index", built / "index", "search", "煤", environ=environ)
    assert counted.stdout.strip().isdecimal()
    listed = searcher("--index", built / "index", "search", "煤", "--no-count", environ=environ)
    assert "【煤】" in listed.stdout


def test_a_general_value_is_for_those_that_take_it(file: Path) -> None:
    """jsonl is a format of search, not of info; what nobody takes is refused."""
    file.write_text('format = "jsonl"\n', encoding="utf-8")
    found = told(file, SEARCHER_CONFIG_FORMAT="json")
    assert found["search.format"][0] == "jsonl"
    assert found["info.format"] == ("text", "default")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("limt = 3", 1, "limit"),
        ("\nlimit = '3'", 2, "a number"),
        ("limit = 0", 1, "less than 1"),
        ("limit = true", 1, "a number"),
        ("\n\n[commands.serch]\nlimit = 2", 3, "search"),
        ("[commands.search]\nlimit = 2\nlimit = 3", 3, "TOML"),
        ("a = = b", 1, "TOML"),
        ("a = '", 1, "TOML"),
        ("[commands.search]\nformat = 'html5'", 2, "'json'"),
        ("format = 'html5'", 1, "'json'"),
        ("[commands.info]\nformat = 'jsonl'", 2, "'json'"),
        ("corpus = 3", 1, "quotes"),
        ("live = 'yes'", 1, "true or false"),
        ("color = 'blue'", 1, "never"),
        ("[commands.prompt]\nkeys = 'nano'", 2, "emacs"),
        ("search = 3", 1, "search"),
        ("\n[search]\nlimit = 3", 2, "[commands.search]"),
        ("\n[index]\nrebuild = true", 2, "[commands.index]"),
        ("\n[other]\nx = 1", 2, "[commands."),
        ("\ncommands = 3", 2, "[commands]"),
        ("[commands]\nsearch = 3", 2, "[commands.search]"),
        ("[commands.search.limit]\nx = 3", 1, "number"),
        ("# 中文\nx = '\udcff'", 2, "UTF-8"),
    ],
)
def test_a_bad_file_is_one_line_that_names_the_line(file: Path, text: str, line: int, said: str) -> None:
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    for command in ("info", "config"):
        run = searcher(command, environ={"SEARCHER_CONFIG": str(file)})
        assert (run.status, run.stdout, run.stderr.count("\n")) == (2, "", 1)
        assert run.stderr.startswith(f"searcher: {file}:{line}: ")
        assert said in run.stderr


def test_a_bad_variable_is_named() -> None:
    run = searcher("info", environ={"SEARCHER_LIMIT": "many"})
    assert (run.status, run.stderr) == (2, "searcher: SEARCHER_LIMIT: 'many' is not a whole number\n")
    run = searcher("config", environ={"SEARCHER_LIMTI": "3"})
    assert "SEARCHER_LIMTI is set, but there is no such setting" in run.stdout


def test_a_bad_file_keeps_nobody_from_help_and_from_its_place(file: Path) -> None:
    file.write_text("= =", encoding="utf-8")
    environ = {"SEARCHER_CONFIG": str(file)}
    assert searcher("config", "--path", environ=environ).stdout == f"{file}\n"
    assert searcher("search", "--help", environ=environ).status == 0
    assert searcher("--version", environ=environ).status == 0


def test_a_file_that_is_named_must_be_there(file: Path) -> None:
    run = searcher("info", environ={"SEARCHER_CONFIG": str(file)})
    assert run.status == 2
    assert "SEARCHER_CONFIG" in run.stderr


def init(file: Path) -> Run:
    return searcher("config", "--init", environ={"SEARCHER_CONFIG": str(file)})


def test_init_writes_a_file_that_says_nothing_and_never_writes_over_one(tmp_path: Path) -> None:
    file = tmp_path / "new" / "config.toml"
    assert init(file).status == 0
    assert {origin for _, origin in told(file).values()} == {"default"}
    file.write_text("limit = 3\n", encoding="utf-8")
    run = init(file)
    assert run.status == 2
    assert file.read_text(encoding="utf-8") == "limit = 3\n"


def uncommented() -> str:
    """The written file, each of its settings in force with the value that is the default."""
    lines = [line.removeprefix("# ") if re.match(r"# [a-z-]+ = ", line) else line for line in commented().splitlines()]
    return "\n".join(line for line in lines if not line.startswith("#"))


def test_the_written_file_names_every_setting() -> None:
    document = tomllib.loads(uncommented())
    assert [general.key for general in GENERAL if general.key not in document] == []
    assert [(s.command, s.key) for s in settables() if s.key not in document["commands"][s.command]] == []


def test_the_written_file_in_force_changes_nothing(file: Path, built: Path) -> None:
    file.write_text(uncommented(), encoding="utf-8")
    before = searcher("config", "--format", "json").json["settings"]
    assert {name: value for name, (value, _) in told(file).items()} == {n: row["value"] for n, row in before.items()}
    args = ["--corpus", built / "corpus", "--index", built / "index"]
    for command in (["search", "煤", "--count"], ["facets", "煤"], ["info"], ["parse", CORPUS / "2025-06-13-A1.txt"]):
        plain = searcher(*args, *command)
        assert searcher(*args, *command, environ={"SEARCHER_CONFIG": str(file)}) == plain
        assert plain.status == 0


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_told_fits_the_terminal(file: Path, width: int, language: str) -> None:
    file.write_text(f'corpus = "{"很长的路径/" * 30}"\n', encoding="utf-8")
    run = searcher("config", "--lang", language, width=width, environ={"SEARCHER_CONFIG": str(file)})
    assert max(map(columns, run.stdout.splitlines())) <= max(width, 27)


def test_colours_by_file_variable_and_option(file: Path, built: Path) -> None:
    file.write_text('color = "always"\n', encoding="utf-8")

    def painted(*args: str, **environ: str) -> bool:
        environ = {"SEARCHER_CONFIG": str(file)} | environ
        return "\x1b[" in searcher("--index", built / "index", "search", "煤", *args, environ=environ).stdout

    assert painted()
    assert not painted(NO_COLOR="1")
    assert not painted("--no-color")
    assert painted("--color", "always", NO_COLOR="1")
    assert not painted(SEARCHER_COLOR="never")
    assert not painted("--color=auto")


def test_a_home_folder_is_known_by_its_sign(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    shutil.copytree(CORPUS, tmp_path / "papers")
    file.write_text('corpus = "~/papers"\n', encoding="utf-8")
    assert told(file)["corpus"][0] == str(tmp_path / "papers")


def test_the_pager_by_file_variable_and_option(file: Path, built: Path) -> None:
    def paged(*args: str, **environ: str) -> bool:
        environ = {"SEARCHER_CONFIG": str(file)} | environ
        run = searcher(
            "--index", built / "index", "search", "的", "-n", "50", *args, tty=True, stdin="q\n", environ=environ
        )
        return "-- more" in run.stdout + run.stderr

    file.write_text("", encoding="utf-8")
    assert paged()
    assert not paged("--no-pager")
    file.write_text("pager = false\n", encoding="utf-8")
    assert not paged()
    assert paged("--pager")
    assert paged(SEARCHER_PAGER="yes")
    assert not paged("--no-pager", SEARCHER_PAGER="yes")
    file.write_text("[commands.show]\npager = false\n", encoding="utf-8")
    assert paged()
