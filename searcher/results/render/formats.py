"""The formats that results can be had in: one registry, by name, and what each renderer can be asked for.

A renderer is a module with the functions of `Renderer`: pure, from what was found to lines without line ends. It is
loaded when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from searcher.errors import UsageError
from searcher.i18n import _
from searcher.results.render.style import PLAIN, Style

if TYPE_CHECKING:
    from searcher.results.model import Hit, Range, Results, StoredArticle

_NONE: Mapping[str, Sequence[Range]] = MappingProxyType({})


class View(NamedTuple):
    """How to show things, as far as a format can: `style` and `width` (columns) are for text alone.

    `flat` shows every hit by itself, in order of rank; else more hits of one article are folded under its best.
    `numbered` puts the rank before a hit. `next` is a command worth knowing, put after the summary as it is.
    """

    style: Style = PLAIN
    width: int = 80
    flat: bool = False
    numbered: bool = False
    next: str | None = None


class AskedArticle(NamedTuple):
    """An article and the id that it was asked for by: its own, or one of its paragraphs'.

    `highlights` are ranges to mark, by the id of a paragraph, those of the headline by that of the article.
    """

    article: StoredArticle
    asked: str
    highlights: Mapping[str, Sequence[Range]] = _NONE

    @property
    def paragraph(self) -> str | None:
        """The id of the paragraph that was asked for; None where it was the article."""
        return self.asked if any(part.id == self.asked for part in self.article.paragraphs) else None


class Table(NamedTuple):
    """Rows of values under column names; None is not known. `title` says what is counted or listed. Names are
    English; text shows them in the language in force."""

    title: str
    columns: tuple[str, ...]
    rows: Iterable[Sequence[str | int | float | None]]


class Renderer(Protocol):
    """What every format can do. All give lines without line ends."""

    def render_results(self, found: Results, hits: Iterable[Hit], view: View) -> Iterator[str]:
        """A page of results; `hits` are taken one at a time (`found.hits`, or a stream where `found` has none)."""

    def render_articles(self, articles: Iterable[AskedArticle], view: View) -> Iterator[str]:
        """Whole articles, the paragraph that was asked for marked."""

    def render_table(self, table: Table, view: View) -> Iterator[str]:
        """Names and values: counts, lists."""


class Format(NamedTuple):
    """A format by its name. `suffixes` are those of files that hold it; `newline` ends its lines.

    `mark` begins a file or a stream of it (a byte order mark, or nothing); `layout` says that it is laid out for a
    terminal, not for a program or a browser; `notes` that it has a place for what a search has to say to people.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    newline: str = "\n"
    mark: str = ""
    layout: bool = False
    notes: bool = False

    @property
    def renderer(self) -> Renderer:
        """The module that renders it."""
        return cast(Renderer, import_module(f"searcher.results.render.{self.module}"))


FORMATS: dict[str, Format] = {
    format.name: format
    for format in (
        Format("text", (".txt",), "text", layout=True, notes=True),
        Format("json", (".json",), "json"),
        Format("jsonl", (".jsonl", ".ndjson"), "lines"),
        Format("csv", (".csv",), "csv", newline="\r\n", mark="\ufeff"),
        Format("markdown", (".md", ".markdown"), "markdown", notes=True),
        Format("html", (".html", ".htm"), "html", notes=True),
    )
}
"""Every format by its name."""


def format_named(name: str) -> Format:
    """The format of this name. Raises UsageError."""
    try:
        return FORMATS[name]
    except KeyError:
        raise UsageError(
            _("{name}: no such format; there are {names}").format(name=name, names=", ".join(FORMATS))
        ) from None


def format_of_suffix(suffix: str) -> Format | None:
    """The format of files with this suffix (`.csv`), or None."""
    return next((format for format in FORMATS.values() if suffix.lower() in format.suffixes), None)
