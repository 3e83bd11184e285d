"""The first few rows of each key while they wait for time to pass, with the ledger of each lane."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.engine.operator import Counts, State
from penstock.engine.rank_state import RankState
from penstock.sql.plan_rank import Rank
from penstock.state.columns import DenseColumns
from penstock.state.ranked_lists import Touched
from penstock.state.row_store import RowStore
from penstock.state.snapshot import pack, unpack


class HeldRows:
    """Rows in flight; one that is displaced by a better one is filtered, one released is out."""

    def __init__(self, state: RankState, node: Rank, counts: Sequence[Counts]) -> None:
        self._state, self._node, self._counts = state, node, counts
        self._lanes = DenseColumns(["i8"])
        """By row id: the lane that it came by."""

    @property
    def rows(self) -> RowStore:
        """The rows that wait."""
        assert self._state.rows is not None, "rows wait here"
        return self._state.rows

    def keep(self, data: pa.RecordBatch, lane: int, touched: Touched) -> None:
        """Put rows into their lists."""
        lists, node = self._state.lists, self._node
        words = self._state.words_of(data)
        dropped = lists.insert(touched, words, node.last, latest_first=node.latest_first)
        ids = lists.heads(touched.slots, node.last).ids
        kept = -ids[ids < 0] - 1
        named = np.zeros(data.num_rows, np.int64)
        named[kept] = self.rows.add(data.take(pa.array(kept, pa.int64())).columns, len(kept))
        lists.name_rows(touched.slots, named)
        self._lanes.reserve(self.rows.ids_end)
        self._lanes.arrays[0][named[kept]] = lane
        self._counts[lane].rows_in_flight += len(kept)
        self._counts[lane].rows_filtered += data.num_rows - len(kept)
        for place, rows in enumerate(np.bincount(self._lanes.arrays[0][dropped]).tolist()):
            self._counts[place].rows_in_flight -= rows
            self._counts[place].rows_filtered += rows
        self.rows.remove(dropped)

    def release(self, ids: Int64s) -> list[Column]:
        """Return rows that are out now, and let go of them."""
        columns = self.rows.take(ids)
        for lane, rows in enumerate(np.bincount(self._lanes.arrays[0][ids]).tolist()):
            self._counts[lane].rows_in_flight -= rows
            self._counts[lane].rows_out += rows
        self.rows.remove(ids)
        return columns

    def snapshot(self) -> State:
        """Return the lists, their rows and the lanes of these."""
        lanes = self._lanes.arrays[0][: self.rows.ids_end]
        return {**self._state.snapshot(), "lanes": pack({"lane": lanes})}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._state.restore(state)
        lanes = unpack(state["lanes"]).column(0).to_numpy()
        self._lanes.reserve(len(lanes))
        self._lanes.arrays[0][: len(lanes)] = lanes

    @property
    def size_bytes(self) -> int:
        """The memory that the rows hold with all that leads to them."""
        return self._state.size_bytes + self._lanes.size_bytes
