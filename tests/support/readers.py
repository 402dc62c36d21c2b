"""Readers and writers for tests of many at once, as processes of their own: `python readers.py ROLE ARGUMENTS`.

The corpus of generation k holds, in every file, paragraphs that say the number k, as nothing else does: a reader that
saw two generations at once would find two numbers, or too few paragraphs. Each process says when it is ready, and
begins when it is told to.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import searcher

FILES, PARAGRAPHS = 3, 4
ROUNDS, PAUSE = 8, 0.02


def write_round(corpus: Path, number: int) -> None:
    """Make the corpus that of one round."""
    for file in range(FILES):
        texts = [f"第{number}轮，煤焦油{file}-{i}。" for i in range(PARAGRAPHS)]
        rows = [
            {"id": f"{file}-{i}-{number}", "text": text, "headline": f"轮次{number}"} for i, text in enumerate(texts)
        ]
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (corpus / f"{file}.jsonl").write_text(lines, encoding="utf-8")


def seen(index: Any) -> int:
    """The one round that an open index shows, by every way to ask; fails where they disagree."""
    everything = FILES * PARAGRAPHS
    numbers = {p.text.partition("轮")[0].removeprefix("第") for p in index.paragraphs()}
    assert len(numbers) == 1, f"paragraphs of rounds {sorted(numbers)}"
    (number,) = numbers
    for query in ("煤焦油", f'"第{number}轮"', f"headline:轮次{number}", f"{number} 煤焦油", "NOT 粮"):
        results = index.search(query, limit=100)
        assert results.total == len(results.hits) == everything, f"{query}: {results.total} of {everything}"
        assert {hit.id.rpartition("-")[2] for hit in results.hits} == {number}, query
    assert index.info().paragraphs == everything
    return int(number)


def write(corpus: Path, index: Path, seconds: float) -> int:
    """Commit round after round, so long and at least ROUNDS; then tell the others to end. Gives how many."""
    end, number = time.monotonic() + seconds, 0
    while number < ROUNDS or time.monotonic() < end:
        number += 1
        write_round(corpus, number)
        searcher.build_index(corpus, index)
    done(index).touch()
    return number


def done(index: Path) -> Path:
    """The file that says that the writer has ended."""
    return index.with_name("done")


def working(index: Path) -> Iterator[None]:
    """Turn after turn until the writer has ended, with a pause in which it can work."""
    while not done(index).exists():
        yield
        time.sleep(PAUSE)


def read(index: Path, _: float) -> tuple[int, int]:
    """Open the index again and again; gives how often, and how many rounds were seen."""
    opened, rounds, last = 0, set(), 0
    for _turn in working(index):
        with searcher.open_index(index) as ix:
            number = seen(ix)
            # What is open stays as it is, and time does not run backwards.
            assert seen(ix) == number
            assert number >= last, f"round {number} after {last}"
        rounds.add(number)
        last = number
        opened += 1
    return opened, len(rounds)


def stay(index: Path, _: float) -> tuple[int, int]:
    """Keep one index open while others are made and old ones cleared away; then open it anew. Gives how often it was
    asked, and how many rounds later it is then."""
    asked = 0
    with searcher.open_index(index) as ix:
        first = seen(ix)
        for _turn in working(index):
            assert seen(ix) == first
            asked += 1
    with searcher.open_index(index) as ix:
        return asked, seen(ix) - first


def check(index: Path, _: float) -> tuple[int, list[str]]:
    """Check the index again and again; gives how often, and what damage was found."""
    checked, damage = 0, []
    for _turn in working(index):
        damage += [f"{found.file}: {found.what}" for found in searcher.check_index(index).problems]
        checked += 1
    return checked, damage


def main(role: str, paths: list[Path], seconds: float) -> None:
    """Warm up, wait for the word, work, and print what `role` gives as JSON."""
    # A reader that falls back without need would be wrong too.
    warnings.simplefilter("error")
    with searcher.open_index(paths[-1]) as index:
        seen(index)
    if role == "write":
        searcher.build_index(*paths)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    work: Any = {"write": write, "read": read, "stay": stay, "check": check}[role]
    sys.stdout.write(json.dumps(work(*paths, seconds)) + "\n")


if __name__ == "__main__":
    role, *paths, seconds = sys.argv[1:]
    main(role, [Path(path) for path in paths], float(seconds))
