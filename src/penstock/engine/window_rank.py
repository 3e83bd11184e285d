"""Top-N within windows: the rows of a window are ranked while they come, and given when it ends."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US, US_PER_MS
from penstock.engine.held_rows import HeldRows
from penstock.engine.operator import NOTHING, Counts, Emission, Port, Rejected, State
from penstock.engine.rank_state import RankState
from penstock.engine.rows import selected
from penstock.sql.plan_rank import Rank
from penstock.state.arrow import numbers_of
from penstock.state.columns import DenseColumns
from penstock.state.snapshot import pack, unpack

_LATE_REASON = "late: its window has fired"


class WindowRankOperator:
    """ROW_NUMBER() OVER (PARTITION BY window_start, window_end …) WHERE rn <= N."""

    def __init__(self, node: Rank, lanes: int) -> None:
        assert node.window_end is not None, "the planner found the windows' end"
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node, self._end = node, node.window_end
        self._state = RankState(node, None, keeps_rows=True)
        self._held = HeldRows(self._state, node, self.counts)
        self._ends = DenseColumns(["i8"])
        """By partition: the end of its window."""
        self._waiting = np.zeros(0, np.int64)
        """The partitions whose window has not fired, in the order in which they came."""
        self._due_us, self._watermark_us = MAX_WATERMARK_US, MIN_WATERMARK_US

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Rank the rows within their windows; a row whose window has fired is late."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        ends = numbers_of(batch.data.column(self._end))
        watermarks = self._watermark_us if batch.watermarks is None else batch.watermarks
        late = ends - US_PER_MS <= watermarks
        rejected = []
        if late.any():
            rejected.append(Rejected(selected(batch, late).data, _LATE_REASON, late=True))
            counts.rows_late += int(np.count_nonzero(late))
            batch, ends = selected(batch, ~late), ends[~late]
        if len(batch):
            self._keep(batch.data, ends, port.lane)
        return Emission((), rejected)

    def _keep(self, data: pa.RecordBatch, ends: Int64s, lane: int) -> None:
        slots = self._state.slots_of(data)
        touched = self._state.lists.touch(slots)
        fresh = touched.slots[self._state.lists.counts(touched.slots) == 0]
        self._ends.reserve(int(slots.max()) + 1)
        self._ends.arrays[0][slots] = ends
        self._held.keep(data, lane, touched)
        self._waiting = np.concatenate([self._waiting, fresh])
        self._due_us = min(self._due_us, int(ends.min()) - US_PER_MS)

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Give the rows of the windows that end, window by window."""
        self._watermark_us = watermark_us
        if watermark_us < self._due_us:
            return NOTHING
        ends = self._ends.arrays[0][self._waiting] - US_PER_MS
        due = np.flatnonzero(ends <= watermark_us)
        slots = self._waiting[due[np.argsort(ends[due], kind="stable")]]
        self._due_us = int(ends[ends > watermark_us].min(initial=MAX_WATERMARK_US))
        self._waiting = np.delete(self._waiting, due)
        batch = self._released(slots, arrived_us)
        self._state.drop(slots)
        return Emission([batch] if len(batch) else ())

    def _released(self, slots: Int64s, arrived_us: int) -> Batch:
        heads = self._state.heads(slots)
        begins = np.concatenate([[0], heads.ends[:-1]]) if len(slots) else heads.ends
        places = np.arange(len(heads.ids)) - np.repeat(begins, heads.ends - begins) + 1
        columns = self._held.release(heads.ids)
        if self._node.numbered:
            columns.append(pa.array(places, pa.int64()))
        data = pa.RecordBatch.from_arrays(columns, schema=self._node.schema.arrow)
        if self._node.first > 1:
            data = data.filter(pa.array(places >= self._node.first))
        return Batch(data, arrived_us)

    def snapshot(self) -> State:
        """Return the rows that wait, their windows, and the watermark."""
        times = {"watermark_us": [self._watermark_us], "due_us": [self._due_us]}
        ends = self._ends.arrays[0][self._waiting]
        return {
            **self._held.snapshot(),
            "waiting": pack({"slot": self._waiting, "end_us": ends}),
            "times": pack(times),
        }

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._held.restore(state)
        waiting = unpack(state["waiting"])
        self._waiting = waiting.column(0).to_numpy().copy()
        self._ends.reserve(int(self._waiting.max(initial=-1)) + 1)
        self._ends.arrays[0][self._waiting] = waiting.column(1).to_numpy()
        times = unpack(state["times"]).to_pylist()[0]
        self._watermark_us, self._due_us = times["watermark_us"], times["due_us"]

    def state_bytes(self) -> int:
        """Return how much memory the rows that wait take."""
        return self._held.size_bytes + self._ends.size_bytes + self._waiting.nbytes
