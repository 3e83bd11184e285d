"""Numbers and booleans as other numbers: the part of CAST that Java does with its primitives."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import Kind, SqlType
from penstock.functions.decimals import fit, round_half_up
from penstock.functions.value import column, column_of, convert, distinct, numbers, validity

_INTEGER_DIGITS = {8: 3, 16: 5, 32: 10, 64: 19}
_EXACT_DIGITS = 15
"""Integers of so many digits are exact as DOUBLE, and so are the powers of ten up to there."""
_EXACT = Context(prec=1200)


def number_to_integer(values: Column, target: SqlType) -> Column:
    """Truncate toward zero; integers and decimals wrap, floats saturate at INT or BIGINT.

    >>> from penstock.core.types import INT
    >>> number_to_integer(pa.array([-2.9, 1e12, float("nan")]), INT).to_pylist()
    [-2, 2147483647, 0]
    """
    if pa.types.is_floating(values.type):
        return _saturated(values, target)
    if pa.types.is_decimal(values.type):
        values = column(convert(values, pa.int64()), len(values))
    return column(convert(values, target.arrow), len(values))


def _saturated(values: Column, target: SqlType) -> Column:
    wide = np.dtype(np.int64 if target.kind is Kind.BIGINT else np.int32)
    integers = saturated(numbers(values), wide)
    return column_of(
        integers.astype(target.arrow.to_pandas_dtype()), target.arrow, validity(values)
    )


def saturated(floats: npt.NDArray[Any], dtype: np.dtype[Any]) -> npt.NDArray[Any]:
    """Return floats as Java casts them to int or long: NaN is 0, what is too large the largest."""
    limits = np.iinfo(dtype)
    floats = np.nan_to_num(floats.astype(np.float64), nan=0.0, posinf=np.inf, neginf=-np.inf)
    above, below = floats >= float(limits.max), floats <= float(limits.min)
    inside = np.where(above | below, 0.0, floats).astype(dtype)
    return np.where(above, limits.max, np.where(below, limits.min, inside))


def number_to_float(values: Column, target: SqlType) -> Column:
    """Return the nearest float; a FLOAT from a DECIMAL by way of DOUBLE, as in Java."""
    if pa.types.is_decimal(values.type):
        values = _decimal_to_double(values)
    return column(convert(values, target.arrow), len(values))


def _decimal_to_double(values: Column) -> Column:
    """Divide exactly where digits and power of ten are exact; Arrow's own cast is a bit off."""
    arrow = cast(pa.Decimal128Type, values.type)
    if arrow.precision > _EXACT_DIGITS or values.offset + len(values) == 0:
        return values.cast(pa.string()).cast(pa.float64())
    low_words = np.frombuffer(memoryview(cast(pa.Buffer, values.buffers()[1])), np.int64)[::2]
    unscaled = low_words[values.offset : values.offset + len(values)]
    return column_of(unscaled / 10.0**arrow.scale, pa.float64(), validity(values))


def number_to_decimal(values: Column, target: SqlType) -> Column:
    """Round half up; NULL where the whole digits do not fit.

    >>> two = SqlType(Kind.DECIMAL, precision=3, scale=1)
    >>> number_to_decimal(pa.array([2.25, 1234.0]), two).to_pylist()
    [Decimal('2.3'), None]
    """
    arrow = cast(pa.Decimal128Type, target.arrow)
    if pa.types.is_floating(values.type):
        return _float_to_decimal(values, arrow)
    if pa.types.is_boolean(values.type):
        values = column(convert(values, pa.int8()), len(values))
    if pa.types.is_integer(values.type):
        digits = _INTEGER_DIGITS[values.type.bit_width]
        values = column(convert(values, pa.decimal128(digits, 0)), len(values))
    return column(fit(values, arrow), len(values))


def _float_to_decimal(values: Column, arrow: pa.Decimal128Type) -> Column:
    floats, indices = distinct(values)
    limit, step = Decimal(10) ** (arrow.precision - arrow.scale), Decimal(1).scaleb(-arrow.scale)
    results = [_decimal(float(each or 0), limit, step) for each in floats.to_pylist()]
    return pa.array(results, arrow).take(indices)


def _decimal(number: float, limit: Decimal, step: Decimal) -> Decimal | None:
    """Start from the shortest text of the float, as Java does, not from its exact binary value."""
    if not np.isfinite(number) or abs(number) >= limit:
        return None
    rounded = round_half_up(_EXACT.create_decimal(repr(number)), step)
    return rounded if rounded.copy_abs() < limit else None
