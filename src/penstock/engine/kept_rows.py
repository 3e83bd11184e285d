"""All rows of each partition as they came, for as long as nobody takes them back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column, Int64s
from penstock.core.types import Schema
from penstock.engine.operator import State
from penstock.state.chains import Chains
from penstock.state.columns import DenseColumns
from penstock.state.expiry import Expiry
from penstock.state.hash_index import HashIndex
from penstock.state.image import freeze, thaw
from penstock.state.key_codec import KeyCodec
from penstock.state.row_store import RowStore

_PARTS = ("partitions", "partition_rows", "keys", "key_rows", "rows")


class KeptRows:
    """Rows by partition, and by the key that a row which takes back is known by."""

    def __init__(
        self,
        schema: Schema,
        partition: Sequence[int],
        key: Sequence[int] | None,
        ttl_us: int | None,
    ) -> None:
        types = [field.type.arrow for field in schema.fields]
        self._partition, self._unique = partition, key is not None
        self._key = tuple(range(len(types))) if key is None else key
        self._partition_codec = KeyCodec([types[column] for column in partition])
        self._key_codec = KeyCodec([types[column] for column in self._key])
        self.partitions = _index(self._partition_codec)
        self.keys = _index(self._key_codec)
        self.partition_rows, self.key_rows = Chains(), Chains()
        self.rows = RowStore(types)
        self._homes = DenseColumns(["i8", "i8"])
        """By row id: the slot of its partition, and that of its key."""
        self._expiry = None if ttl_us is None else Expiry(ttl_us)

    def touched(self, data: pa.RecordBatch, now_us: int) -> Int64s:
        """Return the partitions of a batch, each once, whose life begins anew."""
        slots = np.unique(self._slots(data))
        if self._expiry is not None:
            gone = slots[self._expiry.expired(slots, now_us)]
            self._drop(gone)
            self._expiry.touch(slots, now_us)
        return slots

    def of(self, slots: Int64s) -> tuple[Int64s, Int64s]:
        """Return the rows of partitions as they came: the partition of each, and its id."""
        return self.partition_rows.expand(slots)

    def take(self, ids: Int64s) -> list[Column]:
        """Return the columns of rows."""
        return self.rows.take(ids)

    def settle(self, batch: Batch) -> Int64s:
        """Take in a batch's rows in their order; return those that are out now."""
        data, count = batch.data, len(batch)
        kinds = np.zeros(count, np.int8) if batch.kinds is None else batch.kinds
        takes_back = (kinds & 1).astype(np.bool_)
        added = np.flatnonzero(~takes_back)
        ids, slots = np.full(count, -1), self._slots(data)
        taken = data.take(pa.array(added, pa.int64()))
        ids[added] = self.rows.add(taken.columns, len(added))
        columns = [data.column(column) for column in self._key]
        keys, _ = self.keys.upsert(self._key_codec.encode(columns, count))
        self._homes.reserve(self.rows.ids_end)
        self._homes.arrays[0][ids[added]] = slots[added]
        self._homes.arrays[1][ids[added]] = keys[added]
        self.partition_rows.add(slots[added], ids[added])
        removed = self.key_rows.settle(takes_back, keys, ids, unique=self._unique)
        self.partition_rows.remove(self._homes.arrays[0][removed], removed)
        self._forget_keys(keys)
        self._forget_partitions(np.unique(slots))
        return removed

    def forget(self, removed: Int64s) -> None:
        """Let go of rows that are out."""
        self.rows.remove(removed)

    def sweep(self, now_us: int) -> None:
        """Forget partitions that were not written for too long."""
        if self._expiry is not None:
            slots = self._expiry.sweep(now_us)
            self._drop(slots)
            self._forget_partitions(slots)

    def _slots(self, data: pa.RecordBatch) -> Int64s:
        columns = [data.column(column) for column in self._partition]
        slots, _ = self.partitions.upsert(self._partition_codec.encode(columns, data.num_rows))
        return slots

    def _drop(self, slots: Int64s) -> None:
        _, ids = self.partition_rows.expand(slots)
        keys = self._homes.arrays[1][ids]
        self.key_rows.remove(keys, ids)
        self.partition_rows.clear(slots)
        self._forget_keys(keys)
        self.rows.remove(ids)

    def _forget_keys(self, keys: Int64s) -> None:
        self.keys.remove(np.unique(keys[self.key_rows.counts(keys) == 0]))

    def _forget_partitions(self, slots: Int64s) -> None:
        empty = slots[self.partition_rows.counts(slots) == 0]
        self.partitions.remove(empty)
        if self._expiry is not None:
            self._expiry.forget(empty)

    def snapshot(self) -> State:
        """Return all rows, by partition and by key."""
        end = self.rows.ids_end
        homes = {f"home{n}": array[:end] for n, array in enumerate(self._homes.arrays)}
        expiry = {} if self._expiry is None else {"expiry": self._expiry.snapshot()}
        parts = {name: getattr(self, name).snapshot() for name in _PARTS}
        return {**parts, "homes": freeze(homes), **expiry}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        for name in _PARTS:
            getattr(self, name).restore(state[name])
        homes = thaw(state["homes"])
        self._homes.reserve(self.rows.ids_end)
        for number, array in enumerate(self._homes.arrays):
            array[: self.rows.ids_end] = homes[f"home{number}"]
        if self._expiry is not None and "expiry" in state:
            self._expiry.restore(state["expiry"])

    @property
    def size_bytes(self) -> int:
        """The memory that the rows hold with all that leads to them."""
        expiry = 0 if self._expiry is None else self._expiry.size_bytes
        own = sum(getattr(self, name).size_bytes for name in _PARTS)
        return int(own) + self._homes.size_bytes + expiry


def _index(codec: KeyCodec) -> HashIndex:
    return HashIndex(codec.width, sized=codec.sized)
