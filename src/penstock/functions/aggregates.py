"""The aggregates by name with their result types; the engine's kernels stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from penstock.core.types import BIGINT, INTEGERS, NUMBERS, Kind, SqlType
from penstock.functions.arithmetic_types import DIVISION_SCALE_LEAST
from penstock.functions.coercion import DECIMAL_DIGITS_MAX
from penstock.functions.function import AggregateFunction, Signature

_UNORDERED = (Kind.ARRAY, Kind.MAP, Kind.MULTISET, Kind.ROW, Kind.NULL)


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


AGGREGATES = MappingProxyType(
    {
        function.name: function
        for function in (
            AggregateFunction(
                "COUNT",
                "Counts rows, or the rows in which no argument is NULL.",
                _count,
                ("COUNT(*)", "3"),
            ),
            AggregateFunction(
                "SUM", "Adds up the values that are not NULL.", _sum, ("SUM(x)", "6")
            ),
            AggregateFunction(
                "AVG", "Gives the mean of the values that are not NULL.", _average, ("AVG(x)", "2")
            ),
            AggregateFunction("MIN", "Gives the least value.", _extreme, ("MIN(x)", "1")),
            AggregateFunction("MAX", "Gives the greatest value.", _extreme, ("MAX(x)", "3")),
        )
    }
)
"""Aggregates by name; the examples run over x in (1, 2, 3)."""
