"""`searcher config`: which settings are in force, and where they come from."""

from __future__ import annotations

from typing import Annotated

import typer

from searcher.cli.app import command
from searcher.cli.formats import OneFormat
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus, UsageError
from searcher.i18n import _


@command("config", strict=False)
def config(
    settings: Settings,
    init: Annotated[
        bool, typer.Option("--init", help="Write the settings file, every setting in it a comment.")
    ] = False,
    path: Annotated[bool, typer.Option("--path", help="Print where the settings file is or would be.")] = False,
    format: Annotated[
        OneFormat, typer.Option("--format", metavar="text|json", help="How to print it.")
    ] = OneFormat.TEXT,
) -> ExitStatus:
    """Show every setting, its value, and where it comes from.

    An option wins over the environment, the environment over the settings file, the file over the default. The file is
    TOML: a key before all tables holds for every command, one in the table [commands.search] for search. The variable
    SEARCHER_LIMIT says what the key limit says; SEARCHER_CONFIG names another file.
    """
    from searcher.cli.opening import shown

    if init and path:
        raise UsageError(_("--init and --path are two things: leave one out"))
    env, configuration = settings.env, settings.configuration
    if path:
        env.write(str(configuration.path))
        return ExitStatus.OK
    if init:
        from searcher.cli.config_file import write_config_file

        write_config_file(configuration.path)
        env.write(_("written: {file}").format(file=shown(configuration.path)))
        return ExitStatus.OK
    if configuration.problem is not None:
        raise configuration.problem

    from searcher.cli.config_file import config_object, render_config

    if format is OneFormat.JSON:
        from searcher.results.render.json import dumps

        env.use_utf8()
        env.write(dumps(config_object(settings)))
    else:
        for line in render_config(settings):
            env.write(line)
    return ExitStatus.OK
