"""Load the compiled kernels before they are needed: each takes some milliseconds at first use.

Above all none may be loaded while a lock is held for which other processes wait.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from penstock.streams import kernels


@cache
def warm() -> None:
    """Load every kernel, or compile it if this machine never did; again costs nothing."""
    frame = np.zeros(16, np.int64)
    frame.flags.writeable = False
    views = kernels.Views(frame.view(np.uint8), frame.view(np.uint32), frame)
    place, frames = np.zeros(2, np.int64), np.zeros(1, np.int64)
    nothing = np.zeros(0, np.int64)
    data = frame.view(np.uint8)
    kernels.gather(data, nothing, nothing, nothing, np.zeros(1, np.uint8))
    kernels.frame_length(views, 0, 0)
    kernels.small(views, 0, kernels.COUNT)
    kernels.wide(views, 0, kernels.ARRIVED_US)
    kernels.walk(views, place, 0, frames)
    kernels.index_frames(views, place, 0, np.zeros((1, 3), np.int64), 1)
    kernels.seek(views, place, 0)
    kernels.seek_time(views, place, 0, 0)
    kernels.producer_steps(views, nothing, np.zeros((1, 2), np.int64))
    kernels.fill_rows(views, nothing, 0, 0, np.zeros((4, 1), np.int64))
    kernels.keys_size(views, nothing, 0, 0)
    column = kernels.KeyColumn(np.zeros(1, np.int32), np.zeros(1, np.uint8), np.zeros(1, np.int8))
    kernels.fill_keys(views, nothing, 0, 0, column)
