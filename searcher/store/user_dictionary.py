"""The user dictionary of an index: which file it is, what it says, and whether the index was made with it.

It is the file that is given; else `userdict.txt` in the corpus folder; else the given one that the index was made with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from searcher.errors import UnreadableFileError, UsageError, system_reason
from searcher.i18n import _
from searcher.results.reports import Skipped
from searcher.text.user_words import UserWord, parse_user_words
from searcher.text.word_lists import USER_DICTIONARY


@dataclass(frozen=True, slots=True)
class UserDictionary:
    """A user dictionary: where it is, a hash of the file, its words, and the lines that are none."""

    path: Path
    digest: str
    words: tuple[UserWord, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    given: bool = False
    """Whether it was given, and is not the corpus's own."""


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What an index remembers of the user dictionary that it was made with: the hash, how many words it had, and the
    path where it was given (None for the corpus's own)."""

    digest: str
    words: int
    path: Path | None


def read_user_dictionary(path: Path, fold: Callable[[str], str], *, given: bool) -> UserDictionary:
    """Read one. Raises UsageError where it cannot be read or is no text."""
    # The reader is much to load, and whoever only searches has no need of it.
    from searcher.reading.decode import decode

    data = _content(path)
    if not data.strip():
        return UserDictionary(path, _digest(data), given=given)
    try:
        words, faults = parse_user_words(decode(data, path), fold)
    except UnreadableFileError as error:
        raise UsageError(
            _("{path}: this user dictionary cannot be used: {reason}").format(path=path, reason=error.reason)
        ) from error
    skipped = tuple(Skipped(str(path), fault.reason, fault.line) for fault in faults)
    return UserDictionary(path, _digest(data), words, skipped, given)


def path_of(corpus: Path, given: Path | None, made_with: MadeWith | None) -> tuple[Path | None, bool]:
    """The file to use, if any, and whether it was given."""
    if given is not None:
        return given, True
    own = corpus / USER_DICTIONARY
    if own.exists():
        return own, False
    remembered = made_with.path if made_with else None
    return (remembered, True) if remembered is not None and remembered.exists() else (None, False)


def difference(corpus: Path, given: Path | None, made_with: MadeWith | None) -> str | None:
    """What was done to the user dictionary since an index was made, in a clause; None where nothing was, or where that
    cannot be told, since the corpus is not there. Raises UsageError."""
    path, _given = path_of(corpus, given, made_with)
    if path is None:
        gone = made_with is not None and (made_with.path is not None or corpus.is_dir())
        return _("the user dictionary that the index was made with is gone") if gone else None
    if made_with is None:
        return _("the user dictionary {path} is new").format(path=path) if _content(path).strip() else None
    if _digest(_content(path)) == made_with.digest:
        return None
    return _("the user dictionary {path} has changed").format(path=path)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def _content(path: Path) -> bytes:
    message = _("{path}: this user dictionary cannot be read: {reason}; name another with --user-dictionary")
    if path.exists() and not path.is_file():
        # To read a pipe would be to wait for somebody to write.
        raise UsageError(message.format(path=path, reason=_("is not a regular file")))
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(message.format(path=path, reason=system_reason(error))) from error
