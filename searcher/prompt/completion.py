"""What can be completed at the prompt, as pure functions: the text before the cursor and what is known, to
candidates."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from searcher.errors import UsageError
from searcher.i18n import N_, _, placeholders
from searcher.prompt.commands import COMMANDS, find
from searcher.prompt.conditions import FIELDS
from searcher.prompt.studying import STYLES
from searcher.prompt.table import Command, Takes
from searcher.prompt.titles import title_of
from searcher.query.fields import NAMES
from searcher.results.counted import Facet, TermCount
from searcher.results.model import Hit
from searcher.results.render.safe import safe

LONGEST_TERM = 8
"""Characters before the cursor that a term may have begun with."""
_TERMS = 12
_LONGEST_TITLE = 40
_VALUES = 50
_FIELD_HELP = {
    "headline": N_("the headline"),
    "byline": N_("the by-line"),
    "section": N_("the section"),
    "page": N_("the page"),
    "source": N_("the source"),
    "newspaper": N_("the newspaper"),
    "date": N_("a day, a month, a year, or a range"),
}
_GROUP = re.compile(r'(?:[^\s()（）"“”]|[:：]["“](?:[^"”\\]|\\.)*["”]?)*$')
_FIELD = re.compile(r"([-－!]*)([^\W\d_]+)[:：](.*)$", re.DOTALL)
_LATIN = re.compile(r"[A-Za-z'’]+$")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+$")
_PLAIN_VALUE = re.compile(r"[\w·.-]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be put in place of the last `replaces` characters before the cursor: `text`, shown with a `note`.

    `shown` and `note` are fit for a terminal.
    """

    text: str
    replaces: int
    shown: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What completion goes by: values of fields (as `Seen`), shown results, names of saved questions.

    `terms` gives the terms of the index that begin so, in characters or pinyin; `sounding` those values of fields that
    begin as pinyin is typed; `files` what is in a folder that a path names.
    """

    values: Mapping[str, Sequence[Facet]] = field(default_factory=dict)
    hits: Sequence[Hit] = ()
    saved: Sequence[str] = ()
    terms: Callable[[str], Sequence[TermCount]] = lambda prefix: ()
    sounding: Callable[[str], Collection[str]] = lambda typed: ()
    files: Callable[[str], Sequence[str]] = lambda path: ()


def complete(text: str, known: Known) -> list[Candidate]:
    """Everything that the word before the cursor may become, the likeliest first. `text` is what stands before it."""
    typed = text.lstrip()
    if typed[:1] in (":", "："):
        return list(_of_command(typed, known))
    if typed.isdecimal() and known.hits:
        return list(_results(typed, known))
    if typed[:1] in ("/", "／"):
        typed = typed[1:]
    return list(_of_query(typed, known))


def _of_command(typed: str, known: Known) -> Iterator[Candidate]:
    name, blank, argument = typed[1:].partition(" ")
    if not blank:
        for command in COMMANDS:
            if command.name.startswith(name.casefold()):
                yield Candidate(f":{command.name}", len(typed), placeholders(command.usage), _(command.help))
        return
    try:
        yield from _of_argument(find(name), argument.lstrip(), known)
    except UsageError:
        return


def _of_argument(command: Command, argument: str, known: Known) -> Iterator[Candidate]:
    word = argument.rpartition(" ")[2]
    match command.takes:
        case Takes.RESULT if word == argument:
            yield from _results(word, known)
        case Takes.CITED:
            yield from _results(word, known)
            yield from _words(word, STYLES)
        case Takes.CONDITIONS:
            yield from _of_field(_group(argument), known, FIELDS)
        case Takes.QUERY:
            yield from _of_query(argument, known)
        case Takes.SAVED:
            yield from _words(argument, known.saved)
        case Takes.FILE:
            yield from _words(argument, known.files(argument))
        case Takes.COMMAND:
            yield from (
                Candidate(other.name, len(argument), other.name, _(other.help))
                for other in COMMANDS
                if other.name.startswith(argument.lstrip(":："))
            )
        case tuple() as words if word == argument:
            yield from _words(argument, words)


def _words(typed: str, words: Iterable[str]) -> Iterator[Candidate]:
    for word in words:
        if word.startswith(typed) and word != typed:
            yield Candidate(word, len(typed), safe(word))


def _results(typed: str, known: Known) -> Iterator[Candidate]:
    for hit in known.hits:
        number = str(hit.rank)
        if number.startswith(typed):
            yield Candidate(number, len(typed), number, title_of(hit)[0][:_LONGEST_TITLE])


def _group(text: str) -> str:
    """The part of a query right before the cursor that belongs together."""
    found = _GROUP.search(text)
    return found[0] if found else ""


def _of_query(text: str, known: Known) -> Iterator[Candidate]:
    group = _group(text)
    if not group:
        return
    if (found := _FIELD.match(group)) and found[2].casefold() in NAMES:
        yield from _values(NAMES[found[2].casefold()], found[3], known)
        return
    yield from _of_field(group, known)
    yield from _of_terms(group, known)


def _of_field(group: str, known: Known, fields: Collection[str] = tuple(_FIELD_HELP)) -> Iterator[Candidate]:
    """Names of fields that the group may become, or values where it has the name of one of `fields` already."""
    if (found := _FIELD.match(group)) and NAMES.get(found[2].casefold(), "") in fields:
        yield from _values(NAMES[found[2].casefold()], found[3], known)
        return
    name = group.lstrip("-－!").casefold()
    seen = set()
    for written, canonical in NAMES.items():
        if canonical in fields and canonical not in seen and written.startswith(name):
            seen.add(canonical)
            yield Candidate(f"{written}:", len(name), f"{written}:", _(_FIELD_HELP[canonical]))


def _values(name: str, typed: str, known: Known) -> Iterator[Candidate]:
    """Values of a field that begin with or else contain what is typed, or begin so in pinyin; of dates those that
    begin so."""
    wanted = typed.lstrip('"“').casefold()
    if name == "date":
        yield from _dates(typed, known)
        return
    told = [facet for facet in known.values.get(name, ()) if facet.value]
    first = [facet for facet in told if (facet.value or "").casefold().startswith(wanted)]
    then = [facet for facet in told if wanted in (facet.value or "").casefold() and facet not in first]
    found = [*first, *then]
    if not found and wanted:
        alike = known.sounding(wanted)
        found = [facet for facet in told if facet.value in alike]
    for facet in found[:_VALUES]:
        value = facet.value or ""
        yield Candidate(_written(value), len(typed), safe(value), f"{facet.count:,}")


def _dates(typed: str, known: Known) -> Iterator[Candidate]:
    """The years, months or days of the index that begin so; behind `..` too."""
    last = typed.rpartition("..")[2]
    part = "year" if len(last) < 4 else "month" if len(last) < 7 else "day"
    told = sorted((facet for facet in known.values.get(part, ()) if facet.value), key=lambda facet: facet.value or "")
    for facet in reversed(told):
        if facet.value and facet.value.startswith(last) and facet.value != last:
            yield Candidate(facet.value, len(last), facet.value, f"{facet.count:,}")


def _written(value: str) -> str:
    """A value as a query has it: in quotes where a sign in it would be read as one."""
    if _PLAIN_VALUE.fullmatch(value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _of_terms(group: str, known: Known) -> Iterator[Candidate]:
    """Terms that the end of the group begins, the longest end first: 长治碳达 may become 长治碳达峰."""
    seen: set[str] = set()
    for start in _ends(group):
        typed = group[start:]
        for found in known.terms(typed):
            if found.term not in seen and found.term != typed and len(seen) < _TERMS:
                seen.add(found.term)
                yield Candidate(found.term, len(typed), safe(found.term), f"{found.count:,}")
        if seen:
            return


def _ends(group: str) -> Iterator[int]:
    """Where a term may begin in a group: before all of it, at its last ideographs (two at least, since one would bring
    words that nobody thinks of), at its last Latin letters."""
    latin = _LATIN.search(group)
    before = group[: latin.start()] if latin else group
    least = 1 if latin else 2
    if han := _HAN.search(before):
        # Where Latin letters follow, it is part in characters, part in pinyin, as 平yao.
        yield from range(max(han.start(), len(group) - LONGEST_TERM), max(len(before) - least, han.start()) + 1)
    if latin:
        yield latin.start()
    elif not han:
        yield 0
