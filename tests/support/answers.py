"""Small corpora, and all that an index answers about them: what must be the same before and after an accident."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from program import CORPUS
from scanning import write_records

import searcher

QUERIES = (
    "煤焦油",
    "碳达峰 长治",
    '"释放土地效能"',
    '"的"',
    '"“"',
    "煤*",
    "电 NEAR/10 煤",
    "山西的煤",
    "第1号 OR 第2号",
    "NOT 煤",
    "headline:消息",
    "headline:开发区",
    "byline:王砚秋",
    "section:要闻",
    "page:2",
    "newspaper:汾水新报",
    "date:2025-06",
    "date:2025-06 煤",
)


@dataclass(frozen=True, slots=True)
class Answers:
    """All paragraphs by their ids, the counts, and what QUERIES find: ids, scores, ranges."""

    paragraphs: dict[str, Any]
    counts: tuple[int, ...]
    found: tuple[Any, ...]


def answers(index: Path) -> Answers:
    """Open an index, ask everything, close it."""
    with searcher.open_index(index) as opened:
        return answers_of(opened)


def answers_of(opened: Any) -> Answers:
    """Ask an open index everything."""
    info = opened.info()
    found = []
    for query in QUERIES:
        results = opened.search(query, limit=12)
        hits = tuple((hit.id, round(hit.score, 3), hit.highlights, hit.paragraph.text) for hit in results.hits)
        found.append((query, results.total, results.literal, hits))
    return Answers(
        {paragraph.id: paragraph for paragraph in opened.paragraphs()},
        (info.files, info.issues, info.pages, info.articles, info.paragraphs, info.characters),
        tuple(found),
    )


def write_issue(path: Path, number: int, paragraphs: int = 6) -> None:
    """A file of invented records."""
    texts = {
        f"{path.stem}-{i}": f"第{number}号消息：煤焦油的价格是{number * 10 + i}元，“{kind}”由晋地运来，的確{i}。"
        for i, kind in enumerate("煤电油粮" * 3)
        if i < paragraphs
    }
    write_records(path, texts, date=f"2025-06-{number + 1:02d}", headline=f"消息{number}", page=str(number % 3 + 1))


def grow(corpus: Path, index: Path, commits: int = 7) -> None:
    """Make a corpus of two pages and records, and its index, in so many commits: after seven the next one merges."""
    corpus.mkdir()
    for name in ("2025-09-19-01.txt", "2025-09-19-02.txt"):
        # The top of a page: enough of its kind, and soon read.
        lines = (CORPUS / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (corpus / name).write_text("".join(lines[:40]), encoding="utf-8")
    for number in range(commits):
        write_issue(corpus / f"a{number}.jsonl", number)
        write_issue(corpus / f"b{number}.jsonl", number + 10)
        searcher.build_index(corpus, index)


def change(corpus: Path) -> None:
    """Change, rename, delete and add pages."""
    page = corpus / "2025-09-19-02.txt"
    page.write_text(page.read_text(encoding="utf-8").replace("土地", "田地"), encoding="utf-8")
    (corpus / "a1.jsonl").rename(corpus / "renamed.jsonl")
    (corpus / "a2.jsonl").unlink()
    write_issue(corpus / "a3.jsonl", 3, paragraphs=9)
    write_issue(corpus / "added.jsonl", 8)


def copy_index(index: Path, to: Path) -> Path:
    """A copy that shares the files, which no writer changes once they are written."""
    to.mkdir()
    for file in index.iterdir():
        if file.suffix in (".arrays", ".json", ".committed"):
            try:
                (to / file.name).hardlink_to(file)
            except OSError:
                shutil.copy(file, to)
    return to
