"""The terminal between two lines: what is typed ahead waits unseen, instead of standing in the midst of an answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO


@contextmanager
def unechoed(stdin: TextIO) -> Iterator[None]:
    """Keys are not echoed meanwhile; Ctrl-C still interrupts. Nothing happens where `stdin` is no POSIX terminal."""
    try:
        import termios
    except ImportError:  # Windows, where nothing is echoed between two prompts.
        yield
        return
    try:
        descriptor = stdin.fileno()
        before = termios.tcgetattr(descriptor)
    except (OSError, ValueError, termios.error):
        yield
        return
    quiet = list(before)
    quiet[3] &= ~termios.ECHO
    termios.tcsetattr(descriptor, termios.TCSADRAIN, quiet)
    try:
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
