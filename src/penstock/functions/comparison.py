"""Comparisons: =, <, IN, BETWEEN's parts, IS NULL and their kin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import pyarrow as pa

from penstock.core.types import BOOLEAN, INTEGERS, STRINGS, Kind, SqlType
from penstock.functions.coercion import common_type, decimal_digits
from penstock.functions.decimals import aligned
from penstock.functions.function import Call, Kernel, ScalarFunction, Signature, Value
from penstock.functions.signature import Nulls, anything, may_be_null, takes
from penstock.functions.value import apply, column, is_scalar

_TIMES = (Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMP_LTZ)
_UNORDERED = (Kind.MAP, Kind.MULTISET, Kind.ARRAY, Kind.ROW, Kind.BITMAP, Kind.VARIANT)


def comparable_type(types: Sequence[SqlType]) -> SqlType | None:
    """Return the type in which values are compared: the common one; a text beside times is one."""
    times = [each for each in types if each.kind in _TIMES]
    rest = [each for each in types if each.kind not in _TIMES]
    if times and rest and all(each.kind in (*STRINGS, Kind.NULL) for each in rest):
        return common_type(times)
    return common_type(types)


def _comparison(types: Sequence[SqlType], nulls: Nulls, ordered: bool) -> Signature | None:
    common = comparable_type(types) if len(types) == 2 else None  # noqa: PLR2004 -- two sides
    if common is None or (ordered and common.kind in _UNORDERED):
        return None
    arguments = tuple(_as(common, each) for each in types)
    return Signature(arguments, BOOLEAN.with_nullable(may_be_null(arguments, nulls)))


def _as(common: SqlType, given: SqlType) -> SqlType:
    """Leave alone what is compared as it is: lengths of texts, digits of times and decimals."""
    if given.arrow == common.arrow or given.kind is common.kind is Kind.DECIMAL:
        return given
    if common.kind is Kind.DECIMAL and given.kind in INTEGERS:
        precision, scale = decimal_digits(given)
        return SqlType(Kind.DECIMAL, given.nullable, precision, scale)
    return common.with_nullable(given.nullable)


def equality(types: Sequence[SqlType]) -> Signature | None:
    """Resolve = and <>, which take any two types that have one in common."""
    return _comparison(types, Nulls.IN_NULL_OUT, ordered=False)


def order(types: Sequence[SqlType]) -> Signature | None:
    """Resolve <, <=, > and >=, which take no arrays, maps and rows."""
    return _comparison(types, Nulls.IN_NULL_OUT, ordered=True)


def distinction(types: Sequence[SqlType]) -> Signature | None:
    """Resolve IS [NOT] DISTINCT FROM, which is never NULL."""
    return _comparison(types, Nulls.NEVER, ordered=False)


def _arrow(name: str) -> Kernel:
    def run(arguments: Sequence[Value], call: Call) -> Value:
        if pa.types.is_nested(arguments[0].type):
            return _nested(arguments, call, negated=name == "not_equal")
        left, right = arguments
        if pa.types.is_decimal(left.type):
            left, right = aligned(left, right)
        return apply(name, left, right)

    return run


def _nested(arguments: Sequence[Value], call: Call, negated: bool) -> Value:
    """Compare arrays, maps and rows as Python does, since Arrow does not compare them."""
    left, right = (column(argument, call.rows).to_pylist() for argument in arguments)
    return pa.array(
        [
            None if one is None or other is None else (_key(one) == _key(other)) != negated
            for one, other in zip(left, right, strict=True)
        ],
        pa.bool_(),
    )


def _key(value: object) -> object:
    """Maps come as lists of pairs, whose order does not count."""
    if isinstance(value, list) and all(isinstance(each, tuple) for each in value):
        return sorted(value, key=repr)
    return value


def is_null(arguments: Sequence[Value], call: Call) -> Value:
    """Say which values are NULL."""
    return apply("is_null", arguments[0])


def is_not_null(arguments: Sequence[Value], call: Call) -> Value:
    """Say which values are not NULL."""
    return apply("is_valid", arguments[0])


def is_not_distinct(arguments: Sequence[Value], call: Call) -> Value:
    """Compare with NULL as a value of its own."""
    same = apply("coalesce", EQUAL.kernel(arguments, call), pa.scalar(False))
    both_null = apply("and", apply("is_null", arguments[0]), apply("is_null", arguments[1]))
    return apply("or", same, both_null)


def is_distinct(arguments: Sequence[Value], call: Call) -> Value:
    """Say where `is_not_distinct` is false."""
    return apply("invert", is_not_distinct(arguments, call))


def _resolve_in(types: Sequence[SqlType]) -> Signature | None:
    common = comparable_type(types) if len(types) > 1 else None
    if common is None:
        return None
    arguments = tuple(_as(common, each) for each in types)
    return Signature(arguments, BOOLEAN.with_nullable(may_be_null(arguments)))


def _in(arguments: Sequence[Value], call: Call) -> Value:
    value, *options = arguments
    constant = all(is_scalar(option) and option.type == value.type for option in options)
    if constant and not pa.types.is_nested(value.type):
        return _in_constants(value, [o for o in options if is_scalar(o)])
    equal = [EQUAL.kernel([value, option], call) for option in options]
    return reduce(lambda left, right: apply("or_kleene", left, right), equal)


def _in_constants(value: Value, options: list[pa.Scalar[Any]]) -> Value:
    """Look up once; a NULL among the options makes "not found" unknown."""
    known = pa.array([option.as_py() for option in options if option.is_valid], value.type)
    found = apply("is_in", value, options=pa.compute.SetLookupOptions(known))
    unknown = pa.scalar(None, pa.bool_())
    if len(known) < len(options):
        found = apply("if_else", found, found, unknown)
    return apply("if_else", apply("is_valid", value), found, unknown)


EQUAL = ScalarFunction(
    "=", "Says whether two values are equal; unknown if one is NULL.", equality, _arrow("equal"),
    (("1 = 1.0", "TRUE"), ("'a' = 'b'", "FALSE"), ("1 = CAST(NULL AS INT)", None),
     ("DATE '2024-01-02' = '2024-01-02'", "TRUE")),
)  # fmt: skip

FUNCTIONS: tuple[ScalarFunction, ...] = (
    EQUAL,
    ScalarFunction(
        "<>", "Says whether two values differ; unknown if one is NULL.", equality,
        _arrow("not_equal"), (("1 <> 2", "TRUE"), ("'a' <> CAST(NULL AS STRING)", None)),
    ),
    ScalarFunction(
        "<", "Says whether the left value is less.", order, _arrow("less"),
        (("1 < 2", "TRUE"), ("'B' < 'a'", "TRUE")),
    ),
    ScalarFunction(
        "<=", "Says whether the left value is less or equal.", order, _arrow("less_equal"),
        (("2 <= 2", "TRUE"), ("2.5 <= 2", "FALSE")),
    ),
    ScalarFunction(
        ">", "Says whether the left value is greater.", order, _arrow("greater"),
        (("2 > 1", "TRUE"), ("TIMESTAMP '2024-01-01 00:00:00' > '2023-12-31'", "TRUE")),
    ),
    ScalarFunction(
        ">=", "Says whether the left value is greater or equal.", order, _arrow("greater_equal"),
        (("1 >= 2", "FALSE"),),
    ),
    ScalarFunction(
        "IS NULL", "Says whether the value is NULL.",
        takes(anything, gives=BOOLEAN, nulls=Nulls.NEVER), is_null,
        (("CAST(NULL AS INT) IS NULL", "TRUE"), ("1 IS NULL", "FALSE")),
    ),
    ScalarFunction(
        "IS NOT NULL", "Says whether the value is not NULL.",
        takes(anything, gives=BOOLEAN, nulls=Nulls.NEVER), is_not_null,
        (("1 IS NOT NULL", "TRUE"),),
    ),
    ScalarFunction(
        "IS DISTINCT FROM", "Says whether two values differ, NULL being a value.", distinction,
        is_distinct,
        (("1 IS DISTINCT FROM CAST(NULL AS INT)", "TRUE"), ("1 IS DISTINCT FROM 1", "FALSE")),
    ),
    ScalarFunction(
        "IS NOT DISTINCT FROM", "Says whether two values are equal, NULL being a value.",
        distinction, is_not_distinct,
        (("CAST(NULL AS INT) IS NOT DISTINCT FROM CAST(NULL AS INT)", "TRUE"),),
    ),
    ScalarFunction(
        "IN", "Says whether the value equals one of the options.", _resolve_in, _in,
        (("4 IN (1, 2, 3)", "FALSE"), ("1 IN (1, 2, CAST(NULL AS INT))", "TRUE"),
         ("4 IN (1, 2, CAST(NULL AS INT))", None)),
    ),
)  # fmt: skip
