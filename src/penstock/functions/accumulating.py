"""The kernel of an aggregate that is an object with accumulate, retract, merge and get_value.

A partial result is the accumulator as bytes. It is opened once per group and batch, given the
group's rows one by one, and kept again. A row at which the aggregate raises something leaves no
trace in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.core.types import SqlType
from penstock.functions import aggregate_kernel as kernels
from penstock.functions.accumulators import Accumulators, AggregateFailed
from penstock.functions.aggregate_collected import python_values, stretches
from penstock.functions.python import PythonAggregate
from penstock.functions.python_scalars import failed, lacks
from penstock.functions.value import numbers

_UNFIT = (pa.ArrowException, TypeError, ValueError, OverflowError)
Step = tuple[int, tuple[Any, ...], bool]
"""A row's position, its arguments, and whether it is added and not taken out."""


class Accumulating:
    """One aggregate over columns; `fold`, `merge` and `finish` are those of its kernel."""

    def __init__(self, name: str, declared: PythonAggregate, result: SqlType) -> None:
        self._name, self._declared, self._result = name, declared, result.arrow
        self._user = declared.function
        self._states = Accumulators(name, declared.function)
        self._empty = self._value_of_none()

    def fold(
        self,
        accumulators: kernels.Accumulators,
        slots: Int64s,
        values: Any,
        keep: kernels.Bools,
        signs: Int64s = kernels.ALL_ADDED,
    ) -> None:
        """Take rows in or out; raise an error for those that the aggregate refused, at the end."""
        rows = np.flatnonzero(keep) if len(keep) else np.arange(len(slots))
        order = rows[np.argsort(slots[rows], kind="stable")]
        arguments = _rows(python_values(values, order), len(self._declared.takes))
        added = signs[order] > 0 if len(signs) else np.ones(len(order), np.bool_)
        steps = list(zip(order.tolist(), arguments, added.tolist(), strict=True))
        steps_failed: list[tuple[int, Exception]] = []
        (kept,) = accumulators
        for slot, place, until in stretches(slots[order]):
            taken = [each for each in steps[place:until] if self._counts(each[1])]
            if taken:
                kept[slot] = self._folded(kept[slot], taken, steps_failed)
        if steps_failed:
            raise failed(self._name, sorted(steps_failed, key=lambda each: each[0]))

    def _counts(self, row: Sequence[Any]) -> bool:
        return not lacks(row, self._declared.nullable)

    def _folded(
        self, kept: bytes | None, steps: Sequence[Step], refused: list[tuple[int, Exception]]
    ) -> bytes | None:
        """Return what is kept of an accumulator after some rows, those aside that it refuses."""
        if not steps:
            return kept
        state = self._states.opened(kept)
        for number, step in enumerate(steps):
            try:
                self._take(state, step)
            except Exception as error:  # noqa: BLE001 -- whatever a user's code raises fails its row
                refused.append((step[0], error))
                return self._one_by_one(kept, steps[:number], steps[number + 1 :], refused)
        return self._states.kept(state)

    def _one_by_one(
        self,
        kept: bytes | None,
        good: Sequence[Step],
        rest: Sequence[Step],
        refused: list[tuple[int, Exception]],
    ) -> bytes | None:
        """Take the rows that were good once more, then the rest with a copy after each."""
        saved = self._folded(kept, good, refused)
        for step in rest:
            saved = self._folded(saved, [step], refused)
        return saved

    def _take(self, state: Any, step: Step) -> None:
        _, row, added = step
        (self._user.accumulate if added else self._user.retract)(state, *row)

    def merge(
        self,
        into: kernels.Accumulators,
        into_rows: Int64s,
        source: kernels.Accumulators,
        source_rows: Int64s,
    ) -> None:
        """Add up pairs of accumulators."""
        for place, more in zip(into_rows.tolist(), source[0][source_rows], strict=True):
            if more is not None:
                into[0][place] = self._merged(into[0][place], more)

    def _merged(self, kept: bytes | None, more: bytes) -> bytes:
        if kept is None:
            return more
        state = self._states.opened(kept)
        try:
            self._user.merge(state, [self._states.opened(more)])
        except Exception as error:
            raise AggregateFailed(self._name, "merge", error) from error
        return self._states.kept(state)

    def finish(self, accumulators: kernels.Accumulators) -> kernels.Finished:
        """Return the aggregate's values."""
        values = [self._empty if kept is None else self._value(kept) for kept in accumulators[0]]
        return finished(self._name, values, self._result)

    def _value(self, kept: bytes | None) -> Any:
        try:
            return self._user.get_value(self._states.opened(kept))
        except Exception as error:
            raise AggregateFailed(self._name, "get_value", error) from error

    def _value_of_none(self) -> Any:
        """Return the value of a new accumulator; one that has none yet is NULL."""
        try:
            return self._value(None)
        except AggregateFailed:
            return None


def accumulating_kernel(
    name: str, declared: PythonAggregate, result: SqlType
) -> kernels.AggregateKernel:
    """Return the kernel of an aggregate that has accumulators."""
    made = Accumulating(name, declared, result)
    return kernels.AggregateKernel(
        ("O",), made.fold, made.merge, made.finish,
        retracts=hasattr(declared.function, "retract"), takes_nulls=True, columnar=True,
    )  # fmt: skip


def finished(name: str, values: Sequence[Any], arrow: pa.DataType) -> kernels.Finished:
    """Return results as numbers where their type has numbers, else as Python objects."""
    try:
        column: Column = pa.array(values, arrow)
    except _UNFIT as error:
        raise AggregateFailed(name, "get_value", error) from error
    valid = column.is_valid().to_numpy(zero_copy_only=False)
    if pa.types.is_floating(arrow):
        return numbers(column).astype(np.float64), valid
    if pa.types.is_integer(arrow) or pa.types.is_temporal(arrow) or pa.types.is_boolean(arrow):
        return numbers(column).astype(np.int64), valid
    return np.array([*column.to_pylist(), None], object)[:-1], valid


def _rows(values: Sequence[Any], parameters: int) -> list[tuple[Any, ...]]:
    """Return the arguments of each row; several come as a dict of them by number."""
    if parameters == 1:
        return [(value,) for value in values]
    return [tuple(value.values()) for value in values]
