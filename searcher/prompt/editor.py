"""The line that is typed: prompt-toolkit's, with what the prompt adds: completion, live results, a toolbar, keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import Condition, is_searching
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.vi_state import InputMode
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments

from searcher.errors import SearcherError
from searcher.prompt.history import history
from searcher.prompt.keys import KEYS
from searcher.prompt.lines import Line, classed, padded
from searcher.prompt.looks import depth, fragments, style
from searcher.prompt.table import Where
from searcher.prompt.toolbar import toolbar
from searcher.results.render.safe import safe

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from searcher.prompt.live import Live
    from searcher.prompt.session import Session
    from searcher.prompt.sounding import Sounding
    from searcher.results.counted import TermCount

MESSAGE = "searcher> "
BROWSE = ":browse"
_MENU_ROWS = 7
_TERMS = 12
_WAIT = 0.05
"""Seconds that Escape waits for the rest of a sequence."""


class Editor:
    """Reads lines for a session. What is slow begins to load once the first prompt is on the screen."""

    def __init__(self, session: Session, input: Input | None, output: Output | None) -> None:
        self._session = session
        self._live: Live | None = None
        self.bindings = self._bindings()
        """The prompt's own keys."""
        colors = session.settings.env.colors
        self._prompt: PromptSession[str] = PromptSession(
            MESSAGE,
            completer=_SessionCompleter(session),
            complete_while_typing=True,
            complete_in_thread=True,
            auto_suggest=_SafeSuggestions(),
            history=history(session.settings.env.state_dir),
            key_bindings=self.bindings,
            bottom_toolbar=self._below,
            input_processors=[SafeProcessor()],
            style=style(colors),
            color_depth=depth(colors),
            include_default_pygments_style=False,
            enable_suspend=True,
            input=input,
            output=output,
        )
        self._prompt.default_buffer.on_text_changed += self._typed
        app = self._prompt.app
        app.ttimeoutlen = _WAIT
        app.after_render += self._drawn

    def read(self, default: str = "") -> str:
        """The next line, beginning with `default`. Raises EOFError where one leaves, KeyboardInterrupt."""
        options = self._session.desk.options
        self._prompt.editing_mode = EditingMode.VI if options.vi else EditingMode.EMACS
        self._prompt.reserve_space_for_menu = 0
        try:
            return self._prompt.prompt(default=default)
        finally:
            if self._live is not None:
                self._live.typed("", self._session.state)

    def close(self) -> None:
        """Stop what works beside typing."""
        if self._live is not None:
            self._live.close()

    def _refresh(self) -> None:
        self._prompt.app.invalidate()

    def _drawn(self, _app: object) -> None:
        self._session.library.start(self._refresh)

    def _typed(self, buffer: Buffer) -> None:
        if buffer.text:
            # Room for the menu is taken with the first key, so that an idle prompt leaves the results in sight.
            self._prompt.reserve_space_for_menu = min(_MENU_ROWS, max(_size()[1] // 3, 1))
        self._look()

    def _look(self) -> None:
        """Have the line looked at, once there is something to look with: no key waits for modules to be loaded."""
        session = self._session
        if not (session.desk.options.live and session.library.loaded):
            return
        if self._live is None:
            from searcher.prompt.live import Live

            self._live = Live(session.library.live.reading, self._refresh)
        self._live.typed(self._prompt.default_buffer.text, session.state)

    def _below(self) -> StyleAndTextTuples:
        """Live results, then the toolbar."""
        width, height = _size()
        lines: list[Line] = []
        if self._live is None and self._prompt.default_buffer.text:
            # What was typed before anything was loaded.
            self._look()
        if self._live is not None and (glimpse := self._live.glimpse) and self._session.desk.options.live:
            from searcher.prompt.live import HEADLINES, render_glimpse

            lines = render_glimpse(glimpse, width, min(HEADLINES + 1, max(height - 4, 0)))
        session = self._session
        seen = session.library.seen
        bar = toolbar(session.settings.corpus, seen.generation, session.state, seen.note, self._mode(), width)
        return fragments([*lines, classed(padded(bar, width), "toolbar")])

    def _mode(self) -> str:
        if not self._session.desk.options.vi:
            return ""
        return "vi" if get_app().vi_state.input_mode is InputMode.INSERT else "VI"

    def _bindings(self) -> KeyBindings:
        """The keys of the table that are the prompt's own."""
        bindings = KeyBindings()
        empty = Condition(lambda: not get_app().current_buffer.text and bool(self._session.state.hits))
        filters = {"browse": empty & ~is_searching, "clear": ~is_searching}
        actions: dict[str, Callable[[KeyPressEvent], None]] = {"browse": _browse, "clear": _clear}
        for key in KEYS:
            if Where.LINE in key.where and key.action:
                for name in key.keys:
                    bindings.add(name, filter=filters[key.action])(actions[key.action])
        bindings.add(Keys.BracketedPaste)(_paste)
        return bindings


def _browse(event: KeyPressEvent) -> None:
    event.app.exit(result=BROWSE)


def _clear(event: KeyPressEvent) -> None:
    event.current_buffer.reset()
    # Whoever listens (live results) is not told by a reset.
    event.current_buffer.on_text_changed.fire()


def _paste(event: KeyPressEvent) -> None:
    from searcher.prompt.paste import joined_lines

    event.current_buffer.insert_text(joined_lines(event.data))


def _size() -> tuple[int, int]:
    size = get_app().output.get_size()
    return size.columns, size.rows


class _SessionCompleter(Completer):
    """Candidates as prompt-toolkit takes them; it is asked on threads of their own."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._sounded: tuple[object, Sounding] | None = None

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        from searcher.prompt.completion import Known, complete
        from searcher.prompt.files import files_of

        text = document.text_before_cursor
        session = self._session
        known = Known(
            values=session.library.seen.values,
            hits=session.state.hits,
            saved=self._saved(text),
            terms=self._terms,
            sounding=self._sounding,
            files=files_of,
        )
        for candidate in complete(text, known):
            yield Completion(
                candidate.text, -candidate.replaces, display=candidate.shown, display_meta=candidate.note or None
            )

    def _sounding(self, typed: str) -> frozenset[str]:
        from searcher.prompt.sounding import Sounding

        values = self._session.library.seen.values
        if self._sounded is None or self._sounded[0] is not values:
            names = (facet.value for facets in values.values() for facet in facets if facet.value)
            self._sounded = values, Sounding(names)
        return self._sounded[1].beginning(typed)

    def _saved(self, text: str) -> tuple[str, ...]:
        if text.lstrip()[:1] in (":", "："):
            with suppress(SearcherError):
                return tuple(self._session.desk.saved.all())
        return ()

    def _terms(self, prefix: str) -> tuple[TermCount, ...]:
        """Terms of the index, once it is open: whoever types must not wait until it is built."""
        library = self._session.library
        if library.seen.generation:
            with suppress(SearcherError), library.completion.reading() as index:
                return index.terms(prefix, limit=_TERMS)
        return ()


class _SafeSuggestions(AutoSuggestFromHistory):
    """Earlier lines in grey; none for an empty line, and none that a terminal would obey."""

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        found = super().get_suggestion(buffer, document)
        return found if found is not None and safe(found.text) == found.text else None


class SafeProcessor(Processor):
    """Shows what a terminal would obey in the typed line; the line itself stays as it is."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """The fragments with unsafe characters written out, and where each character went."""
        shown = [(piece[0], safe(piece[1])) for piece in transformation_input.fragments]
        if all(old[1] == new[1] for old, new in zip(transformation_input.fragments, shown, strict=True)):
            return Transformation(transformation_input.fragments)
        made: StyleAndTextTuples = []
        starts = [0]
        for name, char, *_rest in explode_text_fragments(transformation_input.fragments):
            made.append((name, safe(char)))
            starts.append(starts[-1] + len(safe(char)))
        return Transformation(
            made,
            source_to_display=lambda at: starts[min(at, len(starts) - 1)],
            display_to_source=lambda at: max(place for place, start in enumerate(starts) if start <= max(at, 0)),
        )
