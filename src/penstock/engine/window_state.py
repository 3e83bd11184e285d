"""What a window aggregate remembers: partial results per slice and key, in dense columns.

Three indexes give slots: keys (verified, stored once however many slices hold them), slices by
their number, and entries, each one key in one slice. The cost of adding a batch follows the batch;
the cost of firing a window follows what the window holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from penstock.core.batch import Column, Int64s
from penstock.core.time import MAX_WATERMARK_US
from penstock.engine import window_kernels as kernels
from penstock.engine.operator import State
from penstock.engine.window_kernels import Links, Windows
from penstock.state.arrow import Numbers
from penstock.state.columns import DenseColumns
from penstock.state.flat import flat, unflat
from penstock.state.hash_index import HashIndex
from penstock.state.hash_kernels import Keys
from penstock.state.key_codec import KeyCodec
from penstock.state.snapshot import pack, unpack

PAIRS_MAX = 1 << 20
"""How many partial results are merged at a time, unless a single window holds more."""

SLOTS_PER_ENTRY_MAX = 8
SLOTS_FEW = 1 << 14
"""Up to 8 times as many slots as entries are kept, and as many as for 16384 entries in any case."""


@dataclass(frozen=True, slots=True)
class Merging:
    """Which entries add up to which result rows, and each result row's key and window's end."""

    entries: Int64s
    rows: Int64s
    row_keys: Int64s
    row_ends_us: Int64s


class WindowState:
    """Partial results; `lanes` counts rows per slice apart for each of the operator's lanes."""

    def __init__(self, codec: KeyCodec, dtypes: Sequence[str], lanes: int) -> None:
        self._codec, self._dtypes, self._lanes = codec, tuple(dtypes), lanes
        self._reset()

    def _reset(self) -> None:
        self._keys = HashIndex(self._codec.width, sized=self._codec.sized)
        self._slices, self._entries = HashIndex(1), HashIndex(1)
        self._key_columns = DenseColumns(["i8", "i8"])
        self._slice_columns = DenseColumns(["i8", "i8", "i8", f"({self._lanes},)i8"])
        self._next_entry = DenseColumns(["i8"])
        self._accumulators = DenseColumns(self._dtypes)
        self._stamp = 1

    def __bool__(self) -> bool:
        """Say whether there is any slice."""
        return len(self._slices) > 0

    @property
    def accumulators(self) -> Sequence[Numbers]:
        """The accumulator columns by entry."""
        return self._accumulators.arrays

    def add(self, keys: Sequence[Column], slices: Int64s, lane: int) -> Int64s:
        """Make room for each row's key and slice; return the entry at which to fold it."""
        slice_slots, entries = self._entries_of(self._codec.encode(keys, len(slices)), slices)
        kernels.count_rows(self._links(), slice_slots, lane)
        return entries

    def _entries_of(self, keys: Keys, slices: Int64s) -> tuple[Int64s, Int64s]:
        key_slots, fresh_keys = self._keys.upsert(keys)
        self._key_columns.reserve(self._keys.slots_end)
        self._key_columns.clear(key_slots[fresh_keys])
        slice_slots, fresh_slices = self._slices.upsert(Keys.of_words(slices))
        self._slice_columns.reserve(self._slices.slots_end)
        self._slice_columns.clear(slice_slots[fresh_slices])
        words = np.empty(len(slices), np.int64)
        kernels.pack(slice_slots, key_slots, words)
        entries, fresh = self._entries.upsert(Keys.of_words(words))
        for columns in (self._next_entry, self._accumulators):
            columns.reserve(self._entries.slots_end)
        fresh_entries = entries[fresh]
        self._accumulators.clear(fresh_entries)
        kernels.link(self._links(), fresh_entries)
        return slice_slots, entries

    def _links(self) -> Links:
        key_entries, key_stamp = self._key_columns.arrays
        first, last, entries, rows = self._slice_columns.arrays
        return Links(
            self._next_entry.arrays[0], self._entries.words,
            first, last, entries, rows, key_entries, key_stamp,
        )  # fmt: skip

    def slices(self) -> tuple[Int64s, Int64s]:
        """Return the numbers of all slices, ascending, and their slots."""
        slots = self._slices.live_slots()
        numbers = self._slices.words[slots, 0]
        order = np.argsort(numbers, kind="stable")
        return numbers[order], slots[order]

    def rows_of(self, slice_slots: Int64s) -> Int64s:
        """Return how many rows each slice holds, per lane (slices by lanes)."""
        rows: Int64s = self._slice_columns.arrays[3][slice_slots]
        return rows

    def merged(self, windows: Windows) -> Iterator[Merging]:
        """Yield what the windows' results are merged from, a bounded number of pairs at a time."""
        counts = self._slice_columns.arrays[2][windows.slice_slots]
        totals = np.concatenate([[0], np.cumsum(counts)])
        sizes = np.cumsum(totals[windows.end] - totals[windows.first])
        first = 0
        while first < len(sizes):
            done = sizes[first - 1] if first else 0
            end = max(first + 1, int(np.searchsorted(sizes, done + PAIRS_MAX, "right")))
            yield self._collect(windows, slice(first, end), int(sizes[end - 1] - done))
            first = end

    def _collect(self, windows: Windows, part: slice, pairs_max: int) -> Merging:
        """Return what a part of the windows is merged from."""
        entries, rows, row_keys, row_windows = np.empty((4, pairs_max), np.int64)
        found = (entries, rows, row_keys, row_windows)
        chosen = windows._replace(
            first=windows.first[part], end=windows.end[part], ends_us=windows.ends_us[part]
        )
        pairs, results = kernels.collect(self._links(), chosen, found, self._stamp)
        self._stamp += results
        ends_us = chosen.ends_us[row_windows[:results]]
        return Merging(entries[:pairs], rows[:pairs], row_keys[:results], ends_us)

    def whole(self, slice_slots: Int64s) -> Merging:
        """Return what one result per key of these slices is merged from."""
        count = len(slice_slots)
        bounds = np.zeros(1, np.int64), np.full(1, count), np.full(1, MAX_WATERMARK_US)
        windows = Windows(slice_slots, np.zeros(count, np.int64), *bounds)
        pairs = int(self._slice_columns.arrays[2][slice_slots].sum())
        return self._collect(windows, slice(0, 1), pairs)

    def key_columns(self, key_slots: Int64s) -> list[Column]:
        """Return the key columns of these keys."""
        return self._codec.decode(self._keys.gather(key_slots))

    def drop(self, slice_slots: Int64s) -> None:
        """Forget these slices, and the keys that no other slice has."""
        entries = int(self._slice_columns.arrays[2][slice_slots].sum())
        dropped = np.empty(entries, np.int64), np.empty(entries, np.int64)
        keys_dropped = kernels.unlink(self._links(), slice_slots, dropped)
        self._entries.remove(dropped[0])
        self._keys.remove(dropped[1][:keys_dropped])
        self._slices.remove(slice_slots)

    def replace(
        self, slice_slots: Int64s, number: int, merging: Merging, results: Sequence[Numbers]
    ) -> None:
        """Put one slice that holds the merged results in the place of several."""
        keys = self._keys.gather(merging.row_keys)
        rows = self.rows_of(slice_slots).sum(axis=0)
        self.drop(slice_slots)
        slots, entries = self._entries_of(keys, np.full(len(merging.row_keys), number))
        self._slice_columns.arrays[3][slots[0]] = rows
        for column, values in zip(self.accumulators, results, strict=True):
            column[entries] = values

    def compact(self) -> None:
        """Let go of memory that a flood of keys has left behind; slots are given anew."""
        if self._entries.slots_end > SLOTS_PER_ENTRY_MAX * max(len(self._entries), SLOTS_FEW):
            self.restore(self.snapshot())

    def snapshot(self) -> State:
        """Return keys, slices and entries, each in the order of its first use."""
        numbers, slots = self.slices()
        counts = self._slice_columns.arrays[2][slots]
        merging = self.whole(slots)
        keys = self.key_columns(merging.row_keys)
        rows = self._slice_columns.arrays[3][slots]
        accumulators = [column[merging.entries] for column in self.accumulators]
        return {
            "keys": pack({"number": np.arange(len(merging.row_keys)), **_numbered(keys)}),
            "slices": pack({"number": numbers, "entries": counts, **_numbered(list(rows.T))}),
            "entries": pack({"key": merging.rows, **_numbered(flat(accumulators))}),
        }

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._reset()
        keys, slices, entries = (unpack(state[part]) for part in ("keys", "slices", "entries"))
        if not slices.num_rows:
            return
        self._keys.reserve(keys.num_rows)
        self._entries.reserve(entries.num_rows)
        encoded = self._codec.encode(keys.columns[1:], keys.num_rows)
        of_slices = np.repeat(*(_int64s(slices.column(name)) for name in ("number", "entries")))
        numbers = _int64s(entries.column("key"))
        slice_slots, places = self._entries_of(_taken(encoded, numbers), of_slices)
        values = iter(entries.columns[1:])
        for column in self.accumulators:
            column[places] = unflat(values, column)
        firsts = np.cumsum(_int64s(slices.column("entries"))) - _int64s(slices.column("entries"))
        rows = np.stack([_int64s(column) for column in slices.columns[2:]], axis=1)
        self._slice_columns.arrays[3][slice_slots[firsts]] = rows

    @property
    def size_bytes(self) -> int:
        """The memory that the state holds."""
        return sum(
            part.size_bytes
            for part in (
                self._keys, self._slices, self._entries, self._key_columns, self._slice_columns,
                self._next_entry, self._accumulators,
            )
        )  # fmt: skip


def _numbered(columns: Sequence[object]) -> dict[str, object]:
    return {str(number): column for number, column in enumerate(columns)}


def _taken(keys: Keys, rows: Int64s) -> Keys:
    return Keys(keys.words[rows], keys.starts[rows], keys.ends[rows], keys.blob)


def _int64s(column: Column) -> Int64s:
    return np.array(column.to_numpy(), np.int64)
