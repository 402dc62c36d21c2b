"""Questions kept under a name: a JSON file in the user's state folder."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from searcher.errors import SearcherError, UsageError, system_reason
from searcher.i18n import _
from searcher.prompt.conditions import conditions
from searcher.prompt.state import State

if TYPE_CHECKING:
    from searcher.results.model import Sort

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Saved:
    """A question without its answer: queries (the first first, each narrowing what is before), filters, order."""

    queries: tuple[str, ...]
    conditions: tuple[str, ...] = ()
    sort: Sort | None = None

    @property
    def text(self) -> str:
        """How it would be typed, in one line."""
        return " ".join((" / ".join(self.queries), *self.conditions))


def saved_of(state: State) -> Saved:
    """The question of a state. Raises UsageError where it has none that can be kept."""
    if not state.queries:
        raise UsageError(_("nothing to save: type a query first"))
    return Saved(state.queries, tuple(condition.text for condition in state.conditions), state.sort)


def state_of(saved: Saved) -> State:
    """A state that asks it. Raises QueryError where a filter cannot be read."""
    made = tuple(condition for text in saved.conditions for condition in conditions(text))
    *within, query = saved.queries
    return State(query, tuple(within), conditions=made, sort=saved.sort)


class SavedQuestions:
    """The file of saved questions; read when it is asked, so that two prompts see each other's."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "saved.json"

    def all(self) -> dict[str, Saved]:
        """Every one by its name, in order of name. Raises SearcherError where the file cannot be read or understood."""
        import json

        try:
            values = json.loads(self._file.read_text(encoding="utf-8"))
            return {str(name): _saved(values[name]) for name in sorted(values)}
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise SearcherError(f"{self._file}: {system_reason(error)}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SearcherError(
                _("{file}: these are no saved questions; mend or remove the file").format(file=self._file)
            ) from error

    def named(self, name: str) -> Saved:
        """The one of this name. Raises UsageError."""
        try:
            return self.all()[name]
        except KeyError:
            raise UsageError(_("nothing is saved as {name}; :saved lists the names").format(name=name)) from None

    def save(self, name: str, saved: Saved) -> bool:
        """Keep one; True where another of this name was replaced. Raises SearcherError, UsageError for the name."""
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise UsageError(
                _("a name is 1 to {longest} characters that can be seen, as :save coal").format(longest=LONGEST_NAME)
            )
        kept = self.all()
        replaced = name in kept
        kept[name] = saved
        self._write(kept)
        return replaced

    def forget(self, name: str) -> None:
        """Drop one. Raises UsageError where there is none of this name, SearcherError."""
        self.named(name)
        kept = self.all()
        del kept[name]
        self._write(kept)

    def _write(self, kept: dict[str, Saved]) -> None:
        import json

        values = {
            name: {"queries": saved.queries, "filters": saved.conditions, "sort": saved.sort}
            for name, saved in kept.items()
        }
        unfinished = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(values, ensure_ascii=True, indent=1), encoding="utf-8")
            unfinished.replace(self._file)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink()
            raise SearcherError(f"{self._file}: {system_reason(error)}") from error


def _saved(values: dict[str, object]) -> Saved:
    from searcher.results.model import Sort

    queries, filters, sort = values["queries"], values["filters"], values["sort"]
    if not (isinstance(queries, list) and queries and isinstance(filters, list)):
        raise ValueError
    return Saved(tuple(map(str, queries)), tuple(map(str, filters)), Sort(str(sort)) if sort else None)
