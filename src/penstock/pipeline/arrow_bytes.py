"""Arrow batches as bytes and back, for what the pipeline keeps on disk."""

from __future__ import annotations

import pyarrow as pa


def batch_to_bytes(batch: pa.RecordBatch) -> bytes:
    """Return the batch as one Arrow IPC stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def batch_from_bytes(data: bytes) -> pa.RecordBatch:
    """Return the one batch of an IPC stream."""
    with pa.ipc.open_stream(data) as reader:
        return reader.read_next_batch()
