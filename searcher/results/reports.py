"""What an index holds, and what bringing it up to date did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What an index holds and how it was made; `size` counts bytes on disk."""

    path: str
    generation: int
    created: str
    format: int
    analyzer: str
    files: int
    issues: int
    pages: int
    articles: int
    paragraphs: int
    characters: int
    size: int
    segments: int
    newspapers: tuple[str, ...]
    first_date: str | None
    last_date: str | None
    user_words: int = 0
    """Words that a user dictionary added."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A corpus file (or a record of one) that could not be used, and why."""

    path: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What bringing the index up to date did.

    The first five are files; the next six describe the whole index afterwards; `seconds` is wall time.
    """

    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    issues: int
    pages: int
    articles: int
    paragraphs: int
    characters: int
    generation: int
    seconds: float
    why_anew: str | None = None
    """Why everything was read anew, where nobody asked for it: a clause."""

    @property
    def up_to_date(self) -> bool:
        """True where there was nothing to do."""
        return not (self.added or self.changed or self.removed)
