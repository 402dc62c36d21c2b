"""Columns of briefs: several short reports, each with a headline and a dateline, under one name (环球扫描, 简讯)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from searcher.reading.clues import Clues

MAX_LINES = 150
"""Lines that a column of briefs may have."""
MAX_NAME = 7
"""Characters of a name."""
BRIEF_DATELINE = 0.3
"""A brief's dateline stands inside the article that the column is."""
NAME_BEGINS = 6.0
"""The name of a column of briefs stands inside an article."""
NAME_APART = 3.0
"""Its name is one headline with that of its first brief."""
BRIEF_HEADLINE = 3.0
"""A brief's headline is one of a new article, …"""
BRIEF_HEADING = 1.0
"""… and by how much likelier it is a small heading."""

_NAME = re.compile(
    "[\u4e00-\u9fff]{0,4}(?:扫描|速递|速览|速报|简讯|简报|短讯|快讯|短波|传真|集锦|集萃|荟萃|一览|纵览|博览|播报|动态|资讯|点击|短新闻)"
)


def find_briefs(clues: Clues) -> Iterator[range]:
    """The lines of each column of briefs, without its name.

    It begins with its name, on a line of its own after the end of a text, and goes on to the next signature, as far as
    there are datelines.
    """
    n = len(clues.tight)
    lengths = np.diff(clues.characters.start)
    for i in np.flatnonzero(lengths <= MAX_NAME).tolist():
        if i + 2 >= n or not _NAME.fullmatch(clues.tight[i]) or (i and clues.stop[i - 1] > 0.5):
            continue
        last = min(i + MAX_LINES, n)
        stop = next((k + 1 for k in range(i + 2, last) if clues.over[k] and clues.tight[k][-1] not in "）)"), last)
        if sum(map(bool, clues.starts_article[i + 2 : stop])) > 1:
            yield range(i + 1, stop)
