"""`searcher parse`: read page files and print what they hold, without an index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searcher.cli.app import command
from searcher.cli.formats import Format, ListFormat, NoPagerOption
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus, MissingExtraError, NoCorpusError, UnreadableFileError, UsageError
from searcher.i18n import _

if TYPE_CHECKING:
    from searcher.reading.model import Page


@command("parse")
def parse(
    settings: Settings,
    paths: Annotated[list[Path], typer.Argument(metavar="FILE|DIR", help="Page files, or folders of them.")],
    format: Annotated[
        ListFormat, typer.Option("--format", metavar="text|json|jsonl", help="How to print the pages.")
    ] = ListFormat.TEXT,
    all: Annotated[bool, typer.Option("--all", help="Show also what was set aside or mended, and why (text).")] = False,
    no_pager: NoPagerOption = False,
) -> ExitStatus:
    """Read page files and print their articles.

    This shows how the reader understands a page; no index is needed or touched.
    """
    from searcher.cli.emit import chosen, emit

    if all and format is not ListFormat.TEXT:
        raise UsageError(_("--all is for the text format: leave it out, or leave out --format"))
    problems: list[UnreadableFileError] = []
    pages = _pages(paths, problems)
    lines = _text(pages, all=all) if format is ListFormat.TEXT else _json(pages, array=format is ListFormat.JSON)
    emit(settings, lines, chosen(Format(format.value), None), no_pager=no_pager)
    env = settings.env
    for problem in problems:
        env.say(_("skipped {problem}").format(problem=_safe(problem)))
    return ExitStatus.UNREADABLE_FILES if problems else ExitStatus.OK


def _text(pages: Iterator[Page], *, all: bool) -> Iterator[str]:
    from searcher.reading.export import render_page
    from searcher.results.render.safe import safe

    for number, page in enumerate(pages):
        if number:
            yield ""
        yield from safe(render_page(page, all=all), newlines=True).rstrip("\n").split("\n")


def _json(pages: Iterator[Page], *, array: bool) -> Iterator[str]:
    from searcher.reading.export import page_to_dict
    from searcher.results.render import json

    objects = (page_to_dict(page) for page in pages)
    return json.array(objects) if array else (json.dumps(page, indent=None) for page in objects)


def _pages(paths: list[Path], problems: list[UnreadableFileError]) -> Iterator[Page]:
    """The pages of all files in order; a file that cannot be read is added to `problems` and the next one is tried."""
    from searcher.reading.pages import read_pages

    for path in _files(paths, problems):
        try:
            yield from read_pages(path, problems=problems)
        except UnreadableFileError as error:
            problems.append(error)
        except MissingExtraError as error:
            problems.append(UnreadableFileError(path, str(error)))


def _files(paths: list[Path], problems: list[UnreadableFileError]) -> Iterator[Path]:
    from searcher.reading import SUFFIXES
    from searcher.reading.files import files_below
    from searcher.text.word_lists import is_word_list

    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = [one for one in files_below(path) if not is_word_list(one.file, path)]
        refused = [UnreadableFileError(one.file, one.refused) for one in found if one.refused is not None]
        files = sorted(one.file for one in found if one.status is not None)
        problems += refused
        if not (files or refused):
            raise NoCorpusError(
                _("{path}: no page files in this folder ({suffixes})").format(
                    path=path, suffixes=", ".join(sorted(SUFFIXES))
                )
            )
        yield from files


def _safe(problem: UnreadableFileError) -> str:
    from searcher.results.render.safe import safe

    return safe(str(problem))
