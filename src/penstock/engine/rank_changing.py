"""Top-N of rows that are updated and deleted: all rows are kept, for any may move up.

Within a batch, changes are settled first: what comes and goes again is never ranked. Among
equals, an updated row goes behind the others, as it does where Flink takes it out and puts it in.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.engine.limits import Limits
from penstock.engine.operator import NOTHING, Counts, Emission, Port, State
from penstock.engine.rank_state import RankState
from penstock.sql.plan_rank import Rank
from penstock.state.arrow import Bools
from penstock.state.chains import Chains
from penstock.state.columns import DenseColumns
from penstock.state.hash_index import HashIndex
from penstock.state.image import freeze, thaw
from penstock.state.key_codec import KeyCodec
from penstock.state.ranked_lists import Touched
from penstock.state.row_store import RowStore


class ChangingRankOperator:
    """ROW_NUMBER() … WHERE rn <= N over the results of a query that updates them."""

    def __init__(self, node: Rank, limits: Limits, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        self._state = RankState(node, limits.state_ttl_us, keeps_rows=True)
        types = [field.type.arrow for field in node.input.schema.fields]
        key = node.input.traits.upsert_key
        self._unique = key is not None
        self._key = tuple(range(len(types))) if key is None else key
        self._codec = KeyCodec([types[column] for column in self._key])
        self._keys = HashIndex(self._codec.width, sized=self._codec.sized)
        self._chains = Chains()
        self._places = DenseColumns(["i8", "i8"])
        """By row id: the slot of its partition, and that of its key."""
        self._gone = DenseColumns(["i8"])

    @property
    def _rows(self) -> RowStore:
        assert self._state.rows is not None, "rows that are taken back are kept"
        return self._state.rows

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Settle the changes, then return how the first places have changed."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_out += len(batch)
        self._sweep(now_us)
        kinds = np.zeros(len(batch), np.int8) if batch.kinds is None else batch.kinds
        takes_back = (kinds & 1).astype(np.bool_)
        ids, slots, removed = self._settled(batch.data, takes_back)
        gone = self._marked(removed)
        added = np.flatnonzero(~takes_back)
        added = added[gone[ids[added]] == 0]
        touched = self._state.lists.touch(np.concatenate([slots[added], self._homes(removed)]))
        if self._state.expiry is not None:
            self._state.expiry.touch(touched.slots, now_us)
        before = self._state.heads(touched.slots)
        self._merge(batch.data, touched, added, ids[added])
        after = self._state.heads(touched.slots)
        found = self._state.changes(before, after)
        emission = NOTHING
        if len(found.ids):
            columns = self._rows.take(found.ids)
            emission = Emission([self._state.emitted(found, columns, batch.arrived_us)])
        self._forget(removed, touched.slots)
        return emission

    def _settled(self, data: pa.RecordBatch, takes_back: Bools) -> tuple[Int64s, Int64s, Int64s]:
        """Keep the new rows; return ids by row, partitions by row, and the rows that are out."""
        ids, slots = np.full((2, data.num_rows), -1)
        added = np.flatnonzero(~takes_back)
        new = data if len(added) == data.num_rows else data.take(pa.array(added, pa.int64()))
        ids[added] = self._rows.add(new.columns, len(added))
        slots[added] = self._state.slots_of(new)
        columns = [data.column(column) for column in self._key]
        keys, _ = self._keys.upsert(self._codec.encode(columns, data.num_rows))
        removed = self._chains.settle(takes_back, keys, ids, unique=self._unique)
        self._places.reserve(self._rows.ids_end)
        self._places.arrays[0][ids[added]] = slots[added]
        self._places.arrays[1][ids[added]] = keys[added]
        unused = np.unique(keys[self._chains.counts(keys) == 0])
        self._keys.remove(unused)
        return ids, slots, removed

    def _marked(self, removed: Int64s) -> Int64s:
        self._gone.reserve(self._rows.ids_end)
        self._gone.arrays[0][removed] = 1
        gone: Int64s = self._gone.arrays[0]
        return gone

    def _homes(self, ids: Int64s) -> Int64s:
        homes: Int64s = self._places.arrays[0][ids]
        return homes

    def _merge(self, data: pa.RecordBatch, touched: Touched, added: Int64s, ids: Int64s) -> None:
        words = self._state.words_of(data)[added]
        numbers = touched.numbers[: len(added)]
        order = np.lexsort([*words.T[::-1], numbers])
        ends = np.cumsum(np.bincount(numbers, minlength=len(touched.slots)))
        self._state.lists.merge(
            touched.slots,
            ends,
            ids[order],
            np.ascontiguousarray(words[order]),
            self._gone.arrays[0],
        )

    def _forget(self, removed: Int64s, touched: Int64s) -> None:
        """Let go of rows that are out, and of partitions without any."""
        self._gone.arrays[0][removed] = 0
        self._rows.remove(removed)
        empty = touched[self._state.lists.counts(touched) == 0]
        self._state.drop(empty)
        if self._state.expiry is not None:
            self._state.expiry.forget(empty)

    def _sweep(self, now_us: int) -> None:
        """Forget partitions that were not written for too long."""
        expiry = self._state.expiry
        if expiry is None:
            return
        slots = expiry.sweep(now_us)
        ids = self._state.lists.heads(slots, self._rows.ids_end).ids
        keys = self._places.arrays[1][ids]
        self._chains.remove(keys, ids)
        self._keys.remove(np.unique(keys[self._chains.counts(keys) == 0]))
        self._rows.remove(ids)
        self._state.drop(slots)

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Return nothing: no row was kept back."""
        return NOTHING

    def snapshot(self) -> State:
        """Return all rows, by partition and by key."""
        places = self._places.arrays
        end = self._rows.ids_end
        return {
            **self._state.snapshot(),
            "keys": self._keys.snapshot(),
            "chains": self._chains.snapshot(),
            "places": freeze({"slots": places[0][:end], "keys": places[1][:end]}),
        }

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._state.restore(state)
        self._keys.restore(state["keys"])
        self._chains.restore(state["chains"])
        parts = thaw(state["places"])
        self._places.reserve(len(parts["slots"]))
        for array, name in zip(self._places.arrays, ("slots", "keys"), strict=True):
            array[: len(parts[name])] = parts[name]

    def state_bytes(self) -> int:
        """Return how much memory the rows take with all that leads to them."""
        own = (self._keys, self._chains, self._places, self._gone)
        return self._state.size_bytes + sum(part.size_bytes for part in own)
