"""Commands to paste into a shell."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from searcher.results.render.safe import is_obeyed, safe

_PLAIN = re.compile(r"(?![=~-])[\w@%+=:,./-]+|--?[\w-]*")
"""What no shell reads otherwise; letters are those of any script."""


def command_line(words: Iterable[str], *, windows: bool | None = None) -> str:
    """The words of a command as one types them, quoted where a shell asks for it.

    For POSIX shells by single quotes, with ``$'…'`` (bash, zsh, ksh) where a character cannot be shown; for Windows by
    double ones, as its programs read their command line.
    """
    quoted = _quoted_for_windows if (sys.platform == "win32" if windows is None else windows) else _quoted
    return " ".join(map(quoted, words))


def _quoted_for_windows(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    # Backslashes are doubled only before a quote (the C runtime's rule), and the closing one is a quote too.
    inner = re.sub(r"(\\*)\"", r'\1\1\\"', word)
    return '"' + safe(re.sub(r"(\\+)$", r"\1\1", inner)) + '"'


def _quoted(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    if any(map(is_obeyed, word)):
        return f"$'{''.join(map(_escaped, word))}'"
    return "'" + word.replace("'", "'\\''") + "'"


def _escaped(char: str) -> str:
    if char in "\\'":
        return f"\\{char}"
    if not is_obeyed(char):
        return char
    if "\udc80" <= char <= "\udcff":  # A byte of an argument that is not UTF-8.
        return f"\\x{ord(char) - 0xDC00:02x}"
    return f"\\u{ord(char):04x}" if char <= "\uffff" else f"\\U{ord(char):08x}"
