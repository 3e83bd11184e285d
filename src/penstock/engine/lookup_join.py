"""Joins each row with another table's rows as they are when it comes.

The table is read as any other: its rows come by the journal, so what a row was joined with is the
same after a restart, and nothing is asked of the world while a step runs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from penstock.core.batch import Batch
from penstock.engine.join_input import folded, incoming
from penstock.engine.join_intake import take_in
from penstock.engine.join_pairs import JoinPairs, OwnRows
from penstock.engine.join_side import shape_of, side_of
from penstock.engine.operator import NOTHING, Counts, Emission, Port, Rejected, State
from penstock.engine.waiting_batches import WaitingBatches
from penstock.sql.plan_joins import LookupJoin
from penstock.state.hash_index import HashIndex
from penstock.state.snapshot import pack, unpack

_NONE = -1


class LookupJoinOperator:
    """INNER and LEFT joins as of processing time."""

    def __init__(self, node: LookupJoin, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._left = shape_of(node, 0)
        self._right = side_of(node, 1, None, replacing=True)
        self._pairs = JoinPairs(node, [self._left, self._right.shape])
        codec = self._left.keys.codec
        self._index = HashIndex(codec.width, sized=codec.sized)
        self._waits = node.waits
        self._waiting = WaitingBatches(node.left.schema.arrow, self.counts)
        self._now_us = 0

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Keep rows of the right; join those of the left, or hold them back."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        self._now_us = now_us
        if port.input == 1:
            counts.rows_out += len(batch)
            self._keep(batch, now_us)
            return NOTHING
        if self._waits:
            self._waiting.add(batch, port.lane)
            return NOTHING
        counts.rows_out += len(batch)
        return self._joined(batch)

    def _keep(self, batch: Batch, now_us: int) -> None:
        right = self._right
        reading = folded(batch, right, self._index, now_us) if right.one_per_key else None
        rows = incoming(batch, right, self._index) if reading is None else reading
        emptied = take_in(right, rows, np.zeros(len(rows), np.int64), now_us)
        if rows.identities is not None and right.rows.identity is not None:
            right.rows.identity.forget(rows.identities)
        slots = np.unique(np.concatenate([emptied, rows.slots[rows.signs < 0]]))
        slots = slots[slots >= 0]
        self._index.remove(slots[right.rows.counts(slots) == 0])

    def _joined(self, batch: Batch) -> Emission:
        slots = self._left.keys.found(self._index, batch.data)
        places, ids = self._right.rows.expand(slots, self._now_us)
        mine = OwnRows(0, [batch.data.column(column) for column in self._left.kept])
        rejected: list[Rejected] = []
        if self._pairs.conditional and len(ids):
            kept = self._right.rows.take(ids)
            met, rejected = self._pairs.partners(mine, places, kept, self._now_us)
            places, ids = places[met], ids[met]
        if self._left.outer:
            lone = np.flatnonzero(np.bincount(places, minlength=len(batch)) == 0)
            places = np.concatenate([places, lone])
            ids = np.concatenate([ids, np.full(len(lone), _NONE)])
            order = np.argsort(places, kind="stable")
            places, ids = places[order], ids[order]
        if not len(places):
            return Emission((), rejected)
        data = self._pairs.rows(mine, places, self._right.rows.take(ids))
        watermarks = None if batch.watermarks is None else batch.watermarks[places]
        return Emission([Batch(data, batch.arrived_us, None, watermarks)], rejected)

    @property
    def waiting_bytes(self) -> int:
        """The memory of the rows that are held back."""
        return self._waiting.size_bytes

    def on_ended(self, ended: Sequence[bool]) -> Sequence[tuple[int, Emission]]:
        """Join the rows that were held back, once the right has been read."""
        if not self._waits or not ended[1]:
            return ()
        self._waits = False
        return [(lane, self._joined(batch)) for lane, batch in self._waiting.release()]

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Do nothing: rows are joined when they come."""
        return NOTHING

    def snapshot(self) -> State:
        """Return the right's rows, and those that are held back."""
        kept = {f"right.{name}": part for name, part in self._right.rows.snapshot().items()}
        state = {"index": self._index.snapshot(), **kept, **self._waiting.snapshot()}
        return {**state, "waits": pack({"waits": [self._waits]})}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._index.restore(state["index"])
        first = "right."
        parts = {n.removeprefix(first): p for n, p in state.items() if n.startswith(first)}
        self._right.rows.restore(parts)
        self._waits = unpack(state["waits"]).column(0)[0].as_py()
        self._waiting.restore(state)

    def state_bytes(self) -> int:
        """Return how much memory the rows take."""
        return self._index.size_bytes + self._right.rows.size_bytes + self._waiting.size_bytes
