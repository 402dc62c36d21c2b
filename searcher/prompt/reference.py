"""The help of the prompt, out of its table: for `:help` and for docs/prompt.md."""

from __future__ import annotations

from dataclasses import dataclass

from searcher.i18n import N_, _, placeholders
from searcher.prompt.commands import COMMANDS
from searcher.prompt.keys import KEYS
from searcher.prompt.table import Where

TYPED = (
    ("QUERY", N_("search, as `searcher search` does; the results are numbered")),
    ("NUMBER", N_('open the article of that result; to search for a number, put it in quotes: "261"')),
    ("/WORDS", N_("search within the results")),
)
"""What a line may be beside a command."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the help: rows of what is typed or pressed and what that does, in English."""

    title: str
    head: tuple[str, str]
    rows: tuple[tuple[str, str], ...]


def sections() -> tuple[Section, ...]:
    """The whole help, in order."""
    commands = tuple((command.usage, command.help) for command in COMMANDS)
    return (
        Section(N_("Typed at the prompt"), ("typed", "what happens"), TYPED),
        Section(N_("Commands"), ("command", "what it does"), commands),
        *(key_section(where) for where in Where),
    )


def key_section(where: Where) -> Section:
    """The keys that mean something in one place."""
    rows = tuple((key.shown, key.help) for key in KEYS if where in key.where)
    return Section(where.value, ("key", "what it does"), rows)


def translated(section: Section) -> list[tuple[str, str]]:
    """The rows of a section in the language in force."""
    return [(placeholders(_(name)), _(text)) for name, text in section.rows]


def reference() -> str:
    """The tables of docs/prompt.md."""
    return "\n".join(_table(section) for section in sections())


def _table(section: Section) -> str:
    lines = [f"## {section.title}", "", f"| {section.head[0]} | {section.head[1]} |", "|---|---|"]
    code = "`" if section.head[0] == "command" else ""
    lines += [f"| {code}{_cell(name)}{code} | {_cell(text)} |" for name, text in section.rows]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
