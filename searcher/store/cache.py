"""A cache of bounded size, whose entries are let go at random.

Queries that come round again ask for the same terms in a circle: where these take a little more room than there is,
letting go the least recently used would each time let go the very one that is asked for next, and keep nothing.
"""

from __future__ import annotations

import random
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Cache(Generic[Key, Value]):
    """Values by key, each with the bytes that it takes, `limit` bytes in all, or the one put last if that is larger."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: dict[Key, tuple[Value, int]] = {}
        self._keys: list[Key] = []
        self._random = random.Random(0)
        self.size = 0
        """Bytes held."""

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Key) -> tuple[Value, int] | None:
        """The value and its size, None where it is not held."""
        return self._held.get(key)

    def put(self, key: Key, value: Value, size: int) -> None:
        """Hold a value that is not held yet."""
        while self._keys and self.size + size > self._limit:
            place = int(self._random.random() * len(self._keys))
            # The last takes the place of the one that goes.
            gone, self._keys[place] = self._keys[place], self._keys[-1]
            self._keys.pop()
            self.size -= self._held.pop(gone)[1]
        self._held[key] = value, size
        self._keys.append(key)
        self.size += size
