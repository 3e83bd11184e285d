"""Checks event times as they come in: a row without one, or far ahead of the clock, is invalid.

One device with a wrong date would otherwise push the watermark years ahead, and every other
device's rows would be late from then on.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from penstock.core.batch import Int64s
from penstock.state.arrow import Bools

NO_TIMESTAMP = "no timestamp"
_UNITS_US = (
    ("year", 31_557_600_000_000),
    ("day", 86_400_000_000),
    ("hour", 3_600_000_000),
    ("minute", 60_000_000),
    ("second", 1_000_000),
    ("millisecond", 1_000),
    ("microsecond", 1),
)


def faults(
    times: Int64s, valid: Bools | None, latest_us: int | None, now_us: int
) -> Iterator[tuple[str, Bools]]:
    """Yield each reason and the rows that it holds for; `latest_us` is the latest time allowed.

    >>> year_us = 31_557_600_000_000
    >>> for reason, rows in faults(np.array([5, 3 * year_us]), None, latest_us=10, now_us=0):
    ...     print(reason, rows)
    3 years ahead of the clock [False  True]
    """
    ok = np.ones(len(times), np.bool_) if valid is None else valid
    if not ok.all():
        yield NO_TIMESTAMP, ~ok
    if latest_us is None:
        return
    ahead = ok & (times > latest_us)
    left = ahead.copy()
    for unit, unit_us in _UNITS_US:
        here = left & (times - now_us >= unit_us)
        amounts = np.where(here, (times - now_us) // unit_us, 0)
        for amount in np.unique(amounts[here]).tolist():
            reason = f"{amount} {unit}{'s' * (amount != 1)} ahead of the clock"
            yield reason, here & (amounts == amount)
        left &= ~here
        if not left.any():
            return
