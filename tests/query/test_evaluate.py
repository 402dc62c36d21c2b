"""The evaluator equals an exhaustive reference: every paragraph scored one by one, in plain Python."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from math import log
from pathlib import Path

import pytest
from jieba_cutter import jieba_cutter
from scanning import write_records

import searcher
from searcher.index import Index
from searcher.query import scoring
from searcher.query.scoring import Term, kind_of
from searcher.text.dictionary_file import jieba_dictionary_path, read_dictionary
from searcher.text.fold import fold

CUT = jieba_cutter()
KNOWN = read_dictionary(jieba_dictionary_path())
SOURCE = [
    "煤焦油",
    "碳达峰",
    "开发区",
    "山西",
    "平遥",
    "古城",
    "经济",
    "技术",
    "创新",
    "发展",
    "共产党",
    "5G",
    "煤",
    "水",
    "的",
    "了",
    "在",
    "高质量发展",
    "深加工",
    "PBAT",
]


def terms_of_text(text: str) -> Counter[tuple[str, str]]:
    """Every term that the index should hold of a text, with its frequency."""
    folded = fold(text)
    out: Counter[tuple[str, str]] = Counter()
    for word in CUT(folded):
        inside = [word[i : i + 3] for i in range(len(word) - 2)] if len(word) > 3 else []
        for one in (word, *(part for part in inside if KNOWN.get(part))):
            if any(map(str.isalnum, one)) and kind_of(one) == "word":
                out["word", one] += 1
    out.update(("gram", folded[i : i + 2]) for i in range(len(folded) - 1) if folded[i : i + 2].isalnum())
    return out


class Reference:
    """BM25 as `searcher.query.scoring` states it, over texts by id."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.terms = {id: terms_of_text(text) for id, text in texts.items()}
        self.lengths = {id: sum(map(str.isalnum, fold(text))) for id, text in texts.items()}
        self.mean = sum(self.lengths.values()) / max(len(texts), 1)
        self.held = Counter(key for held in self.terms.values() for key in held)

    def score(self, id: str, terms: list[Term]) -> float:
        total = 0.0
        for term in terms:
            key = (term.kind, term.text)
            frequency = self.terms[id][key]
            if frequency:
                holding = self.held[key]
                idf = log(1 + (len(self.terms) - holding + 0.5) / (holding + 0.5))
                norm = scoring.K1 * (1 - scoring.B + scoring.B * self.lengths[id] / self.mean)
                total += term.weight * idf * frequency * (scoring.K1 + 1) / (frequency + norm)
        return total

    def holding(self, terms: list[Term], every: bool) -> list[str]:
        test = all if every else any
        return [id for id, held in self.terms.items() if test(held[t.kind, t.text] for t in terms)]


def make_texts(rng: random.Random, count: int) -> dict[str, str]:
    """Texts of common and rare words; some alike, so that scores tie."""
    texts = {}
    for i in range(count):
        words = rng.choices(SOURCE, weights=range(len(SOURCE), 0, -1), k=rng.randint(1, 14))
        # Joined without a sign, words and characters meet, also the same ones.
        texts[f"p{i}"] = rng.choice(["，", "，", ""]).join(words) + rng.choice(["。", "。", "呵呵呵呵。"])
    return texts


@pytest.fixture(scope="module", params=["one segment", "many segments, some dead"])
def opened(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Index, Reference]]:
    folder = tmp_path_factory.mktemp("evaluate")
    corpus = folder / "corpus"
    corpus.mkdir()
    rng = random.Random(4)
    texts = make_texts(rng, 2_500)
    if request.param == "one segment":
        write_records(corpus / "all.jsonl", texts)
        searcher.build_index(corpus, folder / "index")
    else:
        parts = [dict(list(texts.items())[i::4]) for i in range(4)]
        for number, part in enumerate(parts):
            write_records(corpus / f"{number}.jsonl", part)
            write_records(corpus / "replaced.jsonl", {f"old{number}": "煤焦油，的确要换掉。"})
            searcher.build_index(corpus, folder / "index")
        (corpus / "replaced.jsonl").unlink()
        searcher.build_index(corpus, folder / "index")
    with searcher.open_index(folder / "index") as index:
        assert (index.info().segments > 1) == (request.param != "one segment")
        yield index, Reference(texts)


def drawn_terms(rng: random.Random) -> list[Term]:
    words = rng.sample([fold(w) for w in SOURCE if len(w) < 4], rng.randint(1, 6))
    return [Term(kind_of(word), word, rng.choice([0.5, 1.0, 1.5])) for word in words]


@pytest.mark.parametrize("way", ["any", "all"])
def test_the_best_and_the_count_are_those_of_scoring_every_paragraph(opened: tuple[Index, Reference], way: str) -> None:
    index, reference = opened
    rng = random.Random(way)
    for _ in range(60):
        terms, wanted = drawn_terms(rng), rng.choice([1, 3, 10, 50])
        ask = index.evaluator.all_of if way == "all" else index.evaluator.any_of
        best, count = ask(terms, wanted)
        holding = reference.holding(terms, way == "all")
        assert count == len(holding)
        scores = {id: reference.score(id, terms) for id in holding}
        expected = sorted(scores.values(), reverse=True)[:wanted]
        assert [c.score for c in best] == pytest.approx(expected, rel=1e-4)
        for candidate in best:
            assert candidate.score == pytest.approx(scores[index.paragraph_of(candidate).id], rel=1e-4)


def test_a_score_is_the_same_among_few_documents_as_among_many(opened: tuple[Index, Reference]) -> None:
    index, reference = opened
    rng = random.Random(3)
    for number, segment in enumerate(index._segments):
        every = segment.living_documents()
        ids = [segment.id_of(document) for document in every.tolist()]
        for _ in range(40):
            # Doubled characters overlap themselves; some terms no document holds.
            terms = [
                *drawn_terms(rng),
                *(Term("gram", gram, 0.5) for gram in rng.sample(["呵呵", "水的", "发展", "焦焦"], 2)),
            ]
            among_all = index.evaluator.score(number, every, terms)
            assert among_all.tolist() == pytest.approx([reference.score(id, terms) for id in ids], rel=1e-4)
            for size in (1, 2, rng.randint(3, 40)):
                places = sorted(rng.sample(range(len(every)), min(size, len(every))))
                assert index.evaluator.score(number, every[places], terms).tolist() == among_all[places].tolist()


def test_a_single_term_is_the_same(opened: tuple[Index, Reference]) -> None:
    index, reference = opened
    for word in [fold(w) for w in SOURCE if len(w) < 4]:
        terms = [Term(kind_of(word), word, 1.0)]
        best, count = index.evaluator.any_of(terms, 10)
        scores = sorted((reference.score(id, terms) for id in reference.holding(terms, False)), reverse=True)
        assert count == len(scores)
        assert [c.score for c in best] == pytest.approx(scores[:10], rel=1e-4)


def test_ties_are_broken_alike_however_the_index_came_about(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(6):
        date = f"2025-01-0{1 + number % 3}"
        write_records(corpus / f"{number}.jsonl", {f"{number}-{i}": "煤焦油的消息。" for i in range(30)}, date=date)
        searcher.build_index(corpus, tmp_path / "grown")
    searcher.build_index(corpus, tmp_path / "anew")
    with searcher.open_index(tmp_path / "grown") as grown, searcher.open_index(tmp_path / "anew") as anew:
        assert grown.info().segments > anew.info().segments
        first, second = ([hit.id for hit in index.search("煤焦油", limit=100).hits] for index in (grown, anew))
        assert first == second
        assert first[:3] == ["2-0", "2-1", "2-2"]
