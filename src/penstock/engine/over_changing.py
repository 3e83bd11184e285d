"""OVER in an order that is not time's: a row may come anywhere, and move those behind it.

All rows are kept. A batch settles what comes and goes; then the partitions that it touched are
computed anew, and what has changed of them is sent, as an update of each row behind the change.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column, Int8s, Int64s, RowKind
from penstock.engine.kept_rows import KeptRows
from penstock.engine.limits import Limits
from penstock.engine.operator import NOTHING, Counts, Emission, Port, Rejected, State
from penstock.engine.over_sorted import SortedOver, differing
from penstock.engine.rows import rejected_rows
from penstock.functions import EvaluationError
from penstock.sql.plan import ChangelogMode
from penstock.sql.plan_rank import Over


class ChangingOverOperator:
    """Functions over a partition's rows up to the current one in the order of any columns."""

    def __init__(self, node: Over, limits: Limits, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._schema, self._inputs = node.schema.arrow, node.input.schema.arrow
        self._with_old = node.traits.changelog is not ChangelogMode.UPSERT
        key = node.input.traits.upsert_key
        self._rows = KeptRows(node.input.schema, node.partition, key, limits.state_ttl_us)
        self._results = SortedOver(node)

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Return what the batch's rows change in their partitions."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_out += len(batch)
        self._rows.sweep(now_us)
        slots = self._rows.touched(batch.data, now_us)
        old_ids, old, _ = self._shown(slots)
        removed = self._rows.settle(batch)
        new_ids, new, refused = self._shown(slots)
        self._rows.forget(removed)
        fresh = np.flatnonzero(~np.isin(new_ids, old_ids))
        out = self._emission((old_ids, old), (new_ids, new), batch.arrived_us)
        return Emission(out, self._rejected(new, [each.among(fresh) for each in refused]))

    def _shown(self, slots: Int64s) -> tuple[Int64s, pa.RecordBatch, list[EvaluationError]]:
        """Return the rows of partitions with their results, by id, and which ones were refused."""
        partitions, ids = self._rows.of(slots)
        data = pa.RecordBatch.from_arrays(self._rows.take(ids), schema=self._inputs)
        results, refused = self._results.of(data, partitions)
        columns = [*data.columns, *results]
        return ids, pa.RecordBatch.from_arrays(columns, schema=self._schema), refused

    def _rejected(
        self, shown: pa.RecordBatch, refused: Sequence[EvaluationError]
    ) -> list[Rejected]:
        rows = shown.select(self._inputs.names)
        return [rejected_rows(rows, each) for each in refused if len(each.rows)]

    def _emission(
        self,
        before: tuple[Int64s, pa.RecordBatch],
        after: tuple[Int64s, pa.RecordBatch],
        arrived_us: int,
    ) -> list[Batch]:
        (old_ids, old), (new_ids, new) = before, after
        gone = np.flatnonzero(~np.isin(old_ids, new_ids))
        fresh = np.flatnonzero(~np.isin(new_ids, old_ids))
        kept, again = _common(old_ids, new_ids)
        changed = self._changed(old, new, kept, again)
        kept, again = kept[changed], again[changed]
        pairs = np.stack([kept, len(old_ids) + again], axis=1)
        kinds = np.tile([RowKind.UPDATE_BEFORE, RowKind.UPDATE_AFTER], (len(kept), 1))
        if not self._with_old:
            pairs, kinds = pairs[:, 1:], kinds[:, 1:]
        rows = np.concatenate([gone, pairs.ravel(), len(old_ids) + fresh])
        if not len(rows):
            return []
        deletes = np.full(len(gone), RowKind.DELETE)
        inserts = np.full(len(fresh), RowKind.INSERT)
        told: Int8s = np.concatenate([deletes, kinds.ravel(), inserts]).astype(np.int8)
        places = pa.array(rows, pa.int64())
        columns = [
            pa.concat_arrays([before, after]).take(places)
            for before, after in zip(old.columns, new.columns, strict=True)
        ]
        data = pa.RecordBatch.from_arrays(columns, schema=self._schema)
        return [Batch(data, arrived_us, told)]

    def _changed(
        self, old: pa.RecordBatch, new: pa.RecordBatch, kept: Int64s, places: Int64s
    ) -> Int64s:
        """Return which of the rows that stayed have other results."""
        changed = np.zeros(len(kept), np.bool_)
        for number in range(len(self._inputs), len(self._schema)):
            was, is_now = _taken(old, number, kept), _taken(new, number, places)
            changed |= differing(was, is_now)
        return np.flatnonzero(changed)

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Return nothing: no row was kept back."""
        return NOTHING

    def snapshot(self) -> State:
        """Return all rows."""
        return self._rows.snapshot()

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._rows.restore(state)

    def state_bytes(self) -> int:
        """Return how much memory the rows take."""
        return self._rows.size_bytes


def _common(old_ids: Int64s, new_ids: Int64s) -> tuple[Int64s, Int64s]:
    """Return the places of the rows that are in both, in the order of the new ones."""
    _, kept, places = np.intersect1d(old_ids, new_ids, assume_unique=True, return_indices=True)
    order = np.argsort(places)
    return kept[order], places[order]


def _taken(data: pa.RecordBatch, column: int, rows: Int64s) -> Column:
    return data.column(column).take(pa.array(rows, pa.int64()))
