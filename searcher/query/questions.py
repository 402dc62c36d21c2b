"""Questions: the words of a query that ask, and say nothing of what an answer holds.

`什么时候` or `多少` stand in the question and seldom in its answer; where they do stand in a text, they are rare, and a
rare word weighs much. So they are neither required of a paragraph nor scored.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.store.analyzer import Analyzer

_ASKING = (
    "什么时候 什么时间 什么地方 什么样 为什么 什么 为何 因何 为啥 啥 谁 "
    "哪一年 哪一个 哪一些 哪个 哪些 哪里 哪儿 哪年 哪几 哪种 哪位 "
    "多少 几个 几年 几时 几月 几号 几岁 怎么样 怎么 怎样 咋 如何 何谓 是否 能否 请问 有没有"
)
# Not in 任何时候, 哪吒, 更多大学, 许多高校, 吗啡, 呢绒.
_ASKING_IN_SOME_PLACES = (
    r"(?<!任)何[时地处年人]|哪(?![吒咤])|吗(?!啡)|呢(?![绒子料])|(?<![许众诸很太更最])多[久远]|"
    r"(?<=有)多[大长高]|(?<![许众诸很太更最])多[大长高](?=$|[^\u4e00-\u9fff]|[的年岁了呢吗]|时间)"
)
_KEPT = 1_024
"""Groups whose reading is kept: while one query is answered, each of its groups is looked at several times."""
_SIGNS = frozenset("么何啥谁哪多几怎咋否问没吗呢")
"""Each word that asks has one of these: most groups have none, and need not be looked through."""


@cache
def _expression() -> re.Pattern[str]:
    return re.compile("|".join([*sorted(_ASKING.split(), key=len, reverse=True), _ASKING_IN_SOME_PLACES]))


@cache
def _with_verb() -> re.Pattern[str]:
    return re.compile(f"[是在有]?(?:{_expression().pattern})[是在有]?")


@lru_cache(_KEPT)
def asks(folded: str) -> bool:
    """Whether a folded group has a word that asks, or ends with a question mark."""
    return folded.endswith("?") or (not _SIGNS.isdisjoint(folded) and _expression().search(folded) is not None)


@lru_cache(_KEPT)
def telling_parts(folded: str) -> tuple[str, ...]:
    """What is left of a folded group without the words that ask; the whole, where nothing else is left."""
    if _SIGNS.isdisjoint(folded):
        return (folded,)
    parts = tuple(part for part in _expression().split(folded) if any(map(str.isalnum, part)))
    return parts or (folded,)


@lru_cache(_KEPT)
def only_asks(folded: str) -> bool:
    """Whether a folded group is nothing but words that ask."""
    if _SIGNS.isdisjoint(folded) or not asks(folded):
        return False
    return any(map(str.isalnum, folded)) and not any(map(str.isalnum, _expression().sub("", folded)))


def without_asking(folded: str) -> str:
    """A folded group with a blank for each character of the words that ask, and of 是, 在, 有 beside them; as it is,
    where it says nothing else."""
    if _SIGNS.isdisjoint(folded) or only_asks(folded):
        return folded
    return _with_verb().sub(lambda found: " " * len(found[0]), folded)


def telling_words(folded: str, analyzer: Analyzer) -> list[str]:
    """The words of a folded group, in order, without those that ask."""
    return [word for part in telling_parts(folded) for word in analyzer.words(part)]
