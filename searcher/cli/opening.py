"""Opening the index, and making a missing one first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searcher.cli.settings import Settings
from searcher.errors import NoIndexError

if TYPE_CHECKING:
    from searcher.index import Index
    from searcher.results.model import BuildReport


def opened(settings: Settings) -> Index:
    """The index; where there is none yet it is built from the corpus, and that is said on stderr."""
    from searcher import open_index

    try:
        return open_index(settings.index)
    except NoIndexError:
        settings.env.say(f"no index in {shown(settings.index)} yet: building it from {shown(settings.corpus)}")
    report = built(settings)
    for skipped in report.skipped:
        settings.env.say(f"skipped {shown(skipped.path)}: {shown(skipped.reason)}")
    return open_index(settings.index)


def built(settings: Settings, *, rebuild: bool = False, quiet: bool = False) -> BuildReport:
    """Bring the index up to date, with progress on stderr where that is a terminal."""
    from searcher import build_index
    from searcher.cli.progress import Progressing

    env = settings.env
    with Progressing(env, silent=quiet or not env.stderr_isatty) as progress:
        return build_index(settings.corpus, settings.index, rebuild=rebuild, progress=progress)


def shown(text: object) -> str:
    """A name fit for a terminal."""
    from searcher.results.render.safe import safe

    return safe(str(text))
