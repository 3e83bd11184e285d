"""The mock server's status messages: a ledger that balances."""

from __future__ import annotations

from collections import Counter
from random import Random

from scene import Json
from wire import Rows

_WAYS = ("rows_filtered", "rows_late", "rows_invalid")


class Books:
    """Keeps a ledger for three tables from the rows that were sent."""

    def __init__(self, random: Random, started_us: int) -> None:
        self._random = random
        self._started_us = started_us
        self._counts: Counter[tuple[str, str]] = Counter()
        self._since: Counter[str] = Counter()

    def note(self, sent: list[Rows]) -> None:
        """Count what was sent as if it had come through the tables."""
        for message in sent:
            if message.mode == "append":
                self._take("readings", message.batch.num_rows)
                self._take("scored", message.batch.num_rows)
                self._take("alerts", message.batch.num_rows)

    def status(self, now_us: int) -> Json:
        """Return the status message of this second."""
        uptime_s = (now_us - self._started_us) / 1e6
        tables = [self._table(name) for name in ("readings", "scored", "alerts")]
        self._since.clear()
        return {
            "type": "status",
            "now_us": now_us,
            "state": "running",
            "uptime_s": uptime_s,
            "rss_bytes": 182_000_000 + round(uptime_s * 1_000),
            "checkpoint_age_s": uptime_s % 10,
            "tables": tables,
        }

    def _take(self, table: str, count: int) -> None:
        self._counts[table, "rows_in"] += count
        self._since[table] += count
        for _ in range(count):
            lost = self._random.random()
            if table == "alerts" and lost < 0.93:
                self._counts[table, "rows_filtered"] += 1
            elif table == "readings" and lost < 0.002:
                self._counts[table, "rows_late" if lost < 0.0015 else "rows_invalid"] += 1

    def _table(self, name: str) -> Json:
        rows_in = self._counts[name, "rows_in"]
        ways = {way: self._counts[name, way] for way in _WAYS}
        in_flight = min(rows_in, self._random.randint(0, 3))
        return {
            "name": name,
            "rows_in": rows_in,
            "rows_out": max(0, rows_in - sum(ways.values()) - in_flight),
            **ways,
            "rows_in_flight": in_flight if rows_in > sum(ways.values()) + in_flight else 0,
            "rows_per_s": float(self._since[name]),
            "freshness_p50_ms": self._random.uniform(6, 14),
            "freshness_p99_ms": self._random.uniform(24, 60),
            "state_bytes": 1_240_000 if name == "scored" else 18_000,
        }
