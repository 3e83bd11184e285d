"""The result types of arithmetic, with Flink's rules for the digits of DECIMAL."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from penstock.core.types import DOUBLE, INT, INTEGERS, NUMBERS, Kind, SqlType
from penstock.functions.coercion import common_type, decimal, decimal_digits
from penstock.functions.function import Signature
from penstock.functions.signature import may_be_null

DIVISION_SCALE_LEAST = 6
_TIMES = (Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMP_LTZ)
_INTERVALS = (Kind.INTERVAL_DAY, Kind.INTERVAL_YEAR)
_INTERVAL_DAY = SqlType(Kind.INTERVAL_DAY)


def sum_type(types: Sequence[SqlType]) -> Signature | None:
    """Resolve +: numbers, an interval and a time in any order, or two intervals of one kind."""
    if len(types) != 2:  # noqa: PLR2004 -- two operands
        return None
    left, right = types
    if left.kind in _INTERVALS and right.kind in _TIMES:
        moved = _moved(right, left)
        return None if moved is None else Signature(moved.arguments[::-1], moved.result)
    return _moved(left, right) or _intervals(types) or _numbers(types, _sum_digits)


def difference_type(types: Sequence[SqlType]) -> Signature | None:
    """Resolve -: as for +, but a time stands on the left, and two times give an interval."""
    if len(types) != 2:  # noqa: PLR2004 -- two operands
        return None
    if all(each.kind in _TIMES for each in types):
        common = common_type(types)
        return None if common is None else _signature(types, [common] * 2, _INTERVAL_DAY)
    return _moved(*types) or _intervals(types) or _numbers(types, _sum_digits)


def product_type(types: Sequence[SqlType]) -> Signature | None:
    """Resolve *: numbers, or an interval and a number in any order."""
    for interval, number in (types, types[::-1]) if len(types) == 2 else ():  # noqa: PLR2004
        if interval.kind in _INTERVALS and number.kind in NUMBERS:
            return _scaled(types, interval)
    return _numbers(types, _product_digits)


def quotient_type(types: Sequence[SqlType]) -> Signature | None:
    """Resolve /: numbers, or an interval divided by a number."""
    if len(types) == 2 and types[0].kind in _INTERVALS and types[1].kind in NUMBERS:  # noqa: PLR2004
        return _scaled(types, types[0])
    return _numbers(types, _quotient_digits)


def remainder_type(types: Sequence[SqlType]) -> Signature | None:
    """Resolve %: of integers, the result has the divisor's type."""
    signature = _numbers(types, _remainder_digits)
    if signature and all(each.kind in INTEGERS for each in types):
        result = types[1].with_nullable(signature.result.nullable)
        return Signature(signature.arguments, result)
    return signature


def negation_type(types: Sequence[SqlType]) -> Signature | None:
    """Resolve the sign: numbers and intervals keep their type."""
    if len(types) == 1 and types[0].kind in (*NUMBERS, *_INTERVALS):
        return Signature((types[0],), types[0])
    return None


def _moved(time: SqlType, interval: SqlType) -> Signature | None:
    if time.kind not in _TIMES or interval.kind not in _INTERVALS:
        return None
    if time.kind is Kind.TIME and interval.kind is Kind.INTERVAL_YEAR:
        return None
    types = (time, interval)
    return Signature(types, time.with_nullable(may_be_null(types)))


def _intervals(types: Sequence[SqlType]) -> Signature | None:
    left, right = types
    if left.kind not in _INTERVALS or left.kind is not right.kind:
        return None
    return Signature(tuple(types), left.with_nullable(may_be_null(types)))


def _scaled(types: Sequence[SqlType], interval: SqlType) -> Signature:
    """An interval of months is scaled by integers only; other numbers lose their fraction."""
    number = INT if interval.kind is Kind.INTERVAL_YEAR else DOUBLE
    wanted = [each if each is interval or _is_integer_of_days(each, interval)
              else number for each in types]  # fmt: skip
    return _signature(types, wanted, interval)


def _is_integer_of_days(number: SqlType, interval: SqlType) -> bool:
    return number.kind in INTEGERS and interval.kind is Kind.INTERVAL_DAY


def _signature(types: Sequence[SqlType], wanted: Sequence[SqlType], result: SqlType) -> Signature:
    arguments = tuple(
        want.with_nullable(each.nullable) for want, each in zip(wanted, types, strict=True)
    )
    return Signature(arguments, result.with_nullable(may_be_null(types)))


Digits = Callable[[tuple[int, int], tuple[int, int]], SqlType]


def _numbers(types: Sequence[SqlType], digits: Digits) -> Signature | None:
    known = [each for each in types if each.kind is not Kind.NULL]
    if len(types) != 2 or not known or any(each.kind not in NUMBERS for each in known):  # noqa: PLR2004
        return None
    common = common_type(known)
    if common is None:
        return None
    if {each.kind for each in known} == {Kind.FLOAT, Kind.DOUBLE}:
        # As in Flink, which takes neither for the wider one: the left side decides.
        common = known[0]
    if common.kind is not Kind.DECIMAL:
        return _signature(types, [common] * 2, common)
    exact = [_exact(each if each.kind is not Kind.NULL else common) for each in types]
    result = digits(decimal_digits(exact[0]), decimal_digits(exact[1]))
    return _signature(types, exact, result)


def _exact(number: SqlType) -> SqlType:
    precision, scale = decimal_digits(number)
    return SqlType(Kind.DECIMAL, number.nullable, precision, scale)


def _sum_digits(left: tuple[int, int], right: tuple[int, int]) -> SqlType:
    (p1, s1), (p2, s2) = left, right
    scale = max(s1, s2)
    return decimal(max(p1 - s1, p2 - s2) + scale + 1, scale)


def _product_digits(left: tuple[int, int], right: tuple[int, int]) -> SqlType:
    (p1, s1), (p2, s2) = left, right
    return decimal(p1 + p2 + 1, s1 + s2)


def _quotient_digits(left: tuple[int, int], right: tuple[int, int]) -> SqlType:
    (p1, s1), (p2, s2) = left, right
    scale = max(DIVISION_SCALE_LEAST, s1 + p2 + 1)
    return decimal(p1 - s1 + s2 + scale, scale)


def _remainder_digits(left: tuple[int, int], right: tuple[int, int]) -> SqlType:
    (p1, s1), (p2, s2) = left, right
    scale = max(s1, s2)
    return decimal(min(p1 - s1, p2 - s2) + scale, scale)
