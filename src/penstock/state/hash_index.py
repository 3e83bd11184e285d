"""Finds keys in constant time: an open-addressing index from keys to dense slots.

The caller keeps what it knows of a key in dense columns at the key's slot. A key is a row of
64-bit words and, for strings, a range of bytes; two keys are equal when all of that is equal, the
hash only says where to look. The cost of a call follows the number of rows that it is given,
never the number of keys: a full table is replaced by one of twice the size, into which every
later call moves a few entries (the rehash of a million keys at once would stop the stream).

>>> index = HashIndex(width=1)
>>> slots, fresh = index.upsert(Keys.of_words(np.array([7, 8, 7])))
>>> slots.tolist(), fresh.tolist()
([0, 1, 0], [0, 1])
>>> index.find(Keys.of_words(np.array([8, 9]))).tolist()
[1, -1]
"""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.state import hash_kernels as kernels
from penstock.state.hash_find import find
from penstock.state.hash_kernels import Cells, Header, Keys, UInt64s, read_only
from penstock.state.index_image import CELLS_MIN, cells_for, freeze_cells, thaw_cells
from penstock.state.memory import grown, rows_to_hold
from penstock.state.next_table import NextTable

MOVES_PER_ROW = 4
"""Old cells looked at per row; 2 suffice to be done before the new table is full as well."""


class HashIndex:
    """Maps keys to slots; a removed key's slot is given to a later key.

    Keys are `width` words and, if `sized`, bytes.
    """

    def __init__(self, width: int, *, sized: bool = False) -> None:
        self._width, self._sized = width, sized
        self._cells = _empty(width, CELLS_MIN, sized)
        self._next = NextTable()

    def __len__(self) -> int:
        """Return the number of keys."""
        return int(self._cells.header[Header.KEYS])

    @property
    def slots_end(self) -> int:
        """One past the largest slot ever given; the caller's columns must be that long."""
        return int(self._cells.header[Header.SLOTS_END])

    @property
    def words(self) -> Int64s:
        """The keys' words by slot, for reading only; a later `upsert` may replace the array.

        Where keys have bytes, two more words say which of the index's these are.
        """
        return self._cells.words

    def upsert(self, keys: Keys) -> tuple[Int64s, Int64s]:
        """Return each row's slot, and the rows that brought a new key, ascending."""
        values = _hashes(keys)
        slots, fresh = np.full((2, len(values)), -1, np.int64)
        find(self._cells, keys, values, slots)
        missing = np.flatnonzero(slots < 0)
        done, fresh_rows = int(missing[0]) if len(missing) else len(slots), 0
        while done < len(slots):
            if self._make_room(keys, done):
                # The rows so far are in the table that has just become the old one.
                find(self._cells, keys, values, slots)
            found = (slots, fresh)
            done, fresh_rows = kernels.insert(self._cells, keys, values, found, (done, fresh_rows))
        self._move_some(len(slots))
        return slots, fresh[:fresh_rows]

    def reserve(self, keys: int) -> None:
        """Make an empty index large enough for so many keys at once."""
        if not len(self):
            self._cells = _empty(self._width, cells_for(keys), self._sized)

    def find(self, keys: Keys) -> Int64s:
        """Return each row's slot, or -1 for a key that is not there."""
        values = _hashes(keys)
        slots = np.full(len(values), -1, np.int64)
        find(self._cells, keys, values, slots)
        return slots

    def remove(self, slots: Int64s) -> None:
        """Forget the keys at these slots, each of which must hold one."""
        kernels.remove(self._cells, self._width, slots)
        if not len(self):
            self._cells = _empty(self._width, CELLS_MIN, self._sized)
            self._next = NextTable()
        elif self._cells.header[Header.BYTES_DEAD] * 2 > max(len(self._cells.blob), 1 << 20):
            slots = self.live_slots()
            self._cells = _compacted(self._cells, self._width, slots, self.gather(slots))

    def gather(self, slots: Int64s) -> Keys:
        """Return the keys at these slots, in that order."""
        rows, none = self._cells.words[slots], np.zeros(len(slots), np.int64)
        if not self._sized:
            return Keys(rows, none, none, kernels.NO_BYTES)
        words, starts, ends = np.split(rows, [self._width, self._width + 1], axis=1)
        blob = np.empty(int((ends - starts).sum()), np.uint8)
        ranges, ranges_new = (starts[:, 0].copy(), ends[:, 0].copy()), (none, none.copy())
        kernels.gather_bytes(self._cells.blob, ranges, blob, ranges_new)
        return Keys(np.ascontiguousarray(words), *ranges_new, read_only(blob))

    def live_slots(self) -> Int64s:
        """Return the slots that hold a key, ascending."""
        slots = np.empty(len(self), np.int64)
        kernels.live_slots(self._cells, slots)
        return slots

    @property
    def size_bytes(self) -> int:
        """The memory that the index holds."""
        return sum(array.nbytes for array in self._cells) + self._next.size_bytes

    def snapshot(self) -> bytes:
        """Return all keys with their slots."""
        return freeze_cells(self._cells)

    def restore(self, state: bytes) -> None:
        """Take back what `snapshot` returned: every key at its slot, freed slots in their order."""
        self._next = NextTable()
        self._cells = thaw_cells(state)

    def _make_room(self, keys: Keys, row: int) -> bool:
        """Make room for one more key; say whether the table is another one now."""
        cells = self._cells
        header = cells.header
        crowded = bool((header[Header.KEYS] + 1) * 2 > len(cells.table))
        if crowded:
            kernels.move_some(cells, len(cells.old))
            table = self._next.take(2 * len(cells.table))
            header[Header.MOVED] = 0
            cells = cells._replace(table=table, old=cells.table)
        if header[Header.SLOTS_END] + 1 > len(cells.hashes):
            slots = rows_to_hold(0, len(cells.hashes))
            cells = cells._replace(
                hashes=grown(cells.hashes, slots),
                words=grown(cells.words, slots),
            )
        bytes_next = int(header[Header.BYTES_END] + keys.ends[row] - keys.starts[row])
        if bytes_next > len(cells.blob):
            cells = cells._replace(
                blob=grown(cells.blob, rows_to_hold(bytes_next, len(cells.blob)))
            )
        self._cells = cells
        return crowded

    def _move_some(self, rows: int) -> None:
        """Go on replacing the table, and get the memory of the next one, at a cost per row."""
        cells = self._cells
        if len(cells.old):
            kernels.move_some(cells, MOVES_PER_ROW * rows + CELLS_MIN)
            if cells.header[Header.MOVED] == len(cells.old):
                self._cells = cells._replace(old=np.zeros(0, np.uint64))
        self._next.prepare(len(self), len(cells.table), rows)


def _compacted(cells: Cells, width: int, slots: Int64s, keys: Keys) -> Cells:
    """Return the index with the bytes in use alone; each copy is paid for by as many dead bytes."""
    cells.words[slots, width], cells.words[slots, width + 1] = keys.starts, keys.ends
    cells.header[Header.BYTES_END], cells.header[Header.BYTES_DEAD] = len(keys.blob), 0
    return cells._replace(blob=keys.blob.copy())


def _hashes(keys: Keys) -> UInt64s:
    values = np.empty(len(keys.words), np.uint64)
    kernels.hash_rows(keys, values)
    return values


def _empty(width: int, cells: int, sized: bool) -> Cells:
    slots = cells // 2
    header = np.zeros(len(Header), np.int64)
    header[Header.FREE] = -1
    return Cells(
        header=header,
        table=np.zeros(cells, np.uint64),
        old=np.zeros(0, np.uint64),
        hashes=np.zeros(slots, np.uint64),
        words=np.zeros((slots, width + 2 * sized), np.int64),
        blob=np.zeros(0, np.uint8),
    )
