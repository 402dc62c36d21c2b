"""By-lines, news sources and photo credits."""

from __future__ import annotations

import re

HAN = "\u3400-\u9fff"
NAME = f"[{HAN}]{{2,4}}|[{HAN}](?:[ \u3000]+)[{HAN}]|[{HAN}]{{1,6}}·[{HAN}·]{{1,10}}"

SOURCE = re.compile(
    f"^(?P<source>[{HAN}]{{1,8}}[报社网刊台](?:综合)?[讯消]息?|[{HAN}]{{1,8}}[报社网刊台]消息)(?=[\\s\u3000:：]|$)[\\s\u3000:：]*"
)
DATELINE = re.compile(
    f"^(?:据)?(?P<dateline>(?:新华社|本报|人民日报|中新社|中新网|[{HAN}]{{1,8}}[报社网])[{HAN}·、／/]{{0,20}}?"
    r"\s*(?:\d{1,2}\s*月\s*)?\d{1,2}\s*日\s*(?:专)?[电讯])"
)
_END_NAMES = re.compile(
    f"(?<=[。！？”…）】；!?])[ \u3000]+(?P<names>(?:[■□◆●姻][ \u3000]*)?(?:{NAME})(?:[ \u3000、]+(?:{NAME})){{0,4}})$"
)


def split_signature(last_line: str) -> tuple[str, tuple[str, ...]]:
    """Part the names that follow the last sentence of an article from the line; () where none do."""
    found = _END_NAMES.search(last_line)
    if not found:
        return last_line, ()
    return last_line[: found.start()], split_names(found["names"])


def split_names(text: str) -> tuple[str, ...]:
    """Names parted by blanks or 、; a two-character name that is spread by a blank is one."""
    out: list[str] = []
    for part in re.split("[ \u3000、，,]+", text.strip(" \u3000■□◆●姻")):
        if out and len(part) == 1 and len(out[-1]) == 1:
            out[-1] += part
        elif part:
            out.append(part)
    return tuple(out)


def split_source(text: str) -> tuple[str, str | None]:
    """Part a news source that opens an article (科学导报讯, 本报讯) from its text."""
    found = SOURCE.match(text)
    return (text[found.end() :], found["source"]) if found else (text, None)
