"""The hash index's inner loops: hash, insert, remove, move; `hash_find` looks keys up.

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
from penstock.core.compiled import compiled, inlined
from penstock.formats.kernels.memory import load_byte, load_word

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
    """The index as the kernels see it; `hashes` and `words` are by slot.

    Behind a key's words stands, if keys have bytes, where those begin and end in `blob`: side by
    side, so that one access to memory fetches all of it.
    """

    header: Int64s
    table: UInt64s
    old: UInt64s
    hashes: UInt64s
    words: Int64s
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
ONE, HALF = np.uint64(1), np.uint64(32)
LOW = np.uint64(0xFFFFFFFF)
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
    bytes_at = blob.ctypes.data
    for row in range(len(values)):
        value = _SEED
        for word in range(words.shape[1]):
            value = _mix(value ^ np.uint64(words[row, word]))
        at, end = bytes_at + starts[row], bytes_at + ends[row]
        while at + _BYTES_PER_WORD <= end:
            value = _mix(value ^ load_word(at))
            at += _BYTES_PER_WORD
        if at < end:
            piece = np.uint64(0)
            for byte in range(end - at):
                piece |= np.uint64(load_byte(at + byte)) << np.uint64(8 * byte)
            value = _mix(value ^ piece)
        values[row] = value


@inlined
def same_bytes(left: int, right: int, length: int) -> bool:
    """Say whether as many bytes at two addresses are the same."""
    byte = 0
    while byte + _BYTES_PER_WORD <= length and load_word(left + byte) == load_word(right + byte):
        byte += _BYTES_PER_WORD
    while byte < length and load_byte(left + byte) == load_byte(right + byte):
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
def insert(  # noqa: C901 -- one flat loop, for the reason that `find` gives
    cells: Cells, keys: Keys, values: UInt64s, found: tuple[Int64s, Int64s], begin: tuple[int, int]
) -> tuple[int, int]:
    """Give a slot to every row without one, from row `begin[0]` on, `begin[1]` keys being new.

    Return how far it came and how many keys are new: it ends early when there is no room. Keys
    that the index holds already have their slot; but a key may come twice among the new ones.
    """
    header, table, _, hashes, key_words, blob = cells
    words, starts, ends, bytes_ = keys
    slots, fresh = found
    row, fresh_rows = begin
    width, mask = words.shape[1], np.uint64(len(table) - 1)
    sized = key_words.shape[1] > width
    blob_at, bytes_at = blob.ctypes.data, bytes_.ctypes.data
    while row < len(slots):
        slot = slots[row]
        length = ends[row] - starts[row]
        at = values[row] & mask
        while slot < 0 and table[at] != 0:
            if (table[at] ^ values[row]) >> HALF == 0:
                candidate = np.int64(table[at] & LOW) - 1
                same = True
                for word in range(width):
                    same &= key_words[candidate, word] == words[row, word]
                if same and sized:
                    start = key_words[candidate, width]
                    same = key_words[candidate, width + 1] - start == length
                    same = same and same_bytes(blob_at + start, bytes_at + starts[row], length)
                if same:
                    slot = candidate
            at = (at + ONE) & mask
        if slot < 0:
            start = header[_BYTES_END]
            full = (header[_KEYS] + 1) * 2 > len(table) or start + length > len(blob)
            if full or (header[_FREE] < 0 and header[_SLOTS_END] >= len(hashes)):
                break
            slot = _take_slot(header, hashes, values[row])
            table[at] = (values[row] >> HALF) << HALF | np.uint64(slot + 1)
            for word in range(width):
                key_words[slot, word] = words[row, word]
            if sized:
                key_words[slot, width], key_words[slot, width + 1] = start, start + length
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
        if np.int64(table[at] & LOW) - 1 == slot:
            return np.int64(at)
        at = (at + ONE) & mask
    return np.int64(-1)


@compiled
def _close_gap(cells: Cells, gap: np.int64) -> None:
    """Empty a cell and pull back what stood behind it, so that no search ends too early."""
    table = cells.table
    mask = np.uint64(len(table) - 1)
    hole = np.uint64(gap)
    at = hole
    while True:
        at = (at + ONE) & mask
        if table[at] == 0:
            break
        home = cells.hashes[np.int64(table[at] & LOW) - 1] & mask
        if (at - home) & mask >= (at - hole) & mask:
            table[hole] = table[at]
            hole = at
    table[hole] = np.uint64(0)


@compiled
def remove(cells: Cells, width: int, slots: Int64s) -> None:
    """Take the keys at these slots out of both tables and chain the slots as free."""
    header, sized = cells.header, cells.words.shape[1] > width
    for slot in slots:
        value = cells.hashes[slot]
        if len(cells.old):
            at = _cell_of_slot(cells.old, value, slot)
            if at >= 0:
                cells.old[at] = _GONE
        at = _cell_of_slot(cells.table, value, slot)
        if at >= 0:
            _close_gap(cells, at)
        if sized:
            header[_BYTES_DEAD] += cells.words[slot, width + 1] - cells.words[slot, width]
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
        slot = np.int64(old[cell] & LOW) - 1
        if slot >= 0:
            at = cells.hashes[slot] & mask
            while table[at] != 0:
                at = (at + ONE) & mask
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
