"""Lines of a page → its articles."""

from __future__ import annotations

from dataclasses import dataclass, field

from searcher.reading.credits import BYLINE_LINE, split_byline_line, split_signature, split_source
from searcher.reading.evidence import Evidence
from searcher.reading.lattice import Rates, Role, read_lines
from searcher.reading.model import Article, Paragraph, ParagraphKind
from searcher.reading.sheet import Sheet, join_lines, tighten


@dataclass(slots=True)
class _Draft:
    """An article as it is put together: runs of rows."""

    heads: list[int] = field(default_factory=list)
    body: list[tuple[ParagraphKind, list[int]]] = field(default_factory=list)
    bylines: list[int] = field(default_factory=list)


def find_articles(sheet: Sheet, rows: list[int]) -> list[Article]:
    """The articles that the given lines (indices into the sheet) form."""
    evidence = Evidence(sheet, rows)
    roles = read_lines(evidence)
    rates = _habits(roles, evidence)
    if rates is not None:
        roles = read_lines(evidence, rates)
    return [_finish(sheet, draft) for draft in _drafts(rows, roles)]


def _habits(roles: list[Role], evidence: Evidence) -> Rates | None:
    """What a first reading says of the page's habits; None where it says nothing new."""
    before, after = roles.count(Role.HEADLINE), roles.count(Role.TRAILING)
    starts = [i for i, role in enumerate(roles) if role in (Role.OPENING, Role.LEAD)]
    if len(starts) < 2 and before + after < 2:
        return None
    marked = sum(1 for i in starts if evidence.starts_article[i])
    begun = [i for i, role in enumerate(roles) if role in (Role.OPENING, Role.HEADLINE)]
    signed = sum(1 for i in begun if evidence.signed_before(i))
    return Rates(
        first=_rate(before, after),
        signed=_rate(signed + 5, len(begun) - signed + 2),
        marked=_rate(marked + 5, len(starts) - marked + 2),
    )


def _rate(yes: int, no: int) -> float:
    return min(max((yes + 0.5) / (yes + no + 1), 0.04), 0.96)


def _drafts(rows: list[int], roles: list[Role]) -> list[_Draft]:
    drafts: list[_Draft] = []
    run: list[int] = []
    for row, role in zip(rows, roles, strict=True):
        if role is Role.MORE:
            run.append(row)
            continue
        if role in (Role.OPENING, Role.HEADLINE) or not drafts:
            drafts.append(_Draft())
        draft = drafts[-1]
        if role in (Role.HEADLINE, Role.TRAILING):
            run = draft.heads
            run.append(row)
        elif role is Role.BYLINE:
            draft.bylines.append(row)
        else:
            run = [row]
            draft.body.append(("caption" if role is Role.CAPTION else "body", run))
    return drafts


def _finish(sheet: Sheet, draft: _Draft) -> Article:
    headline = " ".join(sheet.text[r] for r in draft.heads) or None
    names: list[str] = []
    for row in draft.bylines:
        names += split_byline_line(sheet.text[row])
    source = None
    paragraphs: list[Paragraph] = []
    for kind, run in draft.body:
        texts = [sheet.tight[r] for r in run]
        if kind == "body":
            if source is None and not paragraphs:
                rest, source = split_source(sheet.text[run[0]])
                if source:
                    texts[0] = tighten(rest)
            rest, signed = split_signature(sheet.text[run[-1]])
            if signed:
                names += signed
                texts[-1] = tighten(rest) if len(run) > 1 or not source else tighten(split_source(rest)[0])
        paragraphs.append(
            Paragraph(join_lines([t for t in texts if t]), kind, (sheet.number[run[0]], sheet.number[run[-1]]))
        )
    return Article(tuple(paragraphs), headline=headline, byline=tuple(dict.fromkeys(names)), source=source)
