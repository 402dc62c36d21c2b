"""What is said beside an answer: what was added to dates, which words stand nowhere, why nothing is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from searcher.i18n import _, ngettext
from searcher.query.matching import content_words, stripped
from searcher.query.nodes import All, And, Dates, Exact, InField, Near, Node, Not, Words
from searcher.query.questions import asks, only_asks, telling_words, without_asking
from searcher.store.analyzer import Analyzer
from searcher.store.segment import Segment

NAMED = 10
"""So many words that stand nowhere are named; the others are counted."""


class Notes:
    """Writes notes; `count` tells how many paragraphs match a node as it stands."""

    def __init__(self, segments: Sequence[Segment], analyzer: Analyzer, count: Callable[[Node], int]) -> None:
        self.segments, self.analyzer, self.count = segments, analyzer, count

    def completed(self, dates: Iterable[Dates]) -> tuple[str, ...]:
        """How those dates of a query were read that name no year, or only two figures of it."""
        completed = [one for one in dates if one.typed]
        if not completed:
            return ()
        from searcher.query.unparse import format_query

        read = dict.fromkeys((one.typed, format_query(one)) for one in completed)
        return tuple(
            _("{typed} names no year in full: it is read as {date}, the latest that has begun.").format(
                typed=typed, date=date
            )
            for typed, date in read
        )

    def absent(self, groups: Sequence[Words], *, sentence: bool) -> tuple[str, ...]:
        """Which words of plain groups, or of short ones which groups, no paragraph holds, filters aside."""
        return _told([one for group in groups for one in self._absent(group, groups, sentence=sentence)])

    def _absent(self, group: Words, groups: Sequence[Words], *, sentence: bool) -> list[str]:
        form = self.analyzer.folder.with_offsets(group.text)
        folded = form.text
        if only_asks(folded):
            return []

        def typed(part: str) -> str:
            at = folded.index(part)
            return group.text[slice(*form.original(at, at + len(part)))]

        long = [word for word in content_words(telling_words(folded, self.analyzer)) if len(word) > 1]
        missing = [word for word in long if not self.count(Exact(word, group.span))]
        if missing or (len(long) > 1 and (sentence or len(groups) == 1)):
            return [typed(word) for word in missing]
        # A name that is cut into characters, or words that never stand together.
        if self.count(group):
            return []
        if not asks(folded.rstrip("?")):
            return [_bare(group.text)]
        return [typed(part) for part in map(stripped, without_asking(folded).split()) if part]

    def why_nothing(self, node: Node) -> tuple[str, ...]:
        """Which parts of a query match no paragraph, where it has parts; of a plain group, which of its words."""
        if isinstance(node, Words):
            named = self._absent(node, [node], sentence=False)
            return () if named == [_bare(node.text)] else _told(named)
        parts = _conditions(node)
        if not parts:
            return ()
        from searcher.query.unparse import format_query

        none = [
            part.text if isinstance(part, Words) else format_query(part)
            for part in parts
            if not isinstance(part, Not) and not self.count(part)
        ]
        dated = self._dates_told() if any(isinstance(part, Dates) for part in parts) else ()
        if none:
            return (_("Nothing matches {parts}.").format(parts=", ".join(none)), *dated)
        if isinstance(node, Near):
            message = _("Each part stands in some paragraph, but in none are they within {distance} characters.")
            return (message.format(distance=node.distance),)
        return (_("Each part matches something, but no paragraph matches all of them."), *dated)

    def _dates_told(self) -> tuple[str, ...]:
        """Of which days the index has issues."""
        dates = [int(day) for segment in self.segments for day in segment.dates[segment.living_articles()] if day > 0]
        if not dates:
            return (_("No issue has a date."),)
        first, last = (f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}" for day in (min(dates), max(dates)))
        return (_("The issues are of {first} to {last}.").format(first=first, last=last),)

    def filtered_out(self, node: Node) -> tuple[str, ...]:
        """That filters let nothing through of what is found without them."""
        if not (count := self.count(node)):
            return ()
        message = ngettext(
            "{count} paragraph matches; the filters let none through.",
            "{count} paragraphs match; the filters let none through.",
            count,
        )
        return (message.format(count=f"{count:,}"),)


def _told(words: Sequence[str]) -> tuple[str, ...]:
    named = list(dict.fromkeys(words))
    if not named:
        return ()
    if (more := len(named) - NAMED) > 1:
        message = _("No paragraph holds {words} and {more} other words.")
        return (message.format(words=", ".join(named[:NAMED]), more=more),)
    return (_("No paragraph holds {words}.").format(words=", ".join(named)),)


def _bare(text: str) -> str:
    """A group without the signs of a sentence's end."""
    return text.rstrip("?？!！。，,.") or text


def _conditions(node: Node) -> tuple[Node, ...]:
    """The parts of a query that all must match, each as it can be asked by itself; none where there is but one."""
    match node:
        case All(parts) | And(parts) | Near(parts):
            return parts
        case InField(name, All(parts) | And(parts) | Near(parts)):
            return tuple(InField(name, part, part.span) for part in parts if not isinstance(part, Not))
        case Dates():
            return (node,)
        case _:
            return ()
