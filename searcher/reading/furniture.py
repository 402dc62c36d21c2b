"""Lines that belong to the page, not to an article: editors, contact, imprint, advertisements."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKER = re.compile(r"(?:^|(?<=\s))[姻■□◆◇●○▲△▼★☆▇█◎※❖](?=\s|责|投|编|本版|$)\s*")
"""A typesetter's mark; 姻 is what some extractors print for ■."""

MAX_FURNITURE = 120

_EDITOR = re.compile(
    r"(?:本版|本期|值班|执行|今日|见习|首席)?\s*(?:责任?\s*编辑?|责\s*编|编\s*辑)\s*[:：/／]\s*(?P<names>[\u4e00-\u9fff·\s、,，]{2,30}?)"
    r"(?=$|\s*[|｜■]|\s+\S{2,5}[:：])"
)
_EDITOR_BARE = re.compile(
    r"(?:本版|本期)?(?:责任编辑|责编)\s+(?P<names>[\u4e00-\u9fff]{1,2}\s?[\u4e00-\u9fff]{1,3}(?:\s+[\u4e00-\u9fff]{2,4}){0,2})$"
)
_KINDS = (
    (
        "designer",
        re.compile(
            r"(?:本版|本期)?(?:版式设计|版面设计|美术编辑|美编|版式|组版|排版|制版|设计)\s*[:：/／]\s*(?P<v>.{2,30})$"
        ),
    ),
    ("proofreader", re.compile(r"(?:本版|本期)?(?:校对|校检|检校|审读|质检)\s*[:：/／]\s*(?P<v>.{2,30})$")),
    ("coordinator", re.compile(r"(?:本版|本期)(?:统筹|主编|主持|策划|编审|审校|监制)\s*[:：/／]?\s*(?P<v>.{2,30})$")),
    (
        "contact",
        re.compile(
            r"(?:(?:本版|栏目|选题线索|新闻|编辑部|读者|广告|发行|本报|来稿)?"
            r"(?:投稿|来稿|征稿|供稿|来信|联系)?(?:邮箱|信箱|热线|电话|电子邮箱|电子信箱|[Ee]-?mail|E-MAIL|QQ|微信)"
            r"|投稿|来稿|征稿|编辑部电话|新闻线索)\s*[:：]?\s*(?P<v>[\w.+@（）()、，,/\s-]*(?:@|\d{6,})[^。]*)$"
        ),
    ),
    (
        "issn",
        re.compile(
            r"(?:国内统一(?:连续)?(?:刊|出版物)号|国内统一|统一刊号|刊号|ISSN)\s*[:：]?\s*(?P<v>(?:CN)?\s*\d{2}\s*[-—－]\s*\d{4}.{0,30})$"
        ),
    ),
    ("postal_code", re.compile(r"(?:国内|国外)?邮发代号\s*[:：]?\s*(?P<v>\d{1,3}\s*[-—－]\s*\d{1,4}.{0,30})$")),
    (
        "imprint",
        re.compile(
            r"(?:社\s*址|地\s*址|邮\s*编|邮政编码|本报社址|网\s*址|主\s*办|主\s*管|出\s*版|承\s*印|印\s*刷|印刷厂|零售价?|定\s*价|每份定?价"
            r"|总编辑|社\s*长|法律顾问|广告(?:经营)?许可证)\s*[:：]\s*(?P<v>.{2,80})$"
        ),
    ),
    ("advertisement", re.compile(r"(?P<v>广\s*告|公益广告|形象广告|专版广告|广告专版)$")),
)
FIRST = frozenset(
    "姻■□◆◇●○▲△▼★☆▇█◎※❖（()）[]［］ \u3000本值执今见首责编版美组排制设校检审质栏选新读广发来投征供联邮信热电EeQ微"
    "国统刊I社地网主出承印零定每总法公形专"
)
"""What furniture may start with: few other lines do."""
_PERSONS = frozenset({"editor", "designer", "proofreader", "coordinator"})
_NEXT_LABEL = re.compile(r"[\s|｜]+(?=[\u4e00-\u9fff]{2,6}\s*[:：])")
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
_HINT = re.compile(
    r"编|版|校|邮|稿|址|印|刊|广|电话|热线|主|零售|价|设计|信箱|ISSN|社\s*长|总|法律|QQ|E-?[Mm]ail|e-?[Mm]ail|微信|线索"
)
"""Every alternative starts with a plain character, for which the engine looks fast."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """One line of furniture: `reason` as in SetAside, `value` what follows its label."""

    reason: str
    value: str


def may_be_furniture(line: str) -> bool:
    """Whether a line has what furniture or a jump mark has at its start: few lines do."""
    return len(line) <= MAX_FURNITURE and _HINT.search(line, 0, 24) is not None


def furniture(line: str) -> Furniture | None:
    """Read a whole line as furniture; None if it may be article text."""
    if not may_be_furniture(line):
        return None
    line = MARKER.sub("", line.strip()).strip("（()）[]［］ \u3000")
    found = _EDITOR.match(line) or _EDITOR_BARE.match(line)
    if found:
        return Furniture("editor", names(found["names"]))
    for reason, pattern in _KINDS:
        found = pattern.match(line)
        if found:
            return Furniture(reason, found["v"].strip())
    return None


def pieces_of_furniture(line: str) -> list[Furniture]:
    """All furniture that shares a line; none if the line may be article text.

    Only persons are told apart (责编：李四 版式设计：王五): what else follows a label is one value.
    """
    note = furniture(line)
    if note is None:
        return []
    parts = [furniture(part) for part in _NEXT_LABEL.split(line.strip())]
    persons = [part for part in parts if part and part.reason in _PERSONS]
    return persons if len(persons) == len(parts) else [note]


def wraps(line: str, after: list[str]) -> bool:
    """Whether a line of furniture goes on in the next one (`after`, if there is one): an address on a line of its own,
    or a bracket that is still open."""
    if not after or len(line) > MAX_FURNITURE:
        return False
    if line[-1] in ":：":
        return _ADDRESS.match(after[0]) is not None
    opened = max(line.rfind("（"), line.rfind("("))
    return (
        opened > 0 and not re.search("[）)]", line[opened:]) and re.match("[^（(。]{1,16}[）)]$", after[0]) is not None
    )


def names(text: str) -> str:
    """Names as printed, parted by one blank; `胡 妍` (a two-character name that is spread) is one name."""
    parts = [p for p in re.split(r"[\s、,，]+", text.strip()) if p]
    out: list[str] = []
    for part in parts:
        if out and len(part) == 1 and len(out[-1]) == 1:
            out[-1] += part
        else:
            out.append(part)
    return " ".join(out)
