"""Draws docs/screens/*.svg: the prompt on an emulated terminal, with the sample corpus. Needs the extra `dev`.

Run it where the package and that extra are installed: `python scripts/make_screens.py`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import pyte

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from emulator import Terminal  # noqa: E402

import searcher  # noqa: E402

FOLDER = ROOT / "docs" / "screens"
COLUMNS, ROWS = 80, 24
CELL, LINE = 7, 18
STYLE = """
text { font: 14px "Noto Sans Mono CJK SC", "Sarasa Mono SC", Menlo, Consolas, monospace; white-space: pre }
.g, .rt { fill: #fdfdfd } .t, .r { fill: #222 } .b { font-weight: bold } .red { fill: #b3261e } .grey { fill: #777 }
@media (prefers-color-scheme: dark) {
.g, .rt { fill: #1c1c1c } .t, .r { fill: #ddd } .red { fill: #ff7b72 } .grey { fill: #999 }
}
"""


def main() -> None:
    """Type a session, and draw its screens."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        searcher.build_index(ROOT / "corpus", folder / "index")
        (folder / "corpus").symlink_to(ROOT / "corpus")
        for name_, screen in session(folder):
            file = FOLDER / f"{name_}.svg"
            file.write_text("\n".join(svg(screen)) + "\n", encoding="utf-8", newline="\n")
            print(file)


def session(folder: Path) -> Iterator[tuple[str, pyte.Screen]]:
    """The screens by name, in the order in which they are come to."""
    terminal = Terminal([], COLUMNS, ROWS, cwd=folder)
    terminal.wait(lambda text: "searcher>" in text and "generation 1" in text)
    terminal.settle(2)
    terminal.send("煤jiao")
    terminal.wait("煤焦油  ")
    terminal.settle(1)
    yield "typing", terminal.screen
    terminal.send("\x15煤焦油\r")
    terminal.wait("paragraphs, in")
    terminal.settle()
    yield "results", terminal.screen
    terminal.send("\x1b[B")
    terminal.wait("1 of")
    terminal.send("jj")
    terminal.settle()
    yield "browsing", terminal.screen
    terminal.send("\rn")
    terminal.wait("hit")
    terminal.settle()
    yield "article", terminal.screen
    terminal.leave()


def svg(screen: pyte.Screen) -> Iterator[str]:
    """A screen as SVG: each run of cells at its column, so that wide characters stay in their cells."""
    width, height = COLUMNS * CELL + 16, ROWS * LINE + 16
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}">'
    yield f"<style>{STYLE}</style>"
    yield f'<rect class="g" width="{width:g}" height="{height:g}" rx="6"/>'
    for row in range(ROWS):
        cells = [screen.buffer[row][column] for column in range(COLUMNS)]
        for column, run in runs(cells):
            yield from drawn(8 + column * CELL, 8 + row * LINE, run)
    yield "</svg>"


def runs(cells: Sequence[pyte.screens.Char]) -> Iterator[tuple[int, list[pyte.screens.Char]]]:
    """Neighbouring cells that look alike, and the column of the first."""
    column = 0
    for _look, group in groupby(cells, key=lambda cell: (cell.fg, cell.bold, cell.reverse)):
        run = list(group)
        if run[0].reverse or "".join(cell.data for cell in run).strip():
            yield column, run
        column += len(run)


def drawn(x: float, y: float, run: Sequence[pyte.screens.Char]) -> Iterator[str]:
    """A run as a ground, where it is reversed, and its text, in pieces of one width of character each."""
    if run[0].reverse:
        yield f'<rect class="r" x="{x:g}" y="{y:g}" width="{len(run) * CELL:g}" height="{LINE}"/>'
    color = "red" if run[0].fg == "red" else "grey" if run[0].fg == "brightblack" else ""
    names = " ".join(filter(None, ("rt" if run[0].reverse else "t", "b" if run[0].bold else "", color)))
    at = 0
    for (blank, _wide), group in groupby(zip(run, [*run[1:], None], strict=False), key=lambda pair: _kind(*pair)):
        piece = list(group)
        if not blank:
            text = escape("".join(cell.data for cell, _after in piece))
            place = f'x="{x + at * CELL:g}" y="{y + 14:g}" textLength="{len(piece) * CELL:g}"'
            yield f'<text class="{names}" {place} lengthAdjust="spacingAndGlyphs">{text}</text>'
        at += len(piece)


def _kind(cell: pyte.screens.Char, after: pyte.screens.Char | None) -> tuple[bool, bool]:
    """Whether a cell is blank, and whether it is a half of a wide character: the second half holds nothing."""
    return cell.data == " ", not cell.data or (after is not None and not after.data)


if __name__ == "__main__":
    main()
