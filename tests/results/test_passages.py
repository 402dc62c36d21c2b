"""What part of a paragraph is shown: sentences, or else clauses, or else words; never half of anything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from jieba_cutter import jieba_cutter

import searcher
from searcher.results.model import Range
from searcher.results.passages import passage
from searcher.text.fold import fold

WORDS = ["煤焦油", "产业", "链条", "的", "年", "2,490.5", "-3.2%", "VOCs", "PBAT", "５０", "开发区", "临"]
PIECES = st.lists(st.sampled_from([*WORDS, "，", "。", "；", "、", "”", " "]), max_size=120)
WIDTH = 24


def hits_of(text: str, words: list[str]) -> list[Range]:
    return sorted(match.span() for word in words for match in re.finditer(re.escape(word), text))


def ends_of(text: str) -> Iterator[int]:
    """Where words end in a text made of WORDS."""
    for found in re.finditer("|".join(map(re.escape, sorted(WORDS, key=len, reverse=True))) + "|.", text, re.DOTALL):
        yield found.end()


@given(PIECES, st.lists(st.sampled_from(WORDS[:5]), max_size=3, unique=True))
def test_a_passage_is_cut_within_no_word_no_number_and_no_hit(pieces: list[str], wanted: list[str]) -> None:
    text = "".join(pieces)
    hits = hits_of(text, wanted)
    start, end = passage(text, hits, ends_of, WIDTH)
    assert 0 <= start <= end <= len(text)
    places = {0, *ends_of(text)}
    assert {start, end} <= places
    for edge in (start, end):
        assert not any(found.start() < edge < found.end() for found in re.finditer(r"[0-9A-Za-z][0-9A-Za-z.,%]*", text))
        assert not any(low < edge < high for low, high in hits)


@given(PIECES, st.lists(st.sampled_from(WORDS[:5]), min_size=1, max_size=3, unique=True))
def test_whole_sentences_have_the_most_hits_that_any_run_has(pieces: list[str], wanted: list[str]) -> None:
    """The oracle looks at every run of sentences that is short enough."""
    text = "".join(pieces)
    hits = hits_of(text, wanted)
    start, end = passage(text, hits, ends_of, WIDTH)
    ends = [0, *(match.end() for match in re.finditer(r"[。；]+”*", text)), len(text)]
    runs = [(a, b) for a in ends for b in ends if a < b <= a + WIDTH]
    if len(text) <= WIDTH or any(b - a > WIDTH for a, b in pairwise(ends)):
        return

    def worth(run: Range) -> tuple[int, int]:
        inside = [(a, b) for a, b in hits if run[0] <= a and b <= run[1]]
        return len({text[a:b] for a, b in inside}), len(inside)

    assert (start, end) in runs
    assert worth((start, end)) == max(map(worth, runs))


def test_a_number_with_a_comma_is_not_the_end_of_a_clause() -> None:
    text = "产量" * 20 + "达到12,345,678吨" + "增长" * 40 + "。"
    for at in range(40, 60):
        start, end = passage(text, [(at, at + 1)], None, 30)
        assert not any(
            found.start() < edge < found.end() for edge in (start, end) for found in re.finditer(r"[\d,]+", text)
        )


def test_words_are_those_of_jieba(tmp_path: Path) -> None:
    """A long sentence without a mark, in traditional characters: it is cut where the reference cuts it."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    parts = ["經濟技術開發區的工業用地", "低效用地再開發與產業鏈條"] * 12
    texts = ["".join([*parts[:at], "掘進機", *parts[at:]]) for at in range(8, 20)]
    lines = [json.dumps({"id": f"{at}", "text": text}) for at, text in enumerate(texts)]
    (corpus / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    searcher.build_index(corpus, tmp_path / "index")
    with searcher.open_index(tmp_path / "index") as index:
        hits = index.search('"掘进机"', limit=20).hits
    assert len(hits) == len(texts)
    for hit in hits:
        text = hit.paragraph.text
        ends = [*accumulate(map(len, jieba_cutter()(fold(text))))]
        start, end = hit.passage
        assert {start, end} <= {0, *ends}
        assert text[slice(*hit.highlights[0])] == "掘進機"
        assert 80 <= end - start <= 160


def test_a_paragraph_of_many_sentences_and_hits_is_looked_at_once() -> None:
    """Work, not time: each hit is counted in and out once."""
    text = "煤矿。" * 30_000
    counted = 0

    class Counting(list[Range]):
        def __getitem__(self, at: object) -> object:  # type: ignore[override]
            nonlocal counted
            counted += 1
            return super().__getitem__(at)  # type: ignore[index]

    hits = Counting((at, at + 1) for at in range(0, len(text), 3))
    assert passage(text, hits) == (0, 159)
    assert counted < 8 * len(hits)
