"""Taking corpus files in: reading them, and holding back what continues on other pages until its issue is together."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any, Protocol

from searcher.errors import MissingExtraError, UnreadableFileError
from searcher.i18n import _
from searcher.reading import Article, Page, Paragraph, read_pages
from searcher.reading.jumps import join_continued
from searcher.results.reports import Skipped
from searcher.store.corpus import CorpusFile, digest_or_reason, refused, touched
from searcher.store.rows import ArticleRow, FileEntry

_RECENT_NS = 2_000_000_000
_ROWS_AT_ONCE = 2_000


class Sink(Protocol):
    """Where the rows of files go."""

    def add(self, entry: FileEntry, rows: Sequence[ArticleRow]) -> None:
        """Add a file, or a further part of the file that was added last."""


def _linked(page: Page) -> bool:
    return any(a.continues_on or a.continued_from for a in page.articles)


Held = tuple[FileEntry, list[Page]]
"""A file of which nothing is added before its issue is together, and its pages."""


class Intake:
    """Reads corpus files into a builder; holds back what continues on other pages until its issue is together."""

    def __init__(self, corpus: Path, sink: Sink) -> None:
        self._corpus, self._sink = corpus, sink
        self.held: list[Held] = []
        self.issues_linked: set[tuple[str | None, str | None]] = set()

    def read(self, found: CorpusFile) -> None:
        """Read one file; what is wrong with it goes into its entry."""
        now = time.time_ns()
        # A file written in the same moment may change once more and keep its time: its content decides next time.
        modified = found.modified if now - found.modified > _RECENT_NS else 0
        entry = FileEntry(found.path, found.size, modified, "")
        problems: list[UnreadableFileError] = []
        batch: list[Page] = []
        held: list[Page] = []
        try:
            entry = replace(entry, digest=digest_or_reason(found))
            for page in self._pages(found, problems):
                if held or _linked(page):
                    held.append(page)
                    continue
                batch.append(page)
                if sum(len(p.articles) for p in batch) > _ROWS_AT_ONCE:
                    self._add(entry, batch)
                    batch = []
        except (UnreadableFileError, MissingExtraError) as error:
            if isinstance(error.__cause__, OSError):
                # The system refused it: without a digest the next run tries again.
                entry = replace(entry, modified=0, digest="")
            reason = error.reason if isinstance(error, UnreadableFileError) else str(error)
            self._add(replace(entry, skipped=(*_skips(problems, found.path), Skipped(found.path, reason))), ())
            return
        if touched(found):
            # What was read and the digest may be of different texts: the next run reads it again.
            entry = replace(entry, modified=0, digest="")
        entry = replace(entry, skipped=_skips(problems, found.path))
        if held:
            self.hold(entry, [*batch, *held])
        else:
            self._add(entry, batch)

    def _pages(self, found: CorpusFile, problems: list[UnreadableFileError]) -> Iterator[Page]:
        """The pages of a file. Only what fails in reading them is a fault of the file, not what is done with them."""
        try:
            yield from read_pages(found.file, root=self._corpus, problems=problems)
        except (UnreadableFileError, MissingExtraError):
            raise
        except OSError as error:
            raise refused(found, error) from error
        except Exception as error:
            # One page must not end the run, whatever it does to the reader.
            reason = _("a fault of the program in reading it: {kind}: {error}")
            raise UnreadableFileError(found.path, reason.format(kind=type(error).__name__, error=error)) from error

    def _add(self, entry: FileEntry, pages: Iterable[Page], linked: bool = False) -> None:
        pages = list(pages)
        rows = [ArticleRow(page, article) for page in pages for article in page.articles if article.paragraphs]
        issues = tuple(dict.fromkeys((page.newspaper, page.date) for page in pages))
        texts = [paragraph.text for row in rows for paragraph in row.article.paragraphs]
        counted = replace(
            entry,
            articles=len(rows),
            paragraphs=len(texts),
            characters=sum(map(len, texts)),
            pages=len(pages),
            issues=issues,
            linked=linked,
        )
        self._sink.add(counted, rows)

    def hold(self, entry: FileEntry, pages: list[Page]) -> None:
        """Hold a file back."""
        self.issues_linked.update((page.newspaper, page.date) for page in pages)
        self.held.append((entry, pages))

    def finish(self) -> None:
        """Join the articles of each issue that was held back, and add its files."""
        issues: dict[tuple[str | None, str | None], list[Held]] = {}
        for entry, pages in sorted(self.held, key=lambda held: held[0].path):
            issues.setdefault((pages[0].newspaper, pages[0].date), []).append((entry, pages))
        self.held = []
        for files in issues.values():
            joined = join_continued([page for _, pages in files for page in pages])
            at = 0
            for entry, pages in files:
                self._add(entry, joined[at : at + len(pages)], linked=True)
                at += len(pages)


def held_to_plain(held: Sequence[Held]) -> list[Any]:
    """Files that were held back as plain values (for marshal); of their pages what an index keeps."""
    return [
        (entry.to_json(), [astuple(replace(page, set_aside=(), repairs=(), extra=())) for page in pages])
        for entry, pages in held
    ]


def held_from_plain(values: Sequence[Any]) -> list[Held]:
    """The inverse of `held_to_plain`."""
    return [(FileEntry.from_json(entry), [_page(page) for page in pages]) for entry, pages in values]


def _page(values: tuple[Any, ...]) -> Page:
    path, articles, *rest = values
    return Page(path, tuple(Article(tuple(Paragraph(*p) for p in own), *more) for own, *more in articles), *rest)


def _skips(problems: list[UnreadableFileError], path: str) -> tuple[Skipped, ...]:
    return tuple(Skipped(path, problem.reason) for problem in problems)
