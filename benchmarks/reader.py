"""Score the reader on page texts with gold files, and its speed on one core.

    python benchmarks/reader.py [PAGES ...] [--gold FOLDER]

PAGES are folders of `NAME.txt` with `NAME.gold.json` beside them, or in FOLDER (without any, the project's own
samples). Printed are, for each folder, F1 of whole paragraphs and of whole articles (same body from first to last
character), the share of gold articles whose headline block, by-line and source are right, of pages whose metadata are
right, then the errors by kind, and megabytes of page text a second of processor time. White space is ignored
throughout. Since machines differ, the speed is also given as a share of that of a simple peer, which cuts the same
files at lines that end early or with a full stop.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from searcher.reading import read_pages  # noqa: E402
from searcher.reading.export import page_to_dict  # noqa: E402

METADATA = ("date", "page", "section", "editor")


@dataclass(slots=True)
class Tally:
    """What the pages of one folder gave: counts by name, errors by kind, bytes, and seconds of processor time."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    size: int = 0
    seconds: float = 0.0
    peer: float = 0.0

    def figures(self) -> dict[str, str]:
        """Each measured figure by its name, as printed."""
        c = self.counts
        out = {name: str(c[name]) for name in ("pages", "articles", "paragraphs")}
        for name in ("paragraph", "article"):
            out[f"{name} F1"] = f"{f1(c[f'{name} hits'], c[f'{name}s said'], c[f'{name}s']):.4f}"
        out |= {name: f"{c[name] / max(c['articles'], 1):.4f}" for name in ("headline", "byline", "source")}
        out |= {f"page {name}": f"{c[name] / c['pages']:.4f}" for name in METADATA}
        out["MB a second"] = f"{self.size / 1e6 / max(self.seconds, 1e-9):.2f}"
        out["share of peer's"] = f"{self.peer / max(self.seconds, 1e-9):.4f}"
        return out


def squeeze(value: object) -> str:
    """A text, or the parts of one, without white space."""
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return re.sub(r"\s+", "", text)


def heads(article: dict[str, Any]) -> str:
    return "".join(squeeze(article.get(key)) for key in ("kicker", "headline", "subhead"))


def body(article: dict[str, Any]) -> list[str]:
    return [
        squeeze(p["text"] if isinstance(p, dict) else p)
        for p in article["paragraphs"]
        if not isinstance(p, dict) or p["kind"] == "body"
    ]


def f1(hits: int, said: int, wanted: int) -> float:
    return 2 * hits / (said + wanted) if said + wanted else 1.0


def score(page: dict[str, Any], gold: dict[str, Any], counts: Counter[str], errors: Counter[str]) -> None:
    """Add one page's counts, and its errors by kind."""
    counts["pages"] += 1
    for key in METADATA:
        right = squeeze(page.get(key)).lstrip("0") == squeeze(gold.get(key)).lstrip("0")
        counts[key] += right
        errors[f"page: {key}"] += not right
    wanted = Counter(p for a in gold["articles"] for p in body(a))
    said = Counter(p for a in page["articles"] for p in body(a))
    counts["paragraphs"] += sum(wanted.values())
    counts["paragraphs said"] += sum(said.values())
    counts["paragraph hits"] += sum((wanted & said).values())
    for text in (wanted - said).elements():
        errors[f"paragraph: {paragraph_error(text, page)}"] += 1
    found_by_body = {"".join(body(a)): a for a in page["articles"]}
    counts["articles said"] += sum(1 for a in page["articles"] if body(a))
    for article in gold["articles"]:
        counts["articles"] += 1
        text = "".join(body(article))
        found = found_by_body.get(text)
        if found is None:
            errors[f"article: {article_error(text, found_by_body)}"] += 1
            continue
        counts["article hits"] += 1
        for key, right in (
            ("headline", heads(found) == heads(article)),
            ("byline", [squeeze(b) for b in found["byline"]] == [squeeze(b) for b in article["byline"]]),
            ("source", squeeze(found["source"]) == squeeze(article["source"])),
        ):
            counts[key] += right
            errors[f"{key} of a found article"] += not right


def paragraph_error(text: str, page: dict[str, Any]) -> str:
    paragraphs = [(p["kind"], squeeze(p["text"])) for a in page["articles"] for p in a["paragraphs"]]
    if any(text in said for kind, said in paragraphs if kind == "body"):
        return "merged with another"
    if any(text in heads(a) for a in page["articles"]):
        return "read as a headline"
    if any(text in said or said in text for kind, said in paragraphs if kind == "caption"):
        return "read as a caption"
    if text in "".join(said for _, said in paragraphs):
        return "cut up"
    return "other"


def article_error(text: str, found: Iterable[str]) -> str:
    if any(text in said for said in found):
        return "part of a larger one"
    if any(said and said in text for said in found):
        return "cut up"
    return "other"


def cut_greedily(file: Path) -> list[str]:
    """The simple peer: paragraphs that end where a line ends a sentence or is shorter than most."""
    lines = [line.strip() for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
    usual = Counter(map(len, lines)).most_common(1)[0][0] if lines else 0
    paragraphs: list[str] = []
    held: list[str] = []
    for line in lines:
        held.append(line.replace(" ", ""))
        if line[-1] in "。！？”" or len(line) < usual - 2:
            paragraphs.append("".join(held))
            held = []
    return [*paragraphs, "".join(held)] if held else paragraphs


def measure(pages: Path, golds: Path) -> Tally:
    """Read and score every page of a folder that has a gold file."""
    tally = Tally()
    for path in sorted(golds.glob("*.gold.json")):
        file = pages / path.name.replace(".gold.json", ".txt")
        if not file.exists():
            continue
        start = time.process_time()
        pages_read = list(read_pages(file))
        middle = time.process_time()
        cut_greedily(file)
        tally.peer += time.process_time() - middle
        tally.seconds += middle - start
        tally.size += file.stat().st_size
        read = [page_to_dict(page) for page in pages_read]
        score(read[0], json.loads(path.read_text(encoding="utf-8")), tally.counts, tally.errors)
        tally.errors["file: read as several pages"] += len(read) > 1
    return tally


def table(names: list[str], rows: Mapping[str, list[str]]) -> None:
    """Print the rows, a column for each folder."""
    wide = max(map(len, rows))
    for head, cells in {"": names, **rows}.items():
        if head or len(names) > 1:
            print(f"{head:<{wide}}", *[f"{cell:>{max(len(name), 8)}}" for cell, name in zip(cells, names, strict=True)])


def main(arguments: list[str] | None = None) -> int:
    cli = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    cli.add_argument("pages", nargs="*", type=Path)
    cli.add_argument("--gold", type=Path, help="folder of the gold files, where they are not beside the pages")
    options = cli.parse_args(arguments)
    places = [(folder, options.gold or folder) for folder in options.pages]
    tallies = {
        pages.name: measure(pages, golds) for pages, golds in places or [(ROOT / "corpus", ROOT / "tests" / "gold")]
    }
    empty = [name for name, tally in tallies.items() if not tally.counts["pages"]]
    if empty:
        print("no page with a gold file in", *empty, file=sys.stderr)
        return 3
    figures = [tally.figures() for tally in tallies.values()]
    table(list(tallies), {name: [one[name] for one in figures] for name in figures[0]})
    print("\nerrors by kind")
    kinds = sum((tally.errors for tally in tallies.values()), Counter[str]())
    if kinds:
        table(list(tallies), {kind: [str(t.errors[kind]) for t in tallies.values()] for kind, _ in kinds.most_common()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
