"""JSON Lines: one object a line, as it comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from searcher.results.model import Hit, Results
from searcher.results.render.formats import AskedArticle, Table, View
from searcher.results.render.json import article_object, dumps, hit_object, table_objects


def render_results(found: Results, hits: Iterable[Hit], view: View) -> Iterator[str]:
    """Each hit as soon as it is known, and nothing else: whoever reads lines can take every one for a hit."""
    return (dumps(hit_object(hit), indent=None) for hit in hits)


def render_articles(articles: Iterable[AskedArticle], view: View) -> Iterator[str]:
    """An article a line."""
    return (dumps(article_object(asked), indent=None) for asked in articles)


def render_table(listed: Table, view: View) -> Iterator[str]:
    """A row a line, by the names of the columns."""
    return (dumps(row, indent=None) for row in table_objects(listed))
