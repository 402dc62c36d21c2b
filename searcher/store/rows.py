"""What the index keeps of files and articles beside their words, and how it is written as records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from searcher.results.model import ArticleInfo, Skipped, StoredParagraph

if TYPE_CHECKING:
    from searcher.reading.model import Article, Page, Paragraph


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One corpus file as it was indexed.

    `path` is relative to the corpus, with forward slashes; `size` counts bytes; `digest` is a hash of the content;
    `articles`, `paragraphs`, `characters`: how many of them were read; `issues`: the (newspaper, date) of its pages;
    `linked`: it has an article that continues on, or from, another page, so that it is read together with its issue.
    """

    path: str
    size: int
    modified: int
    digest: str
    articles: int = 0
    paragraphs: int = 0
    characters: int = 0
    pages: int = 0
    issues: tuple[tuple[str | None, str | None], ...] = ()
    linked: bool = False
    skipped: tuple[Skipped, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "path": self.path,
            "size": self.size,
            "modified": self.modified,
            "digest": self.digest,
            "articles": self.articles,
            "paragraphs": self.paragraphs,
            "characters": self.characters,
            "pages": self.pages,
            "issues": self.issues,
            "linked": self.linked,
            "skipped": [(s.path, s.reason, s.line) for s in self.skipped],
        }

    @staticmethod
    def from_json(values: dict[str, Any]) -> FileEntry:
        """The inverse of `to_json`."""
        return FileEntry(
            **{
                **values,
                "issues": tuple((newspaper, date) for newspaper, date in values["issues"]),
                "skipped": tuple(Skipped(*row) for row in values["skipped"]),
            }
        )


def combine(first: FileEntry, second: FileEntry) -> FileEntry:
    """The entry of a file whose parts were added one after the other; a part without a digest could not be read."""
    return FileEntry(
        first.path,
        first.size,
        min(first.modified, second.modified),
        first.digest if first.digest == second.digest else "",
        first.articles + second.articles,
        first.paragraphs + second.paragraphs,
        first.characters + second.characters,
        max(first.pages, second.pages),
        tuple(dict.fromkeys((*first.issues, *second.issues))),
        first.linked or second.linked,
        (*first.skipped, *second.skipped),
    )


def holdings(entries: Sequence[FileEntry]) -> dict[str, Any]:
    """What files hold together, as plain values."""
    return {
        "files": len(entries),
        "issues": len({issue for entry in entries for issue in entry.issues}),
        "pages": sum(entry.pages for entry in entries),
        "articles": sum(entry.articles for entry in entries),
        "paragraphs": sum(entry.paragraphs for entry in entries),
        "characters": sum(entry.characters for entry in entries),
        "skipped": [[s.path, s.reason, s.line] for entry in entries for s in entry.skipped],
    }


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article on its way into a segment."""

    page: Page
    article: Article

    @property
    def headline(self) -> str:
        """All parts of the headline, as one text to search."""
        article = self.article
        if not (article.kicker or article.subhead):
            return article.headline or ""
        return " ".join(filter(None, (article.kicker, article.headline, article.subhead)))


COLUMNS = ("date", "newspaper", "page", "section", "source", "byline")
"""What many articles share: kept as numbers into lists of the distinct values."""
_JOINT = "\n"


def column_values(row: ArticleRow) -> tuple[str | None, ...]:
    """The values of an article's COLUMNS; the names of a by-line joined to one value."""
    page, article = row.page, row.article
    byline = _JOINT.join(article.byline) if article.byline else None
    return (page.date, page.newspaper, page.page, page.section, article.source, byline)


def names_of(value: str | None) -> tuple[str, ...]:
    """The names of a by-line's value."""
    return tuple(value.split(_JOINT)) if value else ()


def article_record(row: ArticleRow) -> list[Any]:
    """What is an article's own, as plain values: its headline, and a list a paragraph; what is empty is null or 0."""
    article = row.article
    paragraphs = [_paragraph_record(paragraph) for paragraph in article.paragraphs]
    if not (article.headline or article.kicker or article.subhead):
        return [paragraphs]
    return _trimmed([paragraphs, article.headline, article.kicker, article.subhead])


def _paragraph_record(paragraph: Paragraph) -> list[Any]:
    kind = 0 if paragraph.kind == "body" else paragraph.kind
    if paragraph.page is None and paragraph.path is None:
        if paragraph.id is not None:
            return [paragraph.lines, kind, paragraph.id]
        return [paragraph.lines, kind] if kind else [paragraph.lines]
    return _trimmed([paragraph.lines, kind, paragraph.id, paragraph.page, paragraph.path])


def _trimmed(values: list[Any]) -> list[Any]:
    while values and not values[-1]:
        values.pop()
    return values


def stem_of(path: str) -> str:
    """The part of an id that comes from the path: without `.txt`, since that is what most pages are."""
    return path.removesuffix(".txt")


def article_id(path: str, number: int) -> str:
    """The id of the article with this number (from 1) in its file."""
    return f"{stem_of(path)}:{number}"


@dataclass(frozen=True, slots=True)
class ArticleFields:
    """A read record of an article."""

    info: ArticleInfo
    paragraphs: list[list[Any]]

    def id_of(self, place: int) -> str:
        """The id of the paragraph at `place` (from 0) of the article."""
        own: str | None = (*self.paragraphs[place], None, None, None)[2]
        return own or f"{self.info.id}.{place + 1}"

    def paragraph(self, place: int, text: str) -> StoredParagraph:
        """The paragraph at `place` (from 0) of the article, whose text was kept apart."""
        lines, kind, _, page, path = (*self.paragraphs[place], *(None,) * 5)[:5]
        return StoredParagraph(
            id=self.id_of(place),
            text=text,
            kind=kind or "body",
            article=self.info,
            page=page or self.info.page,
            path=path or self.info.path,
            lines=tuple(lines) if lines else None,
        )


def read_record(record: list[Any], columns: tuple[str | None, ...], path: str, number: int) -> ArticleFields:
    """The inverse of `article_record` and `column_values`, for the article with this number (from 1) of its file."""
    date, newspaper, page, section, source, byline = columns
    paragraphs, headline, kicker, subhead = (*record, None, None, None)[:4]
    info = ArticleInfo(
        id=article_id(path, number),
        path=path,
        newspaper=newspaper,
        date=date,
        page=page,
        section=section,
        kicker=kicker,
        headline=headline,
        subhead=subhead,
        byline=names_of(byline),
        source=source,
    )
    return ArticleFields(info, paragraphs)
