"""The hash index's look-up, for many keys at a time.

Among millions of keys each step of a look-up (the cell, the key's words, its bytes) waits for
memory, and the next step depends on it. So rows are looked up in blocks, step by step: what the
next step of any row reads is asked for before the first row gets there, and the waits overlap.
"""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.formats.kernels.memory import prefetch
from penstock.state.hash_kernels import HALF, LOW, ONE, Cells, Keys, UInt64s, same_bytes

_BLOCK = 64
"""Rows looked up together: enough to wait once for all of them, few enough to stay in the cache."""
_WORD_BYTES = 8


@compiled
def find(  # noqa: C901, PLR0912 -- one flat loop: it calls nothing with arrays, which would count references
    cells: Cells, keys: Keys, values: UInt64s, slots: Int64s
) -> None:
    """Write the slot of each row that has none (-1) and whose key is there; `values` are hashes."""
    key_words, (words, starts, ends, bytes_) = cells.words, keys
    width = words.shape[1]
    sized = key_words.shape[1] > width
    row_bytes = key_words.shape[1] * _WORD_BYTES
    words_at, blob_at, bytes_at = key_words.ctypes.data, cells.blob.ctypes.data, bytes_.ctypes.data
    places = np.empty(_BLOCK, np.uint64)
    for table in (cells.table, cells.old):
        mask, table_at = np.uint64(len(table) - 1), table.ctypes.data
        for first in range(0, len(slots) if len(table) else 0, _BLOCK):
            until = min(first + _BLOCK, len(slots))
            for row in range(first, until):
                prefetch(table_at + np.int64(values[row] & mask) * _WORD_BYTES)
            for row in range(first, until):
                at = values[row] & mask
                while table[at] != 0 and (
                    (table[at] ^ values[row]) >> HALF != 0 or table[at] & LOW == 0
                ):
                    at = (at + ONE) & mask
                places[row - first] = at
                about = words_at + (np.int64(table[at] & LOW) - 1) * row_bytes
                prefetch(about)
                prefetch(about + row_bytes - 1)
            for row in range(first, until if sized else first):
                slot = np.int64(table[places[row - first]] & LOW) - 1
                if slot >= 0:
                    prefetch(blob_at + key_words[slot, width])
            for row in range(first, until):
                if slots[row] >= 0:
                    continue
                at = places[row - first]
                while table[at] != 0:
                    if (table[at] ^ values[row]) >> HALF == 0 and table[at] & LOW != 0:
                        slot = np.int64(table[at] & LOW) - 1
                        same = True
                        for word in range(width):
                            same &= key_words[slot, word] == words[row, word]
                        if same and sized:
                            length = ends[row] - starts[row]
                            start = key_words[slot, width]
                            same = key_words[slot, width + 1] - start == length
                            same = same and same_bytes(
                                blob_at + start, bytes_at + starts[row], length
                            )
                        if same:
                            slots[row] = slot
                            break
                    at = (at + ONE) & mask
