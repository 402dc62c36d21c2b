"""Answering a query tree: what matches, what is tried when nothing does, and in what order it is shown.

A plain query asks that every group appear. Where no paragraph has them all, or where the query is a question, the
paragraphs that hold many of its words answer, then those that hold some, then those under a headline that holds it:
each step is said in a note. What is asked in other ways (exact strings, fields, dates, AND, NOT) is never relaxed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from searcher.i18n import N_, _, ngettext
from searcher.query import scoring
from searcher.query.asked_terms import AskedTerms
from searcher.query.english import helping_groups
from searcher.query.evaluate import Evaluator
from searcher.query.found import Answer, Found
from searcher.query.looking import Budget
from searcher.query.matching import Matcher, unite
from searcher.query.nodes import (
    All,
    And,
    Dates,
    InField,
    Node,
    Not,
    Words,
    asks_nothing,
    dates_in,
)
from searcher.query.parse import parse
from searcher.query.parts import asking, of_text_alone, parts_of, plain_groups, unquoted
from searcher.query.questions import asks, only_asks, telling_words
from searcher.query.ranker import Ranker
from searcher.query.ranking import Scores
from searcher.results.model import Filters
from searcher.store.analyzer import Analyzer
from searcher.store.field_reader import NO_DOCUMENTS, intersect
from searcher.store.segment import Segment

# A search from the shell should begin at once: what few queries need is imported where it is used.
if TYPE_CHECKING:
    from searcher.query.notes import Notes
    from searcher.query.synonyms import Synonyms


class Answerer:
    """Answers query trees over the segments of one generation."""

    def __init__(
        self,
        segments: Sequence[Segment],
        analyzer: Analyzer,
        evaluator: Evaluator,
        synonyms: Synonyms | None = None,
    ) -> None:
        self._segments, self._analyzer, self._evaluator = segments, analyzer, evaluator
        self._synonyms = synonyms
        self._budget = Budget()
        self._matchers = [Matcher(segment, analyzer, self._budget) for segment in segments]
        self._terms = AskedTerms(segments, analyzer, evaluator)
        self.rank = Ranker(self._terms, self._matchers).rank
        """The best of an answer, best first."""

    def read(self, query: str) -> Node:
        """The tree that a query means, with its synonyms. Raises QueryError."""
        self._budget.start(query)
        node = parse(query)
        if not self._synonyms:
            return node
        from searcher.query.synonyms import expand

        return expand(node, self._synonyms, self._analyzer, query)

    @functools.cached_property
    def _notes(self) -> Notes:
        from searcher.query.notes import Notes

        return Notes(self._segments, self._analyzer, self.count)

    def _read_so(self, node: Node) -> tuple[str, ...]:
        """What is said of how a query was read: what was added to its dates, and to its words."""
        notes: tuple[str, ...] = ()
        if dates := [*dates_in(node)]:
            notes += self._notes.completed(dates)
        if self._synonyms:
            from searcher.query.synonyms import notes as synonym_notes

            notes += synonym_notes(node)
        return notes

    def answer(self, node: Node, filters: Filters) -> Answer:
        """Find what answers a query under filters."""
        found = self._answer(node, filters)
        notes = self._read_so(node)
        return replace(found, notes=(*found.notes, *notes)) if notes else found

    def _answer(self, node: Node, filters: Filters) -> Answer:
        groups = plain_groups(node)
        question = any(asks(self._analyzer.fold(group.text)) for group in groups) or bool(helping_groups(groups))
        telling = self.telling(node)
        find, node = self._strict(node, telling), telling
        strict = Answer(node, self._filtered(filters, find), self._terms.of(node))
        plain = plain_groups(node)
        sentence = question or self._is_sentence(plain, strict)
        if strict.total and not sentence:
            return strict
        if not strict.total and (instead := self._as_question(node, filters)) is not None:
            return instead
        if plain:
            read = replace(strict, sentence=sentence)
            shares = (scoring.MANY, *scoring.SOME) if sentence else (scoring.MANY,)
            held, share = self._holding(read, filters, shares, scoring.ENOUGH if sentence else 1)
            conditioned = filters != Filters() or len(plain) < len(parts_of(node))
            if held.total:
                if held.total == strict.total:
                    return held
                note = _NOTES[question, share == scoring.MANY] if sentence else _MANY_NOTES[conditioned]
                return replace(held, notes=(_(note), *self._notes.absent(plain, sentence=sentence)))
            some, _share = self._holding(read, filters, (0.0,), 1)
            if some.total:
                notes = (_(_SOME_NOTES[conditioned]), *self._notes.absent(plain, sentence=sentence))
                return replace(some, notes=notes)
        if strict.total:
            return strict
        words_only = unquoted(node)
        if words_only is not None:
            read = self._answer(words_only, filters)
            if read.total:
                note = _("No paragraph holds what stands in quotes and the rest: all of it is read as plain words.")
                return replace(read, notes=(note, *read.notes))
        under = self._under_headlines(strict, filters)
        if under.total:
            return under
        filtered = self._notes.filtered_out(node) if filters != Filters() else ()
        return replace(under, notes=(*self._notes.why_nothing(node), *filtered, *under.notes))

    def _as_question(self, node: Node, filters: Filters) -> Answer | None:
        """What is found where the question marks that may be a question's are one; None where there are none such, or
        nothing is found so, too."""
        asked, patterns = asking(node)
        if not patterns:
            return None
        read = self._answer(asked, filters)
        message = _("With the ? of {patterns} as a wildcard nothing is found: it is read as a question mark.")
        note = message.format(patterns=", ".join(pattern.pattern for pattern in patterns))
        return replace(read, notes=(note, *read.notes)) if read.total else None

    def _is_sentence(self, plain: Sequence[Words], strict: Answer) -> bool:
        """Whether plain groups are running text, of which a paragraph need only hold much."""
        words = sum(map(self._terms.content_words, plain))
        if words >= scoring.SENTENCE_WORDS or strict.total >= scoring.FEW:
            return words >= scoring.SENTENCE_WORDS
        if strict.literal_total:
            # What a few words were typed for is there.
            return False
        longest = max((sum(map(str.isalnum, group.text)) for group in plain), default=0)
        return words >= scoring.SEVERAL_WORDS or longest >= scoring.SENTENCE_LENGTH

    def narrowed(self, answer: Answer, node: Node) -> Answer:
        """What `node` matches too of what an answer found; `node` is not relaxed, and both score what is left."""
        telling = self.telling(node)
        further, node = self._strict(node, telling), telling
        found = []
        for number, part in enumerate(answer.found):
            here = further(number)
            found.append(Found(intersect(part.matching, here.matching), intersect(part.literal, here.literal)))
        parts = (part for side in (answer.node, node) for part in (side.parts if isinstance(side, All) else (side,)))
        both = All(tuple(parts), node.span)
        notes = (*answer.notes, *self._read_so(node))
        return replace(answer, node=both, found=tuple(found), terms=self._terms.of(both), notes=notes)

    def count(self, node: Node) -> int:
        """How many paragraphs match a node as it stands, nothing relaxed."""
        return sum(len(matcher.match(node)) for matcher in self._matchers)

    def _strict(self, node: Node, telling: Node) -> Callable[[int], Found]:
        """What matches in a segment a node, of which `telling` is what tells."""

        def found(segment: int) -> Found:
            matcher = self._matchers[segment]
            matching = matcher.match(telling)
            differs = telling is not node or matcher.scatters(node)
            return Found(matching, matcher.literal(node) if differs else matching)

        return found

    def telling(self, node: Node) -> Node:
        """A juxtaposition without groups that only ask, where another part asks for a text; any other node itself."""
        if not isinstance(node, All):
            return node
        parts = parts_of(node)
        groups = [part for part in parts if isinstance(part, Words)]
        helping = helping_groups(groups)
        asking = [p for p in groups if p.span in helping or only_asks(self._analyzer.fold(p.text))]
        left = tuple(part for part in parts if part not in asking)
        tells = any(
            not isinstance(part, Not | Dates) and not (isinstance(part, Words) and asks_nothing(part.text))
            for part in left
        )
        return (left[0] if len(left) == 1 else All(left, node.span)) if asking and tells else node

    def _filtered(self, filters: Filters, find: Callable[[int], Found]) -> tuple[Found, ...]:
        out = []
        for number, matcher in enumerate(self._matchers):
            found = find(number)
            let_through = matcher.filtered(filters)
            if let_through is not None:
                matching = intersect(found.matching, let_through)
                same = found.literal is found.matching
                found = Found(matching, matching if same else intersect(found.literal, let_through))
            out.append(found)
        return tuple(out)

    def _holding(self, strict: Answer, filters: Filters, shares: Sequence[float], enough: int) -> tuple[Answer, float]:
        """Paragraphs that hold at least a share of the weight of the plain groups' terms (or any term, for 0), and
        whatever else the query asks; with what matches strictly. The first of the shares that gives `enough`, or the
        last; and which."""
        node = strict.node
        others = tuple(part for part in parts_of(node) if not isinstance(part, Words))
        texts = [group.text for group in plain_groups(node)]
        words = {word for text in texts for word in telling_words(self._analyzer.fold(text), self._analyzer)}
        # Two letters or figures inside of a word bridge nothing: a text with LNG holds nothing of beijing. Nor does one
        # character say anything of a name that it stands in.
        terms = [term for term in self._terms.of_texts(texts) if not term.text.isascii() or term.text in words]
        if not strict.sentence:
            terms = [term for term in terms if len(term.text) > 1]
        weighed = [(term, self._evaluator.importance(term)) for term in terms]
        instead = [*self._terms.weighed_synonyms(plain_groups(node))]
        alone = [] if strict.sentence else [*self._terms.weighed_characters(texts)]
        whole = sum(importance for _, importance in (*weighed, *alone)) * (1 - 1e-6)

        def weigh(number: int) -> Scores:
            held = np.zeros(self._segments[number].documents, np.float32)
            for term, importance in weighed:
                held[self._evaluator.scored(term)[number].documents] += np.float32(importance)
            for synonym, importance in instead:
                field = self._segments[number].field("text")
                held[unite([*map(field.exact, synonym.texts)], field.documents)] += np.float32(importance)
            for char, importance in alone:
                held[self._segments[number].field("text").exact(char)] += np.float32(importance)
            return held

        held = [weigh(number) for number in range(len(self._segments))]

        def holding(share: float) -> Answer:
            def found(number: int) -> Found:
                matching = np.flatnonzero((held[number] >= share * whole) & (held[number] > 0))
                if others:
                    matching = intersect(matching, self._matchers[number].match(And(others, node.span)))
                return Found(matching, NO_DOCUMENTS)

            relaxed = self._filtered(filters, found)
            parts = zip(relaxed, strict.found, self._segments, strict=True)
            both = (Found(unite([r.matching, s.matching], g.documents), s.literal) for r, s, g in parts)
            return replace(strict, found=tuple(both))

        for share in shares[:-1]:
            answer = holding(share)
            if answer.total >= enough:
                return answer, share
        return holding(shares[-1]), shares[-1]

    def _under_headlines(self, strict: Answer, filters: Filters) -> Answer:
        """The first paragraphs of articles whose headline matches a query of the text alone; else what was found."""
        if not of_text_alone(strict.node):
            return strict
        asked = InField("headline", strict.node, strict.node.span)

        def found(number: int) -> Found:
            segment = self._segments[number]
            matching = self._matchers[number].match(asked)
            first = segment.first[np.unique(segment.articles_of(matching))]
            return Found(first, NO_DOCUMENTS)

        under = replace(strict, found=self._filtered(filters, found))
        if not under.total:
            return strict
        if not plain_groups(strict.node):
            # An exact query is answered exactly: by nothing, and a word on where to look.
            note = ngettext(
                "No paragraph holds it, but the headline of {count} article does: ask headline:… for it.",
                "No paragraph holds it, but the headlines of {count} articles do: ask headline:… for them.",
                under.total,
            ).format(count=under.total)
            return replace(strict, notes=(note,))
        note = _("No paragraph holds it; these are the beginnings of articles whose headline does.")
        return replace(under, notes=(note,))


_MANY_NOTES = {
    False: N_("No paragraph holds all of the words; these hold many of them."),
    True: N_("Under these conditions no paragraph holds all of the words; these hold many of them."),
}
_SOME_NOTES = {
    False: N_("No paragraph holds many of the words; these hold some of them."),
    True: N_("Under these conditions no paragraph holds many of the words; these hold some of them."),
}
"""By whether there are conditions beside the words."""
_NOTES = {
    (False, True): N_("A sentence: the paragraphs that hold many of its words."),
    (False, False): N_("A sentence: the paragraphs that hold some of its words."),
    (True, True): N_("A question: the paragraphs that hold many of its words."),
    (True, False): N_("A question: the paragraphs that hold some of its words."),
}
"""By whether it is a question, and whether the paragraphs hold many."""
