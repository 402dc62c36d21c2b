"""Lines of a page → its articles."""

from __future__ import annotations

from collections import Counter

from searcher.reading.credits import split_signature, split_source
from searcher.reading.model import Article, Paragraph
from searcher.reading.sheet import CLOSING, FINAL, Sheet, join_lines, tighten


def find_articles(sheet: Sheet, lines: list[int]) -> list[Article]:
    """The articles that the given lines (indices into the sheet) form."""
    blocks: list[tuple[str, list[int]]] = []
    for i in lines:
        column = _column(sheet, i)
        short = sheet.width[i] < column - 2.5
        final = sheet.text[i][-1] in FINAL or bool(split_signature(sheet.text[i])[1])
        last = blocks[-1] if blocks else None
        stays = last and last[0] == "open" and not (short and not final and sheet.width[last[1][-1]] < column - 2.5)
        if last and (stays or (last[0] == "head" and short and not final)):
            last[1].append(i)
        elif short and not final and (not last or last[0] != "open"):
            blocks.append(("head", [i]))
            continue
        else:
            blocks.append(("open", [i]))
        if final and blocks[-1][0] == "open":
            following = i + 1 if i + 1 < len(sheet) else i
            starts = abs(sheet.width[following] + 2 - column) < 0.8 and sheet.text[following][0] not in CLOSING
            if short or starts or sheet.width[i] < column - 1.5 or split_signature(sheet.text[i])[1]:
                blocks[-1] = ("body", blocks[-1][1])
    return _group(sheet, blocks)


def _column(sheet: Sheet, i: int) -> float:
    around = Counter(round(w) for w in sheet.width[max(0, i - 5) : i + 6])
    return max(around, key=lambda w: (around[w], w))


def _group(sheet: Sheet, blocks: list[tuple[str, list[int]]]) -> list[Article]:
    articles: list[Article] = []
    body: list[Paragraph] = []
    names: tuple[str, ...] = ()
    source: str | None = None

    def close(headline: str | None) -> None:
        nonlocal body, names, source
        if body:
            articles.append(Article(tuple(body), headline=headline, byline=names, source=source))
        body, names, source = [], (), None

    pending: str | None = None
    for kind, lines in blocks:
        if kind == "head":
            text = " ".join(sheet.text[i] for i in lines)
            if body and not pending:
                close(text)
            else:
                close(pending)
                pending = text
            continue
        texts = [sheet.tight[i] for i in lines]
        rest, found = split_source(sheet.text[lines[0]])
        if (found or names) and body:
            close(pending)
            pending = None
        if found:
            source, texts[0] = found, tighten(rest)
        rest, signed = split_signature(sheet.text[lines[-1]])
        if signed:
            names, texts[-1] = signed, tighten(rest)
        body.append(Paragraph(join_lines(texts), lines=(sheet.number[lines[0]], sheet.number[lines[-1]])))
    close(pending)
    return articles
