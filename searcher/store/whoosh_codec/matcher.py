"""A Whoosh matcher over the arrays of one term."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from math import inf
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.matching import LeafMatcher, NullMatcher, ReadTooFar
from whoosh.query.spans import Span

from searcher.store.whoosh_codec.payloads import Payloads


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """Postings of one term, in order of document (or a document's vector, in order of term).

    `weights` are None where all are 1. `payloads` is called when a payload is first asked for; None means that there
    are none. It says that it has no block quality: with one, Whoosh's own matchers of And, AndMaybe and DisjunctionMax
    skip documents that belong to the best ten.
    """

    def __init__(
        self,
        documents: npt.NDArray[Any] | Sequence[int] | Sequence[str],
        weights: npt.NDArray[Any] | Sequence[float] | None = None,
        payloads: Callable[[], Payloads] | None = None,
        *,
        format: Any = None,
        term: tuple[str, bytes] | None = None,
        scorer: Any = None,
        terminfo: Any = None,
    ) -> None:
        self._ids = documents.tolist() if isinstance(documents, np.ndarray) else list(documents)
        self._weights = weights.tolist() if isinstance(weights, np.ndarray) else weights
        self._make_payloads = payloads
        self._payloads: Payloads | None = None
        self.format = format
        self.scorer = scorer
        self._term = term
        self._terminfo = terminfo
        self._i = 0

    def copy(self) -> ArrayMatcher:
        """Another matcher at the same place."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        return other

    def is_active(self) -> bool:
        """Whether there is a current posting."""
        return self._i < len(self._ids)

    def reset(self) -> None:
        """Back to the first posting."""
        self._i = 0

    def replace(self, minquality: float = 0) -> Any:
        """Nothing, where the matcher is at its end."""
        return self if self.is_active() else NullMatcher()

    def id(self) -> Any:
        """The current document."""
        return self._ids[self._i]

    def all_ids(self) -> Any:
        """The documents from the current one on."""
        return iter(self._ids[self._i :])

    def next(self) -> bool:
        """To the next posting; False, since it is of the same block."""
        if self._i >= len(self._ids):
            raise ReadTooFar
        self._i += 1
        return False

    def skip_to(self, id: Any) -> None:
        """To the first posting of this document or a later one."""
        if not self.is_active():
            raise ReadTooFar
        if self._ids[self._i] < id:
            self._i = bisect_left(self._ids, id, self._i)

    def weight(self) -> float:
        """The weight of the current posting."""
        return 1.0 if self._weights is None else self._weights[self._i]

    @property
    def _all_payloads(self) -> Payloads:
        if self._payloads is None:
            assert self._make_payloads is not None
            self._payloads = self._make_payloads()
        return self._payloads

    def value(self) -> bytes:
        """The payload of the current posting as the field's format encodes it."""
        return self._all_payloads.encoded(self._i) if self._make_payloads else b""

    def value_as(self, astype: str) -> Any:
        """The payload of the current posting, decoded."""
        return self._all_payloads.value_as(astype, self._i)

    def all_items(self) -> Any:
        """Document and encoded payload of the postings from the current one on."""
        while self.is_active():
            yield self.id(), self.value()
            self.next()

    def items_as(self, astype: str) -> Any:
        """Document and decoded payload of the postings from the current one on."""
        while self.is_active():
            yield self.id(), self.value_as(astype)
            self.next()

    def spans(self) -> list[Span]:
        """Where the term stands in the current document."""
        if self.supports("characters"):
            return [Span(p, startchar=start, endchar=end) for p, start, end in self.value_as("characters")]
        spans: list[Span] = super().spans()
        return spans

    def supports_block_quality(self) -> bool:
        """No: see above."""
        return False

    def max_quality(self) -> float:
        """No bound: with one, Whoosh would leave out documents that cannot be among the best, and miscount the hits."""
        return inf

    def block_min_length(self) -> int:
        """The shortest field that the term stands in."""
        return int(self._terminfo.min_length() or 0)

    def block_max_length(self) -> int:
        """The longest field that the term stands in."""
        return int(self._terminfo.max_length())

    def block_max_weight(self) -> float:
        """The greatest weight of a posting."""
        return float(max(self._weights, default=0.0)) if self._weights is not None else 1.0

    def skip_to_quality(self, minquality: float) -> int:
        """All postings are one block; it is never skipped."""
        return 0

    def score(self) -> float:
        """The score of the current document; without a scorer its weight."""
        return float(self.scorer.score(self)) if self.scorer else self.weight()
