"""Lines out of what the renderers of `searcher.results.render` make.

They put signs around what is set apart. Here these signs are control characters, which no text that is fit for a
terminal has, and what comes out is taken apart into pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from searcher.prompt.lines import HIT, QUIET, STRONG, Line, Piece
from searcher.results.render.style import Style

_HIT_ON, _HIT_OFF, _STRONG_ON, _QUIET_ON, _OFF = "\x01", "\x02", "\x03", "\x04", "\x05"

_BASES = {_STRONG_ON: STRONG, _QUIET_ON: QUIET, _OFF: ""}
_SIGNED_TEXT = re.compile(f"([{_HIT_ON}-{_OFF}]?)([^{_HIT_ON}-{_OFF}]*)")

MARKED = Style((_HIT_ON, _HIT_OFF), _STRONG_ON, _QUIET_ON, _OFF)
"""For terminals with colours."""
SIGNED = Style((f"{_HIT_ON}【", f"】{_HIT_OFF}"), _STRONG_ON, _QUIET_ON, _OFF, across=True)
"""For those without: hits stand in 【】 too."""


def pieces(lines: Iterable[str]) -> Iterator[Line]:
    """Lines that were made with MARKED or SIGNED, taken apart. A hit may run on over line ends where signs do."""
    hit = False
    for line in lines:
        made: list[Piece] = []
        base = ""
        for sign, text in _SIGNED_TEXT.findall(line):
            hit = sign == _HIT_ON or (hit and sign != _HIT_OFF)
            base = _BASES.get(sign, base)
            if text:
                made.append((" ".join(filter(None, (base, HIT if hit else ""))), text))
        yield tuple(made)
