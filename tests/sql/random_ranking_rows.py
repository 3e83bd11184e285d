"""Rows for random rankings, the steps in which they come, and which of them are late."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Case:
    """A script, DuckDB's query, rows in steps, and the step that a restart follows."""

    script: str
    batch_query: str
    steps: Sequence[Sequence[Row]]
    restart_after: int
    drops_late: bool

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows with their numbers, without those that come too late if the query drops them."""
        kept, reached_ms = [], -1
        for number, row in enumerate(row for step in self.steps for row in step):
            if not self.drops_late or row["ts"] > reached_ms:
                kept.append((*(_shown(row)[name] for name in COLUMNS), number))
            reached_ms = max(reached_ms, row["ts"] - DELAY_S * 1000)
        return kept


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
