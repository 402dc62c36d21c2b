"""Messages in the user's language: `_` and `ngettext` look a message up in the catalogue in force when they are called.

Messages are written in English where they arise, with named places: `_("no index in {folder}").format(folder=…)`.
Catalogues are GNU gettext's, `locale/<language>/LC_MESSAGES/searcher.mo` in this package; English needs none.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = ("en", "zh")
"""Languages that the interface speaks."""
LOCALE_DIR = Path(__file__).parent / "locale"

_catalogue: NullTranslations | None = None
_language = "en"


def _(message: str) -> str:
    """`message` in the language in force; itself where that is English or the catalogue lacks it."""
    return message if _catalogue is None else _catalogue.gettext(message)


def N_(message: str) -> str:
    """Mark `message` for the catalogues; it is looked up where it is shown."""
    return message


def ngettext(one: str, many: str, count: int) -> str:
    """`one` or `many` by `count`, in the language in force."""
    if _catalogue is None:
        return one if count == 1 else many
    return _catalogue.ngettext(one, many, count)


PLACEHOLDERS = (
    N_("ARGUMENTS"),
    N_("COMMAND"),
    N_("DATE"),
    N_("DIR"),
    N_("FIELD"),
    N_("FILE"),
    N_("NAME"),
    N_("NUMBER"),
    N_("PREFIX"),
    N_("QUERY"),
    N_("STYLE"),
    N_("VALUE"),
    N_("WORDS"),
)
"""Words in capitals that stand for what one types."""


def placeholders(usage: str) -> str:
    """How something is typed, with the words that stand for what one types in the language in force."""
    if _catalogue is None:
        return usage
    for word in PLACEHOLDERS:
        usage = usage.replace(word, _(word))
    return usage


def use_language(language: str) -> None:
    """Speak `language`, one of `LANGUAGES`, from now on. Raises ValueError for any other."""
    global _catalogue, _language
    if language not in LANGUAGES:
        raise ValueError(f"{language!r}: no such language; there are {', '.join(LANGUAGES)}")
    _language = language
    if language == "en":
        _catalogue = None
        return
    import gettext

    _catalogue = gettext.translation("searcher", LOCALE_DIR, [language], fallback=True)


def language_in_force() -> str:
    """The language in force."""
    return _language


def language_of(environ: Mapping[str, str], otherwise: str = "") -> str:
    """The user's language by the locale variables, as gettext reads them: zh where the first that is set is Chinese.

    LANGUAGE, a list by preference, counts for nothing where the locale is C. Where no variable is set, by `otherwise`.
    """
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(name))), otherwise)
    plain = locale.partition(".")[0] in ("C", "POSIX")
    wanted = environ.get("LANGUAGE", "") if not plain else ""
    return "zh" if (wanted or locale).lower().startswith("zh") else "en"
