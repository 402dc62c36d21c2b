"""Articles that go on on another page: the marks 下转第N版 and 上接第N版, and joining the two parts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from searcher.reading.dates import page_number
from searcher.reading.model import Article, Page, Paragraph

MAX_MARK = 40
"""Characters at the end and the start of a text in which a mark is looked for."""

_PAGE = r"(?:第\s*)?(?P<page>[A-Za-z]?\s*\d{1,3}|[一二三四五六七八九十]{1,3})\s*版"
_MARK = rf"(?P<way>下转|转|上接|紧接)\s*{_PAGE}(?:[^（）()。]{{0,12}})?"
_ALONE = re.compile(rf"[（(【\[]?\s*{_MARK}\s*[）)】\]]?")
_AT_END = re.compile(rf"\s*[（(【\[]\s*(?P<way>下转|转|上接|紧接)\s*{_PAGE}[^（）()。]{{0,12}}[）)】\]]\s*$")
_AT_START = re.compile(rf"^\s*[（(【\[]\s*(?P<way>上接|紧接)\s*{_PAGE}[^（）()。]{{0,12}}[）)】\]]\s*")


@dataclass(frozen=True, slots=True)
class Jump:
    """A mark that points to another page: onward (下转) or back (上接)."""

    onward: bool
    page: str


def jump_line(line: str) -> Jump | None:
    """Read a whole line as a jump mark."""
    if "版" not in line or len(line) > 24:
        return None
    found = _ALONE.fullmatch(line)
    return _jump(found) if found else None


def split_jump(text: str) -> tuple[str, Jump | None]:
    """Part a jump mark in brackets from the end or the start of a paragraph or headline."""
    tail = text[-MAX_MARK:]
    if "版" in tail:
        found = _AT_END.search(tail)
        if found:
            return text[: len(text) - len(tail) + found.start()], _jump(found)
    if "版" in text[:MAX_MARK]:
        found = _AT_START.match(text)
        if found:
            return text[found.end() :], _jump(found)
    return text, None


def _jump(found: re.Match[str]) -> Jump:
    return Jump(found["way"] in ("下转", "转"), page_number(re.sub(r"\s", "", found["page"])))


def join_continued(pages: Iterable[Page]) -> list[Page]:
    """The pages of one issue, parts that point to each other joined into one article on the first part's page.

    A part that says 下转第N版 is joined with the one on page N that says 上接 this page, or, where several
    do, with the one whose headline shares most with its own; a part without its counterpart stays as it is.
    Paragraphs of the second part keep their own page and path.
    """
    out = list(pages)
    by_number = {_plain(page.page): i for i, page in enumerate(out) if page.page}
    for i in range(len(out)):
        number = 0
        while number < len(out[i].articles):
            article = out[i].articles[number]
            k = by_number.get(_plain(article.continues_on), i) if article.continues_on else i
            rest = _counterpart(article, out[i], out[k]) if k != i else None
            if rest is None:
                number += 1
                continue
            articles = list(out[i].articles)
            articles[number] = _joined(article, rest, out[k])
            out[i] = replace(out[i], articles=tuple(articles))
            out[k] = replace(out[k], articles=tuple(a for a in out[k].articles if a is not rest))
    return out


def _plain(number: str | None) -> str:
    return (number or "").lstrip("0").upper()


def _counterpart(article: Article, page: Page, other: Page) -> Article | None:
    marked = [
        a for a in other.articles if a.continued_from is not None and _plain(a.continued_from) == _plain(page.page)
    ]
    if not marked:
        return None
    return max(marked, key=lambda a: _shared(article.headline, a.headline))


def _shared(one: str | None, other: str | None) -> float:
    a, b = _pairs(one), _pairs(other)
    return len(a & b) / (len(a | b) or 1)


def _pairs(text: str | None) -> set[str]:
    plain = re.sub(r"\s", "", text or "")
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def _joined(first: Article, rest: Article, page: Page) -> Article:
    moved = tuple(_moved(p, page) for p in rest.paragraphs)
    return replace(
        first,
        paragraphs=first.paragraphs + moved,
        headline=first.headline or rest.headline,
        kicker=first.kicker or (rest.kicker if not first.headline else None),
        subhead=first.subhead or (rest.subhead if not first.headline else None),
        byline=tuple(dict.fromkeys(first.byline + rest.byline)),
        source=first.source or rest.source,
        continues_on=rest.continues_on,
    )


def _moved(paragraph: Paragraph, page: Page) -> Paragraph:
    return replace(paragraph, page=paragraph.page or page.page, path=paragraph.path or page.path)
