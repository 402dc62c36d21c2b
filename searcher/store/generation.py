"""Generations of an index: what belongs to one, how it is committed, how it is found again.

An index folder holds `generation-N.json` (manifests), `segment-*.arrays`, `analyzer-*.arrays` and the writer's lock. A
commit writes and syncs every new file, then the manifest under a temporary name, renames it into place and syncs the
folder: the rename is the moment at which the new generation is there. The one before it stays whole until the next
commit, to fall back to; what neither of the two names is cleared away.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import socket
import time
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from searcher.errors import DamagedIndexError, IndexMismatchError, LockedError, NoIndexError

FORMAT = 1
"""Number of the file format; an index of another is refused."""
_MANIFEST = re.compile(r"generation-(\d{8,})\.json")
_OURS = re.compile(r"(generation-\d+\.json(\.tmp)?|(segment|analyzer)-[\w-]+\.arrays)")
_LOCK, _OWNER = "writer.lock", "writer.txt"


class DamageWarning(UserWarning):
    """The newest generation is damaged and the one before it was opened instead."""


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file of the index: its name in the folder, its length in bytes, its footer's CRC-32."""

    name: str
    size: int
    footer: int


@dataclass(frozen=True, slots=True)
class SegmentRef:
    """A segment of a generation; `dead`: the numbers of its files that no longer count; `documents`: all it holds."""

    file: FileRef
    documents: int
    dead: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation: everything that belongs to it. `counts`: see `BuildReport`; `identity`: the analyzer's."""

    generation: int
    created: str
    identity: str
    analyzer: FileRef
    segments: tuple[SegmentRef, ...]
    counts: dict[str, Any] = field(default_factory=dict)
    format: int = FORMAT

    def names(self) -> set[str]:
        """Names of all files of the generation, the manifest's own too."""
        return {manifest_name(self.generation), self.analyzer.name, *(s.file.name for s in self.segments)}


def manifest_name(generation: int) -> str:
    """The file name of a manifest."""
    return f"generation-{generation:08d}.json"


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable, where the system can (Windows cannot open a folder, and need not)."""
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def generations(folder: Path) -> list[int]:
    """Numbers of the generations whose manifests are in the folder, newest first."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return []
    return sorted((int(m[1]) for m in map(_MANIFEST.fullmatch, names) if m), reverse=True)


def read_manifest(folder: Path, generation: int) -> Manifest:
    """Read one manifest. Raises DamagedIndexError, IndexMismatchError (another format), FileNotFoundError."""
    path = folder / manifest_name(generation)
    data = path.read_bytes()
    checksum, _, body = data.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != checksum:
        raise DamagedIndexError(path, "it is not what was written")
    values = json.loads(body)
    if values["format"] != FORMAT:
        raise IndexMismatchError(
            f"{folder}: an index of format {values['format']}, and this program reads format {FORMAT}; "
            "run `searcher index --rebuild` to make it anew"
        )
    segments = tuple(SegmentRef(FileRef(**s["file"]), s["documents"], tuple(s["dead"])) for s in values.pop("segments"))
    manifest = Manifest(analyzer=FileRef(**values.pop("analyzer")), segments=segments, **values)
    if manifest.generation != generation:
        raise DamagedIndexError(path, f"it is the manifest of generation {manifest.generation}")
    return manifest


def newest(folder: Path) -> Manifest:
    """The newest generation that is whole as far as can be seen cheaply; warns where it is not the last committed.

    Raises NoIndexError where there is none, DamagedIndexError where none is whole.
    """
    first_error: DamagedIndexError | None = None
    for generation in generations(folder):
        try:
            manifest = read_manifest(folder, generation)
            for ref in (manifest.analyzer, *(s.file for s in manifest.segments)):
                check_length(folder, ref)
        except DamagedIndexError as error:
            first_error = first_error or error
            continue
        except FileNotFoundError:
            # A writer has just cleared this generation away: a newer one is there.
            return newest(folder)
        if first_error:
            warnings.warn(
                f"{first_error.path}: damaged ({first_error.reason}); generation {generation} was opened instead; "
                "run `searcher index` to bring it up to date",
                DamageWarning,
                stacklevel=2,
            )
        return manifest
    if first_error:
        raise first_error
    raise NoIndexError(f"{folder}: no index here; run `searcher index` to make one")


def check_length(folder: Path, ref: FileRef) -> None:
    """Raise DamagedIndexError where a file of the index is missing or has another length."""
    path = folder / ref.name
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise DamagedIndexError(path, "it is missing") from error
    if size != ref.size:
        raise DamagedIndexError(path, f"it has {size} bytes, not {ref.size}")


def commit(folder: Path, manifest: Manifest) -> None:
    """Make a generation, whose files are written and synced, the newest; clear away what is no longer needed."""
    body = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
    path = folder / manifest_name(manifest.generation)
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("wb") as file:
        file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder)
    temporary.replace(path)
    sync_folder(folder)
    clear(folder, manifest)


def clear(folder: Path, manifest: Manifest) -> None:
    """Remove files of ours that neither `manifest` nor the generation before it names."""
    needed = manifest.names()
    for generation in generations(folder):
        if generation < manifest.generation:
            with contextlib.suppress(DamagedIndexError, IndexMismatchError, OSError):
                needed |= read_manifest(folder, generation).names()
                break
    for path in list(folder.iterdir()):
        if _OURS.fullmatch(path.name) and path.name not in needed:
            # On Windows a reader may still hold the file open; the next commit tries again.
            with contextlib.suppress(OSError):
                path.unlink()


@contextlib.contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the writer's lock, which dies with its process. Raises LockedError, naming the holder."""
    import filelock

    lock = filelock.FileLock(folder / _LOCK, timeout=0)
    owner = folder / _OWNER
    try:
        lock.acquire()
    except filelock.Timeout as error:
        try:
            holder = owner.read_text(encoding="utf-8").strip()
        except OSError:
            holder = "another process"
        raise LockedError(f"{folder}: the index is being written by {holder}; try again when it is done") from error
    try:
        started = time.strftime("%Y-%m-%d %H:%M:%S")
        owner.write_text(f"process {os.getpid()} on {socket.gethostname()} since {started}\n", encoding="utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):
            owner.unlink()
        lock.release()
