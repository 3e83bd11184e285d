"""The matches of one operator that are not emitted yet, partial or complete, and their keys."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import numpy as np

from penstock.core.batch import Column, Int64s
from penstock.engine.match_kernels import release_found
from penstock.engine.match_pool import Found, Header, Key, Node, Partial, Pool
from penstock.engine.operator import State
from penstock.state.columns import DenseColumns
from penstock.state.hash_index import HashIndex
from penstock.state.image import freeze, thaw
from penstock.state.key_codec import KeyCodec
from penstock.state.snapshot import pack, unpack

_ROOM_MIN = 1024
_NEVER = 2**62


class PartialMatches:
    """Matches by key in tables of numbers."""

    def __init__(self, codec: KeyCodec, memo_words: int) -> None:
        self._codec, self._memo_words = codec, memo_words
        self._reset()

    def _reset(self) -> None:
        self._index = HashIndex(self._codec.width, sized=self._codec.sized)
        self._keys, self._partials, self._found = _table(Key), _table(Partial), _table(Found)
        self.nodes = DenseColumns([f"({len(Node)},)i8", f"({self._memo_words},)i8"])
        """The nodes, and what each remembers of its path, which no snapshot holds."""
        self._row_uses = DenseColumns(["i8"])
        self.header = np.zeros(len(Header), np.int64)
        self.header[Header.EARLIEST] = _NEVER

    @property
    def waiting(self) -> Int64s:
        """How many rows of each key wait."""
        waiting: Int64s = self._keys.arrays[0][:, Key.WAITING]
        return waiting

    @property
    def keys_end(self) -> int:
        """One past the largest key slot."""
        return self._index.slots_end

    @property
    def _live(self) -> int:
        return int(self.header[Header.PARTIALS_END] - self.header[Header.PARTIALS_FREE])

    def keys_of(self, columns: Sequence[Column], rows: int) -> Int64s:
        """Return the slot of each row's key."""
        slots, fresh = self._index.upsert(self._codec.encode(columns, rows))
        self._keys.reserve(self._index.slots_end)
        self._keys.arrays[0][slots[fresh]] = (-1, -1, 0, 0)
        return slots

    def key_columns(self, slots: Int64s) -> list[Column]:
        """Return the columns of keys."""
        return self._codec.decode(self._index.gather(slots))

    def forget_idle(self, slots: Int64s) -> None:
        """Drop those of some keys that have neither matches nor rows that wait."""
        keys = self._keys.arrays[0][slots]
        idle = slots[(keys[:, Key.COUNT] == 0) & (keys[:, Key.WAITING] == 0)]
        if len(idle):
            self._index.remove(np.unique(idle))

    def pool(self, rows_end: int) -> Pool:
        """Return the tables for the kernels; rows' ids are below `rows_end`."""
        self._row_uses.reserve(rows_end)
        self._partials.reserve(_ROOM_MIN)
        self.nodes.reserve(_ROOM_MIN)
        self._found.reserve(int(self.header[Header.FOUND]) + self._live + _ROOM_MIN)
        return Pool(
            self.header,
            self._partials.arrays[0],
            self.nodes.arrays[0],
            self._keys.arrays[0],
            self._row_uses.arrays[0],
            self._found.arrays[0],
            np.empty(len(self._row_uses.arrays[0]), np.int64),
        )

    def grown(self, pool: Pool, key: int, branches: int) -> Pool:
        """Return the tables with room for whatever the next row of a key may bring."""
        most = int(pool.keys[key, Key.COUNT] + 1) * (branches + 1)
        self._partials.reserve(int(self.header[Header.PARTIALS_END]) + 2 * most)
        self.nodes.reserve(int(self.header[Header.NODES_END]) + most)
        self._found.reserve(int(self.header[Header.FOUND]) + self._live + 2 * most)
        return pool._replace(
            partials=self._partials.arrays[0],
            nodes=self.nodes.arrays[0],
            found=self._found.arrays[0],
        )

    def found(self, pool: Pool) -> tuple[Int64s, Int64s]:
        """Return the last nodes and the keys of the matches to be emitted, in their order."""
        found = pool.found[: self.header[Header.FOUND]]
        order = np.lexsort((found[:, Found.RANK], found[:, Found.CAUSE], found[:, Found.TIME]))
        return found[order, Found.NODE], found[order, Found.KEY]

    def settle(self, pool: Pool) -> Int64s:
        """Let go of the matches that were emitted; return the rows that nothing needs."""
        release_found(pool)
        self.header[Header.FOUND] = 0
        dropped = pool.dropped[: self.header[Header.DROPPED]].copy()
        self.header[Header.DROPPED] = 0
        return dropped

    def snapshot(self) -> tuple[State, Int64s]:
        """Return the matches, and the numbers that the slots of keys in use have there."""
        live = self._index.live_slots()
        numbers = np.full(max(1, self._index.slots_end), -1, np.int64)
        numbers[live] = np.arange(len(live))
        keys = {str(n): column for n, column in enumerate(self.key_columns(live))}
        images = {
            "header": self.header,
            "row_uses": self._row_uses.arrays[0],
            "keys": self._keys.arrays[0][live],
            "partials": self._partials.arrays[0][: self.header[Header.PARTIALS_END]],
            "nodes": self.nodes.arrays[0][: self.header[Header.NODES_END]],
        }
        packed = pack({"slot": np.arange(len(live)), **keys})
        return {"keys": packed, "matches": freeze(images)}, numbers

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._reset()
        saved, images = unpack(state["keys"]), thaw(state["matches"])
        if saved.num_rows:
            self.keys_of(saved.columns[1:], saved.num_rows)
        self.header = images["header"]
        self._row_uses.arrays = [images["row_uses"]]
        tables = {"keys": self._keys, "partials": self._partials, "nodes": self.nodes}
        for name, table in tables.items():
            table.reserve(len(images[name]))
            table.arrays[0][: len(images[name])] = images[name]

    @property
    def size_bytes(self) -> int:
        """The memory that the matches hold."""
        parts = (self._index, self._keys, self._partials, self.nodes, self._row_uses)
        return sum(part.size_bytes for part in parts)


def _table(columns: type[IntEnum]) -> DenseColumns:
    return DenseColumns([f"({len(columns)},)i8"])
