"""What a text falls into for the eye: clauses, and the numbers and Latin words that are never broken."""

from __future__ import annotations

import functools
import re

MARKS = "\u0300-\u036f\u20d0-\u20f0\ufe00-\ufe0f"
"""Characters, for a class of a regular expression, that belong to the one before them."""
_LETTER = r"0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff０-９Ａ-Ｚａ-ｚ"
WORD = rf"(?:--?|[+−±])?[{_LETTER}](?:[{_LETTER}{MARKS}]|[-.,:/_'’&@+=~%．／](?=[{_LETTER}]))*"
"""A number with its sign, or a word of letters that are no ideographs; as the text of a regular expression."""


@functools.cache
def clause_end() -> re.Pattern[str]:
    """What ends a clause, and the closing marks and blanks that go with it. A point within a number ends nothing."""
    return re.compile(r"(?:[，、。；：！？…—]|[,;:!?.](?=\s|$))+[”’」』）》】]*\s*")
