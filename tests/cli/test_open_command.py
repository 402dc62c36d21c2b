"""`searcher open`: the command that is run, and that no shell reads a name."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from pathlib import Path, PurePosixPath

import pytest
from program import CORPUS, Run, searcher

from searcher.cli import viewers
from searcher.cli.viewers import editor_command, pager_command, words
from searcher.errors import UsageError

FILE = Path("/corpus/A1.txt")
ID = "2025-06-13-A1:3.1"


@pytest.mark.parametrize(
    ("editor", "expected"),
    [
        ("vim", f"vim +7 {FILE}"),
        ("/usr/bin/nano", f"/usr/bin/nano +7 {FILE}"),
        ("emacsclient -t", f"emacsclient -t +7 {FILE}"),
        ("code --wait", f"code --wait -g {FILE}:7"),
        ("code.cmd", f"code.cmd -g {FILE}:7"),
        ("subl -w", f"subl -w {FILE}:7"),
        ("kate", f"kate -l 7 {FILE}"),
        ("notepad++.exe", f"notepad++.exe -n7 {FILE}"),
        ("notepad.exe", f"notepad.exe {FILE}"),
    ],
)
def test_each_editor_is_told_the_line_in_its_way(editor: str, expected: str) -> None:
    assert editor_command(editor.split(), FILE, 7) == expected.split()


def test_pagers_are_told_the_line() -> None:
    assert pager_command(["less", "-R"], FILE, 7) == ["less", "-R", "+7", str(FILE)]
    assert pager_command(["cat"], FILE, 7) == ["cat", str(FILE)]
    assert pager_command(["less"], FILE, None) == ["less", str(FILE)]


def test_a_name_is_one_argument_whatever_it_holds() -> None:
    hostile = Path("/corpus/-x; $(touch y) `z` \n'.txt")
    assert editor_command(["vim"], hostile, 7)[-1] == str(hostile)
    assert editor_command(["code"], hostile, 7)[-1] == f"{hostile}:7"


def test_variables_are_commands_without_a_shell() -> None:
    assert words("'/my editor/vim' -R", windows=False) == ["/my editor/vim", "-R"]
    assert words('"C:\\Program Files\\x.exe" -n', windows=True) == ["C:\\Program Files\\x.exe", "-n"]
    assert words("vim '", windows=False) == ["vim", "'"]


def test_a_batch_file_is_not_given_what_it_would_obey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewers.shutil, "which", lambda name, path=None: f"C:\\bin\\{name}.cmd")
    with pytest.raises(UsageError, match="batch file"):
        viewers.run(["code", "-g", "C:\\corpus\\a&calc.txt:1"], {})


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus whose file has a name that a shell would obey, and its index."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    name = "a; touch hacked #.txt" if sys.platform == "win32" else "a; touch hacked; $(touch hacked) `touch hacked`.txt"
    shutil.copy(CORPUS / "2025-06-13-A1.txt", corpus / name)
    return tmp_path


def opened(folder: Path, *args: object, **environ: str) -> Run:
    (id,) = {hit["id"] for hit in found(folder)[:1]}
    return searcher(
        *("--corpus", folder / "corpus", "--index", folder / "index", "open", id, *args), tty=True, environ=environ
    )


def found(folder: Path) -> list[dict[str, object]]:
    run = searcher("--corpus", folder / "corpus", "--index", folder / "index", "search", "煤焦油", "--format", "json")
    hits: list[dict[str, object]] = run.json["hits"]
    return hits


def spy(folder: Path) -> str:
    """A program that writes down its arguments, as a variable names it."""
    script = folder / "spy.py"
    script.write_text(
        "import json, pathlib, sys\n"
        f"pathlib.Path({str(folder / 'seen.json')!r}).write_text(json.dumps(sys.argv[1:]), encoding='utf-8')\n",
        encoding="utf-8",
    )
    return shlex.join([sys.executable, str(script)]) if sys.platform != "win32" else f'"{sys.executable}" "{script}"'


@pytest.mark.parametrize(("variable", "options"), [("EDITOR", ["--edit"]), ("VISUAL", ["--edit"]), ("PAGER", [])])
def test_the_program_of_the_variable_is_run_on_the_file(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, variable: str, options: list[str]
) -> None:
    monkeypatch.chdir(corpus)
    run = opened(corpus, *options, **{variable: spy(corpus)})
    assert (run.status, run.stdout) == (0, "")
    line, file = json.loads((corpus / "seen.json").read_text(encoding="utf-8"))
    assert Path(file) == next((corpus / "corpus").iterdir())
    assert line == f"+{found(corpus)[0]['lines'][0]}"  # type: ignore[index]
    assert not list(corpus.rglob("hacked"))


def test_where_the_output_is_no_terminal_the_place_is_printed(sample, built: Path) -> None:  # type: ignore[no-untyped-def]
    run = sample("open", ID)
    file, _, line = run.stdout.strip().rpartition(":")
    assert Path(file) == built / "corpus" / "2025-06-13-A1.txt"
    shown = sample("show", ID, "--format", "json").json
    (lines,) = [part["lines"] for part in shown["paragraphs"] if part["id"] == ID]
    assert int(line) == lines[0]
    assert sample("open", ID, "--print", tty=True).stdout == run.stdout


def test_a_file_that_is_gone_and_an_unknown_id_are_stated(corpus: Path) -> None:
    (id,) = {str(hit["id"]) for hit in found(corpus)[:1]}
    shutil.rmtree(corpus / "corpus")
    run = searcher("--corpus", corpus / "corpus", "--index", corpus / "index", "open", id)
    assert run.status == 6
    assert "is not there any more" in run.stderr
    run = searcher("--corpus", corpus / "corpus", "--index", corpus / "index", "open", "nope:1")
    assert (run.status, run.stdout) == (1, "")


def test_a_program_that_is_not_there_falls_back_or_is_named(sample, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    ran: list[list[str]] = []
    monkeypatch.setattr(viewers.shutil, "which", lambda name, path=None: name if name == "less" else None)
    monkeypatch.setattr(viewers, "run", lambda command, environ: ran.append(command))
    run = sample("open", ID, tty=True, environ={"PAGER": "nothing-of-this-name"})
    assert (run.status, run.stderr) == (0, "searcher: nothing-of-this-name: there is no such program\n")
    assert PurePosixPath(ran[0][0]).name == "less"
    monkeypatch.setattr(viewers.shutil, "which", lambda name, path=None: None)
    run = sample("open", ID, tty=True)
    assert run.status == 2
    assert "--print" in run.stderr
