"""Scalar functions in Python as SQL calls them: row by row, or a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from penstock.core.batch import Column
from penstock.functions.errors import EvaluationError
from penstock.functions.function import Call, Kernel, ScalarFunction
from penstock.functions.python import PythonFunction
from penstock.functions.python_types import BadPythonFunction, ReadType, summary_of, taking
from penstock.functions.value import on_columns


def as_scalar(name: str, declared: PythonFunction, read_type: ReadType) -> ScalarFunction:
    """Return the function as SQL calls it."""
    types = tuple(map(read_type, declared.takes))
    resolve = taking(types, read_type(declared.gives))
    kernel = _vectorized(name, declared) if declared.vectorized else _by_row(name, declared)
    return ScalarFunction(
        name, summary_of(declared.function), resolve, kernel, (),
        deterministic=declared.deterministic, guarded=True,
    )  # fmt: skip


def _by_row(name: str, declared: PythonFunction) -> Kernel:
    function, nullable = declared.function, declared.nullable

    def one(row: Sequence[Any]) -> Any:
        return None if lacks(row, nullable) else function(*row)

    def run(arguments: Sequence[Column], call: Call) -> Column:
        results: list[Any] = []
        failures: list[tuple[int, Exception]] = []
        for position, row in enumerate(rows_of(arguments, call.rows)):
            try:
                results.append(pa.scalar(one(row), call.result.arrow))
            except Exception as error:  # noqa: BLE001 -- whatever a user's code raises fails its row
                failures.append((position, error))
        if failures:
            raise failed(name, failures)
        return pa.array(results, call.result.arrow)

    return on_columns(run)


def rows_of(arguments: Sequence[Column], rows: int) -> Iterable[tuple[Any, ...]]:
    """Return the rows of columns as Python objects; without any column, empty rows.

    They are made one by one: many objects that live at once keep Python's collector busy.
    """
    columns = [argument.to_pylist() for argument in arguments]
    return zip(*columns, strict=True) if columns else [()] * rows


def lacks(row: Sequence[Any], nullable: frozenset[int]) -> bool:
    """Say whether a row has NULL for a parameter that is never None."""
    if None not in row:
        return False
    return any(value is None and n not in nullable for n, value in enumerate(row))


def _vectorized(name: str, declared: PythonFunction) -> Kernel:
    def run(arguments: Sequence[Column], call: Call) -> Column:
        try:
            found = declared.function(*arguments)
            result = found if isinstance(found, pa.Array) else pa.array(found)
            result = result.cast(call.result.arrow)
        except Exception as error:
            raise failed(name, [(row, error) for row in range(call.rows)]) from error
        if len(result) != call.rows:
            raise BadPythonFunction(
                f"{name} returned {len(result)} rows for {call.rows}",
                hint="a vectorized function returns a row for each row",
            )
        return result

    return on_columns(run)


def failed(name: str, failures: Sequence[tuple[int, Exception]]) -> EvaluationError:
    """Return the error for rows in which a function raised something."""
    first = failures[0][1]
    rows = pa.array([row for row, _ in failures], pa.int64()).to_numpy()
    return EvaluationError(f"{name}: {type(first).__name__}: {first}", rows)
