"""Whoosh's index over an open generation: a reader for each segment, made of Whoosh's own segment reader."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from whoosh import index as whoosh_index
from whoosh.codec import base
from whoosh.reading import EmptyReader, MultiReader, SegmentReader

from searcher.errors import UsageError
from searcher.store.analyzer import Analyzer
from searcher.store.opening import Generation
from searcher.store.segment import Segment
from searcher.store.whoosh_codec.lexicon import LexiconTermsReader
from searcher.store.whoosh_index.fields import TextLexicon
from searcher.store.whoosh_index.schema import BYLINE_JOINT, NAMED, day_of, make_schema
from searcher.store.whoosh_index.values import ParagraphLexicon, ValueLexicon, date_lexicon, name_lexicon


class WhooshIndex(whoosh_index.Index):  # type: ignore[misc]
    """A generation of the program's index as a Whoosh index, for reading.

    It changes nothing: `searcher index` writes the index. Its segments are those of the open generation, which must
    stay open as long as readers and searchers are used.
    """

    def __init__(self, generation: Generation) -> None:
        self._generation = generation.manifest.generation
        self._segments = generation.segments
        self.schema = make_schema(generation.analyzer)
        self._codecs = [_Codec(segment, generation.analyzer, self.schema) for segment in generation.segments]

    def __repr__(self) -> str:
        return f"{type(self).__name__}(generation {self._generation})"

    def reader(self, reuse: Any = None) -> Any:
        """A reader of the generation."""
        readers = [
            SegmentReader(None, self.schema, _Segment(codec), generation=self._generation, codec=codec)
            for codec in self._codecs
        ]
        if not readers:
            return EmptyReader(self.schema)
        return readers[0] if len(readers) == 1 else _SegmentsReader(readers, generation=self._generation)

    def is_empty(self) -> bool:
        """Whether the generation holds no paragraph."""
        return not any(len(segment.living_documents()) for segment in self._segments)

    def latest_generation(self) -> int:
        """The generation that is open: newer ones are opened anew."""
        return self._generation

    def writer(self, **options: Any) -> Any:
        """Raise UsageError."""
        raise UsageError("the index cannot be written through Whoosh; change the corpus and run `searcher index`")


class _SegmentsReader(MultiReader):  # type: ignore[misc]
    """Reads several segments as one."""

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Iterator[str]:
        """The near terms of all segments; Whoosh would compare all terms with `text` one by one."""
        near = (reader.terms_within(fieldname, text, maxdist, prefix) for reader in self.readers)
        return iter(sorted(set(itertools.chain.from_iterable(near))))


class _Codec(base.Codec):  # type: ignore[misc]
    """Reads one segment. What its fields have worked out is kept for all readers."""

    def __init__(self, segment: Segment, analyzer: Analyzer, schema: Any) -> None:
        self.segment = segment
        self.texts = {name: TextLexicon(segment, name, analyzer) for name in ("text", "headline")}
        self.values: dict[str, ValueLexicon | ParagraphLexicon] = {
            "date": date_lexicon(segment, schema["date"]),
            **{name: name_lexicon(segment, name) for name in NAMED},
            **{name: ParagraphLexicon(segment, name) for name in ("id", "kind")},
        }

    def automata(self, storage: Any, segment: Any) -> _Automata:
        """What finds the terms that are near another."""
        return _Automata()

    def terms_reader(self, storage: Any, segment: Any) -> LexiconTermsReader:
        """The terms of all fields."""
        return LexiconTermsReader({**self.texts, **self.values})

    def per_document_reader(self, storage: Any, segment: Any) -> _Documents:
        """What belongs to paragraphs."""
        return _Documents(self)


class _Automata(base.Automata):  # type: ignore[misc]
    """Finds terms that are near another, by the lexicon's own way where it has one."""

    def terms_within(self, fieldcur: Any, uterm: str, maxdist: int, prefix: int = 0) -> Any:
        """The terms `maxdist` changes away at most that share a prefix."""
        lexicon = getattr(fieldcur, "lexicon", None)
        if isinstance(lexicon, TextLexicon):
            return lexicon.within(uterm, maxdist, prefix)
        return super().terms_within(fieldcur, uterm, maxdist, prefix)


class _Segment(base.Segment):  # type: ignore[misc]
    """A segment by its name."""

    def __init__(self, codec: _Codec) -> None:
        self._codec = codec
        self.indexname, _, self.segid = codec.segment.file.path.stem.partition("-")
        self.compound = False

    def codec(self) -> _Codec:
        """What reads it."""
        return self._codec

    def doc_count_all(self) -> int:
        """All paragraphs, the dead ones too."""
        return self._codec.segment.documents

    def deleted_count(self) -> int:
        """How many are dead."""
        return self._codec.segment.documents - len(self._codec.segment.living_documents())


class _Documents(base.PerDocumentReader):  # type: ignore[misc]
    """What belongs to the paragraphs of a segment."""

    def __init__(self, codec: _Codec) -> None:
        self._codec = codec
        self._segment = codec.segment
        self._dead = codec.segment.dead_documents

    def doc_count(self) -> int:
        """Living paragraphs."""
        return len(self._segment.living_documents())

    def doc_count_all(self) -> int:
        """All paragraphs, the dead ones too."""
        return self._segment.documents

    def has_deletions(self) -> bool:
        """Whether any paragraph is dead."""
        return self._dead is not None and bool(self._dead.any())

    def is_deleted(self, docnum: int) -> bool:
        """Whether a paragraph is dead."""
        return self._dead is not None and bool(self._dead[docnum])

    def deleted_docs(self) -> Iterator[int]:
        """The dead paragraphs."""
        return iter([] if self._dead is None else self._dead.nonzero()[0].tolist())

    def supports_columns(self) -> bool:
        """Yes."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether a field can be sorted by without its terms."""
        return fieldname in self._codec.values

    def list_columns(self) -> list[str]:
        """Names of the fields with columns."""
        return list(self._codec.values)

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """The value of each paragraph."""
        return self._codec.values[fieldname].column()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Letters, digits and ideographs of a searched field."""
        text = self._codec.texts.get(fieldname)
        return default if text is None else int(text.lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        """The same over all paragraphs, as `doc_count_all` counts them."""
        text = self._codec.texts.get(fieldname)
        return 0 if text is None else int(text.lengths.sum())

    def min_field_length(self, fieldname: str) -> int:
        """The least length."""
        text = self._codec.texts.get(fieldname)
        return 0 if text is None or not len(text.lengths) else int(text.lengths.min())

    def max_field_length(self, fieldname: str) -> int:
        """The greatest length."""
        text = self._codec.texts.get(fieldname)
        return 0 if text is None or not len(text.lengths) else int(text.lengths.max())

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """What is known of a paragraph; fields that it has not are not there."""
        paragraph = self._segment.paragraph(docnum)
        article = paragraph.article
        known = {
            "id": paragraph.id,
            "text": paragraph.text,
            "headline": " ".join(filter(None, (article.kicker, article.headline, article.subhead))),
            "date": day_of(article.date),
            "newspaper": article.newspaper,
            "page": article.page,
            "section": article.section,
            "source": article.source,
            "byline": BYLINE_JOINT.join(article.byline),
            "kind": paragraph.kind,
            "path": paragraph.path,
        }
        return {name: value for name, value in known.items() if value}
