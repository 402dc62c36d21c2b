"""Names of files, for completing one."""

from __future__ import annotations

import os
from pathlib import Path

_MOST = 200


def files_of(typed: str) -> list[str]:
    """The paths that begin as typed, folders with a slash behind them; hidden ones only where a dot is typed. Empty
    where the folder cannot be read."""
    folder, name = os.path.split(typed)
    head = typed[: len(typed) - len(name)]
    try:
        entries = sorted(os.scandir(Path(folder or ".").expanduser()), key=lambda entry: entry.name)
    except (OSError, ValueError, RuntimeError):
        return []
    found = [entry for entry in entries if entry.name.startswith(name) and (name or not entry.name.startswith("."))]
    return [f"{head}{entry.name}{'/' if _is_folder(entry) else ''}" for entry in found[:_MOST]]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
