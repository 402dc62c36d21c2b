"""`searcher prompt`: search and read without leaving."""

from __future__ import annotations

from searcher.cli.app import command
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus


@command("prompt")
def prompt(settings: Settings) -> ExitStatus:
    """Search and read in a prompt; also plain `searcher` on a terminal."""
    return run_prompt(settings)


def run_prompt(settings: Settings) -> ExitStatus:
    """Run the prompt until it is left."""
    from searcher.prompt.loop import run

    return run(settings)
