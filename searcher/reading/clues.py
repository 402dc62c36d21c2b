"""What the words and the spacing of each line of a page say of it; in nats where they weigh."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import compress

from searcher.reading.characters import Characters, table, text_of
from searcher.reading.credits import (
    ADOPTED,
    BYLINE_LINE,
    CAPTION_START,
    END_NAMES,
    LOOSE_NAMES,
    NAMES_FIRST,
    NAMES_LINE,
    NOTE,
    OVER,
    STARTS_ARTICLE,
    is_credit,
)
from searcher.reading.edges import (
    ENDS,
    LONG_FIRST,
    SIGNS,
    UNCLOSED,
    UNLIKELY_FIRST,
    any_of,
    closes,
    finality,
    first_piece,
    lines_with,
    places,
)
from searcher.reading.sheet import CLOSING, Sheet, tighten, width

GOES_ON = 0.08
"""A line that ends no sentence goes on."""
FINAL_GOES_ON = 2.9
"""A line that ends a sentence goes on."""
UNFINISHED_STOPS = 2.6
"""A paragraph ends without the end of a sentence."""
SOURCE_INSIDE = 9.0
"""A paragraph that starts with a source (本报讯) goes on with the article before."""
DATELINE_INSIDE = 3.9
TITLE_STOPS = 3.0
"""A paragraph ends in brackets, as headlines of a column do: 食养指南里的民生底色（新知）."""
TITLE_APART = 3.0
"""A headline goes on after such brackets."""
TITLE_GOES_ON = 1.5
"""A line that ends so goes on."""
NOTE_GOES_ON = 2.5
"""A paragraph whose sentence has ended goes on with a line that starts with a bracket, …"""
ITEM_GOES_ON = 4.0
"""… or with one that starts as an item of a list or an article of a law does."""
ADOPTED_BEGINS = 5.0
"""A paragraph starts with the line below a law's title."""
UNMARKED_CAPTION = 9.0
NOTE_CAPTION = 1.5
"""A line says where figures are from: it belongs to a chart."""
TITLE_CAPTION = 3.0
"""A caption starts with a line that ends as headlines do."""
OPEN_STOPS = 5.0
"""A paragraph ends though a quotation or a bracket is open that the next line closes."""
NARROW = 27
"""Width from which a line is wider than most columns."""
WIDE_CAPTION = 4.8
RARE_CAPTION = 4.5
CREDITED_CAPTION = 3.0
SEVERAL_NEAR, SEVERAL_FAR = 2.0, 0.4
"""The same where the credit is that of several pictures; each line before it."""
CREDITED_LINES = 6
"""Lines before a credit that may be its caption's."""
SUBHEAD = 2.5
"""By how much likelier a headline goes on with a line that starts with ——."""
SUBHEAD_WIDTH = 8.0
"""Width from which such a line is no mere name (——编者)."""
LONG_LINE = 400
"""Characters of a line from which nothing is looked for in it but its end."""

_CREDIT_HINT = re.compile("[摄图像觉源画绘作A码]")
_DOT = frozenset("…—·.*＊※☆★")
_FIRST_HINTS, _LAST_HINTS = any_of(_DOT | set("本新根文图□")), any_of("）)绘作供")
_DAY_FIRST, _DAY = any_of("（(12"), re.compile("[（(]?(?:根据)?[12]\\d{3}年")
_HINTS = re.compile(
    "|".join(
        (
            "摄", "图(?:片|(?<=[供制绘插上下左右题]图))", "资料照片", "影像", "视觉", "来源", "AI", "二维码", "漫画",
            "智(?<=人工智)能.{0,3}生成",
            "者(?<=[记作]者)", "员(?<=通讯员)", "生(?<=实习生)", "撰[稿文]",
            "讯(?:(?<=[报社网刊台日]讯)|(?<=[报社网刊台]综合讯)|(?<=日专讯))",
            "消息(?:(?<=[报社网刊台]消息)|(?<=[报社网刊台]综合消息))",
            "电(?:(?<=日电)|(?<=日专电))", "社(?:(?<=新华社)|(?<=中新社))",
        )
    )
)  # fmt: skip
"""What a line starts with, ends with or has that may be more than text: a credit, a caption, a source or a by-line.

Each hint is looked for by its rarest character, after which it is told by what goes before."""
_BRACKET = any_of("）)")
_CLOSING, _ENDS, _LONG_FIRST, _NAMES_FIRST = map(any_of, (CLOSING, ENDS, LONG_FIRST, NAMES_FIRST))
# By how much a closing mark may stand out at a line's end, and what one that follows a line's first character takes.
_HANG, _ROOM = table(dict.fromkeys(CLOSING, 1.15), 0.15), table(dict.fromkeys(CLOSING, 1.95), 0.95)
_FIRST_COST = table(UNLIKELY_FIRST, 0.0)
_DOTS = re.compile("[…—·.。*＊※☆★ ]{2,}")
ARTICLE_OF_LAW = re.compile("第[一二三四五六七八九十百零\\d]{1,7}条")
_ITEM = re.compile(
    f"{ARTICLE_OF_LAW.pattern}|[一二三四五六七八九十]{{1,3}}、|[（(][一二三四五六七八九十\\d]{{1,3}}[）)]|\\d{{1,2}}[.．、](?!\\d)"
    "|[①-⑳■□●◆▲★]"
)
_ITEM_FIRST = re.compile("[第一二三四五六七八九十（(\\d①-⑳■□●◆▲★]")
COLUMN_TITLE = re.compile(
    "(?:[^（(。！？…”；]|[^。！？…]”(?=[（(][\u4e00-\u9fff]{2,4}[）)]$))[（(][^（）()]{2,20}[）)]$"
)
TITLE_MARK = re.compile("[（(][^（）()]{2,20}[）)]$|——$|[？！]$")


class Clues:
    """Clues and measures of every line of `rows` (indices into the sheet), by position in `rows`.

    `ends` and `begins` are positions of lines after and before which an article is known to end or to begin.
    """

    __slots__ = (
        "_firsts",
        "_gap",
        "_lasts",
        "_lead",
        "adopted",
        "apart",
        "begin",
        "byline",
        "caption",
        "characters",
        "closes_up",
        "credit",
        "first",
        "go_on",
        "hang",
        "large",
        "names_line",
        "open",
        "over",
        "plain",
        "resume",
        "room",
        "signatures",
        "special",
        "starts_article",
        "stop",
        "text",
        "tight",
        "wide",
        "width",
    )

    def __init__(self, sheet: Sheet, rows: list[int], ends: Collection[int] = (), begins: Collection[int] = ()) -> None:
        n = len(rows)
        chosen = bytearray(len(sheet))
        for row in rows:
            chosen[row] = True
        self.tight = list(compress(sheet.tight, chosen))
        self.text = list(compress(sheet.text, chosen))
        self.width = list(compress(sheet.width, chosen))
        self._gap = list(compress(sheet.gap, chosen))
        self._lead = list(compress(sheet.indent, chosen))
        tight = self.tight
        self.characters = Characters(tight)
        first, last = self.characters.first, self.characters.last
        self._firsts, self._lasts = text_of(first), text_of(last)
        """The first and the last characters of all lines: to look for a few in them is faster than in each line."""
        self.closes_up = [False] * n
        for i in places(_CLOSING, self._firsts):
            self.closes_up[i] = not _DOTS.fullmatch(tight[i])
        self.hang: list[float] = _HANG[last].tolist()
        self.room: list[float] = [*_ROOM[self.characters.second[1:]].tolist(), *[98.95] * bool(n)]
        for i in places(_LONG_FIRST, self._firsts[1:]):
            self.room[i] = first_piece(tight[i + 1]) - 0.05
        runs = list(compress(sheet.runs, chosen))
        for i in compress(range(n), runs):
            self.room[i] += 0.25 * runs[i]
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
        self.special = [False] * n
        """Whether line i is not plain for more than the end of a sentence."""
        self.first: list[float] = _FIRST_COST[first].tolist()
        """Cost of line i's first character as that of a text."""
        self.begin = self.first.copy()
        self._look_at_ends()
        self._look_at_words()
        self._look_at_space()
        for i in places(_ITEM_FIRST, self._firsts):
            if not i or self.stop[i - 1] >= UNFINISHED_STOPS:
                continue
            if tight[i][0] in "（(" and self.stop[i - 1] < 0.5:
                self.resume[i] += NOTE_GOES_ON
            elif tight[i - 1][-1] in "。；：" and _ITEM.match(tight[i]):
                self.resume[i] += ITEM_GOES_ON
        for i in places(_BRACKET, self._lasts[:-1]):
            if self._firsts[i + 1] not in "—（(":
                # A headline's column title in brackets ends it.
                self.apart[i + 1] += TITLE_APART
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
        self.large = [r in sheet.large for r in rows] if sheet.large else []
        """Whether a line is set in a headline's size; empty where sizes are not known."""

    def _mark(self, i: int) -> None:
        self.plain[i] = False
        self.special[i] = True

    def _look_at_ends(self) -> None:
        """Lines that end a sentence, or a clause as ；： do."""
        tight, stop, go_on, plain = self.tight, self.stop, self.go_on, self.plain
        for i in places(_ENDS, self._lasts):
            plain[i] = False
            if finality(tight[i]) == 2:
                stop[i], go_on[i] = GOES_ON, FINAL_GOES_ON
            else:
                stop[i], go_on[i] = 1.6, 1.0

    def _look_at_words(self) -> None:
        """What the words of a line tell, where it has any that may tell something: few lines do."""
        tight = self.tight
        hinted, *unclosed = lines_with(tight, _HINTS, *UNCLOSED.values())
        opened: dict[int, list[tuple[str, str]]] = {}
        for pair, lines in zip(UNCLOSED, unclosed, strict=True):
            for i in lines:
                opened.setdefault(i, []).append(pair)
        signing = set[int]().union(*lines_with(self.text, *SIGNS))
        hinted.update(self._suspects())
        for i in sorted(hinted.union(opened, signing)):
            if len(tight[i]) > LONG_LINE:
                continue
            self._look_for_start(i)
            if i in signing:
                self._look_for_signature(i)
            if i in hinted:
                self._look_for_credit(i)
                self._look_for_names(i)
                self._look_at_shape(i)
            if i in opened:
                self._look_for_close(i, opened[i])
            if i in hinted:
                self._look_for_marks(i)
        self._look_at_wide()

    def _look_for_start(self, i: int) -> None:
        """A source or a dateline, with which articles start."""
        shown = self.text[i]
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

    def _look_for_signature(self, i: int) -> None:
        """Names after the text, at its end."""
        shown = self.text[i]
        if len(shown) - len(self.tight[i]) >= 0.4 * len(shown):
            return
        if signed := END_NAMES.search(shown):
            self.stop[i], self.go_on[i] = -1.5, 7.0
            self.signatures += 1
        elif not STARTS_ARTICLE.match(shown) and (signed := LOOSE_NAMES.search(shown)):
            self.stop[i], self.go_on[i] = 0.5, 4.0
        if signed:
            self.width[i] = width(tighten(shown[: signed.start()]))
            self.over[i] = True
            self._mark(i)

    def _look_for_credit(self, i: int) -> None:
        """A photo credit, or the start of a caption."""
        t = self.tight[i]
        if not _CREDIT_HINT.search(t):
            return
        if t[-1] != "。" and is_credit(t):
            self.credit[i] = True
            self._mark(i)
            self.stop[i] = min(self.stop[i], 0.3)
            several = t.startswith(("以上", "本版"))
            near, far = (SEVERAL_NEAR, SEVERAL_FAR) if several else (CREDITED_CAPTION, 1.2)
            for back in range(min(CREDITED_LINES, i + 1)):
                self.caption[i - back] = min(self.caption[i - back], near + far * back)
        if CAPTION_START.match(t):
            self.caption[i] = min(self.caption[i], 3.0)
            self._mark(i)

    def _look_for_names(self, i: int) -> None:
        """A line of nothing but a by-line or names."""
        t = self.tight[i]
        if "者" in t or "员" in t or "文" in t:
            if t[-1] != "。" and not self.open[i] and not self.credit[i] and BYLINE_LINE.match(self.text[i]):
                self.byline[i] = True
                self._mark(i)
        elif len(t) <= 12 and t[0] in NAMES_FIRST and t[-1] not in ENDS and NAMES_LINE.fullmatch(self.text[i]):
            self.names_line[i] = True
            self._mark(i)

    def _look_at_shape(self, i: int) -> None:
        """Brackets at the line's end, its width, and whether the next line closes up."""
        if self._lasts[i] in "）)":
            if self._closes_note(i):
                self.over[i] = True
                self.stop[i], self.go_on[i] = GOES_ON, 7.0
                self._mark(i)
            elif not self.credit[i] and COLUMN_TITLE.search(self.tight[i]):
                self.stop[i] += TITLE_STOPS
                self.go_on[i] += TITLE_GOES_ON
        if self.width[i] > NARROW:
            if not self.starts_article[i]:
                self.caption[i] = min(self.caption[i], WIDE_CAPTION)
            self.wide.append(i)
        if i + 1 < len(self.tight) and self.closes_up[i + 1]:
            self.stop[i] += 12.0

    def _look_for_close(self, i: int, opened: list[tuple[str, str]]) -> None:
        """A quotation or a bracket that the line opens, and the next line or the one after it closes."""
        after = self.tight[i + 1 : i + 3]
        if not after:
            return
        if closes(after[0], opened):
            self.open[i + 1] = True
            self.stop[i] += OPEN_STOPS
        elif len(after) > 1 and len(after[0]) < NARROW and closes("".join(after), opened):
            self.open[i + 1] = self.open[i + 2] = True
            self.stop[i] += OPEN_STOPS
            if after[0][-1] not in ENDS:
                self.stop[i + 1] += OPEN_STOPS

    def _look_for_marks(self, i: int) -> None:
        """What the line starts with: a dash, nothing but dots, where figures are from, when a law was passed."""
        t = self.tight[i]
        if t[0] == "—" and self.width[i] > SUBHEAD_WIDTH:
            self.apart[i] -= SUBHEAD
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
            self.begin[i] += ADOPTED_BEGINS
            if i and self.adopted[i - 1] is False:
                self.resume[i] += 4.0

    def _look_at_wide(self) -> None:
        """Lines that are wider than most columns may be captions."""
        tight = self.tight
        rare = len(self.wide) < 0.15 * len(tight)
        for i in self.wide:
            if rare:
                # The page's columns are narrower: what is so wide stands under a picture, or is a headline.
                self.caption[i] = min(self.caption[i], RARE_CAPTION)
                self.begin[i] += 1.5
            if self.adopted[i] or (TITLE_MARK.search(self.tight[i]) and not self.credit[i]):
                self.caption[i] += TITLE_CAPTION
                continue
            if any(self.credit[i : i + 5]):
                self.caption[i] = min(self.caption[i], RARE_CAPTION)

    def _suspects(self) -> Iterator[int]:
        """Lines that by their width or their edges may hold more than text."""
        yield from [i for i, wide in enumerate(self.width) if wide > NARROW]
        yield from [i for i in places(_NAMES_FIRST, self._firsts) if len(self.tight[i]) <= 12]
        yield from places(_FIRST_HINTS, self._firsts)
        yield from [i for i in places(_DAY_FIRST, self._firsts) if _DAY.match(self.tight[i])]
        yield from places(_LAST_HINTS, self._lasts)
        # Before one that closes up.
        yield from places(_CLOSING, self._firsts[1:])

    def _closes_note(self, i: int) -> bool:
        """Whether a note in brackets that ends an article (who wrote it, whence it came) ends with line i."""
        for start in range(i, max(i - 4, -1), -1):
            if self.tight[start][0] in "（(":
                opens = not start or self.stop[start - 1] < 2.0
                return opens and bool(OVER.fullmatch("".join(self.tight[start : i + 1])))
        return False

    def _look_at_gaps(self) -> None:
        """Blank lines."""
        usual = Counter(self._gap[1:] or [0]).most_common(1)[0][0]
        for i, gap in [(i, gap) for i, gap in enumerate(self._gap) if gap != usual]:
            if not i:
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

    def _look_at_space(self) -> None:
        """Blank lines and indents, where the page has them at all."""
        n = len(self.tight)
        if any(self._gap):
            self._look_at_gaps()
        lead = self._lead
        if not any(lead):
            return
        base = min(lead)
        indented = sum(1 for x in lead if x - base > 0.9)
        if n * 0.02 < indented < n * 0.7:
            for i in range(n):
                if 0.9 < lead[i] - base < 6:
                    self.resume[i] += 5.0
                    if i:
                        self._mark(i - 1)
                else:
                    self.begin[i] += 2.5
