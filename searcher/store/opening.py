"""Opening a generation: its analyzer and its segments, mapped."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from searcher.errors import IndexMismatchError
from searcher.i18n import _
from searcher.store.analyzer import TERMS, Analyzer
from searcher.store.generation import Manifest, check_files, open_newest
from searcher.store.segment import Segment, open_segment
from searcher.text.fold import RULES


class Generation(NamedTuple):
    """An open generation; it stays readable while a writer makes newer ones."""

    manifest: Manifest
    analyzer: Analyzer
    segments: tuple[Segment, ...]

    def close(self) -> None:
        """Let the files go."""
        for segment in self.segments:
            segment.close()
        self.analyzer.file.close()


def check_rules(folder: Path, manifest: Manifest) -> None:
    """Raises IndexMismatchError where a generation was made by rules that are not this program's."""
    if manifest.rules != f"terms{TERMS} fold{RULES}":
        raise IndexMismatchError(
            _(
                "{folder}: made by other rules of folding or cutting ({identity}); run `searcher index` to make it anew"
            ).format(folder=folder, identity=manifest.identity)
        )


def open_generation(folder: Path, manifest: Manifest) -> Generation:
    """Map the files of a generation. Raises DamagedIndexError, IndexMismatchError, IndexReadError."""
    check_rules(folder, manifest)
    check_files(folder, manifest)
    analyzer = Analyzer(folder / manifest.analyzer.name, manifest.analyzer.footer)
    return Generation(manifest, analyzer, tuple(open_segment(folder, ref, analyzer) for ref in manifest.segments))


def open_newest_generation(folder: Path, remedy: str | None = None) -> Generation:
    """The newest generation that can be opened. Warns and raises as `open_newest` and `open_generation`."""
    remedies = () if remedy is None else (remedy,)
    return open_newest(folder, lambda manifest: open_generation(folder, manifest), *remedies)[1]
