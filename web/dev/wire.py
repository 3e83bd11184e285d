"""The mock server's side of the live feed's binary messages."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

TIME = pa.timestamp("us", tz="UTC")
_PREFIX = struct.Struct("<I")
_ALIGNMENT = 8


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows for one panel: `mode` is append or replace."""

    panel: str
    mode: str
    batch: pa.RecordBatch


def rows(panel: str, mode: str, schema: pa.Schema, data: Sequence[Sequence[Any]]) -> Rows:
    """Return rows from tuples in the schema's order."""
    columns = zip(*data, strict=True) if data else [()] * len(schema)
    arrays = [
        pa.array(list(column), type=field.type)
        for column, field in zip(columns, schema, strict=True)
    ]
    return Rows(panel, mode, pa.RecordBatch.from_arrays(arrays, schema=schema))


def encode(message: Rows, at_us: int) -> bytes:
    """Return one binary message: length, padded JSON header, Arrow stream."""
    header = json.dumps(
        {
            "panel": message.panel,
            "mode": message.mode,
            "rows": message.batch.num_rows,
            "at_us": at_us,
        }
    ).encode()
    header += b" " * (-(len(header) + _PREFIX.size) % _ALIGNMENT)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, message.batch.schema) as writer:
        writer.write_batch(message.batch)
    return _PREFIX.pack(len(header)) + header + sink.getvalue().to_pybytes()
