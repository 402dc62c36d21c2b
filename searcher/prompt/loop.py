"""Reading lines and writing answers until the user leaves."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from searcher.errors import ExitStatus
from searcher.prompt.session import Session

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from searcher.cli.settings import Settings

_MESSAGE = "searcher> "
_WELCOME = "Type a query; :help shows the commands, Ctrl-D leaves."


def run(settings: Settings, *, input: Input | None = None, output: Output | None = None) -> ExitStatus:
    """Run a prompt on the terminal, or on `input` and `output`; where stdin is no terminal, take its lines instead."""
    env = settings.env
    with Session(settings) as session:
        if input is None and not env.stdin_isatty:
            _answer_all(session, iter(env.stdin))
        else:
            env.write(_WELCOME)
            _answer_all(session, _lines(session, input, output))
    return ExitStatus.OK


def _answer_all(session: Session, lines: Iterator[str]) -> None:
    env = session.settings.env
    for line in lines:
        try:
            for answer in session.answer(line):
                env.write(answer)
        except KeyboardInterrupt:  # A long answer or a build was stopped, not the prompt.
            env.write("")
            env.say("interrupted")
        env.stdout.flush()
        if session.leaving:
            return


def _lines(session: Session, input: Input | None, output: Output | None) -> Iterator[str]:
    """What is typed, line by line, until Ctrl-D."""
    ask = _asker(session, input, output)
    while True:
        try:
            line = ask()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if input is None:
            size = shutil.get_terminal_size()
            env = replace(session.settings.env, width=size.columns, height=size.lines)
            session.settings = replace(session.settings, env=env)
        yield line


def _asker(session: Session, input: Input | None, output: Output | None) -> Callable[[], str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.output import ColorDepth

    from searcher.prompt.completion import PromptCompleter
    from searcher.prompt.history import history
    from searcher.prompt.keys import bindings
    from searcher.prompt.toolbar import toolbar

    prompt: PromptSession[str] = PromptSession(
        _MESSAGE,
        completer=PromptCompleter(),
        complete_while_typing=True,
        history=history(session.settings.env.state_dir),
        key_bindings=bindings(),
        bottom_toolbar=lambda: toolbar(session),
        input=input,
        output=output,
        color_depth=None if session.settings.env.colors else ColorDepth.DEPTH_1_BIT,
    )
    return prompt.prompt
