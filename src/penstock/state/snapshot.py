"""State as bytes: named columns in an Arrow IPC stream that carries its version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from penstock.core.errors import UserError

VERSION = 2
_VERSION_KEY = b"penstock.state.version"


class StateVersion(UserError):
    """A checkpoint was written by another version of Penstock, whose state looks different.

    >>> print(StateVersion("9"))
    E451 the checkpoint's state has version 9, this Penstock reads version 2
    hint: go back to the Penstock that wrote it, or start afresh without the checkpoint
    """

    code = "E451"

    def __init__(self, found: str) -> None:
        super().__init__(
            f"the checkpoint's state has version {found}, this Penstock reads version {VERSION}",
            hint="go back to the Penstock that wrote it, or start afresh without the checkpoint",
        )


def pack(columns: Mapping[str, Any]) -> bytes:
    """Return columns of one length (Arrow or NumPy arrays, or lists) as an Arrow IPC stream.

    >>> unpack(pack({"slot": [1, 2]})).column("slot").to_pylist()
    [1, 2]
    """
    arrays = {name: _column(values) for name, values in columns.items()}
    fields = [pa.field(name, array.type) for name, array in arrays.items()]
    schema = pa.schema(fields, metadata={_VERSION_KEY: str(VERSION).encode()})
    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, schema) as writer:
        writer.write_batch(pa.RecordBatch.from_arrays(list(arrays.values()), schema=schema))
    return out.getvalue().to_pybytes()


def unpack(state: bytes) -> pa.RecordBatch:
    """Return the columns that `pack` was given."""
    with pa.ipc.open_stream(state) as reader:
        found = (reader.schema.metadata or {}).get(_VERSION_KEY, b"none").decode()
        if found != str(VERSION):
            raise StateVersion(found)
        return reader.read_next_batch()


def _column(values: Any) -> pa.Array[Any]:
    return values if isinstance(values, pa.Array) else pa.array(values)
