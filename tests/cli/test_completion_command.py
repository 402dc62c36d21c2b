"""Completion in shells: what a word may become, and that real shells make it so."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import REPOSITORY, environment, searcher

from searcher.cli.app import command_line
from searcher.cli.completing import FILES, candidates, quoted, split_line
from searcher.cli.completion import Shell, script
from searcher.cli.main import COMPLETION_ENTRY

Offered = Callable[..., list[str]]
Typed = Callable[[str], list[str]]


@pytest.fixture
def offered(built: Path, tmp_path: Path) -> Offered:
    """The values for the last of some words, on the sample corpus."""
    env = environment(environ={"SEARCHER_INDEX": str(built / "index")})
    env.state_dir = tmp_path / "state"
    return lambda *words: [candidate.value for candidate in candidates(words, env)]


def test_commands_by_how_they_begin(offered: Offered) -> None:
    visible = [name for name, command in command_line().commands.items() if not command.hidden]
    assert offered("") == visible
    assert offered("se") == [name for name in visible if name.startswith("se")]
    assert offered("zz") == []
    assert offered("nothing", "") == []


@pytest.mark.parametrize("name", command_line().commands)
def test_every_long_option_of_every_command(offered: Offered, name: str) -> None:
    long = {o for param in command_line().commands[name].params for o in param.opts if o.startswith("--")} | {"--help"}
    assert long <= set(offered(name, "-"))
    assert all(option.startswith("--c") for option in offered(name, "--c"))


def test_values_of_options(offered: Offered) -> None:
    assert offered("info", "--format", "") == ["text", "json"]
    assert offered("info", "--format=j") == ["--format=json"]
    assert offered("--lang", "z") == ["zh"]
    assert offered("--corpus", "co") == [FILES]
    assert offered("search", "--output", "") == [FILES]
    assert offered("search", "--limit", "") == []
    assert offered("search", "--section", "要") == ["要闻"]
    assert offered("search", "--newspaper", "") == ["汾水新报"]
    assert "王砚秋" in offered("search", "--author", "王")


def test_arguments(offered: Offered) -> None:
    assert offered("parse", "x") == offered("add", "a", "b") == [FILES]
    assert offered("completion", "b") == ["bash"]
    assert offered("completion", "bash", "") == []
    assert offered("info", "") == []


def test_fields_of_a_query_and_their_values(offered: Offered) -> None:
    assert "section:" in offered("search", "")
    assert offered("search", "sec") == ["section:"]
    assert offered("search", "版") == ["版名:", "版:", "版次:", "版面:"]
    assert offered("search", "section:要") == ["section:要闻"]
    assert offered("search", "版名：要") == ["版名：要闻"]
    assert offered("search", "--", "-section:要") == ["-section:要闻"]
    assert offered("search", '(section:"要') == ['(section:"要闻"']
    assert offered("search", "煤 section:要") == ["煤 section:要闻"]
    assert offered("search", "煤", "AND", "sec") == ["section:"]
    assert "byline:王砚秋" in offered("search", "byline:王")
    assert offered("search", "date:2025") == []
    assert offered("search", "nothing:2") == []
    assert offered("search", "--", "-sec") == ["-section:"]


def test_values_are_those_of_the_index_in_force(built: Path, tmp_path: Path) -> None:
    env = environment()
    env.state_dir = tmp_path
    here = ("search", "--index", str(built / "index"), "--section", "要")
    assert [candidate.value for candidate in candidates(here, env)] == ["要闻"]
    assert candidates(("search", "--index", str(tmp_path), "--section", ""), env) == []
    assert candidates(("search", "--index=" + str(tmp_path), "section:"), env) == []


def test_what_was_read_once_is_kept_until_the_index_changes(built: Path, tmp_path: Path) -> None:
    """The second question loads nothing of the engine; a changed index, or a spoiled file, is read anew."""
    shutil.copytree(built, tmp_path / "own")
    index, state = tmp_path / "own" / "index", tmp_path / "state"
    env = environment(environ={"SEARCHER_INDEX": str(index)})
    env.state_dir = state
    words = ("search", "--section", "")
    first = candidates(words, env)
    kept = json.loads((state / "completion.json").read_text(encoding="utf-8"))
    kept[str(index)]["values"]["section"] = [["a kept one", 1]]
    (state / "completion.json").write_text(json.dumps(kept), encoding="utf-8")
    assert [candidate.value for candidate in candidates(words, env)] == ["a kept one"]
    (tmp_path / "own" / "corpus" / "2025-06-13-A1.txt").unlink()
    assert searcher("--corpus", tmp_path / "own" / "corpus", "--index", index, "index").status == 0
    assert {candidate.value for candidate in candidates(words, env)} <= {candidate.value for candidate in first}
    (state / "completion.json").write_text("[", encoding="utf-8")
    assert "a kept one" not in [candidate.value for candidate in candidates(words, env)]


def test_completing_a_command_loads_nothing_of_the_engine() -> None:
    from test_usage import loaded

    slow = {"numpy", "jieba", "rjieba", "whoosh", "searcher.index"}
    assert loaded(COMPLETION_ENTRY, "bash", "searcher se", "se") & slow == set()


@pytest.mark.parametrize("args", [[], ["bash"], ["fish"], ["bash", "searcher 'sea", ""], ["zsh", "search", "--index"]])
def test_no_question_disturbs_typing(args: list[str]) -> None:
    run = searcher(COMPLETION_ENTRY, *args)
    assert (run.status, run.stderr) == (0, "")


@given(words=st.lists(st.text(st.characters(codec="utf-8"), max_size=6), max_size=4))
def test_whatever_is_typed_is_no_failure(words: list[str]) -> None:
    assert searcher(COMPLETION_ENTRY, "fish", *words).status == 0
    assert searcher(COMPLETION_ENTRY, "bash", " ".join(["searcher", *words]), "").status == 0


@given(
    text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1),
    quote=st.sampled_from(["", "'", '"']),
)
def test_what_is_quoted_is_read_back(text: str, quote: str) -> None:
    words, raw, open_quote = split_line(f"searcher x {quoted(text, quote)}")
    assert words == ["searcher", "x", text]
    assert open_quote == quote
    assert raw == quoted(text, quote)


def test_scripts_are_printed_with_how_to_install_them() -> None:
    for shell in Shell:
        run = searcher("completion", shell)
        assert run.stdout == script(shell)
        assert f"searcher completion {shell}" in run.stdout.partition("complete")[0] + run.stdout
        assert run.stderr == ""
    assert "to install it" in searcher("completion", "bash", tty=True).stderr
    assert searcher("completion", environ={"SHELL": "/usr/bin/fish"}).stdout == script(Shell.FISH)
    assert searcher("completion", environ={"SHELL": "/bin/tcsh"}).status == 2


# Real shells


@pytest.fixture(scope="module")
def at_home(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `searcher` is a program, with the sample corpus's index."""
    tmp_path = tmp_path_factory.mktemp("home")
    program = tmp_path / "bin" / "searcher"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m searcher "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "a file.txt").write_text("x", encoding="utf-8")
    return os.environ | {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(REPOSITORY),
        "SEARCHER_INDEX": str(built / "index"),
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
    }


def start(shell: str, args: list[str], ready: str, env: dict[str, str]) -> Iterator[Typed]:
    """A shell on a terminal. Gives what it makes of a line at Tab: the words that the program is then called with."""
    pexpect = pytest.importorskip("pexpect")
    if os.name == "nt" or shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    folder = Path(env["HOME"])
    told = folder / "words"
    child: Any = pexpect.spawn(
        shell, args, env=env, cwd=str(folder), encoding="utf-8", timeout=30, dimensions=(24, 200), echo=False
    )
    for line in ready.format(told=told).splitlines():
        child.sendline(line)
    child.sendline("echo rea''dy")
    child.expect("ready\r?\n")

    def typed(line: str) -> list[str]:
        told.unlink(missing_ok=True)
        child.send(line + "\t")
        child.send(" end\r")
        child.expect("told\r?\n")
        *words, last = told.read_text(encoding="utf-8").splitlines()
        assert last == "end"
        return words

    yield typed
    child.close(force=True)


CASES = [
    ("searcher expl", ["explain"]),
    ("searcher search --sect", ["search", "--section"]),
    ("searcher search --section 要", ["search", "--section", "要闻"]),
    ("searcher search section:要", ["search", "section:要闻"]),
    ("searcher search 煤 section:要", ["search", "煤", "section:要闻"]),
    ("searcher search '煤 section:要", ["search", "煤 section:要闻"]),
    ("searcher info --format=j", ["info", "--format=json"]),
    ("true; searcher completion ba", ["completion", "bash"]),
    ("searcher parse a\\ f", ["parse", "a file.txt"]),
]


@pytest.fixture(scope="module")
def bash(at_home: dict[str, str]) -> Iterator[Typed]:
    ready = """\
bind "set bell-style none"; bind "set enable-bracketed-paste off"
eval "$(searcher completion bash)"
searcher() {{ printf '%s\\n' "$@" > {told}; echo to''ld; }}
"""
    yield from start("bash", ["--norc", "--noprofile"], ready, at_home)


@pytest.mark.parametrize(
    ("typed", "words"), [*CASES, ('searcher search "煤 section:要', ["search", "煤 section:要闻"])]
)
def test_bash(bash: Typed, typed: str, words: list[str]) -> None:
    assert bash(typed) == words


@pytest.fixture(scope="module")
def zsh(at_home: dict[str, str]) -> Iterator[Typed]:
    ready = """\
unset zle_bracketed_paste; unsetopt beep; autoload -Uz compinit; compinit -u
eval "$(searcher completion zsh)"
searcher() {{ printf '%s\\n' "$@" > {told}; echo to''ld; }}
"""
    yield from start("zsh", ["-f", "-i"], ready, at_home)


@pytest.mark.parametrize(("typed", "words"), CASES)
def test_zsh(zsh: Typed, typed: str, words: list[str]) -> None:
    assert zsh(typed) == words


FISH_CASES = [
    ("searcher expl", "explain"),
    ("searcher search --section 要", "要闻"),
    ("searcher search section:要", "section:要闻"),
    ("searcher search '煤 section:要", "煤 section:要闻"),
    ("searcher info --format=j", "--format=json"),
    ("searcher search sec", "section:"),
    ("searcher parse a\\ f", "a file.txt"),
]


@pytest.mark.skipif(shutil.which("fish") is None, reason="no fish here")
def test_fish(at_home: dict[str, str]) -> None:
    """Fish itself tells what it would offer, with a description after a tabulator."""
    lines = "; ".join(f"complete -C {shlex.quote(typed)} | head -1" for typed, _offered in FISH_CASES)
    asked = f"searcher completion fish | source; {lines.replace(chr(92), chr(92) * 2)}"
    run = subprocess.run(
        ["fish", "--no-config", "-c", asked],
        env=at_home,
        cwd=at_home["HOME"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert [line.partition("\t")[0].replace("\\", "") for line in run.stdout.splitlines()] == [
        offered for _typed, offered in FISH_CASES
    ]
