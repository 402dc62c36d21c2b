"""`searcher add`: what comes into the corpus, what does not, and what is said of either."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from program import CORPUS, searcher

import searcher as library
from searcher.errors import CorpusWriteError

ONE, OTHER = "2025-06-13-A1.txt", "2025-06-13-A2.txt"
POSIX = pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")


def texts(corpus: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {file.relative_to(corpus).as_posix(): file.read_bytes() for file in corpus.rglob("*") if file.is_file()}


@pytest.fixture
def inbox(workplace: Path) -> Path:
    """A folder beside the corpus with two issues, one of which the corpus has."""
    folder = workplace / "inbox"
    (folder / "deep").mkdir(parents=True)
    shutil.copy(CORPUS / ONE, folder)
    shutil.copy(CORPUS / OTHER, folder / "deep")
    return folder


def test_a_file_comes_under_its_name_and_is_found_at_once(workplace: Path) -> None:
    run = searcher("add", CORPUS / OTHER)
    assert (run.status, run.stderr) == (0, "")
    assert run.stdout.startswith("1 file added.\n")
    assert texts(workplace / "corpus")[OTHER] == (CORPUS / OTHER).read_bytes()
    paths = {hit["path"] for hit in searcher("search", "--format", "json", "的", "-n", "100").json["hits"]}
    assert paths == {ONE, OTHER}


def test_a_folder_comes_under_its_name_with_all_below_it(workplace: Path, inbox: Path) -> None:
    (inbox / ".hidden.txt").write_text("x", encoding="utf-8")
    (inbox / "picture.png").write_bytes(b"x")
    run = searcher("add", "inbox")
    assert run.status == 0
    assert set(texts(workplace / "corpus")) == {ONE, f"inbox/{ONE}", f"inbox/deep/{OTHER}"}
    assert run.stderr == f"searcher: {Path('inbox', 'picture.png')} is no page file by its ending\n"


@pytest.mark.parametrize("way", ["inbox", "inbox/", "./inbox", "inbox/deep/.."])
def test_however_a_folder_is_named(workplace: Path, inbox: Path, way: str) -> None:
    assert searcher("add", way).status == 0
    assert f"inbox/deep/{OTHER}" in texts(workplace / "corpus")


def test_into_a_folder_of_the_corpus(workplace: Path) -> None:
    assert searcher("add", CORPUS / OTHER, "--into", "2025/06").status == 0
    assert f"2025/06/{OTHER}" in texts(workplace / "corpus")
    for outside in ("../elsewhere", str(workplace / "elsewhere")):
        run = searcher("add", CORPUS / OTHER, "--into", outside)
        assert (run.status, run.stdout) == (2, "")
    assert not (workplace / "elsewhere").exists()


def test_the_same_again_is_said_and_nothing_is_written(workplace: Path) -> None:
    before = (workplace / "corpus" / ONE).stat()
    run = searcher("add", CORPUS / ONE)
    assert run.status == 0
    assert run.stdout.startswith("0 files added, 1 there already.\n")
    assert run.stderr == f"searcher: {ONE} is in the corpus already\n"
    assert (workplace / "corpus" / ONE).stat().st_mtime_ns == before.st_mtime_ns


def test_a_different_file_is_not_overwritten_unless_told(workplace: Path, inbox: Path) -> None:
    old = (workplace / "corpus" / ONE).read_bytes()
    new = (CORPUS / OTHER).read_bytes()
    (inbox / ONE).write_bytes(new)
    run = searcher("add", inbox / ONE, CORPUS / OTHER)
    assert run.status == 6
    assert str(inbox / ONE) in run.stderr
    assert "--replace" in run.stderr
    assert texts(workplace / "corpus") == {ONE: old, OTHER: new}
    run = searcher("add", "--replace", inbox / ONE)
    assert run.status == 0
    assert "1 replaced" in run.stdout
    assert texts(workplace / "corpus") == {ONE: new, OTHER: new}


def test_a_replaced_file_of_the_same_size_and_time_is_read_anew(workplace: Path, tmp_path: Path) -> None:
    """An unpacked archive gives all files one time."""
    place = workplace / "corpus" / ONE
    other = tmp_path / "other" / ONE
    other.parent.mkdir()
    other.write_text(place.read_text(encoding="utf-8").replace("煤焦油", "石墨烯"), encoding="utf-8")
    for file in (place, other):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    assert searcher("index").status == 0
    assert searcher("search", '"石墨烯"').status == 1
    assert searcher("add", "--replace", other).status == 0
    assert searcher("search", '"石墨烯"').status == 0


def test_two_files_for_one_place(workplace: Path, inbox: Path) -> None:
    (inbox / "deep" / ONE).write_bytes((CORPUS / OTHER).read_bytes())
    (inbox / OTHER).write_bytes((CORPUS / OTHER).read_bytes())
    run = searcher("add", "--replace", inbox / OTHER, inbox / "deep" / OTHER, inbox / "deep" / ONE, inbox / ONE)
    assert run.status == 6
    assert texts(workplace / "corpus") == {ONE: (CORPUS / OTHER).read_bytes(), OTHER: (CORPUS / OTHER).read_bytes()}
    assert "same place" in run.stderr


def test_what_cannot_be_read_is_named_and_not_copied(workplace: Path, inbox: Path) -> None:
    (inbox / "bad\x1b[31m.txt").write_bytes(b"\x00\x01\x02\xff" * 500)
    (inbox / "empty.txt").write_bytes(b"")
    (inbox / "bad.jsonl").write_text("{}\n", encoding="utf-8")
    run = searcher("add", "inbox", "nowhere.txt", CORPUS / OTHER, __file__)
    assert run.status == 6
    for name in ("bad‹U+001B›", "empty.txt", "bad.jsonl", "nowhere.txt", "test_add_command.py"):
        assert (
            len([line for line in run.stderr.splitlines() if name in line or name.replace("‹U+001B›", "␛") in line])
            == 1
        )
    assert "\x1b" not in run.stderr
    assert set(texts(workplace / "corpus")) == {ONE, OTHER, f"inbox/{ONE}", f"inbox/deep/{OTHER}"}


def test_of_many_files_that_are_there_a_few_are_named(workplace: Path, inbox: Path) -> None:
    for number in range(30):
        (inbox / f"{number}.png").write_bytes(b"x")
    assert searcher("add", "inbox").stderr.splitlines()[-1] == "searcher: so are 25 more"
    shutil.copytree(CORPUS, workplace / "all")
    assert searcher("add", "all").stderr == ""
    again = searcher("add", "all")
    assert len(again.stderr.splitlines()) == 6
    assert "10 there already" in again.stdout
    assert searcher("--lang", "zh", "add", "all").stdout.startswith("加入 0 个文件，10 个原已在库。\n")


@pytest.mark.parametrize("source", ["corpus", "corpus/" + ONE, "."])
def test_the_corpus_is_not_added_to_itself(workplace: Path, source: str) -> None:
    before = texts(workplace / "corpus")
    run = searcher("add", source)
    assert run.status == 6
    assert "corpus" in run.stderr
    assert texts(workplace / "corpus") == before


def test_a_folder_without_pages(workplace: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    run = searcher("add", tmp_path / "none")
    assert run.status == 6
    assert "no page files" in run.stderr
    assert not (workplace / "index").exists()


def test_a_corpus_that_is_not_there_is_made(tmp_path: Path) -> None:
    corpus = tmp_path / "new" / "corpus"
    assert searcher("--corpus", corpus, "--index", tmp_path / "index", "add", CORPUS / ONE).status == 0
    assert set(texts(corpus)) == {ONE}


def test_quiet_is_quiet(workplace: Path) -> None:
    run = searcher("add", "-q", CORPUS / OTHER, CORPUS / ONE)
    assert (run.status, run.stdout, run.stderr) == (0, "", "")


def test_progress_on_a_terminal_goes_away(workplace: Path) -> None:
    run = searcher("add", CORPUS / OTHER, tty=True)
    assert "copying 0 of 1 files" in run.stderr
    assert run.stderr.split("\r")[-2].strip() == ""


@POSIX
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root may do everything")
def test_no_permission_is_one_line(workplace: Path) -> None:
    (workplace / "corpus").chmod(0o500)
    try:
        run = searcher("add", CORPUS / OTHER)
    finally:
        (workplace / "corpus").chmod(0o700)
    assert run.status == 70
    assert run.stderr.count("\n") == 1


def test_a_write_that_fails_leaves_nothing_half(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    before = texts(workplace / "corpus")
    with pytest.raises(CorpusWriteError, match="No space left"):
        library.add_to_corpus([CORPUS / OTHER], workplace / "corpus")
    assert texts(workplace / "corpus") == before


def test_what_a_killed_run_left_is_no_part_of_the_corpus(workplace: Path) -> None:
    (workplace / "corpus" / ".123.tmp").write_bytes((CORPUS / OTHER).read_bytes())
    assert "pages       1" in searcher("index").stdout
