"""Keeps each key's row of least event time, and gives it when no earlier one can come any more.

As in Flink, a row behind the watermark is late, and a key that has given its row gives no other.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US
from penstock.engine.limits import Limits
from penstock.engine.operator import NOTHING, Counts, Emission, Port, Rejected, State
from penstock.engine.rank_state import RankState
from penstock.engine.rows import rows_in, selected
from penstock.engine.window_rows import timed
from penstock.sql.plan import ChangelogMode
from penstock.sql.plan_rank import FirstByTime, Rank, SortKey
from penstock.state.columns import DenseColumns
from penstock.state.ranked_lists import Touched
from penstock.state.row_store import RowStore
from penstock.state.snapshot import pack, unpack

_LATE_REASON = "late: behind the watermark"


class FirstByTimeOperator:
    """ROW_NUMBER() OVER (… ORDER BY event time) = 1; a key's row is out when it is given."""

    def __init__(self, node: FirstByTime, limits: Limits, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        self._state = RankState(_as_rank(node), limits.state_ttl_us, keeps_rows=True)
        self._lanes = DenseColumns(["i8"])
        """By row id: the lane that it came by."""
        self._waiting = np.zeros(0, np.int64)
        """The partitions whose row was not given yet, in the order in which they came."""
        self._due_us, self._watermark_us = MAX_WATERMARK_US, MIN_WATERMARK_US

    @property
    def _rows(self) -> RowStore:
        assert self._state.rows is not None, "rows wait here"
        return self._state.rows

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Keep the rows that may be their key's first; a row behind the watermark is late."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        batch, times, rejected = timed(batch, self._node.time)
        counts.rows_invalid += rows_in(rejected)
        watermarks = batch.watermarks
        late = times < (self._watermark_us if watermarks is None else watermarks)
        if late.any():
            rejected.append(Rejected(selected(batch, late).data, _LATE_REASON, late=True))
            counts.rows_late += int(np.count_nonzero(late))
            batch, times = selected(batch, ~late), times[~late]
        if len(batch):
            self._keep(batch.data, port.lane, now_us)
            self._due_us = min(self._due_us, int(times.min()))
        return Emission((), rejected)

    def _keep(self, data: pa.RecordBatch, lane: int, now_us: int) -> None:
        state, counts = self._state, self.counts[lane]
        touched = state.lists.touch(state.slots_of(data))
        self._expire(touched, now_us)
        fresh = state.lists.counts(touched.slots) == 0
        dropped = state.lists.insert(touched, state.words_of(data), 1)
        ids = state.lists.heads(touched.slots, 1).ids
        rows = -ids[ids < 0] - 1
        named = np.zeros(data.num_rows, np.int64)
        named[rows] = self._rows.add(data.take(pa.array(rows, pa.int64())).columns, len(rows))
        state.lists.name_rows(touched.slots, named)
        self._lanes.reserve(self._rows.ids_end)
        for place, displaced in enumerate(np.bincount(self._lanes.arrays[0][dropped])):
            self.counts[place].rows_in_flight -= int(displaced)
            self.counts[place].rows_filtered += int(displaced)
        self._lanes.arrays[0][named[rows]] = lane
        counts.rows_in_flight += len(rows)
        counts.rows_filtered += data.num_rows - len(rows)
        self._rows.remove(dropped)
        self._waiting = np.concatenate([self._waiting, touched.slots[fresh]])

    def _expire(self, touched: Touched, now_us: int) -> None:
        """Forget keys that gave their row too long ago; one that waits is kept until then."""
        expiry = self._state.expiry
        if expiry is None:
            return
        over = touched.slots[expiry.expired(touched.slots, now_us)]
        self._forget(np.setdiff1d(over, self._waiting))
        expiry.touch(touched.slots, now_us)
        swept = expiry.sweep(now_us)
        waiting = np.isin(swept, self._waiting)
        expiry.touch(swept[waiting], now_us)
        self._forget(swept[~waiting])
        self._state.drop(np.setdiff1d(swept[~waiting], touched.slots))

    def _forget(self, slots: Int64s) -> None:
        self._state.lists.clear(slots)

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Give the rows that the watermark has reached, in the order of their times."""
        self._watermark_us = watermark_us
        if watermark_us < self._due_us:
            return NOTHING
        ids = self._state.lists.heads(self._waiting, 1).ids
        times = self._rows.numbers(self._node.time).values[ids]
        due = np.flatnonzero(times <= watermark_us)
        due = due[np.argsort(times[due], kind="stable")]
        self._due_us = int(times[times > watermark_us].min(initial=MAX_WATERMARK_US))
        data = pa.RecordBatch.from_arrays(self._rows.take(ids[due]), schema=self._node.schema.arrow)
        for lane, rows in enumerate(np.bincount(self._lanes.arrays[0][ids[due]])):
            self.counts[lane].rows_in_flight -= int(rows)
            self.counts[lane].rows_out += int(rows)
        self._rows.remove(ids[due])
        self._waiting = np.delete(self._waiting, due)
        return Emission([Batch(data, arrived_us)] if len(due) else ())

    def snapshot(self) -> State:
        """Return the keys, the rows that wait, and the watermark."""
        times = {"watermark_us": [self._watermark_us], "due_us": [self._due_us]}
        lanes = self._lanes.arrays[0][: self._rows.ids_end]
        return {
            **self._state.snapshot(),
            "waiting": pack({"slot": self._waiting}),
            "lanes": pack({"lane": lanes}),
            "times": pack(times),
        }

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._state.restore(state)
        self._waiting = unpack(state["waiting"]).column(0).to_numpy().copy()
        lanes = unpack(state["lanes"]).column(0).to_numpy()
        self._lanes.reserve(len(lanes))
        self._lanes.arrays[0][: len(lanes)] = lanes
        times = unpack(state["times"]).to_pylist()[0]
        self._watermark_us, self._due_us = times["watermark_us"], times["due_us"]

    def state_bytes(self) -> int:
        """Return how much memory the keys and the rows that wait take."""
        return self._state.size_bytes + self._lanes.size_bytes + self._waiting.nbytes


def _as_rank(node: FirstByTime) -> Rank:
    """Return the Top-1 by event time, of which this is the final form."""
    order = (SortKey(node.time),)
    traits = replace(node.traits, changelog=ChangelogMode.RETRACT)
    return Rank(
        node.input, node.partition, order, 1, 1, numbered=False, latest_first=False,
        schema=node.schema, traits=traits,
    )  # fmt: skip
