"""The prompt with keys: prompt-toolkit's pipe input, lines from a file, and a real pseudo-terminal."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from program import REPOSITORY, command, searcher
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from searcher.cli.settings import Settings
from searcher.prompt.history import history
from searcher.prompt.loop import run

ESCAPE, UP, DOWN, CTRL_C, CTRL_D = "\x1b", "\x1b[A", "\x1b[B", "\x03", "\x04"


@pytest.fixture
def terminal(settings: Settings) -> Settings:
    return replace(settings, env=replace(settings.env, stdin_isatty=True))


def typed(settings: Settings, keys: str) -> str:
    """What is written to stdout when `keys` are typed; what is drawn on the whole screen is not written there."""
    assert isinstance(settings.env.stdout, io.StringIO)
    start = len(settings.env.stdout.getvalue())
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        assert run(settings, input=pipe, output=DummyOutput()) == 0
    return settings.env.stdout.getvalue()[start:]


def test_type_a_query_and_leave(terminal: Settings) -> None:
    assert "【煤焦油】" in typed(terminal, "煤焦油\r:quit\r")


def test_ctrl_d_leaves(terminal: Settings) -> None:
    assert "Type a query" in typed(terminal, CTRL_D)


def test_ctrl_c_clears_the_line(terminal: Settings) -> None:
    shown = typed(terminal, f"不要这个{CTRL_C}:limit 4\r{CTRL_D}")
    assert "不要这个" not in shown
    assert "4 results at a time" in shown


def test_history_is_kept_between_runs(terminal: Settings) -> None:
    typed(terminal, f":limit 3\r{CTRL_D}")
    assert "3 results at a time" in typed(terminal, f"{UP}\r{CTRL_D}")
    assert next(iter(history(terminal.env.state_dir).load_history_strings())) == ":limit 3"


def test_history_is_searched_with_ctrl_r(terminal: Settings) -> None:
    typed(terminal, f":limit 7\r:limit auto\r{CTRL_D}")
    assert "7 results at a time" in typed(terminal, f"\x12t 7\r\r{CTRL_D}")


def test_history_that_cannot_be_kept_does_not_stop_the_prompt(terminal: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    env = replace(terminal.env, state_dir=tmp_path / "file" / "state")
    assert "10 at most" in typed(replace(terminal, env=env), f":limit\r{CTRL_D}")


def test_a_number_opens_the_article_on_the_whole_screen_and_a_colon_leads_to_the_next_command(
    terminal: Settings,
) -> None:
    shown = typed(terminal, "煤焦油\r1\rnn:cite 1\r:quit\r")
    assert "[N]" in shown
    assert "▶" not in shown


def test_browse_open_go_on_to_the_next_article_and_come_back(terminal: Settings) -> None:
    assert "[N]" in typed(terminal, f"煤焦油\r{DOWN}jj\rn]pqqq:cite 1\r{CTRL_D}")


def test_browsing_leads_to_searching_within(terminal: Settings) -> None:
    assert "【园区】" in typed(terminal, f"煤焦油\r:browse\r/园区\r{CTRL_D}")


def test_an_empty_line_shows_more(terminal: Settings) -> None:
    shown = typed(terminal, f":limit 2\r的\r\r{CTRL_D}")
    assert re.findall(r"^ +(\d)  ", shown, re.MULTILINE) == ["1", "2", "3", "4"] or " 3  " in shown


def test_the_keys_of_vi(terminal: Settings) -> None:
    # In vi's normal mode x deletes a character and A appends.
    shown = typed(terminal, f":keys vi\r:limit 55{ESCAPE}xA\r:limit{ESCAPE}0xi:\r{CTRL_D}")
    assert "those of vi" in shown
    assert "5 results at a time" in shown
    assert "55 results" not in shown


def test_a_pasted_text_of_several_lines_is_one_query(terminal: Settings) -> None:
    shown = typed(terminal, f"{ESCAPE}[200~煤焦\r\n油\n{ESCAPE}[201~\r{CTRL_D}")
    assert "【煤焦油】" in shown


def test_live_results_can_be_switched_off(terminal: Settings) -> None:
    shown = typed(terminal, f":live off\r煤焦油\r:live\r{CTRL_D}")
    assert shown.count("live results are off") == 2
    assert "【煤焦油】" in shown


def test_lines_from_a_file_are_taken_as_typed(settings: Settings) -> None:
    options = ("--corpus", settings.corpus, "--index", settings.index)
    run_ = searcher(*options, "prompt", stdin="煤焦油\n1\n:nonsense\n:quit\n煤\n")
    assert run_.status == 0
    assert "▶" in run_.stdout
    assert "no command :nonsense" in run_.stdout
    assert run_.stdout.count("【煤焦油】") >= 2


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
class TestOnATerminal:
    """The program in a process of its own on a pseudo-terminal."""

    def spawn(self, settings: Settings, folder: Path, **environ: str) -> Any:
        pexpect = pytest.importorskip("pexpect")
        path = os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH")]))
        home = {"XDG_STATE_HOME": str(folder / "home"), "XDG_CONFIG_HOME": str(folder / "home")}
        words = command("--corpus", settings.corpus, "--index", settings.index)
        child = pexpect.spawn(
            sys.executable,
            words[1:],
            env=os.environ
            | {
                "PYTHONPATH": path,
                "PROMPT_TOOLKIT_NO_CPR": "1",
                "TERM": "xterm-256color",
                "NO_COLOR": "1",
                "LC_ALL": "C.UTF-8",
            }
            | home
            | environ,
            encoding="utf-8",
            timeout=60,
            dimensions=(24, 80),
            cwd=str(folder),
        )
        child.expect("searcher>")
        return child

    def leave(self, child: Any) -> None:
        import pexpect

        child.send(CTRL_D)
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0

    def test_search_open_narrow_cite_export_and_leave(self, settings: Settings, tmp_path: Path) -> None:
        child = self.spawn(settings, tmp_path)
        child.send("煤焦油\r")
        child.expect("【煤焦油】")
        child.expect(r"of \d+ paragraphs")
        child.send("1\r")
        child.expect("▶")
        child.send("n]q")
        child.send("/园区\r")
        child.expect("【园区】")
        child.expect("a number reads")
        child.send(":filter date:2025-09\r")
        child.expect("a number reads")
        child.send(":cite 1\r")
        child.expect(r"\[N\]\. 汾水新报, 2025-09-\d\d")
        child.send(":export found.csv\r")
        child.expect("written to found.csv")
        child.send('"煤\r')
        child.expect_exact("^")
        child.send(CTRL_C)
        self.leave(child)
        assert "园区" in (tmp_path / "found.csv").read_text(encoding="utf-8-sig")

    def test_the_first_query_builds_the_index(self, workshop: Settings, tmp_path: Path) -> None:
        child = self.spawn(workshop, tmp_path)
        child.send("煤焦油\r")
        child.expect("building it from")
        child.expect("【煤焦油】")
        self.leave(child)

    def test_a_dumb_terminal(self, settings: Settings, tmp_path: Path) -> None:
        child = self.spawn(settings, tmp_path, TERM="dumb")
        child.send("煤焦油\r")
        child.expect("【煤焦油】")
        child.send("1\r")
        child.expect("▶")
        self.leave(child)


def test_the_first_prompt_loads_nothing_slow() -> None:
    slow = ("typer", "click", "numpy", "whoosh", "jieba", "pypinyin", "json", "searcher.index", "searcher.query.parse")
    program = (
        "import searcher.__main__, searcher.cli.main, searcher.cli.settings, searcher.prompt.loop, sys\n"
        "import searcher.prompt.editor, searcher.prompt.session\n"
        f"print([name for name in {slow!r} if name in sys.modules])"
    )
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])}
    run_ = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environ, check=True)
    assert run_.stdout.strip() == "[]"
