"""`searcher index`: bring the index up to date, once or as files come."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from searcher.cli.app import command
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus
from searcher.i18n import _

if TYPE_CHECKING:
    from searcher.results.reports import BuildReport, Skipped


@command("index")
def index(
    settings: Settings,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Start anew instead of reading what changed.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and do the same whenever files come, change or go; Ctrl-C ends it.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no summary and no progress.")] = False,
) -> ExitStatus:
    """Bring the index up to date with the corpus.

    What is new or changed is read, what is gone is dropped, the rest stays untouched. What cannot be read is named.
    """
    from searcher.cli.opening import built

    status = tell_build(settings, built(settings, rebuild=rebuild, quiet=quiet), quiet=quiet)
    if watch:
        _watch(settings, quiet=quiet)
    return status


def tell_build(settings: Settings, report: BuildReport, *, quiet: bool) -> ExitStatus:
    """Print what an update did and name what could not be read; gives the status."""
    env = settings.env
    if not quiet:
        from searcher.results.render.holdings import render_report

        for line in render_report(report, settings.style, env.width):
            env.write(line)
    _name_skipped(settings, report.skipped)
    return ExitStatus.UNREADABLE_FILES if report.skipped else ExitStatus.OK


def _name_skipped(settings: Settings, skipped: tuple[Skipped, ...]) -> None:
    from searcher.cli.opening import shown

    for one in skipped:
        place = f"{one.path}:{one.line}" if one.line else one.path
        settings.env.say(_("skipped {place}: {reason}").format(place=shown(place), reason=shown(one.reason)))


def _watch(settings: Settings, *, quiet: bool) -> None:
    """Until Ctrl-C, which comes through as KeyboardInterrupt."""
    from searcher.cli.opening import built, shown
    from searcher.results.render.holdings import changes
    from searcher.watching import watch

    env = settings.env
    known: set[Skipped] = set()
    last = ""

    def told(report: BuildReport) -> None:
        nonlocal known, last
        last = ""
        if not quiet:
            env.write(f"{time.strftime('%H:%M:%S')} {changes(report)}")
            env.stdout.flush()
        _name_skipped(settings, tuple(one for one in report.skipped if one not in known))
        known = set(report.skipped)

    def failed(error: Exception) -> None:
        nonlocal last
        if str(error) != last:
            last = str(error)
            env.say(shown(error))

    if not quiet:
        env.say(_("watching {corpus}; Ctrl-C ends it").format(corpus=shown(settings.corpus)))
    watch(settings.corpus, lambda: built(settings, quiet=quiet), told=told, failed=failed)
