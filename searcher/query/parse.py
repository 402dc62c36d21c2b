"""The tree that a query means. `docs/queries.md` states the rules; `searcher.query.parser` applies them."""

from __future__ import annotations

import datetime

from searcher.errors import QueryError
from searcher.i18n import _
from searcher.query.nodes import Node, Words

MAX_LENGTH = 10_000
"""Characters of a query."""
MAX_GROUPS = 1_000
"""Plain groups and quoted phrases of a query; the parts of `"a b"~10` count each."""


def parse(query: str, *, today: datetime.date | None = None) -> Node:
    """The tree that `query` means; dates such as 去年 count from `today`, by default the day of the call.

    Raises QueryError with the place at fault. Time is linear in the length, which is at most MAX_LENGTH.
    """
    if len(query) > MAX_LENGTH:
        message = _("the query has {count:,} characters; the limit is {most:,}: leave some out, or split it in two")
        raise QueryError(message.format(count=len(query), most=MAX_LENGTH), query, MAX_LENGTH)
    if query and min(query) >= "㐀" and max(query) <= "鿿":
        # What is asked most often, ideographs alone: nothing in it could be read otherwise.
        return Words(query, (0, len(query)))
    # A search from the shell should begin at once: the parser is loaded where there is something to parse.
    from searcher.query.parser import Parser

    return Parser(query, today or datetime.date.today()).read()
