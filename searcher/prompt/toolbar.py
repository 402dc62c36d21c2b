"""The line at the bottom: which corpus, which index, what was found."""

from __future__ import annotations

from searcher.prompt.session import Session
from searcher.results.render.columns import columns
from searcher.results.render.safe import safe
from searcher.results.render.text import summary


def toolbar(session: Session) -> str:
    """The text for the width of the terminal: what is least needed is left out where there is no room."""
    parts = [safe(str(session.settings.corpus))]
    if session.results is not None:
        parts.append(summary(session.results))
        parts.append(f"generation {session.results.generation}")
    parts.append(":help")
    while len(parts) > 1 and columns("  ".join(parts)) > session.settings.env.width - 2:
        parts.pop(0 if len(parts) > 2 else -1)
    return f" {'  '.join(parts)} "
