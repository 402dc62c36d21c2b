"""Reading lines and writing answers until the user leaves."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from searcher.errors import ExitStatus, SearcherError
from searcher.i18n import _
from searcher.prompt.terminal import unechoed

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from searcher.cli.settings import Settings
    from searcher.prompt.editor import Editor
    from searcher.prompt.session import Session


def run(settings: Settings, *, input: Input | None = None, output: Output | None = None) -> ExitStatus:
    """Run a prompt on the terminal, or on `input` and `output`; where stdin is no terminal, take its lines instead."""
    env = settings.env
    if input is None and not env.stdin_isatty:
        from searcher.prompt.session import Session

        with Session(settings) as session:
            for line in env.stdin:
                _write(session, line)
                if session.leaving:
                    break
        return ExitStatus.OK
    # Everything that the first prompt needs, and nothing else: what is slow comes once it is on the screen.
    from searcher.prompt.editor import Editor
    from searcher.prompt.session import Session

    env.write(_("Type a query; :help shows the commands, Ctrl-D leaves."))
    with Session(settings) as session, session.library.noting_damage():
        editor = Editor(session, input, output)
        try:
            _converse(session, editor, input, output)
        finally:
            editor.close()
    return ExitStatus.OK


def _converse(session: Session, editor: Editor, input: Input | None, output: Output | None) -> None:
    """Line by line, until Ctrl-D or :quit."""
    env = session.settings.env
    screen = input is not None or (env.stdout_isatty and env.environ.get("TERM") != "dumb")
    default = ""
    while not session.leaving:
        try:
            line = editor.read(default)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        default = ""
        if input is None:
            size = shutil.get_terminal_size()
            session.resized(size.columns, size.lines)
        if not line.strip() and session.state.left:
            line = ":more"
        _write(session, line, screen=screen)
        if session.browse is not None:
            default = _browse(session, input, output)


def _write(session: Session, line: str, *, screen: bool = False) -> None:
    """The answer to a line."""
    env = session.settings.env
    try:
        with unechoed(env.stdin):
            for answer in session.answer(line, screen=screen):
                env.write(answer)
    except KeyboardInterrupt:  # A long answer or a build was stopped, not the prompt.
        env.write("")
        env.say(_("interrupted"))
    env.stdout.flush()


def _browse(session: Session, input: Input | None, output: Output | None) -> str:
    """The whole screen until one leaves it; gives what the next line begins with."""
    from searcher.prompt.whole_screen import browse

    assert session.browse is not None
    try:
        return browse(session, session.browse, input, output)
    except (SearcherError, OSError) as error:
        for line in session.told(error):
            session.settings.env.write(line)
        return ""
