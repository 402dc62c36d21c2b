"""The printed lines of one page with what every later step asks of them, computed once.

Widths count full-width characters: a Han character or full-width sign is 1, a run of Latin letters and figures half
a character each and a gap of 0.4 for both its sides (a quarter em each, less what justification takes).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import compress, pairwise
from operator import is_not

BLANK = " \t\u3000\xa0\u2002\u2003\u2009"
LATIN = "!-~\u00a1-\u024f\u0370-\u03ff\u0400-\u04ff"
OPENING = frozenset("“‘（《〈【［「『〔")
CLOSING = frozenset("，。、；：！？”’）》〉】］」』〕…·%％℃")
FINAL = frozenset("。！？…”’）；：】》—」』)?!")

# Patterns that search a page start with a plain character class, which the engine looks for fast.
_SPREAD = re.compile(
    f"[{BLANK}](?:(?<![{LATIN}{BLANK}][{BLANK}])[{BLANK}]*+|(?<![{BLANK}][{BLANK}])[{BLANK}]*+(?![{LATIN}]))"
)
"""A run of blanks that does not stand between two Latin characters; looked at from its first blank only."""
_BLANKS = re.compile(f"[{BLANK}]+")
_KEPT = re.compile(f" (?<=[{LATIN}] ) *+(?=[{LATIN}])")
"""Blanks between two Latin characters, in a text without rare ones."""
_ZERO_WIDTHS = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
ZERO_WIDTH = re.compile(f"[{_ZERO_WIDTHS}]")
"""Zero-width spaces, joiners and marks: part of the text as printed, but nothing that a reader could see."""
_HALF_RUN = re.compile(r"[!-~][!-~]*(?: +[!-~]+)*")


@dataclass(slots=True)
class Sheet:
    """Parallel lists, one entry a printed (not blank) line.

    `number` is the 1-based line in the file, `text` the line as printed without its outer blanks,
    `tight` the line without the blanks that only spread it or set off a figure, `width` its width, `runs` the count of
    its runs of Latin letters and figures,
    `indent` that of the blanks it starts with, `gap` the count of blank lines before it. `large` are the lines that
    are known to be set in a headline's size (only where sizes are known at all). All of these are without zero-width
    characters; `whole` has the lines, as `text` has them, that hold such characters, by index.
    """

    number: list[int] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    tight: list[str] = field(default_factory=list)
    width: list[float] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)
    indent: list[float] = field(default_factory=list)
    gap: list[int] = field(default_factory=list)
    large: frozenset[int] = frozenset()
    whole: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.number)


def width(tight: str) -> float:
    """Width of a line whose spreading blanks are gone."""
    runs = _HALF_RUN.findall(tight)
    return len(tight) + 0.4 * len(runs) - 0.5 * sum(map(len, runs))


def tighten(text: str) -> str:
    """Take out blanks except between two Latin characters, where a run of them becomes one."""
    if not any(blank in text for blank in BLANK[1:]):
        # Nearly every page: faster than to look at each blank is to part the text at the few that stay.
        return " ".join([part.replace(" ", "") for part in _KEPT.split(text)])
    tight = _SPREAD.sub("", text)
    return _BLANKS.sub(" ", tight) if "  " in tight or any(blank in tight for blank in BLANK[1:]) else tight


def make_sheet(text: str, first_line: int = 1) -> Sheet:
    """Cut the text of one page into its printed lines; `first_line` is the file's number of the first."""
    whole: dict[int, str] = {}
    if any(char in text for char in _ZERO_WIDTHS):
        whole = {line: raw for line, raw in enumerate(text.split("\n")) if ZERO_WIDTH.search(raw)}
        text = ZERO_WIDTH.sub("", text)
    raw, squeezed = text.split("\n"), tighten(text).split("\n")
    stripped = list(map(str.strip, raw))
    printed = list(compress(range(len(raw)), stripped))
    n = len(printed)
    sheet = Sheet(
        number=list(range(first_line, first_line + n)),
        text=list(filter(None, stripped)),
        tight=list(map(str.strip, compress(squeezed, stripped))),
        indent=[0.0] * n,
        gap=[0] * n,
    )
    if n and printed[-1] >= n:
        sheet.number = [line + first_line for line in printed]
        sheet.gap = [line - before - 1 for line, before in zip(printed, [-1, *printed], strict=False)]
    sheet.runs, lengths = _half_runs(sheet.tight)
    sheet.width = list(map(float, map(len, sheet.tight)))
    for i in compress(range(n), sheet.runs):
        sheet.width[i] += 0.4 * sheet.runs[i] - 0.5 * lengths[i]
    for i in compress(range(n), map(is_not, compress(raw, stripped), sheet.text)):
        start = raw[printed[i]].find(sheet.text[i][0])
        sheet.indent[i] = sum(1.0 if c == "\u3000" else 0.5 for c in raw[printed[i]][:start])
    if whole:
        sheet.whole = {i: whole[line].strip() for i, line in enumerate(printed) if line in whole}
    return sheet


def _half_runs(lines: list[str]) -> tuple[list[int], list[int]]:
    """Count and summed length of the runs of Latin letters and figures of each line."""
    counts, lengths = [0] * len(lines), [0] * len(lines)
    flat = "\n".join(lines)
    line = last = 0
    for found in _HALF_RUN.finditer(flat):
        start, stop = found.span()
        line += flat.count("\n", last, start)
        last = start
        counts[line] += 1
        lengths[line] += stop - start
    return counts, lengths


def with_zero_width(part: str, whole: str) -> str:
    """`part`, the tight start or end of a line, with the zero-width characters of the `whole` line."""
    whole = tighten(whole)
    seen = ZERO_WIDTH.sub("", whole)
    if not part or part not in (seen[: len(part)], seen[-len(part) :]):
        return part
    places = [k for k, char in enumerate(whole) if not ZERO_WIDTH.match(char)]
    if part == seen:
        return whole
    if seen.startswith(part):
        return whole[: places[len(part)]]
    return whole[places[-len(part) - 1] + 1 :]


def join_lines(lines: list[str]) -> str:
    """One paragraph of its lines (already tight, none empty), by the rule for blanks of docs/formats.md."""
    out = "".join(lines)
    if (lines and min(lines) < "\x80") or "\u00ad" in out:
        out = _join_with_seams(lines)
    return _BLANKS.sub(" ", out) if " " in out else out


def _join_with_seams(lines: list[str]) -> str:
    parts = lines[:1]
    for left, right in pairwise(lines):
        if right < "\x80" and left[-1] < "\x80":
            parts.append(_seam(left, right))
        elif left[-1] == "\u00ad":
            parts[-1] = parts[-1][:-1]
        parts.append(right)
    return "".join(parts)


def _seam(left: str, right: str) -> str:
    """What stands between two Latin line ends: nothing inside one number or compound, else one blank."""
    a, b = left[-1], right[0]
    if a.isdigit() and (b.isdigit() or b in ".,%/:~-+"):
        return ""
    if b.isdigit() and a in ".,/:~-+(":
        return ""
    if a in "-/~+_@(=#&$<[" or b in "-/~+_@)=.,;:!?%>]":
        return ""
    return " "
