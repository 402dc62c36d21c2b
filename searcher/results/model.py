"""What a search gives: hits with ranges to highlight, and how many there are.

Ranges are half-open and count characters (code points) of the paragraph's original text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from searcher.reading.model import LineRange

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """What is known of an article beside its paragraphs; None or empty where the page did not tell."""

    id: str
    path: str
    newspaper: str | None = None
    date: str | None = None
    page: str | None = None
    section: str | None = None
    kicker: str | None = None
    headline: str | None = None
    subhead: str | None = None
    byline: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class StoredParagraph:
    """One paragraph as the index keeps it; `text` is the original, never the folded form.

    `page` and `path` are the paragraph's own: of an article continued on another page they may differ
    from the article's.
    """

    id: str
    text: str
    kind: str
    article: ArticleInfo
    page: str | None = None
    path: str | None = None
    lines: LineRange | None = None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """A whole article out of the index, its paragraphs in order."""

    info: ArticleInfo
    paragraphs: tuple[StoredParagraph, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One found paragraph: `rank` counts from 1 over all pages of results; `passage` is the part worth showing,
    whole sentences around the hits; `highlights` are ascending and do not overlap; `headline_highlights` are the
    same for the article's headline; `of_article` counts the paragraphs of its article that match, itself among them."""

    rank: int
    score: float
    paragraph: StoredParagraph
    highlights: tuple[Range, ...]
    passage: Range
    headline_highlights: tuple[Range, ...] = ()
    of_article: int = 1

    @property
    def id(self) -> str:
        """The stable id of the paragraph."""
        return self.paragraph.id

    @property
    def article(self) -> ArticleInfo:
        """The article that the paragraph belongs to."""
        return self.paragraph.article


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results.

    `total` counts all paragraphs that match, `literal` those of them that contain every group as it was typed; with
    `of_articles` each hit stands for its article, and both count articles.
    `notes` are sentences that state what was relaxed, cut or not found, for people. `within` are the earlier queries
    that were narrowed by this one. `suggestions` are what may have been meant, the likeliest first, where little was
    found.
    """

    query: str
    total: int
    literal: int
    hits: tuple[Hit, ...]
    took_ms: float
    generation: int
    offset: int = 0
    notes: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    of_articles: bool = False


class Suggestion(NamedTuple):
    """What may have been meant: the whole `query` with some parts mended, and how many paragraphs match it by `total`.

    `mended` are the parts that differ, as (typed, meant), in order.
    """

    query: str
    mended: tuple[tuple[str, str], ...]
    total: int


class Sort(StrEnum):
    """The order of results."""

    RELEVANCE = "relevance"
    """Best first."""
    NEWEST = "newest"
    """By the date of the issue; undated ones last."""
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Filters:
    """Restrictions beside the query. Dates are ISO 8601 days, inclusive; texts match under `fold`."""

    since: str | None = None
    until: str | None = None
    section: str | None = None
    author: str | None = None
    newspaper: str | None = None
    page: str | None = None
