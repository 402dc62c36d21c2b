"""Ctrl-C: status 130, one line, and nothing lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from program import CORPUS, REPOSITORY, searcher

pytestmark = pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")


@pytest.fixture(scope="module")
def much(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus that takes a while."""
    folder = tmp_path_factory.mktemp("much")
    for number in range(10):
        shutil.copytree(CORPUS, folder / "corpus" / f"{number:02}")
    return folder


READY = "import sys; from searcher.__main__ import main; print('ready', file=sys.stderr, flush=True); main()"


def interrupted(folder: Path, *args: str, after: float) -> int:
    """Run the program, send it SIGINT a while after it began; gives the status. What it says is one line."""
    whole = [sys.executable, "-c", READY, "--corpus", str(folder / "corpus"), "--index", str(folder / "index"), *args]
    environ = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(whole, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environ) as run:
        assert run.stderr is not None
        assert run.stderr.readline() == "ready\n"
        time.sleep(after)
        run.send_signal(signal.SIGINT)
        said = run.stderr.read()
        status = run.wait(30)
    assert said in (("searcher: interrupted\n", "") if status == 130 else ("",))
    return status


def test_an_update_that_is_interrupted_anywhere_loses_nothing(much: Path) -> None:
    here = ["--corpus", much / "corpus", "--index", much / "index"]
    statuses = {interrupted(much, "index", after=after) for after in (0.02, 0.1, 0.5)}
    assert 130 in statuses
    assert statuses <= {0, 130}
    assert searcher(*here, "index").status == 0
    found = searcher(*here, "search", "--count", "煤").stdout
    shutil.copytree(CORPUS, much / "corpus" / "more")
    assert interrupted(much, "index", "--rebuild", after=0.5) in (0, 130)
    assert searcher(*here, "check", "--format", "json").json["sound"]
    assert int(searcher(*here, "search", "--count", "煤").stdout) >= int(found) > 0


@pytest.mark.parametrize("args", [["search", "--all", "的"], ["check"], ["parse", str(CORPUS)], ["info"]])
@pytest.mark.parametrize("after", [0.0, 0.1])
def test_whatever_is_interrupted_ends_with_130_or_was_done(much: Path, args: list[str], after: float) -> None:
    assert interrupted(much, *args, after=after) in (0, 130)


FORGETFUL = """
import sys, time
from searcher import __main__
from searcher.cli import main as command

class Forgetful:
    def __del__(self):
        print("ready", file=sys.stderr, flush=True)
        time.sleep(10)

def raw_main(arguments, environment):
    try:
        Forgetful()
        time.sleep(10)
    except KeyboardInterrupt:
        return 130
    return 0

command.raw_main = raw_main
__main__.main()
"""


def test_an_interrupt_that_python_itself_would_forget_is_heard() -> None:
    environ = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen([sys.executable, "-c", FORGETFUL], stderr=subprocess.PIPE, text=True, env=environ) as run:
        assert run.stderr is not None
        assert run.stderr.readline() == "ready\n"
        run.send_signal(signal.SIGINT)
        assert run.stderr.read() == ""
        assert run.wait(20) == 130
