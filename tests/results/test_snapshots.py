"""How results and articles look: read the files of `snapshots/`. To write them anew: pytest --write-snapshots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from invented import BODY, hit, info, paragraph, results

from searcher.results.model import Results, StoredArticle
from searcher.results.render.formats import FORMATS, AskedArticle, Table, View
from searcher.results.render.style import ANSI, PLAIN

WIDTHS = (60, 80, 200)
STYLES = {"plain": PLAIN, "colour": ANSI}
Snapshot = Callable[[str, str], None]

LONG = info(
    id="2025-06-13-A3:1",
    page="A3",
    section="能源",
    kicker=None,
    headline="从“一块煤”到“一根丝”：VOCs 零排放的园区里，煤焦油怎样变成碳纤维，又怎样飞上天去",
    subhead="——一座老焦化城的十年账本",
    byline=("洛云章", "成砚农", "本报记者 Anna Petrowna-Lindqvist"),
    source="汾水新报讯",
)
UNKNOWN = ("newspaper", "date", "page", "section", "kicker", "headline", "subhead", "source")
BARE = info(
    id="旧报/民国三十六年十月:7",
    path="旧报/民国三十六年十月.jsonl",
    byline=(),
    **dict.fromkeys(UNKNOWN),
)


def found() -> Results:
    """A page with a bit of everything: folding, cuts, a long word, another page, hostile text, nothing known."""
    cut = "化验员说，煤焦油的水分不得高于 4.0%，否则 https://example.org/tar/standard-2025?grade=A1 上查不到。"
    long = paragraph(f"前头的话不说了。{cut}后面还有。", 4, LONG, page="A5")
    assert LONG.headline is not None
    place = LONG.headline.index("煤焦油")
    marked = ((place, place + 3),)
    return results(
        hit("煤焦油", paragraph(BODY), of_article=2),
        hit("煤焦油", long, rank=2, passage=(8, 8 + len(cut)), headline_highlights=marked, of_article=5),
        hit("煤焦油", paragraph("炉子边上的人都说，煤焦油要趁热走；冷了就堵。", 6, LONG), rank=3, of_article=5),
        hit("煤焦油", paragraph("煤焦油\x1b[31m焦\u202e油\r。", 1, BARE), rank=4),
        hit("煤焦油", paragraph("年产煤焦油50万吨。", 3), rank=5, of_article=2),
        total=1234,
        literal=1200,
        notes=("“煤炉”在哪儿都没有：没有它的也算。",),
    )


def articles() -> list[AskedArticle]:
    parts = (
        paragraph(BODY, 1, LONG),
        replace(paragraph("装焦的车一辆接一辆。", 2, LONG), kind="caption"),
        paragraph("下转的一段，说的是后来。\n另起一行。", 3, LONG, page="A5", path="2025-06-13-A5.txt", lines=(3, 4)),
    )
    return [
        AskedArticle(StoredArticle(LONG, parts), parts[1].id),
        AskedArticle(StoredArticle(BARE, (paragraph("只有一段。", 1, BARE, lines=None),)), BARE.id),
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("style", STYLES)
def test_results(snapshot: Snapshot, width: int, style: str) -> None:
    view = View(STYLES[style], width, next="searcher search --page 2 '煤焦油 园区'")
    page = found()
    snapshot(f"results-{width}-{style}.txt", "\n".join(FORMATS["text"].renderer.render_results(page, page.hits, view)))


@pytest.mark.parametrize("width", WIDTHS)
def test_results_for_the_prompt(snapshot: Snapshot, width: int) -> None:
    view = View(PLAIN, width, flat=width == 80, numbered=True)
    page = replace(found(), took_ms=1234.5)
    snapshot(f"numbered-{width}.txt", "\n".join(FORMATS["text"].renderer.render_results(page, page.hits, view)))


@pytest.mark.parametrize("width", WIDTHS)
def test_articles(snapshot: Snapshot, width: int) -> None:
    lines = FORMATS["text"].renderer.render_articles(articles(), View(PLAIN, width))
    snapshot(f"articles-{width}.txt", "\n".join(lines))


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "markdown", "html"])
def test_formats(snapshot: Snapshot, name: str) -> None:
    format = FORMATS[name]
    page = found()
    table = Table("section", ("value", "count"), [("要闻", 1200), ("=1+1", 7), (None, 1)])
    parts = (
        format.renderer.render_results(page, page.hits, View()),
        format.renderer.render_articles(articles(), View()),
        format.renderer.render_table(table, View()),
    )
    snapshot(f"all{format.suffixes[0]}", f"{format.newline}".join(line for part in parts for line in part))
