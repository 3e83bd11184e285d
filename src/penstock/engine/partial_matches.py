"""The matches of one operator that are not emitted yet, partial or complete, and their keys."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from penstock.core.batch import Column, Int64s
from penstock.engine import match_kernels as kernels
from penstock.engine.match_kernels import Found, Header, Keys, Nodes, Partials, Pool
from penstock.engine.operator import State
from penstock.state.columns import DenseColumns
from penstock.state.hash_index import HashIndex
from penstock.state.image import freeze, thaw
from penstock.state.key_codec import KeyCodec
from penstock.state.snapshot import pack, unpack

_ROOM_MIN = 1024
_NEVER = 2**62


class PartialMatches:
    """Matches by key in dense columns; `waiting` counts a key's rows that are not looked at yet."""

    def __init__(self, codec: KeyCodec) -> None:
        self._codec = codec
        self._reset()

    def _reset(self) -> None:
        self._index = HashIndex(self._codec.width, sized=self._codec.sized)
        self._keys = DenseColumns(["i8"] * (len(Keys._fields) + 1))
        self._partials = DenseColumns(["i8"] * len(Partials._fields))
        self._nodes = DenseColumns(["i8"] * len(Nodes._fields))
        self._found = DenseColumns(["i8"] * (len(Found._fields) - 1))
        self._row_uses = DenseColumns(["i8"])
        self.header = np.zeros(len(Header), np.int64)
        self.header[Header.EARLIEST] = _NEVER

    @property
    def waiting(self) -> Int64s:
        """How many rows of each key wait."""
        return self._keys.arrays[-1]

    @property
    def keys_end(self) -> int:
        """One past the largest key slot."""
        return self._index.slots_end

    def keys_of(self, columns: Sequence[Column], rows: int) -> Int64s:
        """Return the slot of each row's key."""
        slots, fresh = self._index.upsert(self._codec.encode(columns, rows))
        self._keys.reserve(self._index.slots_end)
        partial, complete, counts, waiting = self._keys.arrays
        new = slots[fresh]
        partial[new] = complete[new] = -1
        counts[new] = waiting[new] = 0
        return slots

    def key_columns(self, slots: Int64s) -> list[Column]:
        """Return the columns of keys."""
        return self._codec.decode(self._index.gather(slots))

    def forget_idle(self, slots: Int64s) -> None:
        """Drop those of some keys that have neither matches nor rows that wait."""
        slots = np.unique(slots)
        _, _, counts, waiting = self._keys.arrays
        idle = slots[(counts[slots] == 0) & (waiting[slots] == 0)]
        if len(idle):
            self._index.remove(idle)

    def pool(self, rows_end: int) -> Pool:
        """Return the columns for the kernels; rows' ids are below `rows_end`."""
        live = int(self.header[Header.PARTIALS_END] - self.header[Header.PARTIALS_FREE])
        self._row_uses.reserve(rows_end)
        self._partials.reserve(_ROOM_MIN)
        self._nodes.reserve(_ROOM_MIN)
        self._found.reserve(int(self.header[Header.FOUND]) + live + _ROOM_MIN)
        dropped = np.empty(len(self._row_uses.arrays[0]), np.int64)
        return Pool(
            self.header,
            Partials(*self._partials.arrays),
            Nodes(*self._nodes.arrays),
            Keys(*self._keys.arrays[:-1]),
            self._row_uses.arrays[0],
            self._found_columns(dropped),
        )

    def grown(self, pool: Pool, key: int, branches: int) -> Pool:
        """Return the columns with room for whatever the next row of a key may bring."""
        most = int(pool.keys.counts[key] + 1) * (branches + 1)
        self._partials.reserve(int(self.header[Header.PARTIALS_END]) + 2 * most)
        self._nodes.reserve(int(self.header[Header.NODES_END]) + most)
        live = int(self.header[Header.PARTIALS_END] - self.header[Header.PARTIALS_FREE])
        self._found.reserve(int(self.header[Header.FOUND]) + live + 2 * most)
        return pool._replace(
            partials=Partials(*self._partials.arrays),
            nodes=Nodes(*self._nodes.arrays),
            found=self._found_columns(pool.found.dropped),
        )

    def _found_columns(self, dropped: Int64s) -> Found:
        nodes, keys, times, causes, ranks = self._found.arrays
        return Found(nodes, keys, times, causes, ranks, dropped)

    def found(self, pool: Pool) -> tuple[Int64s, Int64s]:
        """Return the last nodes and the keys of the matches to be emitted, in their order."""
        count = int(self.header[Header.FOUND])
        found = pool.found
        order = np.lexsort((found.ranks[:count], found.causes[:count], found.times[:count]))
        return found.nodes[:count][order], found.keys[:count][order]

    def settle(self, pool: Pool) -> Int64s:
        """Let go of the matches that were emitted; return the rows that nothing needs."""
        kernels.release_found(pool)
        self.header[Header.FOUND] = 0
        dropped = pool.found.dropped[: self.header[Header.DROPPED]].copy()
        self.header[Header.DROPPED] = 0
        return dropped

    def snapshot(self) -> tuple[State, Int64s]:
        """Return the matches, and the new numbers of the key slots in use."""
        live = self._index.live_slots()
        numbers = np.full(max(1, self._index.slots_end), -1, np.int64)
        numbers[live] = np.arange(len(live))
        keys = {str(n): column for n, column in enumerate(self.key_columns(live))}
        partials_end = self.header[Header.PARTIALS_END]
        nodes_end = self.header[Header.NODES_END]
        images = {"header": self.header, "row_uses": self._row_uses.arrays[0]}
        for prefix, columns, slots in (
            ("k", self._keys, live),
            ("p", self._partials, np.arange(partials_end)),
            ("n", self._nodes, np.arange(nodes_end)),
        ):
            for number, array in enumerate(columns.arrays):
                images[f"{prefix}{number}"] = array[slots]
        return {
            "keys": pack({"slot": np.arange(len(live)), **keys}),
            "matches": freeze(images),
        }, numbers

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._reset()
        saved, images = unpack(state["keys"]), thaw(state["matches"])
        if saved.num_rows:
            self.keys_of(saved.columns[1:], saved.num_rows)
        self.header = images["header"]
        self._row_uses.arrays = [images["row_uses"]]
        for prefix, columns in (("k", self._keys), ("p", self._partials), ("n", self._nodes)):
            columns.reserve(len(images[f"{prefix}0"]))
            for number in range(len(columns.arrays)):
                image = images[f"{prefix}{number}"]
                columns.arrays[number][: len(image)] = image

    @property
    def size_bytes(self) -> int:
        """The memory that the matches hold."""
        parts = (self._index, self._keys, self._partials, self._nodes, self._row_uses)
        return sum(part.size_bytes for part in parts)
