"""The aggregates of one operator side by side: rows folded, partial results merged and finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.core.types import Schema
from penstock.functions.aggregate_kernel import EVERY_ROW, AggregateKernel
from penstock.functions.aggregate_kernels import aggregate_kernel
from penstock.sql.plan import Aggregate
from penstock.state.arrow import Bools, Numbers, column_of, numbers_of, valid_of
from penstock.state.columns import DenseColumns

_NO_VALUES = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class _Call:
    """An aggregate with its kernel; `accumulators` are its columns among all."""

    aggregate: Aggregate
    kernel: AggregateKernel
    accumulators: slice


class AggregateCalls:
    """Aggregates over one input; their accumulators are columns one behind the other."""

    def __init__(self, aggregates: Sequence[Aggregate], inputs: Schema) -> None:
        self._calls: list[_Call] = []
        first = 0
        for aggregate in aggregates:
            argument = inputs.fields[aggregate.arguments[0]].type if aggregate.arguments else None
            kernel = aggregate_kernel(aggregate.function, argument, aggregate.type)
            end = first + len(kernel.dtypes)
            self._calls.append(_Call(aggregate, kernel, slice(first, end)))
            first = end
        self.dtypes = [dtype for call in self._calls for dtype in call.kernel.dtypes]

    def fold(self, accumulators: Sequence[Numbers], places: Int64s, data: pa.RecordBatch) -> None:
        """Add each row to the partial result at its place, in the order of the rows."""
        for call in self._calls:
            values, wanted = _argument(call.aggregate, data)
            call.kernel.fold(accumulators[call.accumulators], places, values, wanted)

    def merge(
        self,
        into: Sequence[Numbers],
        into_places: Int64s,
        source: Sequence[Numbers],
        source_places: Int64s,
    ) -> None:
        """Add up pairs of partial results, in the order given."""
        for call in self._calls:
            here = call.accumulators
            call.kernel.merge(into[here], into_places, source[here], source_places)

    def merged(
        self, rows: int, places: Int64s, source: Sequence[Numbers], source_places: Int64s
    ) -> list[Numbers]:
        """Return the accumulators of `rows` results made of pairs of partial results."""
        into = DenseColumns(self.dtypes)
        into.reserve(rows)
        self.merge(into.arrays, places, source, source_places)
        return [array[:rows] for array in into.arrays]

    def finished(
        self, accumulators: Sequence[Numbers], types: Sequence[pa.DataType]
    ) -> list[Column]:
        """Return a result column per aggregate."""
        columns = []
        for call, kind in zip(self._calls, types, strict=True):
            values, valid = call.kernel.finish(accumulators[call.accumulators])
            columns.append(column_of(values, valid, kind))
        return columns


def _argument(aggregate: Aggregate, data: pa.RecordBatch) -> tuple[Numbers, Bools]:
    """Return the argument's values, and which rows count: not NULL, and the FILTER is true."""
    values, wanted = _NO_VALUES, None
    if aggregate.arguments:
        column = data.column(aggregate.arguments[0])
        wanted = valid_of(column)
        if aggregate.function != "COUNT":
            values = numbers_of(column)
    if aggregate.condition is not None:
        condition = data.column(aggregate.condition).fill_null(False)
        passing: Bools = condition.to_numpy(zero_copy_only=False)
        wanted = passing if wanted is None else wanted & passing
    return values, EVERY_ROW if wanted is None else wanted
