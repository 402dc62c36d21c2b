"""The index as the prompt uses it: opened behind the prompt, followed as it is brought up to date, watched beside its
corpus.

An `Index` is not to be shared by threads, and opening one is cheap. So the session has one, and whatever works beside
the session (live search, completion) has another, a `Reader`.
"""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from searcher.errors import DamageWarning, NoIndexError, SearcherError
from searcher.i18n import _, ngettext

if TYPE_CHECKING:
    from searcher.cli.settings import Settings
    from searcher.index import Index
    from searcher.results.counted import Facet

VALUES = {
    "section": "section",
    "byline": "author",
    "newspaper": "newspaper",
    "page": "page",
    "source": "source",
    "year": "year",
    "month": "month",
    "day": "day",
}
"""Fields whose values are completed, dates in three parts, and what `Index.values` calls them."""
_AFTER = 0.1
_REST = 3.0
"""Seconds at least between two looks at the corpus."""
_SHARE = 50
"""A rest is so many times as long as the look before it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found out behind the prompt. `values` are the values of the fields named in VALUES, the commonest first;
    `note` is a sentence on what one should know of the index, or empty; `generation` is that of the index, 0 for
    none."""

    values: Mapping[str, tuple[Facet, ...]] = field(default_factory=dict)
    note: str = ""
    generation: int = 0


class Reader:
    """An index of its own for one kind of work beside the session; follows newer generations."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._index: Index | None = None

    @contextmanager
    def reading(self) -> Iterator[Index]:
        """The index, for one thread at a time. Raises SearcherError where there is none to open."""
        with self._lock:
            self._index = newest(self._settings, self._index)
            yield self._index

    def close(self) -> None:
        """Let go of the index; it is opened again where it is needed."""
        with self._lock:
            if self._index is not None:
                self._index.close()
                self._index = None


def newest(settings: Settings, index: Index | None) -> Index:
    """An open index of the newest generation: `index` itself where it is that. Raises SearcherError."""
    from searcher import open_index
    from searcher.store.generation import generations

    if index is None:
        return open_index(settings.index, synonyms=settings.synonyms_file)
    numbers = generations(settings.index)
    if numbers and max(numbers) == index.generation:
        return index
    opened = open_index(settings.index, synonyms=settings.synonyms_file)
    index.close()
    return opened


class Library:
    """All that a session needs of the index, and of the corpus beside it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.seen = Seen()
        """Replaced as a whole by the thread behind the prompt."""
        self.loaded = False
        """Whether the modules that live results and completion need are loaded."""
        self.live = Reader(settings)
        self.completion = Reader(settings)
        self._index: Index | None = None
        self._leaving = threading.Event()
        self._look = threading.Event()
        self._thread: threading.Thread | None = None
        self._damage = ""
        self._took = 0.0
        """Seconds that the last look at the corpus took."""

    def index(self) -> Index:
        """The index of the session, of the newest generation; made first where there is none. Raises SearcherError."""
        from searcher.cli.opening import opened

        try:
            self._index = newest(self._settings, self._index)
        except NoIndexError:
            self._index = opened(self._settings)
            self._look.set()
        return self._index

    def release(self) -> None:
        """Let every index go, so that a writer finds its files free; each is opened again where it is needed."""
        for reader in (self.live, self.completion):
            reader.close()
        if self._index is not None:
            self._index.close()
            self._index = None

    def start(self, notify: Callable[[], None]) -> None:
        """Begin to load what is slow and to watch the corpus, on a thread; `notify` is called on it when `seen`
        changes."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, args=(notify,), name="library", daemon=True)
            self._thread.start()

    def look_again(self) -> None:
        """Compare corpus and index soon, without waiting for the next time."""
        self._look.set()

    def close(self) -> None:
        """Stop the thread and let the index go."""
        self._leaving.set()
        self._look.set()
        if self._thread is not None:
            # It may be in the midst of a long look at a corpus; as a daemon it does not keep the program.
            self._thread.join(timeout=0.2)
        with suppress(OSError):
            self.release()

    @contextmanager
    def noting_damage(self) -> Iterator[None]:
        """That an older generation is used instead of a damaged one becomes a note where a thread found it; a line in
        the midst of what is being typed would only spoil the screen."""
        others = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
            if issubclass(category, DamageWarning) and threading.current_thread() is not threading.main_thread():
                self._damage = str(message)
            else:
                others(message, category, *place, **more)

        warnings.showwarning = show
        try:
            yield
        finally:
            warnings.showwarning = others

    def _watch(self, notify: Callable[[], None]) -> None:
        # The first keys are echoed before anything else is done.
        self._leaving.wait(_AFTER)
        _load()
        self.loaded = True
        notify()
        while not self._leaving.is_set():
            before = self.seen
            try:
                seen = self._looked()
            except Exception as error:  # Whatever it is, the prompt goes on without what is behind it.
                seen = Seen(before.values, str(error), before.generation)
            if seen != before:
                self.seen = seen
                notify()
            if seen.generation != before.generation:
                self._warm()
            self._look.wait(max(_REST, _SHARE * self._took))
            self._look.clear()

    def _looked(self) -> Seen:
        try:
            with self.completion.reading() as index:
                values = self.seen.values
                if index.generation != self.seen.generation:
                    values = {name: index.values(by) for name, by in VALUES.items()}
                started = time.monotonic()
                changed = _changed(index, self._settings)
                # Values are read once a generation: how long that takes says nothing of the next look.
                self._took = time.monotonic() - started
                return Seen(values, self._damage or changed, index.generation)
        except NoIndexError:
            return Seen({}, _("no index yet: the first query builds it"))

    def _warm(self) -> None:
        """Load what the first query and the first completion will need."""
        with suppress(Exception):
            with self.live.reading() as index:
                index.search("一", limit=1)
            with self.completion.reading() as index:
                # By pinyin, so that the tables of sounds are there too, which mending a query needs.
                index.terms("pingyao", limit=1)


def _load() -> None:
    """Load the modules that the first key and the first line need."""
    import searcher.prompt.commands
    import searcher.prompt.completion
    import searcher.prompt.live  # noqa: F401


def _changed(index: Index, settings: Settings) -> str:
    """A sentence on how the corpus has changed since, or nothing."""
    try:
        changes = index.changes(settings.corpus)
        outdated = index.outdated_words(settings.corpus, settings.user_dictionary)
    except SearcherError as error:
        return str(error)
    if outdated is not None:
        message = _("{what}: the index is out of date; run `searcher index` to read everything anew with it")
        return message.format(what=outdated)
    count = len(changes.added) + len(changes.changed) + len(changes.removed)
    if not count:
        return ""
    return ngettext(
        "{count} file of the corpus has changed: :index", "{count} files of the corpus have changed: :index", count
    ).format(count=count)
