"""Exact numbers: results rounded half up to the scale of their type, NULL beyond its digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_DOWN, Context, Decimal
from typing import cast

import pyarrow as pa

from penstock.core.batch import Column
from penstock.functions.function import Call, Value
from penstock.functions.value import apply, convert, null, on_columns

DIGITS_128 = 38
DIGITS_256 = 76


def fit(value: Value, target: pa.Decimal128Type) -> Value:
    """Return decimals as `target`, rounded half up, NULL where whole digits do not fit.

    >>> fit(pa.scalar(Decimal("9.95")), pa.decimal128(3, 1)).as_py()
    Decimal('10.0')
    >>> fit(pa.scalar(Decimal("9.95")), pa.decimal128(2, 1)).as_py()
    """
    given = cast(pa.Decimal128Type, value.type)
    if given == target:
        return value
    whole, whole_max = given.precision - given.scale, target.precision - target.scale
    if given.scale > target.scale:
        value = _rounded(value, target.scale)
        whole += 1
    if whole > whole_max:
        value = _null_beyond(value, whole_max)
    return convert(value, target)


def _rounded(value: Value, scale: int) -> Value:
    """Return decimals rounded half up; Arrow's own `round` loses a carry now and then."""
    given = cast(pa.Decimal128Type, value.type)
    roomy = pa.decimal256(DIGITS_256 - 1, given.scale)
    value, half = convert(value, roomy), Decimal(5).scaleb(-scale - 1)
    negative = apply("less", value, pa.scalar(Decimal(0), roomy))
    steps = apply("if_else", negative, pa.scalar(-half, roomy), pa.scalar(half, roomy))
    return convert(apply("add", value, steps), pa.decimal256(DIGITS_256, scale))


def _null_beyond(value: Value, whole_digits: int) -> Value:
    limit = pa.scalar(Decimal(10) ** whole_digits)
    fits = apply("less", apply("abs", value), limit)
    return apply("if_else", fits, value, null(value.type))


def widened(value: Value) -> Value:
    """Return the same decimals with room for 76 digits."""
    given = cast(pa.Decimal128Type, value.type)
    return convert(value, pa.decimal256(given.precision, given.scale))


def aligned(left: Value, right: Value) -> tuple[Value, Value]:
    """Return two decimals so that Arrow can bring them to one scale."""
    one, other = cast(pa.Decimal128Type, left.type), cast(pa.Decimal128Type, right.type)
    whole = max(one.precision - one.scale, other.precision - other.scale)
    if one == other or whole + max(one.scale, other.scale) <= DIGITS_128:
        return left, right
    return widened(left), widened(right)


def combine(name: str, left: Value, right: Value, target: pa.Decimal128Type) -> Value:
    """Return the sum, difference or product by Arrow's function `name`, fitted to `target`."""
    one, other = cast(pa.Decimal128Type, left.type), cast(pa.Decimal128Type, right.type)
    digits = one.precision + other.precision + 1
    if digits > DIGITS_128:
        left, right = widened(left), widened(right)
    return fit(apply(name, left, right), target)


def is_too_wide(name: str, left: pa.DataType, right: pa.DataType) -> bool:
    """Say whether Arrow has no type for a sum, difference or product and for rounding it."""
    one, other = cast(pa.Decimal128Type, left), cast(pa.Decimal128Type, right)
    if name == "multiply":
        return bool(one.precision + other.precision + 1 >= DIGITS_256)
    whole = max(one.precision - one.scale, other.precision - other.scale)
    return bool(whole + 1 + max(one.scale, other.scale) >= DIGITS_256)


def combine_by_row(name: str) -> Callable[[Sequence[Column], Call], Column]:
    """Return the kernel of a sum, difference or product whose digits are more than Arrow's."""
    exact: Callable[[Decimal, Decimal], Decimal] = getattr(Context(prec=2 * DIGITS_256), name)

    def run(arguments: Sequence[Column], call: Call) -> Column:
        return _fitted(arguments, exact, cast(pa.Decimal128Type, call.result.arrow))

    return run


def quotient(left: Value, right: Value, call: Call) -> Value:
    """Return left / right; no divisor is zero."""
    one, other = cast(pa.Decimal128Type, left.type), cast(pa.Decimal128Type, right.type)
    target = cast(pa.Decimal128Type, call.result.arrow)
    scale = max(one.scale, target.scale - (other.precision - other.scale))
    whole = one.precision - one.scale
    if whole + scale + other.precision + 1 > DIGITS_256:
        return _quotient_by_row([left, right], call)
    # Arrow divides truncating, with at least one digit more than asked: enough to round half up.
    dividend = convert(left, pa.decimal256(whole + scale, scale))
    return fit(apply("divide", dividend, widened(right)), target)


@on_columns
def _quotient_by_row(arguments: Sequence[Column], call: Call) -> Column:
    target = cast(pa.Decimal128Type, call.result.arrow)
    return _fitted(arguments, Context(prec=DIGITS_256, rounding=ROUND_DOWN).divide, target)


def _fitted(
    arguments: Sequence[Column],
    compute: Callable[[Decimal, Decimal], Decimal],
    target: pa.Decimal128Type,
) -> Column:
    """Return what is computed of each pair, rounded half up, NULL beyond the target's digits."""
    limit, step = Decimal(10) ** (target.precision - target.scale), Decimal(1).scaleb(-target.scale)
    results: list[Decimal | None] = []
    for left, right in zip(*(argument.to_pylist() for argument in arguments), strict=True):
        result = None if left is None or right is None else compute(left, right)
        rounded = None if result is None else round_half_up(result, step)
        fits = rounded is not None and rounded.copy_abs() < limit
        results.append(rounded if fits else None)
    return pa.array(results, target)


def round_half_up(number: Decimal, step: Decimal) -> Decimal:
    """Return the multiple of `step`, a power of ten, nearest to `number`; halves away from zero."""
    return number.quantize(step, rounding="ROUND_HALF_UP", context=Context(prec=3 * DIGITS_256))
