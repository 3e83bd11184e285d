"""The table that will replace a hash index's when it is full, with its memory got little by little.

The system gives memory when a page is first written to. Keys go to random places of a table, so
the first batch after a replacement would wait for all of its pages at once: a tenth of a second
and more at millions of keys. So the next table is made when five eighths of the room are used,
and each call writes to as many of its pages as it brings rows.
"""

from __future__ import annotations

import numpy as np

from penstock.state.hash_kernels import UInt64s

_CELLS_PER_PAGE = 512
"""Pages of 4096 bytes."""
_BEGIN = 5 / 16
"""Keys per cell of the table in use from which on the next one is made; at 1/2 it is needed."""
_PER_ROW = 12
"""Cells got per row; 11 suffice to have all of them when they are needed."""


class NextTable:
    """An empty table in the making."""

    def __init__(self) -> None:
        self._cells = np.zeros(0, np.uint64)
        self._got = 0

    def prepare(self, keys: int, cells: int, rows: int) -> None:
        """Get some of the memory, given the number of keys, the cells they have, and new rows."""
        if keys < _BEGIN * cells:
            return
        if not len(self._cells):
            self._cells = np.zeros(2 * cells, np.uint64)
        until = self._got + _PER_ROW * rows + _CELLS_PER_PAGE
        self._cells[self._got : until : _CELLS_PER_PAGE] = 0
        self._got = min(until, len(self._cells))

    def take(self, cells: int) -> UInt64s:
        """Return an empty table of so many cells, the one that was prepared if it is."""
        table = self._cells if len(self._cells) == cells else np.zeros(cells, np.uint64)
        self._cells, self._got = np.zeros(0, np.uint64), 0
        return table

    @property
    def size_bytes(self) -> int:
        """The memory that it holds by now."""
        return self._got * self._cells.itemsize
