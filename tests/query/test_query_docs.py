"""What docs/queries.md says of the language is so."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from searcher.errors import QueryError
from searcher.query.caret import caret
from searcher.query.dates import parse_date_range
from searcher.query.fields import NAMES, canonical
from searcher.query.lex import MAX_DISTANCE, Kind, tokens
from searcher.query.looking import MOST
from searcher.query.nodes import MAX_DEPTH, MAX_PARTS
from searcher.query.parse import MAX_GROUPS, MAX_LENGTH, parse
from searcher.query.synonyms import MOST_IN_QUERY
from searcher.query.unparse import format_query

TODAY = datetime.date(2025, 5, 9)
SECTIONS = dict(
    part.split("\n", 1)
    for part in (Path(__file__).parents[2] / "docs/queries.md").read_text(encoding="utf-8").split("\n## ")[1:]
)
CODE = re.compile("`` (.+?) ``|`([^`]+)`")


def code(text: str) -> list[str]:
    return [found[1] or found[2] for found in CODE.finditer(text)]


def rows(section: str) -> list[list[str]]:
    """The cells of the section's table, without its head."""
    lines = [line for line in SECTIONS[section].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("row", rows("Boolean"), ids=lambda row: row[0])
def test_binding(row: list[str]) -> None:
    query, read_as = code(" ".join(row))
    assert format_query(parse(query)) == format_query(parse(read_as))


DATES = [(form, re.search(r"(up to|from|:) ([0-9-]{10})", row[1])) for row in rows("Dates") for form in code(row[0])]


@pytest.mark.parametrize(("form", "open_to"), DATES, ids=[form for form, _ in DATES])
def test_date_forms(form: str, open_to: re.Match[str] | None) -> None:
    first, last = parse_date_range(form, TODAY)
    if open_to is None:
        assert first is not None
        assert last is not None
    else:
        day = datetime.date.fromisoformat(open_to[2])
        assert (first, last) == ((day, None) if open_to[1] == "from" else (None, day))


def test_some_forms_are_open() -> None:
    assert sum(open_to is not None for _, open_to in DATES) > 10


def test_field_names() -> None:
    documented = [(code(row[0])[0].rstrip(":"), name.rstrip(":")) for row in rows("Fields") for name in code(row[1])]
    assert documented
    assert all(canonical(name) == field for field, name in documented)
    documented_names = {name for pair in documented for name in pair}
    simplified = {name for name in NAMES if not set(name) & set("標題記欄來報紙")}
    assert simplified - documented_names == {"wildcard", "通配"}


LIMITS = (MAX_LENGTH, MAX_GROUPS, MAX_DEPTH, MAX_DISTANCE, MAX_PARTS, MOST_IN_QUERY, MOST)


def test_limits() -> None:
    told = {figure for row in rows("Limits") for figure in re.findall("[0-9,]+", row[1])}
    assert told == {f"{limit:,}" for limit in LIMITS}


def test_question_words() -> None:
    listed = SECTIONS["Wildcards"].split("question word: ")[1].split(" (")[0].split()
    assert len(listed) > 10
    for word in listed:
        assert next(iter(tokens(f"{word}?"))).kind is Kind.WORDS


def test_the_error_that_is_shown() -> None:
    lines = [line[4:] for line in SECTIONS["Errors"].splitlines() if line.startswith("    ")]
    with pytest.raises(QueryError) as caught:
        parse(lines[0])
    assert [*caret(caught.value).split("\n"), str(caught.value)] == lines
