"""Where the newest generation is damaged the one before is opened, which is said once; the next run puts it right."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path

import pytest
from answers import Answers, answers, write_issue
from program import searcher as program
from scanning import write_records

import searcher
from searcher.errors import DamagedIndexError, DamageWarning
from searcher.store.generation import generations, newest, read_manifest


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[int, Answers]]:
    """A folder with a corpus and an index of two generations, and the answers of each."""
    folder = tmp_path_factory.mktemp("falls")
    (folder / "corpus").mkdir()
    right = {}
    for number in range(3):
        write_issue(folder / "corpus" / f"{number}.jsonl", number)
        report = searcher.build_index(folder / "corpus", folder / "index")
        right[report.generation] = answers(folder / "index")
    return folder, {number: right[number] for number in generations(folder / "index")}


@pytest.fixture
def place(made: tuple[Path, dict[int, Answers]], tmp_path: Path) -> Path:
    """A copy of it to damage."""
    for name in ("corpus", "index"):
        shutil.copytree(made[0] / name, tmp_path / name)
    return tmp_path


def own_files(index: Path) -> dict[str, Path]:
    """What only the newest generation needs: its manifest and its last segment."""
    newest, before = generations(index)
    manifest = read_manifest(index, newest)
    (name,) = {ref.name for ref in manifest.files} - {ref.name for ref in read_manifest(index, before).files}
    return {"manifest": index / f"generation-{newest:08d}.json", "segment": index / name}


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def flip_in_footer(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-30] ^= 4
    path.write_bytes(data)


DAMAGES = {"removed": Path.unlink, "cut short": cut_short, "flipped": flip_in_footer}
each_damage = pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
each_file = pytest.mark.parametrize("which", ["manifest", "segment"])


@each_file
@each_damage
def test_the_generation_before_is_opened_with_one_warning(
    made: tuple[Path, dict[int, Answers]], place: Path, which: str, damage
) -> None:  # type: ignore[no-untyped-def]
    file = own_files(place / "index")[which]
    damage(file)
    for opening in (lambda: answers(place / "index"), lambda: newest(place / "index")):
        with pytest.warns(DamageWarning) as caught:
            opening()
        (warning,) = caught
        assert str(warning.message).startswith(f"{file}: ")
        assert "searcher index" in str(warning.message)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert answers(place / "index") == made[1][min(made[1])]


@each_file
@each_damage
def test_the_next_run_puts_it_right_though_nothing_has_changed(
    made: tuple[Path, dict[int, Answers]], place: Path, which: str, damage
) -> None:  # type: ignore[no-untyped-def]
    damage(own_files(place / "index")[which])
    with pytest.warns(DamageWarning, match="it is brought up to date"):
        report = searcher.build_index(place / "corpus", place / "index")
    assert report.generation == max(made[1]) + 1
    assert answers(place / "index") == made[1][max(made[1])]
    found = searcher.check_index(place / "index")
    assert (found.problems, found.notes) == ((), ())
    # What it was made from is kept to fall back to, not the damaged one.
    assert generations(place / "index") == [max(made[1]) + 1, min(made[1])]


def test_it_puts_right_an_index_that_lost_its_newest_and_matches_the_corpus_before(
    made: tuple[Path, dict[int, Answers]], place: Path
) -> None:
    (place / "corpus" / "2.jsonl").unlink()
    own_files(place / "index")["segment"].unlink()
    with pytest.warns(DamageWarning):
        searcher.build_index(place / "corpus", place / "index")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert answers(place / "index") == made[1][min(made[1])]


def test_the_program_says_it_in_one_line(place: Path) -> None:
    file = own_files(place / "index")["segment"]
    file.unlink()
    for _ in range(2):
        run = program("--index", place / "index", "search", "煤焦油", "--format", "jsonl", "-n", "1")
        assert run.status == 0
        assert run.stdout.count("\n") == 1
        assert run.stderr.count("\n") == 1
        assert run.stderr.startswith(
            f"searcher: {file}: damaged index file: it is missing; generation 2 is used instead"
        )
    run = program("--index", place / "index", "check")
    assert run.status == 4
    assert file.name in run.stdout
    assert program("--corpus", place / "corpus", "--index", place / "index", "index").status == 0
    run = program("--index", place / "index", "search", "煤焦油")
    assert (run.status, run.stderr) == (0, "")


def test_where_nothing_is_whole_that_is_the_failure(place: Path) -> None:
    index = place / "index"
    shared = index / read_manifest(index, generations(index)[0]).analyzer.name
    flip_in_footer(shared)
    with pytest.raises(DamagedIndexError) as raised:
        searcher.open_index(index)
    assert raised.value.path == shared
    run = program("--index", index, "search", "煤")
    assert (run.status, run.stdout) == (4, "")
    assert run.stderr.count("\n") == 1
    assert "searcher index --rebuild" in run.stderr
    assert program("--corpus", place / "corpus", "--index", index, "index").status == 4
    assert program("--corpus", place / "corpus", "--index", index, "index", "--rebuild").status == 0
    assert program("--index", index, "check").status == 0


def test_a_block_that_is_damaged_fails_when_it_is_read(tmp_path: Path) -> None:
    """Opening does not read it; whatever asks for it gets no wrong answer."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    # Enough for the texts to have blocks of their own.
    write_records(corpus / "many.jsonl", [f"第{i}条，煤焦油的价格又涨了{i}元。" for i in range(2000)])
    searcher.build_index(corpus, index)
    file = index / read_manifest(index, 1).segments[0].file.name
    data = bytearray(file.read_bytes())
    with searcher.open_index(index) as opened:
        offset, size = opened._opened.segments[0].file.span("text.text")
    data[offset + size // 2] ^= 1
    file.write_bytes(data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        searcher.open_index(index).close()
    run = program("--index", index, "search", '"焦油的价"', "-n", "2000")
    assert (run.status, run.stdout) == (4, "")
    assert str(file) in run.stderr
    assert program("--index", index, "check").status == 4
    assert program("--corpus", corpus, "--index", index, "index", "--rebuild").status == 0
    assert program("--index", index, "search", "煤焦油").status == 0
