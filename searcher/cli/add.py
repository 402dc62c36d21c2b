"""`searcher add`: copy issues into the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searcher.cli.app import command
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus
from searcher.i18n import _, ngettext

if TYPE_CHECKING:
    from searcher.adding import AddReport

_NAMED = 5


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
        _name(settings, report.same, _("{path} is in the corpus already"))
        _name(settings, report.passed_over, _("{path} is no page file by its ending"))
    for skipped in report.skipped:
        env.say(_("not added: {path}: {reason}").format(path=shown(skipped.path), reason=shown(skipped.reason)))
    status = ExitStatus.UNREADABLE_FILES if report.skipped else ExitStatus.OK
    if not (report.added or report.replaced or report.same):
        return status
    return max(status, tell_build(settings, built(settings, quiet=quiet), quiet=quiet))


def _name(settings: Settings, paths: Sequence[str], message: str) -> None:
    """Say something of the first few of many files that nothing is wrong with, and how many more there are."""
    from searcher.cli.opening import shown

    for path in paths[:_NAMED]:
        settings.env.say(message.format(path=shown(path)))
    more = len(paths) - _NAMED
    if more > 0:
        settings.env.say(ngettext("so is {count} more", "so are {count} more", more).format(count=f"{more:,}"))


def _summary(report: AddReport) -> str:
    added = len(report.added)
    parts = [ngettext("{count} file added", "{count} files added", added).format(count=f"{added:,}")]
    if report.replaced:
        parts.append(_("{count} replaced").format(count=f"{len(report.replaced):,}"))
    if report.same:
        parts.append(_("{count} there already").format(count=f"{len(report.same):,}"))
    if report.skipped:
        parts.append(_("{count} not added").format(count=f"{len(report.skipped):,}"))
    return _("{sentence}.").format(sentence=_(", ").join(parts))
