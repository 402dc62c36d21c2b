"""How a query was read, for people: a tree, one node a line."""

from __future__ import annotations

from collections.abc import Iterator

from searcher.i18n import N_, _, ngettext
from searcher.query.explain import Explanation
from searcher.results.render.safe import safe

KINDS = {
    "group": N_("group"),
    "asks": N_("asks, so is not required:"),
    "word": N_("word"),
    "gram": N_("gram"),
    "synonym": N_("synonym"),
    "exactly": N_("exactly"),
    "pattern": N_("pattern"),
    "near": N_("near"),
    "field": N_("field"),
    "dates": N_("dates"),
    "all of (may be relaxed)": N_("all of (may be relaxed)"),
    "all of": N_("all of"),
    "any of": N_("any of"),
    "not": N_("not"),
}
"""What each kind of part is called."""


def render_explanation(explanation: Explanation, depth: int = 0) -> Iterator[str]:
    """One line a node: kind, text, the terms it is cut into where they are several, and the count."""
    text = f" {explanation.text}" if explanation.text is not None else ""
    cut = f" [{' · '.join(explanation.terms)}]" if len(explanation.terms) > 1 else ""
    if explanation.kind == "synonym":
        cut = f" ({explanation.terms[0]})"
    message = ngettext("{part}: {count} paragraph", "{part}: {count} paragraphs", explanation.count)
    part = f"{'  ' * depth}{_(KINDS.get(explanation.kind, explanation.kind))}{text}{cut}"
    yield safe(message.format(part=part, count=f"{explanation.count:,}"))
    for one in explanation.parts:
        yield from render_explanation(one, depth + 1)
