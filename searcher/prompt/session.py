"""A run of the prompt: what it stands at, where it was, and what a typed line does. A line in, lines out; it knows
nothing of keys or the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from searcher.errors import SearcherError, UsageError
from searcher.i18n import _
from searcher.prompt.desk import Browse, Desk, Step
from searcher.prompt.library import Library
from searcher.prompt.options import Options
from searcher.prompt.saved import SavedQuestions
from searcher.prompt.state import State

if TYPE_CHECKING:
    from searcher.cli.settings import Settings

_MOST_KEPT = 200
"""States that one can go back to; each holds the results that it showed."""


def step(desk: Desk, state: State, line: str) -> Step:
    """What a typed line leads to from a state. Raises SearcherError."""
    typed = line.strip()
    if not typed:
        return Step(state)
    from searcher.prompt import searching
    from searcher.prompt.commands import find

    if typed[0] in ":：":
        name, _blank, argument = typed[1:].strip().partition(" ")
        command, argument = find(name), argument.strip()
        if argument and not command.argument:
            raise UsageError(_(":{name} takes no argument").format(name=command.name))
        return command.run(desk, state, argument)
    if typed[0] in "/／":
        return searching.narrow(desk, state, typed[1:].strip())
    if typed.isdecimal() and 0 < int(typed) <= state.total:
        return searching.open_result(desk, state, int(typed))
    return searching.search(desk, state, typed)


class Session:
    """Takes lines one after the other. The index is opened at the first need, so that typing can begin at once."""

    def __init__(self, settings: Settings) -> None:
        self.library = Library(settings)
        self.state = State()
        self.past: tuple[State, ...] = ()
        """Where the session was before, the latest last: another question, or less of its results."""
        self.leaving = False
        self.browse: Browse | None = None
        """What the last line asks to be shown on the whole screen, instead of lines."""
        options = Options(limit=settings.limit, live=settings.live, vi=settings.keys == "vi")
        self.desk = Desk(settings, options, self.library, SavedQuestions(settings.env.state_dir))

    @property
    def settings(self) -> Settings:
        """The settings, with the terminal as it is now."""
        return self.desk.settings

    def resized(self, width: int, height: int) -> None:
        """The terminal has so many columns and rows from now on."""
        env = replace(self.settings.env, width=width, height=height)
        self.desk = replace(self.desk, settings=replace(self.settings, env=env))

    def answer(self, line: str, *, screen: bool = False) -> Iterator[str]:
        """The lines to show for a typed line; a failure is a line too (for a query, with the caret under it).

        With `screen`, there is a whole screen to browse on: what is shown there (`browse`) is not given as lines.
        """
        self.browse = None
        try:
            taken = step(self.desk, self.state, line)
            lines = self._took(taken)
            if taken.browse is not None and screen:
                self.browse = taken.browse
                return
            yield from lines
        except Exception as error:
            # A fault of the program costs an answer, not the session; with --debug it comes through.
            if self.settings.debug and not isinstance(error, SearcherError):
                raise
            yield from self.told(error)

    def told(self, error: Exception) -> Iterator[str]:
        """A failure as lines: a sentence, and the place in a query where it is one."""
        from searcher.cli.failures import stated
        from searcher.results.render.layout import measure
        from searcher.results.render.safe import safe

        width = self.settings.env.width
        message, _status = stated(error, width)
        sentence, _newline, place = safe(message, newlines=True).partition("\n")
        yield from self.desk.style.lines(sentence, measure(width))
        yield from place.splitlines()

    def close(self) -> None:
        """Let go of the index."""
        self.library.close()

    def _took(self, taken: Step) -> Iterable[str]:
        if taken.back:
            return self._went_back()
        if (taken.state.question, taken.state.shown) != (self.state.question, self.state.shown):
            self.past = (*self.past, self.state)[-_MOST_KEPT:]
        self.state = taken.state
        self.desk = replace(self.desk, options=taken.options or self.desk.options)
        self.leaving = taken.leave
        return taken.lines

    def _went_back(self) -> Iterable[str]:
        if not self.past:
            raise UsageError(_("there is nothing to go back to"))
        *earlier, self.state = self.past
        self.past = tuple(earlier)
        if self.state.results is None:
            return [_("back at the beginning")]
        from searcher.prompt.searching import again

        return again(self.desk, self.state)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()
