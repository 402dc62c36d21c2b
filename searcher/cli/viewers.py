"""Pagers and editors: how each is told to show a line of a file. No shell reads anything."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

from searcher.errors import UsageError, system_reason
from searcher.i18n import _

_JUMPING = ("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf")
_COLON = ("subl", "zed", "hx", "helix")
_LINE_OPTION = {
    "idea": ("--line", "{line}"),
    "pycharm": ("--line", "{line}"),
    "kate": ("-l", "{line}"),
    "mate": ("-l", "{line}"),
    "notepad++": ("-n{line}",),
}
_NO_LINE = ("notepad", "open", "xdg-open", "textedit", "wordpad", "write")
_READ_BY_CMD = frozenset('%&|<>^"\r\n')
"""What Windows' command processor, which runs batch files, would read in an argument."""


def words(asked: str, *, windows: bool | None = None) -> list[str]:
    """A variable such as $EDITOR as a command; quotes are taken off, nothing else is read."""
    if os.name == "nt" if windows is None else windows:
        return [word.strip('"') for word in shlex.split(asked, posix=False)]
    try:
        return shlex.split(asked)
    except ValueError:
        return asked.split()


def pager_command(pager: Sequence[str], path: Path, line: int | None) -> list[str]:
    """The arguments that show a file in a pager from a line on."""
    start = [f"+{line}"] if line is not None and _name(pager) != "cat" else []
    return [*pager, *start, str(path)]


def editor_command(editor: Sequence[str], path: Path, line: int | None) -> list[str]:
    """The arguments that open a file in an editor at a line, where it can be told one."""
    name = _name(editor)
    if line is None or name in _NO_LINE:
        return [*editor, str(path)]
    if name in _JUMPING:
        return [*editor, "-g", f"{path}:{line}"]
    if name in _COLON:
        return [*editor, f"{path}:{line}"]
    option = _LINE_OPTION.get(name, ("+{line}",))
    return [*editor, *(word.format(line=line) for word in option), str(path)]


def pager_of(environ: Mapping[str, str]) -> list[str] | None:
    """The user's pager, else less or more; None where there is none."""
    return _first(environ, [environ.get("PAGER"), "less", "more" if os.name == "posix" else None])


def editor_of(environ: Mapping[str, str]) -> list[str] | None:
    """The user's editor, else one that the system has; None where there is none."""
    usual = ["notepad"] if os.name == "nt" else ["sensible-editor", "nano", "vi"]
    return _first(environ, [environ.get("VISUAL"), environ.get("EDITOR"), *usual])


def unfound(environ: Mapping[str, str], variables: Sequence[str]) -> str | None:
    """The first of the variables that is set, where it names a program that is not there."""
    asked = next((environ[name] for name in variables if environ.get(name)), None)
    return None if asked is None or _first(environ, [asked]) else asked


def _first(environ: Mapping[str, str], candidates: Sequence[str | None]) -> list[str] | None:
    """The first that is asked for or can be found."""
    for candidate in candidates:
        command = words(candidate) if candidate else []
        if command and shutil.which(command[0], path=environ.get("PATH")):
            return command
    return None


def run(command: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run a command in this terminal until it is left; gives its status. Ctrl-C is its own to read.

    less is kept from running the user's preprocessor (LESSOPEN), which reads file names by a shell. Raises UsageError
    where it cannot be started, and where it is a batch file of Windows that would obey the file's name.
    """
    program = shutil.which(command[0], path=environ.get("PATH"))
    if program is None:
        raise UsageError(_("{program}: there is no such program").format(program=command[0]))
    if PurePath(program).suffix.lower() in (".cmd", ".bat") and any(_READ_BY_CMD & set(word) for word in command[1:]):
        raise UsageError(
            _("{program} is a batch file, which would obey signs of this file's name: use another editor").format(
                program=program
            )
        )
    kept = {name: value for name, value in environ.items() if name not in ("LESSOPEN", "LESSCLOSE")}
    try:
        running = subprocess.Popen([program, *command[1:]], env=kept)
    except OSError as error:
        raise UsageError(
            _("{program}: cannot be started: {reason}").format(program=program, reason=system_reason(error))
        ) from error
    while True:
        try:
            return running.wait()
        except KeyboardInterrupt:
            continue


def _name(command: Sequence[str]) -> str:
    """What a program is called, without folder and suffix."""
    name = PurePath(command[0]).name.lower()
    return name.rpartition(".")[0] if name.endswith((".exe", ".cmd", ".bat", ".app")) else name
