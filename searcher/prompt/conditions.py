"""The filters of the prompt: conditions on the issue and the page that stay in force from one query to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from searcher.errors import QueryError, UsageError
from searcher.i18n import _

if TYPE_CHECKING:
    from searcher.query.nodes import Node
    from searcher.results.model import Filters

FIELDS = ("date", "section", "byline", "newspaper", "page")
"""Fields that a filter can be of; there is one of each at most."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter: `text` is how it is written (`date:2025-05`), `field` one of FIELDS, `values` what it asks for: the
    first and the last day (ISO 8601, None is an open end), or a text."""

    text: str
    field: str
    values: tuple[str | None, ...]


def conditions(text: str) -> tuple[Condition, ...]:
    """The filters that are written in `text`, apart by blanks. Raises QueryError, and UsageError for what is no
    filter."""
    from searcher.query.nodes import All, And
    from searcher.query.parse import parse

    node = parse(text)
    return tuple(_condition(part, text) for part in (node.parts if isinstance(node, All | And) else (node,)))


def _condition(node: Node, text: str) -> Condition:
    from searcher.query.nodes import Dates, Exact, InField, Words
    from searcher.query.unparse import format_query

    start, end = node.span
    if isinstance(node, Dates):
        # A year that was added is shown.
        return Condition(format_query(node) if node.typed else text[start:end], "date", (node.first, node.last))
    if isinstance(node, InField) and node.field in FIELDS and isinstance(node.node, Words | Exact):
        return Condition(format_query(node), node.field, (node.node.text,))
    raise QueryError(
        _("a filter is a field with a value, as date:2025-05; the fields are {fields}").format(
            fields=", ".join(FIELDS)
        ),
        text,
        start,
    )


def with_conditions(before: Iterable[Condition], more: Iterable[Condition]) -> tuple[Condition, ...]:
    """`before` and `more`; of a field the last one counts."""
    chosen: dict[str, Condition] = {}
    for condition in (*before, *more):
        chosen.pop(condition.field, None)
        chosen[condition.field] = condition
    return tuple(chosen.values())


def without_field(before: tuple[Condition, ...], name: str) -> tuple[Condition, ...]:
    """`before` without the filter of the field that is written `name`. Raises UsageError where there is none."""
    from searcher.query.fields import canonical

    left = tuple(condition for condition in before if condition.field != canonical(name))
    if len(left) == len(before):
        raise UsageError(_("no filter of {name} is in force").format(name=name))
    return left


def filters_of(conditions: Iterable[Condition]) -> Filters:
    """The same as the library takes them."""
    from searcher.results.model import Filters

    filters = Filters()
    for condition in conditions:
        filters = replace(filters, **dict(_named(condition)))
    return filters


def _named(condition: Condition) -> Iterator[tuple[str, str | None]]:
    if condition.field == "date":
        yield from zip(("since", "until"), condition.values, strict=True)
    else:
        yield ("author" if condition.field == "byline" else condition.field), condition.values[0]
