"""What a command works with: options, else environment variables, else the settings file, else defaults."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args, get_origin

from searcher.cli.configuration import Configuration, Given
from searcher.cli.conversion import conversion
from searcher.cli.environment import Environment
from searcher.errors import ConfigError
from searcher.i18n import LANGUAGES, N_, _, language_of

if TYPE_CHECKING:
    from searcher.results.render.style import Style

DEFAULT = N_("default")
"""The origin of what nobody gave."""


class Language(StrEnum):
    """Values of --lang; auto goes by the locale."""

    AUTO = "auto"
    EN = "en"
    ZH = "zh"


class Color(StrEnum):
    """Values of --color; auto is colours on a terminal only."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Keys(StrEnum):
    """How the prompt's line is edited."""

    EMACS = "emacs"
    VI = "vi"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Shared:
    """The options that every command has, as given at one place of the command line; None is not given."""

    corpus: Path | None = None
    index: Path | None = None
    user_dictionary: Path | None = None
    synonyms: Path | None = None
    no_synonyms: bool = False
    lang: Language | None = None
    color: Color | None = None
    no_color: bool = False
    debug: bool = False

    def over(self, other: Shared) -> Shared:
        """These where given, else those of `other`: an option after the command's name wins over one before it."""
        own = self.color or self.no_color
        own_synonyms = self.synonyms or self.no_synonyms
        return Shared(
            self.corpus or other.corpus,
            self.index or other.index,
            self.user_dictionary or other.user_dictionary,
            self.synonyms if own_synonyms else other.synonyms,
            self.no_synonyms if own_synonyms else other.no_synonyms,
            self.lang or other.lang,
            self.color if own else other.color,
            self.no_color if own else other.no_color,
            self.debug or other.debug,
        )

    def given(self, key: str) -> Given | None:
        """The option that sets this key, if it was given."""
        if key == "color" and self.no_color:
            return Given(Color.NEVER, "--no-color")
        value = getattr(self, key.replace("-", "_"), None)
        return None if value is None else Given(value, f"--{key}")


class General(NamedTuple):
    """A setting that is no option of one command: its kind is the type of its default."""

    key: str
    default: Any
    help: str

    @property
    def kind(self) -> type:
        """What its values are: Path, bool, int or an enumeration. Without a default it is a Path."""
        return Path if self.default is None or isinstance(self.default, Path) else type(self.default)


GENERAL = (
    General("corpus", Path("corpus"), N_("Folder of page texts.")),
    General("index", Path("index"), N_("Folder of the index.")),
    General("user-dictionary", None, N_("Words in jieba's format (else userdict.txt in the corpus).")),
    General("synonyms", None, N_("Synonyms, one group a line (else synonyms.txt in the corpus).")),
    General("lang", Language.AUTO, N_("Language of messages and help: en, zh, or auto, which goes by the locale.")),
    General("color", Color.AUTO, N_("Colours: always, never, or auto, which is on a terminal only.")),
    General("pager", True, N_("Show output that is taller than the terminal in a pager.")),
    General("limit", 10, N_("Results at a time.")),
    General("keys", Keys.EMACS, N_("Keys that edit the prompt's line: emacs or vi.")),
    General("live", True, N_("Count and show headlines in the prompt while one types.")),
)
"""What `Settings` holds. All but `pager`, `limit`, `keys` and `live` are options of every command, too."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Settings:
    """What a command works with."""

    env: Environment
    corpus: Path
    index: Path
    user_dictionary: Path | None = None
    """A file of words that is not the corpus's own."""
    synonyms: Path | None = None
    """A file of synonyms that is not the corpus's own."""
    debug: bool = False
    pager: bool = True
    """Whether output that is taller than the terminal goes to a pager."""
    limit: int = 10
    """Results at a time in the prompt; `search` has an option of its own."""
    keys: Keys = Keys.EMACS
    """How the prompt's line is edited."""
    live: bool = True
    """Whether the prompt counts and shows headlines while one types."""
    shared: Shared = field(default_factory=Shared)
    configuration: Configuration = field(default_factory=lambda: Configuration(Path()))
    """Where these came from, for who tells it."""

    @property
    def synonyms_file(self) -> Path | None:
        """The synonyms to search by: those given, else the corpus's own where it has some; None for none."""
        from searcher.text.word_lists import SYNONYMS

        if self.shared.no_synonyms:
            return None
        own = self.corpus / SYNONYMS
        return self.synonyms or (own if own.is_file() else None)

    @property
    def style(self) -> Style:
        """How to set hits apart on stdout."""
        from searcher.results.render.style import ANSI, PLAIN

        return ANSI if self.env.colors else PLAIN


def settle(shared: Shared, env: Environment, configuration: Configuration, command: str = "") -> Settings:
    """Fill in what was not given. Raises ConfigError for a value that cannot be used."""
    values: dict[str, Any] = {
        general.key.replace("-", "_"): settled(general, shared, env, configuration, command).value
        for general in GENERAL
    }
    values.pop("lang")
    colors = {Color.AUTO: env.colors, Color.ALWAYS: True, Color.NEVER: False}[values.pop("color")]
    return Settings(
        env=env if colors is env.colors else replace(env, colors=colors),
        debug=shared.debug,
        shared=shared,
        configuration=configuration,
        **values,
    )


def settled(
    general: General, shared: Shared, env: Environment, configuration: Configuration, command: str = ""
) -> Given:
    """The value of one setting for a command, and where it comes from."""
    given = shared.given(general.key)
    if given is not None:
        return given
    found = configuration.find(command, general.key)
    if general.key == "color" and env.environ.get("NO_COLOR") and not (found and found.is_text):
        return Given(Color.NEVER, "NO_COLOR")
    if found is None:
        return Given(general.default, DEFAULT)
    if general.default is None and found.value == "":
        return Given(None, found.origin)
    return Given(converted(found, general.kind, general.key, least=1), found.origin)


def language(args: list[str], env: Environment, configuration: Configuration) -> str:
    """The language to speak, found before the arguments are read, since what is wrong with them is said in it.

    What is no language is left to be refused where it is read.
    """
    before = args[: args.index("--")] if "--" in args else args
    words = [after for option, after in itertools.pairwise(before) if option == "--lang"]
    words += [arg.removeprefix("--lang=") for arg in before if arg.startswith("--lang=")]
    found = configuration.find("", "lang")
    wanted = words[-1] if words else str(found.value) if found else ""
    return wanted if wanted in LANGUAGES else language_of(env.environ, env.locale)


_WORDS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def converted(given: Given, kind: Any, key: str, *, least: float | None = None) -> Any:
    """The value as an option of this kind takes it, or each of a list of values.

    Raises ConfigError, naming the place, where it is no such value, or a number below `least`.
    """
    if get_origin(kind) is list:
        (kind,) = get_args(kind)
        values = given.value if isinstance(given.value, list) else [given.value]
        return [converted(given._replace(value=value), kind, key, least=least) for value in values]
    try:
        text = _text(given, kind)
        if kind is bool:
            return _WORDS[text]
        convert = conversion(kind, least)
        value = convert(text) if convert else text
        return value.expanduser() if isinstance(value, Path) else value
    except (ValueError, RuntimeError) as error:
        raise refused(given, key, str(error)) from error


def refused(given: Given, key: str, reason: str) -> ConfigError:
    """The error for a value that cannot be used."""
    name = given.origin if given.is_text else f"{given.origin}: {key}"
    return ConfigError(f"{name}: {reason}")


def _text(given: Given, kind: Any) -> str:
    """The value as one would type it; raises ValueError where TOML has another kind of value."""
    value = given.value
    text = str(value).lower() if isinstance(value, bool) or kind is bool else str(value)
    if kind is bool:
        if text not in _WORDS or not (given.is_text or isinstance(value, bool)):
            raise ValueError(_("true or false is needed"))
    elif kind in (int, float):
        if not given.is_text and (isinstance(value, bool) or not isinstance(value, (int, float))):
            raise ValueError(_("a number is needed, without quotes"))
    elif not isinstance(value, str):
        raise ValueError(_("text in quotes is needed"))
    return text
