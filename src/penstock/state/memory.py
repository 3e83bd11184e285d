"""Arrays that grow where they lie: a large one reserves addresses, and memory comes as it is used.

Doubling an array of five million rows by copying it stops the stream for as long as the copy
takes, and for the first touch of every new page. Addresses cost nothing: a large array takes 16
GiB of them at once, of which the system backs those pages that have been written to.
"""

from __future__ import annotations

import itertools
import mmap
import sys
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Number = TypeVar("Number", bound=np.generic)
SMALL_BYTES = 1 << 17
"""Up to this size an array is copied when it grows: reserving has a price of its own."""
RESERVED_BYTES = 1 << 34
HUGE_PAGE_BYTES = 1 << 21
_STAGGER_BYTES = 1_296_128
"""Columns of a table begin at different places of a page, or all would need a new one at once.

Multiples of this, the golden part of a page, spread evenly over it.
"""
_reservations = itertools.count()
_NO_RESERVE = 0x4000
"""MAP_NORESERVE: without it, the system refuses addresses beyond the machine's memory."""


def grown(array: npt.NDArray[Number], rows: int, *, appended: bool = False) -> npt.NDArray[Number]:
    """Return the array `rows` long, zero where nothing was yet; use the given one no longer.

    The array must be whole: zeros that the caller made, or what an earlier call returned. What is
    `appended` to all the time has small pages: where a virtual machine gives free memory back to
    its host, a huge page is a pause of several milliseconds, six times as long per byte.

    >>> grown(np.array([1, 2]), 4).tolist()
    [1, 2, 0, 0]
    """
    shape = (rows, *array.shape[1:])
    size = int(np.prod(shape))
    reserved = _reserved(array)
    if reserved is None or len(reserved) < size:
        reserved = _reserve(array.dtype, size, huge=not appended)
        reserved[: array.size] = array.reshape(-1)
    return reserved[:size].reshape(shape)


def rows_to_hold(rows: int, held: int) -> int:
    """Return how long to make columns of `held` rows that must hold `rows`.

    Doubling pays for the copies of small columns; large ones lie in reserved addresses and grow
    by an eighth, so that what is counted as their memory is near to what they use.

    >>> rows_to_hold(11, 10), rows_to_hold(1_000_001, 1_000_000)
    (20, 1125000)
    """
    return max(rows, held + (held if held * 8 < SMALL_BYTES else held // 8))


def _reserved(array: npt.NDArray[Number]) -> npt.NDArray[Number] | None:
    """Return the whole reservation that the array is the start of, if it is one."""
    whole = array.base
    if not isinstance(whole, np.ndarray):
        return None
    view: object = whole.base
    return whole if isinstance(view, memoryview) and isinstance(view.obj, mmap.mmap) else None


def _reserve(dtype: np.dtype[Number], size: int, *, huge: bool) -> npt.NDArray[Number]:
    bytes_needed = size * dtype.itemsize
    if bytes_needed > SMALL_BYTES and sys.platform == "linux":
        room = max(RESERVED_BYTES, 2 * bytes_needed)
        start = next(_reservations) * _STAGGER_BYTES % HUGE_PAGE_BYTES
        try:
            addresses = _addresses(room + HUGE_PAGE_BYTES, huge=huge)
        except OSError:
            # Addresses may be limited (`ulimit -v`): then growing means copying.
            return np.zeros(size, dtype)
        return np.frombuffer(addresses, dtype, room // dtype.itemsize, start)
    return np.zeros(size, dtype)


def _addresses(size: int, *, huge: bool) -> mmap.mmap:
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _NO_RESERVE
    memory = mmap.mmap(-1, size, flags=flags)
    # A key is looked up at a random place: with small pages much of that time is address look-up.
    # The first few stay small, for columns that have just begun to lie here all start to use them.
    if huge:
        memory.madvise(mmap.MADV_HUGEPAGE, HUGE_PAGE_BYTES)
    return memory
