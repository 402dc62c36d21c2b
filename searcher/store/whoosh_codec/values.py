"""Values as JSON, and back, without pickle: what Whoosh stores with a document may be any of these.

None, booleans, integers, floats, strings and lists are JSON itself (with NaN and infinities, as Python's json has
them). All else is an object with one key that names its kind: bytes, dates, times, decimals, UUIDs, tuples, sets and
dictionaries. Other types are refused when they are written, never when they are read.
"""

from __future__ import annotations

import base64
import datetime
import json
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from searcher.errors import UsageError

_PLAIN = (type(None), bool, int, float, str)
# By exact type: what a subclass adds would be lost.
_WRITERS: dict[type, tuple[str, Callable[[Any], Any]]] = {
    bytes: ("bytes", lambda v: base64.b64encode(v).decode("ascii")),
    bytearray: ("bytearray", lambda v: base64.b64encode(v).decode("ascii")),
    datetime.datetime: ("datetime", datetime.datetime.isoformat),
    datetime.date: ("date", datetime.date.isoformat),
    datetime.time: ("time", datetime.time.isoformat),
    datetime.timedelta: ("timedelta", lambda v: [v.days, v.seconds, v.microseconds]),
    Decimal: ("decimal", str),
    Fraction: ("fraction", str),
    complex: ("complex", lambda v: [v.real, v.imag]),
    uuid.UUID: ("uuid", str),
    tuple: ("tuple", lambda v: [encode(item) for item in v]),
    set: ("set", lambda v: [encode(item) for item in v]),
    frozenset: ("frozenset", lambda v: [encode(item) for item in v]),
    dict: ("dict", lambda v: [[encode(key), encode(value)] for key, value in v.items()]),
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "bytes": base64.b64decode,
    "bytearray": lambda v: bytearray(base64.b64decode(v)),
    "datetime": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "timedelta": lambda v: datetime.timedelta(*v),
    "decimal": Decimal,
    "fraction": Fraction,
    "complex": lambda v: complex(*v),
    "uuid": uuid.UUID,
    "tuple": lambda v: tuple(map(decode, v)),
    "set": lambda v: set(map(decode, v)),
    "frozenset": lambda v: frozenset(map(decode, v)),
    "dict": lambda v: {decode(key): decode(value) for key, value in v},
}


def encode(value: Any) -> Any:
    """A value as what JSON can hold. Raises UsageError for a type that is not among the above."""
    if type(value) in _PLAIN:
        return value
    if type(value) is list:
        return [encode(item) for item in value]
    known = _WRITERS.get(type(value))
    if known is None:
        raise UsageError(
            f"a {type(value).__name__} cannot be stored with a document without pickle; store a string, number, "
            "date, bytes, or a list or dictionary of these"
        )
    kind, write = known
    return {kind: write(value)}


def decode(value: Any) -> Any:
    """The inverse of `encode`."""
    if isinstance(value, list):
        return [decode(item) for item in value]
    if isinstance(value, dict):
        ((kind, content),) = value.items()
        return _READERS[kind](content)
    return value


def to_bytes(value: Any) -> bytes:
    """A value as one line of UTF-8."""
    return json.dumps(encode(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def from_bytes(data: bytes) -> Any:
    """The inverse of `to_bytes`."""
    return decode(json.loads(data.decode("utf-8", "surrogatepass")))


def decode_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The stored fields of a document, each of which was encoded."""
    return {name: decode(value) for name, value in fields.items()}
