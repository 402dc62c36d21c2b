"""What may have been meant."""

from __future__ import annotations

from collections.abc import Callable

from searcher.query.nodes import Node
from searcher.query.parse import parse
from searcher.query.terms import Vocabulary
from searcher.results.model import Suggestion


class Speller:
    """Mends queries by the terms of an index."""

    def __init__(self, vocabulary: Vocabulary, count: Callable[[Node], int]) -> None:
        self._vocabulary, self._count = vocabulary, count

    def suggest(self, query: str) -> tuple[Suggestion, ...]:
        """What may have been meant by `query`. Raises QueryError."""
        parse(query)
        return ()
