"""Commands to paste into a shell."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from subprocess import list2cmdline

from searcher.results.render.safe import is_obeyed

_PLAIN = re.compile(r"(?![=~-])[\w@%+=:,./-]+|--?[\w-]*")
"""What no shell reads otherwise; letters are those of any script."""


def command_line(words: Iterable[str], *, windows: bool | None = None) -> str:
    """The words of a command as one types them, quoted where a shell asks for it.

    POSIX shells by single quotes, with ``$'…'`` (bash, zsh, ksh) where a character cannot be shown; Windows' own
    rules there.
    """
    if sys.platform == "win32" if windows is None else windows:
        return list2cmdline(list(words))
    return " ".join(map(_quoted, words))


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
