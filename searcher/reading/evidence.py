"""What speaks for and against the readings of each line of a page, in nats; computed once a line.

The physics: a line of a paragraph is broken where the next unbreakable piece (a character, a number, a Latin word, an
opening bracket with what follows) no longer fits the column. So the width of a full line and of the first piece of the
next one bound the width of the column from both sides.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection
from itertools import accumulate
from math import ceil
from operator import add, sub

from searcher.reading.credits import (
    ADOPTED,
    BYLINE_LINE,
    CAPTION_START,
    CREDIT,
    END_NAMES,
    LOOSE_NAMES,
    NAMES_FIRST,
    NAMES_LINE,
    NOT_A_HEADLINE,
    NOTE,
    OVER,
    STARTS_ARTICLE,
)
from searcher.reading.sheet import CLOSING, OPENING, Sheet, tighten, width
from searcher.reading.vocabulary import Vocabulary

MIN_COLUMN, MAX_COLUMN = 5, 60
# Nats, as in `lattice.Costs`.
GOES_ON = 0.08
"""A line that ends no sentence goes on."""
FINAL_GOES_ON = 2.9
"""A line that ends a sentence goes on."""
UNFINISHED_STOPS = 2.6
"""A paragraph ends without the end of a sentence."""
ROOM_LEFT = 4.8
"""A line is broken though the next piece would have fitted."""
HEADLINE_LINE = 1.4
WIDE_HEADLINE = 0.1
"""Each character by which a headline's line is wider than most."""
HEADING_LINE = 1.0
LEAST_HEADING = -2.5
"""No line costs less than this as a small heading."""
SOURCE_INSIDE = 9.0
"""A paragraph that starts with a source (本报讯) goes on with the article before."""
DATELINE_INSIDE = 3.9

COLUMN_TITLE = 3.5
"""A small heading ends in brackets, as headlines of a column do: 食养指南里的民生底色（新知）."""
TITLE_STOPS = 3.0
"""A paragraph ends in such brackets."""
UNMARKED_CAPTION = 9.0
TITLE_GOES_ON = 1.5
"""A line that ends so goes on."""
NOTE_CAPTION = 1.5
"""A line says where figures are from: it belongs to a chart."""
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
TITLE_MARK = 0.7
"""By how much likelier a line that ends in —— or brackets is one of a headline, …"""
ASKING_HEADLINE = 0.7
"""… one that asks."""
DASH_HEADING = 0.7
"""By how much likelier a line that ends in —— is a small heading, …"""
SHORT_DASH_HEADING = 1.2
"""… a short one."""
DASH_SUBHEAD = 0.7
"""By how much likelier a line that starts with —— is one of a headline."""
LONE_CHARACTER = 3.0
"""A headline's line is one character."""
TITLE_CAPTION = 3.0
"""A caption starts with a line that ends as headlines do."""
OPEN_STOPS = 5.0
"""A paragraph ends though a quotation or a bracket is open that the next line closes."""
NARROW = 27
"""Width from which a line is wider than most columns."""
WIDE_CAPTION = 4.8
RARE_CAPTION = 4.5
CREDITED_CAPTION = 3.0

MAX_HEADLINE = 72
"""Width from which a line is no headline."""

SURE_COLUMN = 9
"""Narrower columns than this may be lists or verse."""

LONG_LINE = 400
"""Characters of a line from which nothing is looked for in it but its end."""

_PUNCTUATION = re.compile("[，。、“”（）：；《》]")
_CREDIT_HINT = re.compile("[摄图像觉源画绘作A码]")
_HINT = re.compile(f"{_CREDIT_HINT.pattern[:-1]}讯电息者员文]")
_DOT = frozenset("…—·.*＊※☆★")
_FIRST_HINTS = _DOT | frozenset("（(本新根12")
"""What a line has, or starts with, that may be more than text."""
_HALF_PIECE = re.compile(r"[!-~]+")
_LISTED = re.compile(
    "(?:第?[一二三四五六七八九十百\\d]{1,4}[、.．章节条]|[（(][一二三四五六七八九十\\d]{1,3}[）)]|[①-⑳■□●◆▲★【—•])"
)
_HAN_PAIR = re.compile("(?=([\u4e00-\u9fff]{2}))")
_FINAL = frozenset("。！？…")
_AFTER_FINAL = frozenset("”’）】》」』)")
_WEAK = frozenset("；：—;:")
_ENDS = _FINAL | _AFTER_FINAL | _WEAK
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("(", ")"), ("‘", "’"))
_SPEAKER = re.compile("(?:问|答|记者|主持人|讲述人|对话人|[【])[:：]|【")
_UNCLOSED = re.compile("(?:“[^”\n]*|（[^）\n]*|《[^》\n]*|\\([^)\n]*|‘[^’\n]*)$", re.MULTILINE)
_DOTS = re.compile("[…—·.。*＊※☆★ ]{2,}")
_COLUMN_TITLE = re.compile("[^（(。！？…”；][（(][^（）()]{2,20}[）)]$")
_TITLE_MARK = re.compile("[（(][^（）()]{2,20}[）)]$|——$|[？！]$")


class Evidence:
    """Costs and measures of every line of `rows` (indices into the sheet), by position in `rows`."""

    def __init__(self, sheet: Sheet, rows: list[int], ends: Collection[int] = (), begins: Collection[int] = ()) -> None:
        n = len(rows)
        self.tight = list(map(sheet.tight.__getitem__, rows))
        self.text = list(map(sheet.text.__getitem__, rows))
        self.width = list(map(sheet.width.__getitem__, rows))
        self._gap = list(map(sheet.gap.__getitem__, rows))
        self._lead = list(map(sheet.indent.__getitem__, rows))
        tight = self.tight
        self.closes_up = [t[0] in CLOSING for t in tight]
        self.hang = [1.15 if t[-1] in CLOSING else 0.15 for t in tight]
        # Two Han characters, as most lines start with: the first stands by itself.
        pieces = [
            1.0 if "\u3400" <= t[0] <= "\u9fff" and "\u3400" <= t[1:2] <= "\u9fff" else first_piece(t)
            for t in tight[1:]
        ] + [99.0] * bool(n)
        self.room = [piece - 0.05 + 0.25 * sheet.runs[r] for piece, r in zip(pieces, rows, strict=True)]
        """What must have been left free at least after a full line, less what its width is uncertain by."""
        self.over = [False] * n
        self.credit = [False] * n
        self.wide: list[int] = []
        self.byline = [False] * n
        self.names_line = [False] * n
        self.signatures = 0
        """Count of lines that end in a signature."""
        self.open = [False] * n
        """Whether line i closes a quotation or a bracket that line i - 1 opens."""
        self.adopted = [False] * n
        self.starts_article = [0.0] * n
        self.caption = [UNMARKED_CAPTION] * n
        """Cost of line i as the first of a caption."""
        self.go_on = [GOES_ON] * n
        self.stop = [UNFINISHED_STOPS] * n
        self.plain = [True] * n
        self.apart = [0.0] * n
        self.resume = [0.0] * n
        self.begin = [0.0] * n
        self.special = [False] * n
        """Whether line i is not plain for more than the end of a sentence."""
        self._look_at_words()
        self._look_at_space()
        for i, t in enumerate(tight[:-1], start=1):
            if t[-1] in "）)" and tight[i][0] not in "—（(":
                # A headline's column title in brackets ends it.
                self.apart[i] += 1.5
        for i in ends:
            if i >= 0:
                self._mark(i)
                self.over[i], self.go_on[i], self.stop[i] = True, 8.0, 0.0
        for i in begins:
            if i < n:
                self.starts_article[i] = SOURCE_INSIDE
                self.resume[i] += 8.0
                if i:
                    self._mark(i - 1)
        self.indent = self._find_indent()
        self.low = list(map(sub, self.width, self.hang))
        self.high = list(map(add, self.width, self.room))
        """Least column that a line fits, and the least one in which the next piece would have fitted, too."""
        self.sure = self._find_sure()
        self.body = [False] * n
        self._headline = [-1.0] * n
        self._heading: list[float | None] = [None] * n
        self._find_body()
        self._sizes = bool(sheet.large)
        self._large = [r in sheet.large for r in rows] if self._sizes else []
        for i in range(n if self._sizes else 0):
            if self._large[i] != self._large[i - 1] if i else self._large[0]:
                self.resume[i] += 9.0
                if i:
                    self._mark(i - 1)
            if self._large[i]:
                self.begin[i] += 9.0
                self._mark(i)
        self._squeezed = [-1.0] * n
        self._topic: dict[int, float] = {}
        self._cohesion: dict[int, float] = {}
        self._pictured: dict[int, float] = {}
        self._broken: dict[int, bool] = {}
        self._words = Vocabulary(tight)
        self._overs = [i for i, over in enumerate(self.over) if over]
        self._starts = [i for i, start in enumerate(self.starts_article) if start]
        self._columns: dict[int, tuple[int, ...]] = {}

    def _mark(self, i: int) -> None:
        self.plain[i] = False
        self.special[i] = True

    def _look_at_words(self) -> None:
        tight, text = self.tight, self.text
        last = len(tight) - 1
        unclosed = _unclosed(tight)
        closes_next = [*self.closes_up, False][1:]
        measures = zip(tight, text, self.width, unclosed, closes_next, strict=True)
        for i, (t, shown, wide, unclosed_here, closed_next) in enumerate(measures):
            final = _finality(t) if t[-1] in _ENDS else 0
            if final == 2:
                self.stop[i], self.go_on[i], self.plain[i] = GOES_ON, FINAL_GOES_ON, False
            elif final == 1:
                self.stop[i], self.go_on[i], self.plain[i] = 1.6, 1.0, False
            length = len(t)
            # Most lines have nothing of all that is looked for below.
            signs = length != len(shown) and _may_sign(shown)
            if (
                not signs
                and (length > 12 or t[0] not in NAMES_FIRST)
                and wide <= NARROW
                and not (unclosed_here or closed_next)
                and t[0] not in _FIRST_HINTS
                and t[-1] not in "）)"
                and not _HINT.search(t)
            ) or length > LONG_LINE:
                continue
            spaces = len(shown) - length
            if signs and spaces < 0.4 * len(shown):
                signed = END_NAMES.search(shown)
                if signed:
                    self.width[i] = width(tighten(shown[: signed.start()]))
                    self.over[i] = True
                    self._mark(i)
                    self.stop[i], self.go_on[i] = -1.5, 7.0
                    self.signatures += 1
                elif not STARTS_ARTICLE.match(shown) and (signed := LOOSE_NAMES.search(shown)):
                    self.width[i] = width(tighten(shown[: signed.start()]))
                    self.over[i] = True
                    self._mark(i)
                    self.stop[i], self.go_on[i] = 0.5, 4.0
            if _CREDIT_HINT.search(t):
                if t[-1] != "。" and CREDIT.search(t):
                    self.credit[i] = True
                    self._mark(i)
                    self.stop[i] = min(self.stop[i], 0.3)
                    far = 0.4 if t.startswith("以上") else 1.2
                    for back in range(min(6, i + 1)):
                        self.caption[i - back] = min(self.caption[i - back], CREDITED_CAPTION + far * back)
                if CAPTION_START.match(t):
                    self.caption[i] = min(self.caption[i], 3.0)
                    self._mark(i)
            head = shown[:30]
            # Most lines are spared the search by what it could not do without.
            may_start = "讯" in head or "电" in head or "消息" in head or head.startswith(("新华社", "本报"))
            if may_start and STARTS_ARTICLE.match(shown):
                source = "讯" in shown[:12] or "消息" in shown[:12]
                self.starts_article[i] = SOURCE_INSIDE if source else DATELINE_INSIDE
                self.resume[i] += SOURCE_INSIDE
                if i:
                    self._mark(i - 1)
                # The blank after a source may be as wide as a character.
                self.room[i] += 1.0
            if "者" in t or "员" in t or "文" in t:
                if t[-1] != "。" and not self.open[i] and not self.credit[i] and BYLINE_LINE.match(shown):
                    self.byline[i] = True
                    self._mark(i)
            elif length <= 12 and not final and t[0] in NAMES_FIRST and NAMES_LINE.fullmatch(shown):
                self.names_line[i] = True
                self._mark(i)
            if t[-1] in "）)":
                if self._closes_note(i):
                    self.over[i] = True
                    self.stop[i], self.go_on[i] = GOES_ON, 7.0
                    self._mark(i)
                elif not self.credit[i] and _COLUMN_TITLE.search(t):
                    self.stop[i] += TITLE_STOPS
                    self.go_on[i] += TITLE_GOES_ON
            if t[0] in "（(" and i and self.stop[i - 1] < 0.5:
                self.resume[i] += 2.5
            if self.width[i] > NARROW:
                self.caption[i] = min(self.caption[i], WIDE_CAPTION)
                self.wide.append(i)
            if i < last:
                after = tight[i + 1]
                if closed_next:
                    self.stop[i] += 12.0
                if not unclosed_here:
                    pass
                elif _opens(t, after):
                    self.open[i + 1] = True
                    self.stop[i] += OPEN_STOPS
                elif i + 1 < last and len(after) < NARROW and _opens(t, after + tight[i + 2]):
                    self.open[i + 1] = self.open[i + 2] = True
                    self.stop[i] += OPEN_STOPS
                    self.stop[i + 1] += OPEN_STOPS
            if t[0] in _DOT and _DOTS.fullmatch(t):
                self.resume[i] += 8.0
                self.stop[i], self.go_on[i] = 0.0, 8.0
                self._mark(i)
                if i:
                    self._mark(i - 1)
            if "来源" in t and NOTE.match(t):
                self.caption[i] = min(self.caption[i], NOTE_CAPTION)
                self.stop[i] = 0.3
                self._mark(i)
            if "日" in t[:14] and ADOPTED.match(t):
                self.adopted[i] = True
                self.caption[i] = UNMARKED_CAPTION
                if i and self.adopted[i - 1] is False:
                    self.resume[i] += 4.0

        rare = len(self.wide) < 0.15 * len(tight)
        for i in self.wide:
            if rare:
                # The page's columns are narrower: what is so wide stands under a picture, or is a headline.
                self.caption[i] = min(self.caption[i], RARE_CAPTION)
                self.begin[i] += 1.5
            if self.adopted[i] or (_TITLE_MARK.search(self.tight[i]) and not self.credit[i]):
                self.caption[i] += TITLE_CAPTION
                continue
            if any(self.credit[i : i + 5]):
                self.caption[i] = min(self.caption[i], RARE_CAPTION)

    def _closes_note(self, i: int) -> bool:
        """Whether a note in brackets that ends an article (who wrote it, whence it came) ends with line i."""
        for start in range(i, max(i - 4, -1), -1):
            if self.tight[start][0] in "（(":
                opens = not start or self.stop[start - 1] < 2.0
                return opens and bool(OVER.fullmatch("".join(self.tight[start : i + 1])))
        return False

    def _look_at_space(self) -> None:
        """Blank lines and indents, where the page has them at all."""
        n = len(self.tight)
        usual = Counter(self._gap[1:]).most_common(1)[0][0] if n > 1 else 0
        for i, gap in enumerate(self._gap):
            if gap == usual or not i:
                continue
            if gap > usual:
                self.resume[i] += 4.0 if not usual else 1.5
                self.apart[i] += 1.5
                self._mark(i - 1)
            elif not self.tight[i - 1][-1].isascii():
                # Set tighter than the page's lines: a headline or a caption.
                self.resume[i] += 2.0
                self.apart[i] -= 1.0
                self.begin[i] += 1.0
                self._mark(i - 1)
        lead = self._lead
        base = min(lead, default=0.0)
        indented = sum(1 for x in lead if x - base > 0.9) if any(lead) else 0
        if n * 0.02 < indented < n * 0.7:
            for i in range(n):
                if 0.9 < lead[i] - base < 6:
                    self.resume[i] += 5.0
                    if i:
                        self._mark(i - 1)
                else:
                    self.begin[i] += 2.5

    def _find_sure(self) -> list[range | None]:
        """For the last of three or more full lines in a row the columns that they fit, where those are few."""
        sure: list[range | None] = [None] * len(self.width)
        low, high, count = 0.0, 999.0, 0
        lines = zip(self.plain, self.closes_up, self.low, self.high, strict=True)
        for i, (plain, closes_up, least, most) in enumerate(lines):
            if not plain or closes_up:
                low, high, count = 0.0, 999.0, 0
                continue
            if least > low:
                low = least
            if most < high:
                high = most
            column = ceil(low)
            if column >= high:
                low, high, count = least, most, 1
                continue
            count += 1
            if count >= 3 and column >= SURE_COLUMN and column + 3 > high:
                sure[i] = range(column, ceil(high))
        return sure

    def _find_body(self) -> None:
        """Find what widths alone decide, so that it need not be weighed.

        A line that is two characters short and followed by three full lines of one column is the first of a paragraph
        there: a headline or small heading before a paragraph would be followed by a short line. And where a sentence
        ends before three full lines, or between two and two, the paragraph goes on, since its successor would begin
        with a short one.
        """
        plain, sure, indent, low, high = self.plain, self.sure, self.indent, self.low, self.high
        through = []
        for i, last in enumerate(sure[3:]):
            if not last or not plain[i + 1] or not plain[i + 2] or not (plain[i] or self.stop[i] < 0.5):
                continue
            if plain[i] and (not indent or self.closes_up[i]):
                continue
            if plain[i] and low[i] > last[-1] - indent:
                continue
            least, most = max(low[i + 1], low[i + 2]), min(high[i + 1], high[i + 2])
            columns = [c for c in last if least <= c < most]
            if plain[i]:
                if any(low[i] <= c - indent < high[i] for c in columns):
                    self.body[i] = True
                    self._headline[i] = self._heading[i] = 15.0
                    self.caption[i] = UNMARKED_CAPTION
            elif not self.special[i] and columns and all(low[i] <= c < high[i] for c in columns):
                through.append(i)
        for i in [i for i, known in enumerate(plain[2:-2], start=2) if not known]:
            if self.special[i] or self.stop[i] > 0.5:
                continue
            if plain[i - 2] and plain[i - 1] and plain[i + 1] and plain[i + 2]:
                column = ceil(max(low[i - 2 : i + 3]))
                if SURE_COLUMN <= column < min(high[i - 2 : i + 3]):
                    through.append(i)
        for i in through:
            plain[i] = True

    def _find_indent(self) -> float:
        """By how much first lines are shorter: two characters, or none where the page sets them flush."""
        votes = Counter[int]()
        for i in range(1, len(self.tight) - 2):
            if self.stop[i - 1] < 1 and self.width[i - 1] < self.width[i] - 3 and self.plain[i] and self.plain[i + 1]:
                votes[round(self.width[i + 1] - self.width[i])] += 1
        flush, usual = votes[0] + votes[-1] + votes[1] * 0.5, votes[2] + votes[3] + votes[1] * 0.5
        return 0.0 if flush > 3 and flush > 2 * usual else 2.0

    def follows(self, i: int, column: int) -> bool:
        """Whether line i, by its width, starts a paragraph of the column, and line i + 1 goes on with it."""
        filled = self.width[i] + self.indent
        if not self.plain[i] or self.starts_article[i] or self.caption[i] < 9.0 or self.closes_up[i]:
            return False
        if i + 1 >= len(self.width) or not filled - self.hang[i] <= column < filled + self.room[i]:
            return False
        if self.low[i + 1] > column or self.special[i + 1]:
            return False
        return column < self.high[i + 1] or self.stop[i + 1] < 0.5

    def starts_in(self, i: int, column: int) -> bool:
        """Whether line i, by its width, is the first of a paragraph of several lines in the column."""
        filled = self.width[i] + self.indent
        return filled - self.hang[i] <= column < filled + self.room[i]

    def misfit(self, i: int, filled: float, column: int) -> float:
        """Cost of line i, of width `filled` with its indent, going on in the next line in this column."""
        over = filled - self.hang[i] - column
        if over > 0.0:
            squeezed = self._squeezed[i]
            if squeezed < 0.0:
                squeezed = self._squeeze(i)
            cost = 0.6 * over if over <= squeezed else 1.5 + 2.5 * (over - squeezed)
        else:
            left = column - filled - self.room[i]
            if left < 0.0:
                return 0.0
            cost = ROOM_LEFT + 1.5 * left
        return cost if cost < 9.0 else 9.0

    def _squeeze(self, i: int) -> float:
        """By how much justification may have squeezed line i: punctuation marks are half empty."""
        known = self._squeezed[i]
        if known < 0.0:
            known = self._squeezed[i] = self._count_marks(i)
        return known

    def _count_marks(self, i: int) -> float:
        return min(0.45 * len(_PUNCTUATION.findall(self.tight[i], 0, 2 * MAX_COLUMN)), 4.0)

    def columns(self, i: int) -> tuple[int, ...]:
        """Columns that a paragraph which begins with line i may stand in."""
        known = self._columns.get(i)
        if known is None:
            filled = self.width[i] + self.indent
            low = filled - self.hang[i] - self._squeeze(i)
            high = filled + min(self.room[i], 4.0)
            found = range(max(MIN_COLUMN, ceil(low)), ceil(high))
            if not found:
                found = range(max(round(filled), MIN_COLUMN), max(round(filled), MIN_COLUMN) + 1)
            known = tuple(found)
            if len(found) > 2 and i + 1 < len(self.width):
                after = self.width[i + 1]
                if after <= found[0]:
                    known = known[:2]
                elif after >= found[-1]:
                    known = known[:-3:-1]
                else:
                    known = tuple(sorted(found, key=lambda c: abs(c - after))[:2])
            if found[-1] > MAX_COLUMN:
                known = tuple(min(c, MAX_COLUMN) for c in known)
            self._columns[i] = known
        return known

    def caption_column(self, i: int) -> int:
        """A caption's column: that of its first line, which is not indented."""
        return min(max(round(self.width[i]), 2), 255)

    def headline(self, i: int) -> float:
        """Cost of line i as a line of a headline block."""
        known = self._headline[i]
        if known < 0.0:
            known = self._headline[i] = max(self._headline_look(i), 0.0)
        return known

    def _headline_look(self, i: int) -> float:
        t = self.tight[i]
        if self.closes_up[i] or self.over[i]:
            return 15.0
        w = self.width[i]
        cost = HEADLINE_LINE if len(t) > 1 else LONE_CHARACTER
        if self._sizes:
            cost += -1.0 if self._large[i] else 7.0
        if self.starts_article[i]:
            cost += 6.0
        if self.adopted[i]:
            return cost
        if self.byline[i] or self.credit[i]:
            cost += 5.0
        if len(t) < 12 and NOT_A_HEADLINE.match(t):
            cost += 5.0
        if (t[0] == "【" or "：" in t[:5]) and _SPEAKER.match(t):
            cost += SPEAKER
        if self.names_line[i]:
            cost += 2.5
        if "来源" in t and NOTE.match(t):
            cost += 6.0
        tail = t[-1]
        if tail == "。":
            cost += 9.0
        elif tail in "，、；：":
            cost += COMMA_ENDS if tail == "，" else 4.0
        if "。" in t[:-1]:
            cost += 9.0
        if t.isdecimal() or "@" in t:
            cost += 3.0
        if t[0] in "（(" or (tail in "）)" and not self.open[i] and t.count("）") > t.count("（")):
            cost += 4.0
        if w > 24:
            cost += min(WIDE_HEADLINE * (w - 24), 10 * WIDE_HEADLINE) if w < MAX_HEADLINE else 15.0
        elif w < 6:
            cost += SHORT_HEADLINE if w >= 4 else SHORT_HEADLINE + 1.5
        commas = t.count("，")
        if commas:
            cost += FIRST_COMMA + COMMAS * (commas - 1)
        if t[0] == "—":
            cost -= DASH_SUBHEAD
        elif _LISTED.match(t):
            cost += 1.5
        if tail in "—）)？！":
            if _TITLE_MARK.search(t):
                cost -= TITLE_MARK if tail in "—）)" else ASKING_HEADLINE
            if _COLUMN_TITLE.search(t):
                cost -= TITLE_MARK
        if " " in self.text[i] or "\u3000" in self.text[i]:
            cost -= 0.3
        return cost

    def heading(self, i: int) -> float:
        """Cost of line i as a small heading or a list item of one line."""
        known = self._heading[i]
        if known is None:
            known = self._heading[i] = self._heading_look(i)
        return known

    def _heading_look(self, i: int) -> float:
        t = self.tight[i]
        asks = t[-1] in "？！"
        if self.closes_up[i] or self.over[i] or (self.stop[i] < 0.5 and not asks):
            return 15.0
        w = self.width[i]
        cost = HEADING_LINE + (0.8 if asks else 0.0)
        if t[0] != "—" and _LISTED.match(t):
            cost -= 1.2
        if t.endswith("——"):
            cost -= DASH_HEADING if w > 10 else SHORT_DASH_HEADING
        elif len(t) < 12 and NOT_A_HEADLINE.match(t):
            cost -= 0.7
        if t[-1] in "）)" and _COLUMN_TITLE.search(t):
            cost += COLUMN_TITLE
        if t[-1] in "，、":
            cost += 4.0
        if w > 16:
            cost += 0.25 * (w - 16)
        if self.starts_article[i]:
            cost += 5.0
        return cost

    def trailing(self, i: int) -> float:
        """How much more of the line's words stand after it than before: -1 … 1."""
        known = self._topic.get(i)
        if known is None:
            first = max(i - 120, 0)
            if i:
                first = max(first, _last(self._starts, i - 1), _last(self._overs, max(i - 9, 0)))
            last = len(self.tight) - 1
            if i < last:
                over = bisect_left(self._overs, i + 1)
                last = min(i + 60, last, self._overs[over] if over < len(self._overs) else last + 1)
            known = self._topic[i] = self._words.leaning(i, min(first, i), last)
        return known

    def pictured(self, i: int) -> float:
        """Share of the words of the headline line before i that stand in the caption which starts with line i."""
        known = self._pictured.get(i)
        if known is None:
            pairs = set(_HAN_PAIR.findall(self.tight[i - 1][:60])) if i else set()
            caption = "".join(self.tight[i : i + 3])[:300]
            known = self._pictured[i] = sum(p in caption for p in pairs) / (len(pairs) + 1)
        return known

    def broken(self, i: int) -> bool:
        """Whether a word seems to be broken between line i - 1 and line i."""
        known = self._broken.get(i)
        if known is None:
            known = self._broken[i] = self._words.torn(i)
        return known

    def cohesion(self, i: int) -> float:
        """Cost of an article's end before line i: how much of the vocabulary goes on (see Vocabulary.parting)."""
        known = self._cohesion.get(i)
        if known is None:
            first = max(i - 30, 0, _last(self._overs, i - 2) + 1)
            known = self._cohesion[i] = self._words.parting(i, min(first, i), i + 14)
        return known


def _last(places: list[int], i: int) -> int:
    """The last of the places that is not after i; -1 where there is none."""
    at = bisect_right(places, i)
    return places[at - 1] if at else -1


def _may_sign(shown: str) -> bool:
    """Whether what follows the line's last blank may be a name: most blanks set off a figure."""
    tail = shown[max(shown.rfind(" "), shown.rfind("\u3000")) + 1 :]
    return (len(tail) <= 4 or "·" in tail) and tail[0] > "\u33ff"


def _unclosed(lines: list[str]) -> list[bool]:
    """Whether each line has an opening quotation mark or bracket after which none closes."""
    out = [False] * len(lines)
    flat = "\n".join(lines)
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    for found in _UNCLOSED.finditer(flat):
        out[bisect_right(starts, found.start()) - 1] = True
    return out


def _opens(line: str, after: str) -> bool:
    """Whether the next line closes a quotation or bracket that the line opens."""
    for opening, closing in _PAIRS:
        at = line.rfind(opening)
        if at >= 0 and closing not in line[at:]:
            close = after.find(closing)
            if close >= 0 and opening not in after[:close]:
                return True
    return False


def first_piece(tight: str) -> float:
    """Width of what must stand together at the start of a line."""
    opened = 0
    while opened < len(tight) - 1 and tight[opened] in OPENING:
        opened += 1
    found = _HALF_PIECE.match(tight, opened)
    if found:
        return opened + 0.4 + 0.5 * len(found[0])
    return opened + (2.0 if tight[opened + 1 : opened + 2] in CLOSING and len(tight) > opened + 1 else 1.0)


def _finality(tight: str) -> int:
    """2 for a line that ends a sentence, 1 for one that ends in ；： and the like, 0 for others."""
    tail = tight[-1]
    if tail in _FINAL:
        return 2
    if tail in _AFTER_FINAL:
        return 2 if len(tight) > 1 and (tight[-2] in _FINAL or (tail in "）)" and tight[0] in "（(")) else 1
    return 1 if tail in _WEAK else 0
