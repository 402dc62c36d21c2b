"""Earlier queries, kept between runs where the user's folder can be written."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from prompt_toolkit.history import FileHistory, History, InMemoryHistory


class KeptHistory(FileHistory):
    """A file history that never breaks the prompt: a full disk loses an entry, not the session."""

    def store_string(self, string: str) -> None:
        """Add an entry to the file."""
        with suppress(OSError, UnicodeEncodeError):
            super().store_string(string)


def history(folder: Path) -> History:
    """The history in `folder`, or one that lasts for this run where nothing can be written there."""
    file = folder / "history"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8"):
            pass
    except OSError:
        return InMemoryHistory()
    return KeptHistory(str(file))
