"""What a command of the prompt works with, and what it gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from searcher.prompt.options import Options
from searcher.prompt.state import State

if TYPE_CHECKING:
    from searcher.cli.settings import Settings
    from searcher.prompt.library import Library
    from searcher.prompt.saved import SavedQuestions
    from searcher.results.render.style import Style


@dataclass(frozen=True, slots=True)
class Desk:
    """The terminal, the options in force, the index and the saved questions."""

    settings: Settings
    options: Options
    library: Library
    saved: SavedQuestions

    @property
    def style(self) -> Style:
        """How hits are set apart."""
        return self.settings.style

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return self.settings.env.width


@dataclass(frozen=True, slots=True)
class Browse:
    """What to show on the whole screen: the list of results, from the one of rank `number` on; `opened`: its
    article."""

    number: int = 1
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What a line leads to: the state after it and lines to show.

    `options` replace those in force. `browse` is shown instead of the lines where there is a whole screen to show it
    on. `back` asks for the state before, `leave` to end.
    """

    state: State
    lines: Iterable[str] = ()
    options: Options | None = None
    browse: Browse | None = None
    back: bool = False
    leave: bool = False
