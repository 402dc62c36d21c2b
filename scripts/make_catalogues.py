"""Gathers every message of the interface into the catalogues of translations, and compiles them.

`python3 dev.py catalogues` gathers messages in the code (`_`, `N_`, `ngettext`), and the help of commands and options.
New messages come into the `.po` without a translation, gone ones leave it. Tests hold the catalogues complete and the
`.mo` fresh.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

from searcher.cli.app import command_line
from searcher.cli.help import paragraphs
from searcher.i18n import LANGUAGES, LOCALE_DIR

PACKAGE = Path(__file__).resolve().parent.parent / "searcher"
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
_HEADER = "Messages of searcher. Made by `python3 dev.py catalogues`; translations are written here by hand."
_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
"""A fixed time in the header: a catalogue changes only with its messages."""

Message = str | tuple[str, ...]


def messages() -> Iterator[tuple[str, Message]]:
    """Every message with the file that it stands in, a plural one as (one, many)."""
    for name, _line, message, _comments, _context in extract_from_dir(str(PACKAGE), keywords=_KEYWORDS):
        yield f"searcher/{Path(name).as_posix()}", message
    for name, command in [("", command_line()), *command_line().commands.items()]:
        if command.hidden:
            continue
        place = f"searcher/cli/{name or 'app'}.py"
        for text in (command.help, command.epilog):
            yield from ((place, paragraph) for paragraph in paragraphs(text))
        for param in command.get_params(command.context_class(command, **command.context_settings)):
            if param.help:
                yield place, " ".join(param.help.split())


def template() -> Catalog:
    """All messages, untranslated."""
    catalog = _catalog(None)
    for place, message in messages():
        catalog.add(message, locations=[(place, 0)])
    return catalog


def _catalog(language: str | None) -> Catalog:
    return Catalog(
        language,
        domain="searcher",
        header_comment=f"# {_HEADER}",
        project="searcher",
        copyright_holder="",
        version="",
        msgid_bugs_address="",
        creation_date=_EPOCH,
        revision_date=_EPOCH,
        last_translator="",
        language_team="",
        fuzzy=False,
    )


def po_of(language: str) -> Path:
    """Where the translations of a language are written."""
    return LOCALE_DIR / language / "LC_MESSAGES" / "searcher.po"


def read_po(language: str) -> Catalog:
    """The translations of a language; an empty catalogue where there are none yet."""
    path = po_of(language)
    if not path.exists():
        return _catalog(language)
    with path.open("rb") as stream:
        return pofile.read_po(stream, locale=language, domain="searcher")


def updated(language: str) -> bytes:
    """The `.po` of a language with the messages that there are now and the translations that there were."""
    old, new = read_po(language), _catalog(language)
    for message in template():
        if message.id:
            known = old.get(message.id if isinstance(message.id, str) else message.id[0])
            new.add(message.id, known.string if known else None, locations=message.locations)
    return _po(new)


def _po(catalog: Catalog) -> bytes:
    stream = io.BytesIO()
    pofile.write_po(stream, catalog, width=120, sort_by_file=True, include_lineno=False)
    # Which Babel wrote it is no matter of the messages.
    return re.sub(rb'"Generated-By: .*\n', b"", stream.getvalue())


def compiled(language: str) -> bytes:
    """The `.mo` of a language."""
    stream = io.BytesIO()
    write_mo(stream, read_po(language))
    return stream.getvalue()


def main() -> int:
    """Write every catalogue; gives 1 where a message has no translation."""
    missing = 0
    for language in TRANSLATED:
        path = po_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(updated(language))
        path.with_suffix(".mo").write_bytes(compiled(language))
        for message in read_po(language):
            if message.id and not all(message.string if isinstance(message.string, tuple) else [message.string]):
                print(f"{path.name} ({language}): no translation of {message.id!r}", file=sys.stderr)
                missing += 1
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
