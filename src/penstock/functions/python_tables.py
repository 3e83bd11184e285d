"""Table functions in Python as SQL calls them: the rows of each call are an ARRAY, to be opened."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any, cast

import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import Field, Kind, SqlType
from penstock.functions.function import Call, Kernel, ScalarFunction
from penstock.functions.python import PythonTableFunction
from penstock.functions.python_scalars import failed, lacks, rows_of
from penstock.functions.python_types import BadPythonFunction, ReadType, summary_of, taking
from penstock.functions.value import on_columns

Rows = list[tuple[Any, ...]]
_UNFIT = (pa.ArrowException, TypeError, ValueError, OverflowError)
"""What Arrow raises for a value that is not of the type asked for."""


def as_table(name: str, declared: PythonTableFunction, read_type: ReadType) -> ScalarFunction:
    """Return the function as one that gives an ARRAY of ROWs, which stands for the rows."""
    types = tuple(map(read_type, declared.takes))
    row = read_type(declared.gives)
    if row.kind is not Kind.ROW:
        row = SqlType(Kind.ROW, children=(Field("f0", row),))
    resolve = taking(types, SqlType(Kind.ARRAY, children=(Field("element", row),)))
    return ScalarFunction(
        name, summary_of(declared.function), resolve, _kernel(name, declared), (),
        deterministic=declared.deterministic, guarded=True,
    )  # fmt: skip


def _kernel(name: str, declared: PythonTableFunction) -> Kernel:
    def run(arguments: Sequence[Column], call: Call) -> Column:
        row = cast("pa.ListType[pa.StructType]", call.result.arrow).value_type
        found: list[Rows] = []
        failures: list[tuple[int, Exception]] = []
        for position, given in enumerate(rows_of(arguments, call.rows)):
            try:
                found.append(_yielded(declared, given, row.num_fields))
            except Exception as error:  # noqa: BLE001 -- whatever a user's code raises fails its row
                failures.append((position, error))
        if not failures:
            try:
                return _arrays(found, row)
            except _UNFIT:
                failures = _misfits(found, row)
        raise failed(name, failures)

    return on_columns(run)


def _yielded(declared: PythonTableFunction, given: Sequence[Any], columns: int) -> Rows:
    """Return the rows of one call, each a tuple of as many values as there are columns."""
    if lacks(given, declared.nullable):
        return []
    made: Iterable[Any] = declared.function(*given) or ()
    rows = [each if isinstance(each, tuple) else (each,) for each in made]
    for row in rows:
        if len(row) != columns:
            message = f"a row of {len(row)} values was yielded, there are {columns} columns"
            raise BadPythonFunction(message)
    return rows


def _arrays(found: Sequence[Rows], row: pa.StructType) -> Column:
    """Return an array of ROWs per call."""
    whole = [each for rows in found for each in rows]
    columns = [
        pa.array([each[number] for each in whole], row.field(number).type)
        for number in range(row.num_fields)
    ]
    offsets = [0, *itertools.accumulate(map(len, found))]
    flat = pa.StructArray.from_arrays(columns, fields=[row.field(n) for n in range(row.num_fields)])
    arrays: Column = pa.ListArray.from_arrays(offsets, flat)
    return arrays


def _misfits(found: Sequence[Rows], row: pa.StructType) -> list[tuple[int, Exception]]:
    """Return the calls that yielded what is not of the columns' types."""
    failures: list[tuple[int, Exception]] = []
    for position, rows in enumerate(found):
        try:
            _arrays([rows], row)
        except _UNFIT as error:
            failures.append((position, error))
    return failures
