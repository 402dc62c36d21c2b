"""Full-text search for Chinese newspapers kept as text.

    import searcher
    searcher.build_index(corpus="corpus", index="index")
    with searcher.open_index("index") as index:
        for hit in index.search("碳达峰 长治").hits:
            print(hit.id, hit.paragraph.text)

Importing this package costs nothing: each name loads what it needs when it is first used.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searcher.adding import AddReport
    from searcher.index import Index
    from searcher.reading.model import Page
    from searcher.results.reports import BuildReport
    from searcher.store.check import CheckReport
    from searcher.store.progress import Report

__version__ = "0.1.0"
__all__ = ["Index", "__version__", "add_to_corpus", "build_index", "check_index", "open_index", "read_page"]


def build_index(
    corpus: str | PathLike[str] = "corpus",
    index: str | PathLike[str] = "index",
    *,
    rebuild: bool = False,
    progress: Report | None = None,
    user_dictionary: str | PathLike[str] | None = None,
) -> BuildReport:
    """Bring the index up to date with the corpus: add new files, replace changed ones, drop vanished ones.

    `rebuild` starts anew; so does an index that was made by another format, dictionary or rules. `progress` is called
    with a `searcher.store.progress.Progress` as files are read. Files that cannot be used are named in the report.
    `user_dictionary` is a file of words in jieba's format, by default `userdict.txt` in the corpus folder, where there
    is one; where it changed everything is read anew, and the report says so. Raises UsageError where it cannot be read,
    NoCorpusError, LockedError where another process is writing, DamagedIndexError where the index is damaged,
    IndexWriteError where the system does not let it be written; what was there stays usable.
    """
    from searcher.store.update import bring_up_to_date

    words = None if user_dictionary is None else Path(user_dictionary)
    return bring_up_to_date(Path(corpus), Path(index), rebuild=rebuild, progress=progress, user_dictionary=words)


def open_index(index: str | PathLike[str] = "index", *, synonyms: str | PathLike[str] | None = None) -> Index:
    """Open an index for reading; queries find `synonyms` (a file) in place of their words.

    Raises NoIndexError, DamagedIndexError, IndexMismatchError, UsageError where the synonyms cannot be read.
    """
    from searcher.index import Index

    return Index(Path(index), None if synonyms is None else Path(synonyms))


def check_index(index: str | PathLike[str] = "index", *, progress: Report | None = None) -> CheckReport:
    """Verify every file of an index: each byte by its checksum, and that what the files say agrees.

    Damage is told in the report, file by file, with what to do. Works beside a writer. `progress` is called as
    `build_index` does. Raises NoIndexError, IndexMismatchError where another version made the newest generation,
    IndexReadError.
    """
    from searcher.store.check import check_index

    return check_index(Path(index), progress=progress)


def add_to_corpus(
    sources: Sequence[str | PathLike[str]],
    corpus: str | PathLike[str] = "corpus",
    *,
    into: str | PathLike[str] | None = None,
    replace: bool = False,
    progress: Report | None = None,
) -> AddReport:
    """Copy page files, and folders of them, into a corpus. See `searcher.adding.add_to_corpus`."""
    from searcher.adding import add_to_corpus

    folder = None if into is None else PurePath(into)
    return add_to_corpus([*map(Path, sources)], Path(corpus), into=folder, replace=replace, progress=progress)


def read_page(path: str | PathLike[str]) -> Page:
    """Read one page file. Raises UnreadableFileError."""
    from searcher.reading import read_page

    return read_page(path)


def __getattr__(name: str) -> Any:
    if name == "Index":
        from searcher.index import Index

        return Index
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
