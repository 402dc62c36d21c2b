"""What is pasted into the one line that is typed."""

from __future__ import annotations

import re

_LINE_END = re.compile(r"[ \t]*(?:\r\n|[\n\r\v\f\x85\u2028\u2029])\s*")


def joined_lines(text: str) -> str:
    """The lines of `text` as one line: Latin words and numbers are kept apart by a blank, Chinese is joined, since a
    page breaks it anywhere."""
    text = text.strip("\r\n")

    def between(found: re.Match[str]) -> str:
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        return " " if before.isascii() and after.isascii() else ""

    return _LINE_END.sub(between, text)
