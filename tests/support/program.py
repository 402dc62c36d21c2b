"""Running the program in-process: what it wrote and its status."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searcher.cli.environment import Environment
from searcher.cli.main import raw_main

REPOSITORY = Path(__file__).parents[2]
CORPUS = REPOSITORY / "corpus"


@dataclass(frozen=True, slots=True)
class Run:
    """What one run gave."""

    stdout: str
    stderr: str
    status: int

    @property
    def json(self) -> Any:
        """stdout as JSON."""
        return json.loads(self.stdout)


def environment(
    *,
    stdin: str = "",
    width: int = 80,
    colors: bool = False,
    tty: bool = False,
    environ: Mapping[str, str] | None = None,
) -> Environment:
    """An environment of strings; `tty` makes all three streams terminals."""
    return Environment(
        io.StringIO(stdin),
        io.StringIO(),
        io.StringIO(),
        stdin_isatty=tty,
        stdout_isatty=tty,
        stderr_isatty=tty,
        colors=colors,
        width=width,
        environ=environ or {},
        state_dir=Path("state"),
    )


def searcher(*args: object, **settings: Any) -> Run:
    """Run the program with `args`; `settings` are those of `environment`."""
    env = environment(**settings)
    status = raw_main([str(arg) for arg in args], env)
    assert isinstance(env.stdout, io.StringIO)
    assert isinstance(env.stderr, io.StringIO)
    return Run(env.stdout.getvalue(), env.stderr.getvalue(), status)


def command(*args: object) -> list[str]:
    """The command that runs the program as a process of its own."""
    return [sys.executable, "-m", "searcher", *map(str, args)]
