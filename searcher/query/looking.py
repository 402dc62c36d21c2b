"""Looking at texts: what no posting tells of a pattern or a NEAR is looked for in the candidates' texts, many at once.

The time that this takes grows with the texts, so that a query may look at no more than MOST of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from searcher.errors import QueryError
from searcher.i18n import _
from searcher.query.nodes import Span

MOST = 250_000
"""Texts that one query may look at; a text counts for each pattern or NEAR that is looked for in it."""
AT_ONCE = 4_096


@dataclass(slots=True, eq=False, repr=False)
class Budget:
    """What the query being answered has looked at so far."""

    query: str = ""
    looked_at: int = 0

    def start(self, query: str) -> None:
        """A new query begins."""
        self.query, self.looked_at = query, 0

    def spend(self, texts: int, span: Span) -> None:
        """So many texts more are to be looked at, for the node at `span`. Raises QueryError beyond MOST."""
        self.looked_at += texts
        if self.looked_at > MOST:
            message = _(
                "the patterns and NEARs of this query would have to be looked for in more than {most:,} paragraphs; "
                "write more characters in them, or ask for fewer"
            )
            raise QueryError(message.format(most=MOST), self.query, span[0])


def matching_texts(expression: re.Pattern[str], texts: Sequence[str]) -> list[int]:
    """The numbers of the texts in which an expression that matches no line feed is found; no text has one either."""
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    joined = "\n".join(texts)
    out: list[int] = []
    found = expression.search(joined)
    while found:
        number = bisect_right(starts, found.start()) - 1
        out.append(number)
        found = expression.search(joined, starts[number + 1])
    return out
