"""OVER: each row with aggregates of the rows before it, as far back as its frame goes.

Rows of event time wait until the watermark has reached them; then those that became due are
sorted by key and time, and all of their frames are computed at once.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.engine.limits import Limits
from penstock.engine.operator import NOTHING, Counts, Emission, Port, Rejected, State
from penstock.engine.over_lateness import KeyLateness
from penstock.engine.over_reads import looks_at_all
from penstock.engine.over_results import OverResults
from penstock.engine.pending_rows import PendingRows
from penstock.sql.plan_rank import Frame, Over
from penstock.state.snapshot import pack, unpack


class OverOperator:
    """Functions over a partition's rows up to the current one."""

    def __init__(self, node: Over, limits: Limits, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        time = node.order[0].column
        self._schema = node.schema.arrow
        self._results = OverResults(node, limits.state_ttl_us)
        self._now_us = 0
        judge = None
        if node.frame is Frame.ROWS and node.preceding is not None and not looks_at_all(node):
            judge = KeyLateness(node.input.schema.arrow.types, node.partition, self._results)
        self._pending = PendingRows(node.input.schema, time, self.counts, judge)
        self._on_arrival = time in node.input.traits.proctimes

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Keep the rows until they are due, which by processing time is now."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        self._now_us = now_us
        if not self._on_arrival:
            return Emission((), self._pending.add(batch, port.lane))
        counts.rows_out += len(batch)
        data, rejected = self._with_results(batch.data, np.full(len(batch), now_us), now_us)
        return Emission([Batch(data, batch.arrived_us, None, batch.watermarks)], rejected)

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Give the rows up to the watermark, in the order of their times."""
        due = self._pending.due(watermark_us)
        if due is None or not len(due[1]):
            return NOTHING
        data, rejected = self._with_results(*due, watermark_us + 1)
        return Emission([Batch(data, arrived_us)], rejected)

    def _with_results(
        self, data: pa.RecordBatch, times: Int64s, time_next_us: int
    ) -> tuple[pa.RecordBatch, list[Rejected]]:
        results, rejected = self._results.of(data, times, time_next_us, self._now_us)
        columns = [*data.columns, *results]
        return pa.RecordBatch.from_arrays(columns, schema=self._schema), rejected

    def snapshot(self) -> State:
        """Return the rows that wait and what frames need of those before."""
        clock = pack({"now_us": [self._now_us]})
        return {**self._pending.snapshot(), **self._results.snapshot(), "clock": clock}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._pending.restore(state)
        self._results.restore(state)
        self._now_us = unpack(state["clock"]).column(0)[0].as_py() if "clock" in state else 0

    def state_bytes(self) -> int:
        """Return how much memory all of these rows take."""
        return self._pending.size_bytes + self._results.size_bytes
