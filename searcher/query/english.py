"""Questions in English: the words of one that ask or help to ask, which a Chinese newspaper does not answer with."""

from __future__ import annotations

from collections.abc import Sequence

from searcher.query.nodes import Span, Words

_ASK = "what which who whom whose when where why how"
_OPEN = "is are was were do does did can could will would should has have had"
_HELP = "a an the of in on at to for by from with be been it there many much"
ASKING = frozenset(_ASK.split())
"""Words that ask, wherever they stand."""
OPENING = frozenset(_OPEN.split())
"""Words that ask where a question begins with them."""
_SIGNS = "?!.,;:'\"()？！。，；：“”‘’（）《》"
_HELPING = OPENING | frozenset(_HELP.split())


def helping_groups(groups: Sequence[Words]) -> frozenset[Span]:
    """The spans of those plain groups of a query that only help to ask; none where it does not ask in English.

    What is typed in capitals (WHO, IT) is a name.
    """
    if not any(group.text[:1].isascii() for group in groups):
        return frozenset()
    words = [_bare(group.text) for group in groups]
    opens = bool(words) and words[0] in OPENING and groups[-1].text.endswith(("?", "？"))
    if not opens and not any(word in ASKING for word in words):
        return frozenset()
    return frozenset(
        group.span for group, word in zip(groups, words, strict=True) if word in ASKING or word in _HELPING
    )


def _bare(text: str) -> str:
    """A word without the signs at its edges, in lower case; nothing for one in capitals."""
    word = text.strip(_SIGNS)
    return "" if len(word) > 1 and word.isupper() else word.lower()
