"""The aggregates of a node with their kernels, and what each is given of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.core.types import Schema
from penstock.engine.distinct_kernel import distinct_kernel
from penstock.functions import EvaluationError
from penstock.functions.aggregate_kernel import EVERY_ROW, AggregateKernel
from penstock.functions.aggregates import aggregate_kernel
from penstock.sql.plan_groups import Aggregate
from penstock.state.arrow import Bools, Numbers, column_of, numbers_of, valid_of
from penstock.state.columns import DenseColumns

_NO_VALUES = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class KernelCall:
    """An aggregate with its kernel; `accumulators` are its columns among those of all calls."""

    aggregate: Aggregate
    kernel: AggregateKernel
    accumulators: slice


def kernel_calls(
    aggregates: Sequence[Aggregate], inputs: Schema, *, updating: bool = False
) -> list[KernelCall]:
    """Return aggregates over columns of `inputs` with their kernels; DISTINCT is left to others.

    `updating` says that rows may be taken out again.
    """
    calls, first = [], 0
    for aggregate in aggregates:
        types = [inputs.fields[argument].type for argument in aggregate.arguments]
        kernel = aggregate_kernel(
            aggregate.function, types, aggregate.type, declared=aggregate.declared
        )
        kernel = (updating and kernel.updating) or kernel
        calls.append(KernelCall(aggregate, kernel, slice(first, first + len(kernel.dtypes))))
        first += len(kernel.dtypes)
    return calls


def argument_of(call: KernelCall, data: pa.RecordBatch) -> tuple[Numbers | Column, Bools]:
    """Return the argument's values, and which rows count: not NULL, and the FILTER is true."""
    columns = [data.column(argument) for argument in call.aggregate.arguments]
    return values_of(call, columns), wanted_rows(call, data)


def wanted_rows(call: KernelCall, data: pa.RecordBatch) -> Bools:
    """Return which rows count; an empty mask means all."""
    wanted = EVERY_ROW
    if not call.kernel.takes_nulls:
        for argument in call.aggregate.arguments:
            valid = valid_of(data.column(argument))
            wanted = wanted if valid is None else both(wanted, valid)
    if call.aggregate.condition is not None:
        condition = data.column(call.aggregate.condition).fill_null(False)
        wanted = both(wanted, condition.to_numpy(zero_copy_only=False))
    return wanted


def both(left: Bools, right: Bools) -> Bools:
    """Return which rows two masks want, of which an empty one wants all."""
    if not len(left) or not len(right):
        return left if len(left) else right
    return left & right


def values_of(call: KernelCall, columns: Sequence[Column]) -> Numbers | Column:
    """Return one value per row; several arguments are one object, a dict of them by number."""
    if not call.kernel.columnar and call.aggregate.function == "COUNT":
        return _NO_VALUES
    column = columns[0]
    if len(columns) > 1:
        names = [str(number) for number in range(len(columns))]
        column = pa.StructArray.from_arrays(list(columns), names=names)
    return column if call.kernel.columnar else numbers_of(column)


def _distinct(call: KernelCall, inputs: Schema) -> KernelCall:
    """Return a call over DISTINCT values with a kernel that keeps them."""
    if not call.aggregate.distinct:
        return call
    types = [inputs.fields[argument].type.arrow for argument in call.aggregate.arguments]
    return replace(call, kernel=distinct_kernel(call.kernel, types, partial(values_of, call)))


def _placed(calls: Sequence[KernelCall]) -> list[KernelCall]:
    """Return calls with their accumulators one behind the other."""
    ends = np.cumsum([len(call.kernel.dtypes) for call in calls]).tolist()
    return [
        replace(call, accumulators=slice(end - len(call.kernel.dtypes), end))
        for call, end in zip(calls, ends, strict=True)
    ]


class AggregateCalls:
    """Aggregates over one input; their accumulators are columns one behind the other."""

    def __init__(self, aggregates: Sequence[Aggregate], inputs: Schema) -> None:
        self._calls = [_distinct(call, inputs) for call in kernel_calls(aggregates, inputs)]
        self._calls = _placed(self._calls)
        self.dtypes = [dtype for call in self._calls for dtype in call.kernel.dtypes]

    def fold(
        self, accumulators: Sequence[Numbers], places: Int64s, data: pa.RecordBatch
    ) -> list[EvaluationError]:
        """Add each row to the partial result at its place, in the order of the rows.

        Return which rows an aggregate has refused: they are left out of it, and of no other.
        """
        refused: list[EvaluationError] = []
        for call in self._calls:
            values, wanted = argument_of(call, data)
            try:
                call.kernel.fold(accumulators[call.accumulators], places, values, wanted)
            except EvaluationError as error:
                refused.append(error)
        return refused

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
