"""Typer's commands without pydantic.

Since 0.29 Typer converts every argument through pydantic, whose import alone takes longer (80 ms) than a search.
The conversions of this command line are plain ones (text, a number with bounds, a choice, a path), so they are put in
the place where Typer would build its own at first use. A Typer that has no such place converts by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from searcher.cli.conversion import conversion

DEFAULTS = f"{__name__}.defaults"
"""Where a context's `meta` keeps defaults by command and parameter. (In a `default_map` of the group a command would
be taken for an option of the same name: there is an --index and an index.)"""


class QuickCommand(TyperCommand):
    """A command whose arguments are converted here, and each of whose flags has its opposite: --count, --no-count.

    The opposites are for who has set a flag in the settings file; help does not list them.
    """

    def make_context(self, info_name: Any, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """A context whose defaults are those that the user's settings give this command."""
        if parent is not None:
            extra.setdefault("default_map", parent.meta.get(DEFAULTS, {}).get(info_name))
        return super().make_context(info_name, args, parent=parent, **extra)

    def get_params(self, ctx: Any) -> list[Any]:
        """All parameters, that of --help too."""
        return _hastened(super().get_params(ctx))

    def make_parser(self, ctx: Any) -> Any:
        """The parser with the opposites of flags that declare none."""
        parser: Any = super().make_parser(ctx)
        taken = {option for param in self.get_params(ctx) for option in (*param.opts, *param.secondary_opts)}
        for param in self.params:
            if getattr(param, "is_bool_flag", False) and not param.secondary_opts:
                long = next(option for option in param.opts if option.startswith("--"))
                other = f"--{long[5:]}" if long.startswith("--no-") else f"--no-{long[2:]}"
                if other not in taken:
                    parser.add_option(obj=param, opts=[other], dest=param.name, action="store_const", const=False)
        return parser

    def get_help(self, ctx: Any) -> str:
        """Help in the language in force."""
        return _help(self, ctx)


class QuickGroup(TyperGroup):
    """The same for the options before a command's name."""

    def get_help(self, ctx: Any) -> str:
        """Help in the language in force."""
        return _help(self, ctx)

    def get_params(self, ctx: Any) -> list[Any]:
        """All parameters, that of --help too."""
        return _hastened(super().get_params(ctx))


def _help(command: Any, ctx: Any) -> str:
    from searcher.cli.app import SHARED_NAMES
    from searcher.cli.help import help_lines

    return "\n".join(help_lines(command, ctx, SHARED_NAMES, ctx.find_root().obj.width))


class _Plain:
    """Stands in for Typer's runtime parameter: `coerce` turns what the parser read into what the function takes."""

    def __init__(self, convert: Callable[[str], Any]) -> None:
        self._convert = convert

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        many = param.multiple or param.nargs == -1
        if value is None:
            return () if many else None
        try:
            return [self._convert(item) for item in value] if many else self._convert(value)
        except ValueError as error:
            raise typer.BadParameter(str(error), ctx=ctx, param=param) from error


def _hastened(params: list[Any]) -> list[Any]:
    for param in params:
        if getattr(param, "_runtime_param", False) is None and hasattr(param, "type_descriptor"):
            convert = conversion(param.type_descriptor.annotation, getattr(param, "min", None))
            if convert is not None:
                param._runtime_param = _Plain(convert)
    return params
