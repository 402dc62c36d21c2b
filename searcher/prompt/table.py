"""The columns of the prompt's table of commands and keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from searcher.i18n import N_

if TYPE_CHECKING:
    from searcher.prompt.desk import Desk, Step
    from searcher.prompt.state import State

    Run = Callable[[Desk, State, str], Step]


class Takes(Enum):
    """What a command's argument is completed from, where that is no list of words."""

    NOTHING = "nothing"
    RESULT = "the number of a result"
    CITED = "numbers of results, and a style of citation"
    CONDITIONS = "fields and their values"
    QUERY = "a query"
    SAVED = "the name of a saved question"
    FILE = "the name of a file"
    COMMAND = "the name of a command"


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the prompt: `:name argument`. `takes` are the words or the kind that its argument may be."""

    name: str
    argument: str
    help: str
    run: Run
    takes: tuple[str, ...] | Takes = Takes.NOTHING

    @property
    def usage(self) -> str:
        """How it is typed."""
        return f":{self.name} {self.argument}".rstrip()


class Where(Enum):
    """Where a key means something."""

    LINE = N_("At the prompt")
    LIST = N_("In the list of results")
    TEXT = N_("In an article or a page")


@dataclass(frozen=True, slots=True)
class Key:
    """Keys that do the same. `keys` are prompt-toolkit's names for them, each one bound; `action` names what they do.
    Both are empty where the key is prompt-toolkit's own."""

    shown: str
    help: str
    where: tuple[Where, ...]
    action: str = ""
    keys: tuple[str, ...] = ()
