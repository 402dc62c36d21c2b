"""How a line starts and ends: what must stand together there, and what the end says of the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from searcher.reading.sheet import CLOSING, OPENING

_HALF_PIECE = re.compile(r"[!-~]+")
LONG_FIRST = OPENING.union(map(chr, range(0x21, 0x7F)))
"""A line's first characters with which more than itself and a closing mark may have to stand together."""
_FINAL = frozenset("。！？…")
_AFTER_FINAL = frozenset("”’）】》」』)")
_WEAK = frozenset("；：—;:")
ENDS = _FINAL | _AFTER_FINAL | _WEAK
"""Characters at a line's end of which `finality` may be more than 0."""
SIGNS = tuple(
    re.compile(f"{blank}(?![\0-\u33ff])(?:[^ \u3000\n]{{1,4}}|[^ \u3000\n·]*+·[^ \u3000\n]*)$", re.MULTILINE)
    for blank in " \u3000"
)
"""A line's last blank and what follows it, where that may be a name: most blanks set off a figure."""
UNCLOSED = {
    (opening, closing): re.compile(f"{re.escape(opening)}[^{re.escape(closing)}\n]*+$", re.MULTILINE)
    for opening, closing in (("“", "”"), ("（", "）"), ("《", "》"), ("(", ")"), ("‘", "’"))
}
"""By quotation mark or bracket: one that a line opens and does not close."""


# Characters that are at least eight times rarer there than anywhere in newspaper text; half the logarithm is charged.
_NEVER_FIRST = (
    "的息员闻度际色式称性间域计了亿们院级态术州断略型势议划验显件族障础播识署席题界示续击业化动等策局次源者责案球府"
)
_SELDOM_FIRST = (
    "友及是话期组造步力和准表模务定区系列质视道都求个量至程名队响口取效条指类场并果批济致子速革"
    "起方举织点展理合影境边部善愿行战于营思里备育"
)
_SELDOM_LAST = "的和一为方出以主加要了共重产近对总有推是消不经增提到今将在深全各公与运两交自委更分向于"
UNLIKELY_FIRST = dict.fromkeys(_SELDOM_FIRST, 1.2) | dict.fromkeys(_NEVER_FIRST, 2.5)
"""Cost of a character as the first of a text: most of these only go on with a word or a phrase."""
UNLIKELY_LAST = dict.fromkeys(_SELDOM_LAST, 1.5)
"""Cost of a character as the last of a headline or a small heading: most of these begin a word or bind what follows."""


def first_piece(tight: str) -> float:
    """Width of what must stand together at the start of a line."""
    opened = 0
    while opened < len(tight) - 1 and tight[opened] in OPENING:
        opened += 1
    found = _HALF_PIECE.match(tight, opened)
    if found:
        return opened + 0.4 + 0.5 * len(found[0])
    return opened + (2.0 if tight[opened + 1 : opened + 2] in CLOSING else 1.0)


def finality(tight: str) -> int:
    """2 for a line that ends a sentence, 1 for one that ends in ；： and the like, 0 for others."""
    tail = tight[-1]
    if tail in _FINAL:
        return 2
    if tail in _AFTER_FINAL:
        return 2 if len(tight) > 1 and (tight[-2] in _FINAL or (tail in "）)" and tight[0] in "（(")) else 1
    return 1 if tail in _WEAK else 0


def any_of(chars: Iterable[str]) -> re.Pattern[str]:
    """A pattern that matches one of the characters."""
    return re.compile(f"[{re.escape(''.join(chars))}]")


def places(pattern: re.Pattern[str], text: str) -> list[int]:
    """Where the pattern is found in the text: each match's first character."""
    return [found.start() for found in pattern.finditer(text)]


def lines_with(lines: list[str], *patterns: re.Pattern[str]) -> list[set[int]]:
    """For each pattern, which matches no line's end, the indices of the lines in which it is found."""
    flat = "\n".join(lines)
    return [lines_at(flat, places(pattern, flat)) for pattern in patterns]


def lines_at(text: str, places: Iterable[int]) -> set[int]:
    """The indices of the lines of the text in which the places, which ascend, are."""
    lines: set[int] = set()
    line = last = 0
    for place in places:
        line += text.count("\n", last, place)
        last = place
        lines.add(line)
    return lines


def closes(after: str, pairs: list[tuple[str, str]]) -> bool:
    """Whether a text closes one of the pairs before it opens it."""
    for opening, closing in pairs:
        close = after.find(closing)
        if close >= 0 and opening not in after[:close]:
            return True
    return False
