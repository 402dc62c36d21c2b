"""Where output goes: --output FILE, the pager, the pipe; in which format; all hits of many."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from program import REPOSITORY, Run, command, environment, searcher

from searcher.cli.environment import Environment
from searcher.cli.pager import page
from searcher.cli.shell import command_line
from searcher.results.render.formats import FORMATS
from searcher.results.saving import save

Sample = Callable[..., Run]
POSIX = pytest.mark.skipif(os.name == "nt", reason="needs POSIX files and terminals")
TEXT = FORMATS["text"]


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.json", "json"), ("a.JSONL", "jsonl"), ("a.csv", "csv"), ("a.md", "markdown"), ("a.htm", "html")],
)
def test_the_name_of_the_file_tells_the_format(sample: Sample, tmp_path: Path, name: str, format: str) -> None:
    run = sample("search", "-o", tmp_path / name, "煤焦油")
    assert (run.status, run.stdout) == (0, "")
    written = (tmp_path / name).read_bytes().decode("utf-8")
    told = sample("search", "--format", format, "煤焦油").stdout
    assert written.startswith("\ufeff") is (format == "csv")
    assert written.count("\n") == told.count("\n")
    assert (tmp_path / name).exists()
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_format_that_is_given_wins_over_the_name(sample: Sample, tmp_path: Path) -> None:
    assert sample("search", "--format", "json", "--output", tmp_path / "a.csv", "煤焦油").status == 0
    assert json.loads((tmp_path / "a.csv").read_text(encoding="utf-8"))["query"] == "煤焦油"


def test_a_text_file_has_no_colours_and_no_command(sample: Sample, tmp_path: Path) -> None:
    sample("search", "-o", tmp_path / "a.txt", "煤焦油", colors=True, tty=True)
    text = (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert "【煤焦油】" in text
    assert "\x1b" not in text
    assert "searcher" not in text


@pytest.mark.parametrize("name", ["a", "a.docx", "a.csv.gz"])
def test_a_name_that_tells_no_format_is_refused(sample: Sample, tmp_path: Path, name: str) -> None:
    run = sample("search", "-o", tmp_path / name, "煤焦油")
    assert run.status == 2
    assert ".csv" in run.stderr
    assert not (tmp_path / name).exists()


def test_a_folder_is_refused_and_a_missing_one_named(sample: Sample, tmp_path: Path) -> None:
    (tmp_path / "d.csv").mkdir()
    assert "folder" in sample("search", "-o", tmp_path / "d.csv", "煤焦油").stderr
    run = sample("search", "-o", tmp_path / "no" / "a.csv", "煤焦油")
    assert run.status == 70
    assert run.stderr == f"searcher: {tmp_path / 'no' / 'a.csv'}: No such file or directory\n"


def test_nothing_found_is_written_too(sample: Sample, tmp_path: Path) -> None:
    """So that nobody reads an older file for the answer."""
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    run = sample("search", "-o", tmp_path / "a.csv", '"不会有的词组"')
    assert run.status == 1
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").startswith("rank,")


def test_the_old_file_stays_where_writing_fails(tmp_path: Path) -> None:
    def failing() -> Iterator[str]:
        yield "一"
        raise KeyboardInterrupt

    file = tmp_path / "a.txt"
    file.write_text("旧", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        save(file, TEXT, failing())
    assert file.read_text(encoding="utf-8") == "旧"
    assert list(tmp_path.iterdir()) == [file]


@POSIX
def test_a_link_is_followed_and_rights_are_kept(tmp_path: Path) -> None:
    file, link = tmp_path / "a.txt", tmp_path / "link.txt"
    file.write_text("旧", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    save(link, TEXT, ["新"])
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == "新\n"
    assert file.stat().st_mode & 0o777 == 0o640
    save(Path(os.devnull), TEXT, ["新"])
    assert not Path(os.devnull).is_file()


def test_csv_on_stdout_opens_in_a_spreadsheet(built: Path) -> None:
    """A byte order mark first, lines that end as RFC 4180 has them."""
    here = command("--corpus", built / "corpus", "--index", built / "index", "search", "--format", "csv", "煤焦油")
    environ = os.environ | {"PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "gb18030"}
    out = subprocess.run(here, capture_output=True, check=True, env=environ).stdout
    assert out.startswith(b"\xef\xbb\xbfrank,")
    rows = list(csv.reader(io.StringIO(out.decode("utf-8-sig"), newline="")))
    assert out.count(b"\r\n") == len(rows)
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_counts_are_objects(sample: Sample, format: str) -> None:
    assert set(sample("search", "--count", "--format", format, "煤").json) == {"query", "total", "literal"}


def test_counts_are_tables(sample: Sample) -> None:
    total = sample("search", "--count", "煤").stdout.strip()
    assert sample("search", "--count", "--format", "csv", "煤").stdout.split("\r\n")[1].split(",")[0] == total
    assert f"| {total} |" in sample("search", "--count", "--format", "markdown", "煤").stdout


def test_all_gives_every_hit_once_in_order(sample: Sample) -> None:
    hits = list(map(json.loads, sample("search", "--all", "--format", "jsonl", "的").stdout.splitlines()))
    paged = sample("search", "-n", "500", "--format", "json", "的").json
    assert hits == paged["hits"]
    assert paged["total"] == len(hits) == len({hit["id"] for hit in hits})
    assert sample("search", "--all", "--page", "2", "的").status == 2


def test_all_shows_everything_as_text(sample: Sample) -> None:
    total = int(sample("search", "--count", "的").stdout)
    shown = sample("search", "--all", "的").stdout
    assert shown.rstrip().split("\n")[-1].startswith(f"{total} paragraphs, in ")


@POSIX
def test_many_thousands_of_hits_are_exported_in_little_memory(tmp_path: Path) -> None:
    """Twenty times the hits must not take the memory of the hits: 20,000 of them are some 30 MB as objects."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for part in range(4):
        lines = [json.dumps({"id": f"{part}-{n}", "text": f"第{n}号煤矿。" + "产量" * 60}) for n in range(5000)]
        (corpus / f"{part}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    here = ["--corpus", corpus, "--index", tmp_path / "index"]
    assert searcher(*here, "index", "--quiet").status == 0
    measure = (
        "import resource, sys; from searcher.__main__ import main\n"
        "try: main()\n"
        "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    environ = os.environ | {"PYTHONPATH": str(REPOSITORY)}

    def peak(*args: object) -> int:
        run = [sys.executable, "-c", measure, *map(str, [*here, "search", *args, "煤矿"])]
        return int(subprocess.run(run, capture_output=True, check=True, env=environ, text=True).stderr.split()[-1])

    few = peak("-n", "1000", "--format", "jsonl", "-o", tmp_path / "few.jsonl")
    every = peak("--all", "--format", "jsonl", "-o", tmp_path / "all.jsonl")
    with (tmp_path / "all.jsonl").open(encoding="utf-8") as file:
        assert sum(1 for _ in file) == 20_000
    assert every < few + 15_000


def shown(env: Environment) -> str:
    assert isinstance(env.stdout, io.StringIO)
    return env.stdout.getvalue()


def test_what_fits_is_written_as_it_is() -> None:
    env = environment(tty=True, stdin="q\n")
    page(env, (f"{n}" for n in range(23)))
    assert shown(env) == "".join(f"{n}\n" for n in range(23))


def test_without_a_pager_it_goes_screen_by_screen() -> None:
    """Here stdout is no real terminal, so that no pager can be started."""
    env = environment(tty=True, stdin="\nq\n")
    taken: list[int] = []

    def lines() -> Iterator[str]:
        for n in range(1000):
            taken.append(n)
            yield f"行{n}"

    page(env, lines())
    assert shown(env).count("-- more") == 2
    assert "行45" in shown(env)
    assert "行46" not in shown(env)
    assert len(taken) < 60


@pytest.mark.parametrize("environ", [{"PAGER": "cat"}, {"PAGER": ""}, {"TERM": "dumb"}])
def test_a_pager_can_be_done_without(environ: dict[str, str]) -> None:
    env = environment(tty=True, environ=environ)
    page(env, (f"{n}" for n in range(1000)))
    assert shown(env).count("\n") == 1000
    env = environment(tty=True)
    page(env, (f"{n}" for n in range(1000)), wanted=False)
    assert shown(env).count("\n") == 1000


def test_rows_count_what_wraps() -> None:
    env = environment(tty=True, stdin="q\n", width=10)
    page(env, ["\x1b[1;31m" + "汉" * 20 + "\x1b[0m"] * 6)
    assert "-- more" in shown(env)
    env = environment(tty=True, stdin="q\n", width=10)
    page(env, ["\x1b[1;31m" + "汉" * 5 + "\x1b[0m"] * 20)
    assert "-- more" not in shown(env)


def on_terminal(built: Path, environ: dict[str, str], *args: object, rows: int = 24) -> Any:
    pexpect = pytest.importorskip("pexpect")
    program, *rest = command("--corpus", built / "corpus", "--index", built / "index", *args)
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "LESS", "PAGER", "COLUMNS")}
    kept |= {"TERM": "xterm", "PYTHONPATH": str(REPOSITORY)} | environ
    return pexpect.spawn(program, rest, env=kept, dimensions=(rows, 80), encoding="utf-8", timeout=30)


def ended(child: Any) -> int:
    """The status, once all is written."""
    child.expect(sys.modules["pexpect"].EOF)
    child.close()
    return int(child.exitstatus)


@POSIX
def test_less_keeps_colours_and_leaving_it_is_no_error(built: Path) -> None:
    child = on_terminal(built, {"LESS": ""}, "search", "的")
    child.expect("\x1b\\[1;31m的")
    child.expect(":")
    child.send("q")
    assert ended(child) == 0


@POSIX
@pytest.mark.parametrize("asked", ["no-such-pager-here", "'unclosed"])
def test_a_pager_that_is_not_there_is_named_and_another_used(built: Path, asked: str) -> None:
    child = on_terminal(built, {"PAGER": asked}, "search", "的")
    child.expect("PAGER")
    child.expect(":")
    child.send("q")
    assert ended(child) == 0


@POSIX
@pytest.mark.parametrize("option", ["--no-pager", "--format=json"])
def test_no_pager_writes_everything(built: Path, option: str) -> None:
    args = ["--no-pager", "--format=json"] if option != "--no-pager" else [option]
    child = on_terminal(built, {}, "search", *args, "的")
    assert ended(child) == 0
    assert len(child.before.splitlines()) > 24


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (["searcher", "show", "2025-06-13-A1:2.1"], "searcher show 2025-06-13-A1:2.1"),
        (["煤焦油"], "煤焦油"),
        (["煤 焦油"], "'煤 焦油'"),
        (["it's $HOME"], "'it'\\''s $HOME'"),
        (["", "~", "=x", "a=b", "-煤", "--"], "'' '~' '=x' a=b -煤 --"),
        (["煤\x1b\u202e\\'"], "$'煤\\u001b\\u202e\\\\\\''"),
    ],
)
def test_commands_are_quoted_where_a_shell_asks_for_it(words: list[str], typed: str) -> None:
    assert command_line(words, windows=False) == typed


def test_windows_has_rules_of_its_own() -> None:
    typed = command_line(["searcher", "search", '煤 "焦油"', "a&b|c", "末\\", "煤"], windows=True)
    assert typed == 'searcher search "煤 \\"焦油\\"" "a&b|c" "末\\\\" 煤'


def test_a_hyphen_is_stdout(sample: Sample) -> None:
    assert sample("search", "-o", "-", "--format", "json", "煤焦油").json["query"] == "煤焦油"
    assert "【煤焦油】" in sample("search", "-o", "-", "煤焦油").stdout
