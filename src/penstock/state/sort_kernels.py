"""The inner loop of sort keys: texts as words that compare as their bytes do."""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.state.hash_kernels import UInt8s

_BYTES_PER_WORD = 8
_SIGN = np.uint64(1 << 63)


@compiled
def pack_bytes(texts: tuple[Int64s, Int64s, UInt8s], words: Int64s) -> None:
    """Write eight bytes per word, the first one highest, and the length into the last word."""
    starts, ends, blob = texts
    last = words.shape[1] - 1
    for row in range(len(starts)):
        length = ends[row] - starts[row]
        for word in range(last):
            piece = np.uint64(0)
            for byte in range(_BYTES_PER_WORD):
                at = word * _BYTES_PER_WORD + byte
                piece <<= np.uint64(8)
                if at < length:
                    piece |= np.uint64(blob[starts[row] + at])
            words[row, word] = np.int64(piece ^ _SIGN)
        words[row, last] = length
