"""Asks an index anything at all, as a process of its own: `python hostile_queries.py INDEX SEED COUNT`.

Each query must give an answer or a QueryError, within LONGEST seconds of processor time and MEMORY bytes beyond what
the process had when it was warm. Where the platform has the means, an alarm and a limit of the address space end what
takes more. Prints what came of it as JSON.
"""

from __future__ import annotations

import contextlib
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import searcher
from searcher.errors import QueryError
from searcher.index import Index
from searcher.query.caret import caret
from searcher.results.render.columns import columns
from searcher.results.render.explained import render_explanation

try:
    import resource
    import signal
except ImportError:  # Windows has neither.
    resource = signal = None  # type: ignore[assignment]

LONGEST = 2.0
MEMORY = 200 << 20
WARM = 60
SIGNS = list("  　()（）\"＂“”„「」『』:：-－!！&|｜*＊?？~～\\.,，。/+#%@'0１二\n\t\0")
PIECES = [
    *SIGNS, *SIGNS, " AND ", " OR ", "NOT ", " NEAR/3 ", " NEAR/1000 ", "NEAR", "NEAR/", "&&", "||", "标题:", "作者:",
    "版:", "来源:", "date:", "headline：", "wildcard:", "autor:", "记者：", "日期:", "2025-05", "..", "2025年", "去年",
    "上个月", "2025年第二季度", "最近999999年", "9999-12-31", "〇〇〇〇年", '"~2', '"的 是 在 了"~9', "http://x", "煤?",
    "煤* ", "*的*", "?" * 9, "\u202e", "\u200b", "\ud800", "e\u0301", "①", "㎡", "ﷺ", "ß", "İ", "臺灣", "𠀀",
    "\U000e0001", "什么时候", "吗？",
]  # fmt: skip


class TooLong(BaseException):
    """A query took too much processor time."""


class Hostile:
    """Queries of every kind, the same for the same seed."""

    def __init__(self, texts: list[str], seed: int) -> None:
        self._rng, self._texts = random.Random(seed), [text for text in texts if text]
        self._frequent = [char for char, _ in Counter("".join(texts)).most_common(1_200)]

    def __iter__(self) -> Iterator[str]:
        kinds: list[Callable[[], str]] = [self.grammar, self.grammar, self.mutated, self.characters, self.octets]
        number = 0
        while True:
            number += 1
            yield self.large() if number % 40 == 0 else self._rng.choice(kinds)()

    def words(self, longest: int = 8) -> str:
        """Some characters of a text."""
        text = self._rng.choice(self._texts)
        start = self._rng.randrange(len(text))
        return text[start : start + self._rng.randint(1, longest)]

    def grammar(self) -> str:
        """Signs, operators, fields, dates and words in any order."""
        rng = self._rng
        return "".join(rng.choice(PIECES) if rng.random() < 0.7 else self.words() for _ in range(rng.randint(1, 30)))

    def valid(self) -> str:
        """A query that can be read."""
        a, b, c = (self.words().strip() or "煤" for _ in range(3))
        forms = ("{a} {b}", "({a} OR {b}) AND NOT {c}", '"{a}"', "标题:({a} OR {b}) {c}", "{a} NEAR/9 {b}", "{a}* -{b}")
        forms += (
            "日期:2025年5月..2025年7月 {a}",
            '"{a} {b} {c}"~20',
            "什么时候{a}？",
            "page:2 {a}",
            "{a}?{b}",
            "byline:{a}",
        )
        return self._rng.choice(forms).format(a=a, b=b, c=c)

    def mutated(self) -> str:
        """One with characters lost, doubled, swapped or put in."""
        rng, query = self._rng, self.valid()
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(query) + 1)
            query = rng.choice(
                [
                    query[:at] + query[at + 1 :],
                    query[:at] * 2 + query[at:],
                    query[at:] + query[:at],
                    query[:at] + rng.choice(PIECES) + query[at:],
                ]
            )[:3_000]
        return query

    def characters(self) -> str:
        """Any characters, those that no encoding can write too."""
        return "".join(map(chr, (self._rng.randrange(0x110000) for _ in range(self._rng.randint(0, 60)))))

    def octets(self) -> str:
        """Bytes that are no text, as a shell hands them over."""
        return self._rng.randbytes(self._rng.randint(0, 60)).decode("utf-8", "surrogateescape")

    def large(self) -> str:
        """Near the limits, or beyond them."""
        rng, chars = self._rng, self._frequent
        many, most = rng.choice([100, 999, 1_000, 1_001]), rng.choice([3_000, 9_999, 10_000, 10_001, 200_000])
        stars = "*".join(rng.choices(chars[:30], k=rng.randint(3, 400)))
        near = [rng.choice(chars[:20]) for _ in range(rng.randint(2, 9))]
        return rng.choice(
            [
                lambda: (self.grammar() * most)[:most],
                lambda: "".join(self.words(40) for _ in range(most // 20))[:most],
                lambda: "(" * rng.choice([99, 100, 101, 5_000]) + "煤" + ")" * 100,
                lambda: "NOT " * rng.choice([99, 100, 101, 2_000]) + "煤",
                lambda: " OR ".join(rng.choices(chars, k=many)),
                lambda: " ".join(self.words(4).strip() for _ in range(many)),
                lambda: " ".join(f"-{char}" for char in rng.choices(chars, k=many)),
                lambda: " OR ".join(f'"{self.words(12)}"' for _ in range(many // 2)),
                lambda: " ".join(f"{char}*" for char in rng.choices(chars, k=many)),
                lambda: stars,
                lambda: "?".join(rng.choices(chars[:30], k=rng.randint(2, 200))),
                lambda: " OR ".join(
                    f"{a}*{b}*{c}" for a, b, c in (rng.choices(chars[:40], k=3) for _ in range(many // 10))
                ),
                lambda: f'"{" ".join(near)}"~{rng.choice([0, 10, 1000])}',
                lambda: " OR ".join(
                    f'"{a} {b}"~1000' for a, b in (rng.choices(chars[:40], k=2) for _ in range(many // 4))
                ),
                lambda: " OR ".join(f"标题:{char}" for char in rng.choices(chars, k=many)),
                lambda: " OR ".join(f"date:{year}" for year in range(1, many)),
                lambda: '"' + "——，。" * (most // 4) + '"',
                lambda: rng.choice(["“", "「", '"', "\\", "煤 AND ", "**", "…"]) * most,
            ]
        )()


def ask(index: Index, query: str, *, explained: bool) -> str:
    """Ask one query; gives `answer` or `error`. Raises whatever is neither."""
    try:
        results = index.search(query)
        if explained:
            list(render_explanation(index.explain(query)))
    except QueryError as error:
        check_error(caret(error, 60).split("\n"), str(error))
        return "error"
    assert 0 <= results.literal <= results.total
    assert len(results.hits) == min(results.total, 10)
    for hit in results.hits:
        assert all(0 <= start < end <= len(hit.paragraph.text) for start, end in hit.highlights)
    return "answer"


def check_error(lines: list[str], message: str) -> None:
    """An error is one line, and shows its place."""
    assert len(lines) == 2
    assert max(map(columns, lines)) <= 60
    assert message.strip()
    assert "\n" not in message


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """An alarm by processor time."""
    if signal is None or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(*_: Any) -> None:
        raise TooLong

    signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def limit_memory() -> None:
    """No more address space than is in use now, and MEMORY. Where it is not known how much is in use, no limit."""
    statm = Path("/proc/self/statm")
    if resource is not None and statm.exists():
        used = int(statm.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def peak() -> int:
    """The most memory that this process has held, in bytes; 0 where nobody tells."""
    if resource is None:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main(folder: Path, seed: int, count: int) -> dict[str, Any]:
    """Ask; gives counts, the slowest in seconds, the growth in bytes, and what failed."""
    outcomes: Counter[str] = Counter()
    failures: list[tuple[str, str]] = []
    slowest = (0.0, "")
    with searcher.open_index(folder) as index:
        queries = iter(Hostile([paragraph.text for paragraph in index.paragraphs()], seed))
        warm = iter(Hostile([paragraph.text for paragraph in index.paragraphs()], -1 - seed))
        for _ in range(WARM):
            ask(index, next(warm), explained=True)
        before = peak()
        limit_memory()
        for number in range(count):
            query = next(queries)
            started = time.process_time()
            try:
                with limited():
                    outcomes[ask(index, query, explained=number % 5 == 0)] += 1
            except (Exception, TooLong) as error:
                failures.append((ascii(query[:300]), f"{type(error).__name__}: {error}"))
            slowest = max(slowest, (time.process_time() - started, ascii(query[:300])))
    return {"outcomes": outcomes, "failures": failures, "slowest": slowest, "growth": peak() - before}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201
