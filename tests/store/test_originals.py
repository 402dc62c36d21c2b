"""Texts come back as they were read, and ranges of their folded form lead back to where folding says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.store.arrays import ArrayFile, ArrayFileWriter
from searcher.store.originals import Originals, merge_originals, write_originals
from searcher.text.bulk import BulkFolder
from searcher.text.codebook import Codebook
from searcher.text.fold import default_folder

FOLD = BulkFolder(default_folder())
BOOK = Codebook(*Codebook.build(FOLD(["煤焦油加工漢 a1 b，"]), np.empty(0, np.int64)))
TEXTS = st.lists(
    st.text(
        st.one_of(
            st.sampled_from("煤焦油加工漢汉，。a1 b  \u3000\u2003\n\u00ad\u200b①㎡é\u0301"),
            st.characters(exclude_categories=()),
        ),
        max_size=40,
    ),
    min_size=1,
    max_size=5,
)


def written(path: Path, texts: list[str]) -> tuple[Originals, list[bytes]]:
    batch = FOLD(texts)
    path.unlink(missing_ok=True)
    with ArrayFileWriter(path, durable=False) as writer:
        write_originals(writer, batch, BOOK, texts)
        writer.close()
    coded, starts = BOOK.encode_batch(batch.codes)
    pieces = [coded[starts[batch.starts[i]] : starts[batch.starts[i + 1] - 1]].tobytes() for i in range(len(texts))]
    return Originals(ArrayFile(path), BOOK), pieces


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_texts_come_back_and_ranges_lead_back(tmp_path: Path, texts: list[str]) -> None:
    originals, coded = written(tmp_path / "one", texts)
    for text, original in zip(texts, originals.texts(range(len(texts)), coded), strict=True):
        assert original.text == text
        if original.coded is not None:
            form = default_folder().with_offsets(text)
            for start in range(len(form.text)):
                for end in (start + 1, len(form.text)):
                    assert original.original(start, end) == form.original(start, end)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(TEXTS, TEXTS, st.randoms())
def test_merged_texts_come_back(tmp_path: Path, first: list[str], second: list[str], random: object) -> None:
    parts, kept, numbers = [], [], []
    for i, texts in enumerate((first, second)):
        originals, coded = written(tmp_path / f"part{i}", texts)
        parts.append(originals)
        alive = [random.random() < 0.7 for _ in texts]  # type: ignore[attr-defined]
        numbers.append(np.where(alive, len(kept) + np.cumsum(alive) - 1, -1))
        kept += [pair for pair, lives in zip(zip(texts, coded, strict=True), alive, strict=True) if lives]
    path = tmp_path / "merged"
    path.unlink(missing_ok=True)
    with ArrayFileWriter(path, durable=False) as writer:
        merge_originals(writer, parts, numbers)
        writer.close()
    merged = Originals(ArrayFile(path), BOOK).texts(range(len(kept)), [coded for _, coded in kept])
    assert [original.text for original in merged] == [text for text, _ in kept]


@pytest.mark.parametrize("text", ["文 化 遗 产", "长治 2025 年", "GDP 增长 5 %", " 起", "止 "])
def test_dropped_blanks_cost_no_second_copy_of_a_long_text(tmp_path: Path, text: str) -> None:
    whole = "煤焦油加工，" * 12 + text
    originals, coded = written(tmp_path / "one", [whole])
    (original,) = originals.texts([0], coded)
    assert (original.text, original.coded) == (whole, coded[0])
