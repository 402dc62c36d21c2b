"""The form in which text is matched, with a way back to the original.

`fold` is NFKC, lower case, traditional to simplified characters one by one, compatibility ideographs and
radicals to plain ideographs, and white space dropped except between two Latin letters or digits, where a run of
it is one space. Characters that have no width and no meaning for matching (soft hyphens, zero-width spaces and joiners,
direction marks) are dropped too: nobody who searches can see them. An exact query is true of this form and of no
other. Folding a folded text changes nothing.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

RULES = 2
"""Number of the rules below; an index made under other rules is refused."""

# Characters after which, or as which, NFKC may compose across characters: marks, Hangul, half-width kana signs.
# And what folding drops. Wider than needed: what falls in here is only folded by the slower, careful way.
_MAY_JOIN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\u0300-\u1dff\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\u3130-\u318f\ua66f-\uabff"
    "\ud7b0-\ud7ff\ufb1e\ufe20-\ufe2f\uff9e-\uffdf\U00010000-\U0001ffff\U000e0000-\U000effff]"
)
_INVISIBLE = frozenset(
    map(chr, (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF))
)
_WHITE = re.compile(r"\s")
_LATIN = "0-9a-zß-öø-ÿĀ-ɏḀ-ỿ"

# Radicals of the CJK Radicals Supplement that fonts of PDF files put in place of the ideograph (NFKC leaves them);
# the pairs are those of Unicode's EquivalentUnifiedIdeograph property.
_RADICALS = dict(
    zip(
        "⺁⺄⺅⺈⺉⺊⺌⺎⺏⺐⺑⺒⺓⺔⺖⺗⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺨⺩⺪⺫⺬⺭⺯⺰⺱⺲⺵⺶⺷⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻲",
        "厂乙亻刀刂卜小兀尣尢尣巳幺彑忄㣺扌攵旡月歺母民氵氺灬爫爫丬犭王疋罒示礻糹纟罓罒冈羊羊耂肀聿月臼艹艹艹虎衤西西见角角讠贝车辶辶辶阝钅長长长门阜阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龟",
        strict=False,
    )
)


@functools.cache
def _white_run() -> re.Pattern[str]:
    return re.compile(rf"((?<=[{_LATIN}])\s+(?=[{_LATIN}]))|\s+")


@functools.cache
def _latin() -> re.Pattern[str]:
    return re.compile(f"[{_LATIN}]")


def latin_letters() -> npt.NDArray[np.bool_]:
    """Which code points are the Latin letters and digits between which a blank stays; False also for all beyond."""
    import numpy as np

    is_latin = _latin().match
    return np.array([*(bool(is_latin(chr(code))) for code in range(0x1F00)), False], np.bool_)


def _joins(char: str) -> bool:
    """Whether NFKC may compose `char` with what stands before it."""
    return (
        unicodedata.category(char)[0] == "M"
        or "\u1160" <= char <= "\u11ff"
        or "\u3131" <= char <= "\u318e"
        or "\ud7b0" <= char <= "\ud7ff"
        or "\uff9e" <= char <= "\uffdc"
    )


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Cut text into (offset, cluster): pieces whose folding does not depend on their neighbours."""
    start = 0
    for i in range(1, len(text)):
        if not (_MAY_JOIN.match(text, i) and _joins(text[i])):
            yield start, text[start:i]
            start = i
    if text:
        yield start, text[start:]


class Folded(NamedTuple):
    """A folded text; `starts[i]` and `ends[i]` are the original range that character i came from.

    A range of `text` leads back by `original`: white space dropped inside it belongs to it, outside it does not.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original range of the folded, non-empty range [start, end)."""
        return self.starts[start], self.ends[end - 1]


_IDEOGRAPHS = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))


class _Memo(dict[int, str]):
    """A table for str.translate that learns each character when it is first met."""

    def __init__(self, folder: Folder) -> None:
        super().__init__()
        self._folder = folder

    def __missing__(self, code: int) -> str:
        value = self[code] = self._folder.cluster(chr(code))
        return value


class Folder:
    """Folds by one table of traditional to simplified characters (code point to code point)."""

    def __init__(self, simplified: Mapping[int, int]) -> None:
        self.simplified = dict(simplified)
        self._memo = _Memo(self)
        self._clusters: dict[str, str] = {}

    @functools.cached_property
    def identity(self) -> str:
        """Names the rules and the table: two folders with the same identity fold alike."""
        pairs = ",".join(f"{a:x}{b:x}" for a, b in sorted(self.simplified.items()))
        return f"fold{RULES}-{hashlib.sha256(pairs.encode()).hexdigest()[:12]}"

    def cluster(self, cluster: str) -> str:
        """The folded form of one cluster; white space stays for the caller to judge."""
        known = self._clusters.get(cluster)
        if known is None:
            known = self._clusters[cluster] = self._fold_cluster(cluster)
        return known

    def _fold_cluster(self, cluster: str) -> str:
        if cluster.isspace():
            return " "
        if cluster[0] in _INVISIBLE:
            # With any mark on it, which would else come to stand on the character before.
            return ""
        form = cluster
        for _ in range(8):
            plain = unicodedata.normalize("NFKC", form).lower()
            now = "".join(_RADICALS.get(c, c) for c in plain).translate(self.simplified)
            if now == form:
                break
            form = now
        if _WHITE.search(form):
            # Spacing accents: NFKC sets them on a blank, which would set them on the character before. A mark that
            # stands on white space goes with it, for the same reason.
            stripped = "".join(form.split())
            if not stripped or _joins(stripped[0]):
                form = "" if cluster[0].isspace() else cluster.lower()
            else:
                form = stripped
        return form

    def __call__(self, text: str) -> str:
        """The folded form of `text`."""
        if text.isascii():
            text = text.lower()
        elif _MAY_JOIN.search(text):
            text = "".join(self.cluster(piece) for _, piece in _clusters(text))
        else:
            text = text.translate(self._memo)
        if _WHITE.search(text):
            text = _white_run().sub(lambda run: " " if run[1] else "", text).strip()
        return text

    def with_offsets(self, text: str) -> Folded:
        """The folded form with the original range of each of its characters."""
        if not _MAY_JOIN.search(text):
            folded = text.translate(self._memo)
            # Every character gives at least one: as many on both sides means one for one.
            if len(folded) == len(text) and not _WHITE.search(folded):
                return Folded(folded, range(len(text)), range(1, len(text) + 1))
        out: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        blank: tuple[int, int] | None = None
        for start, piece in _clusters(text):
            end = start + len(piece)
            if piece.isspace():
                blank = (blank[0] if blank else start, end)
                continue
            form = self.cluster(piece)
            if not form:
                continue
            if blank and out and _latin().match(out[-1]) and _latin().match(form[0]):
                out.append(" ")
                starts.append(blank[0])
                ends.append(blank[1])
            blank = None
            for char in form:
                out.append(char)
                starts.append(start)
                ends.append(end)
        return Folded("".join(out), starts, ends)


def _one_for_one(chars: str, lines: str) -> str:
    """What each character became, a line each; itself where that is not one character."""
    if len(lines) == 2 * len(chars) and lines[1::2] == "\n" * len(chars):
        return lines[::2]
    return "".join(b if len(b) == 1 else a for a, b in zip(chars, lines.split("\n"), strict=False))


@functools.cache
def default_folder() -> Folder:
    """The folder by the installed OpenCC's character table; costs some 30 ms, so an index keeps its own copy."""
    import numpy as np
    import opencc

    from searcher.text.arrays import as_text, code_points

    # Character by character: a line each, so that no phrase rule can apply.
    codes = np.concatenate([np.arange(first, last, dtype=np.uint32) for first, last in _IDEOGRAPHS])
    lines = np.full((len(codes), 2), ord("\n"), np.uint32)
    lines[:, 0] = codes
    simplified = _one_for_one(as_text(codes), opencc.OpenCC("t2s").convert(as_text(lines.reshape(-1))))
    became = code_points(simplified)
    changed = np.flatnonzero(became != codes)
    pairs = dict(zip(codes[changed].tolist(), became[changed].tolist(), strict=True))
    for a in pairs:
        seen = {a}
        while pairs[a] in pairs and pairs[a] not in seen:
            seen.add(pairs[a])
            pairs[a] = pairs[pairs[a]]
    return Folder({a: b for a, b in pairs.items() if a != b})


def fold(text: str) -> str:
    """The form in which `text` is matched."""
    return default_folder()(text)
