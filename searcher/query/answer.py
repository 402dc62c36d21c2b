"""Answering a query tree: what matches, what is tried when nothing does, and in what order it is shown.

A plain query asks that every group appear. Where no paragraph has them all, or where the query is a question, the
paragraphs that hold many of its words answer, then those that hold some, then those under a headline that holds it:
each step is said in a note. What is asked in other ways (exact strings, fields, dates, AND, NOT) is never relaxed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from searcher.i18n import N_, _, ngettext
from searcher.query import scoring
from searcher.query.evaluate import Evaluator
from searcher.query.lifts import have_headlines, headline_lifts, lifted, question_lifts
from searcher.query.looking import Budget
from searcher.query.matching import Matcher, stripped, unite
from searcher.query.nodes import (
    All,
    And,
    Exact,
    InField,
    Near,
    Node,
    Not,
    Or,
    Synonym,
    Wildcard,
    Words,
    asks_nothing,
    children,
)
from searcher.query.parse import parse
from searcher.query.questions import asks, telling_parts, telling_words
from searcher.query.ranking import Candidate, Scores
from searcher.query.scoring import Term
from searcher.query.synonyms import NONE as NO_SYNONYMS
from searcher.query.synonyms import Synonyms, expand, groups_with_synonyms
from searcher.query.synonyms import notes as synonym_notes
from searcher.query.unparse import format_query
from searcher.results.model import Filters
from searcher.store.analyzer import Analyzer
from searcher.store.field_reader import NO_DOCUMENTS, Documents, intersect
from searcher.store.segment import Segment


@dataclass(frozen=True, slots=True)
class Found:
    """Paragraphs of one segment: all that match, and those of them in which every group stands as it was typed."""

    matching: Documents
    literal: Documents


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, a segment each, for a query; `terms` score it, `notes` say what was relaxed."""

    node: Node
    found: tuple[Found, ...]
    terms: tuple[Term, ...]
    notes: tuple[str, ...] = field(default=())
    sentence: bool = False
    """Whether it is read as a question or a sentence, of which a paragraph need only hold much."""

    @property
    def total(self) -> int:
        """How many paragraphs match."""
        return sum(len(part.matching) for part in self.found)

    @property
    def literal_total(self) -> int:
        """In how many of them every group stands as it was typed."""
        return sum(len(part.literal) for part in self.found)


class Answerer:
    """Answers query trees over the segments of one generation."""

    def __init__(
        self,
        segments: Sequence[Segment],
        analyzer: Analyzer,
        evaluator: Evaluator,
        synonyms: Synonyms = NO_SYNONYMS,
    ) -> None:
        self._segments, self._analyzer, self._evaluator = segments, analyzer, evaluator
        self._synonyms = synonyms
        self._budget = Budget()
        self._matchers = [Matcher(segment, analyzer, self._budget) for segment in segments]

    def read(self, query: str) -> Node:
        """The tree that a query means, with its synonyms. Raises QueryError."""
        return expand(parse(query), self._synonyms, self._analyzer, query)
        self._budget.start(query)

    def answer(self, node: Node, filters: Filters) -> Answer:
        """Find what answers a query under filters."""
        found = self._answer(node, filters)
        return replace(found, notes=(*found.notes, *synonym_notes(node)))

    def _answer(self, node: Node, filters: Filters) -> Answer:
        strict = Answer(node, self._filtered(filters, self._strict(node)), self._terms_of(node))
        plain = _plain_groups(node)
        question = any(asks(self._analyzer.folder(group.text)) for group in plain)
        words = sum(map(self._content_words, plain))
        few = strict.total < scoring.FEW
        sentence = question or words >= scoring.SENTENCE_WORDS or (few and words >= scoring.SEVERAL_WORDS)
        if strict.total and not sentence:
            return strict
        if plain:
            many = self._holding(replace(strict, sentence=sentence), filters, scoring.MANY)
            if many.total:
                note = _("A sentence: the paragraphs that hold many of its words.") if sentence else _(_MANY_NOTE)
                if question:
                    note = _("A question: the paragraphs that hold many of its words.")
                return replace(many, notes=() if many.total == strict.total else (note,))
            some = self._holding(strict, filters, 0.0)
            if some.total:
                return replace(some, notes=(_("No paragraph holds many of the words; these hold some of them."),))
        if strict.total:
            return strict
        under = self._under_headlines(strict, filters)
        return under if under.total else replace(under, notes=(*self._why_nothing(node), *under.notes))

    def narrowed(self, answer: Answer, node: Node) -> Answer:
        """What `node` matches too of what an answer found; `node` is not relaxed, and both score what is left."""
        further = self._strict(node)
        found = []
        for number, part in enumerate(answer.found):
            here = further(number)
            found.append(Found(intersect(part.matching, here.matching), intersect(part.literal, here.literal)))
        parts = (part for side in (answer.node, node) for part in (side.parts if isinstance(side, All) else (side,)))
        both = All(tuple(parts), node.span)
        notes = (*answer.notes, *synonym_notes(node))
        return replace(answer, node=both, found=tuple(found), terms=self._terms_of(both), notes=notes)

    def _why_nothing(self, node: Node) -> tuple[str, ...]:
        """Which parts of a query match no paragraph, where it has parts; of a plain group, which of its words."""
        if isinstance(node, Words):
            words = telling_words(self._analyzer.folder(node.text), self._analyzer)
            missing = [w for w in dict.fromkeys(words) if not self.count(Exact(w, node.span))]
            return (
                (_("No paragraph holds {words}.").format(words=", ".join(missing)),)
                if len(words) > 1 and missing
                else ()
            )
        parts = children(node) if isinstance(node, All | And) else ()
        none = [format_query(part) for part in parts if not isinstance(part, Not) and not self.count(part)]
        if none:
            return (_("Nothing matches {parts}.").format(parts=", ".join(none)),)
        return (_("Each part matches something, but no paragraph matches all of them."),) if parts else ()

    def _content_words(self, group: Words) -> int:
        """How many words of two characters or more a plain group has, those that ask aside."""
        return sum(len(word) > 1 for word in telling_words(self._analyzer.folder(group.text), self._analyzer))

    def count(self, node: Node) -> int:
        """How many paragraphs match a node as it stands, nothing relaxed."""
        return sum(len(matcher.match(node)) for matcher in self._matchers)

    def _strict(self, node: Node) -> Callable[[int], Found]:
        def found(segment: int) -> Found:
            matcher = self._matchers[segment]
            matching = matcher.match(node)
            return Found(matching, matcher.literal(node) if matcher.scatters(node) else matching)

        return found

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

    def _holding(self, strict: Answer, filters: Filters, share: float) -> Answer:
        """Paragraphs that hold at least a share of the weight of the plain groups' terms (or any term, for 0), and
        whatever else the query asks; with what matches strictly."""
        node = strict.node
        others = tuple(part for part in node.parts if not isinstance(part, Words)) if isinstance(node, All) else ()
        terms = self._terms(group.text for group in _plain_groups(node))
        weighed = [(term, self._evaluator.importance(term)) for term in terms]
        instead = [*self._weighed_synonyms(_plain_groups(node))]
        needed = share * sum(importance for _, importance in weighed) * (1 - 1e-6)

        def found(number: int) -> Found:
            held = np.zeros(self._segments[number].documents, np.float32)
            for term, importance in weighed:
                held[self._evaluator.scored(term)[number].documents] += np.float32(importance)
            for synonym, importance in instead:
                field = self._segments[number].field("text")
                held[unite([*map(field.exact, synonym.texts)], field.documents)] += np.float32(importance)
            matching = np.flatnonzero((held >= needed) & (held > 0))
            if others:
                matching = intersect(matching, self._matchers[number].match(And(others, node.span)))
            return Found(matching, NO_DOCUMENTS)

        relaxed = self._filtered(filters, found)
        parts = zip(relaxed, strict.found, self._segments, strict=True)
        both = (Found(unite([r.matching, s.matching], g.documents), s.literal) for r, s, g in parts)
        return replace(strict, found=tuple(both))

    def _under_headlines(self, strict: Answer, filters: Filters) -> Answer:
        """The first paragraphs of articles whose headline matches a query of the text alone; else what was found."""
        if not _of_text_alone(strict.node):
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
        if not _plain_groups(strict.node):
            # An exact query is answered exactly: by nothing, and a word on where to look.
            note = ngettext(
                "No paragraph holds it, but the headline of {count} article does: ask headline:… for it.",
                "No paragraph holds it, but the headlines of {count} articles do: ask headline:… for them.",
                under.total,
            ).format(count=under.total)
            return replace(strict, notes=(note,))
        note = _("No paragraph holds it; these are the beginnings of articles whose headline does.")
        return replace(under, notes=(note,))

    def _weighed_synonyms(self, groups: Iterable[Words]) -> Iterator[tuple[Synonym, float]]:
        """The synonyms of groups, each with what it adds in place of what was typed."""
        for group in groups:
            folded = stripped(self._analyzer.folder(group.text))
            for synonym in group.synonyms:
                typed = self._terms([folded[synonym.start : synonym.end]])
                yield synonym, scoring.SYNONYM_WEIGHT * sum(map(self._evaluator.importance, typed))

    def _terms_of(self, node: Node) -> tuple[Term, ...]:
        """The terms that the paragraphs of a query are scored by."""
        synonyms = (s for group in groups_with_synonyms(node) for synonym in group.synonyms for s in synonym.texts)
        return self._terms(_scored_texts(node), synonyms)

    def _terms(self, texts: Iterable[str], synonyms: Iterable[str] = ()) -> tuple[Term, ...]:
        """The terms that texts are scored by; a term of several counts for each, one of a synonym for less."""
        weights: dict[tuple[str, str], float] = {}
        shares = [*((text, 1.0) for text in texts), *((text, scoring.SYNONYM_WEIGHT) for text in synonyms)]
        for text, share in shares:
            for part in telling_parts(self._analyzer.folder(text)):
                for term in scoring.terms_of(part, self._analyzer):
                    key = (term.kind, term.text)
                    weights[key] = weights.get(key, 0.0) + share * term.weight
        return tuple(Term(kind, text, weight) for (kind, text), weight in weights.items())

    def rank(self, answer: Answer, wanted: int) -> list[Candidate]:
        """The best `wanted` of an answer, best first."""
        groups = [group for group in _plain_groups(answer.node) if not asks_nothing(group.text)]
        if answer.sentence:
            # In a sentence a group that stands literally says little more than its words do, but for the whole of it.
            terms = [self._terms([group.text]) for group in groups]
            lifts = [scoring.GROUP_SHARE * sum(map(self._evaluator.importance, of_group)) for of_group in terms]
        else:
            lifts = [scoring.LITERAL_BONUS] * len(groups)
        scored = []
        for number, part in enumerate(answer.found):
            scores = self._evaluator.score(number, part.matching, answer.terms)
            for group, lift in zip(groups, lifts, strict=True):
                literal = part.literal if len(groups) == 1 else self._matchers[number].literal(group)
                _lift(scores, part.matching, literal, lift)
            if answer.sentence:
                _lift(scores, part.matching, part.literal, scoring.LITERAL_BONUS)
            scored.append((part.matching, scores))
        if not any(segment.field("headline").has_terms for segment in self._segments):
            return self._evaluator.order.best(scored, wanted)
        best = self._evaluator.order.best(scored, max(wanted, scoring.RERANKED))
        return self._lifted(best, answer)[:wanted]

    def _lifted(self, candidates: list[Candidate], answer: Answer) -> list[Candidate]:
        """The candidates in a new order: those whose headline holds terms of the query are lifted."""
        articles = [int(self._segments[c.segment].first.searchsorted(c.document, "right")) - 1 for c in candidates]
        lifts = np.zeros(len(candidates), np.float32)
        for number, segment in enumerate(self._segments):
            places = [i for i, c in enumerate(candidates[: scoring.RERANKED]) if c.segment == number]
            if not places:
                continue
            of_segment = np.array([articles[i] for i in places])
            headline = segment.field("headline")
            for term in answer.terms:
                found = headline.word(term.text)
                if found is not None and len(found.documents):
                    lift = scoring.HEADLINE_SHARE * self._evaluator.importance(term)
                    lifts[places] += np.float32(lift) * np.isin(of_segment, found.documents)
        order = sorted(range(len(candidates)), key=lambda i: (-(candidates[i].score + float(lifts[i])), i))
        return [replace(candidates[i], score=candidates[i].score + float(lifts[i])) for i in order]


def _lift(scores: Scores, documents: Documents, standing: Documents, lift: float) -> None:
    """Add to the scores of those documents that are among `standing`."""
    if standing is documents:
        scores += np.float32(lift)
    else:
        scores[documents.searchsorted(intersect(documents, standing))] += np.float32(lift)


_MANY_NOTE = N_("No paragraph holds all of the words; these hold many of them.")


def _plain_groups(node: Node) -> list[Words]:
    """The plain groups of a query that may be relaxed: the query itself, or parts of a juxtaposition."""
    if isinstance(node, Words):
        return [node]
    return [part for part in node.parts if isinstance(part, Words)] if isinstance(node, All) else []


def _of_text_alone(node: Node) -> bool:
    """Whether a query is nothing but plain groups and exact strings."""
    if isinstance(node, Words | Exact):
        return True
    return isinstance(node, All) and all(isinstance(part, Words | Exact) for part in node.parts)


def _scored_texts(node: Node) -> list[str]:
    """The texts of a query that its paragraphs are scored by: all that is asked of the text, not what is excluded."""
    match node:
        case Words(text) | Exact(text):
            return [text]
        case Wildcard(pattern):
            return [piece for piece in pattern.replace("?", "*").split("*") if piece]
        case Near(parts):
            return [part.text for part in parts]
        case All(parts) | And(parts) | Or(parts):
            return [text for part in parts for text in _scored_texts(part)]
        case _:
            return []
