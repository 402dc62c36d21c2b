"""The source file of a paragraph: where it is, and what of it a terminal may be given."""

from __future__ import annotations

from pathlib import Path

import invented
import pytest

from searcher.errors import UnreadableFileError
from searcher.results.source import SourcePlace, readable, source_place


def test_a_paragraph_stands_in_its_file_at_its_first_line(tmp_path: Path) -> None:
    (tmp_path / "2025").mkdir()
    file = tmp_path / "2025" / "A1.txt"
    file.write_text("煤\n", encoding="utf-8")
    place = source_place(invented.paragraph(path="2025/A1.txt", lines=(17, 25)), tmp_path)
    assert place == SourcePlace(file, 17)
    assert str(place) == f"{file}:17"


def test_a_pdf_has_no_lines(tmp_path: Path) -> None:
    (tmp_path / "A1.pdf").write_bytes(b"%PDF-1.4")
    assert str(source_place(invented.paragraph(path="A1.pdf"), tmp_path)) == str(tmp_path / "A1.pdf")


@pytest.mark.parametrize("path", ["../secret.txt", "a/../../secret.txt", "/etc/hostname"])
def test_nothing_outside_of_the_corpus_is_opened(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    (tmp_path / "corpus").mkdir()
    with pytest.raises(UnreadableFileError, match="outside of the corpus"):
        source_place(invented.paragraph(path=path), tmp_path / "corpus")


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"A9\.txt: is not there any more"):
        source_place(invented.paragraph(path="A9.txt"), tmp_path)


@pytest.mark.parametrize("text", ["煤焦油\n\t第二行\r\n", "", "一\f二\n"])
def test_a_harmless_file_is_shown_itself(tmp_path: Path, text: str) -> None:
    file = tmp_path / "A1.txt"
    file.write_bytes(f"{text}。".encode())
    assert readable(SourcePlace(file, 1), tmp_path / "copies") == file


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("煤\x1b]0;title\x07\n二\u202e。\n".encode(), "煤␛]0;title␇\n二‹U+202E›。\n"),
        ("焦化厂的煤焦油\r\n第二行的文字。\r\n".encode("gb18030"), "焦化厂的煤焦油\n第二行的文字。\n"),
        ("一行\r另一行\n".encode(), "一行\n另一行\n"),
        ("\ufeff焦化厂\n".encode("utf-16"), "焦化厂\n"),
    ],
)
def test_any_other_is_shown_as_a_copy_with_the_same_lines(tmp_path: Path, data: bytes, shown: str) -> None:
    file = tmp_path / "A1.txt"
    file.write_bytes(data)
    copies = tmp_path / "copies"
    copies.mkdir()
    copy = readable(SourcePlace(file, 1), copies)
    assert copy.parent == copies
    assert copy.read_bytes().decode() == shown
    assert file.read_bytes() == data


def test_the_copy_of_a_hostile_name_has_a_plain_one(tmp_path: Path) -> None:
    file = tmp_path / "a\x1b[31m;$(touch x).txt"
    try:
        file.write_text("煤。\n", encoding="utf-8")
    except OSError:
        pytest.skip("this system has no such names")
    copies = tmp_path / "copies"
    copies.mkdir()
    copy = readable(SourcePlace(file, 1), copies)
    assert copy.parent == copies
    assert set(copy.name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-␛")


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "A1.txt"
    file.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(UnreadableFileError):
        readable(SourcePlace(file, 1), tmp_path)
