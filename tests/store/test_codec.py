"""An index written by our codec answers as the same index written by Whoosh's own, and holds no pickle."""

from __future__ import annotations

import datetime
import itertools
import pickletools
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from whoosh import analysis, columns, fields, formats, index, query, scoring, sorting
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.reading import TermNotFound

from searcher.errors import DamagedIndexError, UsageError
from searcher.store.arrays import ArrayFile
from searcher.store.codec import SearcherCodec

WORDS = [a + b for a in ("煤", "焦", "油", "ab", "碳") for b in ("", "达", "峰", "c", "试点", "x")]
DAY = datetime.datetime(2025, 5, 1)


def schema() -> fields.Schema:
    plain = analysis.SpaceSeparatedTokenizer()
    return fields.Schema(
        id=fields.ID(stored=True, unique=True, sortable=True),
        text=fields.TEXT(analyzer=plain, stored=True, vector=True),
        chars=fields.TEXT(analyzer=plain, chars=True, vector=formats.Characters()),
        boosts=fields.FieldType(formats.PositionBoosts(), plain, scorable=True),
        all=fields.FieldType(formats.CharacterBoosts(), plain, scorable=True),
        tags=fields.KEYWORD(stored=True, commas=True, vector=True),
        number=fields.NUMERIC(stored=True, sortable=True, signed=True),
        day=fields.DATETIME(stored=True, sortable=True),
        yes=fields.BOOLEAN(stored=True),
        any=fields.STORED,
        pickled=fields.COLUMN(columns.PickleColumn(columns.VarBytesColumn())),
        block=fields.COLUMN(columns.CompressedBlockColumn()),
    )


def documents(count: int) -> list[dict[str, Any]]:
    rng = random.Random(11)
    out = []
    for i in range(count):
        text = " ".join(rng.choices(WORDS, weights=range(1, len(WORDS) + 1), k=rng.randint(1, 40)))
        out.append(
            {
                "id": f"p{i}",
                "text": text,
                "chars": text,
                "boosts": text,
                "all": text,
                "tags": ",".join(rng.sample(WORDS, 3)),
                "number": rng.randint(-50, 50),
                "day": DAY + datetime.timedelta(days=rng.randint(0, 30)),
                "yes": bool(i % 2),
                "any": [i, None, {"x": (b"\x00\xff", Decimal("1.5"))}],
                "pickled": {"n": i},
                "block": b"x" * (i % 5),
            }
        )
    return out


def build(folder: Path, codec: Any, count: int = 200) -> index.Index:
    """Several segments, a deletion in an old one and in a new one, an update, a document without most fields."""
    folder.mkdir()
    ix = index.create_in(str(folder), schema())
    rows = documents(count)
    for first in range(0, count, 80):
        with ix.writer(codec=codec) as writer:
            writer.merge = False
            for row in rows[first : first + 80]:
                writer.add_document(**row)
    with ix.writer(codec=codec) as writer:
        writer.merge = False
        writer.add_document(id="bare")
        writer.update_document(**{**rows[7], "text": "煤达 碳试点"})
        writer.delete_by_term("id", "p33")
    return ix


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[index.Index, index.Index]:
    folder = tmp_path_factory.mktemp("pair")
    return build(folder / "ours", SearcherCodec()), build(folder / "stock", None)


def queries() -> list[query.Query]:
    rng = random.Random(5)

    def term(name: str = "text") -> query.Term:
        return query.Term(name, rng.choice(WORDS))

    out: list[query.Query] = []
    for _ in range(6):
        out += [
            term(),
            query.And([term(), query.Or([term(), term()])]),
            query.Or([term(), term(), query.Not(term())]),
            query.AndMaybe(term(), query.Or([term(), term("chars")])),
            query.AndNot(term(), term("tags")),
            query.DisjunctionMax([term(), query.And([term(), term()])]),
            query.Phrase("text", rng.choices(WORDS[-9:], k=2)),
            query.Phrase("all", rng.choices(WORDS[-9:], k=2), slop=3),
            query.spans.SpanFirst(term("chars"), limit=4),
            query.Prefix("text", rng.choice(["煤", "ab", "碳试", "z"])),
            query.Wildcard("text", rng.choice(["?达", "a*c", "*点"])),
            query.FuzzyTerm("text", rng.choice(WORDS)),
            query.NumericRange("number", rng.randint(-50, 0), rng.randint(0, 50)),
            query.DateRange("day", DAY + datetime.timedelta(days=3), DAY + datetime.timedelta(days=rng.randint(4, 20))),
            query.TermRange("text", "b", "煤"),
            query.Term("yes", True),
            query.Every("chars"),
        ]
    return out


def answer(searcher: Any, asked: query.Query, **options: Any) -> list[tuple[str, float]]:
    found = searcher.search(asked, limit=None, **options)
    return sorted((hit["id"], round(hit.score, 4)) for hit in found)


# Whoosh's own codec rounds lengths, so scores are compared where a length plays no part.
WEIGHTINGS = [scoring.TF_IDF(), scoring.Frequency(), scoring.BM25F(B=0.0)]


@pytest.mark.parametrize("weighting", WEIGHTINGS, ids=lambda w: type(w).__name__)
def test_every_query_answers_as_stock(pair: tuple[index.Index, index.Index], weighting: scoring.WeightingModel) -> None:
    found = 0
    with pair[0].searcher(weighting=weighting) as ours, pair[1].searcher(weighting=weighting) as stock:
        for asked in queries():
            expected = answer(stock, asked)
            assert answer(ours, asked) == expected, asked
            found += len(expected)
    assert found > 500


def test_the_best_ten_are_the_ten_best_of_all(pair: tuple[index.Index, index.Index]) -> None:
    with pair[0].searcher() as searcher:
        for asked in queries():
            everything = searcher.search(asked, limit=None)
            best = searcher.search(asked, limit=10)
            assert [round(h.score, 6) for h in best] == [round(h.score, 6) for h in itertools.islice(everything, 10)]
            assert len(best) == len(everything)


def test_reading_as_stock(pair: tuple[index.Index, index.Index]) -> None:
    with pair[0].reader() as ours, pair[1].reader() as stock:
        assert list(ours.all_terms()) == list(stock.all_terms()) != []
        assert sorted(ours.indexed_field_names()) == sorted(stock.indexed_field_names())
        assert (ours.doc_count(), ours.doc_count_all()) == (stock.doc_count(), stock.doc_count_all())
        assert list(ours.iter_docs()) == list(stock.iter_docs())
        for field, term in stock.all_terms():
            mine, theirs = ours.term_info(field, term), stock.term_info(field, term)
            for name in ("doc_frequency", "weight", "max_weight", "min_id", "max_id"):
                assert getattr(mine, name)() == getattr(theirs, name)(), (field, term, name)
        assert list(ours.terms_from("text", "b")) == list(stock.terms_from("text", "b"))
        assert list(ours.expand_prefix("text", "煤")) == list(stock.expand_prefix("text", "煤"))
        with pytest.raises(TermNotFound):
            ours.term_info("text", "nowhere")


def test_payloads_as_stock(pair: tuple[index.Index, index.Index]) -> None:
    names = ("frequency", "weight", "positions", "characters", "position_boosts", "character_boosts")
    with pair[0].reader() as ours, pair[1].reader() as stock:
        for field in ("text", "chars", "boosts", "all", "tags"):
            format = schema()[field].format
            for term in itertools.islice(stock.field_terms(field), 0, None, 3):
                mine, theirs = ours.postings(field, term), stock.postings(field, term)
                while theirs.is_active():
                    assert (mine.id(), mine.weight()) == (theirs.id(), theirs.weight())
                    for name in filter(format.supports, names):
                        expected = theirs.value_as(name)
                        assert mine.value_as(name) == expected
                        assert format.decode_as(name, mine.value()) == expected
                    mine.next()
                    theirs.next()
                assert not mine.is_active()


def test_vectors_as_stock(pair: tuple[index.Index, index.Index]) -> None:
    with pair[0].reader() as ours, pair[1].reader() as stock:
        compared = 0
        for document in range(stock.doc_count_all()):
            for field, kind in (("text", "positions"), ("chars", "characters"), ("tags", "frequency")):
                assert ours.has_vector(document, field) == stock.has_vector(document, field)
                if stock.has_vector(document, field):
                    expected = list(stock.vector_as(kind, document, field))
                    assert list(ours.vector_as(kind, document, field)) == expected
                    compared += len(expected)
        assert compared > 1_000


def test_columns_and_sorting_as_stock(pair: tuple[index.Index, index.Index]) -> None:
    with pair[0].searcher() as ours, pair[1].searcher() as stock:
        for facet in (
            sorting.FieldFacet("number"),
            sorting.FieldFacet("day", reverse=True),
            [sorting.FieldFacet("number", reverse=True), sorting.FieldFacet("id")],
            sorting.FieldFacet("id", reverse=True),
        ):
            order = [
                [hit["id"] for hit in s.search(query.Every("text"), limit=None, sortedby=facet)] for s in (ours, stock)
            ]
            assert order[0] == order[1] != []
        groups = [s.search(query.Every("text"), limit=None, groupedby="number").groups() for s in (ours, stock)]
        assert groups[0] == groups[1]
        by_tag = sorting.FieldFacet("tags", allow_overlap=True)
        groups = [s.search(query.Every("text"), limit=None, groupedby={"t": by_tag}).groups("t") for s in (ours, stock)]
        assert groups[0] == groups[1]
        for field in ("number", "id", "pickled", "block"):
            for (mine, _), (theirs, _) in zip(ours.reader().leaf_readers(), stock.reader().leaf_readers(), strict=True):
                if theirs.has_column(field):
                    one, other = mine.column_reader(field), theirs.column_reader(field)
                    assert [one[i] for i in range(len(one))] == [other[i] for i in range(len(other))]


def test_lengths_are_exact(pair: tuple[index.Index, index.Index]) -> None:
    with pair[0].reader() as reader:
        lengths = []
        for document, stored in reader.iter_docs():
            length = len(stored.get("text", "").split())
            assert reader.doc_field_length(document, "text") == length
            lengths.append(length)
        assert reader.max_field_length("text") == max(lengths)
        assert reader.min_field_length("text") == 0


def test_bm25_is_that_of_the_formula(pair: tuple[index.Index, index.Index]) -> None:
    with pair[0].searcher() as searcher:
        reader = searcher.reader()
        word = "碳x"
        idf = searcher.idf("text", word)
        average = reader.field_length("text") / reader.doc_count_all()
        for hit in searcher.search(query.Term("text", word), limit=None):
            words = hit["text"].split()
            tf = words.count(word)
            expected = idf * (tf * 2.2) / (tf + 1.2 * (0.25 + 0.75 * len(words) / average))
            assert hit.score == pytest.approx(expected)


def test_spelling_and_documents(pair: tuple[index.Index, index.Index]) -> None:
    with pair[0].searcher() as ours, pair[1].searcher() as stock:
        for word in ("煤达x", "碳试", "abcc"):
            assert ours.suggest("text", word, maxdist=2) == stock.suggest("text", word, maxdist=2)
        assert ours.document(id="p7") == stock.document(id="p7")
        assert ours.document(id="p33") is None
        assert ours.document_number(id="bare") == stock.document_number(id="bare")


def by_id(searcher: Any) -> dict[str, dict[str, Any]]:
    return {stored["id"]: stored for _, stored in searcher.reader().iter_docs()}


def test_merging_keeps_everything(tmp_path: Path) -> None:
    ix = build(tmp_path / "merged", SearcherCodec())
    with ix.searcher() as searcher:
        before = [answer(searcher, asked, optimize=False) for asked in queries()]
        stored = by_id(searcher)
    with ix.writer(codec=SearcherCodec()) as writer:
        writer.optimize = True
    with ix.searcher() as searcher:
        assert searcher.reader().is_atomic()
        assert not searcher.reader().has_deletions()
        assert by_id(searcher) == stored
        ids = [[id for id, _ in rows] for rows in before]
        assert [[id for id, _ in answer(searcher, asked)] for asked in queries()] == ids


def test_deleting_and_taking_it_back(tmp_path: Path) -> None:
    ix = build(tmp_path / "deleting", SearcherCodec())
    writer = ix.writer(codec=SearcherCodec())
    number = ix.searcher().document_number(id="p3")
    writer.delete_document(number)
    writer.delete_document(number, delete=False)
    writer.delete_by_term("id", "p4")
    writer.commit(merge=False)
    with ix.searcher() as searcher:
        assert searcher.document(id="p3") is not None
        assert searcher.document(id="p4") is None


def test_a_document_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    ix = index.create_in(str(tmp_path), fields.Schema(id=fields.ID(stored=True, sortable=True), n=fields.NUMERIC))
    writer = ix.writer(codec=SearcherCodec())
    writer.add_document(id="one", n=1)
    with pytest.raises(ValueError, match="invalid literal"):
        writer.add_document(id="two", n="no number")
    writer.add_document(id="three", n=3)
    writer.commit()
    with ix.reader() as reader:
        assert list(reader.column_reader("id")) == ["one", "three"]


def test_a_value_that_only_pickle_could_keep_is_refused(tmp_path: Path) -> None:
    ix = index.create_in(str(tmp_path), fields.Schema(any=fields.STORED))
    writer = ix.writer(codec=SearcherCodec())
    writer.add_document(any={"fine": [1, 2.5, None, "字"]})
    with pytest.raises(UsageError, match="object cannot be stored"):
        writer.add_document(any=object())
    writer.cancel()


@pytest.mark.parametrize("storage", [RamStorage, FileStorage])
def test_storages(tmp_path: Path, storage: Any) -> None:
    where = storage() if storage is RamStorage else storage(str(tmp_path))
    ix = where.create_index(schema())
    with ix.writer(codec=SearcherCodec()) as writer:
        for row in documents(10):
            writer.add_document(**row)
    with ix.searcher() as searcher:
        assert searcher.doc_count() == 10
        assert searcher.document(id="p3")["any"] == [3, None, {"x": (b"\x00\xff", Decimal("1.5"))}]


def test_a_column_added_later(tmp_path: Path) -> None:
    ix = index.create_in(str(tmp_path), fields.Schema(id=fields.ID(stored=True), n=fields.NUMERIC(stored=True)))
    with ix.writer(codec=SearcherCodec()) as writer:
        for i in (3, 1, 2):
            writer.add_document(id=str(i), n=i)
    with ix.writer(codec=SearcherCodec()) as writer:
        sorting.add_sortable(writer, "n", sorting.StoredFieldFacet("n"))
    with ix.searcher() as searcher:
        assert searcher.reader().has_column("n")
        assert [hit["id"] for hit in searcher.search(query.Every(), sortedby="n")] == ["1", "2", "3"]


def array_files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.suffix in (".documents", ".terms")]


def is_pickle(data: bytes) -> bool:
    try:
        return any(op.name == "STOP" for op, _, _ in pickletools.genops(data))
    except Exception:
        return False


def test_no_pickle_in_the_files(tmp_path: Path) -> None:
    build(tmp_path / "ix", SearcherCodec())
    files = array_files(tmp_path / "ix")
    assert len(files) == 8
    for path in files:
        file = ArrayFile(path)
        for name in file:
            data = file[name].tobytes()
            # A pickle of protocol 2 or later begins with \x80 and its protocol, wherever it stands.
            for start in (i for i in range(len(data) - 1) if data[i] == 0x80 and 2 <= data[i + 1] <= 5):
                assert not is_pickle(data[start:]), (path.name, name, start)
        file.close()


def read_everything(ix: index.Index, path: Path) -> None:
    with ix.reader() as reader:
        list(reader.iter_docs())
        list(reader.iter_postings())
        for name in reader.schema.names():
            if reader.has_column(name):
                list(reader.column_reader(name, translate=False))
            for document in range(reader.doc_count_all()):
                if reader.has_vector(document, name):
                    list(reader.vector(document, name).all_items())
    # What no reader asks for: padding between the arrays.
    ArrayFile(path).verify_all()


def test_a_flipped_bit_is_seen(tmp_path: Path) -> None:
    ix = build(tmp_path / "ix", SearcherCodec(), count=60)
    rng = random.Random(3)
    for path in array_files(tmp_path / "ix"):
        whole = path.read_bytes()
        read_everything(ix, path)
        for _ in range(12):
            place = rng.randrange(len(whole))
            damaged = bytearray(whole)
            damaged[place] ^= 1 << rng.randrange(8)
            path.write_bytes(damaged)
            with pytest.raises(DamagedIndexError, match=path.name):
                read_everything(ix, path)
        path.write_bytes(whole)
