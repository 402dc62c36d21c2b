"""What the index keeps of files and articles beside their words, and how it is written as records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from searcher.results.model import ArticleInfo, StoredParagraph

if TYPE_CHECKING:
    from searcher.reading.model import Article, Page
    from searcher.results.reports import Skipped


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
                "skipped": _skips(values["skipped"]),
            }
        )


def _skips(rows: list[list[Any]]) -> tuple[Skipped, ...]:
    if not rows:
        return ()
    from searcher.results.reports import Skipped

    return tuple(Skipped(*row) for row in rows)


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


class ArticleRow(NamedTuple):
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
    """What is an article's own, as plain values: its paragraphs, headline, kicker, subhead, and how the ids that its
    paragraphs brought begin; empty ones at the end are left out.

    A paragraph is [lines, kind, rest of its own id, page, path], what is empty null, 0 or left out; or its lines or the
    rest of its id alone. Lines are the first and the last, or only their number where they follow the last ones.
    """
    article = row.article
    prefix = _common_start([p.id for p in article.paragraphs if p.id is not None])
    paragraphs: list[Any] = []
    after = 0
    for paragraph in article.paragraphs:
        lines: list[int] | int | None = None
        if paragraph.lines is not None:
            first, last = paragraph.lines
            lines = last - first + 1 if first == after and last >= first else [first, last]
            after = last + 1
        rest = None if paragraph.id is None else paragraph.id[len(prefix) :]
        kind = 0 if paragraph.kind == "body" else paragraph.kind
        if kind or paragraph.page is not None or paragraph.path is not None or (lines is not None and rest is not None):
            paragraphs.append(_trimmed([lines, kind, rest, paragraph.page, paragraph.path]))
        elif rest is not None:
            paragraphs.append(rest)
        else:
            paragraphs.append(lines if isinstance(lines, int) else [lines])
    return [paragraphs, *_trimmed([article.headline, article.kicker, article.subhead, prefix])]


def _common_start(ids: Sequence[str]) -> str:
    """What several ids begin with, never all of one."""
    if len(ids) < 2:
        return ""
    low, high = min(ids), max(ids)
    most = min(map(len, ids)) - 1
    return low[: next((i for i in range(most) if low[i] != high[i]), max(most, 0))]


class ParagraphFields(NamedTuple):
    """What is kept of a paragraph beside its text; `id` is the one that it brought."""

    lines: tuple[int, int] | None
    kind: str
    id: str | None
    page: str | None
    path: str | None


def paragraphs_of(record: list[Any]) -> list[ParagraphFields]:
    """The paragraphs of an article's record."""
    out = []
    after = 0
    for values in record[0]:
        fields = _fields(record, values, after)
        out.append(fields)
        after = fields.lines[1] + 1 if fields.lines else after
    return out


def paragraph_of(record: list[Any], place: int) -> ParagraphFields:
    """The paragraph at `place` (from 0) of an article's record; no more of it is read than must be."""
    paragraphs = record[0]
    after = 0
    if isinstance(_lines(paragraphs[place]), int):
        for values in reversed(paragraphs[:place]):
            lines = _lines(values)
            if isinstance(lines, list):
                after += lines[1] + 1
                break
            after += lines or 0
    return _fields(record, paragraphs[place], after)


def _lines(values: Any) -> Any:
    """The lines of a paragraph as they are kept."""
    if isinstance(values, list):
        return values[0]
    return values if isinstance(values, int) else None


def _fields(record: list[Any], values: Any, after: int) -> ParagraphFields:
    """A paragraph's fields; `after`: the line that follows the last paragraph that has lines."""
    prefix = record[4] if len(record) > 4 else ""
    if isinstance(values, str):
        return ParagraphFields(None, "body", prefix + values, None, None)
    if isinstance(values, int):
        return ParagraphFields((after, after + values - 1), "body", None, None, None)
    given: list[Any] = values
    lines, kind, rest, page, path = (*given, *_NO_FIELDS[len(given) :])
    if isinstance(lines, int):
        lines = [after, after + lines - 1]
    own = None if rest is None else prefix + rest
    return ParagraphFields(tuple(lines) if lines else None, kind or "body", own, page, path)


_NO_FIELDS: tuple[Any, ...] = (None, 0, None, None, None)


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


class ArticleFields(NamedTuple):
    """A read record of an article."""

    info: ArticleInfo
    record: list[Any]

    def id_of(self, place: int) -> str:
        """The id of the paragraph at `place` (from 0) of the article."""
        return self._id_of(place, paragraph_of(self.record, place))

    def _id_of(self, place: int, fields: ParagraphFields) -> str:
        return fields.id or f"{self.info.id}.{place + 1}"

    def paragraph(self, place: int, text: str) -> StoredParagraph:
        """The paragraph at `place` (from 0) of the article, whose text was kept apart."""
        return self._stored(place, paragraph_of(self.record, place), text)

    def paragraphs(self, texts: Iterable[str]) -> tuple[StoredParagraph, ...]:
        """All paragraphs of the article, whose texts were kept apart."""
        fields = paragraphs_of(self.record)
        return tuple(self._stored(i, f, text) for i, (f, text) in enumerate(zip(fields, texts, strict=True)))

    def _stored(self, place: int, fields: ParagraphFields, text: str) -> StoredParagraph:
        return StoredParagraph(
            id=self._id_of(place, fields),
            text=text,
            kind=fields.kind,
            article=self.info,
            page=fields.page or self.info.page,
            path=fields.path or self.info.path,
            lines=fields.lines,
        )


def read_record(record: list[Any], columns: tuple[str | None, ...], path: str, number: int) -> ArticleFields:
    """The inverse of `article_record` and `column_values`, for the article with this number (from 1) of its file."""
    date, newspaper, page, section, source, byline = columns
    _, headline, kicker, subhead = (*record, None, None, None)[:4]
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
    return ArticleFields(info, record)
