"""`searcher explain`: how a query is read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from searcher.cli.app import command
from searcher.cli.formats import OneFormat
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus


@command("explain")
def explain(
    settings: Settings,
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="The query, as `search` takes it.")],
    format: Annotated[
        OneFormat, typer.Option("--format", metavar="text|json", help="How to print it.")
    ] = OneFormat.TEXT,
) -> ExitStatus:
    """Show how a query is read, as a tree, and how many paragraphs each part matches by itself."""
    from searcher.cli.opening import opened_as_it_is

    env = settings.env
    with opened_as_it_is(settings) as index:
        explanation = index.explain(" ".join(query))
    if format is OneFormat.JSON:
        from searcher.results.render.json import dumps

        env.use_utf8()
        env.write(dumps(asdict(explanation)))
    else:
        from searcher.results.render.explained import render_explanation

        for line in render_explanation(explanation):
            env.write(line)
    return ExitStatus.OK if explanation.count else ExitStatus.NOTHING_FOUND
