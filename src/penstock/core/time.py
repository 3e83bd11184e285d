"""Time as the engine sees it: int64 microseconds since 1970, UTC, read from a clock passed in."""

from __future__ import annotations

import time
from typing import Protocol

US_PER_MS = 1_000
US_PER_SECOND = 1_000_000
MIN_WATERMARK_US = -(2**63)
"""No watermark yet: every row is still on time."""
MAX_WATERMARK_US = 2**63 - 1
"""The end of a bounded input: every window may close."""


class Clock(Protocol):
    """Tells the time; the only way in which time enters the program."""

    def now_us(self) -> int:
        """Return microseconds since 1970-01-01 UTC."""

    def sleep(self, seconds: float) -> None:
        """Return after `seconds`, or at once when time is simulated."""


class SystemClock:
    """The machine's own clock."""

    def now_us(self) -> int:
        """Return the wall clock's microseconds."""
        return time.time_ns() // 1_000

    def sleep(self, seconds: float) -> None:
        """Block this thread for `seconds`."""
        time.sleep(seconds)


class ManualClock:
    """A clock that moves only when told, for tests and simulated runs.

    >>> clock = ManualClock(now_us=5)
    >>> clock.sleep(0.000_002)
    >>> clock.now_us()
    7
    """

    def __init__(self, now_us: int = 0) -> None:
        self._now_us = now_us

    def now_us(self) -> int:
        """Return the simulated microseconds."""
        return self._now_us

    def sleep(self, seconds: float) -> None:
        """Move simulated time forward by `seconds`."""
        self._now_us += round(seconds * US_PER_SECOND)

    def set_us(self, now_us: int) -> None:
        """Move simulated time to `now_us`, also backwards, as real clocks do."""
        self._now_us = now_us
