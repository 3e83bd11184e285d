"""A chunk as bytes and back, for journaling what a source cannot give twice."""

from __future__ import annotations

import msgspec
import numpy as np
import pyarrow as pa

from penstock.core.batch import Chunk, Records
from penstock.pipeline.arrow_bytes import batch_from_bytes, batch_to_bytes


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    position: str
    arrived_us: int
    columns: bytes | None
    data: bytes | None
    starts: bytes
    ends: bytes
    metadata: bytes | None


def chunk_to_bytes(chunk: Chunk) -> bytes:
    """Return all of the chunk as one binary."""
    records = chunk.records
    packed = _Packed(
        chunk.position,
        chunk.arrived_us,
        None if chunk.columns is None else batch_to_bytes(chunk.columns),
        None if records is None else bytes(records.data),
        b"" if records is None else records.starts.astype("<i8").tobytes(),
        b"" if records is None else records.ends.astype("<i8").tobytes(),
        batch_to_bytes(pa.record_batch(dict(chunk.metadata))) if chunk.metadata else None,
    )
    return msgspec.msgpack.encode(packed)


def chunk_from_bytes(data: bytes) -> Chunk:
    """Return the chunk that `chunk_to_bytes` packed."""
    packed = msgspec.msgpack.decode(data, type=_Packed)
    metadata = batch_from_bytes(packed.metadata) if packed.metadata is not None else None
    return Chunk(
        packed.position,
        packed.arrived_us,
        None if packed.data is None else _records(packed.data, packed),
        None if packed.columns is None else batch_from_bytes(packed.columns),
        {} if metadata is None else dict(zip(metadata.schema.names, metadata.columns, strict=True)),
    )


def _records(data: bytes, packed: _Packed) -> Records:
    return Records(data, np.frombuffer(packed.starts, "<i8"), np.frombuffer(packed.ends, "<i8"))
