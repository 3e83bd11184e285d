"""Kernels that call a plain function row by row, or once for each different value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column
from penstock.functions.errors import EvaluationError
from penstock.functions.function import Call, Kernel, Value
from penstock.functions.value import distinct, is_scalar, on_columns


def by_row(function: Callable[..., Any], needed: int | None = None) -> Kernel:
    """Return a kernel that calls a plain function row by row; NULL in, NULL out.

    With `needed` that holds for so many arguments, and others may be None. When all arguments but
    one are constants, the function sees each distinct value once. A ValueError of the function
    makes its row fail.
    """

    def null_in_null_out(*row: Any) -> Any:
        return None if None in row[:needed] else function(*row)

    def run(arguments: Sequence[Value], call: Call) -> Value:
        columns = [argument for argument in arguments if isinstance(argument, pa.Array)]
        if len(columns) == 1 and _may_repeat(columns[0], needed):
            return _by_distinct(null_in_null_out, arguments, call)
        return _plain(arguments, call)

    @on_columns
    def _plain(arguments: Sequence[Column], call: Call) -> Column:
        rows = zip(*(argument.to_pylist() for argument in arguments), strict=True)
        return _called(null_in_null_out, list(rows), call)

    return run


def _may_repeat(values: Column, needed: int | None) -> bool:
    """Say whether a column is taken by its different values, of which NULL is none."""
    plain = not pa.types.is_nested(values.type) and (needed is None or not values.null_count)
    return plain and len(values) > 1


def _by_distinct(function: Callable[..., Any], arguments: Sequence[Value], call: Call) -> Column:
    place = next(i for i, argument in enumerate(arguments) if not is_scalar(argument))
    values, indices = distinct(cast(Column, arguments[place]))
    constants = [None if i == place else a.as_py() for i, a in enumerate(arguments)]  # type: ignore[union-attr]  # all others are scalars
    rows = [(*constants[:place], value, *constants[place + 1 :]) for value in values.to_pylist()]
    try:
        results = _called(function, rows, call)
    except EvaluationError as error:
        failing = np.isin(indices.fill_null(-1).to_numpy(), error.rows)
        raise EvaluationError(error.reason, np.flatnonzero(failing)) from error
    return results.take(indices)


def _called(function: Callable[..., Any], rows: list[tuple[Any, ...]], call: Call) -> Column:
    results: list[Any] = []
    failures: dict[int, str] = {}
    for position, row in enumerate(rows):
        try:
            results.append(function(*row))
        except ValueError as error:
            failures[position] = str(error)
    if failures:
        reason = next(iter(failures.values()))
        raise EvaluationError(reason, np.fromiter(failures, np.int64))
    return pa.array(results, call.result.arrow)
