"""A hash index as bytes: its keys by slot. The table is made anew from these.

Every key keeps its slot and freed slots their order, so what others keep by slot fits as it is.
"""

from __future__ import annotations

import numpy as np

from penstock.state import hash_kernels as kernels
from penstock.state.hash_kernels import Cells, Header
from penstock.state.image import freeze, thaw
from penstock.state.memory import grown

CELLS_MIN = 1024
_BY_SLOT = ("hashes", "words")
_HALF = np.uint64(32)


def cells_for(keys: int) -> int:
    """Return how many cells a table has that holds so many keys with room to spare."""
    return max(CELLS_MIN, 1 << (2 * keys).bit_length())


def freeze_cells(cells: Cells) -> bytes:
    """Return all keys with their slots."""
    end = cells.header[Header.SLOTS_END]
    blob = cells.blob[: cells.header[Header.BYTES_END]]
    by_slot = {name: getattr(cells, name)[:end] for name in _BY_SLOT}
    return freeze({"header": cells.header, "blob": blob, **by_slot})


def thaw_cells(state: bytes) -> Cells:
    """Return an index of the same keys at the same slots."""
    parts = thaw(state)
    header, blob = parts["header"], parts["blob"]
    slots = max(int(header[Header.SLOTS_END]), CELLS_MIN // 2)
    for name in _BY_SLOT:
        parts[name] = grown(parts[name], slots)
    table = np.zeros(cells_for(int(header[Header.KEYS])), np.uint64)
    by_slot = {name: parts[name] for name in _BY_SLOT}
    cells = Cells(header=header, table=table, old=table[:0], blob=grown(blob, len(blob)), **by_slot)
    _fill(cells)
    return cells


def _fill(cells: Cells) -> None:
    """Put every key into the empty table."""
    live = np.empty(cells.header[Header.KEYS], np.int64)
    kernels.live_slots(cells, live)
    found = cells.hashes[live] >> _HALF << _HALF | (live + 1).astype(np.uint64)
    cells.header[Header.MOVED] = 0
    kernels.move_some(cells._replace(old=found), len(live))
