"""Choices among values: COALESCE, NULLIF, IF, GREATEST and LEAST.

Where an argument may fail, the engine computes IF and COALESCE as the CASE that they mean.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.types import BOOLEAN, Kind, SqlType
from penstock.functions.coercion import common_type
from penstock.functions.comparison import EQUAL
from penstock.functions.function import Call, Kernel, ScalarFunction, Signature, Value
from penstock.functions.signature import may_be_null
from penstock.functions.value import apply, null

_UNORDERED = (Kind.ARRAY, Kind.MAP, Kind.MULTISET, Kind.ROW, Kind.BITMAP, Kind.VARIANT)


def _to_common(types: Sequence[SqlType], nullable: bool) -> Signature | None:
    common = common_type(types)
    if common is None:
        return None
    wanted = tuple(_keep(each, common) for each in types)
    return Signature(wanted, common.with_nullable(nullable))


def _keep(given: SqlType, common: SqlType) -> SqlType:
    return given if given.arrow == common.arrow else common.with_nullable(given.nullable)


def _resolve_coalesce(types: Sequence[SqlType]) -> Signature | None:
    return _to_common(types, all(each.nullable for each in types)) if types else None


def _resolve_if_null(types: Sequence[SqlType]) -> Signature | None:
    return _resolve_coalesce(types) if len(types) == 2 else None  # noqa: PLR2004 -- two values


def _coalesce(arguments: Sequence[Value], call: Call) -> Value:
    return apply("coalesce", *arguments)


def _resolve_null_if(types: Sequence[SqlType]) -> Signature | None:
    """The first argument keeps its type, which is the result's; the kernel compares in common."""
    common = common_type(types) if len(types) == 2 else None  # noqa: PLR2004 -- two values
    if common is None or types[0].kind is Kind.NULL:
        return None
    return Signature((types[0], _keep(types[1], common)), types[0].with_nullable(True))


def _null_if(arguments: Sequence[Value], call: Call) -> Value:
    first, second = arguments
    compared = first
    if first.type != second.type:
        compared = apply("cast", first, options=pc.CastOptions.safe(second.type))
    equal = apply("coalesce", EQUAL.kernel([compared, second], call), pa.scalar(False))
    return apply("if_else", equal, null(call.result.arrow), first)


def _resolve_if(types: Sequence[SqlType]) -> Signature | None:
    if len(types) != 3 or types[0].kind not in {Kind.BOOLEAN, Kind.NULL}:  # noqa: PLR2004 -- IF(c, a, b)
        return None
    found = _to_common(types[1:], may_be_null(types[1:]))
    condition = BOOLEAN if types[0].kind is Kind.NULL else types[0]
    return found and Signature((condition, *found.arguments), found.result)


def _if(arguments: Sequence[Value], call: Call) -> Value:
    condition, yes, no = arguments
    return apply("if_else", apply("coalesce", condition, pa.scalar(False)), yes, no)


def _resolve_extreme(types: Sequence[SqlType]) -> Signature | None:
    if any(each.kind in _UNORDERED for each in types):
        return None
    return _to_common(types, may_be_null(types)) if types else None


def _extreme(name: str) -> Kernel:
    """Return the kernel of GREATEST or LEAST; one NULL makes the result NULL."""
    options = pc.ElementWiseAggregateOptions(skip_nulls=False)

    def run(arguments: Sequence[Value], call: Call) -> Value:
        return apply(name, *arguments, options=options)

    return run


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "COALESCE", "Gives the first value that is not NULL.", _resolve_coalesce, _coalesce,
        (("COALESCE(CAST(NULL AS INT), 5)", "5"), ("COALESCE(CAST(NULL AS INT))", None),
         ("COALESCE(1, 2.5)", "1.0")),
    ),
    ScalarFunction(
        "IFNULL", "Gives the second value where the first is NULL.", _resolve_if_null, _coalesce,
        (("IFNULL(CAST(NULL AS STRING), 'none')", "none"),),
    ),
    ScalarFunction(
        "NULLIF", "Gives NULL where two values are equal, the first otherwise.",
        _resolve_null_if, _null_if,
        (("NULLIF(5, 5)", None), ("NULLIF(5, 0)", "5"), ("NULLIF(5, 5.5)", "5"),
         ("NULLIF(5.0, 5)", None), ("NULLIF('a', 'b')", "a")),
    ),
    ScalarFunction(
        "IF", "Gives one value if a condition is true, another otherwise.", _resolve_if, _if,
        (("IF(5 > 3, 5, 3)", "5"), ("IF(CAST(NULL AS BOOLEAN), 'a', 'b')", "b")),
    ),
    ScalarFunction(
        "GREATEST", "Gives the greatest value; NULL if one is NULL.", _resolve_extreme,
        _extreme("max_element_wise"),
        (("GREATEST(1, 3, 2)", "3"), ("GREATEST(1, CAST(NULL AS INT))", None)),
    ),
    ScalarFunction(
        "LEAST", "Gives the least value; NULL if one is NULL.", _resolve_extreme,
        _extreme("min_element_wise"), (("LEAST('b', 'a')", "a"), ("LEAST(1.5, 2)", "1.5")),
    ),
)  # fmt: skip
