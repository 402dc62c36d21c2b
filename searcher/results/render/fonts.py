"""Fonts of the system that have the characters of a picture: a chart with boxes for Chinese is worse than none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from searcher.errors import MissingFontError, UsageError
from searcher.i18n import _

if TYPE_CHECKING:
    from matplotlib.font_manager import FontEntry

PREFERRED = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "STHeiti",
    "Microsoft YaHei",
    "DengXian",
    "SimHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Sarasa Gothic SC",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "STSong",
    "SimSun",
    "AR PL UMing CN",
)
"""Families with the character forms of simplified Chinese, best for a chart first; others serve where none is there."""
LATIN = "DejaVu Sans"
"""The family that matplotlib brings with it."""
_BOXES = ("last resort", "lastresort", "adobe blank", "tofu")
"""Fonts that have a box for every character."""
_PLAIN_WEIGHTS = range(350, 501)


@dataclass(frozen=True, slots=True)
class Fonts:
    """`families` in the order in which to look for a character, and the characters that none of them has."""

    families: tuple[str, ...]
    missing: frozenset[str]

    def fit(self, text: str) -> str:
        """The text with the code point of each character that no font has."""
        return "".join(f"‹U+{ord(char):04X}›" if char in self.missing else char for char in text)


def fonts_for(texts: Iterable[str], file: Path | None = None) -> Fonts:
    """The fewest families that have all characters of `texts`, that of the font `file` first.

    A rare character that no font has is left out, and named in `missing`. Raises MissingFontError where no font has the
    Chinese, and UsageError where `file` is no font.
    """
    chosen = [_added(file)] if file else []
    wanted = {char for text in texts for char in text if not char.isspace()}
    wanted -= _characters(_latin())
    entries = chosen
    left = _left(wanted, entries)
    for found in (_installed, _new):
        if not left:
            break
        for entry in found():
            if left & (has := _characters(entry)):
                entries.append(entry)
                left -= has
                if not left:
                    break
    if left and len(left & _han(wanted)) * 2 > len(_han(wanted)):
        raise MissingFontError(_no_font())
    return Fonts((*dict.fromkeys(entry.name for entry in entries), LATIN), frozenset(left))


def _left(wanted: set[str], entries: Iterable[FontEntry]) -> set[str]:
    return wanted.difference(*map(_characters, entries))


def _han(characters: Iterable[str]) -> set[str]:
    return {char for char in characters if "\u3000" <= char <= "\u9fff" or char >= "\U00020000"}


def _latin() -> FontEntry:
    from matplotlib.font_manager import fontManager

    return next(entry for entry in fontManager.ttflist if entry.name == LATIN and entry.weight == 400)


def _installed() -> Iterator[FontEntry]:
    """The fonts that matplotlib knows, preferred ones first."""
    from matplotlib.font_manager import fontManager

    return _ordered(fontManager.ttflist)


def _new() -> Iterator[FontEntry]:
    """Fonts that were installed after matplotlib had last looked for some; it knows them from now on."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {entry.fname for entry in fontManager.ttflist}
    before = len(fontManager.ttflist)
    for name in sorted(set(findSystemFonts()) - known):
        # A file that cannot be read is no font for us.
        with suppress(Exception):
            fontManager.addfont(name)
    return _ordered(fontManager.ttflist[before:])


def _ordered(entries: Iterable[FontEntry]) -> Iterator[FontEntry]:
    plain = [
        entry
        for entry in entries
        if entry.style == "normal"
        and entry.weight in _PLAIN_WEIGHTS
        and not any(boxes in entry.name.lower() for boxes in _BOXES)
    ]
    rank = {family: number for number, family in enumerate(PREFERRED)}
    return iter(sorted(plain, key=lambda entry: (rank.get(entry.name, len(rank)), entry.name)))


def _added(file: Path) -> FontEntry:
    """The font of a file; of a collection the face for simplified Chinese, else the first."""
    from matplotlib.font_manager import fontManager

    before = len(fontManager.ttflist)
    try:
        fontManager.addfont(file)
    except (OSError, RuntimeError) as error:
        raise UsageError(_("{file}: cannot be used as a font: {error}").format(file=file, error=error)) from error
    added = fontManager.ttflist[before:]
    return next(_ordered(added), added[0])


def _characters(entry: FontEntry) -> set[str]:
    from matplotlib.ft2font import FT2Font

    try:
        return set(map(chr, _face(FT2Font, entry).get_charmap()))
    except (OSError, RuntimeError):
        return set()


def _face(font: Any, entry: FontEntry) -> Any:
    return font(entry.fname, face_index=entry.index)


def _no_font() -> str:
    return _(
        "no font of this system has Chinese characters: install one (Debian, Ubuntu: apt install fonts-noto-cjk; "
        "Fedora: dnf install google-noto-sans-cjk-fonts; else from https://github.com/notofonts/noto-cjk), "
        "or name a font file with --font"
    )
