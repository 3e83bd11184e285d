"""ARRAY_AGG, COLLECT, LISTAGG, JSON_ARRAYAGG, JSON_OBJECTAGG and PERCENTILE: of all values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from penstock.core.types import (
    DOUBLE,
    INTEGERS,
    NUMBERS,
    STRING,
    STRINGS,
    Field,
    Kind,
    SqlType,
)
from penstock.functions.aggregate_collected import Summary, collected_kernel
from penstock.functions.aggregate_kernel import AggregateKernel
from penstock.functions.function import AggregateFunction, MakeKernel, Signature


def _makes(summary: Summary, *, takes_nulls: bool = False) -> MakeKernel:
    def make(arguments: Sequence[SqlType], result: SqlType) -> AggregateKernel:
        return collected_kernel(summary, takes_nulls=takes_nulls)

    return make


def _array(types: Sequence[SqlType]) -> Signature | None:
    return _container(Kind.ARRAY, types)


def _multiset(types: Sequence[SqlType]) -> Signature | None:
    if any(each.kind in _NESTED for each in types):
        return None
    return _container(Kind.MULTISET, types)


def _container(kind: Kind, types: Sequence[SqlType]) -> Signature | None:
    if len(types) != 1 or types[0].kind is Kind.NULL:
        return None
    return Signature((types[0],), SqlType(kind, children=(Field("element", types[0]),)))


def _copies(values: list[Any]) -> list[tuple[Any, int]]:
    """Return each value with how often it is there, in the order of their first coming."""
    counts: dict[Any, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return list(counts.items())


def _joined_types(types: Sequence[SqlType]) -> Signature | None:
    if not 1 <= len(types) <= 2 or any(each.kind not in STRINGS for each in types):  # noqa: PLR2004 -- the value and its separator
        return None
    return Signature(tuple(types), STRING)


def _joined(values: list[Any]) -> str:
    if isinstance(values[0], str):
        return ",".join(values)
    first, *others = values
    return "".join([first["0"], *(f"{each['1']}{each['0']}" for each in others)])


def _texts(count: int) -> Any:
    """Resolve so many JSON texts, which the planner has made of any values."""

    def resolve(types: Sequence[SqlType]) -> Signature | None:
        if len(types) != count or any(each.kind not in STRINGS for each in types):
            return None
        return Signature(tuple(types), STRING)

    return resolve


def _json_array(values: list[Any]) -> str:
    return f"[{','.join('null' if value is None else value for value in values)}]"


def _json_object(values: list[Any]) -> str:
    """Return an object; of several values for one key the last one counts."""
    known = {each["0"]: each["1"] for each in values if each["0"] is not None}
    pairs = (f"{key}:{'null' if value is None else value}" for key, value in known.items())
    return f"{{{','.join(pairs)}}}"


def _percentile_types(types: Sequence[SqlType]) -> Signature | None:
    """PERCENTILE(value, percentage or ARRAY of them [, frequency])."""
    if not 2 <= len(types) <= 3 or types[0].kind not in NUMBERS:  # noqa: PLR2004 -- as said above
        return None
    if len(types) > 2 and types[2].kind not in INTEGERS:  # noqa: PLR2004 -- the frequency
        return None
    several = types[1].kind is Kind.ARRAY
    if not several and types[1].kind not in NUMBERS:
        return None
    wanted = SqlType(Kind.ARRAY, children=(Field("element", DOUBLE),)) if several else DOUBLE
    return Signature((DOUBLE, wanted, *types[2:]), wanted)


def _percentile(values: list[Any]) -> Any:
    numbers = sorted(each["0"] for each in values for _ in range(each.get("2", 1)))
    wanted = values[0]["1"]
    if not numbers:
        return None
    if isinstance(wanted, list):
        return [_interpolated(numbers, each) for each in wanted]
    return _interpolated(numbers, wanted)


def _interpolated(numbers: list[float], part: float) -> float:
    position = part * (len(numbers) - 1)
    below, above = math.floor(position), math.ceil(position)
    if below == above:
        return numbers[below]
    return (above - position) * numbers[below] + (position - below) * numbers[above]


_NESTED = (Kind.ARRAY, Kind.MAP, Kind.MULTISET, Kind.ROW)
FUNCTIONS = (
    AggregateFunction(
        "ARRAY_AGG",
        "Gives all values as an ARRAY, NULLs too; IGNORE NULLS leaves those out.",
        _array,
        ("ARRAY_AGG(x)", "[1, 2, 3]"),
        _makes(list, takes_nulls=True),
    ),
    AggregateFunction(
        "ARRAY_AGG IGNORE NULLS",
        "Gives all values that are not NULL as an ARRAY.",
        _array,
        ("ARRAY_AGG(x IGNORE NULLS)", "[1, 2, 3]"),
        _makes(list),
    ),
    AggregateFunction(
        "COLLECT",
        "Gives the values that are not NULL as a MULTISET: each with how often it is there.",
        _multiset,
        ("COLLECT(x)", "[(1, 1), (2, 1), (3, 1)]"),
        _makes(_copies),
    ),
    AggregateFunction(
        "LISTAGG",
        "Joins texts by a separator, or a comma.",
        _joined_types,
        ("LISTAGG(CAST(x AS STRING), '; ')", "1; 2; 3"),
        _makes(_joined),
    ),
    AggregateFunction(
        "JSON_ARRAYAGG",
        "Writes the values that are not NULL as a JSON array.",
        _texts(1),
        ("JSON_ARRAYAGG(x)", "[1,2,3]"),
        _makes(_json_array),
    ),
    AggregateFunction(
        "JSON_ARRAYAGG NULL ON NULL",
        "Writes the values as a JSON array, NULLs too.",
        _texts(1),
        ("JSON_ARRAYAGG(x NULL ON NULL)", "[1,2,3]"),
        _makes(_json_array, takes_nulls=True),
    ),
    AggregateFunction(
        "JSON_OBJECTAGG",
        "Writes keys with their values as a JSON object, NULLs too.",
        _texts(2),
        ("JSON_OBJECTAGG(KEY CAST(x AS STRING) VALUE x)", '{"1":1,"2":2,"3":3}'),
        _makes(_json_object, takes_nulls=True),
    ),
    AggregateFunction(
        "JSON_OBJECTAGG ABSENT ON NULL",
        "Writes keys with their values as a JSON object, without NULLs.",
        _texts(2),
        ("JSON_OBJECTAGG(KEY CAST(x AS STRING) VALUE x ABSENT ON NULL)", '{"1":1,"2":2,"3":3}'),
        _makes(_json_object),
    ),
    AggregateFunction(
        "PERCENTILE",
        "Gives what a part of the values lies below, between neighbours by proportion.",
        _percentile_types,
        ("PERCENTILE(x, 0.75)", "2.5"),
        _makes(_percentile),
    ),
)
