"""Page header (newspaper, date, page number, section), at the top or the foot of a page or in its file's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePath

from searcher.reading.dates import DATE, find_date, iso_date, page_number
from searcher.reading.furniture import MARKER, Furniture, names, pieces_of_furniture

TOP, FOOT = 14, 8
"""Printed lines of a page, from its start and its end, in which a header is looked for."""

MAX_HEADER = 70
MAX_REST = 16
"""Characters of a header line that may be left (section, newspaper) when its known parts are taken out."""

_WEEKDAY = re.compile(r"[（(]?(?:星期|周|礼拜)[一二三四五六日天][）)]?")
_LUNAR = re.compile(
    r"[（(]?(?:农历)?[\u4e00-\u9fff]{2}年[闰正一二三四五六七八九十冬腊]{1,3}月[初十廿三一二四五六七八九]{2,3}[）)]?"
    r"|[（(]?农历[闰正一二三四五六七八九十冬腊]{1,3}月[初十廿三一二四五六七八九]{2,3}[）)]?"
)
_ISSUE = re.compile(
    r"(?:总|本期)?第\s*\d{1,6}\s*期|总\s*第?\s*\d{2,6}\s*期?|今日\s*\d{1,3}\s*版|共\s*\d{1,3}\s*版|每份?定?价.{0,8}元"
)
_EDITED = re.compile(
    r"(?:本版|本期|值班|执行|见习)?(?P<label>责任编辑|责编|编辑|美术编辑|美编|版式设计|版面设计|版式|排版|责任校对|校对)"
    r"(?:\s*[:：/／]\s*|\s+)(?P<names>[\u4e00-\u9fff]{2,3}(?:、[\u4e00-\u9fff]{2,3}){0,3})(?![\u4e00-\u9fff])"
)
"""Who made the page, named beside its date."""
_EDITOR_LABELS = ("责任编辑", "责编", "编辑")
_REGISTERED = re.compile(
    r"(?:国内统一(?:连续)?(?:出版物号|刊号)?|统一刊号|刊号)\s*[:：]?\s*CN\s*\d{2}\s*[-—－]\s*\d{4}"
    r"|(?:国内|国外)?邮发代号\s*[:：]?\s*\d{1,3}\s*[-—－]\s*\d{1,4}|(?:投稿)?邮箱\s*[:：]?\s*[\w.+-]+@[\w.-]+"
)
_PAGE = re.compile(
    r"第\s*(?P<a>[A-Za-zＡ-Ｚ]?\s*[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[A-Z])\s*版"
    r"|(?<![A-Za-z0-9])(?P<b>[A-Za-zＡ-Ｚ]?[0-9０-９]{1,3})\s*版"
    r"|版次?\s*[:：]?\s*(?P<c>[A-Z]?[0-9]{1,3})(?![0-9])"
    r"|(?<![A-Za-z0-9.\-—])(?P<d>[A-Z]-?[0-9]{1,2}|0[0-9])(?![A-Za-z0-9.%])"
    r"|(?P<e>[一二三四五六七八九十]{1,3})版"
    r"|(?:^|(?<=[\s|｜·]))(?P<f>[1-9][0-9]?)(?=$|[\s|｜·])"
)
_KNOWN = re.compile(r"[\d年版期周拜价]")
"""One of these stands in every date, weekday, issue and page number."""
_NEWSPAPER = re.compile(
    r"[\u4e00-\u9fff]{1,10}(?:日报|晚报|早报|晨报|时报|导报|周报|商报|都市报|报)(?![道告社名刊业纸])"
)
_PROSE = re.compile(
    r"[，。；！？：、“”—…（）]|\d|^[于为至起从自到在的将和与及]|[于为至起从自到在的将和与及]$|^[年月日时期]|月$"
)
"""What stands in a sentence with a date, but in no section's name."""
_SEPARATORS = " \t\u3000|｜·•—－-–_/／:：,，。■□◆●▲★☆"
_STAMP = re.compile(r"(?<!\d)([12]\d{3})\s*[-_.年/]?\s*(\d{1,2})\s*[-_.月/]?\s*(\d{1,2})(?!\d)\s*日?")
_NAME_PAGE = re.compile(
    r"第?\s*(?P<a>[A-Za-z]?\d{1,3})\s*版|第(?P<b>[一二三四五六七八九十]{1,3})版"
    r"|(?:^|[-_ .])(?:[Pp]age|[Pp]|[Nn]ode_?)?[-_ ]?(?P<c>[A-Za-z]?\d{1,3})$"
)


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says; None where it says nothing."""

    newspaper: str | None = None
    date: str | None = None
    page: str | None = None
    section: str | None = None

    def filled_by(self, other: Header) -> Header:
        """This header, its gaps filled from `other`."""
        return Header(
            self.newspaper or other.newspaper,
            self.date or other.date,
            self.page or other.page,
            self.section or other.section,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A header and the lines (indices into the sheet) that it took, and furniture met among them."""

    header: Header
    taken: tuple[int, ...]
    furniture: tuple[tuple[int, Furniture], ...]


def parse_header_line(line: str) -> Header | None:
    """Read one line as (part of) a page header; None if it holds anything that no header holds."""
    if len(line) > MAX_HEADER or not _KNOWN.search(line):
        return None
    rest = line
    date = None
    dated = find_date(rest)
    if dated:
        date, start, end = dated
        rest = f"{rest[:start]} | {rest[end:]}"
        rest = _REGISTERED.sub(" | ", _EDITED.sub(" | ", rest))
    known = dated is not None
    rest, weekdays = _WEEKDAY.subn(" | ", rest)
    if dated or weekdays:
        rest = _LUNAR.sub(" | ", rest)
    rest, issues = _ISSUE.subn(" | ", rest)
    known = known or bool(weekdays or issues)
    page = None
    found = _PAGE.search(rest)
    if found and (found["a"] or found["b"] or found["e"] or (known and (weekdays or not found["f"]))):
        page = page_number(re.sub(r"\s", "", next(g for g in found.groups() if g)))
        rest = f"{rest[: found.start()]} | {rest[found.end() :]}"
        known = True
    if not known:
        return None
    rest = MARKER.sub(" | ", rest)
    newspaper = None
    named = _NEWSPAPER.search(rest)
    if named and not named[0].startswith("本"):
        newspaper = named[0]
        rest = f"{rest[: named.start()]} | {rest[named.end() :]}"
    parts = [p for p in (part.strip(_SEPARATORS) for part in rest.split("|")) if p]
    left = max(parts, key=len, default="")
    if len(parts) > 2 or sum(map(len, parts)) > MAX_REST or any(_PROSE.search(part) for part in parts):
        return None
    return Header(newspaper, date, page, left or None)


def find_header(lines: Sequence[str]) -> Found:
    """Look for the header among the first and, failing that, the last printed lines of a page."""
    top = _scan(lines, range(min(TOP, len(lines))))
    if top.header.date or top.header.page:
        return top
    foot = _scan(lines, range(len(lines) - 1, max(len(lines) - FOOT, 0) - 1, -1))
    if foot.header.date or foot.header.page:
        return replace(foot, furniture=foot.furniture + top.furniture)
    return Found(Header(), (), ())


def _scan(lines: Sequence[str], order: range) -> Found:
    header, taken, extras = Header(), [], []
    misses = 0
    for i in order:
        line = lines[i]
        pieces = pieces_of_furniture(line)
        part = parse_header_line(line)
        if pieces and not (part and part.date):
            extras += [(i, piece) for piece in pieces]
            continue
        clash = part and ((part.date and header.date) or (part.page and header.page))
        if part is None or clash or (misses and not part.date):
            # A section or a newspaper's name may stand on a line of its own beside the dated line.
            misses += 1
            if misses > 2:
                break
            continue
        misses = 0
        header = header.filled_by(part)
        taken.append(i)
        edited = next((e for e in _EDITED.finditer(line) if e["label"] in _EDITOR_LABELS), None) if part.date else None
        if edited:
            extras.append((i, Furniture("editor", names(edited["names"]))))
    if taken:
        header, more = _neighbours(lines, header, min(taken), max(taken))
        taken += more
    return Found(header, tuple(sorted(taken)), tuple(extras))


def _neighbours(lines: Sequence[str], header: Header, first: int, last: int) -> tuple[Header, list[int]]:
    """A newspaper's name or a section on the line just before or after the header."""
    taken = []
    for i in (first - 1, last + 1):
        if not 0 <= i < len(lines):
            continue
        text = lines[i].strip(_SEPARATORS)
        named = _NEWSPAPER.fullmatch(text)
        if named and not header.newspaper and not text.startswith("本"):
            header = replace(header, newspaper=text)
            taken.append(i)
        elif i < first and i == 0 and not header.section and re.fullmatch(r"[\u4e00-\u9fff·]{2,6}", text):
            header = replace(header, section=text)
            taken.append(i)
    return header, taken


def header_of_path(path: PurePath, depth: int = 4) -> Header:
    """What the file's name, and failing that its folders (up to `depth` of them), say."""
    folders = [part for part in path.parts[-2::-1] if part != path.anchor]
    parts = [path.stem, *folders[:depth]]
    header = Header()
    for i, part in enumerate(parts):
        header = header.filled_by(_header_of_name(part, is_file=i == 0))
    if header.date is None:
        # 2025/05/09/B2.txt: the date is spread over folders.
        joined = "/".join(reversed(parts[1:]))
        found = re.search(r"(?:^|/)([12]\d{3})年?/(\d{1,2})月?/(\d{1,2})日?$", joined) or re.search(
            r"(?:^|/)([12]\d{3})年?[-_.]?(\d{1,2})月?/(\d{1,2})日?$", joined
        )
        if found:
            header = replace(header, date=iso_date(found[1], found[2], found[3]))
    return header


@lru_cache(maxsize=256)
def _header_of_name(name: str, *, is_file: bool) -> Header:
    date = None
    found = _STAMP.search(name)
    if found:
        date = iso_date(found[1], found[2], found[3])
    else:
        dated = DATE.search(name)
        date = iso_date(dated["y"], dated["m"] or dated["m2"], dated["d"] or dated["d2"]) if dated else None
        found = dated
    rest = f"{name[: found.start()]} {name[found.end() :]}" if found and date else name
    page = None
    if is_file:
        numbered = _NAME_PAGE.search(rest.strip(" -_."))
        if numbered:
            page = page_number(next(g for g in numbered.groups() if g))
    named = re.match(r"[\u4e00-\u9fff]{1,10}报", name)
    return Header(named[0] if named else None, date, page, None)
