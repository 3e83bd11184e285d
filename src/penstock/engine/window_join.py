"""Joins rows of one window when the watermark passes the window's end; then both are complete.

Results come in the order of the windows' ends, then of the left rows, then of the right ones; so
they are the same however the rows were batched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column, Int64s
from penstock.core.time import MIN_WATERMARK_US, US_PER_MS
from penstock.engine.due_rows import DueRows
from penstock.engine.join_pairs import JoinPairs, OwnRows
from penstock.engine.join_side import SideShape, shape_of
from penstock.engine.operator import NOTHING, Counts, Emission, Port, Rejected, State
from penstock.engine.rows import rows_in, selected
from penstock.engine.window_rows import timed
from penstock.sql.plan_joins import JoinKind, WindowJoin
from penstock.state.arrow import Bools
from penstock.state.chains import Chains
from penstock.state.hash_index import HashIndex
from penstock.state.snapshot import pack, unpack

_LATE_REASON = "late: its window has been joined"
_LANE, _KEYED = range(2)
_WORDS = ("left", "right")
_NONE = -1


class WindowJoinOperator:
    """INNER, LEFT, RIGHT, FULL, SEMI and ANTI joins of two sides in equal windows."""

    def __init__(self, node: WindowJoin, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        self._shapes = tuple(shape_of(node, number) for number in range(2))
        self._keys = [len(shape.kept) for shape in self._shapes]
        key_types = self._shapes[0].keys.codec.types
        self._rows = [DueRows((*shape.types, *key_types), 2) for shape in self._shapes]
        self._pairs = JoinPairs(node, self._shapes)
        self._watermark_us = MIN_WATERMARK_US
        self._now_us = 0

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Keep rows until their window ends; a row whose window has ended is late."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        self._now_us = now_us
        batch, ends, rejected = timed(batch, self._node.times[port.input])
        counts.rows_invalid += rows_in(rejected)
        watermarks = batch.watermarks
        if watermarks is None:
            watermarks = np.full(len(batch), self._watermark_us)
        late = ends - US_PER_MS <= watermarks
        if late.any():
            counts.rows_late += int(np.count_nonzero(late))
            rejected.append(Rejected(selected(batch, late).data, _LATE_REASON, late=True))
            batch, ends = selected(batch, ~late), ends[~late]
        if len(batch):
            counts.rows_in_flight += len(batch)
            self._keep(batch.data, ends, port)
        return Emission((), rejected)

    def _keep(self, data: pa.RecordBatch, ends: Int64s, port: Port) -> None:
        shape = self._shapes[port.input]
        matching = shape.keys.matching(data)
        keyed = np.ones(len(ends), np.int64) if matching is None else matching.astype(np.int64)
        columns = [data.column(column) for column in (*shape.kept, *shape.keys.columns)]
        lanes = np.full(len(ends), port.lane)
        self._rows[port.input].add(columns, ends - US_PER_MS, lanes, keyed)

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Join the windows that have ended."""
        self._watermark_us = watermark_us
        ids = [rows.due(watermark_us) for rows in self._rows]
        if not any(map(len, ids)):
            return NOTHING
        due = [self._due(number, ids[number]) for number in range(2)]
        data, rejected = self._joined(due)
        for number, rows in enumerate(self._rows):
            self._settle(number, ids[number])
            rows.remove(ids[number])
        batches = [Batch(data, arrived_us)] if data.num_rows else []
        return Emission(batches, rejected)

    def _due(self, number: int, ids: Int64s) -> _Due:
        rows, first = self._rows[number], self._keys[number]
        columns = rows.take(ids)
        keyed = rows.number(_KEYED)[ids] == 1
        return _Due(columns[:first], columns[first:], keyed, rows.due_us(ids))

    def _joined(self, due: Sequence[_Due]) -> tuple[pa.RecordBatch, list[Rejected]]:
        """Return the rows of windows that have ended."""
        left, right = due
        places, others = _partners(self._shapes[0], left, right)
        rejected: list[Rejected] = []
        mine = OwnRows(0, left.columns)
        if self._pairs.conditional and len(places):
            kept = [column.take(pa.array(others, pa.int64())) for column in right.columns]
            met, rejected = self._pairs.partners(mine, places, kept, self._now_us)
            places, others = places[met], others[met]
        places, others = self._given(left, right, places, others)
        missing = others == _NONE
        at = pa.array(others, pa.int64(), mask=missing if missing.any() else None)
        kept = [column.take(at) for column in right.columns]
        return self._pairs.rows(mine, places, kept), rejected

    def _given(
        self, left: _Due, right: _Due, places: Int64s, others: Int64s
    ) -> tuple[Int64s, Int64s]:
        """Return what the kind of join gives: pairs, and rows without partner, in their order."""
        kind = self._node.kind
        partners = np.bincount(places, minlength=len(left.due_us))
        if kind.one_sided:
            wanted = np.flatnonzero((partners > 0) == (kind is JoinKind.SEMI))
            return wanted, np.full(len(wanted), _NONE)
        left_outer, right_outer = kind.outer
        lone = np.flatnonzero(partners == 0) if left_outer else np.zeros(0, np.int64)
        met = np.bincount(others, minlength=len(right.due_us))
        other = np.flatnonzero(met == 0) if right_outer else np.zeros(0, np.int64)
        places = np.concatenate([places, lone, np.full(len(other), _NONE)])
        others = np.concatenate([others, np.full(len(lone), _NONE), other])
        beside = places != _NONE
        due_us = np.empty(len(places), np.int64)
        due_us[beside] = left.due_us[places[beside]]
        due_us[~beside] = right.due_us[others[~beside]]
        order = np.lexsort((others, places, ~beside, due_us))
        return places[order], others[order]

    def _settle(self, number: int, ids: Int64s) -> None:
        """Count rows as out that no window waits for any more."""
        lanes = np.bincount(self._rows[number].number(_LANE)[ids], minlength=len(self.counts))
        for counts, rows in zip(self.counts, lanes.tolist(), strict=True):
            counts.rows_in_flight -= rows
            counts.rows_out += rows

    def snapshot(self) -> State:
        """Return the rows that wait and the watermark."""
        state = {"times": pack({"watermark_us": [self._watermark_us]})}
        for word, rows in zip(_WORDS, self._rows, strict=True):
            state |= {f"{word}.{name}": part for name, part in rows.snapshot().items()}
        return state

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._watermark_us = unpack(state["times"]).column(0)[0].as_py()
        for word, rows in zip(_WORDS, self._rows, strict=True):
            rows.restore({name: state[f"{word}.{name}"] for name in ("rows", "times")})

    def state_bytes(self) -> int:
        """Return how much memory the rows take."""
        return sum(rows.size_bytes for rows in self._rows)


@dataclass(frozen=True, slots=True)
class _Due:
    """A side's rows of windows that have ended; only those that are `keyed` can have partners."""

    columns: list[Column]
    keys: list[Column]
    keyed: Bools
    due_us: Int64s


def _partners(shape: SideShape, left: _Due, right: _Due) -> tuple[Int64s, Int64s]:
    """Return the pairs of equal keys: places on the left, places on the right."""
    codec = shape.keys.codec
    index, chains = HashIndex(codec.width, sized=codec.sized), Chains()
    rows = np.flatnonzero(right.keyed)
    slots, _ = index.upsert(codec.encode(right.keys, len(right.due_us)))
    chains.add(slots[rows], rows)
    found = index.find(codec.encode(left.keys, len(left.due_us)))
    return chains.expand(np.where(left.keyed, found, _NONE))
