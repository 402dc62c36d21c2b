"""Page numbers as they are compared: `第02版`, `02`, `2` and `第二版` are one page, `A02版` and `a2` another."""

from __future__ import annotations

import re

from searcher.text.numerals import number

FRONT = frozenset({"1", "a1"})
"""The front page, in papers that number their pages through and in those that letter their parts."""
_FRONT = re.compile("头版|首版|头版头条")
_NUMBERED = re.compile("([a-z]*)(.+)")
_LEADING = re.compile("(?<![0-9])0+(?=[0-9])")


def page_form(folded: str) -> str:
    """The form in which a folded page number of the index is compared."""
    bare = folded.removeprefix("第").removesuffix("版")
    found = _NUMBERED.fullmatch(bare)
    if found is not None and (value := number(found[2])) is not None:
        return f"{found[1]}{value}"
    return _LEADING.sub("", bare)


def asked_pages(folded: str) -> frozenset[str]:
    """The forms of the pages that a folded value of `page:` asks for: one, or for 头版 all that are a front page."""
    return FRONT if _FRONT.fullmatch(folded) else frozenset({page_form(folded)})
