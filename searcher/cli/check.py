"""`searcher check`: is the index what was written?"""

from __future__ import annotations

from typing import Annotated

import typer

from searcher.cli.app import command
from searcher.cli.formats import OneFormat
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus


@command("check")
def check(
    settings: Settings,
    format: Annotated[
        OneFormat, typer.Option("--format", metavar="text|json", help="How to print it.")
    ] = OneFormat.TEXT,
) -> ExitStatus:
    """Verify every file of the index, and say what is damaged and what to do.

    Each byte is compared with its checksum, and the parts with one another; nothing is changed. Status 4: damage.
    """
    from searcher import check_index
    from searcher.cli.progress import Progressing

    env = settings.env
    with Progressing(env, silent=not env.stderr_isatty) as progress:
        report = check_index(settings.index, progress=progress)
    if format is OneFormat.JSON:
        from searcher.results.render.json import check_object, dumps

        env.use_utf8()
        env.write(dumps(check_object(report)))
    else:
        from searcher.results.render.checked import render_check

        for line in render_check(report, settings.style, env.width):
            env.write(line)
    return ExitStatus.OK if report.sound else ExitStatus.DAMAGED
