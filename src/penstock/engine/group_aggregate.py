"""GROUP BY over all rows so far: each batch gives, per group that it touches, at most one change.

Old results are not kept: they are finished from the accumulators before a batch is folded. As in
Flink, a result that has not changed is not sent again, and a group that loses its last row is
deleted, the one group of a query without GROUP BY included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int8s, Int64s, RowKind
from penstock.engine import group_kernels as kernels
from penstock.engine.aggregate_calls import KernelCall, argument_of, kernel_calls
from penstock.engine.changes import Changes, changes, differing, merged
from penstock.engine.groups import Groups, Touched
from penstock.engine.operator import NOTHING, Counts, Emission, Port, State
from penstock.functions.aggregate_kernel import ALL_ADDED, EVERY_ROW, Finished
from penstock.sql.plan import ChangelogMode, GroupAggregate
from penstock.state.arrow import Bools


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


class GroupAggregateOperator:
    """Aggregates per key, for ever; the answer to each batch is what it changed."""

    def __init__(self, node: GroupAggregate, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        self._schema = node.schema.arrow
        self._with_old = node.traits.changelog is not ChangelogMode.UPSERT
        self._calls = kernel_calls(node.aggregates, node.input.schema)
        dtypes = [dtype for call in self._calls for dtype in call.kernel.dtypes]
        inputs = node.input.schema.fields
        self._groups = Groups([inputs[key].type.arrow for key in node.keys], dtypes)

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Fold the rows into their groups and return what that changed."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_out += len(batch)
        data = batch.data
        touched = self._groups.touch([data.column(key) for key in self._node.keys], len(batch))
        old = self._results(touched)
        rows = self._counted(data, touched, batch.kinds)
        self._fold(rows)
        gone = self._gone(rows)
        emission = self._emission(old, rows, gone, batch.arrived_us)
        self._groups.forget(touched.groups[gone])
        return emission

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Return nothing: results do not wait for time."""
        return NOTHING

    def _counted(self, data: pa.RecordBatch, touched: Touched, kinds: Int8s | None) -> Rows:
        """Count the rows of each group; empty the groups that were empty at some moment."""
        if not self._is_updating:
            return Rows(data, touched, ALL_ADDED, EVERY_ROW, EVERY_ROW)
        signs = _signs(kinds, data.num_rows)
        known, cuts = np.empty(len(signs), np.bool_), np.zeros(len(touched.groups), np.int64)
        kernels.count_rows(self._groups.rows, touched.slots, signs, known, (touched.numbers, cuts))
        lasting = known & (np.arange(len(signs)) >= cuts[touched.numbers])
        self._groups.clear(touched.groups[cuts > 0])
        return Rows(data, touched, signs, known, lasting)

    @property
    def _is_updating(self) -> bool:
        return self._node.input.traits.changelog is not ChangelogMode.APPEND

    def _fold(self, rows: Rows) -> None:
        for call in self._calls:
            values, wanted = argument_of(call, rows.data)
            accumulators = self._groups.accumulators[call.accumulators]
            keep = _both(wanted, rows.lasting)
            call.kernel.fold(accumulators, rows.touched.slots, values, keep, rows.signs)

    def _gone(self, rows: Rows) -> Bools:
        if not self._is_updating:
            return np.zeros(len(rows.touched.groups), np.bool_)
        empty: Bools = self._groups.rows[rows.touched.groups] == 0
        return empty

    def _results(self, touched: Touched) -> list[Finished]:
        return [self._result(call, touched.groups) for call in self._calls]

    def _result(self, call: KernelCall, slots: Int64s) -> Finished:
        return call.kernel.finish(self._groups.results(slots, call.accumulators))

    def _emission(
        self, old: Sequence[Finished], rows: Rows, gone: Bools, arrived_us: int
    ) -> Emission:
        touched, new = rows.touched, self._results(rows.touched)
        found = changes(
            touched.existed, gone, self._changed(old, new, len(gone)), with_old=self._with_old
        )
        if not len(found.groups):
            return NOTHING
        columns = self._groups.key_columns(touched.groups[found.groups])
        for before, after in zip(old, new, strict=True):
            columns.append(merged(before, after, found, self._schema.field(len(columns)).type))
        data = pa.RecordBatch.from_arrays(columns, schema=self._schema)
        return Emission([Batch(data, arrived_us, _kinds(found))])

    def _changed(self, old: Sequence[Finished], new: Sequence[Finished], groups: int) -> Bools:
        changed = np.zeros(groups, np.bool_)
        for call, before, after in zip(self._calls, old, new, strict=True):
            changed |= differing(before, after, call.aggregate.type)
        return changed

    def snapshot(self) -> State:
        """Return the groups."""
        return self._groups.snapshot()

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._groups.restore(state)

    def state_bytes(self) -> int:
        """Return how much memory the groups take."""
        return self._groups.size_bytes


def _signs(kinds: Int8s | None, rows: int) -> Int64s:
    """Return 1 for rows that are added and -1 for rows that are taken out."""
    if kinds is None:
        return np.ones(rows, np.int64)
    out = (kinds == RowKind.UPDATE_BEFORE) | (kinds == RowKind.DELETE)
    return np.where(out, -1, 1).astype(np.int64)


def _both(left: Bools, right: Bools) -> Bools:
    if not len(left) or not len(right):
        return left if len(left) else right
    return left & right


def _kinds(found: Changes) -> Int8s | None:
    return found.kinds if found.kinds.any() else None
