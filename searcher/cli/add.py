"""`searcher add`: copy issues into the corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searcher.cli.app import command
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus
from searcher.i18n import _, ngettext

if TYPE_CHECKING:
    from searcher.adding import AddReport


@command("add")
def add(
    settings: Settings,
    paths: Annotated[list[Path], typer.Argument(metavar="FILE|DIR", help="Page files, or folders of them.")],
    into: Annotated[
        Path | None, typer.Option("--into", metavar="DIR", help="Put them into this folder of the corpus.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put a file in the place of a different one of the same name.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no summary and no progress.")] = False,
) -> ExitStatus:
    """Copy issues into the corpus, and bring the index up to date.

    A file keeps its name, a folder its name and all below it. What is there already is passed over; a different file of
    the same name is not overwritten, and what cannot be read is not copied: each is named.
    """
    from searcher import add_to_corpus
    from searcher.cli.index import tell_build
    from searcher.cli.opening import built, shown
    from searcher.cli.progress import Progressing

    env = settings.env
    with Progressing(env, silent=quiet or not env.stderr_isatty) as progress:
        report = add_to_corpus(paths, settings.corpus, into=into, replace=replace, progress=progress)
    if not quiet:
        env.write(_summary(report))
        for path in report.same:
            env.say(_("{path} is in the corpus already").format(path=shown(path)))
        for path in report.passed_over:
            env.say(_("{path} is no page file by its ending").format(path=shown(path)))
    for skipped in report.skipped:
        env.say(_("not added: {path}: {reason}").format(path=shown(skipped.path), reason=shown(skipped.reason)))
    status = ExitStatus.UNREADABLE_FILES if report.skipped else ExitStatus.OK
    if not (report.added or report.replaced or report.same):
        return status
    return max(status, tell_build(settings, built(settings, quiet=quiet), quiet=quiet))


def _summary(report: AddReport) -> str:
    added = len(report.added)
    parts = [ngettext("{count} file added", "{count} files added", added).format(count=f"{added:,}")]
    if report.replaced:
        parts.append(_("{count} replaced").format(count=f"{len(report.replaced):,}"))
    if report.same:
        parts.append(_("{count} there already").format(count=f"{len(report.same):,}"))
    if report.skipped:
        parts.append(_("{count} not added").format(count=f"{len(report.skipped):,}"))
    return ", ".join(parts) + "."
