"""The values of --format. A format is a module of `searcher.results.render`."""

from __future__ import annotations

from enum import StrEnum


class ListFormat(StrEnum):
    """For what comes as many things: pages, hits."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


class OneFormat(StrEnum):
    """For what comes as one thing: an article, a description."""

    TEXT = "text"
    JSON = "json"
