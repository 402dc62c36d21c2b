"""How well the ranking finds what was asked for: nDCG@10, MRR@10, hit@1, R@100.

    python benchmarks/ranking.py [FOLDER | FILE ...] [--titles] [--every N]

A FOLDER holds `corpus.jsonl.gz` (records of `id`, `text`, `title`), `queries.jsonl.gz` (`id`, `text`) and `qrels.tsv`
(query, document, grade). A FILE holds the paragraphs of articles (`.jsonl.gz`): each headline is asked of the others,
where an article is found by its best paragraph and headlines are not indexed; records without a `kind` begin an article
with its headline (`…-001`). Without either: `../shared/data/cmrc2018` and the month of a newspaper beside it.
`--titles` indexes titles as headlines; `--every N` asks every N-th query.

Compared are this engine's search, the scores of its terms alone (every paragraph scored, nothing read as strict, no
evidence looked at), and BM25 over single units (k1 1.2, b 0.75): words, grams, characters.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log, log2
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

import searcher
from searcher.errors import QueryError
from searcher.query import scoring
from searcher.query.questions import telling_parts
from searcher.store.opening import open_newest_generation
from searcher.text.dictionary import Dictionary
from searcher.text.dictionary_file import CountedWords, jieba_dictionary_path
from searcher.text.fold import fold
from searcher.text.words import MappedSegmenter

SHARED = Path(__file__).parents[2] / "shared" / "data"
DEPTH = 100


@dataclass(frozen=True, slots=True)
class Task:
    """Documents (id → text, title, what it counts as), queries (id → text), and what is relevant to each query."""

    name: str
    texts: dict[str, str]
    titles: dict[str, str]
    counts_as: dict[str, str]
    queries: dict[str, str]
    relevant: dict[str, set[str]]


def lines(path: Path) -> Iterable[str]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from stream


def load_folder(folder: Path) -> Task:
    """A set of documents, queries and judgements."""
    rows = [json.loads(line) for line in lines(folder / "corpus.jsonl.gz")]
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            relevant[query].add(document)
    return Task(
        folder.name,
        {row["id"]: row["text"] for row in rows},
        {row["id"]: row.get("title") or "" for row in rows},
        {row["id"]: row["id"] for row in rows},
        {row["id"]: row["text"] for row in map(json.loads, lines(folder / "queries.jsonl.gz"))},
        relevant,
    )


def load_month(path: Path) -> Task:
    """Headlines asked of the bodies of their articles."""
    texts, counts_as, queries, relevant = {}, {}, {}, {}
    for row in map(json.loads, lines(path)):
        article, _, number = row["id"].rpartition("-")
        article = row.get("article", article)
        kind = row.get("kind", "title" if number == "001" else "body")
        if kind == "body":
            texts[row["id"]] = row["text"]
            counts_as[row["id"]] = article
        elif kind == "title":
            queries[article] = row["text"]
            relevant[article] = {article}
    held = set(counts_as.values())
    queries = {id: text for id, text in queries.items() if id in held}
    return Task(f"headlines of {path.name}", texts, {}, counts_as, queries, relevant)


Search = Callable[[str], list[str]]


def ours(task: Task, titles: bool) -> list[tuple[str, Search]]:
    """This engine, through its library; and its terms alone."""
    folder = Path(tempfile.mkdtemp(prefix="ranking-"))
    (folder / "corpus").mkdir()
    with (folder / "corpus" / "all.jsonl").open("w", encoding="utf-8") as out:
        for id, text in task.texts.items():
            headline = {"headline": task.titles[id]} if titles and task.titles.get(id) else {}
            out.write(json.dumps({"id": id, "text": text, **headline}) + "\n")
    searcher.build_index(folder / "corpus", folder / "index")
    index = searcher.open_index(folder / "index")

    def search(query: str) -> list[str]:
        try:
            return [hit.id for hit in index.search(query, limit=DEPTH * 3).hits]
        except QueryError:
            return []

    def by_terms(query: str) -> list[str]:
        parts = telling_parts(fold(query))
        terms = [term for part in parts for term in scoring.terms_of(part, analyzer)]
        return [index.paragraph_of(candidate).id for candidate in index.evaluator.any_of(terms, DEPTH * 3)[0]]

    analyzer = open_newest_generation(folder / "index").analyzer
    named = " with titles" if titles else ""
    return [("searcher" + named, search), ("its terms alone" + named, by_terms)]


def single(task: Task, name: str, units: Callable[[str], list[str]]) -> tuple[str, Search]:
    """BM25 over one kind of unit."""
    ids = list(task.texts)
    counted = [Counter(units(fold(text))) for text in task.texts.values()]
    lengths = np.array([sum(counts.values()) for counts in counted], np.float64)
    norm = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, counts in enumerate(counted):
        for unit, times in counts.items():
            postings[unit].append((number, times))
    impacts = {}
    for unit, rows in postings.items():
        documents, times = np.array(rows).T
        idf = log(1 + (len(ids) - len(rows) + 0.5) / (len(rows) + 0.5))
        impacts[unit] = documents, idf * times * 2.2 / (times + norm[documents])

    def search(query: str) -> list[str]:
        total = np.zeros(len(ids))
        for unit, times in Counter(units(fold(query))).items():
            if unit in impacts:
                documents, impact = impacts[unit]
                total[documents] += times * impact
        return [ids[i] for i in np.argsort(-total, kind="stable")[: DEPTH * 3] if total[i] > 0]

    return name, search


def measure(task: Task, search: Search, every: int) -> str:
    """The figures of one engine, as cells of a table."""
    gained = np.zeros(4)
    asked = list(task.queries.items())[::every]
    started = time.perf_counter()
    for id, text in asked:
        relevant = task.relevant[id]
        found = list(dict.fromkeys(task.counts_as[hit] for hit in search(text)))[:DEPTH]
        places = [place for place, hit in enumerate(found) if hit in relevant]
        ideal = sum(1 / log2(place + 2) for place in range(min(len(relevant), 10)))
        gained += (
            sum(1 / log2(place + 2) for place in places if place < 10) / ideal,
            1 / (places[0] + 1) if places and places[0] < 10 else 0,
            float(bool(places) and places[0] == 0),
            len(places) / len(relevant),
        )
    cells = " | ".join(f"{value:.4f}" for value in gained / len(asked))
    return f"{cells} | {(time.perf_counter() - started) / len(asked) * 1000:.1f}"


def main() -> None:
    """Run the benchmark."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("sets", nargs="*", type=Path)
    cli.add_argument("--titles", action="store_true")
    cli.add_argument("--every", type=int, default=1)
    args = cli.parse_args()
    tasks = [load_folder(path) if path.is_dir() else load_month(path) for path in args.sets]
    if not args.sets:
        if not (SHARED / "cmrc2018").exists():
            sys.exit("no set of queries: name a folder or a file")
        tasks = [load_folder(SHARED / "cmrc2018"), load_month(SHARED / "rmrb-2026-05.jsonl.gz")]
    cut = MappedSegmenter(Dictionary(Dictionary.build(CountedWords.read(jieba_dictionary_path()))))
    units: Sequence[tuple[str, Callable[[str], list[str]]]] = (
        ("words", lambda text: [word for word in cut(text) if any(map(str.isalnum, word))]),
        ("grams", lambda text: [text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalnum()]),
        ("characters", lambda text: [char for char in text if char.isalnum()]),
    )
    for task in tasks:
        print(f"\n{task.name}: {len(task.texts)} texts, {len(task.queries)} queries\n")
        print("| | nDCG@10 | MRR@10 | hit@1 | R@100 | ms a query |\n|---|---|---|---|---|---|")
        engines = ours(task, False)
        if args.titles and task.titles:
            engines += ours(task, True)
        for name, search in (*engines, *(single(task, name, unit) for name, unit in units)):
            print(f"| {name} | {measure(task, search, args.every)} |", flush=True)


if __name__ == "__main__":
    main()
