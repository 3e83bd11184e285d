"""Every function gives a row what it gives that row alone, in any company and any slice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.roaring import bitmap_bytes, bitmap_of
from penstock.core.types import Kind, SqlType
from penstock.engine.expressions import compile_columns, surviving
from penstock.functions import AGGREGATES, SCALARS, InvalidArgument
from penstock.functions.missing import MISSING
from penstock.sql.expression import Call, ColumnReference, Expression
from tests.functions.sql_text import typed

UNIT_FIRST = {"EXTRACT", "TIMESTAMPADD", "TIMESTAMPDIFF", "TRIM"}
UNIT_LAST = {"FLOOR", "CEIL", "CEILING", "TO_TIMESTAMP_LTZ", "SHA2", "ENCODE", "DECODE"}
SHORT_TEXTS = st.sampled_from(["", "a", "ab", "1", "-7", "a=1,b", "ß", "{}", "$.a", "wind 42", "%"])
DAY_US = 86_400_000_000
BOUND_OTHERWISE = {"IF", "IS UNKNOWN", "IS NOT UNKNOWN", "OBJECT_UPDATE"}
"""IF is bound as the CASE that it means, UNKNOWN as NULL; fields are named by constants."""
CALLED = [name for name in SCALARS if SCALARS[name].deterministic and name not in BOUND_OTHERWISE]


def values_of(kind: SqlType) -> st.SearchStrategy[Any]:
    """Return small values of a type, with NULLs; texts are such that many functions take them."""
    known: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.NULL: st.none(),
        Kind.BOOLEAN: st.booleans(),
        Kind.INT: st.integers(-3, 5) | st.sampled_from([-(2**31), 2**31 - 1]),
        Kind.BIGINT: st.integers(-3, 5),
        Kind.FLOAT: st.sampled_from([-1.5, 0.0, 2.5]),
        Kind.DOUBLE: st.floats(-1e6, 1e6) | st.sampled_from([float("inf"), 0.5]),
        Kind.CHAR: SHORT_TEXTS,
        Kind.VARCHAR: SHORT_TEXTS,
        Kind.BINARY: st.binary(max_size=3),
        Kind.VARBINARY: st.binary(max_size=3),
        Kind.VARIANT: st.sampled_from(["1", "[1,2]", '{"a":[1]}', "null"]),
        Kind.DATE: st.integers(-1000, 20_000),
        Kind.TIME: st.integers(0, DAY_US - 1),
        Kind.TIMESTAMP: st.integers(-(10**15), 2 * 10**15),
        Kind.TIMESTAMP_LTZ: st.integers(-(10**15), 2 * 10**15),
        Kind.INTERVAL_DAY: st.integers(-(10**12), 10**12),
        Kind.INTERVAL_YEAR: st.integers(-30, 30),
        Kind.BITMAP: st.lists(st.integers(-3, 5)).map(lambda each: bitmap_bytes(bitmap_of(each))),
    }
    return st.none() | (known[kind.kind] if kind.kind in known else _nested(kind))


def _nested(kind: SqlType) -> st.SearchStrategy[Any]:
    if kind.kind is Kind.DECIMAL:
        limit = 10 ** (kind.precision or 10) - 1
        scale = kind.scale or 0
        return st.integers(-limit, limit).map(lambda each: Decimal(each).scaleb(-scale))
    parts = [values_of(child.type) for child in kind.children]
    if kind.kind is Kind.ARRAY:
        return st.lists(parts[0], max_size=3)
    keys = parts[0].filter(lambda key: key is not None)
    return st.dictionaries(keys, parts[1], max_size=2).map(lambda each: list(each.items()))


def calls_in(expression: Any) -> Iterator[Call]:
    if isinstance(expression, Call):
        yield expression
    if isinstance(expression, tuple):
        for part in expression:
            yield from calls_in(part)
    elif is_dataclass(expression):
        for field in fields(expression):
            yield from calls_in(getattr(expression, field.name))


def example_call(name: str) -> Call:
    """Return the call of the function's first example, with columns for its arguments."""
    texts = (text for text, _ in SCALARS[name].examples)
    call = next(call for text in texts for call in calls_in(typed(text)) if call.function == name)
    arguments: list[Expression] = [
        ColumnReference(place, f"c{place}", each.type.with_nullable(True))
        for place, each in enumerate(call.arguments)
    ]
    if name in UNIT_FIRST:
        arguments[0] = call.arguments[0]
    if name in UNIT_LAST and len(arguments) > 1:
        arguments[-1] = call.arguments[-1]
    return Call(name, tuple(arguments), call.type)


@pytest.mark.parametrize("name", CALLED)
@settings(deadline=None, max_examples=8)
@given(data=st.data())
def test_a_row_does_not_care_for_its_neighbours(name: str, data: st.DataObject) -> None:
    call = example_call(name)
    if not call.arguments:
        return
    row = st.tuples(*(values_of(each.type) for each in call.arguments))
    rows = data.draw(st.lists(row, min_size=1, max_size=8))
    columns = [
        pa.array(list(values), each.type.arrow)
        for values, each in zip(zip(*rows, strict=True), call.arguments, strict=True)
    ]
    batch = pa.record_batch(columns, names=[f"c{place}" for place in range(len(columns))])
    compute = compile_columns([call])
    try:
        alone = [outcome(compute, batch.slice(place, 1)) for place in range(len(rows))]
    except InvalidArgument:
        return
    together = outcome(compute, batch)
    assert str(together) == str([each for outcomes in alone for each in outcomes])


def outcome(compute: Any, batch: pa.RecordBatch) -> list[Any]:
    """Return each row's value, or the word "failed"."""
    found = surviving(compute, batch, 0)
    found.columns[0].validate(full=True)
    results: list[Any] = ["failed"] * batch.num_rows
    rows = range(batch.num_rows) if found.rows is None else found.rows.tolist()
    for row, value in zip(rows, found.columns[0].to_pylist(), strict=True):
        results[row] = value
    return results


def test_no_function_that_is_called_missing_is_there() -> None:
    assert not MISSING.keys() & (SCALARS.keys() | AGGREGATES.keys())
