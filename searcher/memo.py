"""Remembering what a function gave, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


def remembered(known: dict[Key, Value], key: Key, make: Callable[[Key], Value], most: int) -> Value:
    """What `make` gives for a key, never None: made once, and held in `known`, which starts anew when it holds `most`.

    The function is not held, so that an object may remember what its own methods give and still go when it is let go.
    """
    value = known.get(key)
    if value is None:
        if len(known) >= most:
            known.clear()
        value = known[key] = make(key)
    return value
