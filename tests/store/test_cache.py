"""The cache: never more than its limit, and of use where what is asked for is a little more than it holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searcher.store.cache import Cache


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 40))), st.integers(1, 200))
def test_it_holds_what_was_put_and_no_more_than_its_limit(asked: list[tuple[int, int]], limit: int) -> None:
    cache: Cache[int, str] = Cache(limit)
    sizes: dict[int, int] = {}
    for key, size in asked:
        known = cache.get(key)
        if known is not None:
            assert known == (str(key), sizes[key])
            continue
        cache.put(key, str(key), size)
        sizes[key] = size
        assert cache.get(key) == (str(key), size)
        held = [key for key in sizes if cache.get(key) is not None]
        assert len(held) == len(cache)
        assert cache.size == sum(sizes[key] for key in held)
        assert cache.size <= limit or len(cache) == 1


def test_what_is_asked_for_in_a_circle_is_mostly_found_where_most_of_it_fits() -> None:
    cache: Cache[int, int] = Cache(90)
    found = 0
    for key in list(range(100)) * 20:
        if cache.get(key) is None:
            cache.put(key, key, 1)
        else:
            found += 1
    assert found > 1_000


def test_what_is_asked_for_again_and_again_stays_while_others_pass() -> None:
    cache: Cache[int, int] = Cache(50)
    found = 0
    for turn in range(200):
        for key in (*range(10), *range(100 + 5 * turn, 105 + 5 * turn)):
            if cache.get(key) is None:
                cache.put(key, key, 1)
            elif key < 10:
                found += 1
    assert found > 1_800
