"""Writes searcher/text/readings.txt: how each character is read, from pypinyin's tables.

    python -m scripts.make_readings

pypinyin loads all its phrases to tell this, in a fifth of a second; the table is read in a few milliseconds. A reading
is usual that at least one in USUAL of the phrases with the character has; of a character that no phrase has, the first.
"""

from __future__ import annotations

from collections import Counter
from importlib.metadata import version

from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from searcher.text.pinyin import READINGS, plain, readable

USUAL = 25
_CODES = 0x10000


def table() -> str:
    """The text of the table."""
    spoken: dict[str, Counter[str]] = {}
    for phrase, readings in phrases_dict.items():
        if len(phrase) == len(readings):
            for char, syllables in zip(phrase, readings, strict=True):
                spoken.setdefault(char, Counter())[plain(syllables[0])] += 1
    usual: dict[str, list[str]] = {}
    other: dict[str, list[str]] = {}
    for code, written in sorted(pinyin_dict.items()):
        if code >= _CODES:
            continue
        char = chr(code)
        read = list(dict.fromkeys(one for one in map(plain, written.split(",")) if readable(one)))
        counts = spoken.get(char) or Counter(read[:1])
        common = [one for one, count in counts.items() if count * USUAL >= counts.total()]
        for syllable in common:
            usual.setdefault(syllable, []).append(char)
        for syllable in read:
            if syllable not in common:
                other.setdefault(syllable, []).append(char)
    lines = [f"# {source()}: a syllable, the characters that are usually read so, and others that may be"]
    lines += [
        "\t".join((one, *("".join(of.get(one, ())) for of in (usual, other)))) for one in sorted({*usual, *other})
    ]
    return "\n".join(lines) + "\n"


def source() -> str:
    """What the table is made from."""
    return f"pypinyin {version('pypinyin')}"


if __name__ == "__main__":
    READINGS.write_text(table(), encoding="utf-8", newline="\n")
