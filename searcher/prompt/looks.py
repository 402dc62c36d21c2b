"""How lines look in prompt-toolkit: classes with attributes that are legible on light and dark grounds."""

from __future__ import annotations

from collections.abc import Iterable

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from searcher.prompt.lines import Line

_COMMON = {
    "strong": "bold",
    "quiet": "dim",
    "selected": "reverse",
    "current": "reverse",
    "bar": "reverse nodim nobold",
    "toolbar": "reverse",
    "note": "bold",
    "bottom-toolbar": "noreverse",
    "completion-menu": "noinherit reverse",
    "completion-menu.completion": "noinherit reverse",
    "completion-menu.completion.current": "noinherit bold",
    "completion-menu.meta.completion": "noinherit reverse",
    "completion-menu.meta.completion.current": "noinherit",
    "scrollbar.background": "noinherit",
    "scrollbar.button": "noinherit reverse",
}
_COLORED = {"hit": "bold ansired", "auto-suggestion": "ansibrightblack"}
_PLAIN = {"hit": "bold", "auto-suggestion": "dim italic"}


def style(colors: bool) -> Style:
    """The attributes of every class, with colours or without."""
    return Style.from_dict(_COMMON | (_COLORED if colors else _PLAIN))


def depth(colors: bool) -> ColorDepth | None:
    """The colours to use: those of the terminal, or none."""
    return None if colors else ColorDepth.DEPTH_1_BIT


def fragments(lines: Iterable[Line]) -> StyleAndTextTuples:
    """Lines as prompt-toolkit takes them."""
    made: StyleAndTextTuples = []
    for number, line in enumerate(lines):
        if number:
            made.append(("", "\n"))
        made += [(" ".join(f"class:{one}" for one in name.split()), text) for name, text in line]
    return made
