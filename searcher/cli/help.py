"""Help as it is shown: in the user's language, wrapped by display width.

Help texts are plain English where commands and options are declared; each paragraph of them is a message of the
catalogues. Typer's own layout counts characters, of which a Chinese one takes two columns, so the layout is made here.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from typing import Any

from searcher.i18n import _, ngettext, placeholders
from searcher.results.render.columns import columns, wrap

_WIDEST = 100
_INDENT = "  "
_WIDEST_NAME = 28
"""What is wider stands on a line of its own."""
_NARROWEST = 20
Rows = Sequence[tuple[str, str]]


def help_lines(command: Any, context: Any, shared: Sequence[str], width: int) -> Iterator[str]:
    """The lines of `searcher [COMMAND] --help`; `shared` names the options that every command has."""
    width = max(min(width, _WIDEST), _NARROWEST)
    yield from _hanging(_("Usage: {program}").format(program=context.command_path), usage(command), width)
    for paragraph in paragraphs(command.help):
        yield ""
        yield from _indented(_(paragraph), width)
    params = [param for param in command.get_params(context) if not param.hidden]
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name == "option" and param.name not in shared]
    common = [param for param in params if param.param_type_name == "option" and param.name in shared]
    yield from _section(_("Arguments:"), [(argument_name(param), param_help(param)) for param in arguments], width)
    yield from _section(_("Options:"), [_option(param, context) for param in options], width)
    yield from _section(_("Options of every command:"), [_option(param, context) for param in common], width)
    known = getattr(command, "commands", {})
    rows = [(name, short_help(sub)) for name, sub in known.items() if not sub.hidden]
    yield from _section(ngettext("Command:", "Commands:", len(rows)), rows, width)
    for paragraph in paragraphs(command.epilog):
        yield ""
        yield from _indented(_(paragraph), width)


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a help text, each on one line: the messages that the catalogues translate."""
    return [" ".join(part.split()) for part in inspect.cleandoc(text or "").split("\n\n") if part.strip()]


def param_help(param: Any) -> str:
    """The help of an option or argument, in the language in force."""
    text = " ".join((param.help or "").split())
    return _(text) if text else ""


def short_help(command: Any) -> str:
    """The first sentence of a command's help, or what stands before its colon, in the language in force."""
    first = _(paragraphs(command.help)[0]) if command.help else ""
    for end in (". ", ": ", "。", "："):
        first = first.partition(end)[0]
    return first.rstrip(".")


def usage(command: Any) -> list[str]:
    """What follows the program's name, piece by piece."""
    params = [param for param in command.params if not param.hidden]
    pieces = [_("[OPTIONS]")] if any(param.param_type_name == "option" for param in params) else []
    for param in params:
        if param.param_type_name == "argument":
            name = argument_name(param)
            pieces.append(name if param.required else f"[{name}]")
    if hasattr(command, "commands"):
        pieces.append(_("COMMAND [ARGUMENTS]..."))
    return pieces


def argument_name(param: Any) -> str:
    """An argument as it is shown, with ... where several may be given."""
    name = str(param.metavar or param.name.upper())
    return placeholders(name if param.nargs == 1 or name.endswith("...") else f"{name}...")


def option_name(param: Any) -> str:
    """An option with its short form first, its opposite, and what it takes: -n, --limit N."""
    names = ", ".join(sorted(param.opts, key=lambda name: name.startswith("--")))
    names = " / ".join([names, *param.secondary_opts])
    return f"{names} {placeholders(param.metavar)}" if param.metavar else names


def _option(param: Any, context: Any) -> tuple[str, str]:
    default = param.get_default(context)
    text = param_help(param)
    if param.show_default and default not in (None, False, (), []):
        shown = _("on") if default is True else default
        text = _("{help} [default: {value}]").format(help=text, value=shown)
    return option_name(param), text


def _section(heading: str, rows: Rows, width: int) -> Iterator[str]:
    """Names and texts in two columns under a heading; nothing where there are no rows."""
    if not rows:
        return
    yield ""
    yield heading
    wide = max((columns(name) for name, _text in rows if columns(name) <= _WIDEST_NAME), default=_WIDEST_NAME)
    beside = " " * (len(_INDENT) + wide + 2)
    if width - len(beside) < _NARROWEST:
        wide, beside = 0, _INDENT * 3
    room = width - len(beside)
    for name, text in rows:
        lines = [text[start:end] for start, end in wrap(text, room)]
        if columns(name) > wide:
            yield _INDENT + name
            yield from (beside + line for line in lines)
        else:
            yield f"{_INDENT}{name}{' ' * (wide - columns(name))}  {lines[0]}".rstrip()
            yield from (beside + line for line in lines[1:])


def _indented(text: str, width: int) -> Iterator[str]:
    return (_INDENT + text[start:end] for start, end in wrap(text, width - len(_INDENT)))


def _hanging(start: str, pieces: Sequence[str], width: int) -> Iterator[str]:
    """Pieces after a start, broken between them, later lines under the first piece."""
    line, empty = start, True
    for piece in pieces:
        if not empty and columns(line) + 1 + columns(piece) > width:
            yield line
            line, empty = " " * (columns(start) if columns(start) < width // 2 else len(_INDENT)), True
        line, empty = f"{line} {piece}", False
    yield line
