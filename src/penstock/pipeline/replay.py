"""Replay a time-stamped CSV file into a stream, keeping the gaps between its rows' own times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Int64s
from penstock.core.errors import UserError, did_you_mean
from penstock.core.protocols import Stream
from penstock.core.time import US_PER_SECOND, Clock
from penstock.core.types import STRING, Field, Schema
from penstock.formats import open_encoder
from penstock.pipeline.timed_rows import first_time_column, parse_times, read_rows

ROWS_PER_APPEND = 5_000
PAUSE_MAX_SECONDS = 0.25


class BadReplay(UserError):
    """A replay cannot begin: a column is unknown or holds no times.

    >>> print(BadReplay("no column 'Start'", hint="did you mean 'Start_Time'?"))
    E510 no column 'Start'
    hint: did you mean 'Start_Time'?
    """

    code = "E510"


@dataclass(frozen=True, slots=True)
class ReplayRequest:
    """What to replay and how.

    `speed` divides the gaps between times; None means as fast as the stream takes it. `stamp`
    names a column that is set to the time of sending, in ISO 8601. `key` names the column of the
    partition key.
    """

    path: Path
    time_column: str | None = None
    speed: float | None = None
    stamp: str | None = None
    key: str | None = None


def replay(
    request: ReplayRequest, stream: Stream, clock: Clock, progress: Callable[[int], None]
) -> int:
    """Append all rows as JSON records and return their number.

    `progress` hears of the rows sent so far. Rows whose time lies before the row above it
    are sent at once; rows without a time follow the row above them.
    """
    pace = _Pace(request.speed, clock)
    sent = 0
    times_from: str | None = None
    for rows in read_rows(request.path):
        _check(request, rows)
        times_from = times_from or _time_column(request, rows)
        times = None if times_from is None else _times_us(times_from, rows)
        for part in pace.parts(rows, times):
            _send(request, part, stream, clock)
            sent += part.num_rows
            progress(sent)
    return sent


def _check(request: ReplayRequest, rows: pa.RecordBatch) -> None:
    for name in (request.time_column, request.key):
        if name is not None and name not in rows.schema.names:
            raise BadReplay(f"no column '{name}'", hint=did_you_mean(name, rows.schema.names))


def _time_column(request: ReplayRequest, rows: pa.RecordBatch) -> str | None:
    """Return the column of the rows' times, None when they do not matter."""
    if request.speed is None:
        return None
    name = request.time_column or first_time_column(rows)
    if name is None:
        hint = "name the column with --time-column, or replay with --speed max"
        raise BadReplay("no column holds times", hint=hint)
    return name


def _times_us(name: str, rows: pa.RecordBatch) -> Int64s:
    times = parse_times(rows.column(name))
    if times is None:
        raise BadReplay(f"column '{name}' holds no times that are known here")
    filled = pc.fill_null_backward(pc.fill_null_forward(times.cast(pa.int64())))
    return np.asarray(filled.fill_null(0), np.int64)


class _Pace:
    """Cuts rows into parts that are due together, and waits for each part's moment."""

    def __init__(self, speed: float | None, clock: Clock) -> None:
        self._speed = speed
        self._clock = clock
        self._began_us = clock.now_us()
        self._first_us: int | None = None
        self._latest_us = 0

    def parts(self, rows: pa.RecordBatch, times: Int64s | None) -> Iterator[pa.RecordBatch]:
        """Yield slices of the rows, each when it is due."""
        if times is None or self._speed is None:
            for start in range(0, rows.num_rows, ROWS_PER_APPEND):
                yield rows.slice(start, ROWS_PER_APPEND)
            return
        due = self._due_us(times, self._speed)
        start = 0
        while start < len(due):
            self._wait_until(int(due[start]))
            now_us = self._clock.now_us()
            end = int(np.searchsorted(due, now_us, side="right"))
            end = min(max(end, start + 1), start + ROWS_PER_APPEND)
            yield rows.slice(start, end - start)
            start = end

    def _due_us(self, times: Int64s, speed: float) -> Int64s:
        if self._first_us is None:
            self._first_us = self._latest_us = int(times[0])
        ascending = np.maximum.accumulate(np.maximum(times, self._latest_us))
        self._latest_us = int(ascending[-1])
        due: Int64s = self._began_us + ((ascending - self._first_us) / speed).astype(np.int64)
        return due

    def _wait_until(self, due_us: int) -> None:
        while (left_us := due_us - self._clock.now_us()) > 0:
            self._clock.sleep(min(left_us / US_PER_SECOND, PAUSE_MAX_SECONDS))


def _send(request: ReplayRequest, rows: pa.RecordBatch, stream: Stream, clock: Clock) -> None:
    if request.stamp is not None:
        rows = _stamped(rows, request.stamp, clock.now_us())
    schema = Schema(tuple(Field(name, STRING) for name in rows.schema.names))
    records = open_encoder(schema, {}, None).encode(rows)
    keys = None
    if request.key is not None:
        keys = [str(key or "").encode() for key in rows.column(request.key).to_pylist()]
    stream.append(records, keys)


def _stamped(rows: pa.RecordBatch, name: str, now_us: int) -> pa.RecordBatch:
    at = datetime.fromtimestamp(now_us // 1_000_000, UTC)
    text = f"{at:%Y-%m-%dT%H:%M:%S}.{now_us // 1_000 % 1_000:03d}"
    column = pa.array([text] * rows.num_rows, pa.string())
    if name in rows.schema.names:
        return rows.set_column(rows.schema.names.index(name), name, column)
    return rows.append_column(name, column)
