"""`searcher terms`: the words of the index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from searcher.cli.app import command
from searcher.cli.formats import FormatOption, NoPagerOption, OutputOption
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus
from searcher.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searcher.results.counted import TermCount
    from searcher.results.render.formats import Format, View


@command("terms")
def terms(
    settings: Settings,
    prefix: Annotated[
        str, typer.Argument(metavar="PREFIX", help="How the words begin: in characters, or in pinyin without tones.")
    ] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="Words to list.")] = 20,
    format: FormatOption = None,
    output: OutputOption = None,
    no_pager: NoPagerOption = False,
) -> ExitStatus:
    """List the words of the index that begin so, with how many paragraphs hold each.

    pingyao finds 平遥; so do pingy, and py by its initials. Without PREFIX the commonest words are listed.
    """
    from searcher.cli.emit import chosen, emit, view_of
    from searcher.cli.opening import opened
    from searcher.results.render.safe import safe

    into = chosen(format, output)
    with opened(settings) as index:
        found = index.terms(prefix, limit=limit)
    if not found:
        settings.env.say(_("no word of the index begins with {prefix}").format(prefix=safe(prefix)))
    if found or not into.layout:
        emit(settings, _lines(prefix, found, into, view_of(settings, output)), into, output=output, no_pager=no_pager)
    return ExitStatus.OK if found else ExitStatus.NOTHING_FOUND


def _lines(prefix: str, found: Sequence[TermCount], into: Format, view: View) -> Iterator[str]:
    from searcher.results.render.formats import Table
    from searcher.results.render.json import dumps

    if into.name == "json":
        terms = [{"term": one.term, "count": one.count} for one in found]
        return iter([dumps({"prefix": prefix, "terms": terms})])
    # A title stands over a table in a document; it needs one even where all words are listed.
    listed = Table(prefix or "*", (N_("term"), N_("count")), [(one.term, one.count) for one in found])
    return into.renderer.render_table(listed, view)
