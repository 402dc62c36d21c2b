"""The one table of what can be typed; dispatch, completion, `:help` and docs/prompt.md come from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from searcher.errors import UsageError
from searcher.i18n import N_, _, placeholders
from searcher.prompt import keeping, searching, studying
from searcher.prompt.conditions import FIELDS
from searcher.prompt.desk import Desk, Step
from searcher.prompt.state import State
from searcher.prompt.table import Command, Takes

if TYPE_CHECKING:
    from searcher.prompt.table import Run
    from searcher.results.render.style import Style

_INDENT = "    "


def find(name: str) -> Command:
    """The command of this name, or the only one that begins so; raises UsageError."""
    wanted = name.casefold()
    alike = [command for command in COMMANDS if command.name.startswith(wanted)] if name else []
    exact = [command for command in alike if command.name == wanted]
    if len(exact or alike) == 1:
        return (exact or alike)[0]
    if alike:
        names = ", ".join(f":{command.name}" for command in alike)
        raise UsageError(_(":{name} may be {names}").format(name=name, names=names))
    raise UsageError(_("no command :{name}; :help lists them").format(name=name))


def _limit(desk: Desk, state: State, argument: str) -> Step:
    options = desk.options
    if argument == "auto":
        options = replace(options, fit=True)
    elif argument:
        if not (argument.isdecimal() and int(argument)):
            raise UsageError(_(":limit takes a whole number from 1 on, as :limit 20, or auto"))
        options = replace(options, limit=int(argument), fit=False)
    told = _("as many results as fit the screen, {limit} at most") if options.fit else _("{limit} results at a time")
    return Step(state, iter([told.format(limit=options.limit)]), options)


def _switch(name: str, attribute: str, words: tuple[str, str], told: tuple[str, str]) -> Run:
    """A command that sets an option to one of two values; the first of `words` and `told` is for True."""

    def run(desk: Desk, state: State, argument: str) -> Step:
        if argument and argument not in words:
            raise UsageError(_(":{name} takes {first} or {second}").format(name=name, first=words[0], second=words[1]))
        options = replace(desk.options, **{attribute: argument == words[0]}) if argument else desk.options
        return Step(state, iter([_(told[not getattr(options, attribute)])]), options)

    return run


def _back(desk: Desk, state: State, argument: str) -> Step:
    return Step(state, back=True)


def _help(desk: Desk, state: State, argument: str) -> Step:
    if argument:
        command = find(argument.lstrip(":："))
        return Step(state, help_lines([(placeholders(command.usage), _(command.help))], desk.style, desk.width))
    return Step(state, _whole_help(desk))


def _whole_help(desk: Desk) -> Iterator[str]:
    from searcher.prompt.reference import sections, translated

    for number, section in enumerate(sections()):
        if number:
            yield ""
        yield desk.style.paint(_(section.title), desk.style.strong)
        yield from help_lines(translated(section), desk.style, desk.width)


def help_lines(rows: Sequence[tuple[str, str]], style: Style, width: int) -> Iterator[str]:
    """What is typed or pressed beside what it does; under each other where `width` is too narrow for that."""
    from searcher.results.render.columns import columns
    from searcher.results.render.layout import measure, table

    if max(columns(name) for name, _text in rows) <= width // 2:
        yield from table(rows, style, width)
        return
    for name, text in rows:
        yield from style.lines(name, measure(width))
        yield from (_INDENT + line for line in style.lines(text, measure(width) - len(_INDENT), style.quiet))


def _quit(desk: Desk, state: State, argument: str) -> Step:
    return Step(state, leave=True)


COMMANDS = (
    Command("more", "", N_("the next results"), searching.more),
    Command("browse", "[NUMBER]", N_("the results on the whole screen"), searching.browse, Takes.RESULT),
    Command("show", "NUMBER", N_("the article of a result, in lines"), searching.show, Takes.RESULT),
    Command(
        "sort",
        "[date|oldest|relevance]",
        N_("the newest first, the oldest first, or the best first"),
        searching.sort,
        ("date", "oldest", "relevance"),
    ),
    Command(
        "filter",
        "[FIELD:VALUE …]",
        N_("only what is of this date, section, byline, newspaper or page, until cleared; alone, what is in force"),
        searching.filter,
        Takes.CONDITIONS,
    ),
    Command("clear", "[FIELD]", N_("drop all filters, or that of a field"), searching.clear, FIELDS),
    Command(
        "facets", "[FIELD]", N_("what was found, counted by section or another field"), studying.facets, studying.FACETS
    ),
    Command("timeline", "[day|month|year]", N_("what was found, over time"), studying.timeline, studying.PERIODS),
    Command(
        "similar",
        "NUMBER",
        N_("other articles on what the article of a result is about"),
        searching.similar,
        Takes.RESULT,
    ),
    Command("cite", "NUMBER… [STYLE]", N_("citations: gbt7714, bibtex, ris or csl-json"), studying.cite, Takes.CITED),
    Command(
        "explain", "[QUERY]", N_("how a query is read, and what each part of it matches"), studying.explain, Takes.QUERY
    ),
    Command("back", "", N_("undo: what was asked, narrowed, filtered or sorted before"), _back),
    Command("save", "NAME", N_("keep the question under a name"), keeping.save, Takes.SAVED),
    Command("saved", "[NAME]", N_("ask a saved question again; alone, list them"), keeping.saved, Takes.SAVED),
    Command("forget", "NAME", N_("drop a saved question"), keeping.forget, Takes.SAVED),
    Command(
        "export",
        "FILE",
        N_("write all results to a file: .txt .json .jsonl .csv .md .html"),
        keeping.export,
        Takes.FILE,
    ),
    Command(
        "index",
        "[rebuild]",
        N_("bring the index up to date with the corpus, or make it anew"),
        keeping.index,
        ("rebuild",),
    ),
    Command("info", "", N_("what the index holds"), keeping.info),
    Command("limit", "[N|auto]", N_("N results at a time, or as many as fit the screen"), _limit, ("auto",)),
    Command(
        "live",
        "[on|off]",
        N_("count and first headlines while one types"),
        _switch("live", "live", ("on", "off"), (N_("live results are on"), N_("live results are off"))),
        ("on", "off"),
    ),
    Command(
        "keys",
        "[vi|emacs]",
        N_("the keys that edit the line"),
        _switch("keys", "vi", ("vi", "emacs"), (N_("the keys are those of vi"), N_("the keys are those of emacs"))),
        ("vi", "emacs"),
    ),
    Command("help", "[COMMAND]", N_("this help, or one line of it"), _help, Takes.COMMAND),
    Command("quit", "", N_("leave"), _quit),
)
