"""Nothing that the program does at run time opens a network connection: sockets are forbidden while it does it all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from program import CORPUS, REPOSITORY, command

# Python imports a module of this name at its start: also in the processes that the program starts.
GUARD = """
import os, sys

def forbid(event, arguments):
    if not event.startswith("socket.") or event == "socket.gethostname":
        return
    if event == "socket.__new__" and str(getattr(arguments[1], "name", arguments[1])) in ("AF_UNIX", "1"):
        return
    with open(os.environ["SOCKETS"], "a") as told:
        print(event, arguments[1:], file=told)
    raise PermissionError("the network is forbidden here")

sys.addaudithook(forbid)
with open(os.environ["SOCKETS"] + ".guarded", "a") as told:
    print(os.getpid(), file=told)
"""
COMMANDS = [
    ["index"],
    ["search", "--format", "json", "煤焦游"],
    ["facets", "--by", "section", "煤"],
    ["info"],
    ["index", "--rebuild"],
    ["search", "碳达峰 长治"],
    ["search", "--format", "html", '"释放土地效能" OR 煤*'],
    ["terms", "煤"],
    ["timeline", "煤"],
    ["explain", "煤 -电"],
    ["check"],
    ["parse", "CORPUS"],
    ["config"],
    ["--help"],
    ["--version"],
]


@pytest.fixture
def guarded(tmp_path: Path) -> dict[str, str]:
    """An environment in which no Python opens a socket, unless to a process of the same machine by a name of a file."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    path = [str(tmp_path / "guard"), str(REPOSITORY), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, path)),
        "SOCKETS": str(tmp_path / "sockets"),
        "HTTP_PROXY": "http://127.0.0.1:9",
    }


@pytest.fixture
def here(tmp_path: Path) -> list[str]:
    shutil.copytree(CORPUS, tmp_path / "corpus")
    return ["--corpus", str(tmp_path / "corpus"), "--index", str(tmp_path / "index")]


def opened(tmp_path: Path) -> str:
    """What was tried."""
    told = tmp_path / "sockets"
    return told.read_text(encoding="utf-8") if told.exists() else ""


def ran(args: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(args, env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False)


@pytest.mark.parametrize("commands", [COMMANDS[:4], pytest.param(COMMANDS, marks=pytest.mark.slow)], ids=["few", "all"])
def test_no_command_opens_a_socket(
    here: list[str], guarded: dict[str, str], tmp_path: Path, commands: list[list[str]]
) -> None:
    for args in commands:
        done = ran(command(*here, *(str(tmp_path / "corpus") if arg == "CORPUS" else arg for arg in args)), guarded)
        assert done.returncode in (0, 1), (args, done.stderr)
        assert opened(tmp_path) == "", args
    found = ran(command(*here, "search", "--format", "jsonl", "煤焦油"), guarded).stdout.decode("utf-8")
    id = found.partition('"id": "')[2].partition('"')[0]
    for args in [["show", id], ["similar", id], ["cite", id]][: len(commands) - 4]:
        done = ran(command(*here, *args), guarded)
        assert done.returncode in (0, 1), (args, done.stderr)
    assert opened(tmp_path) == ""
    guards = (tmp_path / "sockets.guarded").read_text(encoding="utf-8").split()
    assert len(guards) > len(commands)


def test_other_processes_of_a_build_and_of_a_pdf_open_none(
    here: list[str], guarded: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "corpus" / "x.pdf").write_bytes(b"%PDF-1.4\nnothing")
    code = (
        "from searcher.store import builder; builder.BATCH_CHARACTERS = 200; builder._MOST_WORKERS = 1\n"
        "import searcher; from pathlib import Path; searcher.build_index(Path('corpus'), Path('index'))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=guarded, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert opened(tmp_path) == ""
    # This process, a worker, and the one that reads the PDF file.
    assert len((tmp_path / "sockets.guarded").read_text(encoding="utf-8").split()) >= 3


def test_the_prompt_opens_none(here: list[str], guarded: dict[str, str], tmp_path: Path) -> None:
    emulator = pytest.importorskip("emulator")
    assert ran(command(*here, "index"), guarded).returncode == 0
    terminal = emulator.Terminal([*here, "prompt"], 100, 30, cwd=tmp_path, environ=guarded | {"TERM": "xterm-256color"})
    try:
        terminal.settle()
        terminal.send("煤焦油\r")
        terminal.wait("2025-")
        terminal.settle()
        assert terminal.leave() == 0
    finally:
        terminal.end()
    assert opened(tmp_path) == ""


@pytest.mark.parametrize(
    "code", ["import socket; socket.socket()", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')"]
)
def test_the_guard_sees_what_it_is_for(guarded: dict[str, str], tmp_path: Path, code: str) -> None:
    assert ran([sys.executable, "-c", code], guarded).returncode == 1
    assert "socket." in opened(tmp_path)
