"""The catalogues of translations: complete, true to the named places of each message, and compiled."""

from __future__ import annotations

import gettext
import re
import string

import make_catalogues
import pytest
from babel.messages.catalog import Message

from searcher.i18n import LOCALE_DIR

PLACE_IN_WORDS = re.compile(r"(?<![\w-])--?[a-z][a-z-]+|\$[A-Z_]+|SEARCHER_[A-Z]+|:[a-z]+ ")
_TEMPLATE = make_catalogues.template()
MESSAGES = [message for message in _TEMPLATE if message.id]


def id_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def strings(message: Message | None) -> tuple[str, ...]:
    if message is None:
        return ("",)
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def places(text: str) -> set[str]:
    """The named places of a message, with how each is written."""
    return {f"{name}:{spec}!{conversion}" for _, name, spec, conversion in string.Formatter().parse(text) if name}


def has_places(message: Message) -> bool:
    try:
        return bool(places(id_of(message)))
    except ValueError:  # A single brace: a text that is never formatted.
        return False


@pytest.fixture(params=make_catalogues.TRANSLATED)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_there_are_messages_of_every_kind() -> None:
    """Of the code, plural ones, of help, of the prompt's table: else the other tests would hold of nothing."""
    where = {place for message in MESSAGES for place, _line in message.locations}
    assert {"searcher/cli/search.py", "searcher/prompt/commands.py", "searcher/query/parse.py"} <= where
    assert any(not isinstance(message.id, str) for message in MESSAGES)
    assert any("Find paragraphs" in id_of(message) for message in MESSAGES)


def test_every_message_has_a_translation(language: str) -> None:
    """Where this fails: python3 dev.py catalogues, then translate what it names."""
    known = make_catalogues.read_po(language)
    assert [id_of(message) for message in MESSAGES if not all(strings(known.get(id_of(message))))] == []


def test_nothing_else_is_translated(language: str) -> None:
    wanted = {id_of(message) for message in MESSAGES}
    known = make_catalogues.read_po(language)
    assert [id_of(message) for message in known if message.id and id_of(message) not in wanted] == []


def test_a_translation_has_the_same_named_places(language: str) -> None:
    known = make_catalogues.read_po(language)
    wrong = [
        (id_of(message), translation)
        for message in MESSAGES
        if has_places(message)
        for translation in strings(known.get(id_of(message)))
        if places(translation) != places(message.id if isinstance(message.id, str) else message.id[-1])
    ]
    assert wrong == []


def test_a_translation_names_the_same_options_and_variables(language: str) -> None:
    known = make_catalogues.read_po(language)
    wrong = [
        (id_of(message), translation)
        for message in MESSAGES
        for translation in strings(known.get(id_of(message)))
        if set(PLACE_IN_WORDS.findall(id_of(message))) - set(PLACE_IN_WORDS.findall(translation + " "))
    ]
    assert wrong == []


def test_what_is_compiled_is_fresh(language: str) -> None:
    """Where this fails: python3 dev.py catalogues."""
    compiled = gettext.translation("searcher", LOCALE_DIR, [language])
    for message in make_catalogues.read_po(language):
        if isinstance(message.id, str):
            if message.id:
                assert compiled.gettext(message.id) == message.string
        else:
            assert tuple(compiled.ngettext(*message.id, count) for count in (0, 1, 2)) == strings(message) * 3
