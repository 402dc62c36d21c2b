"""Generations of an index: what belongs to one, how it is committed, how it is found again.

An index folder holds `generation-N.json` (manifests), `segment-*.arrays`, `analyzer-*.arrays` and the writer's lock. A
commit writes and syncs every new file, then the manifest under a temporary name, renames it into place and syncs the
folder: the rename is the moment at which the new generation is there. An empty file `generation-N.committed` then says
that it was, so that a manifest that gets lost is missed. The generation before stays whole until the next commit, to
fall back to; what neither of the two names is cleared away.

A manifest is the SHA-256 of what follows it, a line feed, and a JSON object with a number `format`: that much holds for
every format there will ever be.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from searcher.errors import (
    DamagedIndexError,
    DamageWarning,
    IndexMismatchError,
    LockedError,
    NoIndexError,
    system_reason,
)
from searcher.i18n import N_, _
from searcher.store.arrays import ArrayFile, unreadable
from searcher.store.writing import sync_folder, writing

FORMAT = 3
"""Number of the file format; an index of another is refused."""
_NUMBERED = re.compile(r"generation-(\d{8,})\.(json|committed)")
_OURS = re.compile(r"(generation-\d+\.(json(\.tmp)?|committed)|(segment|analyzer|spill)-[\w-]+\.arrays)")
_LOCK, _OWNER = "writer.lock", "writer.txt"
_OWNER_TEXT = re.compile(r"process (?P<process>\d+) on (?P<host>\S+) since (?P<time>.+)")

Opened = TypeVar("Opened")


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

    @property
    def rules(self) -> str:
        """The part of the identity that an index must share with the program that reads it."""
        return self.identity.partition("-")[0]

    @property
    def files(self) -> tuple[FileRef, ...]:
        """The files that it refers to."""
        return (self.analyzer, *(segment.file for segment in self.segments))

    def names(self) -> set[str]:
        """Names of all files of the generation, the manifest's own too."""
        own = (manifest_name(self.generation), mark_name(self.generation))
        return {*own, *(file.name for file in self.files)}


def manifest_name(generation: int) -> str:
    """The file name of a manifest."""
    return f"generation-{generation:08d}.json"


def mark_name(generation: int) -> str:
    """The name of the empty file that says that a generation was committed."""
    return f"generation-{generation:08d}.committed"


def is_ours(name: str) -> bool:
    """Whether a file of this name is one that commits make and clear away."""
    return _OURS.fullmatch(name) is not None


def names_in(folder: Path) -> list[str]:
    """Names of the files in an index folder; none where there is no folder. Raises IndexReadError."""
    try:
        return [path.name for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise unreadable(folder, error) from error


def generations(folder: Path) -> list[int]:
    """Numbers of the generations that were committed to the folder and not cleared away, newest first."""
    return sorted({int(m[1]) for m in map(_NUMBERED.fullmatch, names_in(folder)) if m}, reverse=True)


def read_manifest(folder: Path, generation: int) -> Manifest:
    """Read one manifest. Raises DamagedIndexError, IndexMismatchError (another format), IndexReadError."""
    path = folder / manifest_name(generation)
    try:
        data = path.read_bytes()
    except PermissionError as error:
        raise unreadable(path, error) from error
    except FileNotFoundError as error:
        raise DamagedIndexError(path, _("it is missing")) from error
    except OSError as error:
        raise DamagedIndexError(path, system_reason(error)) from error
    checksum, _end, body = data.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != checksum:
        raise DamagedIndexError(path, _("it is not what was written"))
    try:
        values = json.loads(body)
        made = values["format"]
        if made != FORMAT:
            newer = _("a newer version of this program") if made > FORMAT else _("an older version of this program")
            raise IndexMismatchError(
                _(
                    "{folder}: made by {newer}: format {made}, and this one reads format {format}; "
                    "run `searcher index` to make it anew"
                ).format(folder=folder, newer=newer, made=made, format=FORMAT)
            )
        segments = tuple(SegmentRef(_file(s["file"]), s["documents"], tuple(s["dead"])) for s in values.pop("segments"))
        manifest = Manifest(analyzer=_file(values.pop("analyzer")), segments=segments, **values)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedIndexError(path, _("it is no manifest")) from error
    if manifest.generation != generation:
        raise DamagedIndexError(
            path, _("it is the manifest of generation {generation}").format(generation=manifest.generation)
        )
    return manifest


def _file(values: dict[str, Any]) -> FileRef:
    ref = FileRef(**values)
    if not is_ours(ref.name):
        raise ValueError(f"no name of an index file: {ref.name}")
    return ref


def open_file(folder: Path, ref: FileRef) -> ArrayFile:
    """Map a file, whose length and footer are then right. Raises DamagedIndexError, IndexReadError."""
    path = folder / ref.name
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise DamagedIndexError(path, _("it is missing")) from error
    except OSError as error:
        raise unreadable(path, error) from error
    if size != ref.size:
        raise DamagedIndexError(path, _("it has {size} bytes, not {wanted}").format(size=size, wanted=ref.size))
    return ArrayFile(path, ref.footer)


def check_files(folder: Path, manifest: Manifest) -> None:
    """See what can be seen cheaply of all files of a generation. Raises DamagedIndexError, IndexReadError."""
    for ref in manifest.files:
        open_file(folder, ref).close()


def open_newest(
    folder: Path, opener: Callable[[Manifest], Opened], remedy: str = N_("run `searcher index` to bring it up to date")
) -> tuple[Manifest, Opened]:
    """The newest generation that `opener` can open, and what it gave; a DamageWarning where that is not the last one.

    `opener` raises DamagedIndexError where a file is damaged or missing. Raises NoIndexError where there is no
    generation, DamagedIndexError where none can be opened, and what else `opener` raises.
    """
    while True:
        numbers = generations(folder)
        damage: DamagedIndexError | None = None
        for number in numbers:
            try:
                manifest = read_manifest(folder, number)
                opened = opener(manifest)
            except DamagedIndexError as error:
                damage = damage or error
                continue
            if damage:
                if has_moved_on(folder, numbers):
                    break
                instead = _("generation {number} is used instead; {remedy}").format(number=number, remedy=_(remedy))
                warnings.warn(
                    _("{path}: damaged index file: {reason}; {instead}").format(
                        path=damage.path, reason=damage.reason, instead=instead
                    ),
                    DamageWarning,
                    stacklevel=3,
                )
            return manifest, opened
        else:
            if not has_moved_on(folder, numbers):
                raise damage or NoIndexError(
                    _("{folder}: no index here; run `searcher index` to make one").format(folder=folder)
                )


def has_moved_on(folder: Path, numbers: list[int]) -> bool:
    """Whether a writer has committed or cleared away since: what is missing was then not lost."""
    return generations(folder) != numbers


def newest(folder: Path) -> Manifest:
    """The newest generation whose files are whole as far as can be seen cheaply. Warns and raises as `open_newest`."""
    return open_newest(folder, lambda manifest: check_files(folder, manifest))[0]


def commit(folder: Path, manifest: Manifest, base: Manifest | None = None) -> None:
    """Make a generation, whose files are written and synced, the newest; clear away what is no longer needed.

    `base`: the generation that it was made from, which stays to fall back to. Raises IndexWriteError.
    """
    body = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")
    path = folder / manifest_name(manifest.generation)
    temporary = path.with_name(path.name + ".tmp")
    with writing(path):
        with temporary.open("wb") as file:
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(folder)
        temporary.replace(path)
        sync_folder(folder)
    tidy(folder, manifest, base)


def tidy(folder: Path, manifest: Manifest, base: Manifest | None = None) -> None:
    """What is left to do once `manifest` is the newest: mark it, and clear away what neither it nor `base` (else the
    last whole generation before it) names. A commit that was cut short has left it undone."""
    # Without its mark a generation is as good; only the loss of its manifest would go unnoticed.
    with contextlib.suppress(OSError):
        (folder / mark_name(manifest.generation)).touch()
    clear(folder, [manifest, *([base] if base else _whole_before(folder, manifest))])


def _whole_before(folder: Path, manifest: Manifest) -> Iterator[Manifest]:
    """The last generation before that could be fallen back to, if there is one."""
    for number in generations(folder):
        if number < manifest.generation:
            with contextlib.suppress(DamagedIndexError, IndexMismatchError):
                before = read_manifest(folder, number)
                check_files(folder, before)
                if before.rules == manifest.rules:
                    yield before
                    return


def clear(folder: Path, kept: Iterable[Manifest]) -> None:
    """Remove files of ours that no generation of `kept` names."""
    needed = {name for manifest in kept for name in manifest.names()}
    remove(folder, (name for name in names_in(folder) if is_ours(name) and name not in needed))


def clear_unfinished(folder: Path, before: Iterable[str]) -> None:
    """Remove files of ours that are not among the names `before` and belong to no generation: an update failed."""
    needed = set(before)
    for number in generations(folder):
        with contextlib.suppress(DamagedIndexError, IndexMismatchError):
            needed |= read_manifest(folder, number).names()
    remove(folder, (name for name in names_in(folder) if is_ours(name) and name not in needed))


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files as far as the system lets us."""
    # A generation goes mark first, then manifest, then files: so whoever misses one of these no longer finds it listed.
    order = {".committed": 0, ".json": 1}
    for name in sorted(names, key=lambda name: order.get(Path(name).suffix, 2)):
        # On Windows a reader may still hold the file open; the next commit tries again.
        with contextlib.suppress(OSError):
            (folder / name).unlink()


@contextlib.contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the writer's lock, which dies with its process. Raises LockedError, naming the holder; IndexWriteError."""
    import socket

    import filelock

    lock = filelock.FileLock(folder / _LOCK, timeout=0)
    owner = folder / _OWNER
    with writing(folder / _LOCK):
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise LockedError(
                _("{folder}: the index is being written by {owner}; try again when it is done").format(
                    folder=folder, owner=_holder(owner)
                )
            ) from error
    try:
        started = time.strftime("%Y-%m-%d %H:%M:%S")
        with writing(owner):
            owner.write_text(f"process {os.getpid()} on {socket.gethostname()} since {started}\n", encoding="utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):
            owner.unlink()
        lock.release()


def _holder(owner: Path) -> str:
    try:
        told = _OWNER_TEXT.match(owner.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        told = None
    return _("process {process} on {host} since {time}").format(**told.groupdict()) if told else _("another process")
