"""Build and query times of this engine and of its peers, on the same paragraphs with the same tokens, in one run.

    python benchmarks/engine.py [PARAGRAPHS.jsonl[.gz] ...] [--multiply 10] [--peers tantivy,fts5,whoosh] [--runs 5]
        [--builds 5]

Paragraphs are records with `text` (and `kind: title` for headlines). Without files: those of `../shared/data` where it
is, else the project's own samples. Prints a table of times, of ratios to tantivy, sizes and memory.

Peers are given words and grams ready made; ours is timed from the plain paragraphs on. The speed of a peer's build is
printed with what making them took, too. Every query asks for the best ten and the exact count; each is asked in every
run, and the p50 of the first run, when nothing of it can be known yet, is printed apart. In every run all engines take
their turn one after the other, in building and in each class of queries, since a shared machine changes its speed from
minute to minute; figures are medians of the runs.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import itertools
import json
import platform
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from searcher.reading.model import Article, Page, Paragraph
from searcher.store.analyzer_writer import current_identity
from searcher.store.builder import SegmentBuilder
from searcher.store.generation import Manifest, commit
from searcher.store.rows import ArticleRow, FileEntry
from searcher.text.dictionary_file import jieba_dictionary_path, read_dictionary
from searcher.text.fold import fold

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared" / "data"
QUERIES = 200
BEST = 10


@dataclass(frozen=True, slots=True)
class Record:
    """A paragraph to index; those of one article follow one another."""

    id: str
    article: str
    date: str | None
    text: str
    title: bool


def load(paths: Sequence[Path], multiply: int) -> list[Record]:
    """Read the paragraphs; `multiply` repeats them with shifted years and shuffled sentences."""
    records = []
    for path in paths:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                id, title = row["id"], row.get("kind") == "title"
                records.append(Record(id, id.rpartition("-")[0], row.get("date"), row["text"], title))
    rng = random.Random(5)
    out = list(records)
    for turn in range(1, multiply):
        for record in records:
            sentences = [s + "。" for s in record.text.split("。") if s]
            rng.shuffle(sentences)
            date = f"{int(record.date[:4]) - turn}{record.date[4:]}" if record.date else None
            of = f"{turn}-{record.article}"
            out.append(Record(f"{turn}-{record.id}", of, date, "".join(sentences), record.title))
    return out


def samples() -> list[Path]:
    """The default paragraphs."""
    shared = [SHARED / "rmrb-2026-05.jsonl.gz", SHARED / "xwlb.jsonl.gz"]
    if all(path.exists() for path in shared):
        return shared
    from searcher.reading import read_pages

    path = Path(tempfile.mkdtemp()) / "samples.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for page in (p for file in sorted((REPOSITORY / "corpus").glob("*.txt")) for p in read_pages(file)):
            for i, article in enumerate(page.articles):
                texts = [("title", article.headline or ""), *(("body", p.text) for p in article.paragraphs)]
                for j, (kind, text) in enumerate(texts):
                    row = {"id": f"{page.path}-{i}-{j}", "date": page.date, "kind": kind, "text": text}
                    out.write(json.dumps(row) + "\n")
    return [path]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Folded text of each paragraph, and its words and its grams, joined by blanks: as lists they would fill memory."""

    folded: list[str]
    words: list[str]
    grams: list[str]


def tokens(records: Sequence[Record]) -> Tokens:
    """What the peers are given."""
    import rjieba

    jieba = rjieba.Jieba()
    folded = [fold(record.text) for record in records]
    known = read_dictionary(jieba_dictionary_path())
    inside: dict[str, list[str]] = {}

    def words(text: str) -> str:
        found = [w for w in jieba.cut(text, False) if any(map(str.isalnum, w))]
        for word in [w for w in found if len(w) > 3]:
            if word not in inside:
                inside[word] = [p for p in (word[i : i + 3] for i in range(len(word) - 2)) if known.get(p)]
            found += inside[word]
        return " ".join(found)

    def grams(text: str) -> str:
        return " ".join(text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalnum())

    return Tokens(folded, list(map(words, folded)), list(map(grams, folded)))


def draw(records: Sequence[Record], given: Tokens) -> dict[str, list[list[str]]]:
    """The query classes: QUERIES queries each, by a fixed seed; a query is a list of words, or one phrase."""
    rng = random.Random(11)
    held: Counter[str] = Counter()
    for words in given.words:
        held.update({w for w in words.split() if len(w) > 1})
    total = len(records)
    rare = sorted(w for w, n in held.items() if n <= max(20, total // 20_000))
    common = sorted(w for w, n in held.items() if n >= total // 100)
    middle = {w for w, n in held.items() if max(3, total // 5_000) <= n <= total // 20}
    pairs: list[list[str]] = []
    while len(pairs) < QUERIES:
        here = sorted({w for w in rng.choice(given.words).split() if w in middle})
        if len(here) > 1:
            pairs.append(rng.sample(here, 2))
    titles = [words.split() for record, words in zip(records, given.words, strict=True) if record.title]
    titles = [words for words in titles if len(words) > 3]
    phrases: list[list[str]] = []
    while len(phrases) < QUERIES:
        text, length = rng.choice(given.folded), rng.randint(4, 8)
        if len(text) > length:
            start = rng.randrange(len(text) - length)
            phrase = text[start : start + length]
            if all("一" <= char <= "鿿" for char in phrase):
                phrases.append([phrase])
    return {
        "rare": [[w] for w in rng.choices(rare, k=QUERIES)],
        "common": [[w] for w in rng.choices(common, k=QUERIES)],
        "and": pairs,
        "sentence": [list(dict.fromkeys(words)) for words in rng.choices(titles, k=QUERIES)],
        "phrase": phrases,
    }


Ask = Callable[[list[str]], int]


@dataclass(frozen=True, slots=True)
class Times:
    """Of one class of queries: medians over the runs of the p50 and the p95, and the p50 of the first run; seconds."""

    middle: float
    high: float
    first: float


LEVELS = ("engine", "whole")


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine: `build` makes an index in an empty folder and gives the seconds that it took, `ask` opens it at one
    of LEVELS and gives what asks each class of queries. `share`: of the paragraphs that it is given; `runs`: at most.
    """

    name: str
    build: Callable[[Path], float]
    ask: Callable[[Path, str], dict[str, Ask]]
    share: float = 1.0
    runs: int = 1_000


@dataclass(slots=True)
class Measured:
    """What was measured of one engine; times in seconds, by level and class of queries."""

    name: str
    build: float
    size: int
    times: dict[str, dict[str, Times]]
    counts: dict[str, list[int]]


def time_pass(ask: Ask, queries: list[list[str]]) -> tuple[float, float, list[int]]:
    """The p50 and the p95 of asking each query once, and the counts."""
    taken, counts = [], []
    for query in queries:
        started = time.perf_counter()
        count = ask(query)
        taken.append(time.perf_counter() - started)
        counts.append(count)
    taken.sort()
    return taken[len(taken) // 2], taken[len(taken) * 95 // 100], counts


def build_all(engines: Sequence[Engine], home: Path, runs: int) -> dict[str, float]:
    """Build with every engine in turn, again and again; gives the median times. The last indexes stay under `home`."""
    taken: dict[str, list[float]] = {engine.name: [] for engine in engines}
    for run in range(runs):
        for engine in engines:
            if run < engine.runs:
                folder = home / engine.name
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                taken[engine.name].append(engine.build(folder))
                print(f"{engine.name}: built in {taken[engine.name][-1]:.1f} s", file=sys.stderr)
    return {name: statistics.median(times) for name, times in taken.items()}


def measure(
    engines: Sequence[Engine], home: Path, queries: dict[str, list[list[str]]], runs: int, builds: int
) -> list[Measured]:
    """Build and ask with every engine in turn."""
    built = build_all(engines, home, builds)
    results = [
        Measured(e.name, built[e.name], int(folder_size(home / e.name) / e.share), {level: {} for level in LEVELS}, {})
        for e in engines
    ]
    for level in LEVELS:
        asks = [engine.ask(home / engine.name, level) for engine in engines]
        for kind, asked in queries.items():
            passes: list[list[tuple[float, float, list[int]]]] = [[] for _ in engines]
            for run in range(runs):
                for engine, ask, done in zip(engines, asks, passes, strict=True):
                    if run < engine.runs:
                        done.append(time_pass(ask[kind], asked))
            for result, done in zip(results, passes, strict=True):
                middles, highs = [one[0] for one in done], [one[1] for one in done]
                result.times[level][kind] = Times(statistics.median(middles), statistics.median(highs), middles[0])
                if level == "engine":
                    result.counts[kind] = done[-1][2]
    return results


def folder_size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def ours(records: Sequence[Record], given: Tokens, queries: dict[str, list[list[str]]]) -> Engine:
    """This engine."""
    from searcher.index import Index
    from searcher.query.scoring import Term

    rows = [
        ArticleRow(Page("all.jsonl", date=date), Article(tuple(Paragraph(r.text, id=r.id) for r in group)))
        for (_, date), group in itertools.groupby(records, lambda r: (r.article, r.date))
    ]
    counts = {
        "files": 1,
        "issues": 0,
        "pages": 1,
        "articles": len(rows),
        "paragraphs": len(records),
        "characters": 0,
        "skipped": [],
    }

    def build(folder: Path) -> float:
        started = time.perf_counter()
        builder = SegmentBuilder(folder)
        for i in range(0, len(rows), 1_000):
            part = rows[i : i + 1_000]
            texts = [p.text for row in part for p in row.article.paragraphs]
            builder.add(FileEntry("all.jsonl", 0, 0, "", len(part), len(texts), sum(map(len, texts)), 1), part)
        segment = builder.finish()
        assert segment is not None
        assert builder.analyzer_ref is not None
        commit(folder, Manifest(1, "", current_identity(), builder.analyzer_ref, (segment,), counts))
        return time.perf_counter() - started

    def term(word: str) -> Term:
        return Term("gram" if len(word) == 2 and word.isalnum() else "word", word, 1.0)

    def ask(folder: Path, level: str) -> dict[str, Ask]:
        index = Index(folder)
        evaluator = index.evaluator
        if level == "engine":
            return {
                "rare": lambda q: evaluator.any_of([term(q[0])], BEST)[1],
                "common": lambda q: evaluator.any_of([term(q[0])], BEST)[1],
                "and": lambda q: evaluator.all_of([term(w) for w in q], BEST)[1],
                "sentence": lambda q: evaluator.any_of([term(w) for w in q], BEST)[1],
                "phrase": lambda q: evaluator.exact(q[0], BEST)[1],
            }
        return {
            "rare": lambda q: index.search(q[0], limit=BEST).total,
            "common": lambda q: index.search(q[0], limit=BEST).total,
            "and": lambda q: index.search(" AND ".join(q), limit=BEST).total,
            "sentence": lambda q: index.search(" OR ".join(q), limit=BEST).total,
            "phrase": lambda q: index.search(f'"{q[0]}"', limit=BEST).total,
        }

    return Engine("searcher", build, ask)


def tantivy_peer(records: Sequence[Record], given: Tokens, queries: dict[str, list[list[str]]]) -> Engine:
    """tantivy, by its Python binding: a stored field of words, a field of grams with positions."""
    import tantivy

    fields = tantivy.SchemaBuilder()
    fields.add_text_field("words", stored=True, tokenizer_name="whitespace", index_option="freq")
    fields.add_text_field("grams", stored=False, tokenizer_name="whitespace", index_option="position")
    schema = fields.build()

    def build(folder: Path) -> float:
        started = time.perf_counter()
        writer = tantivy.Index(schema, path=str(folder)).writer(300_000_000, 2)
        for words, grams in zip(given.words, given.grams, strict=True):
            document = tantivy.Document()
            document.add_text("words", words)
            document.add_text("grams", grams)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        return time.perf_counter() - started

    def term(word: str) -> tantivy.Query:
        # As in this engine a word of two characters is its gram.
        field = "grams" if len(word) == 2 and word.isalnum() else "words"
        return tantivy.Query.term_query(schema, field, word, "freq")

    def all_of(words: list[str]) -> tantivy.Query:
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, term(w)) for w in words])

    def any_of(words: list[str]) -> tantivy.Query:
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, term(w)) for w in words])

    def phrase(text: str) -> tantivy.Query:
        return tantivy.Query.phrase_query(schema, "grams", [text[i : i + 2] for i in range(len(text) - 1)])

    def by_objects(searcher: tantivy.Searcher) -> dict[str, Ask]:
        # Query objects are made before the clock starts, as ours are of terms.
        made = {
            "rare": {q[0]: term(q[0]) for q in queries["rare"]},
            "common": {q[0]: term(q[0]) for q in queries["common"]},
            "and": {" ".join(q): all_of(q) for q in queries["and"]},
            "sentence": {" ".join(q): any_of(q) for q in queries["sentence"]},
            "phrase": {q[0]: phrase(q[0]) for q in queries["phrase"]},
        }

        def ask(query: tantivy.Query) -> int:
            count: int = searcher.search(query, BEST, count=True).count
            return count

        return {kind: (lambda q, m=made[kind]: ask(m[" ".join(q)])) for kind in made}

    def ask(folder: Path, level: str) -> dict[str, Ask]:
        index = tantivy.Index.open(str(folder))
        searcher = index.searcher()
        if level == "engine":
            return by_objects(searcher)

        def whole(text: str, field: str) -> int:
            query = index.parse_query(text, [field])
            found = searcher.search(query, BEST, count=True)
            snippets = tantivy.SnippetGenerator.create(searcher, query, schema, "words")
            for _, address in found.hits:
                document = searcher.doc(address)
                snippets.snippet_from_doc(document).to_html()
            count: int = found.count
            return count

        grams = lambda text: " ".join(text[i : i + 2] for i in range(len(text) - 1))  # noqa: E731
        return {
            "rare": lambda q: whole(q[0], "words"),
            "common": lambda q: whole(q[0], "words"),
            "and": lambda q: whole(" AND ".join(q), "words"),
            "sentence": lambda q: whole(" OR ".join(q), "words"),
            "phrase": lambda q: whole(f'"{grams(q[0])}"', "grams"),
        }

    return Engine("tantivy", build, ask)


def fts5_peer(records: Sequence[Record], given: Tokens, queries: dict[str, list[list[str]]]) -> Engine:
    """SQLite FTS5: the same fields."""
    import sqlite3

    def build(folder: Path) -> float:
        rows = zip(given.words, given.grams, (record.text for record in records), strict=True)
        started = time.perf_counter()
        base = sqlite3.connect(folder / "fts5.db")
        base.execute("CREATE VIRTUAL TABLE p USING fts5(words, grams, text UNINDEXED)")
        with base:
            base.executemany("INSERT INTO p VALUES (?, ?, ?)", rows)
        base.close()
        return time.perf_counter() - started

    def term(word: str) -> str:
        field = "grams" if len(word) == 2 and word.isalnum() else "words"
        return f"{field} : " + '"' + word.replace('"', '""') + '"'

    def quoted(words: list[str], joint: str) -> str:
        return joint.join(map(term, words))

    def phrase(text: str) -> str:
        return 'grams : "' + " ".join(text[i : i + 2] for i in range(len(text) - 1)) + '"'

    def ask(folder: Path, level: str) -> dict[str, Ask]:
        base = sqlite3.connect(folder / "fts5.db")
        columns = "rowid" if level == "engine" else "rowid, text, snippet(p, 0, '<b>', '</b>', '…', 32)"

        def found(query: str) -> int:
            base.execute(f"SELECT {columns} FROM p WHERE p MATCH ? ORDER BY rank LIMIT {BEST}", (query,)).fetchall()
            count: int = base.execute("SELECT count(*) FROM p WHERE p MATCH ?", (query,)).fetchone()[0]
            return count

        return {
            "rare": lambda q: found(quoted(q, " ")),
            "common": lambda q: found(quoted(q, " ")),
            "and": lambda q: found(quoted(q, " AND ")),
            "sentence": lambda q: found(quoted(q, " OR ")),
            "phrase": lambda q: found(phrase(q[0])),
        }

    return Engine("fts5", build, ask, runs=2)


def whoosh_peer(records: Sequence[Record], given: Tokens, queries: dict[str, list[list[str]]]) -> Engine:
    """Stock Whoosh with jieba's ChineseAnalyzer, on 20,000 paragraphs at most; building is scaled to all of them."""
    from jieba.analyse import ChineseAnalyzer
    from whoosh import fields, index, qparser

    share = min(1.0, 20_000 / len(records))
    schema = fields.Schema(text=fields.TEXT(stored=True, analyzer=ChineseAnalyzer()))

    def build(folder: Path) -> float:
        started = time.perf_counter()
        writer = index.create_in(folder, schema).writer(limitmb=256)
        for record in records[: int(len(records) * share)]:
            writer.add_document(text=record.text)
        writer.commit()
        return (time.perf_counter() - started) / share

    def ask(folder: Path, level: str) -> dict[str, Ask]:
        searcher = index.open_dir(folder).searcher()

        def found(text: str) -> int:
            query = qparser.QueryParser("text", schema).parse(text)
            hits = searcher.search(query, limit=BEST)
            if level == "whole":
                for hit in hits:
                    hit.highlights("text")
            return len(hits)

        return {
            "rare": lambda q: found(q[0]),
            "common": lambda q: found(q[0]),
            "and": lambda q: found(" AND ".join(q)),
            "sentence": lambda q: found(" OR ".join(q)),
            "phrase": lambda q: found(f'"{q[0]}"'),
        }

    # A smaller index answers sooner: its times stand as they are, to our disadvantage.
    return Engine("whoosh", build, ask, share, runs=1)


PEERS = {"tantivy": tantivy_peer, "fts5": fts5_peer, "whoosh": whoosh_peer}


def report(results: list[Measured], raw: int, total: int, cutting: float) -> None:
    """Print what was measured as Markdown tables; `cutting`: what it took to make what the peers are given."""
    print(
        f"\n{total} paragraphs, {raw / 1e6:.1f} MB of UTF-8; Python {platform.python_version()}, {platform.machine()}\n"
    )
    print("| | build MB/s | folding and cutting counted | size ÷ raw |")
    print("|---|---|---|---|")
    for m in results:
        both = m.build + (cutting if m.name in ("tantivy", "fts5") else 0)
        print(f"| {m.name} | {raw / 1e6 / m.build:.2f} | {raw / 1e6 / both:.2f} | {m.size / raw:.2f} |")
    base = next((m for m in results if m.name == "tantivy"), results[0])
    for level in ("engine", "whole"):
        print(f"\n{level}: p50 / p95 in ms, the p50 as a ratio to {base.name}'s, and that of the first run\n")
        kinds = list(results[0].times[level])
        print("| | " + " | ".join(kinds) + " |")
        print("|---" * (len(kinds) + 1) + "|")
        for m in results:
            cells = []
            for kind in kinds:
                mine, theirs = m.times[level][kind], base.times[level][kind]
                ratios = f"×{mine.middle / theirs.middle:.2f}, ×{mine.first / theirs.first:.1f}"
                cells.append(f"{mine.middle * 1e3:.3f} / {mine.high * 1e3:.3f} ({ratios})")
            print(f"| {m.name} | " + " | ".join(cells) + " |")
    for m in results[1:]:
        if m.name in ("tantivy", "fts5"):
            same = {k: sum(a == b for a, b in zip(results[0].counts[k], m.counts[k], strict=True)) for k in m.counts}
            print(f"\ncounts equal to {m.name}'s: " + ", ".join(f"{k} {n}/{len(m.counts[k])}" for k, n in same.items()))


def main() -> None:
    """Run the benchmark."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("paragraphs", nargs="*", type=Path)
    cli.add_argument("--multiply", type=int, default=1)
    cli.add_argument("--peers", default="tantivy,fts5,whoosh")
    cli.add_argument("--runs", type=int, default=5, help="how often each class of queries is asked")
    cli.add_argument("--builds", type=int, help="how often an index is built, by default as often")
    args = cli.parse_args()
    records = load(args.paragraphs or samples(), args.multiply)
    raw = sum(len(record.text.encode("utf-8", "surrogatepass")) for record in records)
    started = time.perf_counter()
    given = tokens(records)
    cutting = time.perf_counter() - started
    queries = draw(records, given)
    # What the peers are given is millions of objects, which the collector would else walk through in everyone's time.
    gc.collect()
    gc.freeze()
    engines = [ours(records, given, queries)]
    engines += [PEERS[name](records, given, queries) for name in filter(None, args.peers.split(","))]
    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as home:
        results = measure(engines, Path(home), queries, args.runs, args.builds or args.runs)
    report(results, raw, len(records), cutting)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"\npeak memory of this process, all engines together: {peak / 1024:.0f} MB")


if __name__ == "__main__":
    main()
