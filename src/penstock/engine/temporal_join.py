"""Joins each row with another table's row of its key as it was at the row's time.

Left rows wait for the watermark, then all versions up to their time have come. Of the versions
before the watermark only the last one of each key is kept.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s, RowKind
from penstock.core.time import MIN_WATERMARK_US
from penstock.engine.due_rows import DueRows
from penstock.engine.join_pairs import JoinPairs, OwnRows
from penstock.engine.join_side import shape_of
from penstock.engine.operator import NOTHING, Counts, Emission, Port, Rejected, State
from penstock.engine.rows import rows_in, selected
from penstock.engine.window_rows import timed
from penstock.sql.plan_joins import TemporalJoin
from penstock.state.chains import Chains
from penstock.state.hash_index import HashIndex
from penstock.state.snapshot import pack, unpack

_LANE = 0
_SLOT, _THERE = range(2)
_NONE = -1


class TemporalJoinOperator:
    """INNER and LEFT joins as of event time."""

    def __init__(self, node: TemporalJoin, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        self._shapes = tuple(shape_of(node, number) for number in range(2))
        codec = self._shapes[0].keys.codec
        self._left = DueRows((*self._shapes[0].types, *codec.types), 1)
        self._versions = DueRows(self._shapes[1].types, 2)
        self._chains = Chains()
        self._index = HashIndex(codec.width, sized=codec.sized)
        self._pairs = JoinPairs(node, self._shapes)
        self._now_us = 0
        self._watermark_us = MIN_WATERMARK_US

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Keep rows of the left until their time, those of the right as versions of their key."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        self._now_us = now_us
        batch, times, rejected = timed(batch, self._node.times[port.input])
        counts.rows_invalid += rows_in(rejected)
        if port.input == 0:
            counts.rows_in_flight += len(batch)
            self._wait(batch, times, port.lane)
        else:
            counts.rows_out += len(batch)
            self._add_versions(batch, times)
        return Emission((), rejected) if rejected else NOTHING

    def _wait(self, batch: Batch, times: Int64s, lane: int) -> None:
        shape = self._shapes[0]
        columns = [batch.data.column(column) for column in (*shape.kept, *shape.keys.columns)]
        self._left.add(columns, times, np.full(len(batch), lane))

    def _add_versions(self, batch: Batch, times: Int64s) -> None:
        shape = self._shapes[1]
        if batch.kinds is not None:
            wanted = batch.kinds != RowKind.UPDATE_BEFORE
            batch, times = selected(batch, wanted), times[wanted]
        there = np.ones(len(batch), np.int64)
        if batch.kinds is not None:
            there[batch.kinds == RowKind.DELETE] = 0
        slots = shape.keys.slots(self._index, batch.data, None)
        columns = [batch.data.column(column) for column in shape.kept]
        ids = self._versions.add(columns, times, slots, there)
        self._chains.add(slots, ids)

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Join the rows whose time has come, and let go of versions that are over."""
        self._watermark_us = watermark_us
        ids = self._left.due(watermark_us)
        batches: list[Batch] = []
        rejected: list[Rejected] = []
        if len(ids):
            data, rejected = self._joined(ids)
            batches = [Batch(data, arrived_us)] if data.num_rows else []
            self._settle(ids)
            self._left.remove(ids)
        self._forget(watermark_us)
        return Emission(batches, rejected)

    def _joined(self, ids: Int64s) -> tuple[pa.RecordBatch, list[Rejected]]:
        shape = self._shapes[0]
        columns = self._left.take(ids)
        kept, keys = columns[: len(shape.kept)], columns[len(shape.kept) :]
        slots = self._index.find(shape.keys.codec.encode(keys, len(ids)))
        for column, safe in zip(keys, self._node.on.null_safe, strict=True):
            if column.null_count and not safe:
                slots[column.is_null().to_numpy(zero_copy_only=False)] = _NONE
        version = self._as_of(slots, self._left.due_us(ids))
        mine, places = OwnRows(0, kept), np.flatnonzero(version != _NONE)
        rejected: list[Rejected] = []
        if self._pairs.conditional and len(places):
            rows = self._versions.take(version[places])
            met, rejected = self._pairs.partners(mine, places, rows, self._now_us)
            version[places[~met]] = _NONE
        given = np.arange(len(ids)) if shape.outer else np.flatnonzero(version != _NONE)
        data = self._pairs.rows(mine, given, self._versions.take(version[given]))
        return data, rejected

    def _as_of(self, slots: Int64s, times: Int64s) -> Int64s:
        """Return the version of each slot at a time, -1 where there was none."""
        places, ids = self._chains.expand(slots)
        before = self._versions.due_us(ids) <= times[places]
        places, ids = places[before], ids[before]
        newest = self._newest(places, ids)
        version = np.full(len(slots), _NONE)
        version[places[newest]] = ids[newest]
        gone = version != _NONE
        gone[gone] = self._versions.number(_THERE)[version[gone]] == 0
        version[gone] = _NONE
        return version

    def _newest(self, groups: Int64s, ids: Int64s) -> Int64s:
        """Return each group's newest version by its place; of equal times the last to come."""
        order = np.lexsort((self._versions.sequence(ids), self._versions.due_us(ids), groups))
        last = np.ones(len(order), np.bool_)
        last[:-1] = groups[order][1:] != groups[order][:-1]
        return order[last]

    def _forget(self, watermark_us: int) -> None:
        """Let go of all versions before the watermark but the last one of each key."""
        due = self._versions.due(watermark_us)
        if not len(due):
            return
        slots = np.unique(self._versions.number(_SLOT)[due])
        places, ids = self._chains.expand(slots)
        over = self._versions.due_us(ids) <= watermark_us
        places, ids = places[over], ids[over]
        old = np.ones(len(ids), np.bool_)
        old[self._newest(places, ids)] = False
        self._chains.remove(slots[places[old]], ids[old])
        self._versions.remove(ids[old])

    def _settle(self, ids: Int64s) -> None:
        lanes = np.bincount(self._left.number(_LANE)[ids], minlength=len(self.counts))
        for counts, rows in zip(self.counts, lanes.tolist(), strict=True):
            counts.rows_in_flight -= rows
            counts.rows_out += rows

    def snapshot(self) -> State:
        """Return the rows that wait and the versions."""
        state = {"index": self._index.snapshot(), "chains": self._chains.snapshot()}
        state["times"] = pack({"watermark_us": [self._watermark_us]})
        for word, rows in (("left", self._left), ("versions", self._versions)):
            state |= {f"{word}.{name}": part for name, part in rows.snapshot().items()}
        return state

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._index.restore(state["index"])
        self._chains.restore(state["chains"])
        self._watermark_us = unpack(state["times"]).column(0)[0].as_py()
        for word, rows in (("left", self._left), ("versions", self._versions)):
            rows.restore({name: state[f"{word}.{name}"] for name in ("rows", "times")})

    def state_bytes(self) -> int:
        """Return how much memory the rows take."""
        parts = (self._left, self._versions, self._chains, self._index)
        return sum(part.size_bytes for part in parts)
