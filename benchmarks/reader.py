"""Score the reader on page texts with gold files, and its speed on one core.

    python benchmarks/reader.py [PAGES [GOLD]]

PAGES is a folder of `NAME.txt`, GOLD one of `NAME.gold.json` (by default PAGES; without both, the project's own
samples). Printed are F1 of whole paragraphs and of whole articles (same body from first to last character), the
share of gold articles whose headline block, by-line and source are right, of pages whose metadata are right, then
the errors by kind, and megabytes of page text a second. White space is ignored throughout.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from searcher.reading import read_pages  # noqa: E402
from searcher.reading.export import page_to_dict  # noqa: E402

METADATA = ("date", "page", "section", "editor")


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


def main(arguments: list[str] | None = None) -> int:
    cli = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    cli.add_argument("pages", nargs="?", type=Path, default=ROOT / "corpus")
    cli.add_argument("gold", nargs="?", type=Path)
    options = cli.parse_args(arguments)
    default = ROOT / "tests" / "gold" if options.pages == ROOT / "corpus" else options.pages
    counts: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    seconds, size = 0.0, 0
    for path in sorted((options.gold or default).glob("*.gold.json")):
        file = options.pages / path.name.replace(".gold.json", ".txt")
        if not file.exists():
            continue
        start = time.process_time()
        pages = [page_to_dict(page) for page in read_pages(file)]
        seconds += time.process_time() - start
        size += file.stat().st_size
        score(pages[0], json.loads(path.read_text(encoding="utf-8")), counts, errors)
        errors["file: read as several pages"] += len(pages) > 1
    if not counts["pages"]:
        print("no page with a gold file", file=sys.stderr)
        return 3
    print(f"pages {counts['pages']}  articles {counts['articles']}  paragraphs {counts['paragraphs']}")
    print(f"paragraph F1  {f1(counts['paragraph hits'], counts['paragraphs said'], counts['paragraphs']):.4f}")
    print(f"article F1    {f1(counts['article hits'], counts['articles said'], counts['articles']):.4f}")
    for key in ("headline", "byline", "source"):
        print(f"{key:<13} {counts[key] / max(counts['articles'], 1):.4f}")
    for key in METADATA:
        print(f"page {key:<8} {counts[key] / counts['pages']:.4f}")
    print("errors by kind")
    for kind, count in errors.most_common():
        if count:
            print(f"{count:>7}  {kind}")
    print(f"{size / 1e6 / max(seconds, 1e-9):.2f} MB of page text a second, one core")
    return 0


if __name__ == "__main__":
    sys.exit(main())
