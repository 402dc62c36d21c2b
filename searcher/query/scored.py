"""Postings of a term with what they add to a score, made when it is first asked for and kept with the postings."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.query import scoring
from searcher.query.ranking import Scores, best_places
from searcher.store.field_reader import NO_DOCUMENTS, Documents, Field, Postings

Array = npt.NDArray[Any]
# So many of the best of a term are kept with its postings.
_KEPT_LIGHTEST = 256


class Scored:
    """Postings of a term in one segment, with what it adds at weight 1: factor / burden.

    The burden of a document is 1 and its length norm over its term frequency, so that BM25's
    tf · (k1 + 1) / (tf + norm) is (k1 + 1) / burden: the lightest burden is the best document, and no division is
    needed to find it.
    """

    __slots__ = (
        "_bits",
        "_burdens",
        "_frequencies",
        "_holding",
        "_lightest",
        "_norm",
        "_peak",
        "_places",
        "documents",
        "factor",
    )

    def __init__(self, postings: Postings, norm: Scores, total: int, holding: int) -> None:
        """`norm`: of each document of the segment; `total`, `holding`: documents of all segments, and of them those
        that hold the term."""
        # Not the postings themselves, which lead to what was made of them.
        self.documents, self._places, self._frequencies = postings.documents, postings.places, postings.frequencies
        self.factor = factor_of(total, holding)
        self._norm, self._holding = norm, holding
        self._burdens: Scores | None = None
        self._peak: float | None = None
        self._bits: Array | None = None
        self._lightest: tuple[int, Documents, Scores] | None = None

    def is_by(self, norm: Scores, holding: int) -> bool:
        """Whether it was made with these."""
        return self._norm is norm and self._holding == holding

    @property
    def peak(self) -> float:
        """The most that the term adds to any document."""
        if self._peak is None:
            self._peak = self.factor / float(self.burdens().min()) if len(self.documents) else 0.0
        return self._peak

    def bits(self, size: int) -> Array:
        """A bit for each document of a segment of `size`, set where it holds the term."""
        if self._bits is None:
            marks = np.zeros(size, np.bool_)
            marks[self.documents] = True
            self._bits = np.packbits(marks)
        return self._bits

    def burdens(self) -> Scores:
        """The burden of each document, shape (n,)."""
        if self._burdens is None:
            burdens = self._norm[self.documents]
            repeated, frequencies = self._places, self._frequencies
            if repeated is not None and frequencies is not None:
                burdens[repeated] /= frequencies
            burdens += 1
            self._burdens = burdens
        return self._burdens

    def lightest(self, wanted: int) -> tuple[Documents, Scores]:
        """The documents of the `wanted` lightest burdens, with all that tie with the last of them, and the burdens."""
        known = self._lightest
        if known is None or known[0] != wanted:
            burdens = self.burdens()
            places = best_places(burdens, wanted, lowest=True, slack=1e-6)
            known = wanted, self.documents[places], burdens[places]
            if len(places) <= _KEPT_LIGHTEST:
                self._lightest = known
        return known[1:]

    def few_burdens(self, places: Array) -> Scores:
        """The burdens at a few places, shape of `places`."""
        if self._burdens is not None:
            return self._burdens[places]
        burdens = self._norm[self.documents[places]]
        repeated, frequencies = self._places, self._frequencies
        if repeated is not None and frequencies is not None:
            at = repeated.searchsorted(places)
            at[at == len(repeated)] = 0
            again = repeated[at] == places
            burdens[again] /= frequencies[at[again]]
        burdens += 1
        return burdens

    def impacts(self, weight: float) -> Scores:
        """What the term adds to each document, shape (n,)."""
        return impacts_of(self.burdens(), self.factor * weight)

    def frequencies(self, documents: Documents) -> list[int]:
        """How often each of a few ascending documents holds the term."""
        held, most = self.documents, len(self.documents)
        places = range(most) if held is documents else held.searchsorted(documents).tolist()
        return [
            self._frequency(place) if place < most and held.item(place) == document else 0
            for place, document in zip(places, documents.tolist(), strict=True)
        ]

    def _frequency(self, place: int) -> int:
        repeated, frequencies = self._places, self._frequencies
        if repeated is None or frequencies is None:
            return 1
        at = bisect_left(repeated, place)
        return int(frequencies[at]) if at < len(repeated) and repeated[at] == place else 1


_NO_POSTINGS = Postings(NO_DOCUMENTS)


def factor_of(total: int, holding: int) -> float:
    """What a term that `holding` of `total` documents hold adds at most, at weight 1."""
    return scoring.idf(total, holding) * (scoring.K1 + 1)


def impacts_of(burdens: Scores, factor: float) -> Scores:
    """What a term of this factor, its weight in it, adds to documents of these burdens, shape of `burdens`."""
    impacts: Scores = np.float32(factor) / burdens
    return impacts


class SegmentScores:
    """Scoring in one segment."""

    def __init__(self, field: Field, mean_length: float) -> None:
        self.field = field
        lengths = field.lengths.astype(np.float32)
        norm = scoring.K1 * (1 - scoring.B + scoring.B * lengths / np.float32(max(mean_length, 1.0)))
        self.norm: Scores = norm.astype(np.float32)
        """The length norm of each document."""
        self.totals: Scores = np.zeros(field.documents, np.float32)
        """An accumulator that is all 0 between uses."""
        self.sums = np.zeros(field.documents, np.float64)
        """The same in double precision."""
        self.marks: npt.NDArray[np.bool_] = np.zeros(field.documents, np.bool_)
        """The same for marking."""

    def scored(self, found: Postings | None, total: int, holding: int) -> Scored:
        """What a term with these postings adds; kept with them."""
        if found is None:
            return Scored(_NO_POSTINGS, self.norm, total, holding)
        known: Scored | None = found.scored
        if known is None or not known.is_by(self.norm, holding):
            known = found.scored = Scored(found, self.norm, total, holding)
        return known
