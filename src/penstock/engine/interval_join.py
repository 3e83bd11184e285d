"""Joins rows whose times are near each other; a row is kept until none that it may meet can come.

Two rows meet if the one that came first was still kept when the other came: a row is kept until
the watermark passes its time and the reach of the join. Which of two came first is read from the
watermarks that were in force before them, so that it does not depend on how rows were batched.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US, US_PER_MS
from penstock.engine.delay import delayed
from penstock.engine.interval_rows import (
    ARRIVED,
    MET,
    SLOT,
    TimedRows,
    are_near,
    keep,
    side_of,
)
from penstock.engine.join_pairs import JoinPairs, OwnRows
from penstock.engine.operator import NOTHING, Counts, Emission, Port, Rejected, State
from penstock.engine.rows import rows_in
from penstock.engine.window_rows import timed
from penstock.sql.plan_joins import IntervalJoin
from penstock.state.arrow import Bools
from penstock.state.hash_index import HashIndex
from penstock.state.snapshot import pack, unpack

_WORDS = ("left", "right")


class IntervalJoinOperator:
    """INNER, LEFT, RIGHT and FULL joins within an interval of event or processing time."""

    def __init__(self, node: IntervalJoin, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        reaches = (-node.lower_us, node.upper_us)
        self._sides = tuple(side_of(node, number, reaches[number]) for number in range(2))
        self._pairs = JoinPairs(node, [side.shape for side in self._sides])
        codec = self._sides[0].shape.keys.codec
        self._index = HashIndex(codec.width, sized=codec.sized)
        self._watermark_us = MIN_WATERMARK_US

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Join rows with those that are kept of the other side, and keep them."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        side = self._sides[port.input]
        batch, times, rejected = self._timed(batch, side.time)
        counts.rows_invalid += rows_in(rejected)
        counts.rows_out += len(batch)
        if not len(batch):
            return Emission((), rejected)
        watermarks = self._watermarks(batch)
        keys = side.shape.keys
        slots = keys.slots(self._index, batch.data, keys.matching(batch.data))
        rows = TimedRows(batch, times, watermarks, slots)
        out, failed, met = self._joined(rows, port.input, now_us)
        keep(side, rows, met)
        return Emission([out] if len(out) else (), [*rejected, *failed])

    def _timed(self, batch: Batch, time: int) -> tuple[Batch, Int64s, list[Rejected]]:
        if not self._node.processing_time:
            return timed(batch, time)
        return batch, np.full(len(batch), self._watermark_us + US_PER_MS), []

    def _watermarks(self, batch: Batch) -> Int64s:
        if batch.watermarks is None or self._node.processing_time:
            return np.full(len(batch), self._watermark_us)
        return batch.watermarks

    def _joined(
        self, rows: TimedRows, number: int, now_us: int
    ) -> tuple[Batch, list[Rejected], Bools]:
        """Return the pairs, what could not be computed, and which rows have met a partner."""
        side, other = self._sides[number], self._sides[1 - number]
        places, ids = other.chains.expand(rows.slots)
        near = are_near(self._node, self._sides, number, (rows, places, ids))
        places, ids = places[near], ids[near]
        failed: list[Rejected] = []
        mine = OwnRows(number, [rows.batch.data.column(column) for column in side.shape.kept])
        kept = other.rows.take(ids)
        if self._pairs.conditional and len(ids):
            meeting, failed = self._pairs.partners(mine, places, kept, now_us)
            places, ids = places[meeting], ids[meeting]
            kept = [column.filter(pa.array(meeting)) for column in kept]
        other.rows.number(MET)[ids] = 1
        met = np.zeros(len(rows.slots), np.bool_)
        met[places] = True
        data = self._pairs.rows(mine, places, kept)
        watermarks = delayed(rows.watermarks[places], self._node.delay_us)
        return Batch(data, rows.batch.arrived_us, None, watermarks), failed, met

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Let go of rows that can meet none any more; give those that have met none."""
        ended = watermark_us == MAX_WATERMARK_US
        if self._node.processing_time and not ended:
            return NOTHING
        return self._advanced(watermark_us, arrived_us)

    def on_time(self, now_us: int) -> Emission:
        """Take the clock for the watermark, where rows are near in processing time."""
        reached_us = now_us - now_us % US_PER_MS - US_PER_MS
        if not self._node.processing_time or reached_us <= self._watermark_us:
            return NOTHING
        return self._advanced(reached_us, now_us)

    def _advanced(self, watermark_us: int, arrived_us: int) -> Emission:
        self._watermark_us = watermark_us
        ended = watermark_us == MAX_WATERMARK_US
        batches, slots = [], []
        for number, side in enumerate(self._sides):
            ids = side.rows.due(watermark_us - (not ended))
            if not len(ids):
                continue
            if side.shape.outer:
                batches += self._lonely(number, ids, arrived_us)
            at = side.rows.number(SLOT)[ids]
            side.chains.remove(at[at >= 0], ids[at >= 0])
            side.rows.remove(ids)
            slots.append(at[at >= 0])
        if slots:
            self._forget(np.unique(np.concatenate(slots)))
        return Emission(batches) if batches else NOTHING

    def _lonely(self, number: int, ids: Int64s, arrived_us: int) -> list[Batch]:
        """Return the rows that have met none, beside NULLs."""
        ids = ids[self._sides[number].rows.number(MET)[ids] == 0]
        if not len(ids):
            return []
        none = OwnRows(
            1 - number, [pa.array([None], t) for t in self._sides[1 - number].shape.types]
        )
        kept = self._sides[number].rows.take(ids)
        data = self._pairs.rows(none, np.full(len(ids), -1), kept)
        # The watermark before the row itself: that of now depends on how rows were batched.
        watermarks = delayed(self._sides[number].rows.number(ARRIVED)[ids], self._node.delay_us)
        return [Batch(data, arrived_us, None, watermarks)]

    def _forget(self, slots: Int64s) -> None:
        left, right = (side.chains.counts(slots) for side in self._sides)
        self._index.remove(slots[left + right == 0])

    def snapshot(self) -> State:
        """Return the rows of both sides and the watermark."""
        state = {"index": self._index.snapshot()}
        state["times"] = pack({"watermark_us": [self._watermark_us]})
        for word, side in zip(_WORDS, self._sides, strict=True):
            state |= {f"{word}.{name}": part for name, part in side.rows.snapshot().items()}
            state[f"{word}.chains"] = side.chains.snapshot()
        return state

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._index.restore(state["index"])
        self._watermark_us = unpack(state["times"]).column(0)[0].as_py()
        for word, side in zip(_WORDS, self._sides, strict=True):
            first = f"{word}."
            parts = {n.removeprefix(first): p for n, p in state.items() if n.startswith(first)}
            side.rows.restore(parts)
            side.chains.restore(parts["chains"])

    def state_bytes(self) -> int:
        """Return how much memory the rows take."""
        sides = sum(side.rows.size_bytes + side.chains.size_bytes for side in self._sides)
        return self._index.size_bytes + sides
