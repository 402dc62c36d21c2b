"""The line at the bottom: corpus, generation, filters in force, results, time; and what one should know of the
index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from searcher.i18n import _
from searcher.prompt.lines import Line, cut
from searcher.prompt.state import State
from searcher.results.render.columns import columns
from searcher.results.render.safe import safe

_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the toolbar; where there is no room, those of the least `weight` go first. `name` is a class, `short`
    what may stand for the text."""

    text: str
    weight: int
    name: str = ""
    short: str = ""


def toolbar(corpus: Path, generation: int, state: State, note: str, mode: str, width: int) -> Line:
    """The toolbar in `width` columns. `note` is a sentence on the index or empty, `mode` that of vi or empty."""
    parts = [
        Part(mode, 6),
        Part(safe(str(corpus)), 2, short=safe(corpus.name)),
        Part(_("generation {number}").format(number=generation) if generation else "", 1),
        Part(_in_force(state), 5),
        Part(_order(state), 4),
        Part(_found(state), 7),
        Part(safe(note), 8, "note"),
        Part("" if state.asked else ":help", 3),
    ]
    return _fitted([part for part in parts if part.text], max(width - 2, 0))


def _fitted(parts: list[Part], width: int) -> Line:
    """The parts that there is room for; where it is scarce a folder is shortened to its name first."""
    if columns(_BETWEEN.join(part.text for part in parts)) > width:
        parts = [replace(part, text=part.short or part.text) for part in parts]
    while len(parts) > 1 and columns(_BETWEEN.join(part.text for part in parts)) > width:
        parts.remove(min(parts, key=lambda part: part.weight))
    line: list[tuple[str, str]] = [("", " ")]
    for number, part in enumerate(parts):
        if number:
            line.append(("", _BETWEEN))
        line.append((part.name, part.text))
    return cut(tuple(line), width + 1)


def _in_force(state: State) -> str:
    return safe(" ".join(condition.text for condition in state.conditions))


def _order(state: State) -> str:
    return _("the newest first") if state.sort == "newest" else _("the oldest first") if state.sort else ""


def _found(state: State) -> str:
    """What the results are of, as far as it is not on the screen, and how many there are."""
    if state.results is None:
        return ""
    from searcher.results.render.text import summary

    if state.like:
        return _("like {id}: {summary}").format(id=safe(state.like), summary=summary(state.results))
    within = "".join(f"{safe(query)} / " for query in state.within)
    shown = summary(state.results)
    return _("{query}: {summary}").format(query=f"{within}{safe(state.query)}", summary=shown) if within else shown
