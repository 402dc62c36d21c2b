"""Where the corpus and the index are and how to show things: options, else environment variables, else defaults."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from searcher.cli.environment import Environment

if TYPE_CHECKING:
    from searcher.results.render.style import Style

CORPUS_VARIABLE = "SEARCHER_CORPUS"
INDEX_VARIABLE = "SEARCHER_INDEX"


@dataclass(frozen=True, slots=True)
class Shared:
    """The options that every command has, as given at one place of the command line; None is not given."""

    corpus: Path | None = None
    index: Path | None = None
    no_color: bool = False
    debug: bool = False

    def over(self, other: Shared) -> Shared:
        """These where given, else those of `other`: an option after the command's name wins over one before it."""
        return Shared(
            self.corpus or other.corpus,
            self.index or other.index,
            self.no_color or other.no_color,
            self.debug or other.debug,
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """What a command works with."""

    env: Environment
    corpus: Path
    index: Path
    debug: bool = False

    @property
    def style(self) -> Style:
        """How to set hits apart on stdout."""
        from searcher.results.render.style import ANSI, PLAIN

        return ANSI if self.env.colors else PLAIN


def settle(shared: Shared, env: Environment) -> Settings:
    """Fill in what was not given."""
    return Settings(
        env=replace(env, colors=False) if shared.no_color else env,
        corpus=shared.corpus or Path(env.environ.get(CORPUS_VARIABLE) or "corpus"),
        index=shared.index or Path(env.environ.get(INDEX_VARIABLE) or "index"),
        debug=shared.debug,
    )
