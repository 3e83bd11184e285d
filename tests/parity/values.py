"""Values as Flink's harness writes them in JSON, back as Arrow would give them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

_READERS: dict[str, Callable[[Any], Any]] = {
    "double": float,
    "decimal": Decimal,
    "timestamp": lambda text: datetime.fromisoformat(text[:26]),
    "instant": lambda text: datetime.fromisoformat(text[:26]),
    "date": date.fromisoformat,
    "time": lambda text: time.fromisoformat(text[:15]),
    "bytes": bytes.fromhex,
    "months": int,
    "nanoseconds": lambda text: timedelta(microseconds=int(text) // 1000),
    "row": lambda values: tuple(map(value_of, values)),
    "map": lambda pairs: [tuple(map(value_of, pair)) for pair in pairs],
    "other": str,
}


def value_of(plain: Any) -> Any:
    """Return the value that a plain one stands for."""
    if isinstance(plain, list):
        return list(map(value_of, plain))
    if not isinstance(plain, dict):
        return plain
    ((kind, text),) = plain.items()
    return _READERS[kind](text)
