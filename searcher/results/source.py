"""Where a paragraph stands in the corpus, and a copy of that file which is fit for a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from searcher.errors import UnreadableFileError
from searcher.i18n import _
from searcher.reading.decode import decode
from searcher.results.model import StoredParagraph
from searcher.results.render.safe import safe

_HARMLESS = str.maketrans("", "", "\t\n\f")


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A file of the corpus, and the line (from 1) where a paragraph begins; None where lines mean nothing."""

    path: Path
    line: int | None

    def __str__(self) -> str:
        return str(self.path) if self.line is None else f"{self.path}:{self.line}"


def source_place(paragraph: StoredParagraph, corpus: Path) -> SourcePlace:
    """The place of a paragraph's first line, its path absolute.

    Raises UnreadableFileError where the index names a file outside of the corpus, or one that is no longer there.
    """
    name = paragraph.path or paragraph.article.path
    relative = Path(name)
    if relative.is_absolute() or relative.drive or ".." in relative.parts:
        raise UnreadableFileError(name, _("this file would be outside of the corpus"))
    path = (corpus / relative).absolute()
    if not path.is_file():
        raise UnreadableFileError(path, _("is not there any more, or --corpus names another folder"))
    in_lines = paragraph.lines is not None and path.suffix.lower() != ".pdf"
    return SourcePlace(path, paragraph.lines[0] if paragraph.lines and in_lines else None)


def readable(place: SourcePlace, folder: Path) -> Path:
    """The file itself where a terminal can show it, else a copy of it in `folder` with the same lines.

    The copy is UTF-8, what a terminal would obey is written out in it, and its name is plain. Raises
    UnreadableFileError for what is no text, OSError where the file cannot be read.
    """
    data = place.path.read_bytes()
    text = decode(data, place.path)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    shown = "\n".join("\t".join(map(safe, line.split("\t"))) for line in lines.split("\n"))
    name = safe(place.path.name)
    plain = text.translate(_HARMLESS).replace("\r", "") == safe(text.translate(_HARMLESS).replace("\r", ""))
    if plain and name == place.path.name and data == text.encode("utf-8", "surrogatepass") and _counts_alike(text):
        return place.path
    copy = folder / ("".join(char if char.isalnum() or char in ".-" else "_" for char in name)[-80:] or "copy")
    copy.write_text(shown, encoding="utf-8", errors="backslashreplace", newline="\n")
    return copy


def _counts_alike(text: str) -> bool:
    """Whether other programs count the lines as the reader did, to which a lone carriage return ends one, too."""
    return text.count("\r") == text.count("\r\n")
