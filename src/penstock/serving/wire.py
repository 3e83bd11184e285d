"""Messages of the live feed as bytes: a JSON header, padding, an Arrow IPC stream."""

from __future__ import annotations

import struct

import msgspec
import pyarrow as pa

from penstock.core.errors import PenstockError

_LENGTH = struct.Struct("<I")


def rows_message(panel: str, mode: str, rows: pa.Table, at_us: int, part: str = "query") -> bytes:
    """Return a binary message; the Arrow part starts at a multiple of 8.

    `part` is the panel's setting whose SELECT gave the rows.

    >>> message = rows_message("p0", "append", pa.table({"a": [1]}), 0)
    >>> (int.from_bytes(message[:4], "little") + 4) % 8
    0
    """
    header = msgspec.json.encode(
        {"panel": panel, "part": part, "mode": mode, "rows": rows.num_rows, "at_us": at_us}
    )
    header += b" " * (-(len(header) + _LENGTH.size) % 8)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    return _LENGTH.pack(len(header)) + header + bytes(sink.getvalue())


def error_message(wrong: PenstockError, **concerns: str) -> str:
    """Return an error as a message; `concerns` may name a panel."""
    fields = {"code": wrong.code, "message": wrong.message, "hint": wrong.hint}
    return text_message(type="error", **concerns, **fields)


def text_message(**fields: object) -> str:
    """Return a JSON text message."""
    return msgspec.json.encode(fields).decode()
