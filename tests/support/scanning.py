"""The oracle of all tests of exactness: a plain scan over the folded texts of the paragraphs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from searcher.index import Index
from searcher.text.fold import fold


def write_records(path: Path, texts: Mapping[str, str] | list[str], **fields: Any) -> None:
    """A `.jsonl` corpus file of paragraphs, each by its id (its number, where a list is given)."""
    rows = texts.items() if isinstance(texts, Mapping) else ((str(i), t) for i, t in enumerate(texts))
    lines = (json.dumps({"id": id, "text": text, **fields}) + "\n" for id, text in rows)
    path.write_text("".join(lines), encoding="utf-8")


def all_paragraphs(index: Index) -> dict[str, str]:
    """Every paragraph of an index by its id, out of its segments and not through a query."""
    return {p.id: p.text for p in index.paragraphs()}


def scan(paragraphs: Mapping[str, str], wanted: str) -> set[str]:
    """Ids of the paragraphs whose folded text holds the folded string."""
    folded = fold(wanted)
    return {id for id, text in paragraphs.items() if folded in fold(text)}


def found(index: Index, query: str) -> set[str]:
    """Ids of all paragraphs that a query finds."""
    return {hit.id for hit in index.search(query, limit=1_000_000).hits}


def quoted(text: str) -> str:
    """A text as an exact query."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
