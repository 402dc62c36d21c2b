"""Lay the sample articles out as the page texts that a PDF extractor gives, each with its answer beside it.

    python tests/samples/lay_out.py

reads every page source `tests/samples/DATE-PAGE.article.txt` and writes `corpus/DATE-PAGE.txt` and
`tests/gold/DATE-PAGE.gold.json`. The same sources give the same bytes on every platform.

A page source is plain text: `key: value` lines for the page, then articles, each opened by a line `====`. An article is
again `key: value` lines, a blank line, and its body, one paragraph a line; `## ` opens a small heading, `caption: ` a
photo caption with its credit after ` | `. Keys of an article:

    kicker, headline, subhead   one line of the headline block each; a key may stand several times
    at         before | after   where the headline block stands; else as the style of the page has it
    byline                      names, printed after the last sentence
    reporter                    names, printed as a line 本报记者 … before the body
    source                      dateline that opens the first paragraph
    correspondent               names, printed in the dateline: （记者 …）
    columns                     width in characters; `14, 22 from 4` widens the column from the fourth paragraph on
    glued      yes              the first line follows without a blank line and is opened by a blank
    kind       photo            the body is one caption in wide lines, signed by the byline
    continues_on, continued_from  page number of the other part
"""

from __future__ import annotations

import datetime
import itertools
import json
import random
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

OPENING = frozenset("“‘（《〈【")
CLOSING = frozenset("，。、；：！？”’）》〉】…")
WEEKDAYS = "一二三四五六日"
WIDE_CAPTION = 40
ATOM = re.compile(r"-?[A-Za-z0-9]+(?:[.,~/:@-][A-Za-z0-9]+)*%?|——|.")


@dataclass(frozen=True, slots=True)
class Style:
    """How one issue prints what stands around its articles; `scars`: what the extractor makes of a character."""

    header: str
    editor: str
    contact: str
    headline_at: str
    credit: str
    onward: str
    back: str
    scars: tuple[tuple[str, str], ...] = ()


STYLES = {
    "marked": Style(
        header="{section}{page} 姻 {y}年 {m}月 {d}日 星期{weekday}",
        editor="姻责编: {editor}",
        contact="姻投稿：{contact}",
        headline_at="after",
        credit=" 姻 {credit}摄",
        onward="（下转{page}版）",
        back="（上接{page}版）",
        scars=(("℃", "益"),),
    ),
    "plain": Style(
        header="{newspaper}  第{page}版：{section}  {y}年{m}月{d}日  星期{weekday}",
        editor="本版责编：{editor}",
        contact="投稿邮箱：{contact}",
        headline_at="before",
        credit=" {credit} 摄",
        onward="（下转第{page}版）",
        back="（上接第{page}版）",
    ),
}


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its source gives it: `fields` by key in order, `body` paragraphs, captions with their credits."""

    fields: dict[str, list[str]]
    body: tuple[str, ...]
    small_headings: tuple[str, ...]
    captions: tuple[tuple[str, str], ...]

    def one(self, key: str) -> str:
        return self.fields.get(key, [""])[0]

    def names(self, key: str) -> list[str]:
        return self.one(key).split()


@dataclass(frozen=True, slots=True)
class PageSource:
    fields: dict[str, list[str]]
    articles: tuple[Article, ...]

    def one(self, key: str) -> str:
        return self.fields.get(key, [""])[0]


@dataclass(slots=True)
class Printer:
    """The page text as it grows. A blank line follows each line but those that end in a Latin letter or digit."""

    scars: tuple[tuple[str, str], ...]
    parts: list[str] = field(default_factory=list)

    def line(self, text: str, *, tight: bool = False) -> None:
        for meant, printed in self.scars:
            text = text.replace(meant, printed)
        self.parts.append(text + ("\n" if tight or text[-1:].isascii() else "\n\n"))

    def gap(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n\n"):
            self.parts[-1] += "\n"

    def glue(self) -> None:
        """Take the blank line back and open the next line with a blank, as where two articles touch in a column."""
        self.parts[-1] = self.parts[-1].rstrip("\n") + "\n "

    def text(self) -> str:
        return "\n" + "".join(self.parts).rstrip("\n") + "\n"


def read_source(path: Path) -> PageSource:
    """Read a page source; raises ValueError that names the file and the line that is neither key nor body."""
    head, *chunks = re.split(r"^====\s*\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    articles = []
    for chunk in chunks:
        keys, _, body = chunk.partition("\n\n")
        lines = [line.strip() for line in body.splitlines() if line.strip()]
        captions = [line.removeprefix("caption: ") for line in lines if line.startswith("caption: ")]
        texts = [line for line in lines if not line.startswith("caption: ")]
        articles.append(
            Article(
                fields=read_fields(keys, path),
                body=tuple(line.removeprefix("## ") for line in texts),
                small_headings=tuple(line.removeprefix("## ") for line in texts if line.startswith("## ")),
                captions=tuple((text, credit) for text, _, credit in (c.partition(" | ") for c in captions)),
            )
        )
    return PageSource(read_fields(head, path), tuple(articles))


def read_fields(text: str, path: Path) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.strip():
            key, colon, value = line.partition(": ")
            if not colon:
                raise ValueError(f"{path.name}: not `key: value`: {line!r}")
            fields.setdefault(key, []).append(value.strip())
    return fields


def atom_width(atom: str) -> float:
    """Width in full-width characters; a run of Latin letters or digits also takes the thin space around it."""
    return len(atom) / 2 + 0.4 if atom.isascii() else float(len(atom))


def break_lines(text: str, columns: int, indent: int) -> list[list[str]]:
    """Break `text` into lines of `columns` full-width characters, the first shorter by `indent`.

    A closing mark never opens a line (it hangs over the edge by one, else takes the character before it along), an
    opening mark never ends one, and a number or Latin word is never cut.
    """
    lines: list[list[str]] = []
    line: list[str] = []
    used = float(indent)
    for atom in ATOM.findall(text):
        width = atom_width(atom)
        at_end = width - 0.4 if atom.isascii() else width  # a number that ends its line has no space after it
        hangs = atom in CLOSING and used <= columns and (not line or line[-1] not in CLOSING)
        if line and used + at_end > columns and not hangs:
            carried: list[str] = []
            if atom in CLOSING:
                while line[-1] in CLOSING and len(line) > 1:
                    carried.insert(0, line.pop())
                carried.insert(0, line.pop())
            while len(line) > 1 and line[-1] in OPENING:
                carried.insert(0, line.pop())
            lines.append(line)
            line, used = carried, sum(map(atom_width, carried))
        line.append(atom)
        used += width
    return [*lines, line]


def is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def set_off(left: str, right: str) -> bool:
    """Whether the extractor shows a blank between two neighbours: a figure or Latin letter beside a Han character."""
    a, b = left[-1], right[0]
    return (a.isascii() and a.isalnum() and is_han(b)) or (is_han(a) and b.isascii() and b.isalnum())


def show(line: list[str], *, spread: bool = False) -> str:
    """One line as printed; a spread line shows a blank between all its characters."""
    if not line:
        return ""
    out = line[0]
    for left, right in itertools.pairwise(line):
        out += " " + right if spread or set_off(left, right) else right
    return out


def column_widths(spec: str, count: int) -> list[int]:
    """`14, 22 from 4` for a count of 5 → [14, 14, 14, 22, 22]."""
    widths = [0] * count
    for part in spec.split(","):
        width, _, start = part.partition(" from ")
        for i in range(int(start or 1) - 1, count):
            widths[i] = int(width)
    return widths


def dateline(article: Article) -> str:
    names = article.names("correspondent")
    return article.one("source") + (f"（记者 {' '.join(names)}）" if names else "")


def stays_in_text(source: str) -> bool:
    """Whether a source is the start of the first sentence: agency, place and day (新华社太原6月11日电)."""
    return source.startswith("新华社") and source.endswith("电")


def print_body(article: Article, style: Style, printer: Printer, rng: random.Random) -> None:
    paragraphs = list(article.body)
    opening = dateline(article)
    signed = article.names("byline")
    if article.names("reporter"):
        printer.line("本报记者 " + " ".join(article.names("reporter")))
    if article.one("continued_from"):
        printer.line(show(ATOM.findall(style.back.format(page=article.one("continued_from")))))
    widths = column_widths(article.one("columns") or "19", len(paragraphs))
    for number, (text, columns) in enumerate(zip(paragraphs, widths, strict=True)):
        if text in article.small_headings:
            printer.line(show(ATOM.findall(text)))
            continue
        first = number == 0
        lead = len(opening) + 1 if first and opening else 0
        lines = break_lines(text, columns, 2 + lead)
        for i, line in enumerate(lines):
            last = i == len(lines) - 1
            room = columns - (2 + lead if i == 0 else 0)
            slack = room - sum(map(atom_width, line))
            shown = show(line, spread=not last and i > 0 and slack >= 1.5 and rng.random() < 0.8)
            if i == 0 and lead:
                shown = f"{show(ATOM.findall(opening))} {shown}"
            if last and number == len(paragraphs) - 1 and signed:
                name = " ".join(signed)
                if slack < len(name) + 1:
                    printer.line(shown)
                    shown = name
                else:
                    shown = f"{shown} {name}"
            printer.line(shown)
    if article.one("continues_on"):
        printer.line(show(ATOM.findall(style.onward.format(page=article.one("continues_on")))))


def print_headlines(article: Article, printer: Printer, rng: random.Random) -> None:
    """The headline block, kicker first; now and then its last two lines stand close together."""
    lines = [line for key in ("kicker", "headline", "subhead") for line in article.fields.get(key, [])]
    close = len(lines) > 1 and rng.random() < 0.3
    for i, line in enumerate(lines):
        printer.line(show(ATOM.findall(line)), tight=close and i == len(lines) - 2)
    printer.gap()


def print_caption(text: str, credit: str, style: Style, printer: Printer) -> None:
    lines = [show(line) for line in break_lines(text, WIDE_CAPTION, 0)]
    if credit:
        lines[-1] += style.credit.format(credit=credit)
    for line in lines:
        printer.line(line, tight=True)
    printer.gap()


def print_article(article: Article, style: Style, printer: Printer, rng: random.Random) -> None:
    before = (article.one("at") or style.headline_at) == "before" or article.one("kind") == "photo"
    if article.one("glued"):
        printer.glue()
    if before:
        print_headlines(article, printer, rng)
    if article.one("kind") == "photo":
        print_caption(article.body[0], " ".join(article.names("byline")), style, printer)
    else:
        print_body(article, style, printer, rng)
    if not before:
        printer.gap()
        print_headlines(article, printer, rng)
    for text, credit in article.captions:
        print_caption(text, credit, style, printer)


def lay_out(source: PageSource) -> str:
    """The page text of one source."""
    style = STYLES[source.one("style")]
    day = datetime.date.fromisoformat(source.one("date"))
    values = {key: values[0] for key, values in source.fields.items()}
    values |= {"y": str(day.year), "m": str(day.month), "d": str(day.day), "weekday": WEEKDAYS[day.weekday()]}
    rng = random.Random(f"{source.one('date')}-{source.one('page')}")
    printer = Printer(style.scars)
    printer.line(style.header.format(**values))
    printer.line(style.editor.format(**values))
    if "contact" in values:
        printer.line(style.contact.format(**values))
        printer.gap()
    for article in source.articles:
        print_article(article, style, printer, rng)
    return printer.text()


def gold_article(article: Article) -> dict[str, object]:
    gold: dict[str, object] = {key: article.fields.get(key, []) for key in ("kicker", "headline", "subhead")}
    gold["byline"] = article.names("byline") or article.names("reporter") or article.names("correspondent")
    gold["kind"] = article.one("kind") or "article"
    source = article.one("source")
    gold["source"] = None if stays_in_text(source) else source or None
    gold["paragraphs"] = list(article.body)
    if stays_in_text(source):
        gold["paragraphs"] = [dateline(article) + article.body[0], *article.body[1:]]
    if article.small_headings:
        gold["small_headings"] = list(article.small_headings)
    gold["captions"] = [text + (f"{credit}摄" if credit else "") for text, credit in article.captions]
    for key in ("continues_on", "continued_from"):
        if article.one(key):
            gold[key] = article.one(key)
    return gold


def gold_page(source: PageSource) -> dict[str, object]:
    """What a reader of the page should find; `scars` lists the glyphs that the page prints wrongly."""
    gold: dict[str, object] = {key: source.one(key) for key in ("newspaper", "date", "page", "section", "editor")}
    text = "".join(p for a in source.articles for p in (*a.body, *(caption for caption, _ in a.captions)))
    scars = [{"meant": m, "printed": p} for m, p in STYLES[source.one("style")].scars if m in text]
    if scars:
        gold["scars"] = scars
    gold["articles"] = [gold_article(article) for article in source.articles]
    return gold


def make(samples: Path, corpus: Path, gold: Path) -> list[Path]:
    """Lay every page source in `samples` out into `corpus` and `gold`; returns the files written."""
    written = []
    for path in sorted(samples.glob("*.article.txt")):
        source = read_source(path)
        stem = f"{source.one('date')}-{source.one('page')}"
        if path.name != f"{stem}.article.txt":
            raise ValueError(f"{path.name}: says that it is {stem}")
        answer = json.dumps(gold_page(source), ensure_ascii=False, indent=1) + "\n"
        for target, text in ((corpus / f"{stem}.txt", lay_out(source)), (gold / f"{stem}.gold.json", answer)):
            target.write_text(text, encoding="utf-8", newline="\n")
            written.append(target)
    return written


if __name__ == "__main__":
    root = Path(__file__).resolve().parents[2]
    made = make(root / "tests" / "samples", root / "corpus", root / "tests" / "gold")
    sys.stdout.write(f"{len(made)} files written\n")
