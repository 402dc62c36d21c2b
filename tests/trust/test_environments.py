"""Wherever it runs, the program answers, or says in a line what is wrong: streams, locales, homes, folders, Pythons."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from program import CORPUS, REPOSITORY, command

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX")
FULL = Path("/dev/full")
QUERY = "煤焦油"


def long(*values: object) -> object:
    """A case of the long run."""
    return pytest.param(*values, marks=pytest.mark.slow)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Spaces and Chinese in every path, and an index."""
    place = tmp_path_factory.mktemp("地 方") / "一个 “文件夹”"
    shutil.copytree(CORPUS, place / "语料 库")
    assert run(place, "index").returncode == 0
    return place


def environ(**changes: str | None) -> dict[str, str]:
    """This process's environment with the package findable from anywhere, and changes; None leaves out."""
    path = os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH")]))
    base = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM", "COLUMNS")}
    merged = {**base, "PYTHONPATH": path, "PAGER": "cat", **changes}
    return {key: value for key, value in merged.items() if value is not None}


def here(place: Path) -> list[str]:
    return ["--corpus", str(place / "语料 库"), "--index", str(place / "索引 一")]


def run(
    place: Path, *args: str, python: tuple[str, ...] = (), settings: dict[str, str | None] | None = None, **more: object
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own."""
    program, *rest = command(*here(place), *args)
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    return subprocess.run(
        [program, *python, *rest], env=environ(**(settings or {})), check=False, timeout=120, **streams
    )  # type: ignore[call-overload, no-any-return]


def in_shell(place: Path, line: str, **settings: str | None) -> subprocess.CompletedProcess[bytes]:
    """Run a shell line; `searcher` in it is the program."""
    words = " ".join(f"'{word}'" for word in command(*here(place)))
    return subprocess.run(
        ["sh", "-c", f'searcher() {{ {words} "$@"; }}\n{line}'],
        env=environ(**settings),
        check=False,
        capture_output=True,
        timeout=120,
    )


def assert_tidy(done: subprocess.CompletedProcess[bytes]) -> None:
    for text in (done.stdout or b"", done.stderr or b""):
        assert b"Traceback" not in text
        assert b"Exception ignored" not in text
        assert b"a fault of the program" not in text


LOCALES: dict[str, dict[str, str | None]] = {
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "ASCII": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
    "none": {"LC_ALL": None, "LANG": None, "LC_CTYPE": None, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "unknown": {"LC_ALL": "zz_ZZ.NONSENSE", "PYTHONUTF8": "0"},
    "coerced": {"LC_ALL": "C"},
}


@pytest.mark.parametrize("settings", LOCALES.values(), ids=LOCALES)
def test_locales(place: Path, settings: dict[str, str | None]) -> None:
    """Chinese arguments, paths and text go in and out, whatever the locale says that can be written."""
    done = run(place, "search", "--format", "json", QUERY, settings=settings)
    assert_tidy(done)
    assert (done.returncode, done.stderr) == (0, b"")
    found = json.loads(done.stdout)
    assert found["query"] == QUERY
    assert found["hits"]


def test_building_in_an_ascii_locale(place: Path, tmp_path: Path) -> None:
    """File names are bytes there; the index is that of any other locale."""
    shutil.copytree(place / "语料 库", tmp_path / "语料 库")
    (tmp_path / "语料 库" / "新报").mkdir()
    (tmp_path / "语料 库" / "新报" / "二〇二五.jsonl").write_text('{"text": "煤焦油。"}\n', encoding="utf-8")
    assert_tidy(built := run(tmp_path, "index", settings=LOCALES["ASCII"]))
    assert built.returncode == 0, built.stderr
    again = run(tmp_path, "index")
    assert again.stdout.startswith(b"Up to date"), (again.stdout, again.stderr)
    shown = json.loads(run(tmp_path, "search", "--format", "json", "煤焦油").stdout)
    assert "新报/二〇二五.jsonl" in {hit["path"] for hit in shown["hits"]}


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("args", [f"search {QUERY}", long("index"), long("--help")])
def test_closed_streams(place: Path, closed: str, args: str) -> None:
    before = {file.name: file.read_bytes() for file in (place / "语料 库").iterdir()}
    done = in_shell(place, f"searcher {args} {closed}")
    assert_tidy(done)
    assert done.returncode == 0
    # No file of ours was opened under the number of a closed stream and written to.
    assert {file.name: file.read_bytes() for file in (place / "语料 库").iterdir()} == before


@pytest.mark.parametrize("closed", [long("<&-"), long(">&-"), long("2>&-"), "<&- >&- 2>&-"])
def test_building_with_closed_streams(place: Path, tmp_path: Path, closed: str) -> None:
    """The files of the index get the numbers of the closed streams, and are whole."""
    shutil.copytree(place / "语料 库", tmp_path / "语料 库")
    assert_tidy(done := in_shell(tmp_path, f"searcher index {closed}"))
    assert done.returncode == 0
    assert run(tmp_path, "check").returncode == 0


@pytest.mark.parametrize(
    "args", ["search --all 的", *map(long, ("--help", "search --format jsonl --all 的", "explain 煤"))]
)
def test_a_reader_that_has_seen_enough(place: Path, args: str) -> None:
    done = in_shell(place, f"{{ searcher {args}; echo status $? >&2; }} | head -1")
    assert_tidy(done)
    assert done.stderr == b"status 0\n"
    assert done.stdout.count(b"\n") == 1


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    "args", [f"search {QUERY}", "search --all --format jsonl 的", "--help", "info", "--version", "index"]
)
def test_no_room_for_what_is_printed(place: Path, args: str) -> None:
    done = in_shell(place, f"searcher {args} > /dev/full")
    assert_tidy(done)
    assert done.returncode == 70
    assert done.stderr.startswith(b"searcher: ")
    assert done.stderr.count(b"\n") == 1
    # Nor for what is said of it: the status is left.
    both = in_shell(place, f"searcher {args} > /dev/full 2> /dev/full")
    assert both.returncode == 70


def no_home(tmp_path: Path) -> dict[str, str | None]:
    return {"HOME": None, "XDG_CONFIG_HOME": None, "XDG_STATE_HOME": None, "USER": None, "LOGNAME": None}


def missing_home(tmp_path: Path) -> dict[str, str | None]:
    return no_home(tmp_path) | {"HOME": str(tmp_path / "nowhere")}


def home_that_is_a_file(tmp_path: Path) -> dict[str, str | None]:
    (tmp_path / "file").write_text("", encoding="utf-8")
    return no_home(tmp_path) | {"HOME": str(tmp_path / "file")}


def home_of_the_system(tmp_path: Path) -> dict[str, str | None]:
    """Nobody may write there, not even root."""
    return no_home(tmp_path) | {"HOME": "/proc"}


HOMES = [no_home, home_that_is_a_file, long(missing_home), long(home_of_the_system)]


@pytest.mark.parametrize("home", HOMES)
def test_homes(place: Path, tmp_path: Path, home: Callable[[Path], dict[str, str | None]]) -> None:
    settings = home(tmp_path)
    for args in (["search", QUERY], ["config"]):
        done = run(place, *args, settings=settings)
        assert_tidy(done)
        assert (done.returncode, done.stderr) == (0, b""), args


def shown_by_prompt(place: Path, settings: dict[str, str]) -> str:
    """What the prompt writes to the terminal for a query; it ends well."""
    emulator = pytest.importorskip("emulator")
    xdg = {"XDG_CONFIG_HOME": "", "XDG_STATE_HOME": ""}
    terminal = emulator.Terminal([*here(place), "prompt"], 100, 30, cwd=place, environ=xdg | settings)
    try:
        terminal.settle()
        terminal.send(f"{QUERY}\r")
        terminal.wait("2025-")
        terminal.settle()
        assert terminal.leave() == 0
    finally:
        terminal.end()
    assert "Traceback" not in terminal.raw
    return str(terminal.raw)


@pytest.mark.parametrize("home", [home_of_the_system, long(missing_home), long(home_that_is_a_file)])
def test_the_prompt_needs_no_home(place: Path, tmp_path: Path, home: Callable[[Path], dict[str, str | None]]) -> None:
    settings = {key: value or "" for key, value in home(tmp_path).items()}
    assert QUERY in shown_by_prompt(place, settings)


@pytest.mark.parametrize("term", ["dumb", long(""), long("nonsense")])
def test_terminals(place: Path, term: str) -> None:
    shown = shown_by_prompt(place, {"TERM": term})
    assert QUERY in shown


def test_a_current_folder_that_is_gone(place: Path) -> None:
    for args, status in ((f"search {QUERY}", 0), ("index", 0), ("info", 0), ("--help", 0)):
        gone = 'mkdir -p "$PLACE/gone" && cd "$PLACE/gone" && rmdir "$PLACE/gone"'
        done = in_shell(place, f"{gone} && searcher {args}", PLACE=str(place))
        assert_tidy(done)
        assert done.returncode == status, (args, done.stderr)
    # Where corpus and index are looked for in it there are none; that is said.
    line = 'mkdir -p "$PLACE/gone" && cd "$PLACE/gone" && rmdir "$PLACE/gone" && "$PYTHON" -m searcher'
    for args, status in ((f"search {QUERY}", 3), ("index", 3), ("parse x.txt", 6)):
        done = subprocess.run(
            ["sh", "-c", f"{line} {args}"],
            env=environ(PLACE=str(place), PYTHON=sys.executable),
            capture_output=True,
            check=False,
        )
        assert_tidy(done)
        assert done.returncode == status, (args, done.stderr)
        assert b"no such folder" in done.stderr or b"No such file" in done.stderr


PYTHONS = [("-OO",), ("-W", "error"), long(("-O",)), long(("-X", "dev", "-W", "error")), long(("-b", "-b"))]


@pytest.mark.parametrize("python", PYTHONS, ids=" ".join)
def test_how_python_is_started(place: Path, python: tuple[str, ...], tmp_path: Path) -> None:
    """No assertion is needed to work, and nothing that is used warns."""
    shutil.copytree(place / "语料 库", tmp_path / "语料 库")
    for args in (["index"], ["check"], ["search", "--format", "json", "碳达峰 长治"]):
        done = run(tmp_path, *args, python=python)
        assert_tidy(done)
        assert (done.returncode, done.stderr) == (0, b""), args
