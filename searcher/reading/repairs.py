"""Scars that extraction leaves in a text, and their repair; each repair is listed with its line."""

from __future__ import annotations

import re
import unicodedata

from searcher.i18n import N_
from searcher.reading.model import Repair
from searcher.reading.sheet import tighten

_RADICAL = re.compile("[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")
_INVISIBLE = re.compile("[\u00ad\u2028-\u202e\u2061-\u2064\u2066-\u2069\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_SPREAD = re.compile("(?:[\u3001-\u9fff\uff01-\uff5e][ \u3000]+){4,}[\u3001-\u9fff\uff01-\uff5e]")
_SCARRED = (
    re.compile(f"[{_RADICAL.pattern[1:-1]}{_INVISIBLE.pattern[1:-1]}０-９Ａ-Ｚａ-ｚ姻]"),
    re.compile("益(?<=\\d益)|益(?<=[ \u3000]益)"),
)
"""What a line has that may need repair; few lines do, and the rest of a page costs only these searches."""
_SPREADS = tuple(re.compile(f"{blank}\\S[ \u3000]+\\S[ \u3000]+\\S[ \u3000]") for blank in " \u3000")
"""What a spread line has, each after one plain character, for which the engine looks fast."""
# Radical forms that have no compatibility mapping in Unicode.
_MORE_RADICALS = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻰", "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐龙"
)
_MIXED = re.compile(
    "[０-９Ａ-Ｚａ-ｚ]+[0-9A-Za-z][0-9A-Za-z０-９Ａ-Ｚａ-ｚ]*|[0-9A-Za-z]+[０-９Ａ-Ｚａ-ｚ][0-9A-Za-z０-９Ａ-Ｚａ-ｚ]*"
)
_HALF = {0xFF10 + i: 0x30 + i for i in range(10)} | {
    base + i: plain + i for base, plain in ((0xFF21, 0x41), (0xFF41, 0x61)) for i in range(26)
}
_DEGREE = re.compile("(?P<number>\\d)(?P<gap>[ \u3000]*)益(?P<after>.?)")
_AFTER_DEGREE = re.compile("$|[^\u4e00-\u9fff]|[上下左右以至到的和之内外间恒保加及或时为高低条环]")
_MARKER = re.compile("(?:^|(?<=[ \u3000]))姻(?=[ \u3000]*\\S)")
_CREDIT_AFTER = re.compile(
    "[ \u3000]*(?:\\S{2,4}[ \u3000]*摄|\\S{2,12}供图|责|本版|投稿|编辑|邮箱|\\d{4}|[\u4e00-\u9fff]{2,4}$)"
)


def repair_text(text: str, first_line: int = 1) -> tuple[str, list[Repair]]:
    """Mend what is certain on every line of `text`; line breaks and the count of lines stay as they are.

    Mended are invisible characters (soft hyphens among them; zero-width ones stay, see `sheet`), radicals printed for
    characters, figures and letters of mixed width in one number or word, 益 that stands for ℃ after a number, 姻 that
    stands for the mark ■ before a credit or an editor. Where 益 is followed by text that speaks for neither reading, it
    is listed with `applied=False` and left.
    """
    suspects = sorted(found.start() for pattern in (*_SCARRED, *_SPREADS) for found in pattern.finditer(text))
    repairs: list[Repair] = []
    pieces: list[str] = []
    done = end = 0
    number, counted = first_line, 0
    for place in suspects:
        if place < end:
            continue
        number += text.count("\n", counted, place)
        counted = place
        start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
        if end < 0:
            end = len(text)
        line = text[start:end]
        if any(scarred.search(line) for scarred in _SCARRED):
            line = _repair_line(line, number, repairs)
            pieces += text[done:start], line
            done = end
        if _SPREAD.search(line):
            # The blanks go when lines are joined; here the line keeps them, since they tell its width.
            repairs.append(Repair(number, line.strip(), tighten(line), N_("spread line")))
    return "".join([*pieces, text[done:]]), repairs


def _repair_line(line: str, number: int, repairs: list[Repair]) -> str:
    def step(now: str, reason: str) -> None:
        nonlocal line
        if now != line:
            repairs.append(Repair(number, line.strip(), now.strip(), reason))
            line = now

    step(_INVISIBLE.sub("", line), N_("invisible character"))
    step(
        _RADICAL.sub(lambda m: unicodedata.normalize("NFKC", m[0]).translate(_MORE_RADICALS), line), N_("radical form")
    )
    step(_MIXED.sub(lambda m: m[0].translate(_HALF), line), N_("mixed width"))
    step(_DEGREE.sub(_degree, line), N_("unit glyph"))
    step(_marked(line), N_("marker glyph"))
    for found in _DEGREE.finditer(line):
        was = line[max(found.start() - 4, 0) : found.end() + 4].strip()
        repairs.append(Repair(number, was, was.replace("益", "℃"), N_("unit glyph, not certain"), applied=False))
    return line


def _degree(found: re.Match[str]) -> str:
    if not _AFTER_DEGREE.match(found["after"]):
        return found[0]
    return f"{found['number']}{found['gap']}℃{found['after']}"


def _marked(line: str) -> str:
    out = line
    for found in reversed(list(_MARKER.finditer(line))):
        if _CREDIT_AFTER.match(line, found.end()):
            out = f"{out[: found.start()]}■{out[found.end() :]}"
    return out
