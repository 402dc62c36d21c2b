"""The options that draw a chart, and what commands that count have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from searcher.cli.settings import Settings
from searcher.i18n import _

PlotOption = Annotated[
    Path | None,
    typer.Option(
        "--plot",
        metavar="FILE",
        help="Draw a chart too: a file .svg, .png or .pdf. Needs the extra searcher[plot].",
        show_default=False,
    ),
]
FontOption = Annotated[
    Path | None,
    typer.Option(
        "--font",
        metavar="FILE",
        help="Font of the chart (.ttf, .otf, .ttc); else one of the system's that has Chinese.",
        show_default=False,
    ),
]


def say_what_was_found(settings: Settings, query: str, total: int, notes: Sequence[str]) -> None:
    """That a query found nothing, and what was done to it: on stderr, where the format has no place for it."""
    from searcher.results.render.safe import safe

    if not total:
        settings.env.say(_("nothing found for {query}").format(query=safe(query)))
    for note in notes:
        settings.env.say(safe(note))


def checked(file: Path | None) -> Path | None:
    """The file of a chart, if one is asked for. Raises UsageError where its name tells no kind of chart."""
    if file is not None:
        from searcher.results.render.plot import kind_of

        kind_of(file)
    return file


def draw(settings: Settings, file: Path, make: Callable[[str], bytes]) -> None:
    """Write the chart that `make` draws, of the kind that the file's name asks for, and say so.

    Raises what `make` raises, and OSError where the file cannot be written.
    """
    from searcher.results.render.plot import kind_of
    from searcher.results.render.safe import safe

    file.write_bytes(make(kind_of(file)))
    settings.env.say(_("wrote {file}").format(file=safe(str(file))))
