"""Whether a segment is what a segment must be: not only the bytes that were written, but bytes that agree.

Everything that can be computed from the texts is computed again and compared: postings, lengths, counts.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from searcher.errors import DamagedIndexError
from searcher.i18n import _
from searcher.store.analyzer import Analyzer
from searcher.store.arrays import ArrayFile
from searcher.store.field import Run
from searcher.store.field_reader import Field
from searcher.store.postings import MAX_FREQUENCY
from searcher.store.rows import COLUMNS
from searcher.store.segment import Segment, date_number
from searcher.store.sizes import read_starts
from searcher.text.arrays import code_points, running_sum
from searcher.text.inverting import Inverted

Array = npt.NDArray[Any]
_CHARACTERS_AT_ONCE = 1_000_000
_POSTINGS_AT_ONCE = 1_000_000
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def file_faults(file: ArrayFile) -> Iterator[str]:
    """What is wrong with the layout of a file whose blocks are as written: arrays that overlap or reach beyond it."""
    spans = sorted((offset, file[name].nbytes, name) for name in file for offset, _ in [file.span(name)])
    end = 0
    for offset, size, name in spans:
        if offset < end or offset + size > file.size:
            yield _("array {name} lies over another or beyond the file").format(name=name)
        end = offset + size


def segment_faults(
    segment: Segment, analyzer: Analyzer, again: bool, told: Callable[[float], None] = lambda share: None
) -> Iterator[str]:
    """What does not agree in a segment whose blocks are as written, in words.

    `again`: whether words are computed anew. `told` is called with the share of the texts that were looked at. Raises
    DamagedIndexError where a part cannot be read, and whatever reading arrays that do not fit together raises.
    """
    yield from _SegmentCheck(segment, analyzer, again, told).faults()


class _SegmentCheck:
    def __init__(self, segment: Segment, analyzer: Analyzer, again: bool, told: Callable[[float], None]) -> None:
        self._segment, self._told = segment, told
        self._bulk = analyzer.bulk(few=not again)
        self._again = again

    def faults(self) -> Iterator[str]:
        """Every fault."""
        yield from file_faults(self._segment.file)
        for look in (self._lengths, self._articles):
            faults = list(look())
            yield from faults
            if faults:
                # What follows takes for granted that this is in order.
                return
        yield from self._texts()
        yield from self._field("headline", self._segment.articles, self._headlines, [])

    def _lengths(self) -> Iterator[str]:
        """Whether arrays that belong together have lengths that fit."""
        segment, file = self._segment, self._segment.file

        def items(name: str) -> int:
            return file.span(name)[1]

        fits = {f"articles.{name}": items(f"articles.{name}") in (0, segment.articles) for name in ("file", *COLUMNS)}
        ends, first = file["verbatim.ends"], file["verbatim.first"]
        fits["verbatim"] = items("verbatim") == (int(ends[-1]) if len(ends) else 0)
        fits["verbatim.first"] = len(first) == len(ends) + 1 and _ascending(first)
        fits["meta"] = items("meta") == int(segment.meta.starts[-1])
        fits["verbatim.document"] = items("verbatim.document") == len(segment.originals.verbatim)
        for kind in ("unusual", "blank"):
            for name in ("place", "code"):
                fits[f"{kind}.{name}"] = items(f"{kind}.{name}") == items(f"{kind}.document")
        for field, documents in (("text", segment.documents), ("headline", segment.articles)):
            fits[f"{field}.length"] = items(f"{field}.length") == documents
            fits[f"{field}.words"] = items(f"{field}.words") == int(file[f"{field}.words.sizes"].sum(dtype=np.int64))
            alphabet, second = file[f"{field}.grams.alphabet"], file[f"{field}.grams.second"]
            used = int(second.max()) + 1 if len(second) else 0
            fits[f"{field}.grams.alphabet"] = len(alphabet) == used and _ascending(alphabet, strictly=True)
            for kind, terms in (("grams", len(second)), ("words", items(f"{field}.words.sizes"))):
                starts = read_starts(file, f"{field}.{kind}.postings")
                fits[f"{field}.{kind}.postings"] = len(starts) == terms + 1 and int(starts[-1]) == items(
                    f"{field}.{kind}.postings"
                )
        for name, fit in fits.items():
            if not fit:
                yield _("{name} has not the length that it should have").format(name=name)

    def _articles(self) -> Iterator[str]:
        segment = self._segment
        owners = segment.column("file").astype(np.int64)
        if not _ascending(owners) or (len(owners) and int(owners[-1]) >= len(segment.files)):
            yield _("articles are not in the order of their files")
            return
        for name in COLUMNS:
            values = segment.names[name]
            numbers = segment.column(name)
            if not values or values[0] is not None or len(set(values)) != len(values):
                yield _("the list of values of {name} is not one of distinct values after null").format(name=name)
            elif len(numbers) and int(numbers.max()) >= len(values):
                yield _("an article has a {name} that is not in its list").format(name=name)
        for date in segment.names["date"][1:]:
            if not 0 < date_number(date) < 1_0000_00_00:
                yield _("{date} is no date").format(date=date)
        if len(segment.meta) != segment.articles:
            yield _("{count} records of articles, where there are {articles} articles").format(
                count=len(segment.meta), articles=segment.articles
            )
            return
        for article, (record, size) in enumerate(zip(segment.meta, segment.sizes.tolist(), strict=True)):
            if len(record[0]) != size:
                yield _("the record of article {article} has {count} paragraphs, not {size}").format(
                    article=article, count=len(record[0]), size=size
                )
                return
        for i, (entry, count) in enumerate(
            zip(segment.files, np.bincount(owners, minlength=len(segment.files)).tolist(), strict=True)
        ):
            paragraphs = int(segment.sizes[owners == i].sum())
            if (entry.articles, entry.paragraphs) != (count, paragraphs):
                yield _("{path} has {count} articles and {paragraphs} paragraphs, its entry says otherwise").format(
                    path=entry.path, count=count, paragraphs=paragraphs
                )

    def _headlines(self, articles: range) -> list[str]:
        records = ((*self._segment.meta[article], None, None, None)[:4] for article in articles)
        return [" ".join(filter(None, (kicker, headline, subhead))) for _, headline, kicker, subhead in records]

    def _originals(self, documents: range) -> list[str]:
        return [text.text for text in self._segment.texts(documents)]

    def _texts(self) -> Iterator[str]:
        """The paragraphs: that originals can be made, and have the counted characters."""
        segment = self._segment
        kept, *owners = (segment.file[f"{kind}.document"] for kind in ("verbatim", "unusual", "blank"))
        if not _ascending(kept, strictly=True) or not all(map(_ascending, owners)):
            yield _("original texts are not in the order of their paragraphs")
            return
        lengths: list[Array] = []
        faults = list(self._field("text", segment.documents, self._originals, lengths))
        yield from faults
        if faults:
            return
        of_file = np.repeat(segment.column("file"), segment.sizes)
        sums = np.bincount(of_file, weights=np.concatenate([np.empty(0), *lengths]), minlength=len(segment.files))
        for entry, characters in zip(segment.files, sums.astype(np.int64).tolist(), strict=True):
            if entry.characters != characters:
                yield _("{path} has {characters} characters, its entry says {told}").format(
                    path=entry.path, characters=characters, told=entry.characters
                )

    def _field(
        self, name: str, documents: int, originals: Callable[[range], list[str]], lengths: list[Array]
    ) -> Iterator[str]:
        """One field. `originals`: of documents, what their texts are the folded form of; the `lengths` of these are
        appended."""
        field = self._segment.field(name)
        if field.documents != documents:
            yield _("{name}: {documents} texts, where there should be {wanted}").format(
                name=name, documents=field.documents, wanted=documents
            )
            return
        codes, starts = field.coded_texts()
        if int(starts[-1]) != len(codes) or (np.diff(starts) < 1).any():
            yield _("{name}: the texts do not fill their array").format(name=name)
            return
        ends = np.flatnonzero(codes == 0)
        if not np.array_equal(ends, starts[1:] - 1):
            yield _("{name}: texts do not end where they should").format(name=name)
            return
        grams, words = _Sum(), _Sum()
        for document, texts in self._decoded(field):
            if name == "text":
                self._told(document / documents)
            batch = self._bulk.fold(originals(range(document, document + len(texts))))
            if not np.array_equal(batch.codes, code_points("".join(text + "\n" for text in texts))):
                yield _("{name}: an original text does not fold to the text that is searched").format(name=name)
                return
            lengths.append(np.diff(batch.original_starts))
            inverted, telling = self._bulk.grams(batch)
            if not np.array_equal(telling, field.lengths[document : document + len(texts)]):
                yield _("{name}: a length is not that of its text").format(name=name)
                return
            grams.add_inverted(inverted, document)
            if self._again:
                words.add_inverted(self._bulk.words(batch), document)
        yield from self._run(f"{name}: grams", field.gram_run(), field.documents, grams)
        yield from self._run(f"{name}: words", field.word_run(), field.documents, words if self._again else None)

    def _decoded(self, field: Field) -> Iterator[tuple[int, list[str]]]:
        """The folded texts in order, a good many at once, with the number of the first.

        Raises DamagedIndexError where codes mean nothing.
        """
        starts = field.text_starts
        first = 0
        while first < field.documents:
            last = int(np.searchsorted(starts, starts[first] + _CHARACTERS_AT_ONCE, "right")) - 1
            last = min(max(last, first + 1), field.documents)
            try:
                yield first, [field.folded(document) for document in range(first, last)]
            except (ValueError, IndexError) as error:
                raise DamagedIndexError(self._segment.file.path, _("a text cannot be decoded")) from error
            first = last

    def _run(self, name: str, run: Run, documents: int, expected: _Sum | None) -> Iterator[str]:
        """Terms with their postings: in order, within range, and what the texts give."""
        terms, counts = run.terms, run.counts
        ordered = (
            all(a < b for a, b in itertools.pairwise(terms))
            if isinstance(terms, list)
            else _ascending(terms, strictly=True)
        )
        if not ordered:
            yield _("{name}: terms are not in order").format(name=name)
            return
        if len(counts) != len(terms) or (counts < 1).any():
            yield _("{name}: a term without postings").format(name=name)
            return
        keys = _keys(terms)
        found = _Sum()
        starts = running_sum(counts)
        first = 0
        while first < len(terms):
            last = int(np.searchsorted(starts, starts[first] + _POSTINGS_AT_ONCE, "right")) - 1
            last = min(max(last, first + 1), len(terms))
            numbers, frequencies = run.postings(first, last)
            if len(numbers) != int(starts[last] - starts[first]):
                yield _("{name}: postings are not as many as counted").format(name=name)
                return
            own = np.repeat(np.arange(first, last), counts[first:last])
            new = own[1:] != own[:-1]
            if int(numbers.min()) < 0 or int(numbers.max()) >= documents or ((np.diff(numbers) < 1) & ~new).any():
                yield _("{name}: documents out of order or out of range").format(name=name)
                return
            found.add(keys[own], numbers, frequencies)
            first = last
        if expected is not None and found != expected:
            yield _("{name}: postings are not those of the texts").format(name=name)


def _ascending(values: Array, strictly: bool = False) -> bool:
    wide = values.astype(np.int64)
    return bool((np.diff(wide) >= (1 if strictly else 0)).all())


def _keys(terms: Array | list[str]) -> Array:
    """A number for every term: grams are numbers, of words two checksums."""
    if not isinstance(terms, list):
        return np.asarray(terms, np.uint64)
    coded = [word.encode("utf-8", "surrogatepass") for word in terms]
    return np.array([zlib.crc32(word) << 32 | zlib.adler32(word) for word in coded], np.uint64)


class _Sum:
    """A sum over postings that two sets of postings have in common only where they are the same, whatever the order."""

    def __init__(self) -> None:
        self._count = 0
        self._sum = 0

    def add(self, keys: Array, documents: Array, frequencies: Array) -> None:
        """Take in postings: the key of the term, the document and the frequency of each."""
        # The finalizer of splitmix64 spreads every bit of a number over all of it.
        mixed = keys + documents.astype(np.uint64) * _SPREAD + (frequencies.astype(np.uint64) << np.uint64(56))
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
        self._count += len(keys)
        self._sum = (self._sum + int(mixed.sum(dtype=np.uint64))) % (1 << 64)

    def add_inverted(self, inverted: Inverted, base: int) -> None:
        """Take in the postings of a batch whose first document has the number `base`."""
        keys = np.repeat(_keys(inverted.terms), inverted.counts)
        documents = inverted.documents.astype(np.int64) + base
        self.add(keys, documents, np.minimum(inverted.frequencies, MAX_FREQUENCY))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sum) and (self._count, self._sum) == (other._count, other._sum)

    def __hash__(self) -> int:
        return hash((self._count, self._sum))
