"""The command line as Typer sees it: the app, the options that every command shares, and how a command is declared.

Commands live in a module a group and import what they need when they run: `--help` loads none of the engine.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from searcher.cli.quick import QuickCommand, QuickGroup
from searcher.cli.settings import Color, Language, Shared, settle
from searcher.errors import ExitStatus

_GROUPS = (
    "parse",
    "add",
    "index",
    "search",
    "similar",
    "terms",
    "show",
    "open",
    "cite",
    "facets",
    "timeline",
    "explain",
    "info",
    "check",
    "config",
    "completion",
    "prompt",
)
"""Modules that declare the command of their name, in the order that help shows them."""

_CONTEXT: dict[str, Any] = {"help_option_names": ["-h", "--help"]}

_shared_key = f"{__name__}.shared"
CONFIGURATION = f"{__name__}.configuration"
"""Where a context's `meta` keeps the `Configuration`."""

app = typer.Typer(
    name="searcher",
    cls=QuickGroup,
    help="Full-text search for Chinese newspapers kept as text.",
    epilog="Exit status: 0 found or done, 1 nothing found, 2 wrong usage or query, 3 no index or corpus, "
    "4 damaged index, 5 locked, 6 done but some files could not be read, 130 interrupted.",
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings=_CONTEXT,
)

_SHARED: dict[str, tuple[Any, Any]] = {
    "corpus": (
        Path | None,
        typer.Option(
            "--corpus",
            metavar="DIR",
            help="Folder of page texts (else $SEARCHER_CORPUS, else corpus).",
            show_default=False,
        ),
    ),
    "index": (
        Path | None,
        typer.Option(
            "--index", metavar="DIR", help="Folder of the index (else $SEARCHER_INDEX, else index).", show_default=False
        ),
    ),
    "user_dictionary": (
        Path | None,
        typer.Option(
            "--user-dictionary",
            metavar="FILE",
            help="Words in jieba's format (else userdict.txt in the corpus).",
            show_default=False,
        ),
    ),
    "synonyms": (
        Path | None,
        typer.Option(
            "--synonyms",
            metavar="FILE",
            help="Synonyms, one group a line (else synonyms.txt in the corpus).",
            show_default=False,
        ),
    ),
    "no_synonyms": (bool, typer.Option("--no-synonyms", help="Search without synonyms.", show_default=False)),
    "lang": (
        Language | None,
        typer.Option("--lang", metavar="en|zh", help="Language of messages (else by the locale).", show_default=False),
    ),
    "color": (
        Color | None,
        typer.Option("--color", metavar="auto|always|never", help="When to use colours.", show_default=False),
    ),
    "no_color": (
        bool,
        typer.Option("--no-color", help="No colours (also NO_COLOR); hits then stand in 【】.", show_default=False),
    ),
    "debug": (bool, typer.Option("--debug", help="Show a traceback when something fails.", show_default=False)),
}
SHARED_NAMES = tuple(_SHARED)
"""Names of the options that every command has."""
_SHARED_DEFAULTS = {name: False if kind is bool else None for name, (kind, _option) in _SHARED.items()}

declared: dict[str, list[inspect.Parameter]] = {}
"""The own parameters of each command, annotated for Typer."""

Run = Callable[..., int | None]


def command(name: str, *, strict: bool = True) -> Callable[[Run], Run]:
    """Declare a command: a function of `Settings` and keyword parameters annotated for Typer, which gives its status.

    The options that every command shares are added here and reach the function as its settings. One that is not
    `strict` runs also where the user's settings file is bad, as if there were none.
    """

    def declare(run: Run) -> Run:
        def called(context: typer.Context, **values: Any) -> int | None:
            given = Shared(**{key: values.pop(key) for key in _SHARED})
            shared = given.over(context.meta.get(_shared_key, Shared()))
            configuration = context.meta[CONFIGURATION]
            if strict and configuration.problem is not None:
                raise configuration.problem
            return run(settle(shared, context.obj, configuration, name), **values)

        own = declared[name] = list(inspect.signature(run, eval_str=True).parameters.values())[1:]
        _sign(called, own)
        called.__doc__ = run.__doc__
        app.command(name, cls=QuickCommand, context_settings=_CONTEXT)(called)
        return run

    return declare


def _sign(called: Callable[..., Any], own: list[inspect.Parameter]) -> None:
    """Give `called` the signature that Typer reads: the context, its own parameters, the shared options."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    context = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    shared = [
        inspect.Parameter(name, keyword, default=_SHARED_DEFAULTS[name], annotation=Annotated[kind, option])
        for name, (kind, option) in _SHARED.items()
    ]
    parameters = [context, *(parameter.replace(kind=keyword) for parameter in own), *shared]
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}


def _before(context: typer.Context, **values: Any) -> int | None:
    version = values.pop("version")
    if version:
        from searcher import __version__

        context.obj.write(f"searcher {__version__}")
        raise typer.Exit(ExitStatus.OK)
    context.meta[_shared_key] = Shared(**values)
    if context.invoked_subcommand is not None:
        return None
    if context.obj.stdin_isatty and context.obj.stdout_isatty:
        prompt = command_line().commands["prompt"]
        with prompt.make_context("prompt", [], parent=context) as own:
            status: int | None = prompt.invoke(own)
        return status
    context.obj.write(context.get_help())
    raise typer.Exit(ExitStatus.USAGE)


_sign(
    _before,
    [
        inspect.Parameter(
            "version",
            inspect.Parameter.KEYWORD_ONLY,
            default=False,
            annotation=Annotated[
                bool, typer.Option("--version", help="Show the version and leave.", show_default=False)
            ],
        )
    ],
)
app.callback(invoke_without_command=True)(_before)


def line_for(args: Sequence[str]) -> Any:
    """As much of the command line as reading `args` takes: where they name a command, that one alone is loaded."""
    name = _named(args)
    if name is None:
        return command_line()
    import_module(f"searcher.cli.{name}")
    return typer.main.get_command(app)


def _named(args: Sequence[str]) -> str | None:
    """The command that arguments name, None where that cannot be told at a glance."""
    rest = iter(args)
    for arg in rest:
        if not arg.startswith("-"):
            return arg if arg in _GROUPS else None
        name = arg.removeprefix("--").replace("-", "_")
        if name in _SHARED:
            if _SHARED[name][0] is not bool:
                next(rest, None)
        elif "=" not in arg:
            return None
    return None


@lru_cache(maxsize=1)
def command_line() -> Any:
    """The whole command line, ready to read arguments (a click group: `make_context`, `invoke`)."""
    for group in _GROUPS:
        import_module(f"searcher.cli.{group}")
    made: Any = typer.main.get_command(app)
    # Whoever imported one of the modules before has changed their order.
    made.commands = {name: made.commands[name] for name in _GROUPS}
    return made
