"""Watermarks behind a join that holds rows back: rows come later, so the watermark does too."""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US


def delayed(watermarks: Int64s, delay_us: int) -> Int64s:
    """Return watermarks that lag behind, except where there is none yet and at the end of time.

    >>> delayed(np.array([MIN_WATERMARK_US, 10]), 4).tolist() == [MIN_WATERMARK_US, 6]
    True
    """
    if not delay_us:
        return watermarks
    fixed = (watermarks == MIN_WATERMARK_US) | (watermarks == MAX_WATERMARK_US)
    return np.where(fixed, watermarks, watermarks - delay_us)


def delayed_by(watermark_us: int, delay_us: int) -> int:
    """Return one watermark that lags behind.

    >>> delayed_by(10, 4), delayed_by(MAX_WATERMARK_US, 4) == MAX_WATERMARK_US
    (6, True)
    """
    return int(delayed(np.array([watermark_us]), delay_us)[0])
