"""The program as a process of its own: streams, locales, pipes, terminals."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from program import REPOSITORY, command

POSIX = pytest.mark.skipif(os.name == "nt", reason="needs POSIX pipes and terminals")


def environ(**changes: str) -> dict[str, str]:
    """The environment of this process with the package findable from anywhere, and `changes`."""
    path = os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH")]))
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM", "COLUMNS")}
    return kept | {"PYTHONPATH": path, "PAGER": "cat"} | changes


@pytest.fixture
def here(built: Path) -> list[str]:
    return ["--corpus", str(built / "corpus"), "--index", str(built / "index")]


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX"])
def test_chinese_comes_out_in_any_locale(here: list[str], locale: str) -> None:
    settings = environ(LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    run = subprocess.run(command(*here, "search", "煤焦油"), capture_output=True, env=settings, check=True)
    assert "【煤焦油】" in run.stdout.decode("utf-8")


def test_json_is_utf_8_where_text_is_in_the_encoding_of_the_place(here: list[str]) -> None:
    settings = environ(PYTHONIOENCODING="gb18030", PYTHONUTF8="0")
    text = subprocess.run(command(*here, "search", "煤焦油"), capture_output=True, env=settings, check=True)
    assert "【煤焦油】" in text.stdout.decode("gb18030")
    machine = subprocess.run(
        command(*here, "search", "--format", "json", "煤焦油"), capture_output=True, env=settings, check=True
    )
    assert json.loads(machine.stdout.decode("utf-8"))["query"] == "煤焦油"


@POSIX
@pytest.mark.parametrize(
    "args",
    [
        ["search", "-n", "500", "的"],
        ["search", "--format", "jsonl", "-n", "500", "的"],
        ["parse", "CORPUS"],
        ["info"],
        ["--help"],
    ],
    ids=lambda args: args[0] + args[-1],
)
def test_a_reader_that_leaves_is_no_error(built: Path, here: list[str], args: list[str]) -> None:
    args = [str(built / "corpus") if arg == "CORPUS" else arg for arg in args]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        run = subprocess.run(command(*here, *args), stdout=writing, stderr=subprocess.PIPE, env=environ(), check=False)
    finally:
        os.close(writing)
    assert (run.returncode, run.stderr) == (0, b"")


@POSIX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_line(here: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            command(*here, "search", "煤"), stdout=full, stderr=subprocess.PIPE, env=environ(), check=False, text=True
        )
    assert run.returncode == 70
    assert run.stderr.startswith("searcher: ")
    assert "Traceback" not in run.stderr


def test_without_a_terminal_plain_searcher_helps(tmp_path: Path) -> None:
    run = subprocess.run(
        command(), stdin=subprocess.DEVNULL, capture_output=True, env=environ(), check=False, cwd=tmp_path
    )
    assert run.returncode == 2
    assert b"Usage: searcher" in run.stdout


def on_terminal(*args: str, columns: int = 60, **changes: str) -> str:
    """What a terminal of so many columns is given by one run."""
    pexpect = pytest.importorskip("pexpect")
    child = pexpect.spawn(
        sys.executable,
        command(*args)[1:],
        env=environ(**{"TERM": "xterm-256color"} | changes),
        encoding="utf-8",
        timeout=30,
        dimensions=(24, columns),
    )
    child.expect(pexpect.EOF)
    child.close()
    return str(child.before)


@POSIX
def test_colours_on_a_terminal_only_where_they_are_wanted(here: list[str]) -> None:
    assert "\x1b[1;31m煤焦油\x1b[0m" in on_terminal(*here, "search", "煤焦油")
    for changes in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = on_terminal(*here, "search", "煤焦油", **changes)
        assert "\x1b" not in plain
        assert "【煤焦油】" in plain
    assert "\x1b[1;31m" in on_terminal(*here, "search", "煤焦油", NO_COLOR="")


@POSIX
@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_lines_fit_the_terminal(here: list[str], columns: int) -> None:
    from searcher.results.render.columns import columns as width

    shown = on_terminal(*here, "search", "的", columns=columns)
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in shown.splitlines()]
    # A command to paste is one line: a terminal wraps it without breaking it.
    assert max(width(line) for line in lines if not line.startswith("searcher --")) <= columns


LEFT = """
import atexit, gc
from searcher.__main__ import main
atexit.register(lambda: print(len(gc.get_objects())))
main()
"""


def test_nothing_is_looked_through_for_cycles_at_the_end() -> None:
    """Looking for what cannot be reached any more, in all that was loaded, took as long as many a search."""
    run = subprocess.run([sys.executable, "-c", LEFT, "--version"], capture_output=True, env=environ(), check=True)
    assert int(run.stdout.split()[-1]) < 1_000
