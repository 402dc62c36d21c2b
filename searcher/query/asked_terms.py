"""The terms that the paragraphs of a query are scored by, and what each is worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from searcher.query import scoring
from searcher.query.evaluate import Evaluator
from searcher.query.matching import stripped
from searcher.query.nodes import Node, Synonym, Words, groups_with_synonyms
from searcher.query.parts import scored_texts
from searcher.query.questions import telling_parts, telling_words
from searcher.query.scoring import Term
from searcher.store.analyzer import Analyzer
from searcher.store.segment import Segment


class AskedTerms:
    """Terms of the queries of one generation."""

    def __init__(self, segments: Sequence[Segment], analyzer: Analyzer, evaluator: Evaluator) -> None:
        self.segments, self.analyzer, self.evaluator = segments, analyzer, evaluator

    def of(self, node: Node) -> tuple[Term, ...]:
        """The terms that the paragraphs of a query are scored by."""
        synonyms = (s for group in groups_with_synonyms(node) for synonym in group.synonyms for s in synonym.texts)
        return self.of_texts(scored_texts(node), synonyms)

    def of_texts(self, texts: Iterable[str], synonyms: Iterable[str] = ()) -> tuple[Term, ...]:
        """The terms that texts are scored by; a term of several counts for each, one of a synonym for less."""
        weights: dict[str, float] = {}
        shares = [*((text, 1.0) for text in texts), *((text, scoring.SYNONYM_WEIGHT) for text in synonyms)]
        for text, share in shares:
            for part in telling_parts(self.analyzer.fold(text)):
                for term, weight in scoring.weights_of(part, self.analyzer).items():
                    weights[term] = weights.get(term, 0.0) + share * weight
        return tuple([Term(scoring.kind_of(text), text, weight) for text, weight in weights.items()])

    def content_words(self, group: Words) -> int:
        """How many words of two characters or more a plain group has, those that ask aside."""
        return sum(len(word) > 1 for word in telling_words(self.analyzer.fold(group.text), self.analyzer))

    def weighed_synonyms(self, groups: Iterable[Words]) -> Iterator[tuple[Synonym, float]]:
        """The synonyms of groups, each with what it adds in place of what was typed."""
        for group in groups:
            folded = stripped(self.analyzer.fold(group.text))
            for synonym in group.synonyms:
                typed = self.of_texts([folded[synonym.start : synonym.end]])
                yield synonym, scoring.SYNONYM_WEIGHT * sum(map(self.evaluator.importance, typed))

    def weighed_characters(self, texts: Iterable[str]) -> Iterator[tuple[str, float]]:
        """The groups of one character, which is found in any word, each with its importance."""
        groups = dict.fromkeys(stripped(self.analyzer.fold(text)) for text in texts)
        for char in (group for group in groups if len(group) == 1):
            if count := sum(len(segment.field("text").exact(char)) for segment in self.segments):
                yield char, scoring.idf(self.evaluator.statistics.documents, count)
