"""Sorted lists of rows per key: the first few of each are what a Top-N shows.

Rows are known by their id in a `RowStore`, keys by their slot in a `HashIndex`, sort keys by their
words (`SortCodec`). A list is one block of memory, which doubles as the list grows.

>>> lists = RankedLists(width=1)
>>> touched = lists.touch(np.array([0, 0, 0]))
>>> lists.insert(touched, np.array([[5], [3], [4]]), limit=2).tolist()
[]
>>> lists.name_rows(touched.slots, np.array([10, 11, 12]))
>>> lists.heads(touched.slots, limit=9).ids.tolist()
[11, 12]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from penstock.core.batch import Int64s
from penstock.state import ranked_kernels as kernels
from penstock.state.columns import DenseColumns
from penstock.state.image import freeze, thaw
from penstock.state.ranked_changes import touch
from penstock.state.ranked_kernels import END, ROWS, SIZES, Lists


@dataclass(frozen=True, slots=True)
class Heads:
    """The first rows of several lists: list i has the ids from `ends[i - 1]` to `ends[i]`."""

    ends: Int64s
    ids: Int64s


@dataclass(frozen=True, slots=True)
class Touched:
    """The lists that rows go to: their slots, per row the number of its list, rows per list."""

    slots: Int64s
    numbers: Int64s
    rows: Int64s


class RankedLists:
    """Lists by slot, each sorted by `width` words, then by arrival."""

    def __init__(self, width: int) -> None:
        self._reset(width)

    def _reset(self, width: int) -> None:
        self._width = width
        self._slots = DenseColumns(["(4,)i8"])
        """What the kernels know of each list."""
        self._entries = DenseColumns([f"({width + 1},)i8"])
        self._header = np.zeros(SIZES + 1, np.int64)
        self._slots_end, self._stamp = 0, 1

    def touch(self, slots: Int64s) -> Touched:
        """Return which lists rows go to, each list once in the order in which it first comes."""
        self._slots_end = max(self._slots_end, int(slots.max(initial=-1)) + 1)
        self._slots.reserve(self._slots_end)
        numbers, touched = np.empty((2, len(slots)), np.int64)
        count = touch(slots, self._slots.arrays[0], self._stamp, (numbers, touched))
        self._stamp += len(slots)
        return Touched(touched[:count], numbers, np.bincount(numbers, minlength=count))

    def insert(
        self, touched: Touched, words: Int64s, limit: int, *, latest_first: bool = False
    ) -> Int64s:
        """Put rows into lists of at most `limit` entries; return the ids of rows that had to go.

        Until `name_rows` says otherwise, row i of these has the id `-i - 1`.
        """
        wanted = self.counts(touched.slots) + touched.rows
        self._make_room(touched.slots, np.minimum(wanted, max(limit, 0)))
        dropped = np.empty(len(words), np.int64)
        slots, rules = touched.slots[touched.numbers], (limit, latest_first)
        return dropped[: kernels.insert(self._lists, slots, words, rules, dropped)]

    def merge(self, slots: Int64s, ends: Int64s, ids: Int64s, words: Int64s, gone: Int64s) -> None:
        """Take out entries whose ids are marked in `gone`, then put sorted rows in.

        Slots come once each; the rows of `slots[i]` are those from `ends[i - 1]` to `ends[i]`.
        """
        self._make_room(slots, self.counts(slots) + np.diff(ends, prepend=0))
        kernels.merge(self._lists, slots, (ends, ids, words), gone)

    def heads(self, slots: Int64s, limit: int) -> Heads:
        """Return the first ids of each list, up to `limit`."""
        held = np.minimum(self.counts(slots), limit)
        ends, ids = np.empty(len(slots), np.int64), np.empty(int(held.sum()), np.int64)
        kernels.heads(self._lists, slots, limit, (ends, ids))
        return Heads(ends, ids)

    def name_rows(self, slots: Int64s, ids: Int64s) -> None:
        """Give the rows of the last `insert` their ids, by the rows' numbers."""
        kernels.name_rows(self._lists, slots, ids)

    def counts(self, slots: Int64s) -> Int64s:
        """Return how many entries each list has."""
        counts: Int64s = self._slots.arrays[0][slots, ROWS]
        return counts

    def clear(self, slots: Int64s) -> None:
        """Empty lists, of which each is named once."""
        kernels.clear(self._lists, slots[slots < self._slots_end])

    def rewrite(self, change: Callable[[Int64s], Int64s]) -> None:
        """Take other sort keys for all entries, of another width but in the same order."""
        end = self._header[END]
        words = change(self._entries.arrays[0][:end, 1:])
        entries = np.column_stack([self._entries.arrays[0][:end, 0], words])
        self._width = words.shape[1]
        self._entries = DenseColumns([f"({self._width + 1},)i8"])
        self._entries.reserve(end)
        self._entries.arrays[0][:end] = entries

    @property
    def size_bytes(self) -> int:
        """The memory that the lists hold."""
        return self._slots.size_bytes + self._entries.size_bytes

    def snapshot(self) -> bytes:
        """Return all lists."""
        slots = self._slots.arrays[0][: self._slots_end]
        entries = self._entries.arrays[0][: self._header[END]]
        stamp = np.array([self._stamp])
        return freeze({"header": self._header, "entries": entries, "slots": slots, "stamp": stamp})

    def restore(self, state: bytes) -> None:
        """Take back what `snapshot` returned."""
        parts = thaw(state)
        self._reset(parts["entries"].shape[1] - 1)
        self._header = parts["header"]
        self._slots_end, self._stamp = len(parts["slots"]), int(parts["stamp"][0])
        self._slots.reserve(self._slots_end)
        self._slots.arrays[0][: self._slots_end] = parts["slots"]
        self._entries.reserve(len(parts["entries"]))
        self._entries.arrays[0][: len(parts["entries"])] = parts["entries"]

    def _make_room(self, slots: Int64s, wanted: Int64s) -> None:
        needed = kernels.room_needed(self._lists, slots, wanted)
        if needed:
            self._entries.reserve(int(self._header[END]) + needed)
            kernels.make_room(self._lists, slots, wanted)

    @property
    def _lists(self) -> Lists:
        return Lists(self._slots.arrays[0], self._entries.arrays[0], self._header)
