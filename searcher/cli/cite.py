"""`searcher cite`: articles as a bibliography has them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from searcher.cli.app import command
from searcher.cli.formats import OutputOption
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus


class Citing(StrEnum):
    """Styles of citation: `searcher.results.render.citations.STYLES`."""

    GBT7714 = "gbt7714"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"


@command("cite")
def cite(
    settings: Settings,
    id: Annotated[
        list[str], typer.Argument(metavar="ID", help="Ids of paragraphs or articles, as search prints them.")
    ],
    style: Annotated[
        Citing | None,
        typer.Option(
            "--style",
            "-s",
            metavar="gbt7714|bibtex|ris|csl-json",
            help="Style (else what the name of --output ends in, else gbt7714).",
            show_default=False,
        ),
    ] = None,
    output: OutputOption = None,
) -> ExitStatus:
    """Cite articles: GB/T 7714—2015, BibTeX, RIS or CSL-JSON.

    An article is cited once, also where several of its paragraphs are named.
    """
    from searcher.cli.emit import emit, file_of
    from searcher.cli.opening import opened
    from searcher.results.citation import citations
    from searcher.results.render.citations import SUFFIXES, render_citations
    from searcher.results.render.formats import Format

    file = file_of(output)
    named = next((name for name, suffix in SUFFIXES.items() if file and file.suffix.lower() == suffix), "gbt7714")
    wanted = str(style or named)
    with opened(settings) as index:
        cited = citations([index.article(one) for one in id])
    newline = "\r\n" if wanted == "ris" else "\n"
    into = Format(wanted, (SUFFIXES[wanted],), "citations", newline, layout=wanted == "gbt7714")
    emit(settings, render_citations(cited, wanted), into, output=output)
    return ExitStatus.OK
