"""GROUP BY over all rows so far: each batch gives, per group that it touches, at most one change.

Old results are not kept: they are finished from the accumulators before a batch is folded. As in
Flink, a result that has not changed is not sent again, and a group that loses its last row is
deleted, the one group of a query without GROUP BY included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column, Int8s, Int64s
from penstock.engine import group_kernels as kernels
from penstock.engine.changes import Changes, changes, differing, merged
from penstock.engine.group_folds import GroupFolds, Rows
from penstock.engine.groups import Groups, Touched, clear
from penstock.engine.limits import Limits
from penstock.engine.operator import NOTHING, Counts, Emission, Port, State
from penstock.engine.rows import rejected_rows, signs_of
from penstock.functions.aggregate_kernel import ALL_ADDED, EVERY_ROW, Finished
from penstock.sql.plan import ChangelogMode
from penstock.sql.plan_groups import GroupAggregate
from penstock.state.arrow import Bools
from penstock.state.expiry import Expiry
from penstock.state.slot_rows import Taken

_APPEND = ChangelogMode.APPEND


class GroupAggregateOperator:
    """Aggregates per key, for ever; the answer to each batch is what it changed."""

    def __init__(self, node: GroupAggregate, limits: Limits, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        self._schema = node.schema.arrow
        self._with_old = node.traits.changelog is not ChangelogMode.UPSERT
        self._updating = node.input.traits.changelog is not _APPEND
        ttl_us = limits.state_ttl_us if node.state_ttl_us is None else node.state_ttl_us
        self._expiry = Expiry(ttl_us) if ttl_us else None
        inputs = node.input.schema
        self._folds = GroupFolds(
            node.aggregates, inputs, updating=self._updating, mortal=self._expiry is not None
        )
        keys = [inputs.fields[key].type.arrow for key in node.keys]
        self._groups = Groups(keys, self._folds.dtypes)

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Fold the rows into their groups and return what that changed."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_out += len(batch)
        self._sweep(now_us)
        touched = self._revived(self._groups.touch(self._keys(batch), len(batch)), now_us)
        held = self._groups.take(touched.groups)
        old = self._folds.results(held.columns)
        refused = self._folds.fold(held.columns, self._counted(batch, touched, held))
        self._groups.put(touched.groups, held)
        gone = self._gone(held)
        out = self._emission((old, self._folds.results(held.columns)), touched, gone, batch)
        self._forget(touched.groups[gone])
        return Emission(out, [rejected_rows(batch.data, each) for each in refused])

    def _keys(self, batch: Batch) -> list[Column]:
        return [batch.data.column(key) for key in self._node.keys]

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Return nothing: results do not wait for time."""
        return NOTHING

    def _counted(self, batch: Batch, touched: Touched, held: Taken) -> Rows:
        """Count the rows of each group; empty the groups that were empty at some moment."""
        if not self._updating:
            return Rows(batch.data, touched, ALL_ADDED, EVERY_ROW, EVERY_ROW)
        signs = signs_of(batch.kinds, len(batch))
        known, cuts = np.empty(len(signs), np.bool_), np.zeros(len(touched.groups), np.int64)
        kernels.count_rows(held.words[kernels.ROWS], touched.numbers, signs, known, cuts)
        lasting = known & (np.arange(len(signs)) >= cuts[touched.numbers])
        clear(held.columns, cuts > 0)
        return Rows(batch.data, touched, signs, known, lasting)

    def _gone(self, held: Taken) -> Bools:
        rows = held.words[kernels.ROWS]
        gone: Bools = rows == 0 if self._updating else np.zeros(len(rows), np.bool_)
        return gone

    def _emission(
        self,
        results: tuple[Sequence[Finished], Sequence[Finished]],
        touched: Touched,
        gone: Bools,
        batch: Batch,
    ) -> list[Batch]:
        old, new = results
        changed = self._changed(old, new, len(gone))
        found = changes(touched.existed, gone, changed, with_old=self._with_old)
        if not len(found.groups):
            return []
        columns = self._groups.keys_in(self._keys(batch), touched, found.groups)
        for before, after in zip(old, new, strict=True):
            columns.append(merged(before, after, found, self._schema.field(len(columns)).type))
        data = pa.RecordBatch.from_arrays(columns, schema=self._schema)
        return [Batch(data, batch.arrived_us, _kinds(found))]

    def _changed(self, old: Sequence[Finished], new: Sequence[Finished], groups: int) -> Bools:
        """Return which groups' results differ; with a time to live, all are sent to live on."""
        lasting = self._expiry is not None and self._node.traits.changelog is not _APPEND
        changed = np.full(groups, lasting)
        for aggregate, before, after in zip(self._node.aggregates, old, new, strict=True):
            changed |= differing(before, after, aggregate.type)
        return changed

    def _revived(self, touched: Touched, now_us: int) -> Touched:
        """Begin the life of the touched groups anew; those that have expired start empty."""
        if self._expiry is None:
            return touched
        expired = self._expiry.expired(touched.groups, now_us)
        self._expiry.touch(touched.groups, now_us)
        self._folds.forget(touched.groups[expired])
        self._groups.empty(touched.groups[expired])
        return replace(touched, existed=touched.existed & ~expired)

    def _sweep(self, now_us: int) -> None:
        if self._expiry is not None:
            slots = self._expiry.sweep(now_us)
            self._folds.forget(slots)
            self._groups.forget(slots)

    def _forget(self, slots: Int64s) -> None:
        if self._expiry is not None:
            self._expiry.forget(slots)
        self._groups.forget(slots)

    def snapshot(self) -> State:
        """Return the groups, their values, and when they expire."""
        expiry = {} if self._expiry is None else {"expiry": self._expiry.snapshot()}
        return {**self._groups.snapshot(), **self._folds.snapshot(), **expiry}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._groups.restore(state)
        self._folds.restore(state)
        if self._expiry is not None and "expiry" in state:
            self._expiry.restore(state["expiry"])

    def state_bytes(self) -> int:
        """Return how much memory the groups and their values take."""
        expiry = 0 if self._expiry is None else self._expiry.size_bytes
        return self._groups.size_bytes + self._folds.size_bytes + expiry


def _kinds(found: Changes) -> Int8s | None:
    return found.kinds if found.kinds.any() else None
