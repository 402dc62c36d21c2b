"""What it costs that a line is one of a headline, or a small heading inside an article; in nats."""

from __future__ import annotations

import re

from searcher.reading.clues import ARTICLE_OF_LAW, COLUMN_TITLE, SUBHEAD_WIDTH, TITLE_MARK, Clues
from searcher.reading.credits import NOT_A_HEADLINE, NOTE
from searcher.reading.edges import UNLIKELY_LAST

HEADLINE_LINE = 1.4
WIDE_HEADLINE = 0.1
"""Each character by which a headline's line is wider than most."""
SENTENCE_HEADLINE = 9.0
"""A headline's line has a full stop."""
LEAST_SENTENCE = 6.5
"""No line that has a full stop costs less than this as one of a headline."""
HEADING_LINE = 1.0
LEAST_HEADING = -2.5
"""No line costs less than this as a small heading."""
TITLE_HEADING = 3.5
"""A small heading ends in brackets, as headlines of a column do: 食养指南里的民生底色（新知）."""
SPEAKER = 3.0
"""A headline starts as a question or an answer of an interview does."""
COMMA_ENDS = 1.5
"""A line of a headline ends in a comma, …"""
FIRST_COMMA = 0.25
"""… has a comma, …"""
COMMAS = 1.0
"""… another one, …"""
SHORT_HEADLINE = 0.7
"""… is short."""
MARKED_HEADLINE = 0.7
"""By how much likelier a line that ends in —— or brackets is one of a headline, …"""
ASKING_HEADLINE = 0.7
"""… one that asks."""
DASH_HEADING = 0.7
"""By how much likelier a line that ends in —— is a small heading, …"""
SHORT_DASH_HEADING = 1.2
"""… a short one."""
DASH_SUBHEAD = 0.7
"""By how much likelier a line that starts with —— is one of a headline."""
DASH_STARTS = 1.0
"""A small heading starts with ——."""
LONE_CHARACTER = 3.0
"""A headline's line is one character."""
MAX_HEADLINE = 72
"""Width from which a line is no headline."""

_LISTED = re.compile(
    "(?:第?[一二三四五六七八九十百\\d]{1,4}[、.．章节条]|[（(][一二三四五六七八九十\\d]{1,3}[）)]|[①-⑳■□●◆▲★【—•])"
)
_SPEAKER = re.compile("(?:问|答|记者|主持人|讲述人|对话人|[【])[:：]|【")


def headline_cost(clues: Clues, i: int) -> float:
    """Cost of line i as a line of a headline block."""
    t = clues.tight[i]
    if clues.closes_up[i] or clues.over[i]:
        return 15.0
    w, head, tail, length = clues.width[i], t[0], t[-1], len(t)
    cost = HEADLINE_LINE if length > 1 else LONE_CHARACTER
    cost += clues.first[i] + UNLIKELY_LAST.get(tail, 0.0)
    if clues.large:
        cost += -1.0 if clues.large[i] else 7.0
    if clues.starts_article[i]:
        cost += 6.0
    if clues.adopted[i]:
        return cost
    if clues.byline[i] or clues.credit[i]:
        cost += 5.0
    if length < 12 and NOT_A_HEADLINE.match(t):
        cost += 5.0
    if (head == "【" or "：" in t[:5]) and _SPEAKER.match(t):
        cost += SPEAKER
    if clues.names_line[i]:
        cost += 2.5
    if "来源" in t and NOTE.match(t):
        cost += 6.0
    if tail == "。":
        cost += SENTENCE_HEADLINE
    elif tail in "，、；：":
        cost += COMMA_ENDS if tail == "，" else 4.0
    if "。" in t[:-1]:
        cost += SENTENCE_HEADLINE
    if t.isdecimal() or "@" in t:
        cost += 3.0
    if head in "（(" or (tail in "）)" and not clues.open[i] and t.count("）") > t.count("（")):
        cost += 4.0
    if w > 24:
        cost += min(WIDE_HEADLINE * (w - 24), 10 * WIDE_HEADLINE) if w < MAX_HEADLINE else 15.0
    elif w < 6:
        cost += SHORT_HEADLINE if w >= 4 else SHORT_HEADLINE + 1.5
    commas = t.count("，")
    if commas:
        cost += FIRST_COMMA + COMMAS * (commas - 1)
    if head == "—":
        cost -= DASH_SUBHEAD
    elif _LISTED.match(t):
        cost += 1.5
    if tail in "—）)？！":
        if TITLE_MARK.search(t):
            cost -= MARKED_HEADLINE if tail in "—）)" else ASKING_HEADLINE
        if COLUMN_TITLE.search(t):
            cost -= MARKED_HEADLINE
    shown = clues.text[i]
    if " " in shown or "\u3000" in shown:
        cost -= 0.3
    return cost


def least_headline_cost(clues: Clues, i: int) -> float:
    """No more than `headline_cost` says of line i, or 0 where that says less, at little cost."""
    return LEAST_SENTENCE if "。" in clues.tight[i] and not clues.adopted[i] else 0.0


def heading_cost(clues: Clues, i: int) -> float:
    """Cost of line i as a small heading or a list item of one line."""
    t = clues.tight[i]
    head, tail = t[0], t[-1]
    asks = tail in "？！"
    if clues.closes_up[i] or clues.over[i] or (clues.stop[i] < 0.5 and not asks):
        return 15.0
    w = clues.width[i]
    cost = HEADING_LINE + (0.8 if asks else 0.0) + UNLIKELY_LAST.get(tail, 0.0)
    if head != "—" and _LISTED.match(t) and not ARTICLE_OF_LAW.match(t):
        cost -= 1.2
    if tail == "—" and t.endswith("——"):
        cost -= DASH_HEADING if w > 10 else SHORT_DASH_HEADING
    elif len(t) < 12 and NOT_A_HEADLINE.match(t):
        cost -= 0.7
    if tail in "）)" and COLUMN_TITLE.search(t):
        cost += TITLE_HEADING
    if head == "—" and w > SUBHEAD_WIDTH:
        cost += DASH_STARTS
    if tail in "，、":
        cost += 4.0
    if w > 16:
        cost += 0.25 * (w - 16)
    if clues.starts_article[i]:
        cost += 5.0
    return cost
