"""Lines of a page → its articles."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from searcher.reading.credits import (
    clean_names,
    signs_alone,
    split_byline_line,
    split_dateline,
    split_photo_credit,
    split_signature,
    split_source,
)
from searcher.reading.evidence import Evidence
from searcher.reading.habits import find_habits
from searcher.reading.jumps import Jump, split_jump
from searcher.reading.lattice import read_lines
from searcher.reading.model import Article, Paragraph, ParagraphKind
from searcher.reading.sheet import Sheet, join_lines, tighten, with_zero_width
from searcher.reading.states import Role

_BEGIN, _HEADS = (Role.OPENING, Role.HEADLINE), (Role.HEADLINE, Role.TRAILING)
_PARAGRAPH, _BYLINE, _CAPTION = Role.PARAGRAPH, Role.BYLINE, Role.CAPTION
_SAYS = re.compile("(?:强调|指出|表示|要求|批示|会见|致辞|讲话)$")
_HAN_GAP = re.compile("(?<=[^!-~\\s])[ \u3000]+(?=[^!-~\\s])")


@dataclass(slots=True)
class _Draft:
    """An article as it is put together: rows of the sheet."""

    heads: list[int] = field(default_factory=list)
    body: list[tuple[ParagraphKind, list[int]]] = field(default_factory=list)
    bylines: list[int] = field(default_factory=list)
    photo: bool = False
    jumps: list[Jump] = field(default_factory=list)


def find_articles(sheet: Sheet, rows: list[int], jumps: dict[int, Jump] | None = None) -> list[Article]:
    """The articles that the given lines (indices into the sheet) form.

    `jumps` are lines, not among `rows`, that hold nothing but a jump mark.
    """
    jumps = jumps or {}
    ends = {bisect_left(rows, r) - 1 for r, jump in jumps.items() if jump.onward}
    begins = {bisect_right(rows, r) for r, jump in jumps.items() if not jump.onward}
    evidence = Evidence(sheet, rows, ends, begins)
    drafts = _drafts(rows, read_lines(evidence, find_habits(evidence)))
    _place_jumps(drafts, jumps)
    return [_finish(sheet, draft) for draft in drafts]


def _drafts(rows: list[int], parts: list[tuple[int, Role]]) -> list[_Draft]:
    drafts: list[_Draft] = []
    ends = [*(first for first, _ in parts[1:]), len(rows)]
    for (first, role), after in zip(parts, ends, strict=False):
        run = rows[first:after]
        if role is _PARAGRAPH and drafts:
            drafts[-1].body.append(("body", run))
            continue
        if not drafts or role in _BEGIN:
            drafts.append(_Draft())
        draft = drafts[-1]
        if role in _HEADS:
            draft.heads += run
        elif role is _BYLINE:
            draft.bylines += run
        elif role is _CAPTION:
            draft.body.append(("caption", run))
        else:
            draft.photo = draft.photo or role is Role.PHOTO
            draft.body.append(("body", run))
    return drafts


def _place_jumps(drafts: list[_Draft], jumps: dict[int, Jump]) -> None:
    """Give each jump mark to the article whose text stands next to it, before (下转) or after it (上接)."""
    spans = [(run[0], run[-1], draft) for draft in drafts for _, run in draft.body]
    for row, jump in jumps.items():
        if jump.onward:
            near = max((s for s in spans if s[1] < row), key=lambda s: s[1], default=None)
        else:
            near = min((s for s in spans if s[0] > row), key=lambda s: s[0], default=None)
        if near is not None:
            near[2].jumps.append(jump)


def _finish(sheet: Sheet, draft: _Draft) -> Article:
    kicker, headline, subhead = _headline(sheet, draft)
    names: list[str] = []
    for row in draft.bylines:
        names += split_byline_line(sheet.text[row])
    source = dateline = None
    paragraphs: list[Paragraph] = []
    last = max((k for k, (kind, _) in enumerate(draft.body) if kind == "body"), default=-1)
    opened = False
    tight, number = sheet.tight, sheet.number
    for k, (kind, run) in enumerate(draft.body):
        begin, end = run[0], run[-1]
        gapless = end - begin + 1 == len(run)
        texts = tight[begin : end + 1] if gapless else list(map(tight.__getitem__, run))
        # The first and the last paragraph hold more than text.
        parted = kind == "body" and (k == last or not opened or draft.photo)
        if parted:
            shown = sheet.text[end]
            if draft.photo:
                rest, signed = split_photo_credit(shown)
            elif k == last and not (len(run) == 1 and signs_alone(shown)):
                rest, signed = split_signature(shown)
            else:
                rest, signed = shown, ()
            if signed:
                names += signed
                texts[-1] = tighten(rest)
            if source is None and not opened:
                shown = rest if len(run) == 1 else sheet.text[begin]
                opening, source, reporters = split_source(shown)
                names += reporters
                if source:
                    texts[0] = tighten(opening)
                else:
                    dateline = split_dateline("".join(texts[:2]))
        if sheet.whole:
            texts = [
                with_zero_width(t, sheet.whole[r]) if r in sheet.whole else t for t, r in zip(texts, run, strict=True)
            ]
        text, jump = split_jump(join_lines(list(filter(None, texts)) if parted else texts))
        if jump:
            draft.jumps.append(jump)
        if text:
            opened = opened or kind == "body"
            paragraphs.append(Paragraph(text, kind, (number[begin], number[end])))
    onward = next((j.page for j in draft.jumps if j.onward), None)
    back = next((j.page for j in draft.jumps if not j.onward), None)
    return Article(
        tuple(paragraphs),
        headline=headline,
        kicker=kicker,
        subhead=subhead,
        byline=tuple(dict.fromkeys(clean_names(names))),
        source=source,
        continues_on=onward,
        continued_from=back,
        dateline=dateline,
    )


def _headline(sheet: Sheet, draft: _Draft) -> tuple[str | None, str | None, str | None]:
    """Kicker, headline and subhead of the block; only marked lines are told apart from the headline."""
    lines = []
    for row in draft.heads:
        text, jump = split_jump(sheet.whole.get(row, sheet.text[row]))
        if jump:
            draft.jumps.append(jump)
        if text:
            lines.append(text)
    first, last = 0, len(lines)
    for k in range(1, len(lines)):
        if lines[k].startswith(("——", "—", "--")):
            last = k
            break
    if last > 1 and (_SAYS.search(lines[0]) or lines[0].endswith(("——", "—"))):
        first = 1
    parts = (lines[:first], lines[first:last], lines[last:])
    kicker, headline, subhead = (" ".join(map(_plain, part)) or None for part in parts)
    return kicker, headline, subhead


def _plain(text: str) -> str:
    """A headline's line: a blank between two Chinese phrases stays one, one that only spreads goes."""
    if len(words := text.split()) == 1:
        return words[0]
    phrases = [p for p in _HAN_GAP.split(text) if p]
    if len(phrases) > 2 and all(len(p) == 1 for p in phrases):
        return "".join(phrases)
    return " ".join(tighten(p) for p in phrases)
