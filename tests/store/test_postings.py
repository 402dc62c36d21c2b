"""Postings come back from their bytes as they went in."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searcher.store import postings


@st.composite
def terms(draw: st.DrawFn) -> tuple[int, list[list[tuple[int, int]]]]:
    documents = draw(st.sampled_from([3, 300, 70_000, (1 << 24) - 1, (1 << 24) + 5_000_000]))
    one = st.dictionaries(
        st.integers(0, documents - 1), st.one_of(st.just(1), st.integers(1, 300)), min_size=1, max_size=40
    )
    run = st.builds(
        lambda start, n: {start + i: 1 + (i % 7 == 0) for i in range(n)},
        st.integers(0, max(0, documents - 700)),
        st.integers(1, min(documents, 700)),
    )
    chosen = draw(st.lists(st.one_of(one, run), max_size=12))
    return documents, [sorted((d, f) for d, f in term.items() if d < documents) or [(0, 1)] for term in chosen]


@given(terms())
def test_round_trip(given_terms: tuple[int, list[list[tuple[int, int]]]]) -> None:
    documents, lists = given_terms
    width = postings.id_width(documents)
    flat = [posting for term in lists for posting in term]
    blob, ends = postings.encode(
        np.array([len(term) for term in lists], np.int64),
        np.array([d for d, _ in flat], np.int64),
        np.array([f for _, f in flat], np.int64),
        width,
    )
    starts = np.concatenate([[0], ends[:-1]]).astype(np.int64) if len(ends) else ends
    counts, documents_again, frequencies_again = postings.decode_many(blob, starts, ends, width)
    assert counts.tolist() == [len(term) for term in lists]
    assert documents_again.tolist() == [d for d, _ in flat]
    assert frequencies_again.tolist() == [min(f, postings.MAX_FREQUENCY) for _, f in flat]
    start = 0
    for term, end in zip(lists, ends.tolist(), strict=True):
        piece = blob[start:end]
        start = end
        ids, places, frequencies = postings.decode(piece, width)
        assert ids.tolist() == [d for d, _ in term]
        got = [1] * len(term)
        for place, frequency in zip(
            [] if places is None else places, [] if frequencies is None else frequencies, strict=True
        ):
            got[place] = int(frequency)
        assert got == [min(f, postings.MAX_FREQUENCY) for _, f in term]
        assert postings.count(piece, width) == len(term)
    assert start == len(blob)
