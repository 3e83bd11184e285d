"""Arrays, maps and rows made of values, counted, and asked for one element."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import INT, STRING, Field, Kind, SqlType
from penstock.functions.coercion import common_type
from penstock.functions.function import Call, ScalarFunction, Signature, Value
from penstock.functions.nested import interleaved, lengths_of, offsets_of
from penstock.functions.signature import Nulls, anything, one_of, takes
from penstock.functions.value import column_of, fail_where, on_columns, scalar, validity

_TEXTS = SqlType(Kind.ARRAY, children=(Field("element", STRING),))
NULL_KEY = "a key is NULL"
_M = "MAP['a', 1, 'b', 2]"


def array_of(element: SqlType) -> SqlType:
    """Return the type of arrays of a type."""
    return SqlType(Kind.ARRAY, children=(Field("element", element),))


def _resolve_array(types: Sequence[SqlType]) -> Signature | None:
    common = common_type(types)
    if common is None:
        return None
    arguments = tuple(common.with_nullable(each.nullable) for each in types)
    return Signature(arguments, array_of(common).with_nullable(False))


@on_columns
def _array(arguments: Sequence[Column], call: Call) -> Column:
    elements, offsets = interleaved(arguments)
    places: Any = pa.array(offsets.astype(np.int32))
    lists: Any = pa.ListArray.from_arrays(places, cast(Any, elements))
    return cast(Column, lists.cast(call.result.arrow))


def _resolve_map(types: Sequence[SqlType]) -> Signature | None:
    if not types or len(types) % 2:
        return None
    key, value = common_type(types[::2]), common_type(types[1::2])
    if key is None or value is None:
        return None
    wanted = (key, value)
    arguments = tuple(wanted[i % 2].with_nullable(each.nullable) for i, each in enumerate(types))
    result = SqlType(Kind.MAP, nullable=False, children=(Field("key", key), Field("value", value)))
    return Signature(arguments, result)


@on_columns
def _map(arguments: Sequence[Column], call: Call) -> Column:
    """The last of equal keys wins; none may be NULL."""
    fail_at_null_keys(arguments[::2])
    rows = zip(*(argument.to_pylist() for argument in arguments), strict=True)
    entries = [list(dict(zip(row[::2], row[1::2], strict=True)).items()) for row in rows]
    return pa.array(entries, call.result.arrow)


def fail_at_null_keys(keys: Sequence[Column]) -> None:
    """Raise an EvaluationError for the rows in which a key is NULL."""
    for key in keys:
        if key.null_count:
            fail_where(key.is_null(), NULL_KEY, len(key))


def _resolve_row(types: Sequence[SqlType]) -> Signature | None:
    fields = tuple(Field(f"EXPR${place}", each) for place, each in enumerate(types))
    return Signature(tuple(types), SqlType(Kind.ROW, nullable=False, children=fields))


@on_columns
def _row(arguments: Sequence[Column], call: Call) -> Column:
    fields: Any = call.result.arrow
    return pa.StructArray.from_arrays(list(arguments), fields=list(fields))


@on_columns
def _cardinality(arguments: Sequence[Column], call: Call) -> Column:
    lengths = lengths_of(arguments[0]).astype(np.int32)
    return column_of(lengths, pa.int32(), validity(arguments[0]))


def elements_at(arrays: Column, index: Column) -> Column:
    """Take each row's element by its place in the flattened column."""
    lengths = lengths_of(arrays)
    places = index.fill_null(0).to_numpy().astype(np.int64)
    inside = (places >= 1) & (places <= lengths)
    starts = offsets_of(arrays).to_numpy()[:-1]
    where = pa.array(np.where(inside, starts + places - 1, 0), mask=~inside)
    elements: Any = cast(Any, arrays).flatten()
    return cast(Column, elements.take(where))


def _type_name(arguments: Sequence[Value], call: Call) -> Value:
    return scalar(str(call.given[0]), pa.string())


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "ARRAY", "Makes an array of values.", _resolve_array, _array,
        (("ARRAY[1, CAST(NULL AS INT), 3]", "[1, NULL, 3]"),),
    ),
    ScalarFunction(
        "MAP", "Makes a map of keys and values.", _resolve_map, _map,
        (("MAP['a', 1, 'b', 2]", "{a=1, b=2}"),), guarded=True,
    ),
    ScalarFunction(
        "ROW", "Makes a row of values.", _resolve_row, _row, (("ROW(1, 'a')", "(1, a)"),)
    ),
    ScalarFunction(
        "CARDINALITY", "Counts the elements of an array or the entries of a map.",
        takes(one_of(Kind.ARRAY, Kind.MAP, Kind.MULTISET, default=_TEXTS), gives=INT),
        _cardinality, (("CARDINALITY(ARRAY[1, 2, 2, 3])", "4"), (f"CARDINALITY({_M})", "2")),
    ),
    ScalarFunction(
        "TYPEOF", "Gives the name of a value's type.",
        takes(anything, gives=STRING, nulls=Nulls.NEVER), _type_name,
        (("TYPEOF(1.50)", "DECIMAL(3, 2) NOT NULL"),
         ("TYPEOF(ARRAY[1])", "ARRAY<INT NOT NULL> NOT NULL")),
    ),
)  # fmt: skip
