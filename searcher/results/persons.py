"""Who wrote it: the persons of a by-line, without their offices and without what they did.

By-lines come as newspapers print them: 本报记者 张三 李四 通讯员 王五; 张三/文 李四/摄; （记者 张 三）.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_HAN = "\u3400-\u9fff\U00020000-\U0003ffff〇"
_HOUSE = f"(?:本[报刊网社台]|[{_HAN}]{{1,7}}[报社刊网台])(?:海外版)?"
_RANK = "(?:首席|特约|特派|见习|实习|资深|高级|全媒体|融媒体|新媒体|文字|新闻|摄影|图片|图文){0,4}"
_OFFICE = re.compile(
    f"(?:{_HOUSE})?(?:驻[{_HAN}]{{2,6}}?)?{_RANK}"
    "(?:记者|通讯员|实习生|评论员|观察员|撰稿人|撰稿|特约作者|作者(?![系为是单])|执笔)"
)
_PICTURE_OFFICE = re.compile("(?:摄影|图片)(?:记者|通讯员)")
_PICTURES = frozenset(["图", "摄", "摄影", "供图", "图片", "制图", "绘图", "漫画", "插图", "绘", "摄影报道"])
_TEXTS = frozenset(
    [
        "文",
        "文字",
        "撰文",
        "整理",
        "采访整理",
        "报道",
        "综合报道",
        "参与报道",
        "采写",
        "参与采写",
        "采访",
        "参与采访",
        "编译",
        "供稿",
        "综合",
        "图文",
        "文图",
    ]
)
_EDITORS = frozenset(
    ["编辑", "责编", "责任编辑", "本版编辑", "校对", "组版", "美编", "版式", "统筹", "策划", "监制", "审核"]
)
_SIGNS = re.compile("[■□◆◇●○▲△★☆]")
_BRACKETED = re.compile("[（(〔\\[]([^（(〔\\[）)〕\\]]*)[）)〕\\]]")
_NESTED = 3
_REMARK = re.compile("作者(?:系|单位|为|是)")
_SOURCE = re.compile(f"[{_HAN}]{{0,8}}[报社刊网台](?:讯|消息|电)|[{_HAN}]{{2,20}}(?:[0-9]+月)?[0-9]+日[电讯]")
_BETWEEN = re.compile("([、，,;；/／|｜&＆:：]|(?<![A-Za-z.])\\s+|\\s+(?![A-Za-z]))")
_ATTACHED = re.compile(f"([{_HAN}·]+?)(摄影报道|摄影|供图|摄|(?:参与|综合|摄影)?报道|(?:采访)?整理|(?:参与)?采[写访])")
"""What was done, written onto the end of a name: 张三摄, 张三参与采写."""


@dataclass(frozen=True, slots=True)
class _Role:
    """A word for what the persons beside it did: `kind` is text, picture or editing.

    An `office` is what they are (记者). One that `leads` stands before its persons in any by-line.
    """

    kind: str
    word: str
    leads: bool = False
    office: bool = False


_Item = str | _Role


def persons(byline: Iterable[str]) -> tuple[str, ...]:
    """The authors that a by-line names, each once, in order.

    Who only took the pictures or edited the page is left out where others wrote. Where an office names nobody
    (本报评论员), it is the author. Names of two characters that are spread by a blank (张 三) are one name.
    """
    writers: dict[str, None] = {}
    photographers: dict[str, None] = {}
    offices: dict[str, None] = {}
    for line in byline:
        items = list(_items(line))
        offices.update((item.word, None) for item in items if isinstance(item, _Role) and item.office)
        for name, kind in _assigned(items, _before(items, line)):
            if kind == "text":
                writers[name] = None
            elif kind == "picture":
                photographers[name] = None
    return tuple(writers or photographers or offices)


def _items(line: str) -> Iterator[_Item]:
    """Names and roles in the order in which they stand."""
    line = _opened(_SIGNS.sub(" ", line))
    tokens: list[_Item] = []
    done = 0
    for office in _OFFICE.finditer(line):
        tokens += _words(line[done : office.start()])
        kind = "picture" if _PICTURE_OFFICE.search(office[0]) else "text"
        tokens.append(_Role(kind, office[0], leads=True, office=True))
        done = office.end()
    tokens += _words(line[done:])
    return _merged(list(_joined(tokens)))


def _opened(line: str) -> str:
    """The line without brackets: what is in them stays where it is all, or has an office; else it is a remark."""

    def opened(found: re.Match[str]) -> str:
        office = _OFFICE.search(found[1])
        if _REMARK.match(found[1]):
            return found[1][office.start() :] if office else " "
        return f" {found[1]} " if office or found[0] == line.strip() else " "

    for _ in range(_NESTED):
        line = _BRACKETED.sub(opened, line)
    return line


def _words(text: str) -> Iterator[_Item]:
    pieces = [*_BETWEEN.split(text), ""]
    lone = False
    for word, between in zip(pieces[::2], pieces[1::2], strict=True):
        word = word.strip(" \u3000.。")
        if word == "等" or _SOURCE.fullmatch(word) or not any(map(str.isalnum, word)):
            continue
        role = _role(word, leads=between in (":", "："))
        attached = _ATTACHED.fullmatch(word) if role is None else None
        # 伟摄 may be a name, but 黄 伟摄 is a spread one with what was done.
        if attached is not None and (len(attached[1]) > 1 or lone):
            yield attached[1]
            role = _role(attached[2])
        yield role or word
        lone = role is None and len(word) == 1


def _role(word: str, *, leads: bool = False) -> _Role | None:
    if word in _EDITORS:
        return _Role("editing", word, leads=True)
    kind = "text" if word in _TEXTS else "picture" if word in _PICTURES else None
    return _Role(kind, word, leads) if kind else None


def _joined(tokens: Sequence[_Item]) -> Iterator[_Item]:
    """A lone character is no name: with what follows it, if that can be the rest of a name, it is one.

    文 is a family name too, where another lone character follows it.
    """
    at = 0
    while at < len(tokens):
        token = tokens[at]
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if isinstance(token, _Role) and token.word == "文" and isinstance(after, str) and len(after) == 1:
            token = token.word
        if isinstance(token, str) and len(token) == 1 and isinstance(after, str) and len(after) <= 2:
            token, at = token + after, at + 1
        yield token
        at += 1


def _merged(items: Sequence[_Item]) -> Iterator[_Item]:
    """Roles that stand together (文/图) as one: who wrote and took pictures wrote."""
    last: _Item | None = None
    for item in items:
        if isinstance(item, _Role) and isinstance(last, _Role) and not item.office and not last.office:
            last = item if item.kind == "text" else last
            continue
        if last is not None:
            yield last
        last = item
    if last is not None:
        yield last


def _before(items: Sequence[_Item], line: str) -> bool:
    """Whether roles stand before their persons (文/张三 图/李四) or after them (张三 文 李四 图), not both.

    Offices always stand before. Names at the end have no role after them.
    """
    others = [item for item in items if not (isinstance(item, _Role) and item.leads)]
    if not others or isinstance(others[0], _Role):
        return True
    return isinstance(others[-1], str) and "/" not in line and "／" not in line


def _assigned(items: Sequence[_Item], before: bool) -> Iterator[tuple[str, str]]:
    """Each person with what they did; text where nothing else is said."""
    kind = "text"
    group: list[str] = []
    for item in items:
        if isinstance(item, str):
            group.append(item)
            continue
        leads = before or item.leads
        yield from ((name, kind if leads else item.kind) for name in group)
        kind = item.kind if leads else "text"
        group = []
    yield from ((name, kind) for name in group)
