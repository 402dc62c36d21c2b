"""The files of words that may stand in a corpus folder itself, beside the pages, and are no pages."""

from __future__ import annotations

from pathlib import Path

USER_DICTIONARY = "userdict.txt"
SYNONYMS = "synonyms.txt"


def is_word_list(file: Path, corpus: Path) -> bool:
    """Whether a file is the user dictionary or the synonyms of a corpus."""
    return file.name in (USER_DICTIONARY, SYNONYMS) and file.parent == corpus
