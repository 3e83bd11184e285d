"""What the engine refuses to exceed: time ahead of the clock, windows per row, bytes of state."""

from __future__ import annotations

from dataclasses import dataclass

from penstock.core.errors import UserError

HOUR_US = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one running plan; None switches the clock guard off.

    >>> Limits().clock_guard_us == HOUR_US
    True
    """

    clock_guard_us: int | None = HOUR_US
    """A row whose event time is further ahead of the clock than this is invalid."""
    windows_per_row_max: int = 10_000
    """How often a window function without aggregation may repeat a row."""
    state_bytes_max: int = 2**33
    """How much memory all operators together may hold."""
    state_ttl_us: int | None = None
    """How long state without a window is kept after it was last written; None means for good."""


class LimitExceeded(UserError):
    """A statement needs more than the engine's limits allow.

    >>> print(LimitExceeded("state of 9 bytes, at most 8", "group by fewer keys"))
    E550 state of 9 bytes, at most 8
    hint: group by fewer keys
    """

    code = "E550"

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint=hint)
