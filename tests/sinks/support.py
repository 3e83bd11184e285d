"""What tests of sinks share: requests, encoders, batches and a trap that interrupts."""

from __future__ import annotations

import errno
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Records
from penstock.core.protocols import Streams, Surroundings
from penstock.core.table import Option, Table
from penstock.core.time import Clock, ManualClock
from penstock.core.types import BIGINT, DOUBLE, STRING, TIMESTAMP_3, Field, Schema
from penstock.sinks.request import SinkRequest

NOW_US = 1_700_000_000_000_000
SCHEMA = Schema(
    (
        Field("location", STRING),
        Field("wind_speed", DOUBLE),
        Field("turbine", BIGINT),
        Field("event_time", TIMESTAMP_3),
    )
)


class Killed(BaseException):
    """The process would have ended here."""


class Trap:
    """Interrupts the nth durable actions: as kill -9 would, or as a full disk does."""

    def __init__(self, kills: Sequence[int] = (), fulls: Sequence[int] = ()) -> None:
        self._kills = set(kills)
        self._fulls = set(fulls)
        self.actions: list[tuple[str, str]] = []

    def kill_at(self, action: int) -> None:
        """Kill at this action, counted from the trap's start."""
        self._kills.add(action)

    def fill_at(self, action: int) -> None:
        """Let the disk be full at this action, counted from the trap's start."""
        self._fulls.add(action)

    def __call__(self, action: str, path: Path) -> None:
        count = len(self.actions)
        self.actions.append((action, path.name))
        if count in self._kills:
            if action == "append" and path.exists():
                with path.open("ab") as torn:
                    torn.write(b'{"torn')
            raise Killed
        if count in self._fulls:
            raise OSError(errno.ENOSPC, "No space left on device")


def encoder_of(schema: Schema) -> Callable[[pa.RecordBatch], Records]:
    """Return what makes JSON of rows that have exactly these columns."""

    def encode(data: pa.RecordBatch) -> Records:
        assert data.schema.names == list(schema.names)
        return _json_lines(data)

    return encode


def _json_lines(data: pa.RecordBatch) -> Records:
    return Records.of([json.dumps(row, default=str).encode() for row in data.to_pylist()])


def request(
    folder: Path,
    options: Mapping[str, str],
    schema: Schema = SCHEMA,
    clock: Clock | None = None,
    **more: Any,
) -> SinkRequest:
    """Return a request for a table `t` whose producer is `p`, both in `folder`."""
    table_parts = {k: more.pop(k) for k in ("primary_key", "partition_keys") if k in more}
    table = Table(
        more.pop("name", "t"),
        schema,
        options={name: Option(value) for name, value in options.items()},
        **table_parts,
    )
    streams: Streams = None  # type: ignore[assignment] -- no sink here writes to a stream
    surroundings = Surroundings(folder, folder / ".penstock", clock or ManualClock(NOW_US), streams)
    producer = more.pop("producer", "p")
    return SinkRequest(table, producer, schema, surroundings, encoder_of, **more)


def batch(
    rows: Sequence[Mapping[str, Any]],
    schema: Schema = SCHEMA,
    kinds: Sequence[int] | None = None,
    arrived_us: int = NOW_US,
) -> Batch:
    """Return rows as a batch."""
    data = pa.RecordBatch.from_pylist([dict(row) for row in rows], schema.arrow)
    return Batch(data, arrived_us, None if kinds is None else np.array(kinds, np.int8))


def row(
    location: str | None = "a", speed: float = 1.0, turbine: int = 1, second: int = 0
) -> dict[str, Any]:
    """Return one row of SCHEMA, `second` seconds after NOW_US."""
    return {
        "location": location,
        "wind_speed": speed,
        "turbine": turbine,
        "event_time": NOW_US + second * 1_000_000,
    }


@contextmanager
def memory_folder() -> Iterator[Path]:
    """Give a folder in memory where there is one, since these tests sync thousands of times."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def published(folder: Path) -> list[Path]:
    """Return the files that a reader sees, hidden ones left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    )
