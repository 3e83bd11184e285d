"""Copy the texts that a scan noted into one Arrow string column."""

from __future__ import annotations

from typing import Any

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.formats.kernels.characters import copy_unescaped
from penstock.formats.kernels.memory import LINE
from penstock.formats.kernels.text import copy_text

ESCAPED = 1 << 40
"""Added to a span's length when its text has escapes to resolve."""
LENGTH = ESCAPED - 1
Bytes = np.ndarray[Any, np.dtype[np.uint8]]
Int32s = np.ndarray[Any, np.dtype[np.int32]]


@compiled
def text_size(lengths: Int64s) -> int:
    """Return the bytes that the texts take at most, with a line to spare."""
    size = LINE
    for length in lengths:
        size += length & LENGTH
    return size


@compiled
def copy_texts(starts: Int64s, lengths: Int64s, limit: int, offsets: Int32s, data: Bytes) -> None:
    """Copy each text from its address behind the last; `offsets` says where they stand."""
    base = data.ctypes.data
    target = base
    offsets[0] = 0
    for row in range(len(starts)):
        length = lengths[row] & LENGTH
        if lengths[row] & ESCAPED:
            target = copy_unescaped(target, starts[row], length, limit)
        elif length:
            target = copy_text(target, starts[row], length, limit)
        offsets[row + 1] = target - base
