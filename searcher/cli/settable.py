"""Every default that the user's settings file can change, found in the declaration of the command line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from typer.models import OptionInfo

from searcher.cli.app import command_line, declared
from searcher.cli.configuration import COMMANDS, Configuration, Given, variable_of
from searcher.cli.settings import DEFAULT, GENERAL, converted
from searcher.errors import ConfigError
from searcher.i18n import _

_NEVER = frozenset({"config", "completion"})
"""Commands whose options are for once."""


@dataclass(frozen=True, slots=True)
class Settable:
    """An option of a command by its key in the settings file."""

    command: str
    key: str
    """The option's long name; for a flag `--no-pager` alone, `pager`."""
    parameter: str
    """The name by which the command's function gets it."""
    kind: Any
    """As annotated: bool, int, str, Path, an enumeration, or a list of these."""
    default: Any
    help: str
    takes: str = ""
    """What help shows that it takes: N, DIR, text|json."""
    negated: bool = False
    least: float | None = None

    def value(self, given: Given) -> Any:
        """What the key's value is as an option's; empty text is none, where none is the default. Raises ConfigError."""
        if self.default is None and given.value == "":
            return None
        return converted(given, self.kind, self.key, least=self.least)


@lru_cache(maxsize=1)
def settables() -> tuple[Settable, ...]:
    """All of them, in the order of the commands."""
    return tuple(_found())


def _commands() -> dict[str, Any]:
    """The commands that have settings, in their order."""
    known = command_line().commands
    return {name: command for name, command in known.items() if not command.hidden and name not in _NEVER}


def _found() -> Iterator[Settable]:
    for command, known in _commands().items():
        spelled = {param.name: param.opts for param in known.params}
        for parameter in declared[command]:
            annotation, option = get_args(parameter.annotation)
            if not isinstance(option, OptionInfo) or option.hidden:
                continue
            long = next(name for name in spelled[parameter.name] if name.startswith("--"))[2:]
            kind = _without_none(annotation)
            negated = kind is bool and long.startswith("no-")
            yield Settable(
                command,
                long.removeprefix("no-") if negated else long,
                parameter.name,
                kind,
                not parameter.default if negated else parameter.default,
                option.help or "",
                option.metavar or "",
                negated,
                option.min,
            )


def _without_none(annotation: Any) -> Any:
    """`str` for `str | None`: that an option was not given is no value."""
    if get_origin(annotation) is UnionType:
        (annotation,) = (kind for kind in get_args(annotation) if kind is not NoneType)
    return annotation


def defaults(configuration: Configuration) -> dict[str, dict[str, Any]]:
    """What is given for the options of each command, by the names of their parameters, checked.

    A key before all tables is for every command that can take its value. Raises ConfigError for a key, a table or a
    value that nothing takes.
    """
    if configuration.problem is not None or not configuration:
        return {}
    _check_names(configuration)
    _check_general(configuration)
    found: dict[str, dict[str, Any]] = {}
    refusals: dict[str, ConfigError] = {}
    taken: set[str] = set()
    for settable in settables():
        for given in configuration.all(settable.command, settable.key):
            try:
                value = settable.value(given)
            except ConfigError as error:
                if not is_general(given, settable.command, settable.key, configuration):
                    raise
                refusals.setdefault(given.origin, error)
                continue
            taken.add(given.origin)
            option = not value if settable.negated else value
            found.setdefault(settable.command, {}).setdefault(settable.parameter, option)
    for origin, refusal in refusals.items():
        if origin not in taken:
            raise refusal
    return found


def origin_of(settable: Settable, configuration: Configuration) -> Given:
    """The value in force for an option that is not given, and where it comes from."""
    for given in configuration.all(settable.command, settable.key):
        try:
            return Given(settable.value(given), given.origin)
        except ConfigError:
            continue
    return Given(settable.default, DEFAULT)


def is_general(given: Given, command: str, key: str, configuration: Configuration) -> bool:
    """Whether a value is meant for every command that can take it."""
    return given.origin in (variable_of(key), configuration.place("", key))


def checked(configuration: Configuration) -> tuple[Configuration, dict[str, dict[str, Any]]]:
    """The configuration with its `defaults`; where something of it cannot be used, with that as its problem."""
    try:
        return configuration, defaults(configuration)
    except ConfigError as error:
        return replace(configuration, variables={}, tables={}, problem=error), {}


def unknown_variables(configuration: Configuration) -> list[str]:
    """Variables of the environment that bear our name and set nothing."""
    known = {variable_of(general.key, command) for general in GENERAL for command in ("", *_commands())}
    known |= {variable_of(s.key, command) for s in settables() for command in ("", s.command)}
    return sorted(set(configuration.variables) - known)


def _check_names(configuration: Configuration) -> None:
    """Refuse tables and keys that mean nothing."""
    keys = {table: {general.key for general in GENERAL} for table in ("", *_commands())}
    for settable in settables():
        keys[""].add(settable.key)
        keys[settable.command].add(settable.key)
    for table, values in configuration.tables.items():
        if table not in keys:
            meant = _meant(table, keys)
            message = _("{place}: no command {name} has settings{meant}")
            raise ConfigError(message.format(place=configuration.place(table), name=repr(table), meant=meant))
        for key, value in values.items():
            if isinstance(value, dict) and not table and key not in keys[table] - set(keys):
                heading = _("{place}: the table of a command is named [{name}]")
                place = configuration.place(key)
                raise ConfigError(heading.format(place=place, name=f"{COMMANDS}.{_near(key, keys) or 'search'}"))
            if key not in keys[table]:
                meant = _meant(key, keys[table])
                message = _("{place}: there is no setting {name}{meant}; searcher config lists them")
                raise ConfigError(message.format(place=configuration.place(table, key), name=repr(key), meant=meant))


def _meant(name: str, known: Collection[str]) -> str:
    close = _near(name, known)
    return _(" (is {name} meant?)").format(name=close) if close else ""


def _near(name: str, known: Collection[str]) -> str:
    return next(iter(get_close_matches(name, list(known), 1)), "")


def _check_general(configuration: Configuration) -> None:
    """Refuse values of general settings that are none, whichever command is run."""
    for general in GENERAL:
        for command in ("", *configuration.tables):
            for given in configuration.all(command, general.key):
                converted(given, general.kind, general.key, least=1)


def written(value: Any) -> str:
    """A value as the settings file has it (TOML)."""
    if value is None:
        return '""'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, StrEnum):
        return f'"{value.value}"'
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(written, value))}]"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
