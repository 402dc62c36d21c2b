"""A file of the corpus → its pages."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path, PurePath

from searcher.errors import UnreadableFileError, system_reason
from searcher.i18n import _
from searcher.reading.articles import find_articles
from searcher.reading.dates import dates
from searcher.reading.decode import decode, read_text_bytes
from searcher.reading.edges import any_of, lines_with, places
from searcher.reading.furniture import FIRST, may_be_furniture, pieces_of_furniture, wraps
from searcher.reading.header import Found, Header, find_header, header_of_path, parse_header_line
from searcher.reading.jumps import Jump, jump_line
from searcher.reading.model import Article, Page, Repair, SetAside
from searcher.reading.pdf import PdfPage, read_pdf
from searcher.reading.records import read_records
from searcher.reading.repairs import repair_text
from searcher.reading.sheet import FINAL, Sheet, make_sheet

SUFFIXES = frozenset({".txt", ".text", ".jsonl", ".ndjson", ".pdf"})
"""Endings of the files that are read; others are no corpus files."""

_FIRST, _PAGE = any_of(FIRST), re.compile("版")
_EXTRA = frozenset({"designer", "proofreader", "coordinator", "contact", "issn", "postal_code", "imprint"})


def read_page(path: str | os.PathLike[str]) -> Page:
    """The first (for most files the only) page of a file. Raises UnreadableFileError."""
    for page in read_pages(path):
        return page
    raise UnreadableFileError(Path(path), _("holds no page"))


def read_pages(
    path: str | os.PathLike[str],
    *,
    root: str | os.PathLike[str] | None = None,
    problems: list[UnreadableFileError] | None = None,
) -> Iterator[Page]:
    """Every page of a `.txt`, `.jsonl` or `.pdf` file, in order.

    `Page.path` is `path` as given, or relative to `root` with forward slashes. What is wrong with single
    records of a `.jsonl` file is added to `problems`. Raises UnreadableFileError if the file as a whole
    cannot be read, and MissingExtraError for a `.pdf` where the library for it is not installed.
    """
    file = Path(path)
    name = _name(file, root)
    suffix = file.suffix.lower()
    if suffix in (".jsonl", ".ndjson"):
        yield from read_records(file, name, problems)
        return
    if suffix == ".pdf":
        for part in read_pdf(file, name):
            yield from _pages_of_pdf(part, name)
        return
    try:
        data = read_text_bytes(file, name)
    except OSError as error:
        raise UnreadableFileError(name, _("cannot be read: {reason}").format(reason=system_reason(error))) from error
    yield from pages_of_text(decode(data, name), name)


def _name(file: Path, root: str | os.PathLike[str] | None) -> str:
    if root is None:
        return str(file)
    try:
        return file.relative_to(root).as_posix()
    except ValueError:
        return file.as_posix()


def pages_of_text(text: str, name: str) -> Iterator[Page]:
    """The pages of a text: one, or several parted by form feeds or by a header each."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    named = header_of_path(PurePath(name))
    line = 1
    for part in text.split("\f"):
        if part.strip():
            for first, piece in _split_at_headers(part, line):
                mended, repairs = repair_text(piece, first)
                yield _read_sheet(make_sheet(mended, first), name, named, repairs)
        line += part.count("\n")


def _pages_of_pdf(page: PdfPage, name: str) -> Iterator[Page]:
    mended, repairs = repair_text(page.text)
    sheet = make_sheet(mended)
    sheet.large = frozenset(i for i, number in enumerate(sheet.number) if number - 1 in page.large)
    if len(sheet):
        yield _read_sheet(sheet, name, header_of_path(PurePath(name)), repairs)


def _split_at_headers(text: str, first_line: int) -> Iterator[tuple[int, str]]:
    """Cut where a line is by itself a whole header (date and page) and an earlier one was, too."""
    dated = dates(text, least=2)
    if not dated:
        yield first_line, text
        return
    starts: list[int] = []
    end = -1
    for place in dated:
        if place < end:
            continue
        begin = text.rfind("\n", 0, place) + 1
        end = text.find("\n", place)
        if end < 0:
            end = len(text)
        header = parse_header_line(text[begin:end].strip())
        if header and header.date and header.page:
            starts.append(begin)
    line = first_line
    for begin, end in itertools.pairwise([0, *starts[1:], len(text) + 1]):
        yield line, text[begin : end - 1]
        line += text.count("\n", begin, end)


def _read_sheet(sheet: Sheet, name: str, named: Header, repairs: list[Repair]) -> Page:
    found: Found = find_header(sheet.text)
    header = found.header.filled_by(named)
    taken = dict.fromkeys(found.taken, "header") | {i: note.reason for i, note in reversed(found.furniture)}
    notes = [note for _, note in found.furniture]
    jumps: dict[int, Jump] = {}
    for i in _suspects(sheet.text):
        if i in taken:
            continue
        line, after = sheet.text[i], sheet.text[i + 1 : i + 2]
        lines = [line, *after] if wraps(line, after) else [line]
        if len(lines) == 1 and not may_be_furniture(line):
            continue
        jump = jump_line(line)
        pieces = [] if jump else pieces_of_furniture(" ".join(lines))
        if jump:
            jumps[i] = jump
            taken[i] = "jump"
        elif pieces and _stands_alone(sheet, i, taken):
            notes += pieces
            taken |= dict.fromkeys(range(i, i + len(lines)), pieces[0].reason)
    rows = list(range(len(sheet)))
    for i in sorted(taken, reverse=True):
        del rows[i]
    articles = find_articles(sheet, rows, jumps)
    values: dict[str, str] = {}
    for note in notes:
        values.setdefault(note.reason, note.value)
    newspaper = header.newspaper or _newspaper_of_sources(articles)
    return Page(
        path=name,
        articles=tuple(articles),
        newspaper=newspaper,
        date=header.date,
        page=header.page,
        section=header.section,
        editor=values.get("editor"),
        set_aside=tuple(SetAside((sheet.number[i], sheet.number[i]), sheet.text[i], taken[i]) for i in sorted(taken)),
        repairs=tuple(repairs),
        extra=tuple((k, v) for k, v in values.items() if k in _EXTRA),
    )


def _suspects(lines: list[str]) -> list[int]:
    """Indices of the lines that may be furniture or jump marks."""
    (paged,) = lines_with(lines, _PAGE)
    return sorted(paged.union(places(_FIRST, "".join(map(itemgetter(0), lines)))))


def _stands_alone(sheet: Sheet, i: int, taken: dict[int, str]) -> bool:
    """Whether line i is not the middle of a paragraph: the line before it ends one, or is none."""
    return i == 0 or i - 1 in taken or sheet.tight[i - 1][-1] in FINAL or len(sheet.tight[i - 1]) < 12


def _newspaper_of_sources(articles: list[Article]) -> str | None:
    """The paper that its own articles name as their source (科学导报讯), if they name one."""
    named = {a.source.removesuffix("讯") for a in articles if a.source and a.source.endswith("报讯")} - {"本报"}
    return named.pop() if len(named) == 1 else None
