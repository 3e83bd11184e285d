"""Two periods of time compared: (start, end) OVERLAPS (start, end)."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from penstock.core.types import BOOLEAN, Kind, SqlType
from penstock.functions.coercion import common_type
from penstock.functions.function import Call, ScalarFunction, Signature, Value
from penstock.functions.signature import may_be_null
from penstock.functions.value import apply

_TIMES = (Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMP_LTZ)
_PLACES = 4
"""Start and end of both periods."""


def _resolve(types: Sequence[SqlType]) -> Signature | None:
    common = common_type(types) if len(types) == _PLACES else None
    if common is None or common.kind not in _TIMES:
        return None
    arguments = tuple(common.with_nullable(each.nullable) for each in types)
    return Signature(arguments, BOOLEAN.with_nullable(may_be_null(types)))


def _overlaps(arguments: Sequence[Value], call: Call) -> Value:
    one, other = _ordered(*arguments[:2]), _ordered(*arguments[2:])
    reaches = apply("greater_equal", one[1], other[0])
    return apply("and_kleene", reaches, apply("greater_equal", other[1], one[0]))


def _ordered(start: Value, end: Value) -> tuple[Value, Value]:
    """Return a period's earlier and later end; an unknown one counts as the earlier."""
    forward = apply("coalesce", apply("greater_equal", end, start), pa.scalar(False))
    return apply("if_else", forward, start, end), apply("if_else", forward, end, start)


_MONTH = "(DATE '2024-01-01', INTERVAL '1' MONTH)"

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "OVERLAPS",
        "Says whether two periods meet; ends belong to them and may come first, or be INTERVALs.",
        _resolve, _overlaps,
        ((f"{_MONTH} OVERLAPS (DATE '2024-02-01', DATE '2024-02-07')", "TRUE"),
         ("(TIME '09:00:00', TIME '10:00:00') OVERLAPS (TIME '12:00:00', TIME '10:15:00')",
          "FALSE"),
         ("(DATE '2024-01-01', CAST(NULL AS DATE)) OVERLAPS (DATE '2023-01-01', DATE '2023-02-01')",
          None)),
    ),
)  # fmt: skip
