"""What the program knows of the process that it runs in, as plain attributes that tests replace."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

_SAMPLE = "中文〔“〕：…·▶"


@dataclass(slots=True, eq=False, repr=False)
class Environment:
    """Streams, terminals, colours, width, the user's folders. Nothing else reads `sys.stdout` or `os.environ`."""

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    stdin_isatty: bool = False
    stdout_isatty: bool = False
    stderr_isatty: bool = False
    colors: bool = False
    width: int = 80
    height: int = 24
    config_dir: Path = Path("config")
    """Settings."""
    state_dir: Path = Path("state")
    """What is kept between runs: the prompt's history."""
    environ: Mapping[str, str] = field(default_factory=dict)
    locale: str = ""
    """The language of the system's own interface, where it is no matter of environment variables: Windows."""

    @classmethod
    def of_process(cls) -> Environment:
        """The real one: streams that can write any text, colours only where a terminal shows them."""
        environ = os.environ
        streams = [_writable(stream) for stream in (sys.stdout, sys.stderr)]
        stdout, stderr = streams
        stdin = sys.stdin if sys.stdin is not None else io.StringIO()
        if isinstance(stdin, io.TextIOWrapper):
            stdin.reconfigure(errors="surrogateescape")
        stdout_isatty = stdout.isatty()
        wanted = not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
        size = shutil.get_terminal_size()
        return cls(
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            stdin_isatty=stdin.isatty(),
            stdout_isatty=stdout_isatty,
            stderr_isatty=stderr.isatty(),
            colors=stdout_isatty and wanted and (sys.platform != "win32" or _windows_ansi()),
            width=size.columns,
            height=size.lines,
            config_dir=user_dir(environ, "XDG_CONFIG_HOME", ".config"),
            state_dir=user_dir(environ, "XDG_STATE_HOME", ".local/state"),
            environ=environ,
            locale=_windows_language(),
        )

    def write(self, text: str) -> None:
        """`text` and a line end to stdout."""
        self.stdout.write(text + "\n")

    def say(self, text: str) -> None:
        """A line of the program itself to stderr, by its name; what came before on stdout is out first."""
        self.stdout.flush()
        self.stderr.write(f"searcher: {text}\n")
        self.stderr.flush()

    def use_utf8(self) -> None:
        """For formats that programs read: UTF-8 whatever the locale says."""
        if isinstance(self.stdout, io.TextIOWrapper):
            self.stdout.reconfigure(encoding="utf-8")


def arguments(argv: Sequence[str]) -> list[str]:
    """The arguments, read as UTF-8 where the locale could not read them (an ASCII locale gives half surrogates)."""
    return [_argument(arg) for arg in argv]


def _argument(arg: str) -> str:
    if arg.isascii() or not any("\udc80" <= char <= "\udcff" for char in arg):
        return arg
    try:
        return os.fsencode(arg).decode("utf-8")
    except UnicodeDecodeError:
        return arg


def user_dir(environ: Mapping[str, str], variable: str, default: str) -> Path:
    """A folder of the user's own for this program: the platform's, or by the XDG base directories (`variable`)."""
    if sys.platform == "win32":
        base = environ.get("APPDATA")
        return Path(base) / "searcher" if base else Path.home() / "AppData" / "Roaming" / "searcher"
    if base := environ.get(variable):
        return Path(base) / "searcher"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "searcher"
    return Path.home() / default / "searcher"


def _writable(stream: TextIO | None) -> TextIO:
    """The stream, able to write any text: UTF-8 where its encoding lacks Chinese, escapes for what is left over."""
    if stream is None:  # A program without a console (pythonw) has none.
        return io.StringIO()
    if isinstance(stream, io.TextIOWrapper):
        try:
            _SAMPLE.encode(stream.encoding)
        except (UnicodeEncodeError, LookupError):
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors="backslashreplace")
    return stream


def _windows_ansi() -> bool:
    """Ask the Windows console to obey ANSI sequences; False where it is too old for them."""
    if sys.platform != "win32":
        return True
    import ctypes

    stdout_handle, processed_and_virtual = -11, 0x0001 | 0x0004
    kernel = ctypes.windll.kernel32
    return bool(kernel.SetConsoleMode(kernel.GetStdHandle(stdout_handle), processed_and_virtual))


def _windows_language() -> str:
    if sys.platform != "win32":
        return ""
    import ctypes

    primary, chinese = 0x3FF, 0x04
    return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & primary == chinese else "en"
