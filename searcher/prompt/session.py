"""What the prompt remembers, and what a typed line does. Knows nothing of keys or the screen: a line in, lines out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from searcher.cli.failures import stated
from searcher.cli.opening import built, opened, shown
from searcher.errors import SearcherError, UsageError
from searcher.prompt.commands import find
from searcher.results.render.safe import safe
from searcher.results.render.text import measure

if TYPE_CHECKING:
    from searcher.cli.settings import Settings
    from searcher.index import Index
    from searcher.results.model import Hit, Range, Results
    from searcher.results.render.style import Style

DEFAULT_LIMIT = 10


class Session:
    """One run of the prompt. The index is opened at the first need, so that typing can begin at once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.limit = DEFAULT_LIMIT
        self.leaving = False
        self.results: Results | None = None
        self._hits: dict[int, Hit] = {}
        self._index: Index | None = None

    @property
    def style(self) -> Style:
        """How hits are set apart."""
        return self.settings.style

    def answer(self, line: str) -> Iterator[str]:
        """The lines to show for a typed line; a failure is a line too (for a query, with the caret under it)."""
        try:
            yield from self._act(line.strip())
        except Exception as error:
            # A fault of the program costs an answer, not the session; with --debug it comes through.
            if self.settings.debug and not isinstance(error, SearcherError):
                raise
            message, _ = stated(error, self.settings.env.width)
            sentence, _, place = safe(message, newlines=True).partition("\n")
            yield from self.style.lines(sentence, measure(self.settings.env.width))
            yield from place.splitlines()

    def close(self) -> None:
        """Let go of the index."""
        if self._index is not None:
            self._index.close()
            self._index = None

    def search(self, query: str) -> Iterator[str]:
        """The first results of a query; one that cannot be read leaves the last results in place."""
        return self._page(query, 0)

    def more(self) -> Iterator[str]:
        """The next results of the last query."""
        if self.results is None:
            raise UsageError("nothing to show more of: type a query first")
        offset = self.results.offset + len(self.results.hits)
        if offset >= self.results.total:
            raise UsageError(f"that is all: {self.results.total} in all")
        return self._page(self.results.query, offset)

    def read(self, number: int) -> Iterator[str]:
        """The article of a shown result, its hits set apart."""
        from searcher.results.render.article import render_article

        hit = self._hits[number]
        article = self._opened().article(hit.id)
        highlights: dict[str, tuple[Range, ...]] = {
            other.id: other.highlights for other in self._hits.values() if other.article.id == hit.article.id
        }
        yield from render_article(article, self.style, self.settings.env.width, asked=hit.id, highlights=highlights)

    def update(self, *, rebuild: bool) -> Iterator[str]:
        """Bring the index up to date and go on with it."""
        from searcher.results.render.holdings import render_report

        self.close()
        report = built(self.settings, rebuild=rebuild)
        yield from render_report(report, self.style, self.settings.env.width)
        for skipped in report.skipped:
            yield f"skipped {shown(skipped.path)}: {shown(skipped.reason)}"

    def info(self) -> Iterator[str]:
        """What the index holds."""
        from searcher.results.render.holdings import render_info

        yield from render_info(self._opened().info(), self.style, self.settings.env.width)

    def _act(self, line: str) -> Iterator[str]:
        if not line:
            return iter(())
        if line[0] in ":：":
            name, _, argument = line[1:].strip().partition(" ")
            return find(name).run(self, argument.strip())
        if line.isdecimal() and self.results is not None:
            number = int(line)
            if number in self._hits:
                return self.read(number)
            if 0 < number <= self.results.total:
                raise UsageError(f'result {number} is not shown yet (:more); to search for the number: "{line}"')
        return self.search(line)

    def _page(self, query: str, offset: int) -> Iterator[str]:
        from searcher.results.render.text import footer, render_hits, render_notes

        results = self.results = self._opened().search(query, limit=self.limit, offset=offset)
        self._hits = (self._hits if offset else {}) | {hit.rank: hit for hit in results.hits}
        width = self.settings.env.width
        yield from render_notes(results, self.style, width)
        if not results.hits:
            yield f"Nothing found for {safe(query)}."
            return
        yield from render_hits(results, self.style, width, numbered=True)
        rest = results.total - offset - len(results.hits)
        ways = [f":more shows more ({rest} left)"] if rest else []
        yield from footer(results, [*ways, "a number reads that article"], self.style, width)

    def _opened(self) -> Index:
        if self._index is None:
            self._index = opened(self.settings)
        return self._index

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *failure: object) -> None:
        with suppress(OSError):
            self.close()
