"""Many texts of codes are decoded as each alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searcher.text.codebook import SIZE, Codebook

# Ranks of one, two and three bytes; all other characters take four.
CHARACTERS = np.arange(0x3400, 0x3400 + SIZE).astype(np.uint32)
BOOK = Codebook(CHARACTERS, CHARACTERS[::-1].copy())
USUAL = {chr(a): chr(b) for a, b in zip(CHARACTERS.tolist(), BOOK.originals.tolist(), strict=True)}
CHARS = st.one_of(
    st.sampled_from([chr(0x3400 + rank) for rank in (0, 123, 124, 187, 188, 3_963, 3_964, 8_059, 8_060, SIZE - 1)]),
    st.characters(exclude_characters="\0"),
    st.sampled_from("\U0010ffff\ud800a\x01"),
)


@given(st.lists(st.text(CHARS, max_size=90), max_size=12))
def test_many_are_decoded_as_each_alone(texts: list[str]) -> None:
    coded = [BOOK.encode(text) for text in texts]
    assert BOOK.decode_many(coded) == texts == [BOOK.decode(one) for one in coded]
    assert BOOK.decode_usual(coded) == ["".join(USUAL.get(char, char) for char in text) for text in texts]
