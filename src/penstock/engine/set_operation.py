"""INTERSECT and EXCEPT [ALL]: how often each row is on either side says how often it is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s, RowKind
from penstock.engine.groups import Groups
from penstock.engine.limits import Limits
from penstock.engine.operator import NOTHING, Counts, Emission, Port, State
from penstock.engine.rows import signs_of
from penstock.functions.aggregate_kernel import EVERY_ROW
from penstock.functions.aggregate_numbers import COUNT
from penstock.sql.plan_sets import SetKind, SetOperation
from penstock.state.arrow import Numbers
from penstock.state.expiry import Expiry

_COPIES: Mapping[SetKind, Callable[[Int64s, Int64s], Int64s]] = {
    SetKind.INTERSECT: np.minimum,
    SetKind.EXCEPT: lambda left, right: np.maximum(left - right, 0),
}
"""How many copies of a row ALL gives that is so often on the left and on the right."""


class SetOperationOperator:
    """Counts each distinct row on both sides."""

    def __init__(self, node: SetOperation, limits: Limits, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        self._schema = node.schema.arrow
        self._rows = Groups([field.type.arrow for field in node.schema.fields], ["i8", "i8"])
        self._expiry = Expiry(limits.state_ttl_us) if limits.state_ttl_us else None

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Count the rows, and return those that are there more or less often than before."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_out += len(batch)
        self._expire(now_us)
        touched = self._rows.touch(batch.data.columns, len(batch))
        held = self._rows.take(touched.groups)
        before = self._copies(held.columns)
        side = held.columns[port.input : port.input + 1]
        COUNT.fold(side, touched.numbers, before, EVERY_ROW, signs_of(batch.kinds, len(batch)))
        # A row may be taken back that has expired; it was never here then.
        np.maximum(side[0], 0, out=side[0])
        self._rows.put(touched.groups, held)
        emission = self._emission(touched.groups, self._copies(held.columns) - before, batch)
        self._settle(touched.groups, held.columns, now_us)
        return emission

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Return nothing: rows do not wait for time."""
        return NOTHING

    def _copies(self, sides: Sequence[Numbers]) -> Int64s:
        """Return how often each row is in the result, by how often it is on either side."""
        left, right = sides
        if self._node.every:
            return _COPIES[self._node.kind](left, right)
        wanted = right > 0 if self._node.kind is SetKind.INTERSECT else right == 0
        return ((left > 0) & wanted).astype(np.int64)

    def _emission(self, slots: Int64s, more: Int64s, batch: Batch) -> Emission:
        rows = np.repeat(np.arange(len(slots)), np.abs(more))
        if not len(rows):
            return NOTHING
        kinds = np.where(more[rows] > 0, RowKind.INSERT, RowKind.DELETE).astype(np.int8)
        columns = self._rows.key_columns(slots[rows])
        data = pa.RecordBatch.from_arrays(columns, schema=self._schema)
        return Emission([Batch(data, batch.arrived_us, kinds if kinds.any() else None)])

    def _settle(self, slots: Int64s, sides: Sequence[Numbers], now_us: int) -> None:
        """Forget rows that are on neither side; let the others live on."""
        left, right = sides
        gone = (left == 0) & (right == 0)
        if self._expiry is not None:
            self._expiry.touch(slots[~gone], now_us)
            self._expiry.forget(slots[gone])
        self._rows.forget(slots[gone])

    def _expire(self, now_us: int) -> None:
        if self._expiry is not None:
            self._rows.forget(self._expiry.sweep(now_us))

    def snapshot(self) -> State:
        """Return how often each row is on either side, and when rows expire."""
        expiry = {} if self._expiry is None else {"expiry": self._expiry.snapshot()}
        return {**self._rows.snapshot(), **expiry}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._rows.restore(state)
        if self._expiry is not None and "expiry" in state:
            self._expiry.restore(state["expiry"])

    def state_bytes(self) -> int:
        """Return how much memory the rows take."""
        return self._rows.size_bytes + (0 if self._expiry is None else self._expiry.size_bytes)
