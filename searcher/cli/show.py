"""`searcher show`: a whole article."""

from __future__ import annotations

from typing import Annotated

import typer

from searcher.cli.app import command
from searcher.cli.formats import OneFormat
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus


@command("show")
def show(
    settings: Settings,
    id: Annotated[str, typer.Argument(metavar="ID", help="Id of a paragraph or an article, as search prints it.")],
    format: Annotated[
        OneFormat, typer.Option("--format", metavar="text|json", help="How to print it.")
    ] = OneFormat.TEXT,
) -> ExitStatus:
    """Print a whole article, the asked paragraph marked."""
    from searcher.cli.opening import opened

    env = settings.env
    with opened(settings) as index:
        article = index.article(id)
    asked = id if any(paragraph.id == id for paragraph in article.paragraphs) else None
    if format is OneFormat.JSON:
        from searcher.results.render.json import article_object, dumps

        env.use_utf8()
        env.write(dumps(article_object(article, asked)))
    else:
        from searcher.results.render.article import render_article

        for line in render_article(article, settings.style, env.width, asked=asked):
            env.write(line)
    return ExitStatus.OK
