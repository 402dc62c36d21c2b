"""What reading gives: pages, their articles, and the paragraphs of those.

All are frozen; `lines` are 1-based, inclusive line numbers of the source file, so that every text
leads back to what the extractor printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ParagraphKind = Literal["body", "caption"]
LineRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as a reader would type it.

    `page` and `path` are set only where they differ from the page that the article stands on (an
    article continued on another page keeps each paragraph's own page and file). `id` is set only
    for ready-made records that bring their own.
    """

    text: str
    kind: ParagraphKind = "body"
    lines: LineRange | None = None
    page: str | None = None
    path: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article; headline parts are None where the page has none, never guessed."""

    paragraphs: tuple[Paragraph, ...]
    headline: str | None = None
    kicker: str | None = None
    subhead: str | None = None
    byline: tuple[str, ...] = ()
    source: str | None = None
    continues_on: str | None = None
    """Page named by 下转第N版 at the end of this part."""
    continued_from: str | None = None
    """Page named by 上接第N版 at the start of this part."""
    dateline: str | None = None
    """Agency, place and day that open the text (新华社北京5月9日电); they stay in the text."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Lines that are no article text (furniture, noise), with the reason in a word: header, editor, contact, …"""

    lines: LineRange
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A scar of extraction that was mended on one line; the original stays in the file at `line`.

    `applied` is False for a repair that is likely but not certain: it is listed, the text keeps what was printed.
    """

    line: int
    was: str
    now: str
    reason: str
    applied: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """One page of one issue. `date` is ISO 8601 (YYYY-MM-DD); what could not be told is None."""

    path: str
    articles: tuple[Article, ...] = ()
    newspaper: str | None = None
    date: str | None = None
    page: str | None = None
    section: str | None = None
    editor: str | None = None
    set_aside: tuple[SetAside, ...] = ()
    repairs: tuple[Repair, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    """Further metadata of the page by name (issn, postal_code, contact, designer, …)."""
