"""The newest rows of a table, in memory, for panels to look at."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from penstock.core.batch import Int8s
from penstock.serving.newest import newest_rows

ROWS_MAX = 200_000


@dataclass(frozen=True, slots=True)
class _Part:
    number: int
    at_us: int
    rows: pa.RecordBatch
    kinds: Int8s | None


class RecentRows:
    """Rows of one table, bounded by age and number; one thread adds, another reads.

    With a `key` the rows are changes, and what is young are the rows that they leave behind.

    >>> recent = RecentRows(pa.schema([("a", pa.int64())]), window_us=10)
    >>> recent.add([pa.record_batch({"x": [1, 2]})], now_us=0)
    >>> recent.add([pa.record_batch({"x": [3]})], now_us=11)
    >>> recent.young(oldest_us=1, upto=recent.number).to_pydict()
    {'a': [3]}
    """

    def __init__(self, schema: pa.Schema, window_us: int, key: Sequence[str] = ()) -> None:
        self.schema = schema
        self.key = key
        self._window_us = window_us
        self._lock = threading.Lock()
        self._parts: deque[_Part] = deque()
        self._rows = 0
        self._number = 0

    @property
    def number(self) -> int:
        """How many parts were ever added; a reader's cursor."""
        return self._number

    def add(
        self,
        batches: Sequence[pa.RecordBatch],
        now_us: int,
        kinds: Sequence[Int8s | None] | None = None,
    ) -> None:
        """Add rows that came at `now_us`, whose columns are the schema's in order.

        `kinds` says per batch which changes its rows are; None means that all are new.
        """
        with self._lock:
            for batch, changes in zip(batches, kinds or [None] * len(batches), strict=True):
                self._number += 1
                named = pa.RecordBatch.from_arrays(batch.columns, schema=self.schema)
                self._parts.append(_Part(self._number, now_us, named, changes))
                self._rows += named.num_rows
            self._drop(now_us)

    def _drop(self, now_us: int) -> None:
        while self._parts and (
            self._parts[0].at_us < now_us - self._window_us or self._rows > ROWS_MAX
        ):
            self._rows -= self._parts.popleft().rows.num_rows

    def between(self, after: int, upto: int) -> pa.Table:
        """Return the rows of the parts numbered above `after`, up to `upto`."""
        with self._lock:
            parts = [part.rows for part in self._parts if after < part.number <= upto]
        return pa.Table.from_batches(parts, self.schema)

    def young(self, oldest_us: int, upto: int) -> pa.Table:
        """Return the rows that came at `oldest_us` or later, of the parts up to `upto`."""
        with self._lock:
            parts = [p for p in self._parts if p.at_us >= oldest_us and p.number <= upto]
        rows = pa.Table.from_batches([part.rows for part in parts], self.schema)
        if not self.key or not parts:
            return rows
        return newest_rows(rows, np.concatenate([_kinds_of(part) for part in parts]), self.key)


def _kinds_of(part: _Part) -> Int8s:
    return np.zeros(part.rows.num_rows, np.int8) if part.kinds is None else part.kinds
