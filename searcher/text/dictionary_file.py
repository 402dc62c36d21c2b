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

from searcher.text.arrays import code_points

_LAST_BLANK = ord(" ")


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
        codes = code_points("".join(words))
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        return CountedWords(codes, lengths, np.fromiter(words.values(), np.int64, len(words)))

    @staticmethod
    def read(path: Path) -> CountedWords:
        """Those of a file in jieba's format, as `read_dictionary` reads them, but words that stand twice stay.

        Raises ValueError where the file is in another format.
        """
        codes = code_points(path.read_text(encoding="utf-8"))
        blanks = np.flatnonzero(codes <= _LAST_BLANK)
        starts, ends = np.concatenate([[0], blanks + 1]), np.append(blanks, len(codes))
        empty = np.flatnonzero(ends == starts)
        starts, ends = np.delete(starts, empty), np.delete(ends, empty)
        if len(starts) % 3:
            raise ValueError(f"{path}: not three fields in every line")
        figures, sizes = starts[1::3], (ends - starts)[1::3]
        counts = np.zeros(len(figures), np.int64)
        for i in range(int(sizes.max(initial=0))):
            more = np.flatnonzero(sizes > i)
            digits = codes[figures[more] + i].astype(np.int64) - ord("0")
            if ((digits < 0) | (digits > 9)).any():
                raise ValueError(f"{path}: a frequency is no number")
            counts[more] = counts[more] * 10 + digits
        of_words = np.zeros(len(codes) + 1, np.int8)
        of_words[starts[0::3]] += 1
        of_words[ends[0::3]] -= 1
        return CountedWords(codes[np.cumsum(of_words[:-1], dtype=np.int8) > 0], (ends - starts)[0::3], counts)


@functools.cache
def jieba_identity() -> str:
    """A short hash of jieba's dictionary file."""
    return hashlib.sha256(jieba_dictionary_path().read_bytes()).hexdigest()[:12]
