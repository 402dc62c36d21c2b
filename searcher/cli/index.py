"""`searcher index`: bring the index up to date."""

from __future__ import annotations

from typing import Annotated

import typer

from searcher.cli.app import command
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus


@command("index")
def index(
    settings: Settings,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Start anew instead of reading what changed.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no summary and no progress.")] = False,
) -> ExitStatus:
    """Bring the index up to date with the corpus.

    What is new or changed is read, what is gone is dropped, the rest stays untouched. What cannot be read is named.
    """
    from searcher.cli.opening import built, shown

    env = settings.env
    report = built(settings, rebuild=rebuild, quiet=quiet)
    if not quiet:
        from searcher.results.render.holdings import render_report

        for line in render_report(report, settings.style, env.width):
            env.write(line)
    for skipped in report.skipped:
        place = f"{skipped.path}:{skipped.line}" if skipped.line else skipped.path
        env.say(f"skipped {shown(place)}: {shown(skipped.reason)}")
    return ExitStatus.UNREADABLE_FILES if report.skipped else ExitStatus.OK
