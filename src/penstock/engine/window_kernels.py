"""The window state's inner loops: link new entries to their slices, merge slices, drop them."""

from __future__ import annotations

from typing import NamedTuple

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled


class Links(NamedTuple):
    """How entries, slices and keys hang together; each array is indexed by its own slot.

    An entry is a partial result of one key in one slice. A slice's entries are a chain in the
    order in which their keys were first seen.
    """

    next_entry: Int64s
    entry_words: Int64s
    slice_first: Int64s
    slice_last: Int64s
    slice_entries: Int64s
    slice_rows: Int64s
    key_entries: Int64s
    key_stamp: Int64s


_SLICE_SHIFT = 32
_KEY_MASK = 2**32 - 1


@compiled
def pack(slice_slots: Int64s, key_slots: Int64s, words: Int64s) -> None:
    """Write the entry's key, which is its slice's slot and its key's slot in one word."""
    for row in range(len(words)):
        words[row] = slice_slots[row] << _SLICE_SHIFT | key_slots[row]


@compiled
def count_rows(links: Links, slice_slots: Int64s, lane: int) -> None:
    """Count rows in their slice and lane."""
    for slot in slice_slots:
        links.slice_rows[slot, lane] += 1


@compiled
def link(links: Links, entries: Int64s) -> None:
    """Hang new entries at the end of their slices' chains."""
    for entry in entries:
        word = links.entry_words[entry, 0]
        slice_slot, key_slot = word >> _SLICE_SHIFT, word & _KEY_MASK
        links.next_entry[entry] = -1
        if links.slice_entries[slice_slot] == 0:
            links.slice_first[slice_slot] = entry
        else:
            links.next_entry[links.slice_last[slice_slot]] = entry
        links.slice_last[slice_slot] = entry
        links.slice_entries[slice_slot] += 1
        links.key_entries[key_slot] += 1


class Windows(NamedTuple):
    """Windows that fire, over slices sorted by number.

    Window w holds those of the slices `first[w]` to `end[w]` (by position, the end excluded)
    whose first window is not after it.
    """

    slice_slots: Int64s
    slice_first_ends: Int64s
    first: Int64s
    end: Int64s
    ends_us: Int64s


@compiled
def collect(
    links: Links, windows: Windows, found: tuple[Int64s, Int64s, Int64s, Int64s], stamp: int
) -> tuple[int, int]:
    """List the entries of each window and number its keys in the order first seen.

    Writes per pair its entry and its result row, and per result row its key and window; returns
    how many pairs and result rows there are. A key is stamped with its last row plus `stamp`,
    which must be past every earlier stamp.
    """
    entries, rows, row_keys, row_windows = found
    pairs, results = 0, 0
    for window in range(len(windows.ends_us)):
        window_stamp = stamp + results
        for at in range(windows.first[window], windows.end[window]):
            if windows.slice_first_ends[at] > windows.ends_us[window]:
                continue
            slot = windows.slice_slots[at]
            entry = links.slice_first[slot]
            for _ in range(links.slice_entries[slot]):
                key = links.entry_words[entry, 0] & _KEY_MASK
                if links.key_stamp[key] < window_stamp:
                    links.key_stamp[key] = stamp + results
                    row_keys[results], row_windows[results] = key, window
                    results += 1
                entries[pairs], rows[pairs] = entry, links.key_stamp[key] - stamp
                pairs += 1
                entry = links.next_entry[entry]
    return pairs, results


@compiled
def unlink(links: Links, slice_slots: Int64s, dropped: tuple[Int64s, Int64s]) -> int:
    """List all entries of these slices and the keys that nothing else holds; return how many."""
    entries, keys = dropped
    pairs, keys_dropped = 0, 0
    for slice_slot in slice_slots:
        entry = links.slice_first[slice_slot]
        for _ in range(links.slice_entries[slice_slot]):
            key = links.entry_words[entry, 0] & _KEY_MASK
            links.key_entries[key] -= 1
            if links.key_entries[key] == 0:
                keys[keys_dropped] = key
                keys_dropped += 1
            entries[pairs] = entry
            pairs += 1
            entry = links.next_entry[entry]
        links.slice_entries[slice_slot] = 0
    return keys_dropped
