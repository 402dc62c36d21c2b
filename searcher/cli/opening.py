"""Opening the index, and making a missing one first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searcher.cli.settings import Settings
from searcher.errors import NoIndexError, UsageError
from searcher.i18n import _

if TYPE_CHECKING:
    from searcher.index import Index
    from searcher.results.reports import BuildReport


def opened(settings: Settings) -> Index:
    """The index; where there is none yet it is built from the corpus, and that is said on stderr."""
    try:
        return opened_as_it_is(settings)
    except NoIndexError:
        settings.env.say(
            _("no index in {index} yet: building it from {corpus}").format(
                index=shown(settings.index), corpus=shown(settings.corpus)
            )
        )
    report = built(settings)
    for skipped in report.skipped:
        skip = _("skipped {place}: {reason}")
        settings.env.say(skip.format(place=shown(skipped.path), reason=shown(skipped.reason)))
    return opened_as_it_is(settings)


def opened_as_it_is(settings: Settings) -> Index:
    """The index that is there, with the user's synonyms; on stderr what is wrong with these, and where it was made with
    another user dictionary. Raises NoIndexError."""
    from searcher import open_index

    index = open_index(settings.index, synonyms=settings.synonyms_file)
    try:
        outdated = index.outdated_words(settings.corpus, settings.user_dictionary)
    except UsageError as error:
        # One can search without it.
        settings.env.say(shown(error))
        outdated = None
    if outdated is not None:
        message = _("{what}: the index is out of date; run `searcher index` to read everything anew with it")
        settings.env.say(shown(message.format(what=outdated)))
    for fault in index.synonyms.faults if index.synonyms else ():
        settings.env.say(shown(f"{settings.synonyms_file}:{fault.line}: {fault.reason}"))
    return index


def built(settings: Settings, *, rebuild: bool = False, quiet: bool = False) -> BuildReport:
    """Bring the index up to date, with progress on stderr where that is a terminal."""
    from searcher import build_index
    from searcher.cli.progress import Progressing

    env = settings.env
    with Progressing(env, silent=quiet or not env.stderr_isatty) as progress:
        return build_index(
            settings.corpus,
            settings.index,
            rebuild=rebuild,
            progress=progress,
            user_dictionary=settings.user_dictionary,
        )


def shown(text: object) -> str:
    """A name fit for a terminal."""
    from searcher.results.render.safe import safe

    return safe(str(text))
