"""The one real page: every article and paragraph as a person found them. Skipped where the page is not at hand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from searcher.reading import read_page

SEED = Path(__file__).parents[2] / ".." / "shared" / "seed"
PAGE = SEED / "2025-05-09-B2.txt"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="the seed page is not here")


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SEED / "2025-05-09-B2.gold.json").read_text(encoding="utf-8"))
    return loaded


def test_page(gold: dict[str, Any]) -> None:
    page = read_page(PAGE)
    assert page.date == gold["date"]
    assert page.page == gold["page"]
    assert page.editor == gold["editor"]
    assert page.newspaper == gold["newspaper"]
    assert squeeze(page.section or "") == squeeze(gold["section"])


def test_articles(gold: dict[str, Any]) -> None:
    page = read_page(PAGE)
    assert len(page.articles) == 7
    for article, wanted in zip(page.articles, gold["articles"], strict=True):
        heads = "".join(part or "" for part in (article.kicker, article.headline, article.subhead))
        assert squeeze(heads) == squeeze("".join(wanted["headline"]))
        assert list(article.byline) == wanted["byline"]
        assert article.source == wanted["source"]
        assert [squeeze(p.text) for p in article.paragraphs] == [squeeze(p) for p in wanted["paragraphs"]]


def test_lines_lead_back_into_the_file() -> None:
    lines = PAGE.read_text(encoding="utf-8").split("\n")
    for article in read_page(PAGE).articles:
        for paragraph in article.paragraphs:
            first, last = paragraph.lines or (0, 0)
            printed = squeeze("".join(lines[first - 1 : last]))
            # Only what was parted from the text (source, by-line, the mark of a credit) stands beside it there.
            assert squeeze(paragraph.text) in printed


def test_scars_are_listed() -> None:
    reasons = {repair.reason for repair in read_page(PAGE).repairs}
    assert {"marker glyph", "spread line"} <= reasons
    doubtful = [repair for repair in read_page(PAGE).repairs if not repair.applied]
    assert any("℃" in repair.now for repair in doubtful)
