"""Values as Java's toString writes them, so that printed rows look as they do on Flink.

>>> from penstock.core.types import DOUBLE, TIMESTAMP_3
>>> text_of(DOUBLE)(12345678.0), text_of(DOUBLE)(0.5), text_of(DOUBLE)(1e-5)
('1.2345678E7', '0.5', '1.0E-5')
>>> text_of(TIMESTAMP_3)(datetime(2026, 1, 2, 3, 4))
'2026-01-02T03:04'
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from penstock.core.roaring import bitmap_text, read_bitmap
from penstock.core.types import Kind, SqlType

Text = Callable[[Any], str]
_PLAIN_FROM, _PLAIN_BELOW = 1e-3, 1e7


def text_of(kind: SqlType) -> Text:
    """Return the function that writes values of a type; None becomes `null`."""
    write = _nested(kind) if kind.children else _FLAT.get(kind.kind, str)
    return lambda value: "null" if value is None else write(value)


def _nested(kind: SqlType) -> Text:
    parts = [text_of(child.type) for child in kind.children]
    if kind.kind is Kind.ROW:
        names = [child.name for child in kind.children]
        return lambda row: _listed("+I[", (t(row[n]) for t, n in zip(parts, names, strict=True)))
    if kind.kind is Kind.ARRAY:
        return lambda items: _listed("[", map(parts[0], items))
    value_text = parts[1] if kind.kind is Kind.MAP else str
    return lambda pairs: "{" + ", ".join(f"{parts[0](k)}={value_text(v)}" for k, v in pairs) + "}"


def _listed(start: str, texts: Any) -> str:
    return f"{start}{', '.join(texts)}]"


def _floating(value: float, digits: str) -> str:
    if not math.isfinite(value):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
    if value == 0 or _PLAIN_FROM <= abs(value) < _PLAIN_BELOW:
        return format(Decimal(digits), "f") if "e" in digits else digits
    sign, numbers, exponent = Decimal(digits).normalize().as_tuple()
    first, *rest = map(str, numbers)
    power = int(exponent) + len(rest)
    return f"{'-' * sign}{first}.{''.join(rest) or '0'}E{power}"


def _time(value: time) -> str:
    if not (value.second or value.microsecond):
        return value.strftime("%H:%M")
    if not value.microsecond:
        return value.strftime("%H:%M:%S")
    return value.isoformat("milliseconds" if value.microsecond % 1000 == 0 else "microseconds")


def _local(value: datetime) -> str:
    return f"{value.date()}T{_time(value.time())}"


def _instant(value: datetime) -> str:
    text = _local(value)
    return f"{text}:00Z" if text.count(":") == 1 else f"{text}Z"


def _duration(value: timedelta) -> str:
    seconds = Decimal(value // timedelta(microseconds=1)) / 1_000_000
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [
        f"{part.normalize():f}{unit}"
        for part, unit in ((hours, "H"), (minutes, "M"), (rest, "S"))
        if part
    ]
    return f"PT{''.join(parts) or '0S'}"


def _octets(value: bytes) -> str:
    return _listed("[", (str(octet - 256 if octet > 127 else octet) for octet in value))  # noqa: PLR2004 -- Java's bytes are signed


_FLAT: dict[Kind, Text] = {
    Kind.BOOLEAN: lambda value: str(value).lower(),
    Kind.FLOAT: lambda value: _floating(value, str(np.float32(value))),
    Kind.DOUBLE: lambda value: _floating(value, repr(value)),
    Kind.TIME: _time,
    Kind.TIMESTAMP: _local,
    Kind.TIMESTAMP_LTZ: _instant,
    Kind.INTERVAL_DAY: _duration,
    Kind.BINARY: _octets,
    Kind.VARBINARY: _octets,
    Kind.BITMAP: lambda value: bitmap_text(read_bitmap(value)),
}
