"""Top-N of rows that only come: each list holds no more rows than are shown.

A batch's changes are folded: rows that come and are displaced within one batch are never seen.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column, Int64s
from penstock.engine.limits import Limits
from penstock.engine.operator import NOTHING, Counts, Emission, Port, State
from penstock.engine.rank_state import RankState
from penstock.sql.plan_rank import Rank
from penstock.sql.rank_rules import shows_again
from penstock.state.ranked_changes import Found
from penstock.state.ranked_lists import Touched


class RankOperator:
    """ROW_NUMBER() … WHERE rn <= N, deduplication, ORDER BY … LIMIT, over new rows only."""

    def __init__(self, node: Rank, limits: Limits, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        self._state = RankState(node, limits.state_ttl_us, keeps_rows=shows_again(node))

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Put the rows in their places and return what has changed."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_out += len(batch)
        state, node = self._state, self._node
        touched = state.lists.touch(state.slots_of(batch.data))
        self._expire(touched, now_us)
        words = state.words_of(batch.data)
        before = state.heads(touched.slots)
        dropped = state.lists.insert(touched, words, node.last, latest_first=node.latest_first)
        after = state.heads(touched.slots)
        named = self._name_rows(batch.data, touched, after.ids)
        found = state.changes(before, after)
        emission = self._emission(found, named, batch)
        if state.rows is not None and len(dropped):
            state.rows.remove(dropped)
        return emission

    def _name_rows(self, data: pa.RecordBatch, touched: Touched, ids: Int64s) -> Int64s:
        """Keep the rows that are in their lists now, and return ids by row."""
        rows = -ids[ids < 0] - 1
        named = np.zeros(data.num_rows, np.int64)
        if self._state.rows is not None and len(rows):
            columns = data.take(pa.array(rows, pa.int64())).columns
            named[rows] = self._state.rows.add(columns, len(rows))
        if len(rows):
            self._state.lists.name_rows(touched.slots, named)
        return named

    def _emission(self, found: Found, named: Int64s, batch: Batch) -> Emission:
        if not len(found.ids):
            return NOTHING
        # An old row has no watermark any more: that of the batch's first row makes none late.
        rows = np.where(found.ids < 0, -found.ids - 1, 0)
        columns: list[Column]
        if self._state.rows is None:
            columns = batch.data.take(pa.array(rows, pa.int64())).columns
        else:
            columns = self._state.rows.take(np.where(found.ids < 0, named[rows], found.ids))
        emitted = self._state.emitted(found, columns, batch.arrived_us)
        if batch.watermarks is not None:
            emitted = replace(emitted, watermarks=batch.watermarks[rows])
        return Emission([emitted])

    def _expire(self, touched: Touched, now_us: int) -> None:
        """Forget what was not written for too long, of these lists and of a few others."""
        expiry = self._state.expiry
        if expiry is None:
            return
        self._forget(touched.slots[expiry.expired(touched.slots, now_us)], drop=False)
        expiry.touch(touched.slots, now_us)
        self._forget(expiry.sweep(now_us), drop=True)

    def _forget(self, slots: Int64s, *, drop: bool) -> None:
        ids = self._state.lists.heads(slots, self._node.last).ids
        if self._state.rows is not None and len(ids):
            self._state.rows.remove(ids)
        if drop:
            self._state.drop(slots)
        else:
            self._state.lists.clear(slots)

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Return nothing: no row was kept back."""
        return NOTHING

    def snapshot(self) -> State:
        """Return the lists and their rows."""
        return self._state.snapshot()

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._state.restore(state)

    def state_bytes(self) -> int:
        """Return how much memory the lists and their rows take."""
        return self._state.size_bytes
