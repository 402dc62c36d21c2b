"""The values of --format, and the options that say how and where to print."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """For results and what is listed: the formats of `searcher.results.render.formats`."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"

    @classmethod
    def _missing_(cls, value: object) -> Format | None:
        return {"md": cls.MARKDOWN, "htm": cls.HTML, "txt": cls.TEXT, "ndjson": cls.JSONL}.get(str(value))


class ListFormat(StrEnum):
    """For pages as they were read."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


class OneFormat(StrEnum):
    """For what comes as one thing: a description."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        metavar="text|json|jsonl|csv|markdown|html",
        help="How to print it: text where nothing is said, or what the name of --output ends in.",
        show_default=False,
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to this file instead: the old one stays until the new one is whole.",
        show_default=False,
    ),
]
NoPagerOption = Annotated[
    bool,
    typer.Option("--no-pager", help="Write to the terminal also what is taller than it.", show_default=False),
]
