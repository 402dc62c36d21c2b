"""A cache of bounded size, which lets go of what was not used for long.

What goes is the least recently used of a few entries chosen at random, not of all: queries that come round again ask
for the same terms in a circle, and where these take a little more room than there is, the very least recently used is
each time the one that is asked for next.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from random import Random

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
_CHOSEN = 4


class Cache(Generic[Key, Value]):
    """Values by key, each with the bytes that it takes, `limit` bytes in all, or the one put last if that is larger."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: dict[Key, tuple[Value, int]] = {}
        self._used: dict[Key, int] = {}
        """When each was last put or asked for, in uses of the cache."""
        self._uses = 0
        self._keys: list[Key] = []
        self.size = 0
        """Bytes held."""

    @cached_property
    def _random(self) -> Random:
        # Loads a library, which a search that lets nothing go can do without.
        from random import Random

        return Random(0)

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Key) -> tuple[Value, int] | None:
        """The value and its size, None where it is not held."""
        found = self._held.get(key)
        if found is not None:
            self._used[key] = self._uses = self._uses + 1
        return found

    def put(self, key: Key, value: Value, size: int) -> None:
        """Hold a value that is not held yet."""
        while self._keys and self.size + size > self._limit:
            self._let_go()
        self._held[key] = value, size
        self._used[key] = self._uses = self._uses + 1
        self._keys.append(key)
        self.size += size

    def _let_go(self) -> None:
        keys, count = self._keys, len(self._keys)
        places = [int(self._random.random() * count) for _ in range(_CHOSEN)]
        place = min(places, key=lambda place: self._used[keys[place]])
        # The last takes the place of the one that goes.
        gone, keys[place] = keys[place], keys[-1]
        keys.pop()
        del self._used[gone]
        self.size -= self._held.pop(gone)[1]
