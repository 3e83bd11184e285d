"""Aggregates in Python as the engine folds them: an accumulator per group, or all of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from penstock.core.types import SqlType
from penstock.functions.accumulating import accumulating_kernel
from penstock.functions.accumulators import Accumulators, AggregateFailed
from penstock.functions.aggregate_collected import collected_kernel
from penstock.functions.aggregate_kernel import AggregateKernel
from penstock.functions.function import AggregateFunction
from penstock.functions.python import PythonAggregate
from penstock.functions.python_types import BadPythonFunction, ReadType, summary_of, taking


def as_aggregate(name: str, declared: PythonAggregate, read_type: ReadType) -> AggregateFunction:
    """Return the aggregate as SQL calls it."""
    types, result = tuple(map(read_type, declared.takes)), read_type(declared.gives)
    vectorized = declared.vectorized

    def make(arguments: Sequence[SqlType], result: SqlType) -> AggregateKernel:
        if vectorized:
            return _whole_kernel(name, declared, [each.arrow for each in arguments], result)
        return accumulating_kernel(name, declared, result)

    if not types:
        raise BadPythonFunction("an aggregate takes at least one value", hint=_HINT)
    if not vectorized:
        Accumulators(name, declared.function)  # Refuses what could not be kept.
    return AggregateFunction(
        name, summary_of(declared.function), taking(types, result), ("", ""), make,
        retracts=not vectorized and hasattr(declared.function, "retract"),
        merges=vectorized or hasattr(declared.function, "merge"), whole=vectorized,
    )  # fmt: skip


def _whole_kernel(
    name: str, declared: PythonAggregate, types: Sequence[pa.DataType], result: SqlType
) -> AggregateKernel:
    """Return the kernel of a function of Arrow arrays, which needs a group's rows together."""

    def summary(values: list[Any]) -> Any:
        several = len(types) > 1
        columns = (
            [[each[str(n)] for each in values] for n in range(len(types))] if several else [values]
        )
        arrays = [pa.array(each, kind) for each, kind in zip(columns, types, strict=True)]
        try:
            found = declared.function(*arrays)
            plain = found.as_py() if isinstance(found, pa.Scalar) else found
            return pa.scalar(plain, result.arrow).as_py()
        except Exception as error:
            raise AggregateFailed(name, "it", error) from error

    return collected_kernel(summary, takes_nulls=True)


_HINT = "write accumulate(self, accumulator, value: int)"
