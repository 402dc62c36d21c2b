"""A page as JSON (the contract of `searcher parse --format jsonl`) and as text for people."""

from __future__ import annotations

from typing import Any

from searcher.i18n import N_, _
from searcher.reading.model import Article, LineRange, Page, Paragraph

_NAMES = {
    "header": N_("header"),
    "jump": N_("jump"),
    "editor": N_("editor"),
    "designer": N_("designer"),
    "proofreader": N_("proofreader"),
    "coordinator": N_("coordinator"),
    "contact": N_("contact"),
    "issn": N_("issn"),
    "postal_code": N_("postal code"),
    "imprint": N_("imprint"),
    "advertisement": N_("advertisement"),
}
"""What lines of the page are, by their reason, for people."""


def page_to_dict(page: Page) -> dict[str, Any]:
    """The page in the keys and order of the contract; what is unknown is None, `lines` is [first, last]."""
    return {
        "path": page.path,
        "newspaper": page.newspaper,
        "date": page.date,
        "page": page.page,
        "section": page.section,
        "editor": page.editor,
        "articles": [_article(article) for article in page.articles],
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "kicker": article.kicker,
        "headline": article.headline,
        "subhead": article.subhead,
        "byline": list(article.byline),
        "source": article.source,
        "paragraphs": [
            {"text": p.text, "kind": p.kind, "lines": list(p.lines) if p.lines else None} for p in article.paragraphs
        ],
    }


def render_page(page: Page, *, all: bool = False) -> str:
    """The page for people: articles in order, each paragraph with the line numbers that it came from.

    With `all`, also what was set aside and why, and every repair. The text is the corpus's own: a
    caller that writes to a terminal must make it safe first.
    """
    out = [_title(page), ""]
    for number, article in enumerate(page.articles, start=1):
        out += _render_article(number, article, page)
    if not page.articles:
        out += [_("(no article found)"), ""]
    if all:
        out += _render_rest(page)
    return "\n".join(out).rstrip("\n") + "\n"


def _title(page: Page) -> str:
    known = [page.newspaper, page.date, f"第{page.page}版" if page.page else None, page.section]
    if page.editor:
        known.append(f"责编 {page.editor}")
    said = " · ".join(part for part in known if part)
    return f"{page.path}: {said}" if said else page.path


def _render_article(number: int, article: Article, page: Page) -> list[str]:
    label = f"[{number}]"
    pad = " " * len(label)
    heads = [h for h in (article.kicker, article.headline, article.subhead) if h] or [_("(no headline)")]
    out = [f"{label if i == 0 else pad} {head}" for i, head in enumerate(heads)]
    notes = [part for part in (article.source, " ".join(article.byline)) if part]
    if article.continued_from:
        notes.append(f"上接第{article.continued_from}版")
    if article.continues_on:
        notes.append(f"下转第{article.continues_on}版")
    if notes:
        out.append(f"{pad} {' · '.join(notes)}")
    out.append("")
    for paragraph in article.paragraphs:
        out += [f"{_where(paragraph, page)}  {_kind(paragraph)}{paragraph.text}", ""]
    return out


def _kind(paragraph: Paragraph) -> str:
    return _("(caption) ") if paragraph.kind == "caption" else ""


def _where(paragraph: Paragraph, page: Page) -> str:
    where = _span(paragraph.lines)
    if paragraph.path and paragraph.path != page.path:
        where = f"{paragraph.path} {where}"
    return f"{where:>9}"


def _span(lines: LineRange | None) -> str:
    if lines is None:
        return "-"
    first, last = lines
    return str(first) if first == last else f"{first}-{last}"


def _render_rest(page: Page) -> list[str]:
    out = [_("Set aside:") if page.set_aside else _("Nothing was set aside.")]
    out += [f"{_span(s.lines):>9}  {_(_NAMES.get(s.reason, s.reason))}: {s.text}" for s in page.set_aside]
    out += ["", _("Repairs:") if page.repairs else _("Nothing was repaired.")]
    out += [f"{r.line:>9}  {_(r.reason)}: {r.was!r} → {r.now!r}" for r in page.repairs]
    if page.extra:
        out += ["", _("Also on the page:")]
        out += [f"{'':>9}  {_(_NAMES.get(name, name))}: {value}" for name, value in page.extra]
    return out
