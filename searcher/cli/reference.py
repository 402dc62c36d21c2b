"""The reference of the command line in docs/cli.md, made from its declaration (`python3 dev.py docs`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from searcher.cli.app import SHARED_NAMES, command_line


def reference() -> str:
    """Markdown: the options that every command shares, then each command with its arguments and own options."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    group = command_line()
    shared = [param for param in group.params if param.name in SHARED_NAMES]
    own = [param for param in group.params if param.name not in SHARED_NAMES]
    yield from ("## Options of every command", "", "Before or after the name of the command; after it wins.", "")
    yield from _options(shared)
    yield from ("", "## searcher", "", group.help, "")
    yield from ("Without a command: the prompt on a terminal; elsewhere this help, with status 2.", "")
    yield from _options(own)
    for name, command in group.commands.items():
        arguments = [param for param in command.params if param.param_type_name == "argument"]
        options = [param for param in command.params if param not in arguments and param.name not in SHARED_NAMES]
        words = [f"{param.metavar}{'...' if param.nargs == -1 else ''}" for param in arguments]
        usage = " ".join(["searcher", name, *(["[OPTIONS]"] if options else []), *words])
        yield from ("", f"## searcher {name}", "", f"    {usage}", "", command.help, "")
        if arguments:
            yield from ("| argument | meaning |", "|---|---|")
            yield from (f"| `{_cell(param.metavar)}` | {_cell(param.help)} |" for param in arguments)
            yield ""
        if options:
            yield from _options(options)


def _options(params: list[Any]) -> Iterator[str]:
    yield from ("| option | meaning |", "|---|---|")
    for param in params:
        spelled = ", ".join(sorted(param.opts, key=lambda option: option.startswith("--")))
        value = f" {param.metavar}" if param.metavar else ""
        default = "" if param.default in (None, False) else f" Default: {param.default}."
        yield f"| `{spelled}{_cell(value)}` | {_cell(param.help)}{default} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
