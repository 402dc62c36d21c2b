"""What can be completed at the prompt: a pure function, and the adapter that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from searcher.prompt.commands import COMMANDS, Command


def candidates(text: str) -> list[Command]:
    """The commands that the text before the cursor may become; none once an argument begins."""
    typed = text.lstrip()
    if typed[:1] not in (":", "："):
        return []
    return [command for command in COMMANDS if command.name.startswith(typed[1:])]


class PromptCompleter(Completer):
    """Offers commands with their line of help."""

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """As prompt-toolkit asks; what replaces the text is the whole command."""
        typed = document.text_before_cursor.lstrip()
        return completions(typed, candidates(typed))


def completions(typed: str, commands: Iterable[Command]) -> Iterator[Completion]:
    """Completions that replace `typed`."""
    for command in commands:
        yield Completion(
            f":{command.name}", start_position=-len(typed), display=command.usage, display_meta=command.help
        )
