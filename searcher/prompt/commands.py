"""The one table of what can be typed at the prompt; dispatch, completion, `:help` and docs/prompt.md come from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from searcher.errors import UsageError

if TYPE_CHECKING:
    from searcher.prompt.session import Session

Lines = Iterator[str]


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the prompt: `:name argument`. `run` gives the lines to show."""

    name: str
    argument: str
    help: str
    run: Callable[[Session, str], Lines]

    @property
    def usage(self) -> str:
        """How it is typed."""
        return f":{self.name} {self.argument}".rstrip()


def find(name: str) -> Command:
    """The command of this name, or the only one that begins so; raises UsageError."""
    alike = [command for command in COMMANDS if command.name.startswith(name)] if name else []
    exact = [command for command in alike if command.name == name]
    if len(exact or alike) == 1:
        return (exact or alike)[0]
    if alike:
        raise UsageError(f":{name} may be {' or '.join(f':{command.name}' for command in alike)}")
    raise UsageError(f"no command :{name}; :help lists them")


def _more(session: Session, argument: str) -> Lines:
    _none(":more", argument)
    return session.more()


def _limit(session: Session, argument: str) -> Lines:
    if argument:
        if not (argument.isdecimal() and int(argument)):
            raise UsageError(":limit takes a whole number from 1 on, such as :limit 20")
        session.limit = int(argument)
    yield f"{session.limit} results at a time"


def _index(session: Session, argument: str) -> Lines:
    if argument not in ("", "rebuild"):
        raise UsageError(":index takes no argument, or the word rebuild")
    return session.update(rebuild=bool(argument))


def _info(session: Session, argument: str) -> Lines:
    _none(":info", argument)
    return session.info()


def _help(session: Session, argument: str) -> Lines:
    from searcher.results.render.text import table

    if argument:
        command = find(argument.removeprefix(":"))
        yield from table([(command.usage, command.help)], session.style, session.settings.env.width)
        return
    rows = [*TYPED, *((command.usage, command.help) for command in COMMANDS), *KEYS]
    yield from table(rows, session.style, session.settings.env.width)


def _quit(session: Session, argument: str) -> Lines:
    _none(":quit", argument)
    session.leaving = True
    return iter(())


def _none(command: str, argument: str) -> None:
    if argument:
        raise UsageError(f"{command} takes no argument")


COMMANDS = (
    Command("more", "", "the next results", _more),
    Command("limit", "[N]", "show N results at a time; without N, say how many", _limit),
    Command("index", "[rebuild]", "bring the index up to date with the corpus, or make it anew", _index),
    Command("info", "", "what the index holds", _info),
    Command("help", "[COMMAND]", "this help, or one line of it", _help),
    Command("quit", "", "leave", _quit),
)
TYPED = (
    ("QUERY", "search, as `searcher search` does; results are numbered"),
    ("NUMBER", 'read the article of that result; to search for a number, put it in quotes: "261"'),
)
KEYS = (
    ("Tab", "complete a command"),
    ("Up, Down, Ctrl-R", "earlier queries, kept between runs"),
    ("Ctrl-C", "clear the line"),
    ("Ctrl-D", "leave"),
)
"""What `searcher.prompt.keys` and prompt-toolkit's own bindings do, as far as one needs to be told."""


def reference() -> str:
    """The tables of docs/prompt.md."""

    def rows(pairs: Iterator[tuple[str, str]]) -> str:
        return "\n".join(f"| {name} | {text} |" for name, text in pairs)

    typed = rows(iter(TYPED))
    commands = rows((f"`{command.usage}`", command.help) for command in COMMANDS)
    keys = rows(iter(KEYS))
    return (
        f"| typed | what happens |\n|---|---|\n{typed}\n\n"
        f"| command | what it does |\n|---|---|\n{commands}\n\n"
        f"| key | what it does |\n|---|---|\n{keys}\n"
    )
