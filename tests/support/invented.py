"""Results made by hand, for tests of what is drawn from them."""

from __future__ import annotations

import re

from searcher.results.model import ArticleInfo, Hit, Results, StoredArticle, StoredParagraph

BODY = (
    "走进园区，管廊从厂区一头铺到另一头。煤焦油深加工项目投资 2.49 亿元，年产 50 万吨，是“链条”上的一环；"
    "VOCs 实现零排放，PBAT（一种可降解塑料）年底投产。这里的人最先学会的一件事，就是算账。"
)


def info(**changes: object) -> ArticleInfo:
    """An article's origin, everything known."""
    known: dict[str, object] = {
        "id": "2025-06-13-A1:2",
        "path": "2025-06-13-A1.txt",
        "newspaper": "汾水新报",
        "date": "2025-06-13",
        "page": "A1",
        "section": "要闻",
        "kicker": "给每一度电记一本账",
        "headline": "走进首批碳达峰试点园区",
        "subhead": "算时间账、结构账和碳账",
        "byline": ("秦小满", "郭砚田"),
        "source": "本报讯",
    }
    return ArticleInfo(**(known | changes))  # type: ignore[arg-type]


def paragraph(
    text: str = BODY, number: int = 1, article: ArticleInfo | None = None, **changes: object
) -> StoredParagraph:
    """A paragraph of an article."""
    article = article or info()
    known: dict[str, object] = {"page": article.page, "path": article.path, "lines": (17, 25)}
    return StoredParagraph(f"{article.id}.{number}", text, "body", article, **(known | changes))  # type: ignore[arg-type]


def hit(words: str, within: StoredParagraph | None = None, rank: int = 1, **changes: object) -> Hit:
    """A hit whose highlights are all places where `words` stand."""
    within = within or paragraph()
    found = tuple(match.span() for match in re.finditer(re.escape(words), within.text))
    known: dict[str, object] = {"passage": (0, len(within.text))}
    return Hit(rank, 10.0 / rank, within, found, **(known | changes))  # type: ignore[arg-type]


def results(*hits: Hit, **changes: object) -> Results:
    """A page of results with these hits."""
    known: dict[str, object] = {
        "query": "煤焦油",
        "total": len(hits),
        "literal": len(hits),
        "hits": hits,
        "took_ms": 3.21,
        "generation": 4,
    }
    return Results(**(known | changes))  # type: ignore[arg-type]


def article(*texts: str, **changes: object) -> StoredArticle:
    """An article of these paragraphs."""
    head = info(**changes)
    return StoredArticle(head, tuple(paragraph(text, number, head) for number, text in enumerate(texts, start=1)))
