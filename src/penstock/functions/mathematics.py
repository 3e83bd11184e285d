"""Functions of numbers: rounding, roots, logarithms and angles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column
from penstock.core.types import DOUBLE, INTEGERS, Kind, SqlType
from penstock.functions.by_row import by_row
from penstock.functions.coercion import DECIMAL_DIGITS_MAX, decimal_digits
from penstock.functions.decimals import fit
from penstock.functions.function import Call, Kernel, ScalarFunction, Signature, Value
from penstock.functions.signature import AS_DOUBLE, INTEGER, NUMBER, takes
from penstock.functions.value import (
    apply,
    column_of,
    convert,
    is_scalar,
    numbers,
    on_columns,
    validity,
)

_EXACT_POWERS = range(23)
"""Powers of ten that a DOUBLE holds exactly."""
_TIE_WIDTH = 1e-6
_EXACT_INTEGERS = 2.0**52


def _same(types: Sequence[SqlType]) -> SqlType | None:
    return types[0] if types else None


def _whole(types: Sequence[SqlType]) -> SqlType | None:
    """A DECIMAL loses its fraction; other numbers keep their type."""
    if not types or types[0].kind is not Kind.DECIMAL:
        return _same(types)
    return SqlType(Kind.DECIMAL, precision=types[0].precision, scale=0)


def _rounded_type(types: Sequence[SqlType]) -> SqlType | None:
    """A DECIMAL gains a digit, since 9.9 may become 10.0; without a count its fraction goes."""
    if not types or types[0].kind is not Kind.DECIMAL:
        return _same(types)
    precision, scale = decimal_digits(types[0])
    kept = scale if len(types) > 1 else 0
    whole = min(DECIMAL_DIGITS_MAX, precision - scale + 1 + kept)
    return SqlType(Kind.DECIMAL, precision=whole, scale=kept)


def _refine_digits(signature: Signature, constants: Sequence[Any]) -> Signature:
    """A DECIMAL rounded to a constant number of digits has just those."""
    given, digits = signature.arguments[0], (*constants, None)[1]
    if given.kind is not Kind.DECIMAL or not isinstance(digits, int):
        return signature
    precision, scale = decimal_digits(given)
    if digits >= scale:
        kept = given
    else:
        whole = precision - scale + 1
        wide = min(DECIMAL_DIGITS_MAX, whole + max(digits, 0))
        kept = SqlType(Kind.DECIMAL, precision=wide, scale=max(digits, 0))
    return Signature(signature.arguments, kept.with_nullable(signature.result.nullable))


def _plain(name: str) -> Kernel:
    """Return the kernel that is one function of Arrow's."""

    def run(arguments: Sequence[Value], call: Call) -> Value:
        return apply(name, *arguments)

    return run


def _keeping_type(name: str) -> Kernel:
    """Return the kernel of CEIL and FLOOR, which leave integers alone."""

    def run(arguments: Sequence[Value], call: Call) -> Value:
        number = arguments[0]
        if call.result.kind in INTEGERS:
            return number
        if call.result.kind is Kind.DECIMAL:
            return fit(apply(name, _roomy(number)), cast(pa.Decimal128Type, call.result.arrow))
        return convert(apply(name, number), call.result.arrow)

    return run


def floor(arguments: Sequence[Value], call: Call) -> Value:
    """Round numbers down."""
    return _FLOOR(arguments, call)


def ceil(arguments: Sequence[Value], call: Call) -> Value:
    """Round numbers up."""
    return _CEIL(arguments, call)


_FLOOR, _CEIL = _keeping_type("floor"), _keeping_type("ceil")
WHOLE_TYPE = takes(NUMBER, gives=_whole)


def _sign(arguments: Sequence[Value], call: Call) -> Value:
    number = arguments[0]
    if pa.types.is_decimal(number.type):
        units = convert(apply("sign", number), pa.decimal128(19, 0))
        return fit(units, cast(pa.Decimal128Type, call.result.arrow))
    return convert(apply("sign", number), call.result.arrow)


def _rounding(mode: str) -> Kernel:
    """Return the kernel of ROUND (half up) or TRUNCATE (down) to a number of digits."""
    by_digits = by_row(lambda number, digits: _round_one(number, digits, mode))
    arrow_mode = "half_towards_infinity" if mode == ROUND_HALF_UP else "towards_zero"

    def run(arguments: Sequence[Value], call: Call) -> Value:
        number = arguments[0]
        digits = arguments[1] if len(arguments) > 1 else pa.scalar(0)
        if not is_scalar(digits) or not digits.is_valid:
            return by_digits([number, digits], call)
        places = digits.as_py()
        if pa.types.is_floating(number.type):
            return _round_floats(number, places, mode, call)
        if pa.types.is_decimal(number.type):
            scale = min(places, cast(pa.Decimal128Type, number.type).scale)
            return _round_decimals(number, scale, arrow_mode, call)
        return number if places >= 0 else by_digits([number, digits], call)

    return run


def _round_decimals(number: Value, scale: int, mode: Any, call: Call) -> Value:
    given, roomy = cast(pa.Decimal128Type, number.type), _roomy(number)
    if scale < given.scale - given.precision:
        roomy = apply("multiply", roomy, pa.scalar(Decimal(0)))
    else:
        roomy = apply("round", roomy, options=pc.RoundOptions(scale, mode))
    return fit(roomy, cast(pa.Decimal128Type, call.result.arrow))


def _roomy(number: Value) -> Value:
    """Return decimals with a digit more in front: 9.9 becomes 10."""
    given = cast(pa.Decimal128Type, number.type)
    return convert(number, pa.decimal256(given.precision + 1, given.scale))


def _round_floats(number: Value, places: int, mode: str, call: Call) -> Value:
    @on_columns
    def run(arguments: Sequence[Column], call: Call) -> Column:
        values, valid = numbers(arguments[0]), validity(arguments[0])
        result = _rounded(values.astype(np.float64), places, mode)
        return column_of(result.astype(values.dtype), arguments[0].type, valid)

    return run([number], call)


def _rounded(values: Any, places: int, mode: str) -> Any:
    """Round as Java does: the shortest decimal text of the number counts, not its binary value.

    Scaling by a power of ten is right except near a tie; those few are rounded one by one.
    """
    if abs(places) not in _EXACT_POWERS:
        return np.array([_round_one(value, places, mode) for value in values.tolist()])
    power = 10.0 ** abs(places)
    with np.errstate(all="ignore"):
        scaled = values * power if places >= 0 else values / power
        size = np.abs(scaled)
        whole = np.floor(size + 0.5) if mode == ROUND_HALF_UP else np.floor(size)
        nearest = np.round(size * 2) / 2 if mode == ROUND_HALF_UP else np.round(size)
        unsure = np.abs(size - nearest) < _TIE_WIDTH * np.maximum(1.0, size)
        unsure |= ~(size < _EXACT_INTEGERS)
        signed = np.copysign(whole, values)
        result = signed / power if places >= 0 else signed * power
    for row in np.flatnonzero(unsure):
        result[row] = _round_one(float(values[row]), places, mode)
    return result


def _round_one(number: Any, places: int, mode: str) -> Any:
    if isinstance(number, float) and not math.isfinite(number):
        return number
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    if -exact.adjusted() > places + 1:
        return type(number)(0)
    if places >= -int(exact.as_tuple().exponent):
        return number
    rounded = exact.scaleb(places).to_integral_value(mode).scaleb(-places)
    return rounded if isinstance(number, Decimal) else type(number)(rounded)


def _log(arguments: Sequence[Value], call: Call) -> Value:
    """LOG(x) is natural, LOG(b, x) has base b."""
    logarithms = [apply("ln", argument) for argument in arguments]
    return logarithms[0] if len(logarithms) == 1 else apply("divide", *logarithms[::-1])


def _cotangent(arguments: Sequence[Value], call: Call) -> Value:
    return apply("divide", pa.scalar(1.0), apply("tan", arguments[0]))


def _scaled_by(factor: float) -> Kernel:
    def run(arguments: Sequence[Value], call: Call) -> Value:
        return apply("multiply", arguments[0], pa.scalar(factor))

    return run


def _constant(number: float) -> Kernel:
    def run(arguments: Sequence[Value], call: Call) -> Value:
        return pa.scalar(number)

    return run


def _of_double(name: str, summary: str, arrow: str, *examples: tuple[str, str]) -> ScalarFunction:
    return ScalarFunction(name, summary, takes(AS_DOUBLE, gives=DOUBLE), _plain(arrow), examples)


_PAIR = takes(AS_DOUBLE, AS_DOUBLE, gives=DOUBLE)
_NONE = takes(gives=DOUBLE)
_ROUNDED = takes(NUMBER, INTEGER, gives=_rounded_type, least=1)

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "ABS", "Gives a number without its sign.", takes(NUMBER, gives=_same), _plain("abs"),
        (("ABS(-3)", "3"), ("ABS(-1.50)", "1.50")),
    ),
    ScalarFunction(
        "SIGN", "Gives -1, 0 or 1.", takes(NUMBER, gives=_same), _sign,
        (("SIGN(-3)", "-1"), ("SIGN(2e0)", "1.0"), ("SIGN(-1.5)", "-1.0")),
    ),
    ScalarFunction(
        "ROUND", "Rounds to a number of decimal places, halves away from zero.", _ROUNDED,
        _rounding(ROUND_HALF_UP),
        (("ROUND(2.5)", "3"), ("ROUND(1.005e0, 2)", "1.01"), ("ROUND(-2.45, 1)", "-2.5"),
         ("ROUND(155, -1)", "160"), ("ROUND(123.456, 2)", "123.46")), refine=_refine_digits,
    ),
    ScalarFunction(
        "TRUNCATE", "Cuts a number to decimal places, toward zero.", _ROUNDED,
        _rounding(ROUND_DOWN),
        (("TRUNCATE(42.324e0, 2)", "42.32"), ("TRUNCATE(-1.99)", "-1"),
         ("TRUNCATE(159, -1)", "150")), refine=_refine_digits,
    ),
    ScalarFunction(
        "POWER", "Raises a number to a power.", _PAIR, _plain("power"),
        (("POWER(2, 10)", "1024.0"),),
    ),
    _of_double("SQRT", "Gives the square root.", "sqrt", ("SQRT(9)", "3.0"), ("SQRT(-1)", "NaN")),
    _of_double("LN", "Gives the natural logarithm.", "ln", ("LN(1)", "0.0")),
    _of_double("LOG10", "Gives the logarithm of base 10.", "log10", ("LOG10(1000)", "3.0")),
    _of_double("LOG2", "Gives the logarithm of base 2.", "log2", ("LOG2(8)", "3.0")),
    ScalarFunction(
        "LOG", "Gives the natural logarithm, or that of the base that comes first.",
        takes(AS_DOUBLE, AS_DOUBLE, gives=DOUBLE, least=1), _log,
        (("LOG(1)", "0.0"), ("LOG(2, 8)", "3.0")),
    ),
    _of_double("EXP", "Gives e to a power.", "exp", ("EXP(0)", "1.0")),
    _of_double("SIN", "Gives the sine.", "sin", ("SIN(0)", "0.0")),
    _of_double("COS", "Gives the cosine.", "cos", ("COS(0)", "1.0")),
    _of_double("TAN", "Gives the tangent.", "tan", ("TAN(0)", "0.0")),
    _of_double("SINH", "Gives the hyperbolic sine.", "sinh", ("SINH(0)", "0.0")),
    _of_double("COSH", "Gives the hyperbolic cosine.", "cosh", ("COSH(0)", "1.0")),
    _of_double("TANH", "Gives the hyperbolic tangent.", "tanh", ("TANH(0)", "0.0")),
    _of_double("ASIN", "Gives the arc sine.", "asin", ("ASIN(0)", "0.0")),
    _of_double("ACOS", "Gives the arc cosine.", "acos", ("ACOS(1)", "0.0")),
    _of_double("ATAN", "Gives the arc tangent.", "atan", ("ATAN(0)", "0.0")),
    ScalarFunction(
        "ATAN2", "Gives the angle of a point (y, x).", _PAIR, _plain("atan2"),
        (("ATAN2(0, 1)", "0.0"),),
    ),
    ScalarFunction(
        "COT", "Gives the cotangent.", takes(AS_DOUBLE, gives=DOUBLE), _cotangent,
        (("COT(0)", "Infinity"),),
    ),
    ScalarFunction(
        "DEGREES", "Turns radians into degrees.", takes(AS_DOUBLE, gives=DOUBLE),
        _scaled_by(180 / math.pi), (("DEGREES(PI())", "180.0"),),
    ),
    ScalarFunction(
        "RADIANS", "Turns degrees into radians.", takes(AS_DOUBLE, gives=DOUBLE),
        _scaled_by(math.pi / 180), (("RADIANS(180)", "3.141592653589793"),),
    ),
    ScalarFunction("PI", "Gives pi.", _NONE, _constant(math.pi), (("PI()", "3.141592653589793"),)),
    ScalarFunction("E", "Gives e.", _NONE, _constant(math.e), (("E()", "2.718281828459045"),)),
)  # fmt: skip
