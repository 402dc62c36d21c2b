"""What the user's settings file and environment say, before any option.

The file is TOML. Its keys are the names of options; a key before all tables is meant for every command that has such an
option, one in the table of a command, such as [commands.search], for that command. (Plain [index] would clash with the
key index.) An environment variable SEARCHER_KEY or SEARCHER_COMMAND_KEY says the same, and wins over the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from searcher.cli.environment import Environment
from searcher.errors import ConfigError, system_reason
from searcher.i18n import _

FILE_VARIABLE = "SEARCHER_CONFIG"
"""Names another settings file."""
COMMANDS = "commands"
"""The table that holds a table for each command."""
_PREFIX = "SEARCHER_"
_TABLE = r"\s*\[\s*(?P<name>[^\[\]]+?)\s*\]\s*(#.*)?"
_KEY = r"""\s*["']?(?P<name>[\w-]+)["']?\s*="""


class Given(NamedTuple):
    """A value that somebody gave: text from the environment, a TOML value from the file."""

    value: object
    origin: str
    """Where it stands: the name of a variable, or file:line."""
    is_text: bool = False
    """Whether it is text that stands for a value of another kind, as in an environment variable."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Configuration:
    """The settings file as read, and the variables of the environment that bear our name."""

    path: Path
    exists: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Keys and values by table; the table "" holds the keys before all others."""
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)
    problem: ConfigError | None = None
    """Why what was given says nothing, for whoever needs it."""

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.variables or self.tables)

    def find(self, command: str, key: str) -> Given | None:
        """What wins for this command."""
        return next(self.all(command, key), None)

    def all(self, command: str, key: str) -> Iterator[Given]:
        """All that is given for a key, what wins first: environment before file, for this command before for all."""
        for variable in (variable_of(key, command), variable_of(key)):
            if value := self.variables.get(variable):
                yield Given(value, variable, is_text=True)
        for table in (command, "") if command else ("",):
            if key in self.tables.get(table, {}):
                yield Given(self.tables[table][key], self.place(table, key))

    def place(self, table: str, key: str = "") -> str:
        """Where a key, or the heading of a table, stands: file:line."""
        line = self.lines.get((table, key)) or self.lines.get((f"{table}.{key}".strip("."), ""))
        return f"{self.path}:{line}" if line else str(self.path)


def variable_of(key: str, command: str = "") -> str:
    """The environment variable of a key: SEARCHER_LIMIT, or that of one command, SEARCHER_SEARCH_LIMIT."""
    name = f"{command}_{key}" if command else key
    return _PREFIX + name.replace("-", "_").upper()


def file_of(env: Environment) -> Path:
    """Where the settings file is or would be."""
    return Path(env.environ.get(FILE_VARIABLE) or env.config_dir / "config.toml")


def read_configuration(env: Environment) -> Configuration:
    """Read file and environment; a file that is not there says nothing.

    One that cannot be read or parsed, or that is named by SEARCHER_CONFIG and missing, gives a `problem`.
    """
    path = file_of(env)
    try:
        return _read(path, env)
    except ConfigError as error:
        return Configuration(path, problem=error)


def _read(path: Path, env: Environment) -> Configuration:
    variables = {
        name: value
        for name, value in env.environ.items()
        if name.startswith(_PREFIX) and name != FILE_VARIABLE and value
    }
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        if env.environ.get(FILE_VARIABLE):
            reason = _("{file}: no such settings file; {variable} names it")
            raise ConfigError(reason.format(file=path, variable=FILE_VARIABLE)) from error
        return Configuration(path, variables=variables)
    except OSError as error:
        reason = _("{file}: the settings file cannot be read: {reason}")
        raise ConfigError(reason.format(file=path, reason=system_reason(error))) from error
    tables, lines = _parsed(path, data)
    return Configuration(path, True, variables, tables, lines)


def _parsed(path: Path, data: bytes) -> tuple[dict[str, dict[str, object]], dict[tuple[str, str], int]]:
    import tomllib

    try:
        text = data.decode("utf-8-sig")
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(_("{place}: this line is not UTF-8").format(place=f"{path}:{line}")) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)$", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        message = re.sub(r" \(at .*\)$", "", str(error))
        reason = _("{place}: this is not TOML: {reason}")
        raise ConfigError(reason.format(place=f"{path}:{line}", reason=message)) from error
    lines = _lines(text)
    tables: dict[str, dict[str, object]] = {}
    place = f"{path}:{lines.get(('', COMMANDS), 1)}"
    for command, values in _table(document.pop(COMMANDS, {}), COMMANDS, place).items():
        tables[command] = _table(values, f"{COMMANDS}.{command}", f"{path}:{lines.get((COMMANDS, command), 1)}")
    if document:
        tables[""] = document
    return tables, lines


def _table(value: object, name: str, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        reason = _("{place}: {name} is a table: write [{name}] on a line of its own")
        raise ConfigError(reason.format(place=place, name=name))
    return value


def _lines(text: str) -> dict[tuple[str, str], int]:
    """The line of each table and key, as far as they are written plainly."""
    lines: dict[tuple[str, str], int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := re.fullmatch(_TABLE, line):
            table = re.sub(r"[\s\"']", "", found["name"]).removeprefix(f"{COMMANDS}.")
            lines.setdefault((table, ""), number)
        elif found := re.match(_KEY, line):
            lines.setdefault((table, found["name"]), number)
    return lines
