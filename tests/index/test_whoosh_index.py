"""Whoosh's queries over the program's own index answer as a scan, and as stock Whoosh over the same tokens."""

from __future__ import annotations

import datetime
import functools
import itertools
import json
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jieba_cutter import jieba_cutter
from whoosh import query, scoring, sorting
from whoosh.automata.lev import levenshtein_automaton
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser
from whoosh.reading import TermNotFound

import searcher
from searcher.errors import UsageError
from searcher.index import Index
from searcher.results.model import StoredParagraph
from searcher.store.whoosh_index.schema import IndexAnalyzer, make_schema
from searcher.store.whoosh_index.terms import within
from searcher.text.fold import fold
from searcher.text.words import Cut

# Run together in any order; signs and forms that fold to others among them.
_PIECES = """
    经济 发展 市场 社会主义 市场经济 煤焦油 煤 焦 油 碳达峰 深加工 的 了 和 产业链 高质量 中华人民共和国 研究生 命 起源
    漢語 Abc ABC def 5G 2.49 亿元 ㎡ ， 。 “ ” ； — （ ） ① 臺灣 𠮷 é x
"""
PIECES = [*_PIECES.split(), "\u3000", "e\u0301"]
NEWSPAPERS = ["汾水新报", "Morning Post", "长治晚报"]


@functools.cache
def jieba_cut() -> Cut:
    """jieba itself; each text is cut once."""
    return functools.cache(jieba_cutter())


def records(rng: random.Random, count: int, **fields: Any) -> str:
    rows = []
    for _ in range(count):
        text = "".join(rng.choices(PIECES, k=rng.randint(2, 30)))
        row = {
            "text": text,
            "headline": "".join(rng.choices(PIECES[:20], k=3)),
            "newspaper": rng.choice(NEWSPAPERS),
            "page": rng.choice(["1", "2", "A3"]),
            "section": rng.choice(["要闻", None]),
            "byline": rng.choice([["秦小满", "郭砚田"], ["郭砚田"], []]),
            "date": rng.choice([f"2025-05-{day:02}" for day in range(1, 29)] + [None]),
            **fields,
        }
        rows.append(json.dumps({k: v for k, v in row.items() if v}))
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Two segments or more, the older of them with files that no longer count."""
    rng = random.Random(13)
    folder = tmp_path_factory.mktemp("whoosh")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name in "abcde":
        (corpus / f"{name}.jsonl").write_text(records(rng, 60), encoding="utf-8")
    searcher.build_index(corpus, folder / "index")
    (corpus / "b.jsonl").write_text(records(rng, 50) + '{"id": "own:id", "text": "自带编号的段落"}\n', encoding="utf-8")
    (corpus / "d.jsonl").unlink()
    searcher.build_index(corpus, folder / "index")
    with searcher.open_index(folder / "index") as opened:
        reader = opened.whoosh().reader()
        assert len(list(reader.leaf_readers())) > 1
        assert reader.has_deletions()
        yield opened


@pytest.fixture(scope="module")
def paragraphs(index: Index) -> dict[str, StoredParagraph]:
    return {p.id: p for p in index.paragraphs()}


_shared: list[IndexAnalyzer] = []


def _get_shared() -> IndexAnalyzer:
    return _shared[0]


class SharedAnalyzer(IndexAnalyzer):
    """Stock Whoosh pickles the schema; an analyzer that maps a file is handed over as it is."""

    def __reduce__(self) -> Any:
        _shared[:] = [self]
        return _get_shared, ()


@pytest.fixture(scope="module")
def stock(index: Index, paragraphs: dict[str, StoredParagraph]) -> Any:
    """Stock Whoosh, given the same paragraphs and the analyzer."""
    schema = make_schema(index._analyzer)
    schema["text"].analyzer = schema["headline"].analyzer = SharedAnalyzer(index._analyzer)
    ix = RamStorage().create_index(schema)
    with index.whoosh().reader() as reader, ix.writer() as writer:
        for _, stored in reader.iter_docs():
            assert paragraphs[stored["id"]].text == stored["text"]
            writer.add_document(**stored)
    return ix


def ids(results: Any) -> set[str]:
    return {hit["id"] for hit in results}


def run(ix: Any, asked: query.Query, **options: Any) -> list[dict[str, Any]]:
    with ix.searcher(weighting=options.pop("weighting", scoring.BM25F())) as searching:
        return [{**hit.fields(), "score": hit.score} for hit in searching.search(asked, limit=None, **options)]


def test_importing_the_index_does_not_import_whoosh() -> None:
    code = "import sys, searcher.index; sys.exit(any(name.split('.')[0] == 'whoosh' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode == 0


def test_counts_and_stored_fields(index: Index, paragraphs: dict[str, StoredParagraph]) -> None:
    ix = index.whoosh()
    assert ix.doc_count() == len(paragraphs)
    assert ix.doc_count_all() > ix.doc_count()
    assert not ix.is_empty()
    with ix.reader() as reader:
        stored = [fields for _, fields in reader.iter_docs()]
    assert len(stored) == len(paragraphs)
    for fields in stored:
        paragraph = paragraphs[fields["id"]]
        article = paragraph.article
        assert fields["text"] == paragraph.text
        assert fields.get("newspaper") == article.newspaper
        assert fields.get("byline", "") == ",".join(article.byline)
        day = fields.get("date")
        assert (day.date().isoformat() if day else None) == article.date


def test_terms_and_their_statistics_as_stock(index: Index, stock: Any) -> None:
    with index.whoosh().reader() as ours, stock.reader() as theirs:
        for field in ("text", "headline", "newspaper", "page", "section", "byline", "id", "kind", "date"):
            assert list(ours.lexicon(field)) == list(theirs.lexicon(field)) != [], field
            for term in theirs.lexicon(field):
                assert ours.doc_frequency(field, term) == theirs.doc_frequency(field, term), (field, term)
                assert ours.frequency(field, term) == theirs.frequency(field, term), (field, term)
                assert ours.term_info(field, term).max_weight() == theirs.term_info(field, term).max_weight()
        assert {field for field, _ in ours.all_terms()} == {field for field, _ in theirs.all_terms()}
        with pytest.raises(TermNotFound):
            ours.term_info("text", "无此词")


def queries(stock: Any) -> Iterator[query.Query]:
    with stock.reader() as reader:
        words = list(reader.field_terms("text"))
        headlines = list(reader.field_terms("headline"))
    rng = random.Random(17)

    def term() -> query.Term:
        return query.Term("text", rng.choice(words))

    for _ in range(25):
        word = rng.choice(words)
        yield term()
        yield query.Term("headline", rng.choice(headlines))
        yield query.And([term(), term()])
        yield query.Or([term(), term(), query.Term("headline", rng.choice(headlines))])
        yield query.And([query.Or([term(), term(), term()]), query.Not(term())])
        yield query.AndMaybe(term(), term())
        yield query.DisjunctionMax([term(), term()])
        yield query.Require(term(), query.Term("newspaper", rng.choice(NEWSPAPERS)))
        yield query.Prefix("text", word[:1])
        yield query.Wildcard("text", f"{word[:1]}*{word[-1:]}")
        yield query.FuzzyTerm("text", word, maxdist=1)
        yield query.TermRange("text", *sorted(rng.sample(words, 2)))
        yield query.Term("byline", "秦小满")
        start = datetime.datetime(2025, 5, rng.randint(1, 28))
        yield query.DateRange("date", start, start + datetime.timedelta(days=rng.randint(0, 10)))
        yield query.And([term(), query.DateRange("date", None, start)])
    yield query.Every()
    yield query.Every("section")
    yield query.Every("date")


def test_every_query_answers_as_stock_over_the_same_tokens(index: Index, stock: Any) -> None:
    ix = index.whoosh()
    found = 0
    for asked in queries(stock):
        expected = {row["id"]: row["score"] for row in run(stock, asked, weighting=scoring.Frequency())}
        got = {row["id"]: row["score"] for row in run(ix, asked, weighting=scoring.Frequency())}
        assert set(got) == set(expected), asked
        # Whoosh scores patterns by how many terms a segment happens to have for them, and the greatest of two terms
        # by where their postings happen to be.
        if not isinstance(asked, query.MultiTerm | query.DisjunctionMax):
            assert got == expected, asked
        found += len(expected)
    assert found > 5_000


def test_terms_of_two_characters_as_a_scan(index: Index, paragraphs: dict[str, StoredParagraph]) -> None:
    ix = index.whoosh()
    rng = random.Random(19)
    texts = [fold(p.text) for p in paragraphs.values()]
    for _ in range(60):
        text = rng.choice(texts)
        start = rng.randrange(max(1, len(text) - 1))
        pair = text[start : start + 2]
        if len(pair) == 2 and pair.isalnum():
            expected = {id for id, p in paragraphs.items() if pair in fold(p.text)}
            assert ids(run(ix, query.Term("text", pair))) == expected


def places(text: str, term: str, cut: Cut) -> list[tuple[int, int]]:
    """Where a term stands, in letters, digits and ideographs: anywhere if of two, else where the text is cut so."""
    spots = []
    if len(term) == 2 and term.isalnum():
        spots = [m.start() for m in re.finditer(f"(?={re.escape(term)})", text)]
    else:
        start = 0
        for word in cut(text):
            if word == term:
                spots.append(start)
            start += len(word)
    rank = [0, *itertools.accumulate(char.isalnum() for char in text)]
    return [(rank[at], rank[at + len(term)]) for at in spots]


def holds(text: str, words: list[str], cut: Cut) -> bool:
    ends = {end for _, end in places(text, words[0], cut)}
    for word in words[1:]:
        ends = {end for start, end in places(text, word, cut) if start in ends}
    return bool(ends)


def test_phrases_are_true(index: Index, paragraphs: dict[str, StoredParagraph]) -> None:
    ix = index.whoosh()
    cut = jieba_cut()
    rng = random.Random(23)
    folded = {id: fold(p.text) for id, p in paragraphs.items()}
    inner = {part for word in PIECES if len(word) > 3 for part in (word[i : i + 3] for i in range(len(word) - 2))}
    asked = []
    for _ in range(80):
        words = [w for w in cut(rng.choice(list(folded.values()))) if any(map(str.isalnum, w)) and w not in inner]
        start = rng.randrange(max(1, len(words) - 3))
        asked.append(words[start : start + rng.randint(2, 3)])
    asked += [["经济", "发展"], ["发展", "经济"], ["abc", "def"], ["煤焦油", "深加工"]]
    matched = 0
    for words in asked:
        expected = {id for id, text in folded.items() if len(words) > 1 and holds(text, words, cut)}
        if len(words) > 1:
            assert ids(run(ix, query.Phrase("text", words))) == expected, words
            matched += len(expected)
    assert matched > 200


def test_a_phrase_of_two_plain_words_holds_wherever_they_are_neighbours(
    index: Index, paragraphs: dict[str, StoredParagraph]
) -> None:
    found = ids(run(index.whoosh(), query.Phrase("text", ["经济", "发展"])))
    assert found == {id for id, p in paragraphs.items() if re.search(r"经济[\W_]*发展", fold(p.text))} != set()
    near = ids(run(index.whoosh(), query.Phrase("text", ["经济", "发展"], slop=4)))
    assert near == {id for id, p in paragraphs.items() if re.search(r"经济(?:[\W_]*\w){0,3}[\W_]*发展", fold(p.text))}


def test_parsed_queries(index: Index, paragraphs: dict[str, StoredParagraph]) -> None:
    ix = index.whoosh()
    parser = QueryParser("text", ix.schema)
    folded = {id: fold(p.text) for id, p in paragraphs.items()}
    both = ids(run(ix, parser.parse("经济 ABC")))
    assert both == {id for id, text in folded.items() if "经济" in text and "abc" in jieba_cut()(text)} != set()
    quoted = ids(run(ix, parser.parse('"經濟發展"')))
    assert quoted == ids(run(ix, query.Phrase("text", ["经济", "发展"]))) != set()
    ranged = ids(run(ix, parser.parse("newspaper:汾水新报 date:[2025-05-03 TO 2025-05-09]")))
    assert (
        ranged
        == {
            id
            for id, p in paragraphs.items()
            if p.article.newspaper == "汾水新报" and "2025-05-03" <= (p.article.date or "") <= "2025-05-09"
        }
        != set()
    )


def test_bm25_is_that_of_the_formula(index: Index) -> None:
    with index.whoosh().searcher() as searching:
        reader = searching.reader()
        average = reader.field_length("text") / reader.doc_count_all()
        for word in ("经济", "煤焦油", "的"):
            idf = searching.idf("text", word)
            results = searching.search(query.Term("text", word), limit=None)
            assert len(results) > 10
            for hit in results:
                text = fold(hit["text"])
                tf = len(places(text, word, jieba_cut()))
                length = sum(map(str.isalnum, text))
                assert hit.score == pytest.approx(idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * length / average)))


def test_the_best_ten_are_the_ten_best_of_all(index: Index, stock: Any) -> None:
    with index.whoosh().searcher() as searching:
        for asked in itertools.islice(queries(stock), 60):
            everything = searching.search(asked, limit=None)
            best = searching.search(asked, limit=10)
            assert [h.score for h in best] == pytest.approx([h.score for h in itertools.islice(everything, 10)])
            assert len(best) == len(everything)


def test_sorting_and_grouping(index: Index, paragraphs: dict[str, StoredParagraph]) -> None:
    with index.whoosh().searcher() as searching:
        far = "9999"
        by_date = [hit["id"] for hit in searching.search(query.Every(), limit=None, sortedby="date")]
        dates = [paragraphs[id].article.date or far for id in by_date]
        assert dates == sorted(dates)
        newest = sorting.FieldFacet("date", reverse=True)
        found = searching.search(query.Every("date"), limit=None, sortedby=newest)
        dates = [hit["date"] for hit in found]
        assert dates == sorted(dates, reverse=True)
        assert len(dates) == sum(p.article.date is not None for p in paragraphs.values())
        for name in ("id", "newspaper", "kind"):
            values = [hit[name] for hit in searching.search(query.Every(name), limit=None, sortedby=name)]
            assert values == sorted(values, key=str.encode)
        names = sorting.FieldFacet("byline", allow_overlap=True)
        groups = searching.search(query.Every(), limit=None, groupedby={"by": names}).groups("by")
        expected = Counter(name for p in paragraphs.values() for name in p.article.byline or (None,))
        assert {name: len(group) for name, group in groups.items()} == expected


def test_documents_by_id(index: Index, paragraphs: dict[str, StoredParagraph]) -> None:
    with index.whoosh().searcher() as searching:
        for id in ("own:id", *list(paragraphs)[::17]):
            assert searching.document(id=id)["text"] == paragraphs[id].text
        assert searching.document(id="nowhere") is None
        assert searching.document(id="a:1") is None
        # A paragraph that no longer counts.
        assert searching.document(id="d.jsonl:1.1") is None
        assert [d["id"] for d in searching.documents(id="own:id")] == ["own:id"]


def test_spelling_highlights_and_frequent_terms(index: Index, stock: Any) -> None:
    with index.whoosh().searcher() as ours, stock.searcher() as theirs:
        for word in ("煤焦由", "深加", "市场经", "abd"):
            assert set(ours.suggest("text", word, limit=50)) == set(theirs.suggest("text", word, limit=50))
        assert set(ours.reader().most_frequent_terms("text", 5)) == set(theirs.reader().most_frequent_terms("text", 5))
        results = ours.search(query.Term("text", "经济"))
        assert all("经济</b>" in hit.highlights("text") or "經濟</b>" in hit.highlights("text") for hit in results)


def test_it_is_for_reading(index: Index) -> None:
    ix = index.whoosh()
    with pytest.raises(UsageError, match="searcher index"):
        ix.writer()
    with pytest.raises(UsageError):
        ix.delete_by_term("id", "own:id")
    assert ix.latest_generation() == index.generation == ix.reader().generation()


def test_an_index_without_paragraphs(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    searcher.build_index(tmp_path / "corpus", tmp_path / "index")
    with searcher.open_index(tmp_path / "index") as index:
        ix = index.whoosh()
        assert ix.is_empty()
        assert ix.doc_count() == 0
        assert run(ix, query.Term("text", "经济")) == []


TEXT = st.text(
    st.one_of(st.sampled_from("煤焦油碳达峰经济aB1２． ，。㎡①漢语\n\u3000"), st.characters(exclude_categories=("Cs",)))
)


@settings(max_examples=200)
@given(text=TEXT)
def test_tokens_stand_where_they_say(index: Index, text: str) -> None:
    analyzer = index.whoosh().schema["text"].analyzer
    folded = fold(text)
    plain = "".join(filter(str.isalnum, folded))
    last = 0
    for token in analyzer(text, positions=True, chars=True, mode="index"):
        assert token.text in fold(text[token.startchar : token.endchar])
        letters = "".join(filter(str.isalnum, token.text))
        assert plain[token.pos : token.pos + len(letters)] == letters
        assert token.pos >= last
        last = token.pos
    words = [token.text for token in analyzer(text, mode="query")]
    assert words == [w for w in jieba_cut()(folded) if any(map(str.isalnum, w))]


WORD = st.text("煤焦油碳ab", max_size=6)


@given(one=WORD, other=WORD, most=st.integers(0, 3))
def test_near_terms_are_those_of_whooshs_automaton(one: str, other: str, most: int) -> None:
    automaton = levenshtein_automaton(one, most).to_dfa()
    assert within(one, other, most) == automaton.accept(other)
