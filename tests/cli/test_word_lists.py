"""The user dictionary and the synonyms on the command line: where they come from, what is said of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from program import Run
from program import searcher as run
from scanning import write_records


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "corpus").mkdir()
    write_records(folder / "corpus" / "all.jsonl", ["云雀计划启动。", "云雀飞过，计划如常。", "百灵鸟叫了。"])
    assert run("index", "--corpus", folder / "corpus", "--index", folder / "index").status == 0
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "copy"))


def searcher(folder: Path, *args: object, **environ: str) -> Run:
    return run(*args, "--corpus", folder / "corpus", "--index", folder / "index", environ=environ)


def test_synonyms_of_the_corpus_by_option_by_variable_and_none(folder: Path) -> None:
    def count(*args: object, **environ: str) -> int:
        return int(searcher(folder, "search", "--count", "云雀", *args, **environ).stdout)

    assert count() == 2
    (folder / "corpus" / "synonyms.txt").write_text("云雀 百灵鸟\n只有一个\n", encoding="utf-8")
    other = folder / "other.txt"
    other.write_text("云雀 凤凰\n", encoding="utf-8")
    assert count() == 3
    assert count("--no-synonyms") == 2
    assert count("--synonyms", other) == 2
    assert count(SEARCHER_SYNONYMS=str(other)) == 2
    assert count("--no-synonyms", SEARCHER_SYNONYMS=str(other)) == 2
    told = searcher(folder, "search", "云雀")
    assert "synonyms.txt:2: a group needs two" in told.stderr
    assert "百灵鸟" in searcher(folder, "explain", "云雀").stdout
    assert "百灵鸟" not in searcher(folder, "explain", "--no-synonyms", "云雀").stdout
    missing = searcher(folder, "search", "云雀", "--synonyms", folder / "none.txt")
    assert missing.status == 2
    assert "none.txt: these synonyms cannot be read" in missing.stderr


def test_a_changed_dictionary_is_said_and_the_next_index_run_says_what_it_does(folder: Path) -> None:
    def said(*args: object) -> bool:
        return "run `searcher index`" in searcher(folder, *args).stderr

    assert not said("search", "云雀")
    (folder / "corpus" / "userdict.txt").write_text("云雀计划 3 n\n坏 的 行 x\n", encoding="utf-8")
    assert said("search", "云雀")
    assert said("info")
    made = searcher(folder, "index")
    assert made.status == 6
    assert "Everything was read anew: the user dictionary" in made.stdout
    assert "userdict.txt:2: a line is a word" in made.stderr
    assert not said("search", "云雀")
    assert "user words" in searcher(folder, "info").stdout
    assert searcher(folder, "info", "--format", "json").json["user_words"] == 1
    again = searcher(folder, "index")
    assert "Everything was read anew" not in again.stdout
    for command, status in (("index", 2), ("info", 0)):
        missing = searcher(folder, command, "--user-dictionary", folder / "none.txt")
        assert missing.status == status
        assert "none.txt: this user dictionary cannot be read" in missing.stderr


def test_word_lists_are_no_pages(folder: Path) -> None:
    for name in ("userdict.txt", "synonyms.txt"):
        (folder / "corpus" / name).write_text("云雀 百灵鸟\n", encoding="utf-8")
    parsed = run("parse", "--format", "jsonl", folder / "corpus")
    assert "百灵鸟\\n" not in parsed.stdout
    assert {line.split('"path": "')[1].split('"')[0].rpartition("/")[2] for line in parsed.stdout.splitlines()} == {
        "all.jsonl"
    }
