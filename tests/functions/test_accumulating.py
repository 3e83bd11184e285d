"""The kernel of Python aggregates: what it keeps, what it leaves out, and what it gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from penstock.core.types import BIGINT, DOUBLE, SqlType
from penstock.functions import EvaluationError
from penstock.functions.accumulating import accumulating_kernel
from penstock.functions.accumulators import AggregateFailed
from penstock.functions.aggregate_kernel import EVERY_ROW, AggregateKernel
from penstock.functions.python import PythonAggregate, annotated


class Noted:
    """Keeps all values; notes that it was asked before it refuses one."""

    def create_accumulator(self) -> list[int]:
        return []

    def accumulate(self, accumulator: list[int], value: int) -> None:
        accumulator.append(value)
        if value < 0:
            raise ValueError(value)

    def retract(self, accumulator: list[int], value: int) -> None:
        accumulator.remove(value)

    def merge(self, accumulator: list[int], others: list[list[int]]) -> None:
        for other in others:
            accumulator += other

    def get_value(self, accumulator: list[int]) -> int | None:
        return int("".join(map(str, accumulator))) if accumulator else None


def kernel_of(made: object, result: SqlType = BIGINT) -> AggregateKernel:
    declared = annotated(made)
    assert isinstance(declared, PythonAggregate)
    return accumulating_kernel("NOTED", declared, result)


def held(rows: int) -> list[Any]:
    return [np.full(rows, None)]


def fold(kernel: AggregateKernel, into: list[Any], slots: list[int], values: list[Any]) -> None:
    kernel.fold(into, np.array(slots), pa.array(values, pa.int64()), EVERY_ROW)


def results(kernel: AggregateKernel, into: list[Any]) -> list[Any]:
    values, valid = kernel.finish(into)
    assert valid is not None
    return [value if known else None for value, known in zip(values.tolist(), valid, strict=True)]


def test_rows_that_it_refuses_leave_no_trace() -> None:
    kernel, into = kernel_of(Noted), held(3)
    with pytest.raises(EvaluationError, match="NOTED: ValueError: -2") as caught:
        fold(kernel, into, [0, 1, 0, 1, 0, 2], [1, -2, 3, 4, -5, -6])
    assert caught.value.rows.tolist() == [1, 4, 5]
    assert results(kernel, into) == [13, 4, None]


def test_a_row_with_null_is_left_out() -> None:
    kernel, into = kernel_of(Noted), held(1)
    fold(kernel, into, [0, 0, 0], [1, None, 2])
    assert results(kernel, into) == [12]


def test_rows_are_taken_out_where_their_sign_says_so() -> None:
    kernel, into = kernel_of(Noted), held(1)
    fold(kernel, into, [0, 0, 0], [1, 2, 3])
    kernel.retract(into, np.array([0]), pa.array([2]), EVERY_ROW)
    assert kernel.retracts
    assert results(kernel, into) == [13]


def test_what_is_merged_stays_what_it_was() -> None:
    kernel, into, source = kernel_of(Noted), held(2), held(2)
    fold(kernel, source, [0, 1], [1, 2])
    kernel.merge(into, np.array([0, 0, 1]), source, np.array([0, 1, 0]))
    assert results(kernel, into) == [12, 1]
    assert results(kernel, source) == [1, 2]


def test_a_value_that_its_type_cannot_hold_says_so() -> None:
    class Text(Noted):
        def get_value(self, accumulator: list[int]) -> int:
            return "x"  # type: ignore[return-value]  # what a user may write

    kernel, into = kernel_of(Text, DOUBLE), held(1)
    assert results(kernel, into) == [None]
    fold(kernel, into, [0], [1])
    with pytest.raises(AggregateFailed, match="get_value raised"):
        kernel.finish(into)


def test_what_cannot_be_kept_says_so() -> None:
    kernel, into = kernel_of(Noted), held(1)
    with pytest.raises(AggregateFailed, match="keeping the accumulator"):
        kernel_of(Large).fold(into, np.array([0]), pa.array([1]), EVERY_ROW)
    assert results(kernel, into) == [None]


class Large(Noted):
    """Counts beyond 64 bits."""

    def accumulate(self, accumulator: list[int], value: int) -> None:
        accumulator.append(value << 70)
