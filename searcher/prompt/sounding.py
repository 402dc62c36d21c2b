"""Values of fields found by pinyin."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from searcher.text.pinyin import Fit, Reading, Readings, typed_pinyin


class Sounding:
    """Says which of some values begin as pinyin is typed. The readings of characters are loaded when it is first asked.

    May be asked on several threads.
    """

    def __init__(self, values: Iterable[str]) -> None:
        self._values = tuple(dict.fromkeys(values))
        self._lock = threading.Lock()
        self._readings: Readings | None = None

    def beginning(self, typed: str) -> frozenset[str]:
        """The values whose first characters may be read as `typed`, each syllable perhaps cut down to its initial."""
        if not typed_pinyin(typed):
            return frozenset()
        with self._lock:
            if self._readings is None:
                self._readings = Readings({char for value in self._values for char in value})
            known = self._readings
            readings = known.readings(typed.lower())
            return frozenset(
                value for value in self._values if any(_reads(known, value, reading) for reading in readings)
            )


def _reads(known: Readings, value: str, reading: Reading) -> bool:
    units = reading.units
    if len(value) < len(units):
        return False
    if not all(char in known.characters(unit) for char, unit in zip(value, units, strict=False)):
        return False
    return known.fit(value[: len(units)], units) is not Fit.WRONG
