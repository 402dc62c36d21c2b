"""The names that a field may be written with, and what is said of one that does not exist."""

from __future__ import annotations

import difflib

from searcher.i18n import _

DATE = "date"
WILDCARD = "wildcard"
"""Not a field: `wildcard:释放土地效?` says that each question mark of the group is a wildcard."""

_WRITTEN = {
    "headline": "headline title 标题 標題 题 題",
    "byline": "byline author 作者 记者 記者",
    "section": "section 版名 栏目 欄目",
    "page": "page 版 版次 版面",
    "source": "source 来源 來源",
    "newspaper": "newspaper paper 报纸 報紙",
    DATE: "date 日期",
    WILDCARD: "wildcard 通配",
}
NAMES: dict[str, str] = {written: name for name, all_written in _WRITTEN.items() for written in all_written.split()}
"""Every name as it may be written (lower case), with the canonical one that it stands for."""

SPEAKERS = ("记者", "記者")
"""Names that pages print before what somebody says: `记者：从陌生到熟悉，你们是怎样相处的？` is text, not a field."""

_LATIN = tuple(written for written in NAMES if written.isascii())
_NEAR, _SAME_BUT_FOR_A_SLIP = 0.6, 0.8
_LONGEST_LATIN = 16


def canonical(name: str) -> str | None:
    """The canonical name for `name` in any case, or None."""
    return NAMES.get(name.casefold())


def nearest(name: str, *, slip: bool = False) -> str | None:
    """The Latin field name that resembles `name` (a ratio of `difflib`), or None; with `slip`, only a mistyped one."""
    if len(name) > _LONGEST_LATIN:
        return None
    close = difflib.get_close_matches(name.casefold(), _LATIN, 1, _SAME_BUT_FOR_A_SLIP if slip else _NEAR)
    return close[0] if close else None


def unknown(name: str) -> str:
    """The message for a Latin word before a colon that names no field."""
    if (meant := nearest(name)) is not None:
        return _(
            "there is no field of this name; did you mean `{meant}:`? (for the text itself, write \\: or use quotes)"
        ).format(meant=meant)
    return _(
        "there is no field of this name; the fields are headline, byline, section, page, source, newspaper and date "
        "(for the text itself, write \\: or use quotes)"
    )
