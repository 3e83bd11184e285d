"""CAST and TRY_CAST: values of one SQL type as another, with Flink's rules.

Numbers truncate toward zero; integers wrap and floats saturate, as in Java; DECIMAL rounds half up
and gives NULL when a number does not fit; a text that does not parse is an error (or NULL when
forgiving).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from typing import cast as cast_type

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import (
    BINARIES,
    INTEGERS,
    STRINGS,
    TIMESTAMPS,
    Field,
    Kind,
    SqlType,
)
from penstock.functions.cast_number import number_to_decimal, number_to_float, number_to_integer
from penstock.functions.cast_parse import (
    Parsed,
    text_to_boolean,
    text_to_date,
    text_to_decimal,
    text_to_float,
    text_to_integer,
    text_to_time,
    text_to_timestamp,
)
from penstock.functions.cast_text import to_text, with_length
from penstock.functions.errors import EvaluationError
from penstock.functions.function import Value
from penstock.functions.nested import as_list, entries_of, offsets_of, rows_of
from penstock.functions.value import Mask, apply, column, convert, is_scalar, null

_US_PER_MS = 1000
_MAPS: Any = pa.MapArray
_FLAGS: Any = pa.array
_DIGITS_US = 6
_FLOATS = (Kind.FLOAT, Kind.DOUBLE)
_INTERVALS = (Kind.INTERVAL_DAY, Kind.INTERVAL_YEAR)
_PARSERS = {
    Kind.BOOLEAN: text_to_boolean,
    **dict.fromkeys(INTEGERS, text_to_integer),
    **dict.fromkeys(_FLOATS, text_to_float),
    Kind.DECIMAL: text_to_decimal,
    Kind.DATE: text_to_date,
    Kind.TIME: text_to_time,
    **dict.fromkeys(TIMESTAMPS, text_to_timestamp),
}


def cast(value: Value, source: SqlType, target: SqlType, forgiving: bool = False) -> Value:
    """Return `value` as `target`; the planner has made sure that `castable` allows it.

    Raises EvaluationError with the rows that do not parse, unless `forgiving`, which makes them
    NULL. For a single value the failing row is 0.

    >>> from penstock.core.types import INT, STRING
    >>> cast(pa.scalar(" 42 "), STRING, INT).as_py()
    42
    >>> cast(pa.scalar("many"), STRING, INT, forgiving=True).as_py()
    """
    if _is_same(source, target):
        return value
    parsed = _cast(column(value, 1), source, target)
    if parsed.failing is not None and not forgiving:
        raise EvaluationError(
            f"a text does not read as {target.kind}", np.flatnonzero(parsed.failing)
        )
    return parsed.values[0] if is_scalar(value) else parsed.values


def _is_same(source: SqlType, target: SqlType) -> bool:
    if source.kind is Kind.VARCHAR and target.kind is Kind.CHAR:
        return False
    shortens = (source.precision or 0) > (target.precision or 0) or source.precision is None
    if source.kind in (*STRINGS, *BINARIES) and target.kind in (*STRINGS, *BINARIES):
        return (
            source.arrow == target.arrow
            and not shortens
            and target.kind not in {Kind.CHAR, Kind.BINARY}
        )
    return source.with_nullable(True) == target.with_nullable(True)


def _cast(values: Column, source: SqlType, target: SqlType) -> Parsed:
    if _is_same(source, target) or source.kind is Kind.NULL:
        return Parsed(column(convert(values, target.arrow), len(values)))
    if target.kind in STRINGS:
        return Parsed(with_length(to_text(values, source), target))
    if source.kind in STRINGS and target.kind in _PARSERS:
        return _PARSERS[target.kind](values, target)
    if target.kind in BINARIES:
        return Parsed(_to_binary(values, target))
    if target.kind in {Kind.ARRAY, Kind.MULTISET, Kind.MAP, Kind.ROW}:
        return _whole_or_null(values, source, target)
    return Parsed(_flat(values, source, target))


def _flat(values: Column, source: SqlType, target: SqlType) -> Column:
    if target.kind in TIMESTAMPS or target.kind in {Kind.DATE, Kind.TIME}:
        return _time(values, target)
    if target.kind in INTEGERS or target.kind in _INTERVALS:
        return _integer(values, source, target)
    if target.kind in _FLOATS:
        return number_to_float(values, target)
    if target.kind is Kind.DECIMAL:
        return number_to_decimal(values, target)
    return column(apply("not_equal", values, pa.scalar(0, values.type)), len(values))


def _integer(values: Column, source: SqlType, target: SqlType) -> Column:
    """Intervals count months or milliseconds when they are numbers."""
    if target.kind is Kind.INTERVAL_DAY:
        milliseconds = convert(values, pa.int64())
        microseconds = apply("multiply", milliseconds, pa.scalar(_US_PER_MS, pa.int64()))
        return column(convert(microseconds, target.arrow), len(values))
    if source.kind is Kind.INTERVAL_DAY:
        milliseconds = apply(
            "divide", convert(values, pa.int64()), pa.scalar(_US_PER_MS, pa.int64())
        )
        return column(convert(milliseconds, target.arrow), len(values))
    return number_to_integer(values, target)


def _time(values: Column, target: SqlType) -> Column:
    if target.kind in TIMESTAMPS and pa.types.is_time(values.type):
        since_epoch = convert(convert(values, pa.int64()), target.arrow)
        return floor_to_digits(column(since_epoch, len(values)), target)
    if pa.types.is_timestamp(values.type) and target.kind in {Kind.DATE, Kind.TIME}:
        # The session's zone is UTC, so local time and UTC read the same on the clock.
        values = column(convert(values, pa.timestamp("us")), len(values))
    converted = column(convert(values, target.arrow), len(values))
    return converted if target.kind is Kind.DATE else floor_to_digits(converted, target)


def floor_to_digits(values: Column, target: SqlType) -> Column:
    """Return times without the fractional digits that `target` does not have."""
    digits = _DIGITS_US if target.precision is None else target.precision
    if digits >= _DIGITS_US:
        return values
    step = pa.scalar(10 ** (_DIGITS_US - digits), pa.int64())
    ticks = convert(values, pa.int64())
    floored = apply("subtract", ticks, apply("modulo", ticks, step))
    return column(convert(floored, values.type), len(values))


def _to_binary(values: Column, target: SqlType) -> Column:
    return with_length(column(convert(values, pa.binary()), len(values)), target)


def _whole_or_null(values: Column, source: SqlType, target: SqlType) -> Parsed:
    """A bad element makes all of its row NULL, not just itself; a key cannot be NULL anyway."""
    parsed = _nested(values, source, target)
    if parsed.failing is None:
        return parsed
    return Parsed(_without(parsed.values, parsed.failing), parsed.failing)


def _without(values: Column, rows: Mask) -> Column:
    return column(apply("if_else", _FLAGS(rows), null(values.type), values), len(values))


def _nested(values: Column, source: SqlType, target: SqlType) -> Parsed:
    if target.kind is Kind.ROW:
        return _row(values, source, target)
    if target.kind is Kind.ARRAY:
        return _array(values, source, target)
    return _map(values, source, target)


def _row(values: Column, source: SqlType, target: SqlType) -> Parsed:
    parts = [
        _cast(part, have.type, want.type)
        for part, have, want in zip(
            cast_type(pa.StructArray, values).flatten(),
            source.children,
            target.children,
            strict=True,
        )
    ]
    struct = pa.StructArray.from_arrays(
        [part.values for part in parts],
        fields=list(cast_type(Any, target.arrow)),
        mask=values.is_null(),
    )
    return Parsed(struct, _any_failing([part.failing for part in parts]))


def _array(values: Column, source: SqlType, target: SqlType) -> Parsed:
    inner = _cast(as_list(values).flatten(), source.children[0].type, target.children[0].type)
    rebuilt = pa.ListArray.from_arrays(
        offsets_of(values), inner.values, type=target.arrow, mask=values.is_null()
    )
    return Parsed(rebuilt, _rows_failing(values, inner))


def _map(values: Column, source: SqlType, target: SqlType) -> Parsed:
    parts = [
        _cast(part, have.type, want.type)
        for part, have, want in zip(
            entries_of(values), _entry_fields(source), _entry_fields(target), strict=True
        )
    ]
    failing = _any_failing([_rows_failing(values, part) for part in parts])
    if failing is not None:
        return Parsed(_map(_without(values, failing), source, target).values, failing)
    keys, items = (part.values for part in parts)
    rebuilt = _MAPS.from_arrays(offsets_of(values), keys, items, mask=values.is_null())
    return Parsed(rebuilt)


def _entry_fields(container: SqlType) -> tuple[Field, Field]:
    """A MULTISET is a map of elements to their number."""
    counted = Field("count", SqlType(Kind.INT, nullable=False))
    return (*container.children, counted)[0], (*container.children, counted)[1]


def _rows_failing(values: Column, inner: Parsed) -> Mask | None:
    if inner.failing is None:
        return None
    failing = np.zeros(len(values), np.bool_)
    failing[rows_of(values)[inner.failing]] = True
    return failing


def _any_failing(masks: Sequence[Mask | None]) -> Mask | None:
    found = [mask for mask in masks if mask is not None]
    return np.logical_or.reduce(found) if found else None
