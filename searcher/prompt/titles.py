"""One line that stands for a hit."""

from __future__ import annotations

from searcher.results.model import Hit, Range
from searcher.results.render.safe import safe_ranges
from searcher.results.render.text import passage_of


def title_of(hit: Hit) -> tuple[str, list[Range]]:
    """The headline of a hit's article, or its passage where there is none, fit for a terminal, and what to set
    apart."""
    headline = hit.article.headline
    if headline and headline.strip():
        return safe_ranges(headline, hit.headline_highlights)
    return passage_of(hit)
