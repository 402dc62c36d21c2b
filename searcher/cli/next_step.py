"""The command worth knowing after a page of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from searcher.cli.settings import Settings

if TYPE_CHECKING:
    from searcher.results.model import Results

Options = Mapping[str, str | bool | Sequence[str] | None]
"""Options as they were given, by name: a flag, a value, or several; what is empty was not given."""


def next_step(settings: Settings, command: str, found: Results, options: Options, page: int) -> str | None:
    """The command for the next page, else for the whole of the first article; None where there are no hits."""
    from searcher.cli.shell import command_line

    words = ["searcher"]
    for name, folder in (("--corpus", settings.shared.corpus), ("--index", settings.shared.index)):
        words += [name, str(folder)] if folder else []
    if not found.hits:
        return None
    if found.offset + len(found.hits) >= found.total:
        return command_line([*words, "show", *_word(found.hits[0].id)])
    words.append(command)
    for name, value in options.items():
        if isinstance(value, bool):
            words += [name] if value else []
        else:
            values = (value,) if isinstance(value, str) else value or ()
            words += [word for one in values for word in (name, one)]
    return command_line([*words, "--page", str(page + 1), *_word(found.query)])


def _word(text: str) -> list[str]:
    """A word that is no option, whatever it begins with."""
    return ["--", text] if text.startswith("-") else [text]
