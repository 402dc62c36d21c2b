"""A file of the corpus → its pages."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from searcher.errors import UnreadableFileError
from searcher.reading.articles import find_articles
from searcher.reading.decode import decode
from searcher.reading.header import Found, Header, find_header, header_of_path, parse_header_line
from searcher.reading.model import Page, SetAside
from searcher.reading.records import read_records
from searcher.reading.sheet import Sheet, make_sheet

SUFFIXES = frozenset({".txt", ".text", ".jsonl", ".ndjson", ".pdf"})
"""Endings of the files that are read; others are no corpus files."""

_EXTRA = frozenset({"designer", "proofreader", "coordinator", "contact", "issn", "postal_code", "imprint"})


def read_page(path: str | os.PathLike[str]) -> Page:
    """The first (for most files the only) page of a file. Raises UnreadableFileError."""
    for page in read_pages(path):
        return page
    raise UnreadableFileError(Path(path), "holds no page")


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
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableFileError(name, f"cannot be read: {error.strerror or error}") from error
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
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    named = header_of_path(PurePath(name))
    line = 1
    for part in text.split("\f"):
        if part.strip():
            for first, piece in _split_at_headers(part, line):
                yield _read_sheet(make_sheet(piece, first), name, named)
        line += part.count("\n")


def _split_at_headers(text: str, first_line: int) -> Iterator[tuple[int, str]]:
    """Cut where a line is by itself a whole header (date and page) and an earlier one was, too."""
    lines = text.split("\n")
    starts = []
    for i, line in enumerate(lines):
        if "版" in line or re.search("[A-Z0]\\d", line):
            header = parse_header_line(line.strip())
            if header and header.date and header.page:
                starts.append(i)
    cuts = [0, *starts[1:], len(lines)] if len(starts) > 1 else [0, len(lines)]
    for a, b in itertools.pairwise(cuts):
        yield first_line + a, "\n".join(lines[a:b])


def _read_sheet(sheet: Sheet, name: str, named: Header) -> Page:
    found: Found = find_header(sheet.text)
    header = found.header.filled_by(named)
    taken = dict.fromkeys(found.taken, "header") | {i: note.reason for i, note in found.furniture}
    notes = {note.reason: note.value for _, note in reversed(found.furniture)}
    rest = [i for i in range(len(sheet)) if i not in taken]
    return Page(
        path=name,
        articles=tuple(find_articles(sheet, rest)),
        newspaper=header.newspaper,
        date=header.date,
        page=header.page,
        section=header.section,
        editor=notes.get("editor"),
        set_aside=tuple(
            SetAside((sheet.number[i], sheet.number[i]), sheet.text[i], taken[i]) for i in sorted(taken)
        ),
        repairs=tuple(sheet.repairs),
        extra=tuple((k, v) for k, v in notes.items() if k in _EXTRA),
    )
