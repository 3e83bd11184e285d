"""What the engine refuses to exceed: time ahead of the clock, windows per row, age of state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from penstock.core.errors import UserError
from penstock.core.protocols import ColdStore

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
    state_ttl_us: int | None = None
    """How long state without a window is kept after it was last written; None means for good."""
    cores: int = 1
    """On how many cores an operator may work that shares its work out; the results are the same."""
    forest_bytes_max: int = 1_000_000_000
    """How much memory the forests of one call may hold; those idle longest are put away."""
    cold: ColdStore | None = None
    """Where state may go for which memory is short; None: it stays in memory."""


def limits_of(settings: Mapping[str, Any], cold: ColdStore | None = None) -> Limits:
    """Return the limits that a folder's settings ask for.

    >>> settings = {"run.clock-guard": HOUR_US, "table.exec.state.ttl": 0, "run.cores": 2}
    >>> limits_of({**settings, "state.forest-memory-max": 10**9}).state_ttl_us is None
    True
    """
    return Limits(
        clock_guard_us=settings["run.clock-guard"],
        state_ttl_us=settings["table.exec.state.ttl"] or None,
        cores=settings["run.cores"],
        forest_bytes_max=settings["state.forest-memory-max"],
        cold=cold,
    )


class LimitExceeded(UserError):
    """A statement needs more than the engine's limits allow.

    >>> print(LimitExceeded("a row falls into 20000 windows, at most 10000", "slide less often"))
    E550 a row falls into 20000 windows, at most 10000
    hint: slide less often
    """

    code = "E550"

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint=hint)
