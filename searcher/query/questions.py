"""Questions: the words of a query that ask, and say nothing of what an answer holds.

`什么时候` or `多少` stand in the question and seldom in its answer; where they do stand in a text, they are rare, and a
rare word weighs much. So they are neither required of a paragraph nor scored.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.store.analyzer import Analyzer

_ASKING = (
    "什么时候 什么时间 什么地方 什么样 为什么 什么 为何 因何 谁 "
    "哪一年 哪一个 哪一些 哪个 哪些 哪里 哪儿 哪年 哪几 哪种 哪位 哪 "
    "多少 几个 几年 几时 怎么样 怎么 怎样 如何 何时 何地 何处 何年 何人 是否 吗 呢 请问 有没有 多大 多久 多长 多远 多高"
)
_EXPRESSION = re.compile("|".join(sorted(_ASKING.split(), key=len, reverse=True)))


def asks(folded: str) -> bool:
    """Whether a folded group has a word that asks, or ends with a question mark."""
    return folded.endswith("?") or _EXPRESSION.search(folded) is not None


def telling_parts(folded: str) -> list[str]:
    """What is left of a folded group without the words that ask; the whole, where nothing else is left."""
    parts = [part for part in _EXPRESSION.split(folded) if any(map(str.isalnum, part))]
    return parts or [folded]


def telling_words(folded: str, analyzer: Analyzer) -> list[str]:
    """The words of a folded group, in order, without those that ask."""
    return [word for part in telling_parts(folded) for word in analyzer.words(part)]
