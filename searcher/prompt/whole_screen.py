"""The whole screen: a `Browser` with prompt-toolkit's keys, mouse and drawing around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.mouse_events import MouseEvent, MouseEventType

from searcher.prompt.browser import Browser
from searcher.prompt.desk import Browse
from searcher.prompt.keys import KEYS
from searcher.prompt.looks import depth, fragments, style
from searcher.prompt.table import Where

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding.key_bindings import NotImplementedOrNone
    from prompt_toolkit.output import Output

    from searcher.prompt.session import Session

_WAIT = 0.05
"""Seconds that Escape waits for the rest of a sequence."""


def browse(session: Session, wanted: Browse, input: Input | None, output: Output | None) -> str:
    """Browse until one leaves; gives what to begin the next line with."""
    screen = WholeScreen(session, wanted, input, output)
    screen.app.run()
    return screen.browser.left or ""


class WholeScreen:
    """The application; `browser` is what it shows."""

    def __init__(self, session: Session, wanted: Browse, input: Input | None, output: Output | None) -> None:
        colors = session.settings.env.colors
        self.app: Application[None] = Application(
            layout=Layout(Window(_Control(self), always_hide_cursor=True, wrap_lines=False)),
            key_bindings=self._bindings(),
            style=style(colors),
            color_depth=depth(colors),
            include_default_pygments_style=False,
            full_screen=True,
            mouse_support=True,
            input=input,
            output=output,
        )
        self.app.ttimeoutlen = _WAIT
        size = self.app.output.get_size()
        self.browser = Browser(session, wanted, size.columns, size.rows)

    def text(self) -> StyleAndTextTuples:
        """The screen as it is to be drawn, for the size that it has now."""
        size = self.app.output.get_size()
        self.browser.resized(size.columns, size.rows)
        return fragments(self.browser.lines())

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        for key in KEYS:
            for name in key.keys:
                for where in key.where:
                    if where is not Where.LINE:
                        bindings.add(name, filter=self._in(where), eager=name == "escape")(self._doing(key.action))
        return bindings

    def _in(self, where: Where) -> Condition:
        return Condition(lambda: self.browser.where is where)

    def _doing(self, action: str) -> Callable[[KeyPressEvent], None]:
        def do(event: KeyPressEvent) -> None:
            self.browser.do(action)
            if self.browser.left is not None:
                event.app.exit()

        return do


class _Control(FormattedTextControl):
    """Draws the screen, and hears the mouse."""

    def __init__(self, screen: WholeScreen) -> None:
        super().__init__(screen.text)
        self._screen = screen

    def mouse_handler(self, mouse_event: MouseEvent) -> NotImplementedOrNone:
        """The wheel scrolls, a click chooses."""
        browser = self._screen.browser
        if mouse_event.event_type is MouseEventType.SCROLL_DOWN:
            browser.wheel(1)
        elif mouse_event.event_type is MouseEventType.SCROLL_UP:
            browser.wheel(-1)
        elif mouse_event.event_type is MouseEventType.MOUSE_UP:
            browser.click(mouse_event.position.y)
        else:
            return NotImplemented
        return None
