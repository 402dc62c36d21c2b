"""One page of HTML that stands alone: no script, nothing loaded, light and dark, and fit to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from searcher.results.model import ArticleInfo, Hit, Range, Results
from searcher.results.render.article import places
from searcher.results.render.formats import AskedArticle, Table, View
from searcher.results.render.grouping import grouped
from searcher.results.render.heading import BETWEEN, elsewhere, no_headline, origin, page_name
from searcher.results.render.marks import clip, ellipses, mark
from searcher.results.render.remarks import remarks
from searcher.results.render.safe import safe, safe_ranges
from searcher.results.render.text import summary, totals

_STYLE = """
:root { color-scheme: light dark; --ground: #fdfcf9; --ink: #1d1b18; --quiet: #6a645b; --rule: #ded8cc;
  --mark: #ffe08a; --mark-ink: #1d1b18; --accent: #a3261d; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #191817; --ink: #e8e4dc; --quiet: #a49d92; --rule: #3b3833; --mark: #6d5510;
    --mark-ink: #fff8e1; --accent: #f0897f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 2rem 1.25rem 3rem; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.75 "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", STSong, SimSun, serif;
  line-break: strict; overflow-wrap: anywhere; }
header { border-bottom: 2px solid var(--accent); margin-bottom: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.4; margin: 0; }
h2 { font-size: 1.2rem; line-height: 1.45; margin: 0; }
article { border-bottom: 1px solid var(--rule); padding: 0 0 1.1rem; margin: 0 0 1.4rem; }
p { margin: .35rem 0; }
.kicker, .subhead, .origin, .place, .note, .total, footer { color: var(--quiet); font-size: .9rem; line-height: 1.5; }
.text { white-space: pre-line; margin: .8rem 0 .2rem; }
.asked { border-left: 3px solid var(--accent); padding-left: .9rem; }
.caption { font-size: .95rem; color: var(--quiet); }
.page { text-align: center; color: var(--quiet); }
.place { font-family: ui-monospace, Consolas, "Noto Sans Mono CJK SC", monospace; font-size: .8rem; }
mark { background: var(--mark); color: var(--mark-ink); border-radius: 2px; padding: 0 .08em; }
h2 mark { color: var(--mark-ink); }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--rule); padding: .3rem .6rem; text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
@page { margin: 18mm 20mm; }
@media print {
  :root { --ground: #fff; --ink: #000; --quiet: #444; --rule: #999; --mark: transparent; --mark-ink: #000;
    --accent: #000; }
  body { max-width: none; padding: 0; font-size: 10.5pt; line-height: 1.6; }
  mark { font-weight: bold; text-decoration: underline; text-underline-offset: .15em; }
  h2, .kicker, .origin { break-after: avoid; }
  .text { orphans: 2; widows: 2; }
  .hit, tr { break-inside: avoid; }
  thead { display: table-header-group; }
}
"""


def render_results(found: Results, hits: Iterable[Hit], view: View) -> Iterator[str]:
    """An article of HTML an article, each hit in it marked."""
    yield from _beginning(found.query)
    yield f'<p class="total">{_plain(totals(found))}</p>'
    for note in remarks(found):
        yield f'<p class="note">{_plain(note)}</p>'
    yield "</header>\n<main>"
    shown = 0
    for group in grouped(hits, flat=view.flat):
        shown += len(group.hits)
        yield "<article>"
        yield from _heading(group.article, group.hits[0].headline_highlights)
        for hit in group.hits:
            yield from _hit(hit)
        yield "</article>"
    yield from _end(summary(found, shown))


def render_articles(articles: Iterable[AskedArticle], view: View) -> Iterator[str]:
    """Whole articles, the paragraph that was asked for with a rule beside it."""
    started = False
    for asked in articles:
        info = asked.article.info
        if not started:
            yield from _beginning(info.headline or no_headline(), heading=False)
            yield "<main>"
        started = True
        yield "<article>"
        yield from _heading(info, asked.highlights.get(info.id, ()))
        page = info.page
        for part in asked.article.paragraphs:
            if part.page not in (None, page):
                page = part.page
                yield f'<p class="page">— {_plain(page_name(page) or "")} —</p>'
            kinds = [
                "text",
                *(["caption"] if part.kind == "caption" else []),
                *(["asked"] if part.id == asked.asked else []),
            ]
            caption = "[图] " if part.kind == "caption" else ""
            yield f'<p class="{" ".join(kinds)}">{caption}{_marked(part.text, ())}</p>'
        yield f'<p class="place">{_plain(BETWEEN.join([info.id, *places(asked.article)]))}</p>'
        yield "</article>"
    if started:
        yield from _end("")


def render_table(listed: Table, view: View) -> Iterator[str]:
    """A table under its title."""
    yield from _beginning(listed.title)
    yield "</header>\n<main>\n<table>\n<thead>"
    yield f"<tr>{''.join(f'<th>{_plain(name)}</th>' for name in listed.columns)}</tr>\n</thead>\n<tbody>"
    for row in listed.rows:
        yield f"<tr>{''.join(map(_cell, row))}</tr>"
    yield "</tbody>\n</table>"
    yield from _end("")


def _beginning(title: str, *, heading: bool = True) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield f"<title>{_plain(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    if heading:
        yield f"<header>\n<h1>{_plain(title)}</h1>"


def _end(said: str) -> Iterator[str]:
    yield "</main>"
    if said:
        yield f"<footer>{_plain(said)}</footer>"
    yield "</body>\n</html>"


def _heading(info: ArticleInfo, hits: Sequence[Range]) -> Iterator[str]:
    if info.kicker:
        yield f'<p class="kicker">{_plain(info.kicker)}</p>'
    yield f"<h2>{_marked(info.headline, hits) if info.headline else _plain(no_headline())}</h2>"
    if info.subhead:
        yield f'<p class="subhead">{_plain(info.subhead)}</p>'
    if known := origin(info):
        yield f'<p class="origin">{_plain(BETWEEN.join(known))}</p>'


def _hit(hit: Hit) -> Iterator[str]:
    text = hit.paragraph.text
    start, end = hit.passage
    before, after = ellipses(text, hit.passage)
    shown = _marked(text[start:end].rstrip(), clip(hit.highlights, start, end))
    yield f'<div class="hit">\n<p class="text">{before}{shown}{after}</p>'
    known = [f"{hit.rank}", hit.id, elsewhere(hit.paragraph)]
    yield f'<p class="place">{BETWEEN.join(_plain(part) for part in known if part)}</p>\n</div>'


def _plain(text: str) -> str:
    return escape(safe(text, newlines=True))


def _marked(text: str, ranges: Sequence[Range]) -> str:
    shown, moved = safe_ranges(text, ranges, newlines=True)
    return mark(shown, moved, "<mark>", "</mark>", escape)


def _cell(value: str | int | float | None) -> str:
    if isinstance(value, str) or value is None:
        return f"<td>{'—' if value is None else _plain(value)}</td>"
    return f'<td class="number">{value:,}</td>'
