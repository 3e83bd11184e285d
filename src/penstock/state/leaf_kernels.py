"""The inner loops of elements as bytes: written one behind the other, counted, read again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.state.hash_kernels import Keys, UInt8s

_WORD_BYTES = 8
_BYTE = np.uint64(0xFF)


@compiled
def write_elements(counts: Int64s, keys: Keys, into: UInt8s, bounds: Int64s) -> None:
    """Write each row's elements: their words, lowest byte first, and their bytes."""
    words, starts, ends, blob = keys
    at, element = 0, 0
    for row in range(len(counts)):
        for _ in range(counts[row]):
            for word in range(words.shape[1]):
                value = np.uint64(words[element, word])
                for byte in range(_WORD_BYTES):
                    into[at + byte] = np.uint8((value >> np.uint64(8 * byte)) & _BYTE)
                at += _WORD_BYTES
            for byte in range(starts[element], ends[element]):
                into[at] = blob[byte]
                at += 1
            element += 1
        bounds[row + 1] = at


@compiled
def _word(blob: UInt8s, at: int) -> np.int64:
    value = np.uint64(0)
    for byte in range(_WORD_BYTES):
        value |= np.uint64(blob[at + byte]) << np.uint64(8 * byte)
    return np.int64(value)


@compiled
def count_elements(
    ranges: tuple[Int64s, Int64s, UInt8s],
    layout: tuple[Int64s, int],
    offsets: npt.NDArray[np.int32],
    shape: Int64s,
) -> None:
    """Write where each row's elements end, how many there are, and how many bytes they have."""
    starts, ends, blob = ranges
    length_words, width = layout
    for row in range(len(starts)):
        at = starts[row]
        while at < ends[row]:
            size = 0
            for word in length_words:
                size += int(_word(blob, at + word * _WORD_BYTES))
            at += width * _WORD_BYTES + size
            shape[0] += 1
            shape[1] += size
        offsets[row + 1] = shape[0]


@compiled
def read_elements(
    ranges: tuple[Int64s, Int64s, UInt8s],
    length_words: Int64s,
    words: Int64s,
    bounds: Int64s,
    into: UInt8s,
) -> None:
    """Write each element's words and bytes; `words` and `into` are as large as was counted."""
    starts, ends, blob = ranges
    element, into_at = 0, 0
    for row in range(len(starts)):
        at = starts[row]
        while at < ends[row]:
            for word in range(words.shape[1]):
                words[element, word] = _word(blob, at)
                at += _WORD_BYTES
            for word in length_words:
                for _ in range(words[element, word]):
                    into[into_at] = blob[at]
                    at += 1
                    into_at += 1
            element += 1
            bounds[element] = into_at
