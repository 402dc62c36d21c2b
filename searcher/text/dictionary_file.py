"""jieba's dictionary as a file: where it is, and its words with their frequencies."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

_BLANKS = np.array(list(map(ord, " \n\r\t")), np.uint32)


def jieba_dictionary_path() -> Path:
    """jieba's own dict.txt, found without importing jieba (which would load half a second of other things)."""
    spec = importlib.util.find_spec("jieba")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name("dict.txt")


def read_dictionary(path: Path) -> dict[str, int]:
    """Words and frequencies of a file in jieba's format: `word frequency tag`, one a line."""
    fields = path.read_text(encoding="utf-8").split()
    return dict(zip(fields[0::3], map(int, fields[1::3]), strict=True))


@dataclass(frozen=True, slots=True)
class CountedWords:
    """Words and their frequencies as arrays: the code points of all words, one after the other; the length and the
    frequency of each, shape (words,). jieba counts by the sum of the frequencies, also where a word stands twice."""

    codes: npt.NDArray[np.uint32]
    lengths: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]

    @staticmethod
    def of(words: Mapping[str, int]) -> CountedWords:
        """Those of a mapping of word to frequency."""
        codes = np.frombuffer("".join(words).encode("utf-32-le"), "<u4")
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        return CountedWords(codes, lengths, np.fromiter(words.values(), np.int64, len(words)))

    @staticmethod
    def read(path: Path) -> CountedWords:
        """Those of a file in jieba's format, as `read_dictionary` reads them, but words that stand twice stay.

        Raises ValueError where the file is in another format.
        """
        codes = np.frombuffer(path.read_text(encoding="utf-8").encode("utf-32-le"), "<u4")
        blank = np.ones(len(codes) + 2, np.bool_)
        blank[1:-1] = np.isin(codes, _BLANKS)
        bounds = np.flatnonzero(blank[1:] != blank[:-1])
        starts, lengths = bounds[0::2], np.diff(bounds)[0::2]
        if len(starts) % 3:
            raise ValueError(f"{path}: not three fields in every line")
        counts = np.zeros(len(starts) // 3, np.int64)
        for i in range(int(lengths[1::3].max()) if len(counts) else 0):
            more = np.flatnonzero(lengths[1::3] > i)
            digits = codes[starts[1::3][more] + i].astype(np.int64) - ord("0")
            if ((digits < 0) | (digits > 9)).any():
                raise ValueError(f"{path}: a frequency is no number")
            counts[more] = counts[more] * 10 + digits
        of_words = np.zeros(len(codes) + 1, np.int8)
        of_words[starts[0::3]] += 1
        of_words[(starts + lengths)[0::3]] -= 1
        return CountedWords(codes[np.cumsum(of_words[:-1], dtype=np.int8) > 0], lengths[0::3], counts)


@functools.cache
def jieba_identity() -> str:
    """A short hash of jieba's dictionary file."""
    return hashlib.sha256(jieba_dictionary_path().read_bytes()).hexdigest()[:12]
