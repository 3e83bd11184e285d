"""Read Nexmark events as a pipeline would."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from penstock.core.protocols import Surroundings
from penstock.core.table import Option, Table
from penstock.core.time import ManualClock
from penstock.core.types import Schema
from penstock.sources.nexmark.connector import NexmarkSource, open_source
from penstock.sources.nexmark.events import EVENTS

NOON_US = 1_795_010_400_000_000


def opened(
    clock: ManualClock | None = None, schema: Schema = EVENTS, **options: str
) -> NexmarkSource:
    given = {key.replace("__", "-").replace("_", "."): Option(v) for key, v in options.items()}
    world = Surroundings(Path(), Path(), clock or ManualClock(NOON_US), None)  # type: ignore[arg-type]
    return open_source(Table("datagen", schema, given), world)


def read(source: NexmarkSource, *sizes: int) -> pa.RecordBatch:
    position, parts = source.start("0"), []
    for size in sizes:
        chunk = source.read("0", position, size)
        assert chunk is not None
        assert chunk.columns is not None
        chunk.columns.validate(full=True)
        position = chunk.position
        parts.append(chunk.columns)
    return pa.Table.from_batches(parts).combine_chunks().to_batches()[0]


def rows(kind: str, count: int = 50_000, **options: str) -> pa.Table:
    column = read(opened(**options), count).column(kind)
    return pa.Table.from_struct_array(column.filter(column.is_valid()))
