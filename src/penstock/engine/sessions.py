"""The open sessions of each key: where rows go, which sessions are over, what became of merges.

A row opens a session from its time until a gap later, or makes one longer that it touches, or
joins two. It is late when the watermark has reached the end of its own gap and there is no open
session that it touches.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Column, Int64s
from penstock.core.time import MAX_WATERMARK_US, US_PER_MS
from penstock.engine import session_kernels as kernels
from penstock.engine import session_upkeep
from penstock.engine.operator import State
from penstock.engine.session_kernels import Header, Rows
from penstock.engine.session_waves import Placed
from penstock.state.columns import DenseColumns
from penstock.state.hash_index import HashIndex
from penstock.state.key_codec import KeyCodec
from penstock.state.snapshot import pack, unpack

_KEY_PREFIX = "key"
_LANE_PREFIX = "lane"


class OpenSessions:
    """Sessions by slot; a slot is given anew once its session is forgotten."""

    def __init__(self, codec: KeyCodec, gap_us: int, lanes: int) -> None:
        self._codec, self._gap_us, self._lanes = codec, gap_us, lanes
        self._reset()

    def _reset(self) -> None:
        self._keys = HashIndex(self._codec.width, sized=self._codec.sized)
        self._key_columns = DenseColumns(["i8"])
        self._header = np.zeros(len(Header), np.int64)
        self._columns = DenseColumns([*["i8"] * 8, f"({self._lanes},)i8"])
        self._end_least_us = MAX_WATERMARK_US

    @property
    def slots_end(self) -> int:
        """One past the largest slot ever given."""
        return int(self._header[Header.SLOTS_END])

    def assign(
        self, keys: Sequence[Column], times: Int64s, watermarks: Int64s, lane: int
    ) -> Placed:
        """Place rows; the caller folds and merges, then releases the slots that were merged."""
        key_slots, fresh = self._keys.upsert(self._codec.encode(keys, len(times)))
        self._key_columns.reserve(self._keys.slots_end)
        self._key_columns.arrays[0][key_slots[fresh]] = -1
        self._columns.reserve(self.slots_end + len(times))
        slots, levels = np.zeros((2, len(times)), np.int64)
        into, source, merge_levels = np.empty((3, len(times)), np.int64)
        merges = (into, source, merge_levels)
        rows = Rows(times, watermarks, key_slots, slots, levels)
        count = kernels.assign(self._open(), rows, self._gap_us, lane, merges)
        self._drop_unused(key_slots[fresh])
        if (slots >= 0).any():
            end_us = int(times[slots >= 0].min()) + self._gap_us
            self._end_least_us = min(self._end_least_us, end_us)
        return Placed(slots, levels, (into[:count], source[:count], merge_levels[:count]))

    def _open(self) -> kernels.Sessions:
        free, starts, ends, keys, nexts, sequences, levels, calls, rows = self._columns.arrays
        return kernels.Sessions(
            self._header, free, starts, ends, keys, nexts, sequences, levels, calls, rows,
            self._key_columns.arrays[0],
        )  # fmt: skip

    def _drop_unused(self, fresh: Int64s) -> None:
        """Forget the keys that came with late rows alone."""
        unused = fresh[self._key_columns.arrays[0][fresh] < 0]
        if len(unused):
            self._keys.remove(unused)

    def release(self, slots: Int64s) -> None:
        """Give the slots of sessions that were merged into others to later sessions."""
        session_upkeep.release(self._open(), slots)

    def due(self, watermark_us: int) -> Int64s:
        """Return the sessions that a watermark ends, by their ends, then as they began."""
        over_us = min(watermark_us, MAX_WATERMARK_US - US_PER_MS) + US_PER_MS
        if over_us < self._end_least_us:
            return np.zeros(0, np.int64)
        slots = np.empty(self.slots_end, np.int64)
        count, self._end_least_us = session_upkeep.due(self._open(), over_us, slots)
        return self._ordered(slots[:count])

    def live(self) -> Int64s:
        """Return all sessions, by their ends, then as they began."""
        slots = np.empty(self.slots_end, np.int64)
        count, _ = session_upkeep.due(self._open(), MAX_WATERMARK_US, slots)
        return self._ordered(slots[:count])

    def _ordered(self, slots: Int64s) -> Int64s:
        open_ = self._open()
        return slots[np.lexsort((open_.sequences[slots], open_.ends[slots]))]

    def bounds(self, slots: Int64s) -> tuple[Int64s, Int64s]:
        """Return where sessions start and end."""
        open_ = self._open()
        return open_.starts[slots], open_.ends[slots]

    def rows_of(self, slots: Int64s) -> npt.NDArray[np.int64]:
        """Return how many rows each session holds, per lane (sessions by lanes)."""
        return self._open().rows[slots]

    def key_columns(self, slots: Int64s) -> list[Column]:
        """Return the keys of sessions."""
        return self._codec.decode(self._keys.gather(self._open().keys[slots]))

    def forget(self, slots: Int64s) -> None:
        """Drop sessions, and the keys that have no other."""
        open_ = self._open()
        keys = np.empty(len(slots), np.int64)
        count = session_upkeep.unlink(open_, slots, keys)
        self._keys.remove(keys[:count])
        self.release(slots)

    def snapshot(self) -> tuple[State, Int64s]:
        """Return the sessions, and their slots in the order in which they stand there."""
        open_ = self._open()
        slots = self.live()
        slots = slots[np.argsort(open_.sequences[slots])]
        columns: dict[str, object] = {
            "start_us": open_.starts[slots],
            "end_us": open_.ends[slots],
            "sequence": open_.sequences[slots],
        }
        columns |= _numbered(_LANE_PREFIX, list(open_.rows[slots].T))
        columns |= _numbered(_KEY_PREFIX, self.key_columns(slots))
        sequence_next = [int(self._header[Header.SEQUENCE])]
        return {"sessions": pack(columns), "next": pack({"sequence": sequence_next})}, slots

    def restore(self, state: State) -> Int64s:
        """Take back what `snapshot` returned; return the slots in the order that it had."""
        self._reset()
        saved = unpack(state["sessions"])
        self._header[Header.SEQUENCE] = unpack(state["next"]).column(0)[0].as_py()
        count = saved.num_rows
        if not count:
            return np.zeros(0, np.int64)
        keys = [saved.column(f"{_KEY_PREFIX}{n}") for n in range(len(self._codec.types))]
        key_slots, _ = self._keys.upsert(self._codec.encode(keys, count))
        self._key_columns.reserve(self._keys.slots_end)
        self._key_columns.arrays[0][key_slots] = -1
        self._columns.reserve(count)
        self._header[Header.SLOTS_END] = count
        open_ = self._open()
        open_.starts[:count] = saved.column("start_us").to_numpy()
        open_.ends[:count] = saved.column("end_us").to_numpy()
        open_.sequences[:count] = saved.column("sequence").to_numpy()
        open_.keys[:count] = key_slots
        for lane in range(self._lanes):
            open_.rows[:count, lane] = saved.column(f"{_LANE_PREFIX}{lane}").to_numpy()
        session_upkeep.chain(open_, np.argsort(open_.starts[:count], kind="stable"))
        self._end_least_us = int(open_.ends[:count].min())
        return np.arange(count)

    @property
    def size_bytes(self) -> int:
        """The memory that the sessions hold."""
        return sum(each.size_bytes for each in (self._keys, self._key_columns, self._columns))


def _numbered(prefix: str, columns: Sequence[object]) -> dict[str, object]:
    return {f"{prefix}{number}": column for number, column in enumerate(columns)}
