"""A frame: what one append wrote to one shard, whole or not at all.

A header of seven 64-bit words, then per record where it starts and ends in the payload, then the
partition keys if there are any, then the payload as it came, in one piece. The checksum covers
everything from the table to the payload and then the rest of the header, so that the long part
is summed before the shard's lock is taken and the sequence number is known.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int64s, Records
from penstock.streams.errors import RecordsUnfit, RecordTooLarge
from penstock.streams.kernels import FRAME_MAGIC, gather

HEADER = struct.Struct("<IIIIqqqqII")
"""Magic, checksum, length, count, first sequence, arrival, producer, step, keys, payload bytes."""
CHECKED_FROM = 8
"""The header's bytes from here on are part of the checksum."""
ALIGNMENT = 8
RECORD_BYTES_MAX = 10 * 2**20
FRAME_BYTES_MAX = 2**30
WASTE_SHARE_MAX = 8
"""Bytes between records are written along, rather than copied away, up to 1/8 of the records."""


@dataclass(frozen=True, slots=True)
class Body:
    """A frame but for what only the shard's lock can tell: sequence number and arrival time."""

    parts: tuple[bytes | memoryview, ...]
    count: int
    keys_bytes: int
    payload_bytes: int
    length: int
    checksum: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the header of a frame says beside its sizes."""

    sequence: int
    arrived_us: int
    producer: int
    step: int


def producer_number(name: str) -> int:
    """Return the 64-bit number by which frames know a producer; 0 is nobody.

    >>> producer_number(""), producer_number("wind/alerts")
    (0, -1602571436326814612)
    """
    if not name:
        return 0
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True) or 1


def check_records(records: Records, keys: Sequence[bytes] | None) -> None:
    """Raise an error unless every record lies in its buffer, is not too large and has its key."""
    if keys is not None and len(keys) != len(records):
        raise RecordsUnfit(f"{len(records)} records with {len(keys)} keys")
    lengths = records.ends - records.starts
    if lengths.min() < 0 or records.starts.min() < 0 or records.ends.max() > len(records.data):
        raise RecordsUnfit(f"records reach beyond their buffer of {len(records.data)} bytes")
    if lengths.max() > RECORD_BYTES_MAX:
        raise RecordTooLarge(
            f"a record of {lengths.max()} bytes; at most {RECORD_BYTES_MAX}",
            hint="split the record, or keep the large part in a file and send its name",
        )


def body_of(records: Records, keys: Sequence[bytes] | None) -> Body:
    """Return the frame's body; the records' bytes are not copied if they lie close together."""
    if not _close_together(records):
        records = chosen(records, np.arange(len(records)))
    first, last = int(records.starts[0]), int(records.ends[-1])
    table = np.concatenate((records.starts - first, records.ends - first)).astype("<u4")
    packed_keys = _pack_keys(keys) if keys is not None else b""
    return _body(len(records), table, packed_keys, memoryview(records.data)[first:last])


def _body(count: int, table: npt.NDArray[np.uint32], keys: bytes, payload: memoryview) -> Body:
    used = HEADER.size + table.nbytes + len(keys) + len(payload)
    padding = bytes(-used % ALIGNMENT)
    if used > FRAME_BYTES_MAX:
        raise RecordTooLarge(
            f"an append of {used} bytes to one shard; at most {FRAME_BYTES_MAX}",
            hint="append fewer records at a time",
        )
    parts = (table.tobytes(), keys, payload, padding)
    checksum = 0
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    return Body(parts, count, len(keys), len(payload), used + len(padding), checksum)


def chosen(records: Records, order: Int64s) -> Records:
    """Return the records at the places in `order`, copied together with a newline after each."""
    lengths = (records.ends - records.starts)[order]
    ends = np.cumsum(lengths + 1) - 1
    target = np.empty(int(ends[-1]) + 1, np.uint8)
    source = np.frombuffer(records.data, np.uint8)
    source.flags.writeable = False
    gather(source, records.starts, records.ends, order, target)
    return Records(target.data, ends - lengths, ends)


def header_of(body: Body, stamp: Stamp) -> bytes:
    """Return the header that makes the body a frame."""
    sizes = (body.keys_bytes, body.payload_bytes)
    marks = (stamp.sequence, stamp.arrived_us, stamp.producer, stamp.step)
    open_header = HEADER.pack(FRAME_MAGIC, 0, body.length, body.count, *marks, *sizes)
    checksum = zlib.crc32(open_header[CHECKED_FROM:], body.checksum)
    return HEADER.pack(FRAME_MAGIC, checksum, body.length, body.count, *marks, *sizes)


def is_whole(data: memoryview, offset: int, length: int) -> bool:
    """Say whether the frame at `offset` is bit for bit as it was written."""
    (checksum,) = struct.unpack_from("<I", data, offset + 4)
    body = zlib.crc32(data[offset + HEADER.size : offset + length])
    header = data[offset + CHECKED_FROM : offset + HEADER.size]
    return zlib.crc32(header, body) == int(checksum)


def _close_together(records: Records) -> bool:
    if len(records) > 1 and (records.starts[1:] < records.ends[:-1]).any():
        return False
    useful_bytes = int((records.ends - records.starts).sum())
    span = int(records.ends[-1] - records.starts[0])
    return span - useful_bytes <= useful_bytes // WASTE_SHARE_MAX + 2 * len(records)


def _pack_keys(keys: Sequence[bytes]) -> bytes:
    lengths = np.fromiter(map(len, keys), np.int64, len(keys))
    return np.cumsum(lengths).astype("<u4").tobytes() + b"".join(keys)
