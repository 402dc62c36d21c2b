"""What a search has to say to people beside its hits: sentences, for every format that has a place for them."""

from __future__ import annotations

from collections.abc import Iterator

from searcher.i18n import _, ngettext
from searcher.results.model import Results

BETWEEN_QUERIES = " › "


def remarks(found: Results) -> Iterator[str]:
    """Within which results was searched; what was relaxed, cut or not found; what may have been meant. A sentence each,
    as they are: whoever shows them makes them fit."""
    if found.within:
        yield _("Within the results of {queries}.").format(queries=BETWEEN_QUERIES.join(found.within))
    yield from found.notes
    yield from did_you_mean(found)


def did_you_mean(found: Results) -> Iterator[str]:
    """One question, or none where nothing is suggested."""
    if found.suggestions:
        meant = [
            ngettext("{query} ({count} paragraph)", "{query} ({count} paragraphs)", one.total).format(
                query=one.query, count=f"{one.total:,}"
            )
            for one in found.suggestions
        ]
        yield _("Did you mean: {queries}?").format(queries=" · ".join(meant))
