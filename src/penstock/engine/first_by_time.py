"""Keeps each key's row of least event time, and gives it when no earlier one can come any more.

As in Flink, a row behind the watermark is late, and a key that has given its row gives no other.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US
from penstock.engine.held_rows import HeldRows
from penstock.engine.limits import Limits
from penstock.engine.operator import NOTHING, Counts, Emission, Port, Rejected, State
from penstock.engine.rank_state import RankState
from penstock.engine.rows import rows_in, selected
from penstock.engine.window_rows import timed
from penstock.sql.plan import ChangelogMode
from penstock.sql.plan_rank import FirstByTime, Rank, SortKey
from penstock.state.ranked_lists import Touched
from penstock.state.snapshot import pack, unpack

_LATE_REASON = "late: behind the watermark"


class FirstByTimeOperator:
    """ROW_NUMBER() OVER (… ORDER BY event time) = 1; a key's row is out when it is given."""

    def __init__(self, node: FirstByTime, limits: Limits, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        rank = _as_rank(node)
        self._state = RankState(rank, limits.state_ttl_us, keeps_rows=True)
        self._held = HeldRows(self._state, rank, self.counts)
        self._waiting = np.zeros(0, np.int64)
        """The partitions whose row was not given yet, in the order in which they came."""
        self._due_us, self._watermark_us = MAX_WATERMARK_US, MIN_WATERMARK_US

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
        touched = self._state.lists.touch(self._state.slots_of(data))
        self._expire(touched, now_us)
        fresh = touched.slots[self._state.lists.counts(touched.slots) == 0]
        self._held.keep(data, lane, touched)
        self._waiting = np.concatenate([self._waiting, fresh])

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
        times = self._held.rows.numbers(self._node.time).values[ids]
        due = np.flatnonzero(times <= watermark_us)
        due = due[np.argsort(times[due], kind="stable")]
        self._due_us = int(times[times > watermark_us].min(initial=MAX_WATERMARK_US))
        self._waiting = np.delete(self._waiting, due)
        columns = self._held.release(ids[due])
        data = pa.RecordBatch.from_arrays(columns, schema=self._node.schema.arrow)
        return Emission([Batch(data, arrived_us)] if len(due) else ())

    def snapshot(self) -> State:
        """Return the keys, the rows that wait, and the watermark."""
        times = {"watermark_us": [self._watermark_us], "due_us": [self._due_us]}
        waiting = pack({"slot": self._waiting})
        return {**self._held.snapshot(), "waiting": waiting, "times": pack(times)}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._held.restore(state)
        self._waiting = unpack(state["waiting"]).column(0).to_numpy().copy()
        times = unpack(state["times"]).to_pylist()[0]
        self._watermark_us, self._due_us = times["watermark_us"], times["due_us"]

    def state_bytes(self) -> int:
        """Return how much memory the keys and the rows that wait take."""
        return self._held.size_bytes + self._waiting.nbytes


def _as_rank(node: FirstByTime) -> Rank:
    """Return the Top-1 by event time, of which this is the final form."""
    order = (SortKey(node.time),)
    traits = replace(node.traits, changelog=ChangelogMode.RETRACT)
    return Rank(
        node.input, node.partition, order, 1, 1, numbered=False, latest_first=False,
        schema=node.schema, traits=traits,
    )  # fmt: skip
