"""Whether what a query finds is what a scan finds: exact strings, and trees of every other form.

    python benchmarks/exactness.py [MONTH.jsonl.gz] [--strings N] [--trees N] [--days N]

MONTH holds records of a newspaper's paragraphs (date, page, page_name, article, kind, text); without it:
`../shared/data/rmrb-2026-05.jsonl.gz`. Where `../shared/pages/make_pages.py` is, its first days (`--days`) are laid out
as pages of hard-broken lines, too, and read as such; strings are drawn from around the lines' ends.

Each string of 1 to 12 characters is asked in quotes; the paragraphs that are found must be those whose folded text
holds the folded string. Each tree (AND, OR, NOT, NEAR, wildcards, fields, dates) is evaluated by looking at every
paragraph. The exit status is 1 where anything differs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from brute_force import BruteForce, RandomTrees, Record, records_of
from scanning import quoted

import searcher
from searcher.index import Index
from searcher.query.unparse import format_query
from searcher.text.fold import fold

SHARED = Path(__file__).parents[2] / "shared"
MONTH = SHARED / "data" / "rmrb-2026-05.jsonl.gz"
LAY_OUT = SHARED / "pages" / "make_pages.py"
LONGEST = 12


class Scan:
    """Finds the paragraphs that hold a string in one text of all of them."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._ids = [record.id for record in records]
        self._starts = [0, *accumulate(len(record.text) + 1 for record in records)]
        # Folding leaves no line feed in a text, so that no string is found across two.
        self._all = "\n".join(record.text for record in records)

    def found(self, folded: str) -> set[str]:
        """Ids of the paragraphs whose folded text holds a folded string."""
        out: set[str] = set()
        at = self._all.find(folded)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            out.add(self._ids[number])
            at = self._all.find(folded, self._starts[number + 1])
        return out


@dataclass(slots=True)
class Tally:
    """How many were tried, by kind, and what differed."""

    tried: Counter[str]
    found: int = 0
    differing: int = 0

    def row(self, kind: str) -> str:
        return f"| {kind} | {self.tried[kind]:,} |"


def kinds_of(part: str) -> Iterator[str]:
    """What a string has inside."""
    if any("\u4e00" <= char <= "\u9fff" for char in part):
        yield "Han"
    if any(char.isdecimal() for char in part):
        yield "digits"
    if any(char.isascii() and char.isalpha() for char in part):
        yield "Latin"
    if any(not char.isalnum() and not char.isspace() for char in part):
        yield "punctuation"
    if "\n" in part:
        yield "line break"
    yield f"{len(part)} characters" if len(part) < 3 else "3 to 12 characters"


def draw(texts: Sequence[str], count: int, rng: random.Random) -> Iterator[str]:
    """Substrings of texts, each text as likely as it is long; those of white space alone are drawn again."""
    starts = [0, *accumulate(map(len, texts))]
    whole = "".join(texts)
    while count:
        at = rng.randrange(len(whole))
        end = starts[bisect_right(starts, at)]
        part = whole[at : min(at + rng.randint(1, LONGEST), end)]
        if fold(part):
            count -= 1
            yield part


def try_strings(index: Index, records: Sequence[Record], parts: Iterator[str]) -> Tally:
    """Ask strings in quotes; print what differs."""
    scan, tally = Scan(records), Tally(Counter())
    for part in parts:
        tally.tried.update(["all", *kinds_of(part)])
        expected, found = scan.found(fold(part)), set(index.matching(quoted(part)))
        tally.found += bool(expected)
        if found != expected:
            tally.differing += 1
            print(f"{part!r}: {len(found - expected)} too many, {len(expected - found)} too few")
    return tally


def try_trees(index: Index, records: Sequence[Record], count: int) -> Tally:
    """Ask random trees; print what differs."""
    oracle, trees, tally = BruteForce(records), RandomTrees(records, seed=11), Tally(Counter())
    for _ in range(count):
        tree = trees.tree()
        query = format_query(tree)
        tally.tried.update({"all", *(word for word in ("AND", "OR", "NOT", "NEAR", "*", "date:") if word in query)})
        if ":" in query.replace("date:", ""):
            tally.tried["fields"] += 1
        expected, found = oracle.found(tree), set(index.matching(query))
        tally.found += 0 < len(expected) < len(records)
        if found != expected:
            tally.differing += 1
            print(f"{query}: {len(found - expected)} too many, {len(expected - found)} too few")
    return tally


def report(title: str, tally: Tally) -> None:
    """The counts of a run."""
    equal = tally.tried["all"] - tally.differing
    print(f"\n{title}: {equal:,} of {tally.tried['all']:,} equal, {tally.found:,} of them find something\n")
    print("| with | tried |\n|---|---|")
    for kind in sorted(tally.tried.keys() - {"all"}):
        print(tally.row(kind))


def write_corpus(month: Path, corpus: Path) -> None:
    """The paragraphs of a month as records, each under the headline of its article."""
    with gzip.open(month, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    titles = {row["article"]: row["text"] for row in rows if row["kind"] == "title"}
    with (corpus / "month.jsonl").open("w", encoding="utf-8") as out:
        for row in rows:
            fields = {"section": row["page_name"], "headline": titles.get(row["article"]), "newspaper": "日报"}
            known = {name: row[name] for name in ("id", "date", "page", "text")}
            out.write(json.dumps(known | {k: v for k, v in fields.items() if v}, ensure_ascii=False) + "\n")


def lay_out(month: Path, folder: Path, days: int) -> list[str]:
    """Lay the first days of a month out as pages; gives the lines of the pages, two neighbours in each text."""
    with gzip.open(month, "rt", encoding="utf-8") as stream:
        dates = sorted({json.loads(line)["date"] for line in stream})[:days]
    command = [sys.executable, str(LAY_OUT), str(month), str(folder), "--from", dates[0], "--to", dates[-1]]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for gold in folder.glob("*.gold.json"):
        gold.unlink()
    texts = []
    for page in sorted(folder.glob("*.txt")):
        lines = page.read_text(encoding="utf-8").split("\n")
        # The end of a line with the beginning of the next: what a reader of the paper sees as one.
        texts += [f"{a[-8:]}\n{b[:8]}" for a, b in pairwise(lines) if a.strip() and b.strip()]
    return texts


def run(corpus: Path, folder: Path) -> Index:
    """Index a corpus."""
    started = time.process_time()
    counts = searcher.build_index(corpus, folder)
    print(f"{counts.paragraphs:,} paragraphs indexed in {time.process_time() - started:.1f} s of processor time")
    return searcher.open_index(folder)


def main() -> int:
    """Measure; 1 where anything differs."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("month", nargs="?", type=Path, default=MONTH)
    cli.add_argument("--strings", type=int, default=10_000)
    cli.add_argument("--trees", type=int, default=500)
    cli.add_argument("--days", type=int, default=7)
    args = cli.parse_args()
    rng = random.Random(7)
    tallies = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "corpus").mkdir()
        write_corpus(args.month, folder / "corpus")
        with run(folder / "corpus", folder / "index") as index:
            records = records_of(index)
            texts = [record.original for record in records]
            tallies.append(try_strings(index, records, draw(texts, args.strings, rng)))
            report("strings of the month", tallies[-1])
            tallies.append(try_trees(index, records, args.trees))
            report("trees", tallies[-1])
        if LAY_OUT.exists():
            (folder / "pages").mkdir()
            lines = lay_out(args.month, folder / "pages", args.days)
            with run(folder / "pages", folder / "pages-index") as index:
                records = records_of(index)
                tallies.append(try_strings(index, records, draw(lines, args.strings, rng)))
                report("strings across the lines of pages", tallies[-1])
    return int(any(tally.differing for tally in tallies))


if __name__ == "__main__":
    raise SystemExit(main())
