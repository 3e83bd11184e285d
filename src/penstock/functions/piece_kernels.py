"""Cut texts at a separator of one byte and copy one piece of each, 64 bytes at a time.

Texts and pieces are addresses with lengths; nothing is read from `limit` on.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import LINE, equal_bytes, load_byte, trailing_zeros
from penstock.formats.kernels.text import copy_text

Int32s = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
MISSING = -1
"""The length of a piece that a text does not have."""


@inlined
def find_byte(at: int, stop: int, code: int, limit: int) -> int:
    """Return the address of a byte in a text, or `stop`."""
    while at < stop:
        if at + LINE <= limit:
            bits = equal_bytes(at, code)
            if bits != 0:
                return min(stop, at + trailing_zeros(bits))
            at += LINE
        elif load_byte(at) == code:
            return at
        else:
            at += 1
    return stop


@compiled
def find_pieces(offsets: Int32s, span: Any, cut: Any, starts: Int64s, lengths: Int64s) -> int:
    """Note where piece `cut[1]` of each text lies; return how many bytes all pieces have.

    `span` holds the address of the texts' bytes and the one behind them, `cut` the separator.
    """
    base, limit = span
    separator, index = cut
    total = 0
    for row in range(len(starts)):
        at, stop = base + offsets[row], base + offsets[row + 1]
        left = index
        end = find_byte(at, stop, separator, limit)
        while left > 0 and end < stop:
            at = end + 1
            end = find_byte(at, stop, separator, limit)
            left -= 1
        starts[row] = at
        lengths[row] = MISSING
        if left == 0 and offsets[row + 1] > offsets[row]:
            lengths[row] = end - at
            total += end - at
    return total


@compiled
def copy_pieces(starts: Int64s, lengths: Int64s, limit: int, offsets: Int32s, data: Bytes) -> None:
    """Copy the pieces one behind the other; `data` has a line to spare."""
    base = data.ctypes.data
    target = base
    offsets[0] = 0
    for row in range(len(starts)):
        if lengths[row] > 0:
            target = copy_text(target, starts[row], lengths[row], limit)
        offsets[row + 1] = target - base
