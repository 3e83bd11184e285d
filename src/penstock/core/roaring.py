"""Sets of 32-bit integers in Roaring's portable form, the bytes of a BITMAP here and in Flink."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from pyroaring import BitMap

TEXT_MAX = 0x80000
"""Behind so many characters the text of a set breaks off, as it does in Java."""
_UNSIGNED = 1 << 32


def bitmap_of(numbers: Iterable[int]) -> BitMap:
    """Return the set of some integers, of which negative ones stand for large unsigned ones."""
    return BitMap([number % _UNSIGNED for number in numbers])


def read_bitmap(data: bytes) -> BitMap:
    """Return the set that bytes hold; a ValueError if they hold none."""
    if not data:
        raise ValueError("no bytes are no bitmap")
    return BitMap.deserialize(data)


def bitmap_bytes(bitmap: BitMap) -> bytes:
    """Return a set as bytes, the same for equal sets.

    >>> bitmap_bytes(bitmap_of([1])).hex()
    '3a3000000100000000000000100000000100'
    """
    bitmap.run_optimize()
    return bitmap.serialize()


def bitmap_numbers(bitmap: BitMap) -> list[int]:
    """Return a set's integers in their unsigned order, those too large for an INT as negative."""
    numbers: list[int] = np.array(bitmap.to_array(), np.uint32).astype(np.int32).tolist()
    return numbers


def bitmap_text(bitmap: BitMap) -> str:
    """Return a set as a text.

    >>> bitmap_text(bitmap_of([3, 1, -1]))
    '{1,3,4294967295}'
    """
    text = f"{{{','.join(map(str, bitmap))}}}"
    end = text.find(",", TEXT_MAX)
    return text if end < 0 else f"{text[: end + 1]}...}}"
