"""Nested values as JSON text and back: times as ISO text, decimals as text, bytes as Base64.

>>> tags = pa.map_(pa.string(), pa.list_(pa.date32()))
>>> to_json([("a", [date(2026, 1, 2)])], tags)
'{"a":["2026-01-02"]}'
>>> from_json('{"a":["2026-01-02"]}', tags)
[('a', [datetime.date(2026, 1, 2)])]
"""

from __future__ import annotations

import json
import math
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa


def to_json(value: Any, kind: pa.DataType) -> str | None:
    """Return a nested value as compact JSON; None stays None."""
    plain = _plain(value, kind)
    return None if plain is None else json.dumps(plain, separators=(",", ":"), ensure_ascii=False)


def from_json(text: str | None, kind: pa.DataType) -> Any:
    """Return the value of a JSON text as Arrow takes it."""
    return None if text is None else _typed(json.loads(text), kind)


def _plain(value: Any, kind: pa.DataType) -> Any:
    if value is None:
        return None
    if isinstance(kind, pa.StructType):
        return {field.name: _plain(value[field.name], field.type) for field in kind}
    if isinstance(kind, pa.MapType):
        pairs = [(_plain(k, kind.key_type), _plain(v, kind.item_type)) for k, v in value]
        return dict(pairs) if pa.types.is_string(kind.key_type) else pairs
    if isinstance(kind, pa.ListType):
        return [_plain(item, kind.value_type) for item in value]
    return _plain_leaf(value)


def _plain_leaf(value: Any) -> Any:
    match value:
        case float() if not math.isfinite(value):
            return str(value)
        case date() | time():
            return value.isoformat()
        case timedelta():
            return value // timedelta(microseconds=1)
        case Decimal():
            return str(value)
        case bytes():
            return b64encode(value).decode()
    return value


def _typed(value: Any, kind: pa.DataType) -> Any:
    if value is None:
        return None
    if isinstance(kind, pa.StructType):
        return {field.name: _typed(value.get(field.name), field.type) for field in kind}
    if isinstance(kind, pa.MapType):
        pairs = value.items() if isinstance(value, dict) else value
        return [(_typed(k, kind.key_type), _typed(v, kind.item_type)) for k, v in pairs]
    if isinstance(kind, pa.ListType):
        return [_typed(item, kind.value_type) for item in value]
    return _typed_leaf(value, kind)


def _typed_leaf(value: Any, kind: pa.DataType) -> Any:
    for is_kind, read in _READERS:
        if is_kind(kind):
            return read(value)
    return value


_READERS: tuple[tuple[Callable[[pa.DataType], bool], Callable[[Any], Any]], ...] = (
    (pa.types.is_floating, float),
    (pa.types.is_timestamp, datetime.fromisoformat),
    (pa.types.is_date, date.fromisoformat),
    (pa.types.is_time, time.fromisoformat),
    (pa.types.is_duration, lambda value: timedelta(microseconds=value)),
    (pa.types.is_decimal, Decimal),
    (pa.types.is_binary, b64decode),
)
