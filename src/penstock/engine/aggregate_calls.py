"""The aggregates of a node with their kernels, and what each is given of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import Schema
from penstock.functions.aggregate_kernel import EVERY_ROW, AggregateKernel
from penstock.functions.aggregates import aggregate_kernel
from penstock.sql.plan import Aggregate
from penstock.state.arrow import Bools, Numbers, numbers_of, valid_of

_NO_VALUES = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class KernelCall:
    """An aggregate with its kernel; `accumulators` are its columns among those of all calls."""

    aggregate: Aggregate
    kernel: AggregateKernel
    accumulators: slice


def kernel_calls(aggregates: Sequence[Aggregate], inputs: Schema) -> list[KernelCall]:
    """Return aggregates over columns of `inputs` with their kernels."""
    calls, first = [], 0
    for aggregate in aggregates:
        types = [inputs.fields[argument].type for argument in aggregate.arguments]
        kernel = aggregate_kernel(aggregate.function, types, aggregate.type)
        calls.append(KernelCall(aggregate, kernel, slice(first, first + len(kernel.dtypes))))
        first += len(kernel.dtypes)
    return calls


def argument_of(call: KernelCall, data: pa.RecordBatch) -> tuple[Numbers | Column, Bools]:
    """Return the argument's values, and which rows count: not NULL, and the FILTER is true."""
    columns = [data.column(argument) for argument in call.aggregate.arguments]
    wanted = None
    if not call.kernel.takes_nulls:
        for valid in map(valid_of, columns):
            wanted = _both(wanted, valid)
    if call.aggregate.condition is not None:
        condition = data.column(call.aggregate.condition).fill_null(False)
        wanted = _both(wanted, condition.to_numpy(zero_copy_only=False))
    return _values(call, columns), EVERY_ROW if wanted is None else wanted


def _both(left: Bools | None, right: Bools | None) -> Bools | None:
    if left is None or right is None:
        return right if left is None else left
    return left & right


def _values(call: KernelCall, columns: Sequence[Column]) -> Numbers | Column:
    """Return one value per row; several arguments are one object, a dict of them by number."""
    if call.aggregate.function == "COUNT":
        return _NO_VALUES
    if len(columns) == 1:
        return columns[0] if call.kernel.columnar else numbers_of(columns[0])
    names = [str(number) for number in range(len(columns))]
    return numbers_of(pa.StructArray.from_arrays(list(columns), names=names))
