"""The registry of formats, and what HTML, CSV and Markdown say of the same results."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import article, hit, info, paragraph, results

from searcher.cli.formats import Format as Option
from searcher.errors import UsageError
from searcher.results.model import Hit
from searcher.results.render.csv import HIT_COLUMNS, PARAGRAPH_COLUMNS, cell
from searcher.results.render.formats import FORMATS, AskedArticle, Table, View, format_named, format_of_suffix
from searcher.results.render.markdown import emphasised, escaped
from searcher.results.render.safe import safe

FOUND = results(
    hit("煤焦油", paragraph("煤焦油一桶。"), passage=(0, 6), headline_highlights=((4, 7),)),
    hit("链条", paragraph("“链条”二环。前后。", 2), rank=2, passage=(0, 7), of_article=3),
    hit("煤", paragraph("煤三。", 1, info(id="2025-06-13-A2:1", headline=None)), rank=3),
    total=9,
    literal=7,
    notes=("“煤炉”在哪儿都没有。",),
)
LISTED = Table("section", ("value", "count"), [("要闻", 1200), (None, 1)])
TEXTS = st.text(st.sampled_from("煤，“”*_`[]()<>&#-+=.!|~\\ 1a@:/wx\n"), max_size=40)


def rendered(name: str, **options: bool) -> str:
    format = FORMATS[name]
    return format.newline.join(format.renderer.render_results(FOUND, iter(FOUND.hits), View(**options)))  # type: ignore[arg-type]


def test_the_option_offers_what_there_is() -> None:
    assert [str(option) for option in Option] == list(FORMATS)
    assert Option("md") is Option.MARKDOWN


def test_a_format_is_found_by_name_and_by_suffix() -> None:
    for name, format in FORMATS.items():
        assert format_named(name) is format
        assert [format_of_suffix(suffix.upper()) for suffix in format.suffixes] == [format] * len(format.suffixes)
    assert format_of_suffix(".docx") is None
    with pytest.raises(UsageError, match=r"docx.*jsonl"):
        format_named("docx")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_everything_as_it_comes(name: str) -> None:
    """Hits, articles and rows; also none of them. Lines have no line end of their own, unless they are several."""
    renderer = FORMATS[name].renderer
    asked = [AskedArticle(article("一。", "二。"), "2025-06-13-A1:2.2")] * 2
    for lines in (
        renderer.render_results(FOUND, iter(FOUND.hits), View()),
        renderer.render_results(results(), iter(()), View()),
        renderer.render_articles(iter(asked), View()),
        renderer.render_articles(iter(()), View()),
        renderer.render_table(LISTED, View()),
        renderer.render_table(Table("空", ("值",), []), View()),
    ):
        assert isinstance(lines, Iterator)
        assert not any(line.endswith(("\n", "\r")) for line in lines)


@pytest.mark.parametrize("name", FORMATS)
def test_hits_are_taken_no_sooner_than_they_are_written(name: str) -> None:
    """An export of any number is written in the memory of a window of them."""
    taken = 0

    def many() -> Iterator[Hit]:
        nonlocal taken
        for taken in range(1, 5001):
            yield hit("煤焦油", rank=taken)

    lines = FORMATS[name].renderer.render_results(results(total=5000), many(), View())
    for _ in range(60):
        next(lines)
    assert taken <= 500


def test_csv_is_rfc_4180() -> None:
    text = rendered("csv")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert tuple(rows[0]) == HIT_COLUMNS
    assert [row[0] for row in rows[1:]] == ["1", "2", "3"]
    second = dict(zip(HIT_COLUMNS, rows[2], strict=True))
    assert (second["passage"], second["text"]) == ("“链条”二环。…", "“链条”二环。前后。")
    assert (second["byline"], second["first_line"], second["last_line"]) == ("秦小满、郭砚田", "17", "25")
    assert rows[3][HIT_COLUMNS.index("headline")] == ""


@given(st.lists(st.text(max_size=20), min_size=2, max_size=6))
def test_csv_gives_back_what_is_shown(values: list[str]) -> None:
    """Commas, quotes, line ends: a strict reader finds the same cells; an apostrophe stands before what would run."""
    (line,) = list(FORMATS["csv"].renderer.render_table(Table("", tuple(values), []), View()))
    ((*cells,),) = csv.reader(io.StringIO(line, newline=""), strict=True)
    for value, found in zip(values, cells, strict=True):
        assert found in (safe(value, newlines=True), f"'{safe(value, newlines=True)}")
        assert not found.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_csv_keeps_numbers_as_numbers() -> None:
    assert list(FORMATS["csv"].renderer.render_table(LISTED, View())) == ["value,count", "要闻,1200", ",1"]
    assert cell(-1.5) == -1.5
    assert cell("-1.5") == "'-1.5"


def test_a_paragraph_a_row_says_which_was_asked_for() -> None:
    asked = AskedArticle(article("一。", "二。"), "2025-06-13-A1:2.2")
    header, *rows = csv.reader(FORMATS["csv"].renderer.render_articles([asked], View()))
    assert tuple(header) == PARAGRAPH_COLUMNS
    assert [(row[1], row[-1]) for row in rows] == [("0", "一。"), ("1", "二。")]


def test_markdown_quotes_passages_under_headings() -> None:
    text = rendered("markdown")
    assert "## 走进首批**碳达峰**试点园区\n" in text
    assert "> **煤焦油**一桶。\n>\n> 2025-06-13-A1:2.1\n" in text
    assert "> “**链条**”二环。…\n" in text
    assert text.count("## ") == 2
    assert rendered("markdown", flat=True).count("## ") == 3
    assert text.endswith("1–3 of 9 paragraphs, 7 literally, in 3.21 ms")


def shown_by_markdown(text: str) -> str:
    markdown_it = pytest.importorskip("markdown_it")
    return str(markdown_it.MarkdownIt("gfm-like", {"html": True}).render(text))


@given(TEXTS)
def test_markdown_shows_what_was_there(text: str) -> None:
    """A reader of GitHub's Markdown is the oracle: paragraphs of plain text, nothing else."""
    html = shown_by_markdown(escaped(text))
    assert re.sub(r"</?p>", "", html).count("<") == 0
    plain = re.sub(r"<[^>]*>", "", html).replace("&lt;", "<").replace("&gt;", ">")
    plain = plain.replace("&quot;", '"').replace("&amp;", "&")
    assert "".join(plain.split()) == "".join(text.split())


@given(TEXTS, st.data())
def test_markdown_makes_bold_what_was_found(text: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    ranges = [*zip(places[::2], places[1::2], strict=False)]
    ranges = [
        (start, end)
        for start, end in ranges
        if text[start:end].strip() == text[start:end] and "\n" not in text[start:end]
    ]
    html = shown_by_markdown(emphasised(text, ranges))
    bold = "".join(re.findall(r"<strong>(.*?)</strong>", html, re.DOTALL))
    bold = bold.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert "".join(bold.split()) == "".join("".join(text[start:end].split()) for start, end in ranges)


def test_html_marks_hits_and_groups_them() -> None:
    text = rendered("html")
    assert "<h2>走进首批<mark>碳达峰</mark>试点园区</h2>" in text
    assert '<p class="text">“<mark>链条</mark>”二环。…</p>' in text
    assert text.count("<article>") == 2
    assert rendered("html", flat=True).count("<article>") == 3
    assert "<script" not in text
    assert not re.search(r"(?:src|href|url)\s*[=(]", text)
    assert "@media print" in text
    assert "prefers-color-scheme: dark" in text


def test_tables_are_tables() -> None:
    made = {name: list(FORMATS[name].renderer.render_table(LISTED, View())) for name in FORMATS}
    assert made["text"] == ["value  count", "要闻   1,200", "—          1"]
    assert made["markdown"][2:] == ["| value | count |", "|---|---|", "| 要闻 | 1200 |", "| — | 1 |"]
    assert '<tr><td>要闻</td><td class="number">1,200</td></tr>' in made["html"]
