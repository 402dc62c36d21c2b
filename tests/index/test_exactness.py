"""An exact query finds what a scan finds; text comes back as it was; a highlight is what was asked for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scanning import all_paragraphs, found, quoted, scan, write_records

import searcher
from searcher.errors import QueryError
from searcher.index import Index
from searcher.reading import read_pages
from searcher.text.fold import fold

REPOSITORY = Path(__file__).parents[2]
SEED = REPOSITORY.parent / "shared" / "seed" / "2025-05-09-B2.txt"
NAMED = ["释放土地效能", "临猗", "碳达峰", "煤焦油", "PBAT", "261.5", "5G", "的", "“"]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("samples")
    searcher.build_index(REPOSITORY / "corpus", folder)
    with searcher.open_index(folder) as index:
        yield index


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    if not SEED.exists():
        pytest.skip("needs the seed page beside the project")
    folder = tmp_path_factory.mktemp("seed")
    (folder / "corpus").mkdir()
    (folder / "corpus" / SEED.name).write_bytes(SEED.read_bytes())
    searcher.build_index(folder / "corpus", folder / "index")
    with searcher.open_index(folder / "index") as index:
        yield index


def draw(paragraphs: dict[str, str], count: int, longest: int) -> Iterator[str]:
    rng = random.Random(7)
    texts = [fold(text) for text in paragraphs.values() if text]
    while count:
        text = rng.choice(texts)
        start = rng.randrange(len(text))
        part = text[start : start + rng.randint(1, longest)]
        if part.strip() == part:
            count -= 1
            yield part


@pytest.mark.parametrize("query", NAMED)
def test_named_queries_find_what_a_scan_finds(samples: Index, query: str) -> None:
    paragraphs = all_paragraphs(samples)
    assert found(samples, quoted(query)) == scan(paragraphs, query) != set()


@pytest.mark.parametrize("query", NAMED)
def test_named_queries_on_the_seed_page(seed: Index, query: str) -> None:
    assert found(seed, quoted(query)) == scan(all_paragraphs(seed), query)


def test_the_index_holds_every_paragraph_that_was_read(samples: Index) -> None:
    read = sorted(
        paragraph.text
        for path in (REPOSITORY / "corpus").rglob("*.txt")
        for page in read_pages(path)
        for article in page.articles
        for paragraph in article.paragraphs
    )
    assert sorted(all_paragraphs(samples).values()) == read


def test_random_substrings(samples: Index) -> None:
    paragraphs = all_paragraphs(samples)
    for part in draw(paragraphs, 2_000, 10):
        assert found(samples, quoted(part)) == scan(paragraphs, part) != set(), part


def test_plain_groups_find_every_literal_appearance_first(samples: Index) -> None:
    paragraphs = all_paragraphs(samples)
    for part in draw(paragraphs, 300, 6):
        try:
            results = samples.search(part, limit=1_000)
        except QueryError:
            continue
        if " " in part or any(not char.isalnum() for char in part):
            continue
        literal = scan(paragraphs, part)
        assert results.literal == len(literal)
        assert {hit.id for hit in results.hits[: results.literal]} == literal


def test_every_highlight_is_what_was_asked_for(samples: Index) -> None:
    for part in draw(all_paragraphs(samples), 300, 8):
        for hit in samples.search(quoted(part), limit=20).hits:
            assert hit.highlights
            for start, end in hit.highlights:
                assert fold(hit.paragraph.text[start:end]) == part
            start, end = hit.passage
            assert any(start <= a and b <= end for a, b in hit.highlights)


TEXT = st.text(
    st.one_of(st.sampled_from("煤焦油碳达峰aB1２． ，。“”—…㎡①漢语\n\u3000\0"), st.characters(exclude_categories=())),
    max_size=12,
)


@settings(max_examples=6, phases=[Phase.generate])
@given(texts=st.lists(TEXT, min_size=1, max_size=8), data=st.data())
def test_any_text_comes_back_and_is_found(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "corpus").mkdir()
    write_records(folder / "corpus" / "all.jsonl", texts)
    searcher.build_index(folder / "corpus", folder / "index")
    with searcher.open_index(folder / "index") as index:
        paragraphs = all_paragraphs(index)
        assert [t.strip() for t in texts if t.strip()] == list(paragraphs.values())
        for text in texts:
            folded = fold(text)
            if folded:
                start = data.draw(st.integers(0, len(folded) - 1))
                part = folded[start : start + data.draw(st.integers(1, 6))].strip()
                if part and fold(part) == part:
                    assert found(index, quoted(part)) == scan(paragraphs, part)
