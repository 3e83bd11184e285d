"""The kernel of an aggregate that is an object with accumulate, retract, merge and get_value.

A partial result is the accumulator as bytes. It is opened once per group and batch, given the
group's rows one by one, and kept again. A row at which the aggregate raises something leaves no
trace in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.core.types import SqlType
from penstock.functions import aggregate_kernel as kernels
from penstock.functions.accumulators import Accumulators, AggregateFailed
from penstock.functions.aggregate_collected import stretches
from penstock.functions.python import PythonAggregate
from penstock.functions.python_scalars import failed
from penstock.functions.value import numbers

_UNFIT = (pa.ArrowException, TypeError, ValueError, OverflowError)


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
        columns = _columns(values, len(self._declared.takes))
        order = order[self._counted(columns, order)]
        taken = _Taken.of(columns, order, signs)
        refused: list[tuple[int, Exception]] = []
        (kept,) = accumulators
        for slot, place, until in stretches(slots[order]):
            kept[slot] = self._folded(kept[slot], taken, range(place, until), refused)
        if refused:
            raise failed(self._name, sorted(refused, key=lambda each: each[0]))

    def _counted(self, columns: Sequence[Column], order: Int64s) -> kernels.Bools:
        """Return which rows count: those without NULL where the aggregate takes none."""
        counted = np.ones(len(order), np.bool_)
        for number, column in enumerate(columns):
            if number not in self._declared.nullable and column.null_count:
                counted &= column.is_valid().to_numpy(zero_copy_only=False)[order]
        return counted

    def _folded(
        self,
        kept: bytes | None,
        taken: _Taken,
        rows: Sequence[int],
        refused: list[tuple[int, Exception]],
    ) -> bytes | None:
        """Return what is kept of an accumulator after some rows, those aside that it refuses."""
        if not rows:
            return kept
        state = self._states.opened(kept)
        accumulate: Any = self._user.accumulate
        retract: Any = getattr(self._user, "retract", None)
        number = 0
        try:
            for number in rows:
                method = accumulate if taken.added[number] else retract
                method(state, *[column[number] for column in taken.columns])
        except Exception as error:  # noqa: BLE001 -- whatever a user's code raises fails its row
            refused.append((taken.positions[number], error))
            done = rows.index(number)
            return self._one_by_one(kept, taken, (rows[:done], rows[done + 1 :]), refused)
        return self._states.kept(state)

    def _one_by_one(
        self,
        kept: bytes | None,
        taken: _Taken,
        rows: tuple[Sequence[int], Sequence[int]],
        refused: list[tuple[int, Exception]],
    ) -> bytes | None:
        """Take the rows that were good once more, then the rest with a copy after each."""
        good, rest = rows
        saved = self._folded(kept, taken, good, refused)
        for number in rest:
            saved = self._folded(saved, taken, [number], refused)
        return saved

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
            return pa.scalar(self._value(None), self._result).as_py()
        except (AggregateFailed, *_UNFIT):
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


def _columns(values: Any, parameters: int) -> list[Column]:
    """Return a column per parameter; several come as one of ROWs."""
    return [values] if parameters == 1 else list(values.flatten())


@dataclass(frozen=True, slots=True)
class _Taken:
    """The rows of a batch as Python objects by column, where they stood, and their signs."""

    columns: Sequence[Sequence[Any]]
    positions: Sequence[int]
    added: Sequence[bool]

    @staticmethod
    def of(columns: Sequence[Column], order: Int64s, signs: Int64s) -> _Taken:
        """Return rows in an order."""
        added = signs[order] > 0 if len(signs) else np.ones(len(order), np.bool_)
        values = [column.take(order).to_pylist() for column in columns]
        return _Taken(values, order.tolist(), added.tolist())
