"""PDF pages by the positions of their glyphs: columns, indents and sizes as they are printed.

The lines that come out are in reading order, each with its indent as full-width blanks, and blocks are parted by a
blank line; so a PDF page goes through the same reading as a text page, with better evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from searcher.errors import MissingExtraError, UnreadableFileError, system_reason
from searcher.i18n import _
from searcher.reading.pdf_process import FAILED, PAGE, REFUSED, answers

GUTTER = 1.5
"""A gap between glyphs of a line, in character widths, from which they belong to two columns."""
LEADING = 1.4
"""A gap between lines, in line heights, from which they belong to two blocks."""
LARGE = 1.2
"""A line's size, in the page's usual sizes, from which it is a headline's."""
MAX_GLYPHS = 400_000


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character with its box in points, y downward."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of glyphs on one line inside one column."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class PdfPage:
    """The text of one page as lines; `large` are the numbers (from 0) of lines in a headline's size."""

    text: str
    large: frozenset[int]


def read_pdf(path: Path, name: str) -> Iterator[PdfPage]:
    """The pages of a PDF file that hold text, read by a process of its own: see `pdf_process`.

    Raises MissingExtraError without pdfplumber, UnreadableFileError for a file that is no PDF, is encrypted, takes too
    much, or holds pictures only.
    """
    if find_spec("pdfplumber") is None:
        raise MissingExtraError(
            _("{name}: reading PDF files needs an extra: run `pip install 'searcher[pdf]'`").format(name=name)
        )
    found = False
    for kind, *values in answers(path):
        if kind == PAGE:
            found = True
            yield PdfPage(values[0], frozenset(values[1]))
        elif kind == REFUSED:
            raise UnreadableFileError(
                name, _("cannot be read: {reason}").format(reason=system_reason(OSError(*values)))
            )
        elif kind == FAILED:
            raise UnreadableFileError(name, _("not a PDF file that can be read ({kind})").format(kind=values[0]))
        else:
            raise UnreadableFileError(name, _("a PDF that takes more memory or time than a newspaper could"))
    if not found:
        raise UnreadableFileError(name, _("the PDF holds no text (pictures of pages?); run text recognition first"))


def glyphs_of(chars: Sequence[dict[str, Any]]) -> list[Glyph]:
    """The glyphs among the characters of a page as pdfplumber gives them: without blanks and what is turned."""
    return [
        Glyph(str(c["text"]), float(c["x0"]), float(c["x1"]), float(c["top"]), float(c["bottom"]))
        for c in chars[:MAX_GLYPHS]
        if c["text"].strip() and c.get("upright", True)
    ]


def lay_lines(glyphs: list[Glyph]) -> PdfPage:
    """Put glyphs together to lines, lines to blocks, and blocks into reading order."""
    segments = _segments(glyphs)
    if not segments:
        return PdfPage("", frozenset())
    usual = _usual_size(segments)
    lines: list[str] = []
    large: set[int] = set()
    for block in _order(_blocks(segments)):
        if lines:
            lines.append("")
        left = min(s.x0 for s in block)
        for segment in block:
            indent = min(round((segment.x0 - left) / segment.size), 8) if len(block) > 1 else 0
            if segment.size >= LARGE * usual:
                large.add(len(lines))
            lines.append("\u3000" * indent + segment.text)
    return PdfPage("\n".join(lines), frozenset(large))


def _segments(glyphs: list[Glyph]) -> list[Segment]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: ((g.top + g.bottom) / 2, g.x0)):
        middle = (glyph.top + glyph.bottom) / 2
        # A row is open as long as a glyph's middle lies within its last glyph's height.
        if rows and rows[-1][-1].top <= middle <= rows[-1][-1].bottom and _alike(rows[-1][-1], glyph):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    out: list[Segment] = []
    for row in rows:
        row.sort(key=lambda g: g.x0)
        run = [row[0]]
        for before, glyph in pairwise(row):
            if glyph.x0 - before.x1 > GUTTER * (glyph.bottom - glyph.top):
                out.append(_segment(run))
                run = []
            run.append(glyph)
        out.append(_segment(run))
    return out


def _alike(one: Glyph, other: Glyph) -> bool:
    a, b = one.bottom - one.top, other.bottom - other.top
    return max(a, b) < 1.6 * min(a, b)


def _segment(run: list[Glyph]) -> Segment:
    text = run[0].text
    for before, glyph in pairwise(run):
        if glyph.x0 - before.x1 > 0.3 * (glyph.bottom - glyph.top):
            text += " "
        text += glyph.text
    return Segment(text, run[0].x0, run[-1].x1, min(g.top for g in run), max(g.bottom for g in run))


def _usual_size(segments: list[Segment]) -> float:
    weights: dict[float, int] = {}
    for segment in segments:
        size = round(segment.size, 1)
        weights[size] = weights.get(size, 0) + len(segment.text)
    return max(weights, key=lambda size: weights[size])


def _blocks(segments: list[Segment]) -> list[list[Segment]]:
    """Lines below one another, of one size and overlapping from side to side, without a wide gap between them."""
    blocks: list[list[Segment]] = []
    open_blocks: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (s.top, s.x0)):
        open_blocks = [b for b in open_blocks if segment.top - b[-1].bottom < LEADING * b[-1].size]
        home = None
        for block in open_blocks:
            last = block[-1]
            overlap = min(last.x1, segment.x1) - max(last.x0, segment.x0)
            alike = max(last.size, segment.size) < 1.15 * min(last.size, segment.size)
            if segment.top >= last.bottom - 0.3 * last.size and overlap > 0 and alike:
                home = block
                break
        if home is None:
            home = []
            blocks.append(home)
            open_blocks.append(home)
        home.append(segment)
    return blocks


def _order(blocks: list[list[Segment]]) -> list[list[Segment]]:
    """Reading order by cutting the page at its widest blank strips, across first, then from left to right."""
    out: list[list[Segment]] = []
    pending = [blocks]
    while pending:
        group = pending.pop()
        if len(group) <= 1:
            out += group
            continue
        rows = _cut(group, lambda b: min(s.top for s in b), lambda b: max(s.bottom for s in b))
        columns = _cut(group, lambda b: min(s.x0 for s in b), lambda b: max(s.x1 for s in b))
        parts = rows if len(rows) > 1 and (len(columns) < 2 or _spans(rows)) else columns
        if len(parts) < 2:
            out += sorted(group, key=lambda b: (b[0].top, b[0].x0))
        else:
            pending += reversed(parts)
    return out


def _spans(rows: list[list[list[Segment]]]) -> bool:
    """Whether one of the rows is a single block, such as a headline over several columns."""
    return any(len(row) == 1 for row in rows)


def _cut(group: list[list[Segment]], low: Any, high: Any) -> list[list[list[Segment]]]:
    parts: list[list[list[Segment]]] = []
    end = float("-inf")
    for block in sorted(group, key=low):
        if not parts or low(block) >= end:
            parts.append([])
        parts[-1].append(block)
        end = max(end, high(block))
    return parts
