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
        made = _Made(cast("pa.ListType[pa.StructType]", call.result.arrow).value_type)
        failures: list[tuple[int, Exception]] = []
        for position, given in enumerate(rows_of(arguments, call.rows)):
            try:
                if not lacks(given, declared.nullable):
                    made.take(declared.function(*given) or ())
            except Exception as error:  # noqa: BLE001 -- whatever a user's code raises fails its row
                failures.append((position, error))
            made.end_row()
        if not failures:
            try:
                return made.arrays()
            except _UNFIT:
                failures = made.misfits()
        raise failed(name, failures)

    return on_columns(run)


class _Made:
    """The rows that a function has yielded, by column, and where those of each call end.

    They are taken apart at once: many tuples that live at once keep Python's collector busy.
    """

    def __init__(self, row: pa.StructType) -> None:
        self._fields = [row.field(number) for number in range(row.num_fields)]
        self._columns: list[list[Any]] = [[] for _ in self._fields]
        self._ends = [0]

    def take(self, rows: Iterable[Any]) -> None:
        """Take the rows of a call, each a tuple, or the only column's value."""
        columns, count = self._columns, len(self._columns)
        for each in rows:
            values = each if isinstance(each, tuple) else (each,)
            if len(values) != count:
                message = f"a row of {len(values)} values was yielded, there are {count} columns"
                raise BadPythonFunction(message)
            for column, value in zip(columns, values, strict=True):
                column.append(value)

    def end_row(self) -> None:
        """Say that what was taken since the last time is all of a call."""
        self._ends.append(len(self._columns[0]))

    def arrays(self) -> Column:
        """Return an array of ROWs per call."""
        arrays: Column = pa.ListArray.from_arrays(self._ends, self._rows(0, self._ends[-1]))
        return arrays

    def _rows(self, first: int, end: int) -> pa.StructArray:
        columns = [
            pa.array(values[first:end], field.type)
            for values, field in zip(self._columns, self._fields, strict=True)
        ]
        return pa.StructArray.from_arrays(columns, fields=self._fields)

    def misfits(self) -> list[tuple[int, Exception]]:
        """Return the calls that yielded what is not of the columns' types."""
        failures: list[tuple[int, Exception]] = []
        for position, (first, end) in enumerate(itertools.pairwise(self._ends)):
            try:
                self._rows(first, end)
            except _UNFIT as error:
                failures.append((position, error))
        return failures
