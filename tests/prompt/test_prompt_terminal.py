"""The program on an emulated terminal, as a user sees it: widths, themes, resizing, keys typed ahead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pexpect")
pytest.importorskip("pyte")
pytest.importorskip("termios")

from emulator import Terminal

from searcher.cli.settings import Settings

DOWN, CTRL_C, CTRL_U = "\x1b[B", "\x03", "\x15"


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A folder to be in, whose corpus and index are the sample's."""
    (tmp_path / "corpus").symlink_to(settings.corpus)
    (tmp_path / "index").symlink_to(settings.index)
    return tmp_path


@pytest.fixture(params=[60, 80, 200])
def plain(request: pytest.FixtureRequest, folder: Path) -> Iterator[Terminal]:
    """A terminal without colours."""
    yield from started(folder, request.param, NO_COLOR="1")


@pytest.fixture
def terminal(folder: Path) -> Iterator[Terminal]:
    """A terminal with colours."""
    yield from started(folder, 80)


def started(folder: Path, columns: int, **environ: str) -> Iterator[Terminal]:
    """The program, once it has found its index."""
    made = Terminal([], columns, 24, cwd=folder, environ=environ)
    made.wait("generation 1")
    yield made
    made.end()


def test_a_session(plain: Terminal) -> None:
    plain.send("煤焦油")
    typing = plain.wait("10 paragraphs")
    assert re.search(r"2025-\d\d-\d\d", typing)
    plain.send("\r")
    shown = plain.wait("of 10 paragraphs, in")
    assert "【煤焦油】" in shown
    assert " 1  " in shown
    plain.send(DOWN)
    assert "▶  1" in plain.wait("1 of 10")
    plain.send("j\r")
    found = re.search(r"hit (\d) of \d", plain.wait("hit "))
    assert found
    following = f"hit {int(found[1]) + 1} of"
    plain.send("n")
    plain.wait(following)
    plain.resize(40, 12)
    plain.wait(lambda text: following in text and "──" not in text)
    plain.send("qq")
    plain.wait("searcher>")
    plain.resize(100, 30)
    plain.send(":filter date:2025-06\r")
    assert "date:2025-06 · " in plain.wait(lambda text: text.count("date:2025-06") > 1 and "7 paragraphs" in text)
    plain.send("/园区\r")
    plain.wait("煤焦油 / 园区")
    plain.send(":back\r:clear\r")
    plain.wait(lambda text: "date:2025-06" not in text.splitlines()[-1] and "of 10" in text)
    assert plain.leave() == 0


def test_menu_suggestion_and_errors(terminal: Terminal) -> None:
    terminal.send(":limit 7\r")
    terminal.wait("7 results at a time")
    terminal.send(":lim")
    terminal.wait(lambda text: "searcher> :limit 7" in text.splitlines()[-1] or text.count(":limit 7") == 2)
    grey = [cell.data for row in terminal.screen.buffer.values() for cell in row.values() if cell.fg == "brightblack"]
    assert "".join(grey).strip() == "it 7"
    # The values of fields are read behind the prompt: the menu that is asked for before they are there is empty.
    for _ in range(20):
        terminal.send(f"{CTRL_U}section:要")
        if re.search(r"要闻 +\d+", terminal.settle(1.5)):
            break
    terminal.wait(re.compile(r"要闻 +\d+").search)  # type: ignore[arg-type]
    terminal.send(f"{CTRL_C}:sort up\r")
    terminal.wait(":sort takes one of")
    terminal.send('"煤\r')
    assert "^" in terminal.wait("^")
    assert "Traceback" not in terminal.text
    assert terminal.leave() == 0


def test_hits_are_red_and_nothing_depends_on_the_ground(terminal: Terminal) -> None:
    terminal.send("煤焦油\r")
    terminal.wait("of 10 paragraphs, in")
    terminal.send(DOWN)
    terminal.wait("1 of 10")
    terminal.settle()
    cells = [cell for row in terminal.screen.buffer.values() for cell in row.values()]
    assert {cell.bg for cell in cells} == {"default"}
    assert {cell.fg for cell in cells} == {"default", "red"}
    assert "煤焦油" in "".join(cell.data for cell in cells if cell.fg == "red")
    terminal.send("q")
    terminal.wait("searcher>")
    assert terminal.leave() == 0


def test_the_mouse_wheel_and_a_click(terminal: Terminal) -> None:
    terminal.send("煤焦油\r")
    terminal.wait("of 10 paragraphs, in")
    terminal.send(DOWN)
    terminal.wait("1 of 10")
    terminal.send("\x1b[<65;10;3M")
    terminal.wait("2 of 10")
    terminal.send("\x1b[<64;10;3M")
    terminal.wait("1 of 10")
    terminal.send("\x1b[<0;10;4M\x1b[<0;10;4m")
    terminal.wait("4 of 10")


def test_nothing_from_outside_steers_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b]0;evil\x07\x1b[31m\u202e煤焦油"
    record = {
        "headline": evil,
        "section": evil,
        "newspaper": evil,
        "byline": [evil],
        "date": "2025-05-09",
        "text": evil,
    }
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / f"x{evil[:3]}.jsonl").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / f"{evil[:9]}.csv").write_text("", encoding="utf-8")
    (tmp_path / "home" / "searcher").mkdir(parents=True)
    (tmp_path / "home" / "searcher" / "history").write_text(f"\n# now\n+section:{evil}\n", encoding="utf-8")
    terminal = Terminal([], 100, 30, cwd=tmp_path)
    terminal.wait("searcher>")
    for line, wanted in (
        ("煤焦油\r", "1 paragraph, in"),
        ("section:", "␛]0;evil␇"),
        (f"{CTRL_U}section:\t\r", "1 paragraph, in"),
        (f"{CTRL_U}s", ":"),
        (f"{CTRL_U}:export \x1b", ".csv"),
        (f"{CTRL_U}:filter section:\t\r", "1 paragraph, in"),
        (DOWN, "1 of 1"),
        ("\r", "hit"),
        ("p", "[1]"),
        ("p", "␛"),
        ("qqq:show 1\r", "lines 1"),
        (":facets\r", "100.0%"),
        (":cite 1\r", "[N]"),
        ("\x1b[A\x1b[A", "searcher>"),
    ):
        terminal.send(line)
        terminal.wait(wanted)
        terminal.settle(0.2)
    assert "\x1b]" not in terminal.raw
    assert "\x07" not in terminal.raw
    assert "\u202e" not in terminal.raw
    terminal.end()
