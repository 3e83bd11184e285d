"""Arithmetic: + - * / % over numbers, and + - * / over times and intervals.

Integers wrap and truncate as in Java; dividing an integer or a DECIMAL by zero fails its rows;
a DECIMAL that does not fit its type is NULL.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pyarrow as pa

from penstock.core.types import Kind
from penstock.functions.arithmetic_time import (
    plus_days,
    plus_months,
    scaled_interval,
    time_difference,
)
from penstock.functions.arithmetic_types import (
    difference_type,
    negation_type,
    product_type,
    quotient_type,
    remainder_type,
    sum_type,
)
from penstock.functions.decimals import (
    aligned,
    combine,
    combine_by_row,
    fit,
    is_too_wide,
    quotient,
)
from penstock.functions.function import Call, Kernel, ScalarFunction, Value
from penstock.functions.value import any_true, apply, convert, fail_where, null, on_columns

_ZERO_DIVISION = "division by zero"
_TIME_KINDS = (Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMP_LTZ)


def _sum(name: str) -> Kernel:
    """Return the kernel of + or -."""

    def run(arguments: Sequence[Value], call: Call) -> Value:
        left, right = arguments
        if call.result.kind in _TIME_KINDS:
            return _moved(left, right, call, backwards=name == "subtract")
        if pa.types.is_temporal(left.type) and pa.types.is_temporal(right.type):
            return time_difference(left, right) if name == "subtract" else apply(name, left, right)
        return _computed(name, left, right, call)

    return run


def _moved(left: Value, right: Value, call: Call, backwards: bool) -> Value:
    time, interval = (left, right) if left.type == call.result.arrow else (right, left)
    interval = apply("negate", interval) if backwards else interval
    if pa.types.is_integer(interval.type):
        return plus_months(time, interval, call)
    return plus_days(time, interval)


def _computed(name: str, left: Value, right: Value, call: Call) -> Value:
    if call.result.kind is not Kind.DECIMAL:
        return apply(name, left, right)
    if is_too_wide(name, left.type, right.type):
        return on_columns(combine_by_row(name))([left, right], call)
    return combine(name, left, right, cast(pa.Decimal128Type, call.result.arrow))


def _product(arguments: Sequence[Value], call: Call) -> Value:
    left, right = arguments
    if call.result.kind is Kind.INTERVAL_DAY:
        return scaled_interval("multiply", left, right)
    return _computed("multiply", left, right, call)


def _quotient(arguments: Sequence[Value], call: Call) -> Value:
    left, right = arguments
    if pa.types.is_floating(right.type):
        return apply("divide", left, right)
    right = _nonzero(left, right, call)
    if call.result.kind is Kind.DECIMAL:
        return quotient(left, right, call)
    if call.result.kind is Kind.INTERVAL_DAY:
        return scaled_interval("divide", left, right)
    return _divide_integers(left, right)


def _nonzero(left: Value, right: Value, call: Call) -> Value:
    """Return the divisor with NULL wherever the result is NULL, having failed the zeros."""
    is_zero = apply("equal", right, pa.scalar(0, right.type))
    if not any_true(is_zero):
        return right
    fail_where(apply("and", is_zero, apply("is_valid", left)), _ZERO_DIVISION, call.rows)
    return apply("if_else", is_zero, null(right.type), right)


def _divide_integers(left: Value, right: Value) -> Value:
    """Divide as Java does: the least integer divided by -1 is itself, where Arrow says 0."""
    result = apply("divide", left, right)
    minus_one = apply("equal", right, pa.scalar(-1, right.type))
    if not any_true(minus_one):
        return result
    return apply("if_else", minus_one, apply("negate", left), result)


def _remainder(arguments: Sequence[Value], call: Call) -> Value:
    left, right = arguments
    if pa.types.is_floating(right.type):
        return apply("remainder", left, right)
    right = _nonzero(left, right, call)
    if call.result.kind is Kind.DECIMAL:
        result = apply("remainder", *aligned(left, right))
        return fit(result, cast(pa.Decimal128Type, call.result.arrow))
    result = apply("remainder", left, right)
    return convert(result, call.result.arrow)


def _negation(arguments: Sequence[Value], call: Call) -> Value:
    return apply("negate", arguments[0])


_REMAINDER_TEXT = "Gives the remainder of a division, with the sign of the dividend."

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "+", "Adds numbers, or an interval to a time.", sum_type, _sum("add"),
        (("1 + 2", "3"), ("2147483647 + 1", "-2147483648"), ("1.5 + 2", "3.5"),
         ("1 + CAST(NULL AS INT)", None),
         ("TIMESTAMP '2024-01-31 10:00:00' + INTERVAL '1' MONTH", "2024-02-29 10:00:00"),
         ("DATE '2024-01-31' + INTERVAL '1' DAY", "2024-02-01"),
         ("DATE '2024-01-31' + INTERVAL '36' HOUR", "2024-02-01"),
         ("DATE '2024-01-31' + INTERVAL '-1' HOUR", "2024-01-31"),
         ("INTERVAL '1' HOUR + INTERVAL '2' HOUR", "+0 03:00:00.000")),
    ),
    ScalarFunction(
        "-", "Subtracts numbers, an interval from a time, or a time from a time.",
        difference_type, _sum("subtract"),
        (("1 - 2", "-1"), ("1.50 - 0.5", "1.00"),
         ("TIMESTAMP '2024-03-01 00:00:00' - INTERVAL '5' SECOND", "2024-02-29 23:59:55"),
         ("TIMESTAMP '2024-03-01 00:00:00' - TIMESTAMP '2024-02-29 23:00:00'",
          "+0 01:00:00.000")),
    ),
    ScalarFunction(
        "*", "Multiplies numbers, or an interval by a number.", product_type, _product,
        (("6 * 7", "42"), ("1.5 * 1.5", "2.25"), ("INTERVAL '1' HOUR * 3", "+0 03:00:00.000")),
    ),
    ScalarFunction(
        "/", "Divides; integers truncate toward zero, and zero divides DOUBLEs only.",
        quotient_type, _quotient,
        (("7 / 2", "3"), ("-7 / 2", "-3"), ("1.0 / 3", "0.333333333333"),
         ("1e0 / 0", "Infinity")), guarded=True,
    ),
    ScalarFunction(
        "%", _REMAINDER_TEXT, remainder_type, _remainder,
        (("7 % 3", "1"), ("-7 % 3", "-1"), ("7.5 % 2", "1.5")), guarded=True,
    ),
    ScalarFunction(
        "MOD", _REMAINDER_TEXT, remainder_type, _remainder,
        (("MOD(10, 3)", "1"), ("MOD(-10, 3)", "-1")), guarded=True,
    ),
    ScalarFunction(
        "NEG", "Turns the sign of a number or an interval.", negation_type, _negation,
        (("-(1 + 2)", "-3"), ("-(1.5)", "-1.5")),
    ),
)  # fmt: skip
