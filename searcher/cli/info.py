"""`searcher info`: what the index holds."""

from __future__ import annotations

from typing import Annotated

import typer

from searcher.cli.app import command
from searcher.cli.formats import OneFormat
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus


@command("info")
def info(
    settings: Settings,
    format: Annotated[
        OneFormat, typer.Option("--format", metavar="text|json", help="How to print it.")
    ] = OneFormat.TEXT,
) -> ExitStatus:
    """Say what the index holds and how it was made."""
    from searcher.cli.opening import opened_as_it_is

    env = settings.env
    with opened_as_it_is(settings) as index:
        held = index.info()
    if format is OneFormat.JSON:
        from searcher.results.render.json import dumps, info_object

        env.use_utf8()
        env.write(dumps(info_object(held)))
    else:
        from searcher.results.render.holdings import render_info

        for line in render_info(held, settings.style, env.width):
            env.write(line)
    return ExitStatus.OK
