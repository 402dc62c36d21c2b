"""The settings in force as text, as JSON, and as a commented settings file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from searcher.cli.configuration import COMMANDS, Given, variable_of
from searcher.cli.settable import Settable, origin_of, settables, unknown_variables, written
from searcher.cli.settings import DEFAULT, GENERAL, Language, Settings, settled
from searcher.errors import ConfigError, system_reason
from searcher.i18n import _, language_in_force


@dataclass(frozen=True, slots=True)
class _Row:
    """A setting in force."""

    name: str
    given: Given


def _rows(settings: Settings) -> Iterator[_Row]:
    """General settings, then the options of each command."""
    for general in GENERAL:
        given = settled(general, settings.shared, settings.env, settings.configuration)
        if general.key == "lang" and given.value == Language.AUTO:
            given = given._replace(value=language_in_force())
        yield _Row(general.key, given)
    for settable in settables():
        yield _Row(f"{settable.command}.{settable.key}", origin_of(settable, settings.configuration))


def config_object(settings: Settings) -> dict[str, Any]:
    """What `searcher config --format json` prints: the file, and each setting's value and origin."""
    configuration = settings.configuration
    return {
        "file": str(configuration.path),
        "exists": configuration.exists,
        "settings": {
            row.name: {"value": _plain(row.given.value), "origin": row.given.origin} for row in _rows(settings)
        },
        "unknown_variables": unknown_variables(configuration),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def render_config(settings: Settings) -> Iterator[str]:
    """Three columns: name, value, origin; what is as it always was quietly."""
    from searcher.results.render.columns import columns
    from searcher.results.render.layout import measure
    from searcher.results.render.safe import safe

    configuration, style = settings.configuration, settings.style
    about = _("settings file: {file}") if configuration.exists else _("settings file: {file} (not there yet: --init)")
    width = measure(settings.env.width)
    yield from style.lines(safe(about.format(file=configuration.path)), width)
    yield ""
    shown = [
        (row.name, "-" if row.given.value is None else safe(written(row.given.value)), row.given.origin)
        for row in _rows(settings)
    ]
    widths = [max(columns(row[i]) for row in shown) for i in (0, 1)]
    for name, value, origin in shown:
        base = style.quiet if origin == DEFAULT else ""
        said = _(DEFAULT) if origin == DEFAULT else safe(origin)
        cells = [cell + " " * (wide - columns(cell)) for cell, wide in zip((name, value), widths, strict=True)]
        line = "  ".join([*cells, said])
        if columns(line) <= width:
            yield style.paint(line, base)
        else:
            yield style.paint(name, base)
            yield from ("  " + part for part in style.lines(f"{value}  {said}", width - 2, base))
    for variable in unknown_variables(configuration):
        yield from style.lines(
            _("{variable} is set, but there is no such setting").format(variable=safe(variable)), width
        )


def write_config_file(path: Path) -> None:
    """Write a commented settings file. Raises ConfigError where there is one, or none can be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(commented())
    except FileExistsError as error:
        raise ConfigError(_("{file}: there is a settings file already; it stays as it is").format(file=path)) from error
    except OSError as error:
        reason = _("{file}: cannot be written: {reason}")
        raise ConfigError(reason.format(file=path, reason=system_reason(error))) from error


def commented() -> str:
    """A settings file in which every setting is a comment that shows its default, "" where it has none."""
    lines = [
        _("# Settings of searcher (TOML, UTF-8). Take away the # before a line to set it."),
        _("# An option wins over an environment variable, a variable over this file."),
        _("# `searcher config` shows what is in force, and why."),
        "",
        _("# For every command that has such an option:"),
        "",
    ]
    for general in GENERAL:
        lines += [
            f"# {_(general.help)} ({variable_of(general.key)})",
            f"# {general.key} = {written(general.default)}",
            "",
        ]
    for command, options in groupby(settables(), key=lambda settable: settable.command):
        lines += [_("# For searcher {command}:").format(command=command), f"[{COMMANDS}.{command}]"]
        for settable in options:
            choices = f" ({settable.takes})" if "|" in settable.takes else ""
            lines += [f"# {_meaning(settable)}{choices}", f"# {settable.key} = {written(settable.default)}"]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _meaning(settable: Settable) -> str:
    """What a key means; the help of a flag such as --no-pager tells what its contrary does."""
    general = {general.key: _(general.help) for general in GENERAL}
    if not settable.negated:
        return _(settable.help)
    return general.get(settable.key) or _("Where false: {help}").format(help=_(settable.help))
