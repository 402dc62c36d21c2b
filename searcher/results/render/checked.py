"""What a check of an index found, for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from searcher.i18n import _, ngettext
from searcher.results.render.holdings import counted, size
from searcher.results.render.layout import table
from searcher.results.render.style import Style

if TYPE_CHECKING:
    from searcher.store.check import CheckedGeneration, CheckReport


def render_check(report: CheckReport, style: Style, width: int) -> Iterator[str]:
    """The lines of `searcher check`: the verdict, each generation, then damage and notes with what to do."""
    message = _("Sound: {files}, {size}, verified in {seconds} s.")
    if not report.sound:
        message = _("Damaged: {files}, {size}, verified in {seconds} s.")
    files = counted(ngettext("{count} file", "{count} files", report.files), report.files)
    yield message.format(files=files, size=size(report.bytes), seconds=f"{report.seconds:.2f}")
    rows = [(_("index"), report.path)]
    generation = _("generation {number}")
    rows += [(generation.format(number=checked.generation), _generation(checked)) for checked in report.generations]
    rows += [(_("damaged"), f"{found.file}: {found.what}; {found.remedy}") for found in report.problems]
    rows += [(_("note"), f"{found.file}: {found.what}; {found.remedy}") for found in report.notes]
    yield from table(rows, style, width)


def _generation(checked: CheckedGeneration) -> str:
    if not checked.created:
        return _("damaged: its manifest cannot be read")
    held = _("{segments}, {articles}, {paragraphs}, {size}, made {time}")
    told = held.format(
        segments=counted(ngettext("{count} segment", "{count} segments", checked.segments), checked.segments),
        articles=counted(ngettext("{count} article", "{count} articles", checked.articles), checked.articles),
        paragraphs=counted(ngettext("{count} paragraph", "{count} paragraphs", checked.paragraphs), checked.paragraphs),
        size=size(checked.size),
        time=checked.created,
    )
    return _("sound: {held}").format(held=told) if checked.sound else _("damaged: {held}").format(held=told)
