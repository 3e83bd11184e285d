"""The hash index's inner loops: hash, probe, insert, remove, move.

A cell of the table is 0 when empty; otherwise its upper half is the upper half of the key's hash
and its lower half the key's slot plus 1. Cells are probed one after the other (linear probing) at
a load of at most one half. While a table is being replaced, keys that have not moved are found in
the old one, which is only read and marked: a removed key's cell there becomes `GONE`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled

UInt64s: TypeAlias = npt.NDArray[np.uint64]
UInt8s: TypeAlias = npt.NDArray[np.uint8]


class Header(IntEnum):
    """What stands where in the index's header."""

    KEYS = 0
    SLOTS_END = 1
    FREE = 2
    """The first free slot, or -1; `hashes` of a free slot holds the next one, plus 1."""
    BYTES_END = 3
    BYTES_DEAD = 4
    MOVED = 5
    """How many cells of the old table have moved."""


class Cells(NamedTuple):
    """The index as the kernels see it; all but `header`, `table`, `old` and `blob` are by slot.

    `starts` and `ends` are empty when keys have no bytes.
    """

    header: Int64s
    table: UInt64s
    old: UInt64s
    hashes: UInt64s
    words: Int64s
    starts: Int64s
    ends: Int64s
    blob: UInt8s


class Keys(NamedTuple):
    """Keys of a batch: `words` (rows by width) and the bytes `blob[starts[i]:ends[i]]` of row i.

    `blob` is read-only, as Arrow's buffers are: the kernels are compiled for that alone.
    """

    words: Int64s
    starts: Int64s
    ends: Int64s
    blob: UInt8s

    @staticmethod
    def of_words(words: Int64s) -> Keys:
        """Return keys that are one word each."""
        none = np.zeros(len(words), np.int64)
        return Keys(np.ascontiguousarray(words, np.int64).reshape(-1, 1), none, none, NO_BYTES)


NO_BYTES = np.frombuffer(b"", np.uint8)


def read_only(blob: UInt8s) -> UInt8s:
    """Return the bytes as `Keys` holds them."""
    view = blob.view()
    view.flags.writeable = False
    return view


_KEYS, _SLOTS_END, _FREE = int(Header.KEYS), int(Header.SLOTS_END), int(Header.FREE)
_BYTES_END, _BYTES_DEAD = int(Header.BYTES_END), int(Header.BYTES_DEAD)
_MOVED = int(Header.MOVED)
_ONE, _HALF = np.uint64(1), np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_GONE = np.uint64(1 << 32)
_SEED = np.uint64(0x9E3779B97F4A7C15)
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFT_1, _SHIFT_2, _SHIFT_3 = np.uint64(30), np.uint64(27), np.uint64(31)
_BYTES_PER_WORD = 8


@compiled
def _mix(value: np.uint64) -> np.uint64:
    """Spread a word's bits over all bits; one to one, so that different words stay different."""
    value = (value ^ (value >> _SHIFT_1)) * _MIX_1
    value = (value ^ (value >> _SHIFT_2)) * _MIX_2
    return value ^ (value >> _SHIFT_3)


@compiled
def hash_rows(keys: Keys, values: UInt64s) -> None:
    """Write each row's hash, over its words and then eight of its bytes at a time."""
    words, starts, ends, blob = keys
    for row in range(len(values)):
        value = _SEED
        for word in range(words.shape[1]):
            value = _mix(value ^ np.uint64(words[row, word]))
        at, end = starts[row], ends[row]
        while at < end:
            piece = np.uint64(0)
            for byte in range(min(_BYTES_PER_WORD, end - at)):
                piece |= np.uint64(blob[at + byte]) << np.uint64(8 * byte)
            value = _mix(value ^ piece)
            at += _BYTES_PER_WORD
        values[row] = value


@compiled
def _same_bytes(left: UInt8s, right: UInt8s, places: tuple[int, int], length: int) -> bool:
    byte = 0
    while byte < length and left[places[0] + byte] == right[places[1] + byte]:
        byte += 1
    return byte == length


@compiled
def _take_slot(header: Int64s, hashes: UInt64s, value: np.uint64) -> np.int64:
    """Return a slot for a new key; the caller has seen that there is room."""
    slot = header[_FREE]
    if slot >= 0:
        header[_FREE] = np.int64(hashes[slot]) - 1
    else:
        slot = header[_SLOTS_END]
        header[_SLOTS_END] += 1
    header[_KEYS] += 1
    hashes[slot] = value
    return np.int64(slot)


@compiled
def find(cells: Cells, keys: Keys, values: UInt64s, slots: Int64s) -> None:
    """Write the slot of each row that has none (-1) and whose key is there; `values` are hashes.

    This loop and that of `insert` call nothing with arrays and read no tuple inside: each would
    count references, atomically, for every row.
    """
    _, _, _, _, key_words, key_starts, key_ends, blob = cells
    words, starts, ends, bytes_ = keys
    width, sized = words.shape[1], len(key_starts) > 0
    for table in (cells.table, cells.old):
        mask = np.uint64(len(table) - 1)
        for row in range(len(slots) if len(table) else 0):
            if slots[row] >= 0:
                continue
            at = values[row] & mask
            while table[at] != 0:
                if (table[at] ^ values[row]) >> _HALF == 0 and table[at] & _LOW != 0:
                    slot = np.int64(table[at] & _LOW) - 1
                    same = True
                    for word in range(width):
                        same &= key_words[slot, word] == words[row, word]
                    if same and sized:
                        length = ends[row] - starts[row]
                        places = (key_starts[slot], starts[row])
                        same = key_ends[slot] - places[0] == length
                        same = same and _same_bytes(blob, bytes_, places, length)
                    if same:
                        slots[row] = slot
                        break
                at = (at + _ONE) & mask


@compiled
def insert(  # noqa: C901 -- one flat loop, for the reason that `find` gives
    cells: Cells, keys: Keys, values: UInt64s, found: tuple[Int64s, Int64s], begin: tuple[int, int]
) -> tuple[int, int]:
    """Give a slot to every row without one, from row `begin[0]` on, `begin[1]` keys being new.

    Return how far it came and how many keys are new: it ends early when there is no room. Keys
    that the index holds already have their slot; but a key may come twice among the new ones.
    """
    header, table, _, hashes, key_words, key_starts, key_ends, blob = cells
    words, starts, ends, bytes_ = keys
    slots, fresh = found
    row, fresh_rows = begin
    width, sized, mask = words.shape[1], len(key_starts) > 0, np.uint64(len(table) - 1)
    while row < len(slots):
        slot = slots[row]
        length = ends[row] - starts[row]
        at = values[row] & mask
        while slot < 0 and table[at] != 0:
            if (table[at] ^ values[row]) >> _HALF == 0:
                candidate = np.int64(table[at] & _LOW) - 1
                same = True
                for word in range(width):
                    same &= key_words[candidate, word] == words[row, word]
                if same and sized:
                    places = (key_starts[candidate], starts[row])
                    same = key_ends[candidate] - places[0] == length
                    same = same and _same_bytes(blob, bytes_, places, length)
                if same:
                    slot = candidate
            at = (at + _ONE) & mask
        if slot < 0:
            start = header[_BYTES_END]
            full = (header[_KEYS] + 1) * 2 > len(table) or start + length > len(blob)
            if full or (header[_FREE] < 0 and header[_SLOTS_END] >= len(hashes)):
                break
            slot = _take_slot(header, hashes, values[row])
            table[at] = (values[row] >> _HALF) << _HALF | np.uint64(slot + 1)
            for word in range(width):
                key_words[slot, word] = words[row, word]
            if sized:
                key_starts[slot], key_ends[slot] = start, start + length
                for byte in range(length):
                    blob[start + byte] = bytes_[starts[row] + byte]
                header[_BYTES_END] = start + length
            fresh[fresh_rows] = row
            fresh_rows += 1
        slots[row] = slot
        row += 1
    return row, fresh_rows


@compiled
def _cell_of_slot(table: UInt64s, value: np.uint64, slot: int) -> np.int64:
    """Return the cell that holds `slot`, or -1; `value` is the hash of its key."""
    mask = np.uint64(len(table) - 1)
    at = value & mask
    while table[at] != 0:
        if np.int64(table[at] & _LOW) - 1 == slot:
            return np.int64(at)
        at = (at + _ONE) & mask
    return np.int64(-1)


@compiled
def _close_gap(cells: Cells, gap: np.int64) -> None:
    """Empty a cell and pull back what stood behind it, so that no search ends too early."""
    table = cells.table
    mask = np.uint64(len(table) - 1)
    hole = np.uint64(gap)
    at = hole
    while True:
        at = (at + _ONE) & mask
        if table[at] == 0:
            break
        home = cells.hashes[np.int64(table[at] & _LOW) - 1] & mask
        if (at - home) & mask >= (at - hole) & mask:
            table[hole] = table[at]
            hole = at
    table[hole] = np.uint64(0)


@compiled
def remove(cells: Cells, slots: Int64s) -> None:
    """Take the keys at these slots out of both tables and chain the slots as free."""
    header = cells.header
    for slot in slots:
        value = cells.hashes[slot]
        if len(cells.old):
            at = _cell_of_slot(cells.old, value, slot)
            if at >= 0:
                cells.old[at] = _GONE
        at = _cell_of_slot(cells.table, value, slot)
        if at >= 0:
            _close_gap(cells, at)
        if len(cells.starts):
            header[_BYTES_DEAD] += cells.ends[slot] - cells.starts[slot]
        header[_KEYS] -= 1
        cells.hashes[slot] = np.uint64(header[_FREE] + 1)
        header[_FREE] = slot


@compiled
def move_some(cells: Cells, count: int) -> None:
    """Move up to `count` cells of the old table into the new one.

    The old cells stay as they are: a key that is in both tables has the same slot in both.
    """
    header, table, old = cells.header, cells.table, cells.old
    mask = np.uint64(len(table) - 1)
    end = min(len(old), header[_MOVED] + count)
    for cell in range(header[_MOVED], end):
        slot = np.int64(old[cell] & _LOW) - 1
        if slot >= 0:
            at = cells.hashes[slot] & mask
            while table[at] != 0:
                at = (at + _ONE) & mask
            table[at] = old[cell]
    header[_MOVED] = end


@compiled
def gather_bytes(
    blob: UInt8s, ranges: tuple[Int64s, Int64s], into: UInt8s, into_ranges: tuple[Int64s, Int64s]
) -> None:
    """Copy byte ranges one behind the other."""
    starts, ends = ranges
    at = 0
    for row in range(len(starts)):
        into_ranges[0][row] = at
        for byte in range(starts[row], ends[row]):
            into[at] = blob[byte]
            at += 1
        into_ranges[1][row] = at


@compiled
def live_slots(cells: Cells, slots: Int64s) -> None:
    """Write the slots that hold a key, ascending."""
    free = np.zeros(cells.header[_SLOTS_END], np.bool_)
    slot = cells.header[_FREE]
    while slot >= 0:
        free[slot] = True
        slot = np.int64(cells.hashes[slot]) - 1
    at = 0
    for candidate in range(len(free)):
        if not free[candidate]:
            slots[at] = candidate
            at += 1
