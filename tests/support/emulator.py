"""The program on a terminal that is emulated: what stands on the screen, cell by cell. Needs pexpect and pyte."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pexpect
import pyte
from program import REPOSITORY, command


class Terminal:
    """A program on a screen of so many columns and rows; it is told where the cursor is when it asks."""

    def __init__(
        self, args: Sequence[object], columns: int, rows: int, *, cwd: Path, environ: Mapping[str, str] | None = None
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.raw = ""
        """All that was written to the terminal."""
        self.screen.write_process_input = lambda data: self._child.send(data)
        self._stream = pyte.Stream(self.screen)
        path = os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH")]))
        own = {
            "PYTHONPATH": path,
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
            "XDG_STATE_HOME": str(cwd / "home"),
            "XDG_CONFIG_HOME": str(cwd / "home"),
        }
        self._child = pexpect.spawn(
            sys.executable,
            command(*args)[1:],
            env={key: value for key, value in os.environ.items() if key != "NO_COLOR"} | own | dict(environ or {}),
            encoding="utf-8",
            dimensions=(rows, columns),
            cwd=str(cwd),
        )
        self._child.delaybeforesend = None

    @property
    def text(self) -> str:
        """The screen, a line a row; the second half of a wide character is no character."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def send(self, keys: str) -> None:
        """Type."""
        self._child.send(keys)

    def resize(self, columns: int, rows: int) -> None:
        """The user draws at the window's corner."""
        self.screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    def wait(self, wanted: str | Callable[[str], bool], seconds: float = 30) -> str:
        """The screen once it holds `wanted`, or that holds of it; raises AssertionError where it never does."""
        holds = (lambda text: wanted in text) if isinstance(wanted, str) else wanted
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._read()
            if holds(self.text):
                return self.text
        raise AssertionError(f"never on the screen: {wanted}\n{self.text}")

    def settle(self, seconds: float = 0.5) -> str:
        """The screen once nothing more is drawn for a while."""
        while self._read(seconds):
            pass
        return self.text

    def leave(self) -> int:
        """Ctrl-D; gives the exit status."""
        self.send("\x04")
        end = time.monotonic() + 60
        while self._child.isalive() and time.monotonic() < end:
            self._read()
        self._child.close()
        return int(self._child.exitstatus if self._child.exitstatus is not None else -1)

    def end(self) -> None:
        """End the program, whatever it is doing."""
        self._child.close(force=True)

    def _read(self, seconds: float = 0.05) -> bool:
        try:
            written = self._child.read_nonblocking(65536, seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.raw += written
        self._stream.feed(written)
        return True
