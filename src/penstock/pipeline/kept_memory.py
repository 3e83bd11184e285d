"""Let a process keep the memory that it frees, so that threads hand it on without page faults.

A batch is made by one thread and freed by another. Left to itself the allocator gives such memory
back to the system and asks for it anew, a page fault for every 4 KiB: on two cores that costs as
much as the second one brings.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

import pyarrow as pa

# From glibc's malloc.h.
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -2, -3, -8
KEPT_BYTES_MAX = 256 << 20
"""Freed memory beyond this, at the end of the heap, still goes back to the system."""
GROWTH_BYTES = 64 << 20
"""The heap grows by at least so much at a time."""


@cache
def keep_freed_memory() -> None:
    """Make the allocator of this process hold on to what is freed, in one heap for all threads.

    Arrow then allocates there too. It is for the whole process and not undone; without glibc
    nothing happens.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is None:
        return
    options = {
        _ARENA_MAX: 1,
        _TRIM_THRESHOLD: KEPT_BYTES_MAX,
        _MMAP_THRESHOLD: KEPT_BYTES_MAX,
        _TOP_PAD: GROWTH_BYTES,
    }
    # What glibc refuses (0) stays as it is: the run is slower then, not wrong.
    for option, value in options.items():
        mallopt(option, value)
    pa.set_memory_pool(pa.system_memory_pool())
