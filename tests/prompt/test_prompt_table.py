"""One table declares commands and keys; what is bound, offered, told and documented is what it says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from program import REPOSITORY
from prompt_toolkit.input import DummyInput
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.key_binding.key_bindings import _parse_key
from prompt_toolkit.output import DummyOutput

from searcher.errors import UsageError
from searcher.prompt.browser import ACTIONS
from searcher.prompt.commands import COMMANDS, find
from searcher.prompt.desk import Browse
from searcher.prompt.editor import Editor
from searcher.prompt.keys import KEYS
from searcher.prompt.reference import TYPED, reference, sections
from searcher.prompt.session import Session
from searcher.prompt.table import Where
from searcher.prompt.whole_screen import WholeScreen

Ask = Callable[[str], str]


def bound(bindings: KeyBindings) -> set[str]:
    """The keys of bindings, by prompt-toolkit's names."""
    return {str(getattr(key, "value", key)) for binding in bindings.bindings for key in binding.keys}


def declared(*where: Where) -> set[str]:
    return {
        str(getattr(_parse_key(name), "value", _parse_key(name)))
        for key in KEYS
        if set(where) & set(key.where)
        for name in key.keys
    }


def test_help_tells_all_and_nothing_else(ask: Ask) -> None:
    text = " ".join(ask(":help").split())
    for section in sections():
        assert section.title in text
        for name, help in section.rows:
            assert name in text
            assert " ".join(help.split()[:3]) in text
    assert ask(":help more").startswith(":more")
    assert ask(":help :more") == ask(":help more")


def test_the_documentation_has_the_tables() -> None:
    page = (REPOSITORY / "docs" / "prompt.md").read_text(encoding="utf-8")
    assert reference() in page
    assert [command.usage for command in COMMANDS if command.usage.replace("|", "\\|") not in page] == []
    assert [text for _name, text in TYPED if text not in page] == []


def test_names_are_distinct_and_one_is_found_by_it() -> None:
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)
    for command in COMMANDS:
        assert find(command.name) is command
        assert not command.help.endswith(".")
    with pytest.raises(UsageError):
        find("")


def test_a_key_means_one_thing_in_one_place() -> None:
    for where in Where:
        keys = [name for key in KEYS if where in key.where for name in key.keys]
        assert len(keys) == len(set(keys))


def test_the_keys_that_are_bound_are_those_of_the_table(session: Session) -> None:
    editor = Editor(session, DummyInput(), DummyOutput())
    assert bound(editor.bindings) - {"<bracketed-paste>"} == declared(Where.LINE)
    list(session.answer("煤焦油"))
    screen = WholeScreen(session, Browse(), DummyInput(), DummyOutput())
    assert isinstance(screen.app.key_bindings, KeyBindings)
    assert bound(screen.app.key_bindings) == declared(Where.LIST, Where.TEXT)
    editor.close()


def test_every_action_is_done_by_something_and_every_doing_has_a_key() -> None:
    assert {key.action for key in KEYS if Where.LINE not in key.where and key.keys} == set(ACTIONS)


def test_each_option_of_a_command_is_taken(ask: Ask) -> None:
    ask("煤焦油")
    for command in COMMANDS:
        if isinstance(command.takes, tuple) and command.name not in ("index", "clear"):
            for word in command.takes:
                answer = ask(f":{command.name} {word}")
                assert ":" + command.name not in answer
