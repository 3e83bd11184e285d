"""When a simulated feed is disturbed: by its own schedule, or because somebody asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec


class Position(msgspec.Struct, frozen=True):
    """The next tick, when the feed began, and since which tick an anomaly lasts (-1: none)."""

    tick: int
    began_us: int
    anomaly_tick: int = -1
    anomalies: int = 0


@dataclass(frozen=True, slots=True)
class Anomalies:
    """The kinds that take turns, and the schedule of those that begin by themselves.

    >>> storms = Anomalies(["storm"], after_us=10, every_us=100, duration_us=5)
    >>> [storms.is_due(since_us) for since_us in (9, 10, 14, 15, 110, 115)]
    [False, True, True, False, True, False]
    """

    kinds: Sequence[str]
    after_us: int | None
    every_us: int | None
    duration_us: int

    def is_due(self, since_us: int) -> bool:
        """Say whether one lasts by itself, this long after the feed began."""
        if self.after_us is None:
            return False
        since_us -= self.after_us
        if self.every_us and since_us >= 0:
            since_us %= self.every_us
        return 0 <= since_us < self.duration_us

    def switched(self, at: Position, wanted: bool) -> Position:
        """Return the position with an anomaly under way, or none."""
        if wanted == (at.anomaly_tick >= 0):
            return at
        begun = at.tick if wanted else -1
        return msgspec.structs.replace(at, anomaly_tick=begun, anomalies=at.anomalies + wanted)

    def at(self, position: Position) -> tuple[str, int] | None:
        """Return the kind of the anomaly under way and how many ticks it has lasted."""
        if position.anomaly_tick < 0:
            return None
        kind = self.kinds[(position.anomalies - 1) % len(self.kinds)]
        return kind, position.tick - position.anomaly_tick
