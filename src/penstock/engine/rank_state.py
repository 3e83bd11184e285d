"""What every Top-N remembers: partitions, their sorted lists, and the rows it may show again."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column, Int64s
from penstock.core.types import Schema
from penstock.engine.operator import State
from penstock.sql.plan import ChangelogMode
from penstock.sql.plan_rank import Rank, SortKey
from penstock.state.columns import DenseColumns
from penstock.state.expiry import Expiry
from penstock.state.hash_index import HashIndex
from penstock.state.key_codec import KeyCodec
from penstock.state.ranked_changes import Found, compare
from penstock.state.ranked_lists import Heads, RankedLists
from penstock.state.row_store import RowStore
from penstock.state.snapshot import pack, unpack
from penstock.state.sort_codec import SortCodec, SortColumn


def sort_columns(order: tuple[SortKey, ...], schema: Schema) -> list[SortColumn]:
    """Return an order over a relation's columns as the codec takes it."""
    return [
        SortColumn(schema.fields[key.column].type.arrow, key.descending, key.nulls_first)
        for key in order
    ]


class RankState:
    """Partitions by slot with their lists; `rows` is None where no row is ever shown again."""

    def __init__(self, node: Rank, ttl_us: int | None, *, keeps_rows: bool) -> None:
        self._node = node
        inputs = node.input.schema
        self._types = [field.type.arrow for field in inputs.fields]
        self._codec = KeyCodec([self._types[column] for column in node.partition])
        self._sort = SortCodec(sort_columns(node.order, inputs))
        self._layout = self._sort.least
        self._partitions = HashIndex(self._codec.width, sized=self._codec.sized)
        self.lists = RankedLists(sum(self._layout))
        self.rows = RowStore(self._types) if keeps_rows else None
        self.expiry = None if ttl_us is None else Expiry(ttl_us)
        self._marks, self._mark = DenseColumns(["i8"]), 1

    def slots_of(self, data: pa.RecordBatch) -> Int64s:
        """Return each row's partition."""
        columns = [data.column(column) for column in self._node.partition]
        slots, _ = self._partitions.upsert(self._codec.encode(columns, data.num_rows))
        return slots

    def words_of(self, data: pa.RecordBatch) -> Int64s:
        """Return each row's sort key; a longer text makes all keys that are kept longer."""
        if not self._node.order:
            return np.zeros((data.num_rows, 0), np.int64)
        columns: list[Column] = [data.column(key.column) for key in self._node.order]
        layout = self._sort.layout_for(columns, self._layout)
        if layout != self._layout:
            before, self._layout = self._layout, layout
            self.lists.rewrite(lambda words: self._sort.widened(words, before, layout))
        return self._sort.encode(columns, layout)

    def heads(self, slots: Int64s) -> Heads:
        """Return the rows that lists show, and those ahead of them."""
        return self.lists.heads(slots, self._node.last)

    def changes(self, before: Heads, after: Heads) -> Found:
        """Return what has changed in the places that are shown."""
        node, count = self._node, len(before.ids) + len(after.ids)
        self._marks.reserve(max(1, self.rows.ids_end if self.rows else 1))
        found = Found(np.empty(count, np.int8), *np.empty((2, count), np.int64))
        rules = (
            node.first,
            node.numbered or node.first == node.last,
            node.traits.changelog is ChangelogMode.RETRACT,
        )
        marks = (self._marks.arrays[0], self._mark)
        self._mark += 2
        pairs = (before.ends, before.ids), (after.ends, after.ids)
        count = compare(*pairs, rules, marks, found)
        return Found(found.kinds[:count], found.ids[:count], found.places[:count])

    def emitted(self, found: Found, columns: list[Column], arrived_us: int) -> Batch:
        """Return changes as a batch, their rows' columns being given."""
        node = self._node
        if node.numbered:
            columns = [*columns, pa.array(found.places)]
        data = pa.RecordBatch.from_arrays(columns, schema=node.schema.arrow)
        kinds = None if node.traits.changelog is ChangelogMode.APPEND else found.kinds
        return Batch(data, arrived_us, kinds)

    def drop(self, slots: Int64s) -> None:
        """Forget partitions, each named once."""
        self.lists.clear(slots)
        self._partitions.remove(slots)

    def snapshot(self) -> State:
        """Return all partitions, lists and rows."""
        parts = {
            "partitions": self._partitions.snapshot(),
            "lists": self.lists.snapshot(),
            "layout": pack({"words": np.array(self._layout, np.int64)}),
        }
        kept = {"rows": self.rows, "expiry": self.expiry}
        return {**parts, **{name: part.snapshot() for name, part in kept.items() if part}}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._partitions.restore(state["partitions"])
        self.lists.restore(state["lists"])
        self._layout = tuple(unpack(state["layout"]).column(0).to_numpy().tolist())
        for name, part in (("rows", self.rows), ("expiry", self.expiry)):
            if part is not None and name in state:
                part.restore(state[name])

    @property
    def size_bytes(self) -> int:
        """The memory that all of it holds."""
        kept = (self._partitions, self.lists, self._marks, self.rows, self.expiry)
        return sum(part.size_bytes for part in kept if part is not None)
