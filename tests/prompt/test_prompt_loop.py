"""The prompt with keys: prompt-toolkit's pipe input, lines from a file, and a real pseudo-terminal."""

from __future__ import annotations

import io
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from program import CORPUS, REPOSITORY, command, environment, searcher
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from searcher.cli.settings import Settings
from searcher.prompt.history import history
from searcher.prompt.loop import run


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    shutil.copy(CORPUS / "2025-06-13-A1.txt", corpus)
    env = replace(environment(tty=True), state_dir=tmp_path / "state")
    return Settings(env, corpus, tmp_path / "index")


def typed(settings: Settings, keys: str) -> str:
    """What is written to stdout when `keys` are typed."""
    assert isinstance(settings.env.stdout, io.StringIO)
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        assert run(settings, input=pipe, output=DummyOutput()) == 0
    return settings.env.stdout.getvalue()


def test_type_a_query_then_a_number_then_leave(settings: Settings) -> None:
    shown = typed(settings, "煤焦油\r1\r:quit\r")
    assert "【煤焦油】" in shown
    assert "▶" in shown


def test_ctrl_d_leaves(settings: Settings) -> None:
    assert "Type a query" in typed(settings, "\x04")


def test_ctrl_c_clears_the_line(settings: Settings) -> None:
    shown = typed(settings, "不要这个\x03:limit\r\x04")
    assert "不要这个" not in shown
    assert "10 results at a time" in shown


def test_history_is_kept_between_runs(settings: Settings) -> None:
    typed(settings, ":limit 3\r\x04")
    assert "3 results at a time" in typed(settings, "\x1b[A\r\x04")
    assert next(iter(history(settings.env.state_dir).load_history_strings())) == ":limit 3"


def test_history_that_cannot_be_kept_does_not_stop_the_prompt(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    env = replace(settings.env, state_dir=tmp_path / "file" / "state")
    assert "10 results" in typed(replace(settings, env=env), ":limit\r\x04")


def test_lines_from_a_file_are_taken_as_typed(settings: Settings) -> None:
    options = ("--corpus", settings.corpus, "--index", settings.index)
    run_ = searcher(*options, "prompt", stdin="煤焦油\n1\n:nonsense\n:quit\n煤\n")
    assert run_.status == 0
    assert "▶" in run_.stdout
    assert "no command :nonsense" in run_.stdout
    assert run_.stdout.count("【煤焦油】") >= 2


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_session_on_a_terminal(settings: Settings, tmp_path: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    environ = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH")])),
        "TERM": "xterm-256color",
        "NO_COLOR": "1",
        "XDG_STATE_HOME": str(tmp_path / "home"),
    }
    words = command("--corpus", settings.corpus, "--index", settings.index)
    child = pexpect.spawn(
        sys.executable, words[1:], env=environ, encoding="utf-8", timeout=30, dimensions=(24, 80), cwd=str(tmp_path)
    )
    child.expect("searcher>")
    child.send("煤焦油\r")
    child.expect("building it from")
    child.expect("【煤焦油】")
    child.expect("a number reads that article")
    child.send("1\r")
    child.expect("▶")
    child.send('"煤\r')
    child.expect_exact("^")
    child.send("\x03")
    child.send("\x04")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
