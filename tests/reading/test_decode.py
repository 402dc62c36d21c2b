"""Encodings are told apart by looking; what is no text is refused with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import UnreadableFileError
from searcher.reading import decode

PAGE = "要闻 01 2025年5月9日 星期五\n\n碳达峰试点园区的清晨，观测员记下第一组数据：PM2.5 为 12。\n"
# Sentences long enough to be told from noise, of the characters that papers print.
SENTENCES = st.lists(
    st.text(
        st.sampled_from("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主，。、“”0123 \n"),
        min_size=8,
    ),
    min_size=2,
).map("。".join)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312", "utf-32"]
)
def test_page_in_each_encoding(encoding: str) -> None:
    assert decode(PAGE.encode(encoding)) == PAGE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@given(text=SENTENCES)
def test_round_trip(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_character_cut_at_the_edge_of_the_sample() -> None:
    for shift in range(4):
        text = "a" * shift + "中文报纸，" * 20_000
        assert decode(text.encode("utf-8")) == text
        assert decode(text.encode("gb18030")) == text


def test_gb18030_after_a_long_stretch_of_ascii() -> None:
    text = "0123456789\n" * 10_000 + "临猗苹果"
    assert decode(text.encode("gb18030")) == text


def test_single_bad_bytes_cost_single_characters() -> None:
    data = PAGE.encode() * 20
    broken = data[:300] + b"\xff" + data[300:]
    text = decode(broken)
    assert "\ufffd" in text
    assert text.count("碳达峰") >= 19


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.4\n", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x00" * 4000, "binary"),
    ],
)
def test_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason) as caught:
        decode(data, "corpus/x.txt")
    assert "corpus/x.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=4000))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    try:
        text = decode(data)
    except UnreadableFileError as error:
        text = error.reason
    assert text
