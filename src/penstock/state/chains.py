"""Lists of rows per key: which rows belong to a slot, in the order in which they came.

Rows are known by their id in a `RowStore`, keys by their slot in a `HashIndex`. Each row is
linked to the one before and the one after it, so taking one out costs the same wherever it stands.

>>> chains = Chains()
>>> chains.add(np.array([0, 1, 0]), np.array([5, 6, 7]))
>>> positions, ids = chains.expand(np.array([1, 0, -1]))
>>> positions.tolist(), ids.tolist()
([0, 1, 1], [6, 5, 7])
"""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.state import chain_kernels as kernels
from penstock.state.arrow import Bools
from penstock.state.chain_kernels import FIRST, ID_WORDS, LAST, SLOT_WORDS, Links
from penstock.state.columns import DenseColumns
from penstock.state.image import freeze, thaw


class Chains:
    """Rows by slot; a row stands in one slot at most."""

    def __init__(self) -> None:
        self._slots = DenseColumns([f"({SLOT_WORDS},)i8"])
        self._ids = DenseColumns([f"({ID_WORDS},)i8"], appended=True)
        self._slots_end = self._ids_end = 0

    def add(self, slots: Int64s, ids: Int64s) -> None:
        """Put each row at the end of its slot, one after the other."""
        self._reserve(slots, ids)
        kernels.add(self._links, slots, ids)

    def settle(
        self, takes_back: Bools, slots: Int64s, ids: Int64s, *, unique: bool = False
    ) -> Int64s:
        """Add rows and take rows back, in the order given; return the rows that are out now.

        A row that takes back takes the oldest row of its slot and has no id of its own. Where
        slots are `unique`, a row that is added takes the place of the one before.
        """
        self._reserve(slots, ids)
        removed = np.empty(len(slots), np.int64)
        changes = (takes_back, slots, ids)
        return removed[: kernels.settle(self._links, changes, unique, removed)]

    def _reserve(self, slots: Int64s, ids: Int64s) -> None:
        self._slots_end = max(self._slots_end, int(slots.max(initial=-1)) + 1)
        self._ids_end = max(self._ids_end, int(ids.max(initial=-1)) + 1)
        self._slots.reserve(self._slots_end)
        self._ids.reserve(self._ids_end)

    def remove(self, slots: Int64s, ids: Int64s) -> None:
        """Take rows out of their slots, in which they must be."""
        kernels.remove(self._links, slots, ids)

    def clear(self, slots: Int64s) -> None:
        """Take all rows out of these slots; `expand` has told which they are."""
        self._slots.clear(slots[slots < self._slots_end])

    def expand(self, slots: Int64s) -> tuple[Int64s, Int64s]:
        """Return all rows of all slots in order: each one's position in `slots`, and its id.

        A slot may be asked for more than once; slot -1, which a key has that was not found, and
        one in which no row ever was, have none.
        """
        positions, ids = np.empty((2, int(self.counts(slots).sum())), np.int64)
        kernels.expand(self._links, slots, positions, ids)
        return positions, ids

    def counts(self, slots: Int64s) -> Int64s:
        """Return how many rows each slot has."""
        counts = np.empty(len(slots), np.int64)
        kernels.counts(self._links, slots, counts)
        return counts

    def first(self, slots: Int64s) -> Int64s:
        """Return the oldest row of each slot, -1 where there is none."""
        return self._end_of(slots, FIRST)

    def last(self, slots: Int64s) -> Int64s:
        """Return the newest row of each slot, -1 where there is none."""
        return self._end_of(slots, LAST)

    def _end_of(self, slots: Int64s, which: int) -> Int64s:
        known = (slots >= 0) & (slots < self._slots_end)
        found = np.full(len(slots), -1)
        found[known] = self._links.slots[slots[known], which] - 1
        return found

    @property
    def size_bytes(self) -> int:
        """The memory that the links hold."""
        return self._slots.size_bytes + self._ids.size_bytes

    def snapshot(self) -> bytes:
        """Return all chains."""
        slots, ids = self._links
        return freeze({"slots": slots[: self._slots_end], "ids": ids[: self._ids_end]})

    def restore(self, state: bytes) -> None:
        """Take back what `snapshot` returned."""
        parts = thaw(state)
        self._slots = DenseColumns([f"({SLOT_WORDS},)i8"])
        self._ids = DenseColumns([f"({ID_WORDS},)i8"], appended=True)
        self._slots_end, self._ids_end = len(parts["slots"]), len(parts["ids"])
        for columns, name in ((self._slots, "slots"), (self._ids, "ids")):
            columns.reserve(len(parts[name]))
            columns.arrays[0][: len(parts[name])] = parts[name]

    @property
    def _links(self) -> Links:
        return Links(*self._slots.arrays, *self._ids.arrays)
