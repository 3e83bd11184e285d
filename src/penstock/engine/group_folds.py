"""Folds a batch into its groups: each aggregate over its rows, or over the values that come and go.

DISTINCT folds a row when its value comes into the group, and takes it out when the last row with
it goes. MIN and MAX of rows that go again work likewise; when the extreme itself is lost, what is
left of the group's values is folded anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.core.types import Schema
from penstock.engine.aggregate_calls import KernelCall, both, kernel_calls, values_of, wanted_rows
from penstock.engine.group_values import VARIANTS_MAX, GroupValues, bits_of
from penstock.engine.groups import Touched, clear
from penstock.engine.operator import State
from penstock.functions import EvaluationError
from penstock.functions.aggregate_kernel import EVERY_ROW, Finished
from penstock.sql.plan_groups import Aggregate
from penstock.state.arrow import Bools, Numbers, numbers_of


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a batch as aggregates see them.

    `signs` is -1 for rows that are taken out; `known` says which rows count at all, `lasting`
    which are folded: those before a moment at which their group was empty leave nothing.
    """

    data: pa.RecordBatch
    touched: Touched
    signs: Int64s
    known: Bools
    lasting: Bools


@dataclass(frozen=True, slots=True)
class _Set:
    """The values of some arguments, and the aggregates over them, one variant each."""

    arguments: tuple[int, ...]
    calls: Sequence[KernelCall]
    values: GroupValues


class GroupFolds:
    """The aggregates of a node over its groups; `updating` says that rows may go again."""

    def __init__(
        self, aggregates: Sequence[Aggregate], inputs: Schema, *, updating: bool, mortal: bool
    ) -> None:
        self._calls = kernel_calls(aggregates, inputs, updating=updating)
        self._updating = updating
        self._sets = [
            _Set(arguments, calls, self._values(calls, inputs, mortal=mortal))
            for arguments, calls in self._variants()
        ]

    def _variants(self) -> Iterator[tuple[tuple[int, ...], list[KernelCall]]]:
        """Yield the calls that share an index of values, and the arguments that they share."""
        shared: dict[tuple[int, ...], list[KernelCall]] = {}
        for call in self._calls:
            if self._by_value(call):
                shared.setdefault(call.aggregate.arguments, []).append(call)
        for arguments, calls in shared.items():
            for first in range(0, len(calls), VARIANTS_MAX):
                yield arguments, calls[first : first + VARIANTS_MAX]

    def _values(self, calls: Sequence[KernelCall], inputs: Schema, *, mortal: bool) -> GroupValues:
        types = [inputs.fields[each].type.arrow for each in calls[0].aggregate.arguments]
        chained = mortal or any(self._refolds(call) for call in calls)
        return GroupValues(types, len(calls), counted=self._updating, chained=chained)

    @property
    def dtypes(self) -> list[str]:
        """The accumulator columns that the groups need."""
        return [dtype for call in self._calls for dtype in call.kernel.dtypes]

    def _by_value(self, call: KernelCall) -> bool:
        return call.aggregate.distinct or self._refolds(call)

    def _refolds(self, call: KernelCall) -> bool:
        return self._updating and not call.kernel.retracts

    def fold(self, held: Sequence[Numbers], rows: Rows) -> list[EvaluationError]:
        """Fold rows into the accumulators of the groups that they touch, by their numbers.

        Return which rows an aggregate has refused: they are left out of it, and of no other.
        """
        refused: list[EvaluationError] = []
        for call in self._calls:
            if not self._by_value(call):
                columns = [rows.data.column(each) for each in call.aggregate.arguments]
                keep = both(wanted_rows(call, rows.data), rows.lasting)
                into, values = held[call.accumulators], values_of(call, columns)
                chosen = (keep, rows.signs)
                refused += _folded(call, into, rows.touched.numbers, values, chosen)
        for shared in self._sets:
            refused += self._fold_values(held, rows, shared)
        return refused

    def _fold_values(
        self, held: Sequence[Numbers], rows: Rows, shared: _Set
    ) -> list[EvaluationError]:
        columns = [rows.data.column(each) for each in shared.arguments]
        wanted = [both(wanted_rows(call, rows.data), rows.known) for call in shared.calls]
        bits, numbers = bits_of(wanted, rows.data.num_rows), rows.touched.numbers
        refused: list[EvaluationError] = []
        crossed = shared.values.add(rows.touched.slots, columns, bits, rows.signs)
        for variant, call in enumerate(shared.calls):
            keep = both((crossed >> variant) & 1 == 1, rows.lasting)
            values, into = values_of(call, columns), held[call.accumulators]
            if not self._refolds(call):
                refused += _folded(call, into, numbers, values, (keep, rows.signs))
                continue
            call.kernel.fold(into, numbers, values, keep & (rows.signs > 0))
            gone = np.flatnonzero(keep & (rows.signs < 0))
            lost = np.unique(numbers[gone[_is_result(into[0][numbers[gone]], values, gone)]])
            positions, left = shared.values.of_groups(rows.touched.groups[lost], variant)
            clear(into, lost)
            call.kernel.fold(into, lost[positions], values_of(call, left), EVERY_ROW)
        return refused

    def results(self, held: Sequence[Numbers]) -> list[Finished]:
        """Return each aggregate's results, which do not change when rows are folded."""
        copies = [array.copy() for array in held]
        return [call.kernel.finish(copies[call.accumulators]) for call in self._calls]

    def forget(self, slots: Int64s) -> None:
        """Drop the values of groups whose life has ended."""
        for shared in self._sets:
            shared.values.forget(slots)

    def snapshot(self) -> State:
        """Return the values of all groups."""
        return {f"values{n}": each.values.snapshot() for n, each in enumerate(self._sets)}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        for number, shared in enumerate(self._sets):
            shared.values.restore(state[f"values{number}"])

    @property
    def size_bytes(self) -> int:
        """The memory that the values hold."""
        return sum(shared.values.size_bytes for shared in self._sets)


def _folded(
    call: KernelCall,
    into: Sequence[Numbers],
    numbers: Int64s,
    values: Numbers | Column,
    rows: tuple[Bools, Int64s],
) -> list[EvaluationError]:
    """Fold values for the rows that are kept, by their signs; return what the aggregate refused."""
    try:
        call.kernel.fold(into, numbers, values, *rows)
    except EvaluationError as error:
        return [error]
    return []


def _is_result(results: Numbers, values: Numbers | Column, rows: Int64s) -> Bools:
    """Return which of the rows' values are the results of their groups, or may be."""
    lost: Any = numbers_of(values.take(rows)) if isinstance(values, pa.Array) else values[rows]
    same: Any = np.asarray(results == lost, np.bool_)
    if same.ndim > 1:
        same = same.all(axis=1)
    found: Bools = same | np.isnan(lost) if lost.dtype.kind == "f" else same
    return found
