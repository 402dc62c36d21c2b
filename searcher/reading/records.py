"""`.jsonl` corpora of ready-made paragraphs → pages, streamed.

One record a line; consecutive records with the same date, page, section and newspaper are one Page, and in it
consecutive records with the same headline and by-line are one Article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from searcher.errors import UnreadableFileError, system_reason
from searcher.i18n import _, ngettext
from searcher.reading.dates import iso_date, page_number
from searcher.reading.decode import SAMPLE, sniff
from searcher.reading.model import Article, Page, Paragraph, ParagraphKind

MAX_LINE = 1 << 24
"""Characters that one record may have; a longer line is reported and left out."""

MAX_PROBLEMS = 100
"""Lines of one file that are named; of more it is said how many there are."""

MAX_IDS = 1_000_000
"""Records of one file among which an id that stands twice is looked for: it takes some 100 bytes each."""

MAX_ARTICLES = 5_000
"""A run of records longer than this many articles is given as several pages, so that memory stays small."""

_NAMED_PAGE = re.compile("第?([A-Za-zＡ-Ｚ]{0,2}[0-9０-９]{1,3}|[〇零一二三四五六七八九十]{1,4})版")
_STRINGS = ("id", "date", "page", "section", "newspaper", "headline", "kicker", "subhead", "source", "kind", "text")
_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Record:
    """One checked line of a `.jsonl` file; absent and empty fields are None."""

    line: int
    text: str
    kind: ParagraphKind
    byline: tuple[str, ...]
    id: str | None
    date: str | None
    page: str | None
    section: str | None
    newspaper: str | None
    headline: str | None
    kicker: str | None
    subhead: str | None
    source: str | None

    def page_key(self) -> tuple[str | None, ...]:
        return (self.date, self.page, self.section, self.newspaper)

    def article_key(self) -> tuple[object, ...]:
        # A record without a headline is an article of its own.
        return (self.headline, self.byline) if self.headline is not None else (self.line,)


def read_records(path: Path, name: str, problems: list[UnreadableFileError] | None = None) -> Iterator[Page]:
    """The pages of a `.jsonl` file, one after another; `name` becomes `Page.path`.

    A line that is no usable record is left out, and a record whose id another has is given without it; where
    `problems` is given, that is reported there with the line's number.
    Raises UnreadableFileError if the file cannot be opened, is no text, or holds no record.
    """
    count = 0
    for _page_key, run in groupby(_records(path, name, problems), key=Record.page_key):
        articles: list[Article] = []
        head: Record | None = None
        for _article_key, same in groupby(run, key=Record.article_key):
            records = list(same)
            head = records[0]
            articles.append(_article(records))
            if len(articles) >= MAX_ARTICLES:
                count += 1
                yield _page(name, head, articles)
                articles = []
        if head is not None and articles:
            count += 1
            yield _page(name, head, articles)
    if not count:
        raise UnreadableFileError(name, _("no usable record in the file"))


def _page(name: str, head: Record, articles: list[Article]) -> Page:
    return Page(
        path=name,
        articles=tuple(articles),
        newspaper=head.newspaper,
        date=head.date,
        page=head.page,
        section=head.section,
    )


def _article(records: list[Record]) -> Article:
    head = records[0]
    return Article(
        paragraphs=tuple(Paragraph(r.text, r.kind, (r.line, r.line), id=r.id) for r in records),
        headline=head.headline,
        kicker=head.kicker,
        subhead=head.subhead,
        byline=head.byline,
        source=head.source,
    )


def _records(path: Path, name: str, problems: list[UnreadableFileError] | None) -> Iterator[Record]:
    told = _Problems(name, [] if problems is None else problems)
    ids: set[int] = set()
    for number, line in enumerate(_lines(path, name), start=1):
        if line is not None and not line.strip():
            continue
        try:
            if line is None:
                raise ValueError(_("longer than {most} characters").format(most=MAX_LINE))
            record = _record(number, line)
        except (ValueError, RecursionError) as error:
            told.add(number, error)
            continue
        if record.id is not None and (key := hash(record.id)) in ids:
            told.add(
                number, _("another record has the id {id}; this one is known by its place").format(id=record.id[:80])
            )
            record = replace(record, id=None)
        elif record.id is not None and len(ids) < MAX_IDS:
            ids.add(key)
        yield record
    told.close()


class _Problems:
    """What is wrong with lines of a file, the first of them one by one."""

    def __init__(self, name: str, problems: list[UnreadableFileError]) -> None:
        self._name, self._problems, self._count = name, problems, 0

    def add(self, number: int, error: object) -> None:
        self._count += 1
        if self._count <= MAX_PROBLEMS:
            reason = _("line {number}: {error}").format(number=number, error=error)
            self._problems.append(UnreadableFileError(self._name, reason))

    def close(self) -> None:
        if (more := self._count - MAX_PROBLEMS) > 0:
            reason = ngettext("{count} more line is no usable record", "{count} more lines are no usable records", more)
            self._problems.append(UnreadableFileError(self._name, reason.format(count=f"{more:,}")))


def _lines(path: Path, name: str) -> Iterator[str | None]:
    """Lines of the file without their ends; None stands for one that is too long to be kept."""
    try:
        with path.open("rb") as raw:
            sample = raw.read(SAMPLE)
        encoding = sniff(sample, name, whole=len(sample) < SAMPLE)
        with path.open(encoding=encoding, errors="replace", newline="\n") as stream:
            while line := stream.readline(MAX_LINE):
                if len(line) == MAX_LINE and not line.endswith("\n"):
                    while (rest := stream.readline(MAX_LINE)) and not rest.endswith("\n"):
                        pass
                    yield None
                else:
                    yield line
    except OSError as error:
        raise UnreadableFileError(name, _("cannot be read: {reason}").format(reason=system_reason(error))) from error


def _record(number: int, line: str) -> Record:
    try:
        value: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(
            _("not JSON: {reason} at column {column}").format(reason=error.msg, column=error.colno)
        ) from None
    if not isinstance(value, dict):
        raise ValueError(_("not a JSON object"))
    fields: dict[str, str | None] = {}
    for key in _STRINGS:
        field = value.get(key)
        if isinstance(field, int) and not isinstance(field, bool) and key in ("id", "page"):
            field = str(field)
        if field is not None and not isinstance(field, str):
            raise ValueError(_("{key} is not a string").format(key=f"`{key}`"))
        fields[key] = (field if key == "text" else field.strip()) or None if field is not None else None
    text = fields.pop("text")
    if text is None or not text.strip():
        raise ValueError(_("no `text`"))
    kind = fields.pop("kind")
    fields["date"] = _date(fields["date"])
    if (named := _NAMED_PAGE.fullmatch(fields["page"] or "")) is not None:
        fields["page"] = page_number(named[1])
    return Record(
        line=number,
        text=text.strip(),
        kind="caption" if kind == "caption" else "body",
        byline=_byline(value.get("byline")),
        **fields,
    )


def _date(date: str | None) -> str | None:
    if date is None:
        return None
    found = _DATE.fullmatch(date)
    known = iso_date(found[1], found[2], found[3]) if found else None
    if known is None:
        raise ValueError(_("`date` is no date: {date}").format(date=repr(date[:40])))
    return known


def _byline(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(_("`byline` is neither a string nor a list of strings"))
    return tuple(name.strip() for name in names if name.strip())
