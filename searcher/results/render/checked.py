"""What a check of an index found, for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from searcher.results.render.holdings import size
from searcher.results.render.layout import table
from searcher.results.render.style import Style

if TYPE_CHECKING:
    from searcher.store.check import CheckedGeneration, CheckReport


def render_check(report: CheckReport, style: Style, width: int) -> Iterator[str]:
    """The lines of `searcher check`: the verdict, each generation, then damage and notes with what to do."""
    verdict = "Sound" if report.sound else "Damaged"
    yield f"{verdict}: {report.files:,} files, {size(report.bytes)}, verified in {report.seconds:.2f} s."
    rows = [("index", report.path)]
    rows += [(f"generation {checked.generation}", _generation(checked)) for checked in report.generations]
    rows += [("damaged", f"{found.file}: {found.what}; {found.remedy}") for found in report.problems]
    rows += [("note", f"{found.file}: {found.what}; {found.remedy}") for found in report.notes]
    yield from table(rows, style, width)


def _generation(checked: CheckedGeneration) -> str:
    if not checked.created:
        return "damaged: its manifest cannot be read"
    verdict = "sound" if checked.sound else "damaged"
    held = f"{checked.segments:,} segments, {checked.articles:,} articles, {checked.paragraphs:,} paragraphs"
    return f"{verdict}: {held}, {size(checked.size)}, made {checked.created}"
