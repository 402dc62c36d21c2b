"""The options that draw a chart, and what commands that count have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searcher.cli.settings import Settings
from searcher.errors import ExitStatus
from searcher.i18n import _

if TYPE_CHECKING:
    from searcher.results.render.formats import Format, View

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


def show(
    settings: Settings,
    queries: Sequence[tuple[str, int, Sequence[str]]],
    lines: Callable[[Format, View], Iterator[str]],
    into: Format,
    output: Path | None,
    no_pager: bool,
) -> ExitStatus:
    """Write counts: `queries` are those that were counted, with how much each found and its notes.

    What found nothing is said on stderr; so are the notes where the format has no place for them. Of nothing at all no
    text is written.
    """
    from searcher.cli.emit import emit, view_of
    from searcher.results.render.safe import safe

    something = any(total for _query, total, _notes in queries)
    for query, total, notes in queries:
        if not total:
            settings.env.say(_("nothing found for {query}").format(query=safe(query)))
        for note in notes if not (into.layout and something) else ():
            settings.env.say(safe(note))
    if something or not into.layout:
        emit(settings, lines(into, view_of(settings, output)), into, output=output, no_pager=no_pager)
    return ExitStatus.OK if something else ExitStatus.NOTHING_FOUND
