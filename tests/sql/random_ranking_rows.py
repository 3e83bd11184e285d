"""Rows for random rankings, the steps in which they come, and which of them are late."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from hypothesis import strategies as st

DELAY_S = 3
DDL = (
    "CREATE TABLE t (k STRING, n BIGINT, x DOUBLE, s STRING, m DECIMAL(25, 2), ts TIMESTAMP(3),"
    f" WATERMARK FOR ts AS ts - INTERVAL '{DELAY_S}' SECOND);"
)
BATCH_DDL = (
    "CREATE TABLE t (k VARCHAR, n BIGINT, x DOUBLE, s VARCHAR, m DECIMAL(25, 2), ts TIMESTAMP,"
    " id BIGINT)"
)
COLUMNS = ("k", "n", "x", "s", "m", "ts")
Row = dict[str, Any]


class Late(Enum):
    """Which rows a query drops as late."""

    NONE = auto()
    BEHIND = auto()
    """Those behind the watermark."""
    AFTER_ALL = auto()
    """Those of them that are not after all rows that were given."""
    AFTER_KEY = auto()
    """Those of them that are not after all rows of their key that were given."""


@dataclass(frozen=True)
class Case:
    """A script, DuckDB's query, rows in steps, and the step that a restart follows."""

    script: str
    batch_query: str
    steps: Sequence[Sequence[Row]]
    restart_after: int
    drops: Late

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows with their numbers, without those that come too late for the query."""
        kept, given = [], _Given()
        for number, row in enumerate(row for step in self.steps for row in step):
            key = row["k"] if self.drops is Late.AFTER_KEY else ""
            behind = self.drops is not Late.NONE and row["ts"] <= given.reached_ms
            if not behind or (self.drops is not Late.BEHIND and given.is_before(key, row["ts"])):
                kept.append((*(_shown(row)[name] for name in COLUMNS), number))
                given.take(key, row["ts"])
            given.advance(row["ts"] - DELAY_S * 1000)
        return kept


@dataclass
class _Given:
    """The last time given of each key; a row is given when the watermark reaches or passes it."""

    reached_ms: int = -1
    waiting: list[tuple[Any, int]] = field(default_factory=list)
    last_ms: dict[Any, int] = field(default_factory=dict)

    def is_before(self, key: Any, time_ms: int) -> bool:
        return self.last_ms.get(key, -1) < time_ms

    def take(self, key: Any, time_ms: int) -> None:
        self.waiting.append((key, time_ms))

    def advance(self, watermark_ms: int) -> None:
        if watermark_ms > self.reached_ms:
            self.reached_ms = watermark_ms
            for key, time_ms in self.waiting:
                if time_ms <= watermark_ms:
                    self.last_ms[key] = max(self.last_ms.get(key, -1), time_ms)
            self.waiting = [each for each in self.waiting if each[1] > watermark_ms]


def records(step: Sequence[Row]) -> list[bytes]:
    """Return rows as JSON."""
    return [json.dumps(_shown(row)).encode() for row in step]


def _shown(row: Row) -> Row:
    """Return a row with its time as text."""
    return {**row, "ts": f"2024-01-01 00:00:{row['ts'] // 1000:02}.{row['ts'] % 1000:03}"}


_TEXTS = st.sampled_from(
    ["", "a", "ab", "abcdefgh", "abcdefghi", "b", "ä", "longer than the others"]
)
_ROWS = st.fixed_dictionaries(
    {
        "k": st.sampled_from(["a", "b", None]),
        "n": st.one_of(st.none(), st.sampled_from([-(2**63), 2**63 - 1]), st.integers(-3, 3)),
        "x": st.one_of(st.none(), st.integers(-8, 8).map(lambda n: n / 4)),
        "s": st.one_of(st.none(), _TEXTS),
        "m": st.one_of(st.none(), st.integers(-300, 300).map(lambda n: n / 4)),
        "ts": st.integers(0, 20).map(lambda n: n * 500),
    }
)
STEPS = st.lists(st.lists(_ROWS, min_size=1, max_size=8), min_size=1, max_size=6)
