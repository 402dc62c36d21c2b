"""A model of a disk that keeps only what was synced.

Data of a file is safe once the file was synced; a name (made, moved, removed) once its folder was. All else may be
there or not after a power cut, in any combination.
"""

from __future__ import annotations

import random
from pathlib import Path

from faults import Operation


class Disk:
    """One folder. Starts as `base` holds it, safe; does the operations that were recorded in the folder `recorded`."""

    def __init__(self, base: Path, recorded: Path) -> None:
        self._recorded = recorded
        self._base = base
        self._data: dict[str, bytes] = {}
        self._safe_data: dict[str, bytes] = {}
        # A name leads to a file: one of the base, by its name, or a new one, by its number.
        self._safe_names = {file.name: file.name for file in base.iterdir()}
        self._names = dict(self._safe_names)
        self._pending: list[tuple[str, str | None]] = []

    def do(self, operation: Operation) -> None:
        """Do one more operation."""
        name = Path(operation.path).name
        file = f"#{operation.file}"
        match operation.kind:
            case "open":
                if operation.truncates or name not in self._names:
                    self._data[file] = self._safe_data[file] = b""
                    self._set(name, file)
            case "write":
                self._data[file] += operation.data
            case "fsync":
                self._safe_data[file] = self._data[file]
            case "replace":
                target = Path(operation.target).name
                file = self._names[name]
                self._set(name, None)
                self._set(target, file)
            case "unlink":
                self._set(name, None)
            case "sync folder":
                assert Path(operation.path) == self._recorded
                self._safe_names = dict(self._names)
                self._pending = []

    def _set(self, name: str, file: str | None) -> None:
        self._pending.append((name, file))
        if file is None:
            self._names.pop(name, None)
        else:
            self._names[name] = file

    def after_power_cut(self, folder: Path, lost: str, rng: random.Random) -> Path:
        """Write into `folder` what is left where `lost` is lost: `all` that is not synced; the `data` but no name; a
        part of both, by `chance`."""
        names = dict(self._safe_names)
        for name, file in self._pending:
            if lost == "data" or (lost == "chance" and rng.random() < 0.5):
                if file is None:
                    names.pop(name, None)
                else:
                    names[name] = file
        folder.mkdir()
        for name, file in names.items():
            if not file.startswith("#"):
                (folder / name).hardlink_to(self._base / file)
                continue
            data = self._safe_data[file]
            if lost == "chance" and data != self._data[file]:
                # The length may be there before the data is: zeros.
                whole = self._data[file]
                kept = rng.randrange(len(whole) + 1)
                data = whole[:kept] + bytes(rng.choice([0, len(whole) - kept]))
            (folder / name).write_bytes(data)
        return folder
