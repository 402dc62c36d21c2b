"""From arguments to an exit status. The one place where a failure becomes a line on stderr and a status."""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from searcher.errors import DamageWarning, ExitStatus
from searcher.i18n import _

if TYPE_CHECKING:
    from searcher.cli.environment import Environment


COMPLETION_ENTRY = "_complete"
"""The name by which shells ask what may be typed; no command of the command line."""


def raw_main(args: Sequence[str], env: Environment) -> int:
    """Run the program with `args` (without its name) in `env`; gives the exit status.

    Raises nothing, unless `--debug` is among the options: then a failure comes through with its traceback.
    """
    try:
        status = _program(args, env)
        env.stdout.flush()
        return status
    except BrokenPipeError:
        return _closed_pipe(env)
    except KeyboardInterrupt:
        return _report(env, _("interrupted"), ExitStatus.INTERRUPTED)
    except Exception as error:
        if _debugging(args):
            raise
        from searcher.cli.failures import stated

        return _report(env, *stated(error, env.width))


def _program(args: Sequence[str], env: Environment) -> int:
    if not args and env.stdin_isatty and env.stdout_isatty:
        status = _prompt(env)
        if status is not None:
            return status
    import typer

    if args[:1] == [COMPLETION_ENTRY]:
        return _complete(args[1:], env)

    from searcher.cli.app import CONFIGURATION, line_for
    from searcher.cli.configuration import read_configuration
    from searcher.cli.quick import DEFAULTS
    from searcher.cli.settings import language
    from searcher.i18n import use_language

    configuration = read_configuration(env)
    use_language(language(list(args), env, configuration))
    defaults: dict[str, dict[str, Any]] = {}
    if configuration:
        from searcher.cli.settable import checked

        configuration, defaults = checked(configuration)
    # Typer's family of usage errors has one public name in every version, BadParameter; their base is its parent.
    usage_error: Any = typer.BadParameter.__bases__[0]
    try:
        with (
            contextlib.redirect_stdout(env.stdout),
            _damage_told(env),
            line_for(args).make_context("searcher", list(args), obj=env) as context,
        ):
            context.meta[CONFIGURATION] = configuration
            context.meta[DEFAULTS] = defaults
            return int(context.command.invoke(context) or ExitStatus.OK)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort as stop:
        raise KeyboardInterrupt from stop
    except usage_error as error:
        from searcher.cli.usage import explain

        return _report(env, explain(error, args), ExitStatus.USAGE)


def _prompt(env: Environment) -> int | None:
    """The prompt of `searcher` alone: without the command line, which would be made before anything can be typed.

    None where the user has settings, which are checked against the command line.
    """
    from searcher.cli.configuration import read_configuration
    from searcher.cli.settings import Shared, language, settle
    from searcher.i18n import use_language

    configuration = read_configuration(env)
    if configuration or configuration.problem:
        return None
    use_language(language([], env, configuration))
    with _damage_told(env):
        from searcher.prompt.loop import run

        return run(settle(Shared(), env, configuration, "prompt"))


def _complete(args: Sequence[str], env: Environment) -> int:
    """Answer a shell at Tab. What goes wrong must not disturb the line that is being typed."""
    from searcher.cli.completing import complete, shown
    from searcher.cli.configuration import read_configuration
    from searcher.cli.settings import language
    from searcher.i18n import use_language

    with contextlib.suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        use_language(language([], env, read_configuration(env)))
        shown(complete(args, env), env)
    return ExitStatus.OK


@contextlib.contextmanager
def _damage_told(env: Environment) -> Iterator[None]:
    """That an older generation is used instead of a damaged one is said on stderr; other warnings stay as they are."""
    others = warnings.showwarning

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if issubclass(category, DamageWarning):
            _report(env, str(message), ExitStatus.OK)
        else:
            others(message, category, filename, lineno, file, line)

    with warnings.catch_warnings():
        warnings.simplefilter("always", DamageWarning)
        warnings.showwarning = show
        yield


def _report(env: Environment, message: str, status: ExitStatus) -> int:
    from searcher.results.render.safe import safe

    # A stderr that is closed or full leaves the status as the only thing to tell.
    with contextlib.suppress(OSError):
        env.say(safe(message, newlines=True))
    return status


def _debugging(args: Sequence[str]) -> bool:
    """Whether --debug stands among the options; found by looking, since the failure may be in reading them."""
    return "--debug" in args[: args.index("--") if "--" in args else len(args)]


def _closed_pipe(env: Environment) -> int:
    """Whoever read the output has seen enough: no error. What is still buffered must go nowhere when Python ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), env.stdout.fileno())
    return ExitStatus.OK
