"""Page numbers are compared as people read them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scanning import write_records

import searcher
from searcher.index import Index
from searcher.query.pages import FRONT, asked_pages, page_form
from searcher.results.model import Filters
from searcher.text.fold import fold

HAN = "〇一二三四五六七八九"
PAGES = {"a": "1", "b": "A1", "c": "02", "d": "B2", "e": "第十二版", "f": "A10", "g": "第01版"}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "corpus").mkdir()
    for id, page in PAGES.items():
        write_records(folder / "corpus" / f"{id}.jsonl", {id: "煤电"}, date="2025-05-09", headline="题", page=page)
    searcher.build_index(folder / "corpus", folder / "index")
    with searcher.open_index(folder / "index") as opened:
        yield opened


def han(number: int) -> str:
    """1 to 99 as it is said."""
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else HAN[tens] + "十") + (HAN[ones] if ones else "")


@given(st.integers(1, 99))
def test_every_spelling_of_a_page_is_that_page(number: int) -> None:
    spellings = (
        f"{number}",
        f"{number:02}",
        f"第{number}版",
        f"第{number:02}版",
        f"第{han(number)}版",
        f"{han(number)}版",
    )
    assert {page_form(fold(spelling)) for spelling in spellings} == {str(number)}
    lettered = (f"A{number}", f"a{number:02}", f"第A{number:02}版", f"Ａ{number}版", f"A{han(number)}版")
    assert {page_form(fold(spelling)) for spelling in lettered} == {f"a{number}"}
    assert asked_pages(fold(f"第{han(number)}版")) == {str(number)}


@given(st.text(max_size=8))
def test_any_text_is_one_page(text: str) -> None:
    form = page_form(fold(text))
    assert page_form(fold(form)) == form or "第" in form or "版" in form
    assert asked_pages(fold(text)) in (FRONT, {form})


@pytest.mark.parametrize(
    ("page", "ids"),
    [
        ("头版", "abg"),
        ("頭版", "abg"),
        ("首版", "abg"),
        ("第一版", "ag"),
        ("第１版", "ag"),
        ("1", "ag"),
        ("A1", "b"),
        ("2", "c"),
        ("二版", "c"),
        ("第十二版", "e"),
        ("12", "e"),
        ("a10", "f"),
        ("(头版 OR B2)", "abdg"),
        ("3", ""),
    ],
)
def test_what_a_page_finds(index: Index, page: str, ids: str) -> None:
    assert sorted(index.matching(f"版:{page}")) == sorted(ids)
    if page.isalnum():
        assert sorted(index.matching("煤电", filters=Filters(page=page))) == sorted(ids)
