"""Citations in the styles that papers and reference managers ask for. Lines without line ends.

- `gbt7714`: GB/T 7714—2015, 4.4 and 8, as it is used with numbers in the order of citing (顺序编码制).
- `bibtex`: `@article` with `entrysubtype = {newspaper}`, which gbt7714, biblatex and Zotero know, and others pass over.
- `ris`: the RIS format (type NEWS).
- `csl-json`: CSL-JSON (type article-newspaper).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from searcher.errors import UsageError
from searcher.i18n import _
from searcher.results.citation import Citation, keys
from searcher.results.render.json import array
from searcher.results.render.safe import safe

_NAMED = 3
"""Authors that GB/T 7714 names, where there are more (8.1.2)."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_"},
    }
)
"""What TeX would obey. Braces are written by name, since BibTeX counts those after a backslash too."""
_TAKEN_APART = re.compile(r"\band\b|,|^others$", re.IGNORECASE)


def render_citations(citations: Sequence[Citation], style: str) -> Iterator[str]:
    """The citations in one of STYLES, in order. Raises UsageError for another one."""
    if style not in STYLES:
        raise UsageError(
            _("{style}: no such style of citation; there are {styles}").format(style=style, styles=", ".join(STYLES))
        )
    return STYLES[style](citations)


def _gbt7714(citations: Sequence[Citation]) -> Iterator[str]:
    return map(gbt7714, citations)


def gbt7714(cited: Citation) -> str:
    """`作者. 题名[N]. 报纸名, 年-月-日(版次).` by GB/T 7714—2015.

    No author: the title comes first (8.1.3). More than three: the first three and 等 (8.1.2). What is not known or had
    to be made up stands in square brackets (7.3, and as [出版者不详] in 8.4.2.3); a page that is not known is left out.
    """
    authors = [safe(author) for author in cited.authors]
    named = ", ".join(authors if len(authors) <= _NAMED else [*authors[:_NAMED], "等"])
    title = safe(_title(cited) or "[题名不详]")
    newspaper = safe(cited.newspaper) if cited.newspaper else "[报纸名不详]"
    page = f"({safe(cited.page)})" if cited.page else ""
    return f"{f'{named}. ' if named else ''}{title}[N]. {newspaper}, {cited.date or '[日期不详]'}{page}."


def _bibtex(citations: Sequence[Citation]) -> Iterator[str]:
    named = keys(citations)
    for number, cited in enumerate(citations):
        if number:
            yield ""
        yield f"@article{{{named[cited.id]},"
        yield from (f"  {name} = {value}," for name, value in _bibtex_fields(cited))
        yield "}"


def _bibtex_fields(cited: Citation) -> Iterator[tuple[str, str]]:
    if cited.authors:
        yield "author", f"{{{' and '.join(map(_bibtex_name, cited.authors))}}}"
    if title := _title(cited):
        # Braces within keep a style from changing PM2.5 to pm2.5.
        yield "title", f"{{{{{_tex(title)}}}}}"
    if cited.newspaper:
        yield "journal", f"{{{_tex(cited.newspaper)}}}"
    if cited.date:
        year, month, day = cited.date.split("-")
        yield "year", f"{{{year}}}"
        yield "month", _MONTHS[int(month) - 1]
        yield "day", f"{{{int(day)}}}"
        yield "date", f"{{{cited.date}}}"
    if cited.page:
        yield "pages", f"{{{_tex(cited.page)}}}"
    yield "entrysubtype", "{newspaper}"
    yield "langid", "{chinese}"


def _bibtex_name(name: str) -> str:
    """A name that BibTeX would take apart (at a comma, an and, or a blank that is not between Latin words) as one."""
    tex = _tex(name)
    return f"{{{tex}}}" if _TAKEN_APART.search(name) or (" " in name and not name.isascii()) else tex


def _tex(text: str) -> str:
    return safe(text).translate(_TEX)


def _title(cited: Citation) -> str | None:
    """The title, or what stands for it in square brackets."""
    return cited.title or (f"[{cited.opening}]" if cited.opening else None)


def _ris(citations: Sequence[Citation]) -> Iterator[str]:
    named = keys(citations)
    for cited in citations:
        yield "TY  - NEWS"
        yield f"ID  - {named[cited.id]}"
        yield from (f"{tag}  - {safe(value)}" for tag, value in _ris_fields(cited) if value)
        yield "ER  - "
        yield ""


def _ris_fields(cited: Citation) -> Iterator[tuple[str, str | None]]:
    yield from (("AU", author) for author in cited.authors)
    yield "TI", _title(cited)
    yield "T2", cited.newspaper
    yield "PY", cited.date[:4] if cited.date else None
    yield "DA", cited.date.replace("-", "/") if cited.date else None
    yield "SP", cited.page
    yield "SE", cited.section
    yield "LA", "zh"


def _csl_json(citations: Sequence[Citation]) -> Iterator[str]:
    named = keys(citations)
    return array(csl_item(cited, named[cited.id]) for cited in citations)


def csl_item(cited: Citation, key: str) -> dict[str, Any]:
    """An item of CSL-JSON; names are literal, since a family name cannot be told from a given one for certain."""
    known = {
        "id": key,
        "type": "article-newspaper",
        "author": [{"literal": author} for author in cited.authors],
        "title": _title(cited),
        "container-title": cited.newspaper,
        "issued": {"date-parts": [[int(part) for part in cited.date.split("-")]]} if cited.date else None,
        "page": cited.page,
        "section": cited.section,
        "language": "zh-CN",
    }
    return {name: value for name, value in known.items() if value}


STYLES: dict[str, Callable[[Sequence[Citation]], Iterator[str]]] = {
    "gbt7714": _gbt7714,
    "bibtex": _bibtex,
    "ris": _ris,
    "csl-json": _csl_json,
}
"""Every style by its name."""
SUFFIXES = {"gbt7714": ".txt", "bibtex": ".bib", "ris": ".ris", "csl-json": ".json"}
"""What files of a style are called."""
