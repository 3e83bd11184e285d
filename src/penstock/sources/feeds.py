"""The feeds that can be simulated: what makes their rows, and what can disturb them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from penstock.core.types import Schema
from penstock.sources import accident_feed, wind_farm


class Feed(Protocol):
    """Makes the rows of one tick."""

    def rows(self, tick: int, at_us: int, anomaly: tuple[str, int] | None) -> pa.RecordBatch:
        """Return the rows of tick `tick`, which is at `at_us`."""


@dataclass(frozen=True, slots=True)
class FeedKind:
    """A feed by name: its columns, how it is made from a seed, rows per tick, its anomalies."""

    schema: Schema
    make: Callable[[int], Feed]
    rows_per_tick: int
    anomalies: tuple[str, ...]


FEEDS: Mapping[str, FeedKind] = {
    "wind": FeedKind(
        wind_farm.SCHEMA, wind_farm.WindFarm, len(wind_farm.PLACES), wind_farm.ANOMALIES
    ),
    "accidents": FeedKind(
        accident_feed.SCHEMA, accident_feed.AccidentFeed, 1, accident_feed.ANOMALIES
    ),
}
"""Every feed by name."""
