"""Whatever lies in a corpus, the run goes on: what cannot be read is named (status 6), the rest is found, the index is
sound. `searcher add` and `searcher parse` withstand the same."""

from __future__ import annotations

import json
import os
import socket
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import Run, searcher
from scanning import write_records

import searcher as library
from searcher.reading import pdf_process, records
from searcher.store import intake, update

POSIX = pytest.mark.skipif(os.name == "nt", reason="needs POSIX names and files")
RECORD = '{"text": "煤炭好。"}\n'
PAGE = "标题在这里\n煤炭好，这一句话写得不长。\n"


def on(place: Path, *args: object) -> Run:
    run = searcher("--corpus", place / "corpus", "--index", place / "index", *args)
    assert "Traceback" not in run.stderr
    assert "a fault of the program" not in run.stderr
    return run


def named(run: Run) -> dict[str, list[str]]:
    """The reasons for each file that a run says it left out."""
    out: dict[str, list[str]] = {}
    for line in run.stderr.splitlines():
        for start in ("searcher: skipped ", "searcher: not added: "):
            if line.startswith(start):
                path, _, reason = line.removeprefix(start).partition(": ")
                out.setdefault(path, []).append(reason)
    return out


def paths(place: Path) -> set[str]:
    """The files that the index has paragraphs of."""
    with library.open_index(place / "index") as index:
        return {paragraph.article.path for paragraph in index.paragraphs()}


def assert_sound(place: Path) -> None:
    assert on(place, "check").status == 0
    # What was refused is refused again, and what did not change is not read again.
    again = on(place, "index")
    assert again.status in (0, 6)
    assert again.stdout.startswith("Up to date: nothing to do")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A corpus with one good file."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "good.jsonl").write_text(RECORD, encoding="utf-8")
    return tmp_path


def lay_traps(folder: Path, outside: Path) -> dict[str, str]:
    """Files and links that are not to be read; gives the reason for each."""
    outside.mkdir()
    (outside / "secret.txt").write_text("这是外面的秘密，谁也不该搜到它。\n", encoding="utf-8")
    (outside / "secret.jsonl").write_text(RECORD, encoding="utf-8")
    (folder / "loop").symlink_to(".")
    (folder / "up").symlink_to("..")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "one.txt").symlink_to("two.txt")
    (folder / "two.txt").symlink_to("one.txt")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    (folder / "out.txt").symlink_to(outside / "secret.txt")
    (folder / "relative.txt").symlink_to(Path("..") / outside.name / "secret.txt")
    (folder / "out").symlink_to(outside)
    os.mkfifo(folder / "fifo.txt")
    os.mkfifo(folder / "fifo.jsonl")
    os.mkfifo(folder / "fifo.pdf")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "tty.jsonl").symlink_to("/dev/tty")
    with socket.socket(socket.AF_UNIX) as bound:
        # A short name: the path of a socket may not be long.
        here = Path.cwd()
        os.chdir(folder)
        try:
            bound.bind("socket.txt")
        finally:
            os.chdir(here)
    link = "is a link to a folder"
    return {
        "loop": link, "up": link, "out": link,
        "loop.txt": "symbolic links", "one.txt": "symbolic links", "two.txt": "symbolic links",
        "gone.txt": "No such file",
        "out.txt": "is a link out of the folder", "relative.txt": "is a link out of the folder",
        "fifo.txt": "is not a regular file", "fifo.jsonl": "is not a regular file", "fifo.pdf": "is not a regular file",
        "socket.txt": "is not a regular file",
        "zero.txt": "is a link out of the folder", "tty.jsonl": "is a link out of the folder",
    }  # fmt: skip


@POSIX
def test_links_fifos_devices_and_sockets(place: Path) -> None:
    corpus = place / "corpus"
    (corpus / "inside.jsonl").symlink_to("good.jsonl")
    traps = lay_traps(corpus, place / "outside")
    run = on(place, "index")
    assert run.status == 6
    told = named(run)
    assert set(told) == set(traps)
    for name, reason in traps.items():
        assert reason in told[name][0], name
    assert paths(place) == {"good.jsonl", "inside.jsonl"}
    assert on(place, "search", "秘密").status == 1
    assert_sound(place)


@POSIX
def test_adding_and_parsing_such_a_folder(place: Path) -> None:
    source = place / "source"
    source.mkdir()
    (source / "new.jsonl").write_text(RECORD, encoding="utf-8")
    traps = lay_traps(source, place / "outside")
    run = on(place, "add", source)
    assert run.status == 6
    assert {Path(path).name for path in named(run)} == set(traps)
    assert {file.name for file in (place / "corpus" / "source").iterdir()} == {"new.jsonl"}
    assert paths(place) == {"good.jsonl", "source/new.jsonl"}
    run = on(place, "parse", "--format", "jsonl", source)
    assert run.status == 6
    assert [json.loads(line)["path"] for line in run.stdout.splitlines()] == [str(source / "new.jsonl")]
    assert {Path(path).name for path in named(run)} == set(traps)


@POSIX
@pytest.mark.parametrize("name", ["fifo.txt", "fifo.jsonl", "fifo.pdf", "zero", "loop.txt", "socket.txt"])
def test_adding_such_a_file_itself(place: Path, name: str) -> None:
    source = place / "source"
    source.mkdir()
    lay_traps(source, place / "outside")
    if name == "zero":
        (source / name).symlink_to("/dev/zero")
        (source / "zero.txt").unlink()
        (source / name).rename(source / "zero.txt")
        name = "zero.txt"
    run = on(place, "add", source / name)
    assert run.status == 6
    assert str(source / name) in run.stderr
    assert {file.name for file in (place / "corpus").iterdir()} == {"good.jsonl"}


@POSIX
def test_names(place: Path) -> None:
    corpus = place / "corpus"
    names = [
        "新\n行\r.jsonl", "-rf.jsonl", "--help.jsonl", "a'\"$(x)`;|&*?.jsonl", " .jsonl", "CON.jsonl", "a:b.jsonl",
        "\\.jsonl", "长" * 82 + ".jsonl", "a" * 249 + ".jsonl",
        "\u202e倒.jsonl", os.fsdecode(b"\xff\xfe\xc4\xe3.jsonl"),
    ]  # fmt: skip
    for name in names:
        (corpus / name).write_text(RECORD, encoding="utf-8")
    folder = corpus / os.fsdecode(b"\xb1\xa8") / ("夹" * 80) / "-"
    folder.mkdir(parents=True)
    (folder / "x.jsonl").write_text(RECORD, encoding="utf-8")
    (corpus / os.fsdecode(b"bad\xff\n.txt")).write_bytes(b"")
    run = on(place, "index")
    assert run.status == 6
    assert run.stderr == "searcher: skipped bad‹U+DCFF›␊.txt: the file is empty\n"
    assert paths(place) == {"good.jsonl", *names, (folder / "x.jsonl").relative_to(corpus).as_posix()}
    assert_sound(place)
    hits = on(place, "search", "--all", "--format", "json", "煤炭").json["hits"]
    assert len(hits) == len(names) + 2
    for format in ("text", "csv", "html", "markdown", "jsonl"):
        assert on(place, "search", "--all", "--format", format, "煤炭").status == 0
    shown = on(place, "show", "--", hits[0]["id"])
    assert "煤炭" in shown.stdout
    # The same names withstand being added.
    other = place / "other"
    other.mkdir()
    run = searcher("--corpus", other / "corpus", "--index", other / "index", "add", corpus)
    assert run.status == 6
    assert len(list((other / "corpus").rglob("*.jsonl"))) == len(names) + 2


TYPES: dict[str, str] = {
    '{"text": 5}': "not a string",
    '{"text": ["煤"]}': "not a string",
    '{"text": {"text": "煤"}}': "not a string",
    '{"text": true}': "not a string",
    '{"text": null}': "no `text`",
    "{}": "no `text`",
    '{"text": " \\n "}': "no `text`",
    '{"text": "煤", "headline": {}}': "`headline` is not a string",
    '{"text": "煤", "byline": [1]}': "`byline`",
    '{"text": "煤", "byline": {"a": 1}}': "`byline`",
    '{"text": "煤", "date": 20250101}': "`date` is not a string",
    '{"text": "煤", "date": "2025-02-30"}': "no date",
    '{"text": "煤", "id": 1.5}': "`id` is not a string",
    '{"text": "煤", "id": false}': "`id` is not a string",
    '{"text": "煤", "page": NaN}': "`page` is not a string",
    '{"text": "煤", "page": -Infinity}': "`page` is not a string",
    '{"text": "煤", "id": ' + "9" * 5000 + "}": "integer",
    '{"text": "煤", "page": 1e999}': "`page` is not a string",
    '["煤"]': "not a JSON object",
    '"煤"': "not a JSON object",
    "NaN": "not a JSON object",
    '{"text": "煤"': "not JSON",
    "{'text': '煤'}": "not JSON",
    '{"text": "煤"} {"text": "煤"}': "not JSON",
    '{"a": ' * 100_000: "",
    "[" * 100_000 + "]" * 100_000: "",
}
USABLE = [
    '{"text": "甲\\ud800煤", "headline": "\\udfff题", "id": "x\\ud800", "byline": ["\\ud801"], "newspaper": "\\ud802"}',
    '{"text": "乙煤", "text": "丙煤"}',
    '{"text": "丁煤", "id": 12345678901234567890, "page": -1}',
    '{"text": "戊煤", "unknown": {"deep": [[[[1]]]], "nan": NaN}}',
    '{"text": "己\\u0000煤\\u001b[2J", "id": "a\\u0000b\\nc"}',
    '{"text": "庚煤", "id": "' + "长" * 100_000 + '"}',
    '{"text": "辛煤", "headline": "' + "长" * 100_000 + '", "byline": ' + json.dumps(["人"] * 5_000) + "}",
    '{"text": "壬煤", "kind": "nonsense", "date": ""}',
]


def test_records_of_wrong_types(place: Path) -> None:
    lines = [*TYPES, *USABLE]
    (place / "corpus" / "types.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run = on(place, "index")
    assert run.status == 6
    told = named(run)
    assert set(told) == {"types.jsonl"}
    assert len(told["types.jsonl"]) == len(TYPES)
    for number, ((_, reason), line) in enumerate(zip(TYPES.items(), told["types.jsonl"], strict=True), start=1):
        assert line.startswith(f"line {number}: ")
        assert reason in line
    with library.open_index(place / "index") as index:
        texts = sorted(paragraph.text[0] for paragraph in index.paragraphs())
    assert texts == sorted("煤甲丙丁戊己庚辛壬")
    assert_sound(place)
    for format in ("text", "json", "jsonl", "csv", "html", "markdown"):
        assert on(place, "search", "--all", "--format", format, "煤").status == 0


def test_ids_that_stand_twice(place: Path) -> None:
    """None is lost: each can be found and shown."""
    rows = [{"id": "d", "text": "煤一"}, {"id": "e", "text": "煤二"}, {"id": "d", "text": "煤三"}]
    (place / "corpus" / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run = on(place, "index")
    assert run.status == 6
    assert named(run) == {"a.jsonl": ["line 3: another record has the id d; this one is known by its place"]}
    found = {hit["text"]: hit["id"] for hit in on(place, "search", "--format", "json", "煤").json["hits"]}
    assert (found["煤一"], found["煤二"]) == ("d", "e")
    assert len(set(found.values())) == len(found) == 4
    for text, id in found.items():
        assert text in on(place, "show", "--", id).stdout
    assert_sound(place)


def test_lines_without_number(place: Path) -> None:
    """A file with nothing but faults is named, and fills neither the report nor the index."""
    (place / "corpus" / "bad.jsonl").write_text("x\n" * 5_000 + RECORD, encoding="utf-8")
    run = on(place, "index")
    assert run.status == 6
    told = named(run)["bad.jsonl"]
    assert len(told) == records.MAX_PROBLEMS + 1
    assert f"{5_000 - records.MAX_PROBLEMS:,} more lines" in told[-1]
    assert paths(place) == {"bad.jsonl", "good.jsonl"}
    assert_sound(place)


def test_what_is_no_text(place: Path) -> None:
    corpus = place / "corpus"
    for name in ("zip.txt", "zip.jsonl", "zip.pdf"):
        with zipfile.ZipFile(corpus / name, "w") as archive:
            archive.writestr("a", "字" * 100)
    contents = {
        "empty.txt": b"", "blank.txt": b" \n\n", "empty.jsonl": b"", "nul.txt": bytes(1 << 20),
        "nul.jsonl": bytes(1 << 20),
        "noise.txt": bytes(range(256)) * 50, "gz.txt": b"\x1f\x8b" + bytes(99), "elf.text": b"\x7fELF" + bytes(99),
        "half.txt": "字".encode()[:2], "surrogate.txt": "\ud800".encode("utf-8", "surrogatepass") * 100,
    }  # fmt: skip
    for name, content in contents.items():
        (corpus / name).write_bytes(content)
    (corpus / "dir.txt").mkdir()
    (corpus / "dir.txt" / "in.jsonl").write_text(RECORD, encoding="utf-8")
    run = on(place, "index")
    assert run.status == 6
    blank = {"blank.txt"}
    assert {*contents, "zip.txt", "zip.jsonl", "zip.pdf"} - blank <= set(named(run)) | {"half.txt"}
    assert {"good.jsonl", "dir.txt/in.jsonl"} <= paths(place) <= {"good.jsonl", "dir.txt/in.jsonl", "half.txt"}
    assert_sound(place)


def test_a_line_of_a_hundred_megabytes(place: Path) -> None:
    with (place / "corpus" / "long.jsonl").open("w", encoding="utf-8") as out:
        out.write('{"text": "')
        for _ in range(100):
            out.write("a" * (1 << 20))
        out.write('"}\n' + RECORD)
    run = on(place, "index")
    assert run.status == 6
    assert named(run)["long.jsonl"] == [f"line 1: longer than {records.MAX_LINE} characters"]
    assert paths(place) == {"good.jsonl", "long.jsonl"}
    assert_sound(place)


def test_a_text_without_end(place: Path) -> None:
    with (place / "huge.txt").open("wb") as out:
        out.write(PAGE.encode())
        # Takes no room on the disk.
        out.truncate(200 << 20)
    run = on(place, "add", place / "huge.txt")
    assert run.status == 6
    assert "larger than" in run.stderr
    (place / "huge.txt").rename(place / "corpus" / "huge.txt")
    run = on(place, "index")
    assert run.status == 6
    assert "larger than" in named(run)["huge.txt"][0]
    assert_sound(place)


def bomb(objects: list[bytes]) -> bytes:
    """A PDF file of one page: objects from number 4 on, which is its content; `/F` is object 5."""
    head = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /XObject << /F 5 0 R >> >> >>",
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate([*head, *objects], start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, start)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(content), extra) + content + b"\nendstream"


def unpacking(megabytes: int) -> bytes:
    """Some kilobytes that unpack, twice, to so many megabytes of blanks."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()
    return bomb([stream(zlib.compress(once, 9), b"/Filter [/FlateDecode /FlateDecode]"), stream(b"")])


def drawing(levels: int) -> bytes:
    """A form that draws a form ten times, and so on."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
    parts = [stream(b"/F Do")]
    for level in range(levels):
        inner = b"/Resources << /XObject << /F %d 0 R >> >>" % (6 + level)
        parts.append(stream(b"/F Do " * 10, form + inner))
    return bomb([*parts, stream(b"", form)])


@pytest.mark.skipif(os.name == "nt", reason="needs the limits of a POSIX system")
def test_pdf_files_that_unpack_to_more_than_there_is(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pdfplumber")
    monkeypatch.setattr(pdf_process, "MAX_SECONDS", 2)
    monkeypatch.setattr(pdf_process, "MAX_MEMORY", 1 << 29)
    (place / "corpus" / "memory.pdf").write_bytes(unpacking(300))
    (place / "corpus" / "time.pdf").write_bytes(drawing(12))
    run = on(place, "index")
    assert run.status == 6
    assert set(named(run)) == {"memory.pdf", "time.pdf"}
    too_much = "more memory or time"
    assert too_much in named(run)["time.pdf"][0]
    # Older versions of the library take a stream that they have no memory for as an empty one.
    assert any(told in named(run)["memory.pdf"][0] for told in (too_much, "holds no text"))
    assert paths(place) == {"good.jsonl"}
    assert_sound(place)


def test_such_a_pdf_of_a_harmless_size_is_read(place: Path) -> None:
    """Else the test above would prove nothing."""
    pytest.importorskip("pdfplumber")
    for name, data in (("memory.pdf", unpacking(1)), ("time.pdf", drawing(2))):
        (place / "corpus" / name).write_bytes(data)
    for (reason,) in named(on(place, "index")).values():
        assert "holds no text" in reason


def test_a_page_that_undoes_the_reader(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_pages = intake.read_pages

    def failing(file: Path, **more: object) -> Iterator[object]:
        if file.name == "bad.txt":
            raise RecursionError("too deep")
        yield from read_pages(file, **more)

    (place / "corpus" / "bad.txt").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(intake, "read_pages", failing)
    report = library.build_index(place / "corpus", place / "index")
    assert [(skip.path, "too deep" in skip.reason) for skip in report.skipped] == [("bad.txt", True)]
    assert paths(place) == {"good.jsonl"}


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do everything")
def test_folders_that_may_not_be_listed(place: Path) -> None:
    closed = place / "corpus" / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        run = on(place, "index")
        assert run.status == 6
        assert "cannot be listed" in named(run)["closed"][0]
    finally:
        closed.chmod(0o755)


@pytest.mark.parametrize("change", ["grows", "shrinks", "goes", "becomes a FIFO"])
def test_a_file_that_changes_while_it_is_read(place: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    """The run goes on, and the next one has what is there then."""
    if change == "becomes a FIFO" and not hasattr(os, "mkfifo"):
        pytest.skip("needs FIFOs")
    file = place / "corpus" / "live.jsonl"
    write_records(file, {f"r{i}": f"第{i}条煤炭消息。" for i in range(40)})
    read_pages = intake.read_pages

    def touch() -> None:
        text = file.read_text(encoding="utf-8")
        if change == "grows":
            file.write_text(text + RECORD, encoding="utf-8")
        elif change == "shrinks":
            file.write_text(text[: len(text) // 2], encoding="utf-8")
        else:
            file.unlink()
            if change == "becomes a FIFO":
                os.mkfifo(file)

    def reading(path: Path, **more: object) -> Iterator[object]:
        for number, page in enumerate(read_pages(path, **more)):
            if path == file and number == 0:
                touch()
            yield page

    monkeypatch.setattr(intake, "read_pages", reading)
    library.build_index(place / "corpus", place / "index")
    assert on(place, "check").status == 0
    monkeypatch.undo()
    on(place, "index")
    (place / "clean").mkdir()
    library.build_index(place / "corpus", place / "clean")
    with library.open_index(place / "index") as index, library.open_index(place / "clean") as clean:
        assert {p.id: p.text for p in index.paragraphs()} == {p.id: p.text for p in clean.paragraphs()}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_a_file_that_becomes_a_fifo_before_it_is_read(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = update.scan
    file = place / "corpus" / "live.txt"
    file.write_text(PAGE, encoding="utf-8")

    def scan_then_change(corpus: Path) -> object:
        found = scan(corpus)
        file.unlink()
        os.mkfifo(file)
        return found

    monkeypatch.setattr(update, "scan", scan_then_change)
    report = library.build_index(place / "corpus", place / "index")
    assert [(skip.path, "not a regular file" in skip.reason) for skip in report.skipped] == [("live.txt", True)]
