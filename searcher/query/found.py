"""What a query finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from searcher.query.nodes import Node
from searcher.query.scoring import Term
from searcher.store.field_reader import Documents


class Found(NamedTuple):
    """Paragraphs of one segment: all that match, and those of them in which every group stands as it was typed."""

    matching: Documents
    literal: Documents


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, a segment each, for a query; `terms` score it, `notes` say what was relaxed."""

    node: Node
    found: tuple[Found, ...]
    terms: tuple[Term, ...]
    notes: tuple[str, ...] = field(default=())
    sentence: bool = False
    """Whether it is read as a question or a sentence, of which a paragraph need only hold much."""

    @property
    def total(self) -> int:
        """How many paragraphs match."""
        return sum(len(part.matching) for part in self.found)

    @property
    def literal_total(self) -> int:
        """In how many of them every group stands as it was typed."""
        return sum(len(part.literal) for part in self.found)
