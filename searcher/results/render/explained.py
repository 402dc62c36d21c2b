"""How a query was read, for people: a tree, one node a line."""

from __future__ import annotations

from collections.abc import Iterator

from searcher.query.explain import Explanation
from searcher.results.render.safe import safe


def render_explanation(explanation: Explanation, depth: int = 0) -> Iterator[str]:
    """One line a node: kind, text, the terms it is cut into where they are several, and the count."""
    text = f" {explanation.text}" if explanation.text is not None else ""
    cut = f" [{' · '.join(explanation.terms)}]" if len(explanation.terms) > 1 else ""
    if explanation.kind == "synonym":
        cut = f" ({explanation.terms[0]})"
    noun = "paragraph" if explanation.count == 1 else "paragraphs"
    yield safe(f"{'  ' * depth}{explanation.kind}{text}{cut}: {explanation.count:,} {noun}")
    for part in explanation.parts:
        yield from render_explanation(part, depth + 1)
