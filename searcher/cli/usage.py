"""What to say of arguments that cannot be read: one line, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def explain(error: Any, args: Sequence[str]) -> str:
    """One line for a usage error of Typer, with the help to ask for."""
    message = " ".join(error.format_message().split()).rstrip(".")
    context = error.ctx
    command = context.command_path if context is not None else "searcher"
    option = getattr(error, "option_name", None)
    if option and context is not None and context.info_name == "search":
        word = next((arg for arg in args if arg[:1] == "-" != arg[1:2] and option.lstrip("-") in arg), None)
        if word is not None:
            return f"no such option: {word}; a query that begins with - goes after --: {command} -- {word}"
    return f"{message[:1].lower()}{message[1:]}; see {command} --help"
