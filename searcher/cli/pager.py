"""Showing what is taller than the terminal: $PAGER, less, or screen by screen where there is neither."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import PurePath
from typing import TYPE_CHECKING, TextIO

from searcher.i18n import _
from searcher.results.render.columns import columns
from searcher.results.render.safe import safe

if TYPE_CHECKING:
    import subprocess

    from searcher.cli.environment import Environment

_SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")
_DEFAULTS = {"LESS": "FRX", "LV": "-c", "LESSCHARSET": "utf-8"}
"""Colours shown, no other sequence obeyed, and what fits the screen after all left on it; as git sets them."""


def page(env: Environment, lines: Iterable[str], *, wanted: bool = True) -> None:
    """Write `lines` to the terminal; through a pager if that is `wanted` and they are taller than it.

    Leaving the pager early is no error: what was not shown is not written, nor made.
    """
    coming = iter(lines)
    if not wanted or env.environ.get("TERM") == "dumb":
        _write(env, coming)
        return
    held: list[str] = []
    rows = 0
    for line in coming:
        held.append(line)
        rows += _rows(line, env.width)
        if rows >= env.height:
            break
    else:
        _write(env, held)
        return
    _through_pager(env, chain(held, coming))


def _write(env: Environment, lines: Iterable[str]) -> None:
    for line in lines:
        env.write(line)


def _rows(line: str, width: int) -> int:
    """Rows of the terminal that a line takes."""
    wide = sum(columns(part) for part in _SEQUENCE.split(line))
    return line.count("\n") + max(1, -(-wide // max(width, 1)))


def _through_pager(env: Environment, lines: Iterator[str]) -> None:
    env.stdout.flush()
    asked = env.environ.get("PAGER")
    if asked is not None and asked.strip() in ("", "cat"):
        _write(env, lines)
        return
    for command in filter(None, [_words(asked), ["less"]]):
        program = _started(env, command)
        if program is not None:
            _feed(program, lines)
            return
        if command != ["less"]:
            env.say(_("{pager}: this pager cannot be started; see $PAGER").format(pager=safe(" ".join(command))))
    _by_screens(env, lines)


def _words(asked: str | None) -> list[str]:
    """$PAGER as a command; no shell reads it."""
    import shlex

    try:
        return shlex.split(asked, posix=os.name == "posix") if asked else []
    except ValueError:
        return [asked or ""]


def _started(env: Environment, command: Sequence[str]) -> subprocess.Popen[str] | None:
    """The pager, running, or None where it cannot be run or stdout is not the terminal itself."""
    import shutil
    import subprocess

    found = shutil.which(command[0], path=env.environ.get("PATH"))
    try:
        stdout = env.stdout.fileno()
    except (OSError, ValueError):
        return None
    if found is None:
        return None
    with contextlib.suppress(OSError):
        return subprocess.Popen(
            [found, *_options(command), *command[1:]],
            stdin=subprocess.PIPE,
            stdout=stdout,
            env=_environment(env.environ),
            encoding="utf-8",
            errors="backslashreplace",
        )
    return None


def _options(command: Sequence[str]) -> list[str]:
    """less obeys colours only where it is told to, which the user's own LESS may not do."""
    return ["-R"] if PurePath(command[0]).stem == "less" else []


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    return {**_DEFAULTS, **environ}


def _feed(program: subprocess.Popen[str], lines: Iterator[str]) -> None:
    """Give the pager its lines until it has enough; wait for the user to leave it, whatever happens meanwhile."""
    assert program.stdin is not None
    pipe: TextIO = program.stdin  # type: ignore[assignment]
    try:
        with contextlib.suppress(BrokenPipeError):
            for line in lines:
                pipe.write(f"{line}\n")
    finally:
        # What is still buffered may find the pager gone; on Windows that is an OSError of another kind.
        with contextlib.suppress(OSError):
            pipe.close()
        # Ctrl-C is the pager's to read: it stops a search of its own there.
        while True:
            try:
                program.wait()
                break
            except KeyboardInterrupt:
                continue


def _by_screens(env: Environment, lines: Iterator[str]) -> None:
    """A screen, then a question, until all is shown or it is answered with q; all at once where nobody can answer."""
    rows = 0
    for line in lines:
        needed = _rows(line, env.width)
        if env.stdin_isatty and rows and rows + needed >= env.height:
            env.stdout.write(_("-- more: Enter; q and Enter leaves -- "))
            env.stdout.flush()
            answer = env.stdin.readline()
            if not answer or answer.strip().lower().startswith("q"):
                return
            rows = 0
        env.write(line)
        rows += needed
