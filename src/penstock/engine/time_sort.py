"""ORDER BY event time: rows are given in their order as the watermark passes them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch
from penstock.engine.operator import NOTHING, Counts, Emission, Port, State
from penstock.engine.pending_rows import PendingRows
from penstock.engine.rank_state import sort_columns
from penstock.sql.plan_rank import TimeSort
from penstock.state.sort_codec import SortCodec


class TimeSortOperator:
    """Sorts by time, then by other columns; among equals by arrival."""

    def __init__(self, node: TimeSort, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        self._pending = PendingRows(node.schema, node.time, self.counts)
        self._codec = SortCodec(sort_columns(node.order, node.schema))

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Keep the rows; one at or behind the watermark is late."""
        self.counts[port.lane].rows_in += len(batch)
        return Emission((), self._pending.add(batch, port.lane))

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Give the rows up to the watermark."""
        due = self._pending.due(watermark_us)
        if due is None or not len(due[1]):
            return NOTHING
        data, times = due
        if self._node.order:
            columns = [data.column(key.column) for key in self._node.order]
            layout = self._codec.layout_for(columns, self._codec.least)
            words = self._codec.encode(columns, layout)
            data = data.take(pa.array(np.lexsort([*words.T[::-1], times]), pa.int64()))
        return Emission([Batch(data, arrived_us)])

    def snapshot(self) -> State:
        """Return the rows that wait."""
        return self._pending.snapshot()

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._pending.restore(state)

    def state_bytes(self) -> int:
        """Return how much memory the rows that wait take."""
        return self._pending.size_bytes
