"""Implicit conversions: which value becomes which type, and how that is written into the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from penstock.core.types import INTEGERS, STRINGS, UNBOUNDED, Kind, SqlType
from penstock.functions.coercion import common_type
from penstock.functions.decimals import round_half_up
from penstock.sql.expression import Cast, Expression, Literal

_BITS = {Kind.TINYINT: 7, Kind.SMALLINT: 15, Kind.INT: 31, Kind.BIGINT: 63}


def converted(value: Expression, target: SqlType) -> Expression:
    """Return `value` as `target`, whole-number literals at once, others by a Cast.

    >>> from penstock.core.types import DOUBLE, INT, STRING
    >>> print(converted(Literal(5, INT), DOUBLE), converted(Literal('x', STRING), INT))
    5.0 CAST('x' AS INT)
    """
    if same_but_null(value.type, target):
        return value
    wanted = target.with_nullable(value.type.nullable)
    if isinstance(value, Literal):
        if value.value is None:
            return Literal(None, target.with_nullable(True))
        found = _constant(value, target)
        if found is not None:
            return Literal(found, wanted)
    return Cast(value, wanted)


def _constant(literal: Literal, target: SqlType) -> Any:
    """Return a constant's value in another type where that is certain, else None."""
    if literal.type.kind in STRINGS and target.kind is Kind.VARCHAR:
        return literal.value if len(literal.value) <= (target.precision or UNBOUNDED) else None
    if literal.type.kind not in {*INTEGERS, Kind.DECIMAL}:
        return None
    if target.kind is Kind.DOUBLE:
        return float(literal.value)
    bits = _BITS.get(target.kind)
    if bits and literal.type.kind in INTEGERS and abs(literal.value) < 2**bits:
        return literal.value
    if target.kind is Kind.DECIMAL and (literal.type.scale or 0) <= (target.scale or 0):
        whole_max = 10 ** ((target.precision or 10) - (target.scale or 0))
        value = Decimal(literal.value)
        step = Decimal(1).scaleb(-(target.scale or 0))
        return round_half_up(value, step) if value.copy_abs() < whole_max else None
    return None


def same_but_null(one: SqlType, other: SqlType) -> bool:
    """Say whether two types differ in nothing but whether they may be NULL, at any depth."""
    return _all_nullable(one) == _all_nullable(other)


def _all_nullable(given: SqlType) -> SqlType:
    children = tuple(replace(child, type=_all_nullable(child.type)) for child in given.children)
    return replace(given, nullable=True, children=children)


def in_common(values: Sequence[Expression]) -> tuple[list[Expression], SqlType] | None:
    """Return values brought to the type that they have in common, and that type; None if none."""
    found = common_type([value.type for value in values])
    if found is None:
        return None
    return [converted(value, found) for value in values], found
