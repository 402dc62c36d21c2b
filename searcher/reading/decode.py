"""Bytes of a corpus file → text, the encoding told by looking at the bytes.

Known are UTF-8, UTF-16 and UTF-32 (UTF-8 and UTF-16 with or without a byte order mark) and GB18030,
which contains GBK and GB2312. Nothing is taken from the file's name.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from searcher.errors import UnreadableFileError
from searcher.i18n import N_, _

SAMPLE = 1 << 16
"""Bytes that are looked at; the rest of a file is taken to be written the same way."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", N_("a PDF file; give it the ending .pdf")),
    (b"PK\x03\x04", N_("a ZIP or office file, not plain text")),
    (b"\xd0\xcf\x11\xe0", N_("an office file, not plain text")),
    (b"\x1f\x8b", N_("a gzip file; unpack it first")),
    (b"\x89PNG", N_("a picture, not plain text")),
    (b"\xff\xd8\xff", N_("a picture, not plain text")),
    (b"GIF8", N_("a picture, not plain text")),
    (b"SQLite format 3", N_("a database, not plain text")),
    (b"\x7fELF", N_("a program, not plain text")),
)
# What newspaper text is made of; the share of it decides between encodings that both fit.
_PLAUSIBLE = re.compile(
    "[\t\n\f\r -~\u00b7\u2010-\u2027\u2030-\u203b\u2100-\u214f\u2160-\u217f\u2190-\u2199\u2460-\u24ff\u2500-\u25ff"
    "\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e\uffe5]+"
)
_MIN_PLAUSIBLE = 0.7
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


MAX_TEXT = 1 << 26
"""Bytes that a file of page texts may have; reading takes some thirty times as much memory."""


def read_text_bytes(file: Path, path: Path | str) -> bytes:
    """All bytes of a text file. Raises OSError, and UnreadableFileError (naming `path`) beyond MAX_TEXT."""
    with file.open("rb") as stream:
        # A read sets aside as much memory as it asks for, and a page needs little of it.
        data = stream.read(SAMPLE)
        if len(data) == SAMPLE:
            data += stream.read(MAX_TEXT + 1 - SAMPLE)
    if len(data) > MAX_TEXT:
        raise UnreadableFileError(
            path, _("larger than {most} MiB, which is no page; part it into pages").format(most=MAX_TEXT >> 20)
        )
    return data


def decode(data: bytes, path: Path | str = "-") -> str:
    """The text of `data`, without a byte order mark.

    A few bytes that fit no encoding become U+FFFD. Raises UnreadableFileError (naming `path`) for an
    empty file and for one that is no text in a known encoding.
    """
    sample = data[:SAMPLE]
    if _marked(sample, path) is None and 0 not in sample:
        try:
            # Nearly every file: what is UTF-8 as a whole needs no closer look.
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    encoding = sniff(sample, path, whole=len(data) <= SAMPLE)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    if encoding == "utf-8":
        # A sample may be all ASCII where the rest is GB18030.
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass
    return data.decode(encoding, "replace")


def sniff(sample: bytes, path: Path | str = "-", *, whole: bool = True) -> str:
    """The codec name for a file that starts with `sample`; `whole` says that nothing follows.

    Raises UnreadableFileError as `decode` does.
    """
    if marked := _marked(sample, path):
        return marked
    if sample.count(0) == 0:
        for encoding in ("utf-8", "gb18030"):
            text = _try(sample, encoding, whole)
            if text is not None and (encoding == "utf-8" or _plausibility(text) >= _MIN_PLAUSIBLE):
                return encoding
    best, encoding = max((_score(sample, name, whole), name) for name in ("utf-16-le", "utf-16-be"))
    if best >= _MIN_PLAUSIBLE:
        return encoding
    if len(_CONTROL.findall(sample)) * 200 < len(sample):
        best, encoding = max((_plausibility(sample.decode(name, "replace")), name) for name in ("gb18030", "utf-8"))
        if best >= _MIN_PLAUSIBLE:
            return encoding
    raise UnreadableFileError(path, _("not text in UTF-8, UTF-16 or GB18030 (a binary file?)"))


def _marked(sample: bytes, path: Path | str) -> str | None:
    """The codec that a byte order mark names. Raises UnreadableFileError for nothing, and for what is marked as no
    text."""
    if not sample:
        raise UnreadableFileError(path, _("the file is empty"))
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding
    for signature, reason in _SIGNATURES:
        if sample.startswith(signature):
            raise UnreadableFileError(path, _(reason))
    return None


def _try(sample: bytes, encoding: str, whole: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample, whole)
    except UnicodeDecodeError:
        return None


def _score(sample: bytes, encoding: str, whole: bool) -> float:
    text = _try(sample, encoding, whole)
    return -1.0 if text is None else _plausibility(text)


def _plausibility(text: str) -> float:
    return sum(map(len, _PLAUSIBLE.findall(text))) / len(text) if text else 0.0
