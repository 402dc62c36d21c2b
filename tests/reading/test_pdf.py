"""A small PDF page, written here glyph by glyph, is read by the positions of its glyphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from searcher.errors import MissingExtraError, UnreadableFileError
from searcher.reading import read_page, read_pages
from searcher.reading.pdf import Glyph, lay_lines

LEFT = [
    "　　早上八点，能碳中心的大屏准",
    "时刷新。昨天全区用了多少电，其",
    "中多少来自屋顶，都在屏上。",
    "　　园区的人最先学会的一件事，",
    "就是算账。过去算的是电费，如今",
    "算的是碳账。",
]
RIGHT = [
    "　　值班员把昨天的曲线存档，又",
    "抬头看了看窗外。屋顶上的光伏板",
    "被夜里的雨洗得很亮。",
    "　　平台已经接入五十多家企业，",
    "谁在高峰多用了电，一目了然。",
]


def write_pdf(path: Path, pages: list[list[tuple[float, float, float, str]]]) -> Path:
    """Write (x, y from the bottom, size, text) runs with a predefined Chinese font, nothing embedded."""
    objects: list[bytes] = []
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
    )
    objects.append(
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
    )
    objects.append(
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /Ascent 880 /Descent -120 /CapHeight 880 "
        b"/StemV 93 /ItalicAngle 0 /FontBBox [-25 -254 1000 880] >>"
    )
    for i, runs in enumerate(pages):
        content = "".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"
            for x, y, size, text in runs
        ).encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {7 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length " + str(len(content)).encode() + b" >>\nstream\n" + content + b"endstream")
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    data += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(data)
    return path


def column(lines: list[str], x: float, y: float) -> list[tuple[float, float, float, str]]:
    """Lines of a column of 10 points; an indent is a position, not characters."""
    runs = []
    for i, line in enumerate(lines):
        shown = line.lstrip("\u3000")
        runs.append((x + 10.0 * (len(line) - len(shown)), y - 14.0 * i, 10.0, shown))
    return runs


def page() -> list[tuple[float, float, float, str]]:
    return [
        (40.0, 770.0, 9.0, "第03版：要闻  2025年6月13日  星期五"),
        (60.0, 730.0, 24.0, "给每一度电记一本账"),
        *column(LEFT, 40.0, 690.0),
        *column(RIGHT, 220.0, 690.0),
    ]


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    read = read_page(write_pdf(tmp_path / "a.pdf", [page()]))
    assert (read.date, read.page, read.section) == ("2025-06-13", "03", "要闻")
    (article,) = read.articles
    assert article.headline == "给每一度电记一本账"
    assert [p.text for p in article.paragraphs] == [
        "早上八点，能碳中心的大屏准时刷新。昨天全区用了多少电，其中多少来自屋顶，都在屏上。",
        "园区的人最先学会的一件事，就是算账。过去算的是电费，如今算的是碳账。",
        "值班员把昨天的曲线存档，又抬头看了看窗外。屋顶上的光伏板被夜里的雨洗得很亮。",
        "平台已经接入五十多家企业，谁在高峰多用了电，一目了然。",
    ]


def test_every_page_of_a_file(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    file = write_pdf(tmp_path / "a.pdf", [page(), page()])
    assert [len(p.articles) for p in read_pages(file, root=tmp_path)] == [1, 1]
    assert [p.path for p in read_pages(file, root=tmp_path)] == ["a.pdf", "a.pdf"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\nnothing", b"no PDF at all", b"%PDF-1.4\n" + bytes(2000)])
def test_damaged_files_are_refused(tmp_path: Path, data: bytes) -> None:
    pytest.importorskip("pdfplumber")
    file = tmp_path / "a.pdf"
    file.write_bytes(data)
    with pytest.raises(UnreadableFileError, match=r"a\.pdf"):
        list(read_pages(file))


def test_a_pdf_without_text_says_so(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    with pytest.raises(UnreadableFileError, match="no text"):
        list(read_pages(write_pdf(tmp_path / "a.pdf", [[]])))


def test_without_the_extra_the_message_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_pdf(tmp_path / "a.pdf", [page()])
    monkeypatch.setattr("searcher.reading.pdf.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"searcher\[pdf\]"):
        list(read_pages(file))


def test_lines_of_glyphs() -> None:
    """Glyphs in any order become lines; a gutter parts columns, a small gap is a blank."""

    def row(text: str, x: float, top: float) -> list[Glyph]:
        return [Glyph(c, x + 10 * i, x + 10 * i + 10, top, top + 10) for i, c in enumerate(text) if c != " "]

    glyphs = row("左上一行", 0, 0) + row("左下 行", 0, 14) + row("右上一行", 100, 0) + row("右下", 100, 14)
    assert lay_lines(glyphs[::-1]).text == "左上一行\n左下 行\n\n右上一行\n右下"
    assert lay_lines([]).text == ""
