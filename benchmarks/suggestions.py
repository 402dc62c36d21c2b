"""How often the right word is the first that was meant, and the right article the first that is alike.

    python benchmarks/suggestions.py [FILE.jsonl[.gz] ...] [--words N] [--articles N] [--seed N]

Words: of the index of FILE (else the months beside this repository), N words that three paragraphs or more have, each
damaged in one character: one that looks or sounds alike, one too few, one too many, two swapped. What is left standing
in ten paragraphs or more is no slip that anybody could see, and is not asked. For words of all kinds glued in pairs,
which are no slips, it tells how often something else is suggested.

Articles: each article of four paragraphs or more (records of one `article`) is cut into two by every other paragraph;
of N of them it tells how often the other half is the first that is alike, against BM25 over the whole text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import searcher
from searcher.index import Index
from searcher.query.scoring import LITTLE, terms_of
from searcher.text.confusion import look_alike

SHARED = Path(__file__).parents[2] / "shared" / "data"
FREQUENT = 2_000


def records(path: Path) -> Iterator[dict[str, Any]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from map(json.loads, filter(None, text.decode("utf-8").split("\n")))


def damages(index: Index, rng: random.Random) -> dict[str, Callable[[str], str]]:
    """Ways to damage one character of a word; what cannot be damaged so stays as it is."""
    counts = index._vocabulary.counts
    readings = index._vocabulary.readings
    singles = sorted((term for term in counts if len(term) == 1 and "一" <= term <= "鿿"), key=lambda t: -counts[t])
    frequent = singles[:FREQUENT]

    def replaced(others: Callable[[str], str]) -> Callable[[str], str]:
        def damage(word: str) -> str:
            place = rng.randrange(len(word))
            choice = others(word[place])
            if not choice:
                return word
            # People take a character that they use often for another.
            weights = [counts.get(char, 0) + 1 for char in choice]
            return word[:place] + rng.choices(choice, weights)[0] + word[place + 1 :]

        return damage

    def too_few(word: str) -> str:
        place = rng.randrange(len(word))
        return word[:place] + word[place + 1 :]

    def too_many(word: str) -> str:
        place = rng.randrange(len(word) + 1)
        return word[:place] + rng.choice(frequent) + word[place:]

    def swapped(word: str) -> str:
        place = rng.randrange(len(word) - 1)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]

    return {
        "looks alike": replaced(look_alike),
        "sounds alike": replaced(readings.alike),
        "one too few": too_few,
        "one too many": too_many,
        "swapped": swapped,
    }


def measure_words(index: Index, wanted: int, rng: random.Random) -> None:
    counts = index._vocabulary.counts
    han = [t for t, n in counts.items() if len(t) > 1 and n >= 3 and all("一" <= char <= "鿿" for char in t)]
    words = rng.sample(han, min(wanted, len(han)))
    print(f"{'damage':14}{'length':>8}{'asked':>8}{'first':>8}{'in three':>10}{'nothing':>9}")
    started, asked_in_all = time.process_time(), 0
    for name, damage in damages(index, rng).items():
        ranks: dict[str, list[int]] = {}
        for word in words:
            damaged = damage(word)
            if damaged == word or index._vocabulary.count(damaged) >= LITTLE:
                continue
            found = [one.query for one in index.suggest(f'"{damaged}"')]
            meant = f'"{word}"'
            rank = found.index(meant) if meant in found else 3 if found else -1
            for group in (str(min(len(word), 4)) + ("+" if len(word) > 3 else ""), "all"):
                ranks.setdefault(group, []).append(rank)
        for group, of_group in sorted(ranks.items()):
            first, three, none = (
                sum(test(rank) for rank in of_group) / len(of_group)
                for test in (lambda r: r == 0, lambda r: 0 <= r < 3, lambda r: r < 0)
            )
            print(f"{name:14}{group:>8}{len(of_group):>8}{first:>8.3f}{three:>10.3f}{none:>9.3f}")
        asked_in_all += len(ranks.get("all", ()))
    print(f"{1000 * (time.process_time() - started) / max(asked_in_all, 1):.1f} ms of processor time each")
    frequent = [word for word in han if counts[word] >= 20]
    pairs = [rng.choice(frequent) + rng.choice(frequent) for _ in range(500)]
    glued = [pair for pair in pairs if not index._vocabulary.count(pair)]
    wrong = sum(bool(index.suggest(pair)) for pair in glued)
    print(f"two words glued that never meet: {len(glued)}, something else suggested for {wrong}")


def measure_articles(paths: Sequence[Path], wanted: int, rng: random.Random) -> None:
    articles: dict[str, list[dict[str, Any]]] = {}
    for path in paths:
        for row in records(path):
            if row.get("article") and row.get("kind", "body") == "body":
                articles.setdefault(row["article"], []).append(row)
    halved = [rows for rows in articles.values() if len(rows) > 3]
    if not halved:
        return
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        with (corpus / "halves.jsonl").open("w", encoding="utf-8") as stream:
            for number, rows in enumerate(halved):
                for half in (0, 1):
                    for place, row in enumerate(rows[half::2]):
                        id, headline = f"{number}-{half}-{place}", f"{number}{half}"
                        stream.write(json.dumps({"id": id, "headline": headline, "text": row["text"]}) + "\n")
        searcher.build_index(corpus, Path(folder, "index"))
        chosen = rng.sample(range(len(halved)), min(wanted, len(halved)))
        with searcher.open_index(Path(folder, "index")) as index:
            ways: dict[str, Callable[[int], list[str]]] = {
                "similar": lambda number: [hit.id for hit in index.similar(f"{number}-0-0").hits],
                "BM25 of the whole text": lambda number: _by_text(index, number),
            }
            print(f"\n{len(halved)} articles in halves, {len(chosen)} asked\n{'':24}{'first':>8}{'MRR':>8}{'ms':>8}")
            for name, way in ways.items():
                started = time.process_time()
                ranks = [_rank(way(number), number) for number in chosen]
                spent = 1000 * (time.process_time() - started) / len(chosen)
                first, mrr = sum(rank == 1 for rank in ranks), sum(1 / rank for rank in ranks if rank)
                print(f"{name:24}{first / len(chosen):>8.3f}{mrr / len(chosen):>8.3f}{spent:>8.1f}")
    print()


def _rank(ids: Sequence[str], number: int) -> int:
    """The place (from 1) of the first paragraph of an article's other half; 0 for none."""
    return next((place for place, id in enumerate(ids, 1) if id.startswith(f"{number}-1-")), 0)


def _by_text(index: Index, number: int) -> list[str]:
    """Ten articles by their best paragraph, by all terms of an article."""
    article = index.article(f"{number}-0-0")
    text = index._analyzer.folder("，".join(paragraph.text for paragraph in article.paragraphs))
    best, _ = index.evaluator.any_of(terms_of(text, index._analyzer), 200)
    ids: dict[str, str] = {}
    for candidate in best:
        paragraph = index.paragraph_of(candidate)
        if paragraph.article.id != article.info.id:
            ids.setdefault(paragraph.article.id, paragraph.id)
    return list(ids.values())[:10]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--words", type=int, default=2_000)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    files = given.files or sorted(SHARED.glob("*.jsonl.gz"))
    if not files:
        parser.error("name a .jsonl file of records")
    rng = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for path in files:
            with (corpus / f"{path.name.partition('.')[0]}.jsonl").open("w", encoding="utf-8") as stream:
                stream.writelines(json.dumps(row) + "\n" for row in records(path))
        searcher.build_index(corpus, Path(folder, "index"))
        with searcher.open_index(Path(folder, "index")) as index:
            print(f"{index.info().paragraphs:,} paragraphs, {len(index._vocabulary.counts):,} terms")
            measure_words(index, given.words, rng)
    measure_articles(files, given.articles, rng)


if __name__ == "__main__":
    main()
