"""Ranking: the best k of scored paragraphs over all segments.

Order: score, highest first; then the newer issue; then the place in the corpus (path, then order in the file). So the
order does not depend on how the index came about.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from searcher.store.field_reader import Documents
from searcher.store.segment import Segment

Array = npt.NDArray[Any]
Scores = npt.NDArray[np.float32]
_SAMPLED = 2_048
_SAMPLE = 512
_FEW = 100


class Candidate(NamedTuple):
    """A paragraph with its score: `segment` is a number, `document` a number in that segment."""

    score: float
    segment: int
    document: int


def best_places(values: Scores, wanted: int, *, lowest: bool = False, slack: float = 0.0) -> Array:
    """Places of the `wanted` highest (or lowest) values and of all that tie with the last of them, in order of place.

    `slack`: the share by which a value may fall short of the last and still count as a tie.
    """
    if len(values) <= wanted:
        return np.arange(len(values))
    if wanted <= 0:
        return np.arange(0)
    places = None
    if len(values) > _SAMPLED and wanted < _SAMPLE:
        # The k-th best of a sample is no better than the k-th best of all: only what reaches it can be wanted.
        places = _reaching(values, values[:: len(values) // _SAMPLE], wanted, lowest, slack)
        values = values[places]
    chosen = _reaching(values, values, wanted, lowest, slack)
    return chosen if places is None else places[chosen]


def _reaching(values: Scores, sample: Scores, wanted: int, lowest: bool, slack: float) -> Array:
    """Places of the values that are as good as the `wanted`-th best of a sample."""
    place = wanted - 1 if lowest else len(sample) - wanted
    last = np.partition(sample, place)[place]
    reached: Array = values <= last * (1 + slack) if lowest else values >= last * (1 - slack)
    return reached.nonzero()[0]


class Order:
    """Breaks ties of scores; looks at dates and paths only where there are ties."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._path_ranks: list[Array] | None = None

    def _ranks(self, segment: int) -> Array:
        """The rank of each file of a segment among the paths of all segments."""
        if self._path_ranks is None:
            paths = sorted({entry.path for s in self._segments for entry in s.files})
            place = {path: i for i, path in enumerate(paths)}
            self._path_ranks = [np.array([place[entry.path] for entry in s.files], np.int64) for s in self._segments]
        return self._path_ranks[segment]

    def keys(self, segment: int, documents: Documents) -> tuple[Array, Array, Array]:
        """Sort keys, the most important last: place in the file, path, newest issue first."""
        part = self._segments[segment]
        articles = part.articles_of(documents)
        dates = -part.dates[articles]
        if len(self._segments) == 1 and len(part.files) == 1:
            return documents, np.zeros(len(documents), np.int64), dates
        return documents, self._ranks(segment)[part.column("file")[articles]], dates

    def _best_of_few(self, number: int, documents: Documents, scores: Scores, wanted: int) -> list[Candidate]:
        values = scores.tolist()
        order = sorted(range(len(values)), key=values.__getitem__, reverse=True)
        if len(set(values)) < len(values):
            order = np.lexsort((*self.keys(number, documents), -scores)).tolist()
        order = order[:wanted]
        return [*map(Candidate, map(values.__getitem__, order), repeat(number), documents[order].tolist())]

    def best(self, found: Sequence[tuple[Documents, Scores]], wanted: int) -> list[Candidate]:
        """The `wanted` best of the scored documents of every segment, in order."""
        if wanted <= 0:
            return []
        parts = []
        for number, (documents, scores) in enumerate(found):
            if len(documents) > wanted:
                places = best_places(scores, wanted)
                documents, scores = documents[places], scores[places]
            if len(documents):
                parts.append((number, documents, scores))
        if not parts:
            return []
        if len(parts) == 1 and len(parts[0][1]) <= _FEW + wanted:
            return self._best_of_few(*parts[0], wanted)
        segments = np.repeat([number for number, _, _ in parts], [len(documents) for _, documents, _ in parts])
        documents = np.concatenate([documents for _, documents, _ in parts])
        scores = np.concatenate([scores for _, _, scores in parts])
        order = np.argsort(-scores, kind="stable")
        ranked = scores[order[: wanted + 1]]
        if len(ranked) > 1 and (ranked[1:] == ranked[:-1]).any():
            # Ties reach at most down to the last score wanted: what is below it cannot come in.
            order = order[scores[order] >= ranked[min(wanted, len(ranked)) - 1]]
            columns = [np.zeros(len(order), np.int64) for _ in range(3)]
            for number, _, _ in parts:
                of_part = np.flatnonzero(segments[order] == number)
                for column, key in zip(columns, self.keys(number, documents[order[of_part]]), strict=True):
                    column[of_part] = key
            order = order[np.lexsort((*columns, -scores[order]))]
        order = order[:wanted]
        rows = zip(scores[order].tolist(), segments[order].tolist(), documents[order].tolist(), strict=True)
        return [Candidate(*row) for row in rows]
