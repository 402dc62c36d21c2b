"""`searcher open`: the source file of a paragraph, at its line."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searcher.cli.app import command
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus, UsageError
from searcher.i18n import _

if TYPE_CHECKING:
    from searcher.results.source import SourcePlace


@command("open")
def open(
    settings: Settings,
    id: Annotated[str, typer.Argument(metavar="ID", help="Id of a paragraph or an article, as search prints it.")],
    edit: Annotated[
        bool, typer.Option("--edit", "-e", help="In $VISUAL or $EDITOR instead of $PAGER.", show_default=False)
    ] = False,
    print: Annotated[
        bool, typer.Option("--print", help="Print only the place, as FILE:LINE.", show_default=False)
    ] = False,
) -> ExitStatus:
    """Show the source file of a paragraph at its line, in $PAGER or $EDITOR.

    Where the output is no terminal, the place is printed.
    """
    from searcher.cli.opening import opened
    from searcher.results.source import source_place

    env = settings.env
    with opened(settings) as index:
        place = source_place(index.paragraph(id), settings.corpus)
    if print or not (env.stdout_isatty and env.stdin_isatty):
        from searcher.results.render.safe import safe

        env.write(safe(str(place)) if env.stdout_isatty else str(place))
        return ExitStatus.OK
    if place.path.suffix.lower() == ".pdf":
        raise UsageError(_("{path} is a PDF file: open it in a program for these").format(path=place.path))
    _show(settings, place, edit)
    return ExitStatus.OK


def _show(settings: Settings, place: SourcePlace, edit: bool) -> None:
    from searcher.cli.viewers import editor_command, editor_of, pager_command, pager_of, run, unfound
    from searcher.results.render.safe import safe

    env = settings.env
    if missing := unfound(env.environ, ["VISUAL", "EDITOR"] if edit else ["PAGER"]):
        env.say(_("{program}: there is no such program").format(program=safe(missing)))
    pager = None if edit else pager_of(env.environ)
    if pager is None:
        editor = editor_of(env.environ)
        if editor is None:
            raise UsageError(_("neither a pager nor an editor is found; set PAGER or EDITOR, or use --print"))
        run(editor_command(editor, place.path, place.line), env.environ)
        return
    from searcher.results.source import readable

    with tempfile.TemporaryDirectory(prefix="searcher-") as folder:
        path = readable(place, Path(folder))
        if path != place.path:
            env.say(_("shown is a copy of {path} that a terminal can show").format(path=safe(str(place.path))))
        run(pager_command(pager, path, place.line), env.environ)
