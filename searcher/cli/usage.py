"""What to say of arguments that cannot be read: one line in the user's language, and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from searcher.cli.help import argument_name, option_name
from searcher.i18n import _

_TAKING_QUERIES = ("search", "facets", "timeline", "explain")


def explain(error: Any, args: Sequence[str]) -> str:
    """One line for a usage error of Typer, with the help to ask for.

    Typer's kinds of errors have no public names; that of the class tells them apart.
    """
    context = error.ctx
    command = context.command_path if context is not None else "searcher"
    kind = type(error).__name__
    if context is None:  # Typer does not always say which command it was reading.
        from searcher.cli.app import command_line

        command = " ".join([command, *[arg for arg in args if arg in command_line().commands][:1]])
    if kind == "NoSuchOption":
        word = next((arg for arg in args if arg[:1] == "-" != arg[1:2] and error.option_name.lstrip("-") in arg), None)
        if context is not None and context.info_name in _TAKING_QUERIES and word is not None:
            message = _("no such option: {word}; a query that begins with - goes after --: {command} -- {word}")
            return message.format(word=word, command=command)
        # Without the dashes, which make any two alike.
        names = {name.lstrip("-"): name for name in error.possibilities or ()}
        near = "".join(names[name] for name in get_close_matches(error.option_name.lstrip("-"), names, 1))
        hint = _(" (is {name} meant?)").format(name=near) if near else ""
        said = _("no such option: {word}{hint}").format(word=error.option_name, hint=hint)
    else:
        said = _said(error, kind, args)
    return _("{said}; see {command} --help").format(said=said, command=command)


def _said(error: Any, kind: str, args: Sequence[str]) -> str:
    if kind == "MissingParameter" and error.param is not None:
        return _("{name} is missing").format(name=_name(error.param))
    if kind == "BadParameter" and error.param is not None:
        return _("{name}: {reason}").format(name=_name(error.param), reason=str(error.message).rstrip("."))
    message = " ".join(error.format_message().split()).rstrip(".")
    if kind == "BadOptionUsage":
        reason = _("{name} takes no value") if "not take" in message else _("{name} takes a value")
        return reason.format(name=error.option_name)
    if found := re.match(r"No such command '(?P<name>.*?)'", message):
        known = [name for name, sub in error.ctx.command.commands.items() if not sub.hidden]
        near = next(iter(get_close_matches(found["name"], known, 1)), "")
        hint = _(" (is {name} meant?)").format(name=near) if near else ""
        return _("no such command: {name}{hint}").format(name=found["name"], hint=hint)
    if found := re.match(r"Got unexpected extra arguments?(?:\(s\))? \((?P<words>.*)\)$", message):
        return _("too many arguments: {words}").format(words=found["words"])
    return f"{message[:1].lower()}{message[1:]}"


def _name(param: Any) -> str:
    """A parameter as help names it."""
    return argument_name(param) if param.param_type_name == "argument" else option_name(param)
