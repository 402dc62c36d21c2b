"""Whatever a page, a record, a file name or a query holds, no terminal obeys it, and no reader of an export."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from program import Run, command, environment, searcher

from searcher.cli.settings import Settings
from searcher.prompt.session import Session

STEERING = {
    "csi": "\x1b[2J\x1b[31m",
    "title": "\x1b]0;改题\x07",
    "link": "\x1b]8;;http://evil.example/\x1b\\点\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "dcs": "\x1bP$qm\x1b\\",
    "c1": "\x9b2J\x9d0;x\x9c\x90\x85",
    "overwrite": "真\r假\b\x7f",
    "bidi": "\u202e倒\u202c\u2066隔\u2069\u200f",
    "hidden": "零\u200b宽\u200d\ufeff\u2060\U000e0041\u3164",
    "separators": "行\u2028段\u2029\x0b\x0c",
    "nul": "空\x00字",
}
EVERYTHING = "煤" + "".join(STEERING.values())
RUN = [
    "=1+1煤",
    "+煤",
    "-2煤",
    "@煤",
    "\t=煤",
    "\r=煤",
    "＝煤",
    '=HYPERLINK("http://evil.example","煤")',
    "-煤|'/C calc'!A0",
]
READ = [
    "<script>alert('煤')</script>",
    '"><img src=x onerror=alert(1)>煤',
    "</mark></style></title>煤<style>*{display:none}",
    "&lt;煤&amp;&#0;",
    "# 煤",
    "- 煤",
    "1. 煤",
    "煤\n===",
    "    煤\n```\nx\n```",
    "[煤](javascript:alert(1)) ![煤](http://evil.example/x.png) <http://evil.example>",
    "煤 http://evil.example www.evil.example a@evil.example",
    "**煤** __煤__ ~~煤~~ `煤` \\煤 | 煤 | $煤$",
    "> 煤",
    "\t\t煤",
    "***\n煤",
]
OURS = re.compile(r"\x1b\[(?:1;31|0|1|2)m")
HOSTILE_NAME = "煤\x1b]0;名\x07\u202e\x9b.jsonl"


def steering(text: str) -> set[str]:
    """The characters of a text that a terminal would obey or hide, our own colours and line ends apart."""
    obeyed = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return {char for char in OURS.sub("", text) if unicodedata.category(char) in obeyed or char == "\u3164"} - {"\n"}


def records() -> Iterator[dict[str, object]]:
    for name, text in [*STEERING.items(), ("everything", EVERYTHING)]:
        hostile = f"煤{text}"
        yield {
            "id": f"{name}{text}".replace("\n", ""),
            "newspaper": f"报{text}",
            "section": f"版{text}",
            "page": f"A{text}",
            "kicker": hostile,
            "headline": hostile,
            "subhead": hostile,
            "byline": [f"人{text}"],
            "source": hostile,
            "text": f"{hostile}在前。{hostile}在后。",
        }
    for number, text in enumerate([*RUN, *READ]):
        yield {
            "id": f"x{number}", "headline": text, "kicker": text, "subhead": text, "section": text,
            "newspaper": text, "byline": [text], "source": text, "text": text,
        }  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "corpus").mkdir()
    name = HOSTILE_NAME if os.name == "posix" else "煤.jsonl"
    lines = [json.dumps(record, ensure_ascii=False) for record in records()]
    (folder / "corpus" / name).write_text("\n".join(lines), encoding="utf-8")
    page = f"2025年6月13日 星期五 A1\n要闻{EVERYTHING}\n\n标题{EVERYTHING}\n本报讯 {EVERYTHING}煤炭{EVERYTHING}。\n"
    (folder / "corpus" / "2025-06-13-A1.txt").write_text(page, encoding="utf-8")
    run = searcher("--corpus", folder / "corpus", "--index", folder / "index", "index", "--quiet")
    assert run.status in (0, 6), run.stderr
    assert steering(run.stderr) == set()
    return folder


def terminal(place: Path, *args: object, **settings: object) -> Run:
    """The program on a terminal with colours."""
    settings = {"tty": True, "colors": True, "environ": {"PAGER": "cat"}} | settings
    return searcher("--corpus", place / "corpus", "--index", place / "index", *args, **settings)


def ids(place: Path) -> list[str]:
    return [hit["id"] for hit in terminal(place, "search", "--all", "--format", "json", "煤").json["hits"]]


def test_the_index_keeps_what_it_was_given(place: Path) -> None:
    """Else nothing here would prove anything."""
    texts = "".join(hit["text"] for hit in terminal(place, "search", "--all", "--format", "json", "煤").json["hits"])
    for name, text in STEERING.items():
        assert text in texts or name in ("nul", "separators", "overwrite"), name
    assert len(ids(place)) > len(STEERING) + len(RUN)


@pytest.mark.parametrize("format", ["text", "json", "jsonl", "csv", "markdown", "html"])
@pytest.mark.parametrize("flat", [False, True])
def test_results_steer_no_terminal(place: Path, format: str, flat: bool) -> None:
    run = terminal(place, "search", "--all", "--format", format, *(["--flat"] if flat else []), "煤")
    assert run.status == 0
    assert "煤" in run.stdout
    assert steering(run.stdout.replace("\r\n", "\n")) == set()
    if format == "text":
        assert "␛[2J" in run.stdout
        assert "‹U+202E›" in run.stdout


@pytest.mark.parametrize("format", ["text", "json", "jsonl", "csv", "markdown", "html"])
def test_articles_steer_no_terminal(place: Path, format: str) -> None:
    run = terminal(place, "show", "--format", format, "--", *ids(place))
    assert steering((run.stdout + run.stderr).replace("\r\n", "\n")) == set()
    assert "煤" in run.stdout


@pytest.mark.parametrize(
    "args",
    [
        ["parse", "CORPUS"],
        ["parse", "--all", "CORPUS"],
        ["parse", "--format", "json", "CORPUS"],
        ["info"],
        ["info", "--format", "json"],
        ["check"],
        ["config"],
        ["terms", "煤"],
        ["facets", "煤"],
        ["timeline", "煤"],
        ["explain", "--", EVERYTHING.replace("\x00", "")],
        ["explain", "--format", "json", "--", EVERYTHING],
    ],
    ids=lambda args: "-".join(args[:3])[:24],
)
def test_no_command_steers_a_terminal(place: Path, args: list[str]) -> None:
    run = terminal(place, *(place / "corpus" if arg == "CORPUS" else arg for arg in args))
    assert run.stdout + run.stderr
    assert steering(run.stdout) == set()
    # Progress goes back to the beginning of its own line.
    assert steering(run.stderr) <= {"\r"}


def test_nothing_made_from_an_article_steers_a_terminal(place: Path) -> None:
    for style in ("gbt7714", "bibtex", "ris", "csl-json"):
        run = terminal(place, "cite", "--style", style, "--", *ids(place))
        assert run.status == 0
        assert steering((run.stdout + run.stderr).replace("\r\n", "\n")) == set()
    for id in ids(place):
        run = terminal(place, "similar", "--", id)
        assert run.status in (0, 1)
        assert steering(run.stdout + run.stderr) == set()


def test_bibtex_has_no_entry_and_no_field_but_ours(place: Path) -> None:
    """No brace, at sign or backslash of an article ends a value or begins a command."""
    written = terminal(place, "cite", "--style", "bibtex", "--", *ids(place)).stdout
    for entry in filter(None, written.split("\n\n")):
        head, *fields = entry.strip().splitlines()
        assert re.fullmatch(r"@\w+\{[\w:.+-]+,", head), head
        assert fields.pop() == "}"
        for field in fields:
            depth = 0
            named = re.fullmatch(r"  (\w+) = \{(.*)\},?", field)
            assert named, field
            for char in re.sub(r"\\[{}]", "", named[2]):
                depth += {"{": 1, "}": -1}.get(char, 0)
                assert depth >= 0, field
            assert depth == 0, field


def test_saved_names_steer_no_prompt(place: Path, tmp_path: Path) -> None:
    """A file of saved questions may have been planted."""
    saved = {
        f"名{hostile}": {"queries": [f"煤{hostile}"], "filters": [f"section:版{hostile}"], "sort": None}
        for hostile in [*STEERING.values(), EVERYTHING]
    }
    (tmp_path / "saved.json").write_text(json.dumps(saved), encoding="utf-8")
    env = replace(environment(tty=True, colors=True), state_dir=tmp_path)
    session = Session(Settings(env, place / "corpus", place / "index"))
    try:
        shown = []
        for line in (":saved", "煤", *(f":saved {name}" for name in saved), ":facets", ":cite 1", ":forget \x1b[2J"):
            shown += session.answer(line)
    finally:
        session.close()
    assert any("名␛[2J" in line for line in shown)
    for line in shown:
        assert steering(line) == set(), line


@pytest.mark.parametrize("hostile", [*STEERING.values(), EVERYTHING], ids=[*STEERING, "everything"])
def test_no_query_no_id_and_no_name_steers_a_terminal(place: Path, hostile: str) -> None:
    runs = [
        terminal(place, "search", "--", f"煤{hostile}"),
        terminal(place, "search", "-n", "1", "--section", f"版{hostile}", "煤"),
        terminal(place, "search", "-n", "2", "--", f"煤 OR 报{hostile}"),
        terminal(place, "search", "--", f'"{hostile}'),
        terminal(place, "search", "--since", f"2025{hostile}", "煤"),
        terminal(place, "search", f"--limit={hostile}", "煤"),
        terminal(place, "search", f"--{hostile}", "煤"),
        terminal(place, "search", "-o", f"{hostile}.xyz", "煤"),
        terminal(place, hostile),
        terminal(place, "show", "--", hostile),
        terminal(place, "--index", f"nowhere{hostile.replace(chr(0), '')}", "info"),
        terminal(place, "parse", f"nowhere{hostile.replace(chr(0), '')}"),
        terminal(place, "search", "煤", environ={"PAGER": f"no{hostile}"}, stdin="q\n"),
    ]
    assert {run.status for run in runs} - {0, 1} != set()
    for run in runs:
        assert steering(run.stdout + run.stderr) == set()
        assert "Traceback" not in run.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX terminal")
def test_a_pager_is_given_nothing_but_our_colours(place: Path, tmp_path: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    copy = tmp_path / "pager.py"
    copy.write_text("import sys\nopen(sys.argv[1], 'wb').write(sys.stdin.buffer.read())\n", encoding="utf-8")
    read = tmp_path / "read"
    here = ["--corpus", place / "corpus", "--index", place / "index"]
    program, *args = command(*here, "search", "--all", "煤")
    environ = os.environ | {
        "PAGER": f"{sys.executable} {copy} {read}",
        "TERM": "xterm",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    environ.pop("NO_COLOR", None)
    child = pexpect.spawn(program, args, env=environ, dimensions=(24, 80), timeout=60)
    child.expect(pexpect.EOF)
    child.close()
    text = read.read_text(encoding="utf-8")
    assert child.exitstatus == 0
    assert "\x1b[1;31m煤\x1b[0m" in text
    assert steering(text) == set()


class Page(HTMLParser):
    """What a browser would make of a page: its elements with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


@pytest.mark.parametrize("args", [["search", "--all", "煤"], ["search", "--", '煤 <script>"&'], ["show", "IDS"]])
def test_html_is_text_and_our_own_elements(place: Path, args: list[str]) -> None:
    args = [args[0], "--format", "html", *args[1:]]
    run = terminal(place, *(word for arg in args for word in (["--", *ids(place)] if arg == "IDS" else [arg])))
    page = Page(run.stdout)
    assert page.open == []
    assert page.elements <= {
        "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "article", "h1", "h2", "p", "div",
        "mark",
    }  # fmt: skip
    assert page.attributes <= {"lang", "charset", "name", "content", "http-equiv", "class"}
    for text in READ if args[0] == "show" else ():
        assert " ".join(text.expandtabs(0).split()) in " ".join(page.text.replace("␉", "").split())


@pytest.mark.parametrize("args", [["search", "--all", "煤"], ["show", "IDS"]])
def test_csv_has_no_cell_that_is_run(place: Path, args: list[str]) -> None:
    args = [args[0], "--format", "csv", *args[1:]]
    run = terminal(
        place, *(word for arg in args for word in (["--", *ids(place)] if arg == "IDS" else [arg])), tty=False
    )
    assert run.stdout.startswith("\ufeff")
    table = list(csv.DictReader(io.StringIO(run.stdout.removeprefix("\ufeff"), newline="")))
    assert len(table) >= len(STEERING) + len(RUN) + len(READ)
    for row in table:
        assert None not in row
        for value in row.values():
            assert value is not None, row
            assert not value.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    texts = {row["text"] for row in table}
    assert {f"'{text}" for text in RUN if text[0] not in "\t\r"} <= texts


@pytest.mark.parametrize("args", [["search", "--all", "煤"], ["show", "IDS"]])
def test_markdown_stands_for_itself(place: Path, args: list[str]) -> None:
    markdown_it = pytest.importorskip("markdown_it")
    args = [args[0], "--format", "markdown", *args[1:]]
    run = terminal(place, *(word for arg in args for word in (["--", *ids(place)] if arg == "IDS" else [arg])))
    rendered = markdown_it.MarkdownIt("gfm-like", {"html": True}).render(run.stdout)
    page = Page(rendered)
    assert page.elements <= {"h1", "h2", "p", "blockquote", "strong", "em"}
    assert page.attributes == set()
    shown = " ".join(page.text.split())
    for text in READ:
        if "\t" not in text:
            assert " ".join(text.split()) in shown, text
