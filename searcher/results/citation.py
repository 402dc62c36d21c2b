"""What a bibliography needs to know of a newspaper article."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from searcher.results.model import StoredArticle
from searcher.results.persons import persons

_OPENING = 20
"""Characters of its text at most that stand for a headline that is not there."""
_CLAUSE_END = re.compile("[，。！？；：,.!?;:]")
_BESIDE_MARKS = re.compile(" ?([，、。：；！？]) ?")
_UNFIT_IN_KEY = re.compile("^[.-]+|[^A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class Citation:
    """An article as it is cited; None or empty is not known. `date` is an ISO 8601 day, `page` as the paper names it.

    `opening` is how the text begins: what stands for a title where there is none.
    """

    id: str
    authors: tuple[str, ...] = ()
    title: str | None = None
    newspaper: str | None = None
    date: str | None = None
    page: str | None = None
    section: str | None = None
    opening: str | None = None

    @property
    def key(self) -> str:
        """A name for bibliographies of ASCII letters, digits, `.` and `-`: the id's, other for another id, and stable.

        An id with other characters gives a key with a part of its SHA-256.
        """
        stem, _, number = self.id.rpartition(":")
        plain = f"{stem}.{number}"
        return plain if stem and _UNFIT_IN_KEY.sub("", plain) == plain else self.long_key

    @property
    def long_key(self) -> str:
        """The same with a part of the id's SHA-256 in any case."""
        readable = _UNFIT_IN_KEY.sub("-", self.id).strip("-.")
        digest = hashlib.sha256(self.id.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        return f"{readable}-{digest}" if readable else digest


def citation(article: StoredArticle) -> Citation:
    """How an article is cited; of its headline the main line, or what there is of it."""
    info = article.info
    title = next((line for part in (info.headline, info.subhead, info.kicker) if (line := _line(part))), None)
    return Citation(
        id=info.id,
        authors=tuple(filter(None, map(_line, persons(info.byline)))),
        title=title,
        newspaper=_line(info.newspaper),
        date=info.date,
        page=_line(info.page),
        section=_line(info.section),
        opening=None if title else _opening(article),
    )


def citations(articles: Iterable[StoredArticle]) -> tuple[Citation, ...]:
    """How articles are cited, each once, in order."""
    return tuple({article.info.id: citation(article) for article in articles}.values())


def _line(text: str | None) -> str | None:
    """The text on one line, without blanks beside full-width marks, where lines of a headline met; None where empty."""
    return _BESIDE_MARKS.sub(r"\1", " ".join(text.split())) or None if text else None


def _opening(article: StoredArticle) -> str | None:
    text = next((line for part in article.paragraphs if (line := _line(part.text))), None)
    if text is None:
        return None
    end = _CLAUSE_END.search(text)
    clause = text[: end.start()] if end and end.start() else text
    return clause if len(clause) <= _OPENING else clause[:_OPENING] + "…"


def keys(cited: Sequence[Citation]) -> dict[str, str]:
    """The key of each citation by its id. BibTeX takes A.1 and a.1 for the same: such keys are long ones."""
    times = Counter(one.key.lower() for one in cited)
    return {one.id: one.key if times[one.key.lower()] == 1 else one.long_key for one in cited}
