"""A pytest plugin: every Whoosh index that a test makes is written by our codec, also where a test names Whoosh's own.

Some of Whoosh's tests draw random lengths; they are seeded, so that a run can be compared with another.
"""

from __future__ import annotations

import random

import pytest
import whoosh.codec
import whoosh.codec.whoosh3

from searcher.store.codec import SearcherCodec


def _codec(*args: object, **kwargs: object) -> SearcherCodec:
    return SearcherCodec()


whoosh.codec.default_codec = _codec
whoosh.codec.whoosh3.W3Codec = SearcherCodec


def pytest_runtest_setup(item: pytest.Item) -> None:
    random.seed(item.name)
