"""The aggregates by name with their result types and kernels."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from penstock.core.types import BIGINT, INTEGERS, NUMBERS, Kind, SqlType
from penstock.functions import (
    aggregate_bitmaps,
    aggregate_lists,
    aggregate_order,
    aggregate_single,
    aggregate_spread,
)
from penstock.functions.aggregate_kernel import AggregateKernel, NoKernel
from penstock.functions.aggregate_kernels import count_kernel, kernel_of
from penstock.functions.arithmetic_types import DIVISION_SCALE_LEAST
from penstock.functions.coercion import DECIMAL_DIGITS_MAX
from penstock.functions.function import AggregateFunction, Signature

_UNORDERED = (Kind.ARRAY, Kind.MAP, Kind.MULTISET, Kind.ROW, Kind.NULL, Kind.BITMAP, Kind.VARIANT)


def _count(types: Sequence[SqlType]) -> Signature | None:
    """COUNT(*) has no argument; COUNT(a, b) counts the rows in which no argument is NULL."""
    return Signature(tuple(types), BIGINT.with_nullable(False))


def _sum(types: Sequence[SqlType]) -> Signature | None:
    return _number(types, decimal_scale_least=0)


def _average(types: Sequence[SqlType]) -> Signature | None:
    """Integers keep their type: their average is truncated."""
    return _number(types, decimal_scale_least=DIVISION_SCALE_LEAST)


def _number(types: Sequence[SqlType], decimal_scale_least: int) -> Signature | None:
    if len(types) != 1 or types[0].kind not in NUMBERS:
        return None
    given = types[0]
    if given.kind in (*INTEGERS, Kind.FLOAT, Kind.DOUBLE):
        return Signature((given,), given.with_nullable(True))
    scale = max(decimal_scale_least, given.scale or 0)
    result = SqlType(Kind.DECIMAL, precision=DECIMAL_DIGITS_MAX, scale=scale)
    return Signature((given,), result)


def _extreme(types: Sequence[SqlType]) -> Signature | None:
    if len(types) != 1 or types[0].kind in _UNORDERED:
        return None
    return Signature((types[0],), types[0].with_nullable(True))


BASIC = (
    AggregateFunction(
        "COUNT",
        "Counts rows, or the rows in which no argument is NULL.",
        _count,
        ("COUNT(*)", "3"),
        count_kernel,
    ),
    AggregateFunction(
        "SUM", "Adds up the values that are not NULL.", _sum, ("SUM(x)", "6"), kernel_of("SUM")
    ),
    AggregateFunction(
        "AVG",
        "Gives the mean of the values that are not NULL.",
        _average,
        ("AVG(x)", "2"),
        kernel_of("AVG"),
    ),
    AggregateFunction("MIN", "Gives the least value.", _extreme, ("MIN(x)", "1"), kernel_of("MIN")),
    AggregateFunction(
        "MAX", "Gives the greatest value.", _extreme, ("MAX(x)", "3"), kernel_of("MAX")
    ),
)

AGGREGATES = MappingProxyType(
    {
        function.name: function
        for family in (
            BASIC,
            aggregate_spread.FUNCTIONS,
            aggregate_order.FUNCTIONS,
            aggregate_single.FUNCTIONS,
            aggregate_lists.FUNCTIONS,
            aggregate_bitmaps.FUNCTIONS,
        )
        for function in family
    }
)
"""Aggregates by name; the examples run over x in (1, 2, 3)."""


def aggregate_kernel(
    function: str,
    arguments: Sequence[SqlType],
    result: SqlType,
    declared: AggregateFunction | None = None,
) -> AggregateKernel:
    """Return an aggregate's kernel; COUNT(*) has no argument, `declared` stands in no list."""
    found = declared or AGGREGATES.get(function)
    if found is None or found.resolve(arguments) is None:
        raise NoKernel(function, ", ".join(str(each) for each in arguments))
    return found.kernel(arguments, result)
