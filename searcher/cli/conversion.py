"""From a word of the command line, the environment or the settings file to a value. Needs nothing of Typer, so that the
prompt can be ready before Typer would be loaded."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

from searcher.i18n import _


def conversion(annotation: Any, least: float | None) -> Callable[[str], Any] | None:
    """How to convert one word, or None where that is left to Typer."""
    if get_origin(annotation) is list:
        (annotation,) = get_args(annotation)
    if annotation is bool:
        return bool
    if annotation is str:
        return str
    if annotation is Path:
        return Path
    if annotation is int:
        return lambda word: _number(word, least)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return lambda word: _choice(word, annotation)
    return None


def _number(word: str, least: float | None) -> int:
    try:
        number = int(word)
    except ValueError:
        raise ValueError(_("{word} is not a whole number").format(word=repr(word))) from None
    if least is not None and number < least:
        raise ValueError(_("{number} is less than {least}").format(number=number, least=f"{least:g}"))
    return number


def _choice(word: str, choices: type[StrEnum]) -> StrEnum:
    try:
        return choices(word.lower())
    except ValueError:
        known = ", ".join(repr(str(choice)) for choice in choices)
        raise ValueError(_("{word} is not one of {choices}").format(word=repr(word), choices=known)) from None
