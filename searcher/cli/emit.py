"""Where a command's lines go: the terminal, a pager, a pipe, a file."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.cli import formats
    from searcher.cli.settings import Settings
    from searcher.results.render.formats import Format, View


def file_of(output: Path | None) -> Path | None:
    """The file to write; None for stdout, which `-` means too."""
    return None if output is None or str(output) == "-" else output


def chosen(given: formats.Format | None, output: Path | None) -> Format:
    """The format asked for: by name, else by the suffix of the file, else text. Raises UsageError."""
    from searcher.results.render.formats import FORMATS

    if given is not None:
        return FORMATS[given.value]
    if (file := file_of(output)) is not None:
        from searcher.results.saving import format_for

        return format_for(file)
    return FORMATS["text"]


def view_of(settings: Settings, output: Path | None, *, flat: bool = False, next: str | None = None) -> View:
    """How to show things there: no colours in a file, and no command to type."""
    from searcher.results.render.formats import View
    from searcher.results.render.style import PLAIN

    if file_of(output) is not None:
        return View(PLAIN, settings.env.width, flat)
    return View(settings.style, settings.env.width, flat, next=next)


def emit(
    settings: Settings,
    lines: Iterable[str],
    format: Format,
    *,
    output: Path | None = None,
    no_pager: bool | None = None,
) -> None:
    """Write `lines` of `format` to `output`, or to stdout: through a pager where they are taller than a terminal.

    `no_pager` is the option of a command that has one; its default comes from the settings.
    """
    env = settings.env
    if (file := file_of(output)) is not None:
        from searcher.results.saving import save

        save(file, format, lines)
        return
    if env.stdout_isatty:
        from searcher.cli.pager import page

        page(env, lines, wanted=settings.pager if no_pager is None else not no_pager)
        return
    if not format.layout:
        env.use_utf8()
    if format.newline != "\n" and isinstance(env.stdout, io.TextIOWrapper):
        env.stdout.reconfigure(newline="")
    env.stdout.write(format.mark)
    for line in lines:
        env.stdout.write(f"{line}{format.newline}")
